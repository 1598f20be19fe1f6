"""副本 of a Word file: one line above each page, in a frame of its own, so that nothing of the layout moves."""

import posixpath
from xml.sax.saxutils import escape

from docx.oxml.ns import nsmap
from lxml import etree

from rectify.lib.wordpackage import TYPES, Element, WordPackage, word

HEADER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
HEADER_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SECTION, REFERENCE = word("w:sectPr"), word("w:headerReference")
PAGES = ("default", "even", "first")
TOP = 454  # twentieths of a point from the upper edge of the sheet: 8 mm
LINE = """<w:p xmlns:w="{space}"><w:pPr><w:framePr w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:xAlign="center"
 w:y="{top}"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="18"/></w:rPr>
<w:t xml:space="preserve">{line}</w:t></w:r></w:p>"""


def copied(content: bytes, line: str) -> bytes:
    """The file with `line` above each of its pages. Raises NoPackage for what is no Word file."""
    package = WordPackage(content)
    for name in _headers(package):
        package.tree(name).insert(0, _line(line))
    sections = list(package.tree(package.main).iter(SECTION))
    if sections and (missing := _missing(sections[0])):
        own = _added(package, line)
        for place, kind in enumerate(missing):
            reference = etree.Element(REFERENCE)
            reference.set(word("w:type"), kind)
            reference.set(f"{{{nsmap['r']}}}id", own)
            sections[0].insert(place, reference)
    return package.zipped()


def _headers(package: WordPackage) -> list[str]:
    """The parts that stand above pages, each once."""
    kinds = (one for one in package.relations(package.main) if one.kind == HEADER_KIND and one.target in package.parts)
    return sorted({one.target for one in kinds})


def _missing(section: Element) -> list[str]:
    """The kinds of pages above which the first section has nothing; later ones go on with what it has."""
    there = {one.get(word("w:type")) for one in section.iterchildren(REFERENCE)}
    return [kind for kind in PAGES if kind not in there]


def _added(package: WordPackage, line: str) -> str:
    """A new part with the line alone, and the id by which the main part calls it."""
    folder, main = posixpath.split(package.main)
    name, listed = posixpath.join(folder, "header_copy.xml"), posixpath.join(folder, "_rels", f"{main}.rels")
    header = etree.Element(word("w:hdr"), nsmap={"w": nsmap["w"]})
    header.append(_line(line))
    header.append(etree.Element(word("w:p")))
    package.parts[name] = etree.tostring(header, xml_declaration=True, encoding="UTF-8", standalone=True)
    package.parts.setdefault(listed, f'<Relationships xmlns="{PACKAGE}"/>'.encode())
    relations, types = package.tree(listed), package.tree(TYPES)
    taken = {one.get("Id") for one in relations}
    own = next(number for number in map("rId{}".format, range(800, 2000)) if number not in taken)
    space = etree.QName(types).namespace
    etree.SubElement(relations, f"{{{PACKAGE}}}Relationship", Id=own, Type=HEADER_KIND, Target="header_copy.xml")
    etree.SubElement(types, f"{{{space}}}Override", PartName=f"/{name}", ContentType=HEADER_TYPE)
    return own


def _line(line: str) -> Element:
    return etree.fromstring(LINE.format(space=nsmap["w"], top=TOP, line=escape(line)))
