"""What `rectify.lib.readable` calls in a process of its own, since it opens a document that came from outside."""

import re
import subprocess
import zipfile
from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path
from shutil import copyfile
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from python_calamine import CalamineWorkbook

from rectify.lib.filetexts import of_text, of_word

MOST_SIGNS = 200_000  # a page of ours is read by people; the whole is in the file
MOST_ROWS, MOST_COLUMNS = 400, 40
OFD_PAGE = re.compile(r"(?:^|/)Pages/Page_(\d+)/Content\.xml", re.I)
LINE = 1.5  # millimetres by which signs of one line stand higher or lower
Part = dict[str, Any]  # title, and lines or rows


def read(path: str, kind: str) -> dict[str, Any]:
    """The document in parts, each with a title and either lines or rows; `cut` where it goes on."""
    parts, cut, signs = [], False, 0
    for part in PARTS[kind](Path(path)):
        signs += sum(map(len, part.get("lines", ()))) + sum(len(cell) for row in part.get("rows", ()) for cell in row)
        cut = cut or part.pop("cut", False)
        parts.append(part)
        if signs > MOST_SIGNS:
            return {"parts": parts, "cut": True}
    return {"parts": parts, "cut": cut}


def convert(source: str, target: str, kind: str) -> None:
    """Let LibreOffice print `source` into the PDF `target`. Raises CalledProcessError, TimeoutExpired, OSError: it could not."""
    here = Path.cwd()
    copy = here / f"document.{kind}"
    copyfile(source, copy)
    home = f"-env:UserInstallation=file://{here}/profile"
    order = ["soffice", home, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(here), str(copy)]
    subprocess.run(order, check=True, capture_output=True, timeout=60)
    copyfile(here / "document.pdf", target)


def _lines(title: str, lines: list[str], most: int = 4000) -> Part:
    return {"title": title, "lines": lines[:most], "cut": len(lines) > most}


def _of_text(path: Path) -> Iterator[Part]:
    yield _lines("", [line for _, text in of_text(path) for line in text.splitlines()])


def _of_word(path: Path) -> Iterator[Part]:
    """The body first, then what stands at its edges; a table is told row by row."""
    body: list[str] = []
    edges: dict[str, list[str]] = {}
    row = ""
    for place, text in of_word(path):
        if "表格" in place:
            here = place.rpartition("第")[0]
            if here == row:
                body[-1] += f"　｜　{text}"
            else:
                body.append(text)
            row = here
        elif place.startswith("第"):
            body.append(text)
        else:
            edges.setdefault(place, []).append(text)
    yield _lines("", body)
    yield from (_lines(place, lines) for place, lines in edges.items())


def _of_workbook(path: Path) -> Iterator[Part]:
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=True)
        shown = [[_cell(cell) for cell in row[:MOST_COLUMNS]] for row in rows[:MOST_ROWS]]
        cut = len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows)
        yield {"title": name, "rows": shown, "cut": cut}


def _cell(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else "" if value is None else str(value)


def _of_ofd(path: Path) -> Iterator[Part]:
    """Page by page; signs that stand at one height are a line."""
    with zipfile.ZipFile(path) as archive:
        pages = sorted((int(match[1]), name) for name in archive.namelist() if (match := OFD_PAGE.search(name)))
        for number, name in pages:
            with archive.open(name) as file:
                pieces = [piece for _, node in iterparse(file) if (piece := _piece(node))]  # noqa: S314  bound by the process
            yield _lines(f"第 {number + 1} 页", list(_in_lines(pieces)))


def _piece(node: Element) -> tuple[float, float, str] | None:
    """Height, place and words of a text object."""
    if node.tag.rpartition("}")[2] != "TextObject":
        return None
    text = "".join(code.text or "" for code in node.iter() if code.tag.rpartition("}")[2] == "TextCode")
    x, y, *_ = [float(number) for number in (node.get("Boundary") or "0 0 0 0").split()]
    return (y, x, text) if text.strip() else None


def _in_lines(pieces: list[tuple[float, float, str]]) -> Iterator[str]:
    for _, line in groupby(sorted(pieces), key=lambda piece: round(piece[0] / LINE)):
        yield " ".join(text for _, _, text in islice(sorted(line, key=lambda piece: piece[1]), 500))


PARTS = {"txt": _of_text, "csv": _of_text, "docx": _of_word, "xlsx": _of_workbook, "ofd": _of_ofd}
