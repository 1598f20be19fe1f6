"""What the rows of a workbook of ours want changed: old words and new side by side, or why a cell is not taken from a file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from issues.models import Issue
from issues.reading.deadlines import read_deadline
from ledgers.importing import ours, writable
from ledgers.importing.names import Names
from ledgers.importing.remarks import BAD, FIX, Draft, cell_of
from ledgers.importing.sorting import KnownSorts
from ledgers.models import BatchRow
from rectify.lib import cells
from rectify.lib.provenance import Printer

Change = BatchRow.Change
LONGEST = {"title": 200, "original": 10_000, "wording": 10_000}
MAY_BE_EMPTY = frozenset({"wording"})
FOREIGN = "不是本系统写出的本轮的行，或者您看不到它，没有写。要新增问题，请用导入模板另填一份"


class Wrong(Exception):
    """What stands in a cell cannot be taken; the sentence says why."""


@dataclass
class RowDifference:
    """A row of ours with what it wants changed."""

    row: BatchRow
    draft: Draft = field(default_factory=Draft)
    issue: Issue | None = None
    change: str = Change.SAME
    changes: list[str] = field(default_factory=list)
    told: list[list[str]] = field(default_factory=list)


@dataclass
class Reader:
    """What the cells of a file are understood by."""

    names: Names
    classes: Mapping[str, int]
    sorts: KnownSorts
    anchor: date | None

    def fields(self, name: str, text: str) -> dict[str, Any]:
        """The columns of an issue that a cell sets. Raises Wrong."""
        take: Callable[[str], dict[str, Any]] | None = getattr(self, f"_{name}", None)
        if take:
            return take(text)
        text = " ".join(text.split()) if name == "title" else text
        if not text and name not in MAY_BE_EMPTY:
            raise Wrong("不能空着")
        if len(text) > LONGEST[name]:
            raise Wrong(f"有 {len(text)} 个字，最多 {LONGEST[name]} 字")
        return {name: text}

    def _lead_unit(self, text: str) -> dict[str, Any]:
        unit = self.names.find(text)
        if unit is None or unit.is_office:
            raise Wrong("单位库里没有这个能牵头的单位")
        return {"lead_unit_id": unit.pk}

    def _category(self, text: str) -> dict[str, Any]:
        category = self.classes.get("".join(text.split()))
        if text and category is None:
            raise Wrong("类别目录里没有这一类")
        return {"category_id": category}

    def _track(self, text: str) -> dict[str, Any]:
        return {"track_id": self._sorted("track", text)}

    def _nature(self, text: str) -> dict[str, Any]:
        if not text:
            raise Wrong("不能空着")
        return {"nature": self._sorted("nature", text)}

    def _cause(self, text: str) -> dict[str, Any]:
        return {"cause": self._sorted("cause", text) or ""}

    def _sorted(self, name: str, text: str) -> Any:
        table = self.sorts.plain[name]
        code = table.find(text) if text else None
        if text and code is None:
            raise Wrong(f"{table.label}里没有这一样")
        return table.values[code] if code else None

    def _groups(self, text: str) -> dict[str, Any]:
        groups = self.sorts.groups(text)
        if groups is None:
            raise Wrong("现用的分类方案里没有这一类，一行写一个“方案：类”")
        return {"groups": groups}

    def _due(self, text: str) -> dict[str, Any]:
        if not text:
            return {"due": None, "due_text": ""}
        read = read_deadline(text, delivered_on=self.anchor)
        if read.due is None or not read.certain:
            raise Wrong("没有读出确定的日期")
        return {"due": read.due, "due_text": "" if text == read.due.isoformat() else text}


UNKNOWN = "这一件限知悉范围，您不在其中，没有写；请知悉的人来改"


def differences(page: dict, rows: Sequence[BatchRow], *, user: Any, round_: Any, reader: Reader) -> list[RowDifference]:
    """The rows of one sheet of ours (`page`: its layout) against what stands there now."""
    about = page["ours"]
    keys = [key for row in rows if (key := row.about["key"])]
    present = ours.present(about["book"], user, round_, keys) if about["round"] == round_.public_id else None
    printer = Printer()
    return [_difference(row, about, present=present, reader=reader, printer=printer) for row in rows]


def _difference(
    row: BatchRow, about: dict, *, present: ours.PresentBook | None, reader: Reader, printer: Printer
) -> RowDifference:
    one = RowDifference(row)
    one.draft.left_out = row.is_left_out
    now = present.rows.get(row.about["key"]) if present else None
    if now is None or present is None:
        one.draft.say(BAD, f"{row.number} 行", value="", text=f"{row.sheet}第 {row.number} 行{FOREIGN}")
        return one
    one.issue = present.issues.get(now.key)
    one.draft.unit = one.issue.lead_unit_id if one.issue else None
    one.draft.fields = {"title": one.issue.title, "due": one.issue.due} if one.issue else {}
    may = writable.writable(about["book"], one.issue)
    refused: list[list[str]] = []
    for place, written in row.about["touched"]:
        heading, letter = about["headings"][place], about["letters"][str(place)]
        old, new = cells.words(now.values[place]), row.cells.get(letter, "")
        stands = printer.value(now.values[place])
        if printer.fits(stands, new, row.about.get("stored", {}).get(letter, new)):
            continue
        why = f"导出以后库里又改成了“{old}”，没有覆盖；请重新导出再改" if stands != written else ""
        if now.key in present.withheld:
            why = UNKNOWN
        if not why:
            why = _take(one, may.get(heading), heading=heading, old=old, new=new, reader=reader)
        if why:
            where = cell_of(letter, row.number)
            one.draft.say(FIX, where, value=new, text=f"{where}「{heading}」表里是“{new}”，库里是“{old}”：{why}")
            refused.append([heading, old, new])
    one.change = Change.UPDATE if one.changes else Change.DIFFERS if refused else Change.SAME
    one.told = one.told or refused
    return one


def _take(one: RowDifference, name: str | None, *, heading: str, old: str, new: str, reader: Reader) -> str:
    """Put a changed cell among the changes; why it is not taken, where it is not."""
    if name is None:
        return writable.door(heading)
    try:
        fields = reader.fields(name, new)
    except Wrong as wrong:
        return f"{wrong}，这一格没有写"
    one.draft.fields |= fields
    one.changes += [name for name, value in fields.items() if name == "groups" or getattr(one.issue, name) != value]
    one.told.append([heading, old, new])
    return ""
