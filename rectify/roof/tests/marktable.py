"""Texts and names of files with what becomes of them at every door, and small files that hold a text.

The table of the rule lies beside the project; where it does not, the project's own examples are walked.
"""

import io
import json
from dataclasses import dataclass
from datetime import date
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any

import openpyxl
from django.conf import settings
from docx import Document

from ledgers.actions import import_reading
from ledgers.reading.workbooks import read_workbook
from rectify.lib import limited
from rectify.lib.gate import CONFIRM
from rectify.lib.secrecy import EXPLAINED
from rectify.lib.tests.test_secrecy import NAMES, TEXTS
from rectify.roof.demo import papers

TABLE = Path(settings.BASE_DIR).parent / "shared" / "cases" / "marks.tsv"
ENDINGS = (".docx", ".xlsx", ".pdf")
REFUSED, WARNED, FREE = "refused", "warned", "free"
# How the doors say it, each in its own sentence.
REFUSALS = (EXPLAINED, "文中标有密级")
QUESTIONS = ("请确认所填内容不涉密", "请确认不涉密", "请核对后勾选“确认不涉密”")


@dataclass(frozen=True)
class Line:
    """A text, or the name of a file, and its verdict."""

    text: str
    verdict: str

    @property
    def is_name(self) -> bool:
        return self.text.endswith(ENDINGS)


def lines() -> list[Line]:
    if not TABLE.exists():
        return [Line(text, verdict) for text, verdict in [*TEXTS, *NAMES] if text]
    rows = [row for row in TABLE.read_text(encoding="utf-8").splitlines() if row and not row.startswith("#")]
    cells = (row.split("\t") for row in rows[1:])
    return [Line(text.replace("\\n", "\n").replace("\\u200b", "\u200b"), verdict) for text, verdict, _ in cells]


def texts() -> list[Line]:
    return [line for line in lines() if not line.is_name]


def names() -> list[Line]:
    return [line for line in lines() if line.is_name]


def verdict_of(answer: Any) -> str:
    """What a page, the script's JSON or the API tells a person: refused, asked to confirm, or not stopped."""
    if answer.streaming:  # the workbook that was asked for
        return FREE
    said = unescape(answer.content.decode()) if answer.content else ""
    if answer["Content-Type"].startswith("application/json"):
        said = json.dumps(answer.json(), ensure_ascii=False)
    if any(sentence in said for sentence in REFUSALS):
        return REFUSED
    return WARNED if CONFIRM in said and any(sentence in said for sentence in QUESTIONS) else FREE


HEADS = ("序号", "具体问题", "整改措施", "责任单位", "完成时限")


def row(text: str) -> tuple[str, ...]:
    return ("1", text, "逐项核实", "市住建局", "2026年12月31日前")


def docx(text: str) -> bytes:
    """A paragraph with the text, and a ledger below it."""
    paper, out = Document(), io.BytesIO()
    paper.add_paragraph("关于整改情况的报告")
    paper.add_paragraph(text)
    table = paper.add_table(2, len(HEADS))
    for cells, values in zip(table.rows, (HEADS, row("台账没有更新")), strict=True):
        for cell, value in zip(cells.cells, values, strict=True):
            cell.text = value
    paper.save(out)
    return out.getvalue()


def xlsx(text: str) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(HEADS)
    book.active.append(row(text))
    book.save(out)
    return out.getvalue()


def page(text: str) -> bytes:
    lines = ("".join(f"<td>{value}</td>" for value in values) for values in (HEADS, row(text)))
    return f"<html><body><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table></body></html>".encode()


MAKE = {
    "txt": lambda text: f"关于整改情况的报告\n\n{text}\n".encode(),
    "csv": lambda text: f'序号,情况\n1,"{text}"\n'.encode(),
    "docx": docx,
    "xlsx": xlsx,
    "html": page,
    "pdf": lambda text: papers.pdf("整改情况", [text.replace("\n", "　")]),
}


def read_here(monkeypatch: Any) -> None:
    """Let what reads files do so in this process, which is faster: whether it is safe is tried elsewhere."""

    def call(target: str, *args: Any, **bounds: Any) -> Any:
        module, _, name = target.partition(":")
        return getattr(import_module(module), name)(*args)

    def read(path: Path, *, name: str, anchor: date, most: int, taking: dict | None) -> Any:
        return read_workbook(path, name=name, anchor=anchor, taking=taking)

    monkeypatch.setattr(limited, "call", call)
    monkeypatch.setattr(import_reading, "read_safely", read)


def fits(kind: str, text: str) -> bool:
    """A page of PDF has lines of its own and no sign without width, a page of the web knows no line break in a text."""
    return not any(sign in text for sign in {"pdf": "\n\u200b", "html": "\n"}.get(kind, ""))
