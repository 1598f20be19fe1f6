"""What a printed page is like: how big its letters are, and whether its lines stand over one another."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from pypdf import PdfReader

OFFICE = "soffice"
BOX = "{http://www.w3.org/1999/xhtml}"


def printed(folder: Path, *workbooks: Path) -> list[Path]:
    """Each workbook as LibreOffice prints it, in `folder`."""
    home = f"-env:UserInstallation=file://{folder}/profile"
    order = [OFFICE, home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, workbooks)]
    subprocess.run(order, check=True, capture_output=True, timeout=240)
    return [folder / f"{workbook.stem}.pdf" for workbook in workbooks]


def smallest(pdf: Path) -> float:
    """The size of the smallest letter, in points."""
    sizes: list[float] = []

    def see(text: str, page: list[float], line: list[float], font: object, size: float) -> None:
        if text.strip():
            sizes.append(round(abs(size * line[3] * page[3]), 2))

    for page in PdfReader(pdf).pages:
        page.extract_text(visitor_text=see)
    return min(sizes)


def count(pdf: Path) -> int:
    """How many pages it has."""
    return len(PdfReader(pdf).pages)


def widths(pdf: Path) -> set[int]:
    """The widths of its pages in millimetres."""
    return {round(float(page.mediabox.width) / 72 * 25.4) for page in PdfReader(pdf).pages}


def over_one_another(pdf: Path) -> list[str]:
    """Words that stand on words of another line."""
    return [f"{one.text}｜{other.text}" for page in _pages(pdf) for one, other in _pairs(page) if _covers(one, other)]


def _pages(pdf: Path) -> Iterator[list[ElementTree.Element]]:
    done = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True)
    for page in ElementTree.fromstring(done.stdout.decode()).iter(f"{BOX}page"):  # noqa: S314  made by ourselves
        yield list(page.iter(f"{BOX}word"))


def _pairs(words: list[ElementTree.Element]) -> Iterator[tuple[ElementTree.Element, ElementTree.Element]]:
    """Words with those below them that begin before they end."""
    words = sorted(words, key=lambda word: float(word.get("yMin", 0)))
    for place, word in enumerate(words):
        for other in words[place + 1 :]:
            if float(other.get("yMin", 0)) > float(word.get("yMax", 0)):
                break
            yield word, other


def _covers(one: ElementTree.Element, other: ElementTree.Element) -> bool:
    """Whether more than a third of a line's height is shared, and more than a hair of its width, by two lines."""
    (left, right), (top, bottom) = _span(one, "x"), _span(one, "y")
    (its_left, its_right), (its_top, its_bottom) = _span(other, "x"), _span(other, "y")
    beside = min(right, its_right) - max(left, its_left)
    above = min(bottom, its_bottom) - max(top, its_top)
    return beside > 1 and above > (bottom - top) / 3 and abs(its_top - top) > 0.5


def _span(word: ElementTree.Element, axis: str) -> tuple[float, float]:
    return float(word.get(f"{axis}Min", 0)), float(word.get(f"{axis}Max", 0))
