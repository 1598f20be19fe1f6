"""What is said of a row of an import, cell by cell: must be put right, is asked, or was put in order on the way."""

from dataclasses import dataclass, field
from typing import Any

DIGITS = tuple("0123456789")
BAD, ASK, MAY, FIX = "bad", "ask", "may", "fix"


def cell_of(letter: str, number: int) -> str:
    """The address of a cell: E17. A form's columns are addresses already."""
    return letter if letter[-1:] in DIGITS else f"{letter}{number}"


@dataclass(frozen=True, slots=True)
class Remark:
    """`kind`: bad (must be put right in the workbook), ask (somebody must answer), may (better answered), fix (told only).

    `cell` is the address in the workbook (E17), `ask` the key of the question that one answer settles for many rows.
    """

    kind: str
    cell: str
    value: str
    text: str
    ask: str = ""

    def as_dict(self) -> dict:
        return {"kind": self.kind, "cell": self.cell, "value": self.value, "text": self.text, "ask": self.ask}


@dataclass(slots=True)
class Draft:
    """What a row would become. `fields` are those of an issue, by name; persons and units by id. `follows`: it only goes on with
    the row above; `may_follow`: that is asked or answered so. `borrowed`: answers of an earlier import by which it was read."""

    unit: int | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    shares: list[tuple[int, str]] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    person: str = ""
    remarks: list[Remark] = field(default_factory=list)
    left_out: bool = False
    follows: bool = False
    may_follow: bool = False
    borrowed: dict[str, dict] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """ready, ask, bad or out."""
        if self.left_out:
            return "out"
        kinds = {remark.kind for remark in self.remarks}
        return BAD if BAD in kinds else ASK if ASK in kinds else "ready"

    def say(self, kind: str, cell: str, *, value: Any, text: str, ask: str = "") -> None:
        self.remarks.append(Remark(kind, cell, "" if value is None else str(value), text, ask))


def fit(draft: Draft, cell: str, *, label: str, text: str, most: int) -> str:
    """`text`, or its beginning with a remark: nothing is cut silently."""
    if len(text) <= most:
        return text
    draft.say(FIX, cell, value=text, text=f"{cell}「{label}」有 {len(text)} 个字，此栏只记前 {most} 字，全文在原文里")
    return text[: most - 1] + "…"
