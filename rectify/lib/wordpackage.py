"""A Word file (.docx) as its parts: opened within bounds, without any definition from outside, and put together again so that
the same content gives the same bytes."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import qn
from lxml import etree

MOST_PARTS, MOST_UNPACKED = 400, 40 * 2**20
ALWAYS = (1980, 1, 1, 0, 0, 0)  # the date of each member of a file that we write
TYPES, ROOT_RELATIONS = "[Content_Types].xml", "_rels/.rels"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_KIND = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
CORE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>
<cp:lastModifiedBy>{author}</cp:lastModifiedBy>
<dcterms:created xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:created>
<dcterms:modified xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>"""
STORIES = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
BROKEN = "文件打不开，像是没有存完或已损坏。请重新另存为 .docx"
BOMB = "文件展开后大得不正常。请删去无关的图片和内容，另存为 .docx"
DEFINED = "文件里含有不允许的外部定义。请用 Word 或 WPS 打开后另存为 .docx"
Element = Any  # of lxml, which has no types


class NoPackage(Exception):
    """The file cannot be opened as a Word file; the sentence says why."""


@dataclass(frozen=True)
class PartRelation:
    """What one part needs of another, or of a place outside (`external`)."""

    id: str
    kind: str
    target: str
    external: bool


class WordPackage:
    """The parts by name. Raises NoPackage for what is none, what is too large and what defines entities."""

    def __init__(self, content: bytes) -> None:
        self.parts = _unpacked(content)
        self._trees: dict[str, Element] = {}
        if TYPES not in self.parts or ROOT_RELATIONS not in self.parts:
            raise NoPackage("这不是 Word 文件（.docx）")
        self.main = next((one.target for one in self.relations("") if one.kind.endswith("/officeDocument")), "")
        if self.main not in self.parts:
            raise NoPackage("这不是 Word 文件（.docx）")

    def tree(self, name: str) -> Element:
        """The root of a part; what is changed in it is written."""
        if name not in self._trees:
            self._trees[name] = _parsed(self.parts[name])
        return self._trees[name]

    def relations(self, part: str) -> list[PartRelation]:
        """What `part` needs, the package itself by an empty name; targets as names of parts."""
        folder, name = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if listed not in self.parts:
            return []
        return [_relation(node, folder) for node in self.tree(listed) if isinstance(node.tag, str)]

    def every_relation(self) -> Iterator[tuple[str, PartRelation]]:
        """Each relation with the part that has it."""
        for name in list(self.parts):
            if name.endswith(".rels"):
                folder, own = posixpath.split(name)
                part = posixpath.join(posixpath.dirname(folder), own.removesuffix(".rels"))
                yield from ((part, one) for one in self.relations(part))

    def stories(self) -> list[tuple[str, str]]:
        """The parts that hold text, with the word for their place: the body first, whose word is empty."""
        rest = [
            (one.target, STORIES[kind])
            for one in self.relations(self.main)
            if not one.external and (kind := one.kind.rpartition("/")[2]) in STORIES and one.target in self.parts
        ]
        return [(self.main, "正文"), *sorted(set(rest))]

    @property
    def type_of_main(self) -> str:
        """What the package calls its main part."""
        names = {node.get("PartName", ""): node.get("ContentType", "") for node in self.tree(TYPES)}
        return names.get(f"/{self.main}", "")

    def target(self, kind: str) -> str:
        """The part that the main one calls its `kind` (styles, settings); empty where there is none."""
        named = (one.target for one in self.relations(self.main) if one.kind.endswith(f"/{kind}"))
        return next((name for name in named if name in self.parts), "")

    def written(self, *, title: str, author: str) -> bytes:
        """The file again, with properties that name the office and no person."""
        self._leave_properties()
        parts = {name: self._bytes(name) for name in self.parts}
        core = CORE.format(title=escape(title), author=escape(author))
        parts["docProps/core.xml"] = core.encode()
        return _packed(parts)

    def zipped(self) -> bytes:
        """The file again, with all that it says of itself."""
        return _packed({name: self._bytes(name) for name in self.parts})

    def _leave_properties(self) -> None:
        """Whatever the program of the template's author noted about itself and them goes; ours comes in its place."""
        types, relations = self.tree(TYPES), self.tree(ROOT_RELATIONS)
        for node in [one for one in relations if not one.get("Type", "").endswith("/officeDocument")]:
            relations.remove(node)
        for name in [one for one in self.parts if one.startswith("docProps/")]:
            del self.parts[name]
        for node in [one for one in types if one.get("PartName", "").startswith("/docProps/")]:
            types.remove(node)
        types.append(_node(types, "Override", f'PartName="/docProps/core.xml" ContentType="{CORE_TYPE}"'))
        taken = {one.get("Id") for one in relations}
        free = next(name for name in map("rId{}".format, range(900, 1000)) if name not in taken)
        relations.append(
            _node(relations, "Relationship", f'Id="{free}" Type={quoteattr(CORE_KIND)} Target="docProps/core.xml"')
        )

    def _bytes(self, name: str) -> bytes:
        if name not in self._trees:
            return self.parts[name]
        return etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, ALWAYS), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _unpacked(content: bytes) -> dict[str, bytes]:
    """The members, none of them believed in what it says of its size."""
    room, parts = MOST_UNPACKED, dict[str, bytes]()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if len(members) > MOST_PARTS:
                raise NoPackage(BOMB)
            for member in members:
                name = member.filename
                if name in parts or name.startswith("/") or "\\" in name or ".." in name.split("/"):
                    raise NoPackage("文件里有不正常的路径。请用 Word 或 WPS 打开后另存为 .docx")
                with archive.open(member) as stream:
                    parts[name] = stream.read(room + 1)
                room -= len(parts[name])
                if room < 0:
                    raise NoPackage(BOMB)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise NoPackage(BROKEN) from error
    return parts


def _parsed(content: bytes) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NoPackage(BROKEN) from error
    if root.getroottree().docinfo.doctype:
        raise NoPackage(DEFINED)
    return root


def _relation(node: Element, folder: str) -> PartRelation:
    target, external = node.get("Target", ""), node.get("TargetMode") == "External"
    if not external:
        target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return PartRelation(node.get("Id", ""), node.get("Type", ""), target, external)


def _node(beside: Element, name: str, attributes: str) -> Element:
    """A new element in the namespace of `beside`."""
    return etree.fromstring(f'<{name} xmlns="{etree.QName(beside).namespace}" {attributes}/>')


def word(name: str) -> str:
    """The full name of an element: w:p."""
    return qn(name)
