"""Papers composed for tests: a short way to write down a tree, and Word files made part by part."""

import re
import zipfile
from pathlib import Path

from issues.reading.paper import Paper

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def tree(paper: Paper) -> list[str]:
    """A line for each node: locator, role, the words before the first stop."""
    return [f"{node.locator} {node.role} {brief(node.text)}" for node in paper.nodes()]


def brief(text: str) -> str:
    return re.split(r"[，。；：\t]", text)[0][:16]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def is_verbatim(paper: Paper) -> bool:
    """Nothing lost, nothing added: the nodes are the lines that were kept, the rest is cut or title."""
    kept = [line.text for i, line in enumerate(paper.lines) if i not in set(paper.cut_lines)]
    placed = all(paper.lines[node.line].text[node.start :].startswith(node.text) for node in paper.nodes())
    away = "".join(paper.cut) + (paper.title or "")
    cut = "".join(paper.lines[i].text for i in paper.cut_lines)
    same = squeezed("".join(kept)) == squeezed("".join(node.text for node in paper.nodes()))
    return same and placed and set(squeezed(cut)) <= set(squeezed(away))


def para(
    text: str = "", *, list_id: int | None = None, level: int = 0, style: str = "", inside: str = "", mark: str = ""
) -> str:
    """A paragraph in Word's mark-up. `inside` is further mark-up, `mark` what is said of the paragraph's end."""
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>' if list_id is not None else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    end = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{named}{number}{end}</w:pPr>{run}{inside}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{para(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def levels(*shapes: tuple[str, str]) -> str:
    """The levels of a list: format and text of each."""
    return "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(shapes)
    )


PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ROOTS = {
    "numbering": "numbering",
    "styles": "styles",
    "header": "hdr",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
}
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>%s</Types>'
)
LINKS = f'<Relationships xmlns="{PACKAGE}/relationships">%s</Relationships>'
MAIN = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'


def word(
    path: Path, body: str, *, header: str = "", doctype: str = "", extra: dict | None = None, **parts: str
) -> Path:
    """A Word file of the given parts: `numbering`, `styles`, and the words of a `header`."""
    if header:
        parts["header"] = f"<w:p><w:r><w:t>{header}</w:t></w:r></w:p>"
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{name}+xml"/>' for name in parts)
    links = "".join(f'<Relationship Id="{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name in parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES % types)
        archive.writestr("_rels/.rels", LINKS % MAIN)
        archive.writestr("word/_rels/document.xml.rels", LINKS % links)
        archive.writestr(
            "word/document.xml", f'{doctype}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        )
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", f'<w:{ROOTS[name]} xmlns:w="{W}">{xml}</w:{ROOTS[name]}>')
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return path
