"""The text inside an uploaded file, piece by piece with its place, and what it bears (docs/rules.md: secrecy-files).

Runs in the limited process (`rectify.lib.limited`): whatever a hostile file does ends there. A reader gives pairs of
place and text; a place is what a person needs to find it: 第 3 段, 第 2 页, 工作表“台账”第 5 行 C 列.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import iterparse

from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name

from rectify.lib.secrecy import marks

MOST_SIGNS = 2_000_000
BROKEN = "打不开，像是没有存完或已损坏"
LOCKED = "有打开密码"
SCANNED = "没有文字，像是扫描件"
Pieces = Iterator[tuple[str, str]]

WORD_PART = re.compile(r"word/(document|header|footer|footnotes|endnotes|comments)\d*\.xml")
WORD_PLACES = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注", "comments": "批注"}
SHEET_PART = re.compile(r"xl/(?:(?:threadedC|c)omments/?\w*|drawings/drawing\d+)\.xml")
SHEET_HEADS = re.compile(rb"<(?:odd|even|first)(?:Header|Footer)>(.*?)</", re.S)
HEAD_CODE = re.compile(r'&(?:"[^"]*"|[A-Z0-9+])')  # left, middle, right, fonts
TAIL = 2**16


class Unread(Exception):
    """The text cannot be looked at; the sentence says why."""


def find(path: str, kind: str) -> dict[str, object]:
    """What the text of the file bears: `marking` and its `place` where one refuses it, else the `words` to be confirmed;
    `why` where not all of the text could be looked at."""
    words: dict[str, None] = {}
    signs, place = 0, ""
    try:
        for place, text in READERS[kind](Path(path)):
            signs += len(text)
            if signs > MOST_SIGNS:
                raise Unread("文字超过 200 万字，只查了前面的")
            borne = marks(text)
            if borne.marking:
                return {"marking": borne.marking, "place": place or f"第 {borne.line} 行"}
            words |= dict.fromkeys(borne.words)
    except Unread as unread:
        return {"words": list(words), "why": str(unread)}
    except MemoryError:
        raise
    except Exception:  # a damaged file may raise anything in any of the readers
        return {"words": list(words), "why": BROKEN}
    return {"words": list(words)} | ({} if signs else {"why": SCANNED if kind == "pdf" else ""})


def of_text(path: Path) -> Pieces:
    """All of it at once, since a word may be broken over the end of a line."""
    yield "", "\n".join(_decoded(path.read_bytes()).splitlines())


def _decoded(body: bytes) -> str:
    coded = ("utf-16",) if body[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in coded:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unread("认不出文字的编码")


def of_word(path: Path) -> Pieces:
    """Body with its tables, heads and feet, notes, remarks, boxes."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if part := WORD_PART.fullmatch(name):
                with archive.open(name) as file:
                    yield from paragraphs(file, WORD_PLACES.get(part[1], ""))


def paragraphs(file: IO[bytes], where: str) -> Pieces:
    """The paragraphs of a part of an office document; `where` names a part that is not the body."""
    opened: list[list[str]] = []
    at = {"p": 0, "tbl": 0, "tr": 0, "tc": 0}
    depth = 0
    for event, node in iterparse(file, events=("start", "end")):  # noqa: S314  bound by the process, and expat bounds entities
        tag = node.tag.rpartition("}")[2]
        if event == "start":
            depth += tag == "tbl"
            _count(at, tag, depth, nested=bool(opened))
            if tag == "p":
                opened.append([])
        elif tag == "tbl":
            depth -= 1
        elif opened and tag == "p":
            text = "".join(opened.pop())
            node.clear()
            if text.strip():
                yield where or _place(at, depth), text
        elif opened:
            opened[-1].append({"t": node.text or "", "delText": node.text or "", "br": "\n", "cr": "\n"}.get(tag, ""))


def _count(at: dict[str, int], tag: str, depth: int, *, nested: bool) -> None:
    if tag == "p" and not depth and not nested:
        at["p"] += 1
    elif depth == 1 and tag in ("tbl", "tr", "tc"):
        at[tag] += 1
        below = {"tbl": ("tr", "tc"), "tr": ("tc",), "tc": ()}[tag]
        at |= dict.fromkeys(below, 0)


def _place(at: dict[str, int], depth: int) -> str:
    return f"第 {at['tbl']} 个表格第 {at['tr']} 行第 {at['tc']} 格" if depth else f"第 {at['p']} 段"


def of_workbook(path: Path) -> Pieces:
    """Names of sheets, cells, then heads and feet, remarks and boxes."""
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        yield "工作表的名称", name
        sheet = book.get_sheet_by_name(name)
        top, left = sheet.start or (0, 0)
        for row, cells in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
            for column, cell in enumerate(cells, left):
                if isinstance(cell, str) and cell:
                    yield f"工作表“{name}”第 {row} 行 {xl_col_to_name(column)} 列", cell
    with zipfile.ZipFile(path) as archive:
        yield from _beside_cells(archive)


def _beside_cells(archive: zipfile.ZipFile) -> Pieces:
    for name in archive.namelist():
        if SHEET_PART.fullmatch(name):
            with archive.open(name) as file:
                yield from _boxes(file)
        elif name.startswith("xl/worksheets/sheet"):
            for head in SHEET_HEADS.findall(archive.read(name)[-TAIL:]):
                yield "页眉页脚", HEAD_CODE.sub("\n", unescape(head.decode("utf-8", "replace"))).strip()


def _boxes(file: IO[bytes]) -> Pieces:
    """What remarks and boxes on a sheet say: the pieces of one are one text."""
    pieces: list[str] = []
    for _, node in iterparse(file):  # noqa: S314  as above
        tag = node.tag.rpartition("}")[2]
        if tag == "t" or tag == "text" and (node.text or "").strip():
            pieces.append(node.text or "")
        if tag in ("p", "comment", "threadedComment") and pieces:
            yield "批注或文本框", "".join(pieces)
            pieces = []


def of_pdf(path: Path) -> Pieces:
    """Page by page. Raises Unread for a password, and for pages that are pictures of text."""
    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unread(LOCKED)
    bare, count = [], 0
    for count, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        if text.strip():
            yield f"第 {count} 页", text
        else:
            bare.append(count)
    if not count:
        raise Unread(BROKEN)
    if bare and len(bare) < count:
        raise Unread(f"第 {bare[0]} 页{f'等 {len(bare)} 页' if len(bare) > 1 else ''}没有文字，像是扫描件")


READERS: dict[str, Callable[[Path], Pieces]] = {
    "txt": of_text,
    "csv": of_text,
    "docx": of_word,
    "xlsx": of_workbook,
    "pdf": of_pdf,
}
