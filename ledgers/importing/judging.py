"""All rows of a batch seen together: duplicates, rows that go on with the issue above, what each row would change, and the
questions that one answer settles for many rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from issues.models import Category, Issue, Status
from ledgers.importing import changes, differing, match
from ledgers.importing.known import Known, sheets_known
from ledgers.importing.names import Names
from ledgers.importing.remarks import ASK, BAD, FIX, MAY, Draft
from ledgers.importing.understand import understand
from ledgers.models import Batch, BatchRow

Change, State = BatchRow.Change, BatchRow.State
EXAMPLES = 12


@dataclass
class Judged:
    """A row with what it would be. `goes_on` names the row whose issue this one only adds measures to; `told` what differs,
    as field, old words, new words. `is_ours`: a row of a workbook that was written here."""

    row: BatchRow
    draft: Draft
    key: str = ""
    issue: Issue | None = None
    change: str = ""
    changes: list[str] = field(default_factory=list)
    told: list[list[str]] = field(default_factory=list)
    goes_on: "Judged | None" = None
    is_ours: bool = False

    @property
    def writes(self) -> bool:
        """Whether this row is written when the batch is."""
        return self.draft.state == State.READY and self.change in (Change.NEW, Change.UPDATE)


def classes() -> dict[str, int]:
    """Classes of the present schemes by name and by code; a common problem wins over a class of a grouping."""
    rows = Category.objects.filter(is_active=True, scheme__is_current=True).order_by("-scheme__kind", "order")
    found: dict[str, int] = {}
    for row in rows:
        found.setdefault("".join(row.name.split()), row.pk)
        found.setdefault(row.code, row.pk)
    return found


def judge(batch: Batch, rows: Sequence[BatchRow], user: Any) -> list[Judged]:
    """Every row of `batch` with its draft, key and change. A number of statements that does not grow with the rows."""
    names, present = Names.for_user(user), classes()
    own = _ours(batch, rows, user, differing.Reader(names, present, date.fromisoformat(batch.layout["anchor"])))
    rest = [row for row in rows if row.order not in own]
    sheets = sheets_known(batch.layout, batch.answers, names, batch.unit_id, rest)
    known = Known(names, batch.answers, present, sheets)
    judged = [Judged(row, understand(row, known)) for row in rest]
    if judged:
        _keys(judged)
        _changes(judged, match.ImportedIssues.of(batch.round_id))
    return sorted([*judged, *own.values()], key=lambda one: one.row.order)


def _ours(batch: Batch, rows: Sequence[BatchRow], user: Any, reader: differing.Reader) -> dict[int, Judged]:
    """The rows of the sheets that were written here, by their order."""
    found = {}
    for page in batch.layout.get("sheets", ()):
        if page.get("ours"):
            here = [row for row in rows if row.sheet == page["name"]]
            for one in differing.differences(page, here, user, batch.round, reader):
                found[one.row.order] = Judged(
                    one.row,
                    one.draft,
                    issue=one.issue,
                    change=one.change,
                    changes=one.changes,
                    told=one.told,
                    is_ours=True,
                )
    return found


def _keys(judged: list[Judged]) -> None:
    """The key of each row that stands on its own; rows that go on with the one above; doubled rows."""
    seen: dict[tuple[int, str], Judged] = {}
    above: Judged | None = None
    for one in judged:
        draft = one.draft
        if draft.follows:
            _follow(above, one)
            continue
        if draft.left_out or draft.unit is None or "original" not in draft.fields:
            above = None
            continue
        one.key = match.key_of(one.row, draft)
        name = (draft.unit, one.key.partition("|")[0])
        first = seen.setdefault(name, one)
        if first is one:
            above = one
            continue
        if above is first and first.row.sheet == one.row.sheet and _goes_on(first, one):
            _join(first, one)
        else:
            where = f"{one.row.number} 行"
            draft.say(
                BAD,
                where,
                "",
                f"与{_place(first, one)}是同一个单位的同一个问题，重复了。请在原表里删去一行，或者这一行不导入",
            )


def _follow(above: Judged | None, one: Judged) -> None:
    """A row that somebody said goes on with the one above it."""
    if one.draft.left_out:
        return
    if above is not None and above.row.sheet == one.row.sheet:
        _join(above, one)
        return
    where = f"{one.row.number} 行"
    one.draft.say(
        BAD, where, "", f"{where}是续行，它上面的那一行还没有读清，或者不导入。请先处理上一行，或者这一行也不导入"
    )


def _goes_on(first: Judged, one: Judged) -> bool:
    """The same serial again, or none and further measures: another line about the same issue."""
    serials = [row.values.get("serial", "") for row in (first.row, one.row)]
    return serials[0] == serials[1] != "" or (serials[1] == "" and bool(one.draft.measures))


def _join(first: Judged, one: Judged) -> None:
    one.goes_on, one.key = first, first.key
    lines = [one.draft.fields["ledger_note"]]
    if one.draft.fields["due_text"] not in ("", first.draft.fields["due_text"]):
        lines.insert(0, f"完成时限：{one.draft.fields['due_text']}")
    if one.draft.follows:
        lines += [f"承办：{words}" for words in [one.draft.fields["handler"]] if words]
        lines += [f"具体表现：{words}" for words in [one.row.values.get("manifestation")] if words]
    taken = {first.draft.unit, *(pk for pk, _ in first.draft.shares)}
    first.draft.shares += [(pk, slot) for pk, slot in one.draft.shares if pk not in taken]
    if any(lines):
        said = "\n".join(line for line in lines if line)
        first.draft.fields["ledger_note"] += f"\n第 {one.row.number} 行——{said}"
    one.draft.say(FIX, f"{one.row.number} 行", "", f"与第 {first.row.number} 行是同一件：措施和所记内容接在那一件后面")


def _place(first: Judged, one: Judged) -> str:
    sheet = "" if first.row.sheet == one.row.sheet else f"“{first.row.sheet}”"
    return f"{sheet}第 {first.row.number} 行"


def _changes(judged: list[Judged], present: match.ImportedIssues) -> None:
    texts = {(unit, one.key.partition("|")[0]) for one in judged if one.key and (unit := one.draft.unit) is not None}
    taken: dict[int, Judged] = {}
    for one in judged:
        if not one.key or one.draft.state != State.READY:
            continue
        if one.goes_on:
            continue
        issue = present.find(one.draft, one.key, texts, one.row.values)
        if issue is not None and issue.pk in taken:
            issue = None
        if issue is None:
            one.change = Change.NEW
            continue
        taken[issue.pk] = one
        one.issue, one.changes = issue, match.differences(issue, one.draft)
        if issue.source_key and issue.source_key != one.key:
            one.changes.append("source_key")
    _parts(judged, list(taken))
    for one in judged:
        if one.issue is not None:
            draft_yet = one.issue.status == Status.DRAFT
            one.change = Change.SAME if not one.changes else Change.UPDATE if draft_yet else Change.DIFFERS
    for one in judged:
        if one.goes_on:
            one.issue, one.change = one.goes_on.issue, one.goes_on.change


def whole_measures(judged: Iterable[Judged]) -> dict[int, list[str]]:
    """The measures of each issue, its own row's and those of the rows that go on with it, by the id of the first row."""
    found: dict[int, list[str]] = {}
    for one in judged:
        first = one.goes_on or one
        if one.draft.state == State.READY:
            texts = found.setdefault(first.row.pk, [])
            texts.extend(text for text in one.draft.measures if first is one or text not in texts)
    return found


def _parts(judged: list[Judged], issues: list[int]) -> None:
    """Measures and sharing units that drafts hold otherwise; and of everything that differs the old words and the new."""
    present, wanted = changes.DraftParts.of(issues), whole_measures(judged)
    for one in judged:
        if one.issue is not None and not one.goes_on and one.issue.status == Status.DRAFT:
            texts = wanted.get(one.row.pk)
            if texts and texts != present.measures.get(one.issue.pk, []):
                one.changes.append("measures")
            if one.draft.shares and set(one.draft.shares) != set(present.shares.get(one.issue.pk, ())):
                one.changes.append("shares")
    telling = changes.Telling(judged, present, wanted)
    for one in telling.judged:
        one.told = telling.whole(one)


def questions(judged: Sequence[Judged], batch: Batch) -> list[dict]:
    """The questions in the order in which they first occur: {key, kind, value, text, rows, cells, answered}."""
    found: dict[str, dict] = {}
    for one in judged:
        for remark in one.draft.remarks:
            if not remark.ask:
                continue
            group = found.setdefault(remark.ask, _group(remark, one))
            if one.row.pk not in group["seen"]:
                group["seen"].add(one.row.pk)
                group["rows"] += 1
            if len(group["cells"]) < EXAMPLES:
                group["cells"].append(f"{one.row.sheet} {remark.cell}")
            if remark.kind == ASK:
                group["kind"] = ASK
    for key, answer in batch.answers.items():
        if key in found:
            found[key]["answered"] = True
        elif answer.get("out") or key.startswith(("home:", "hidden:", "class:", "nodue:")):
            found[key] = {"key": key, "kind": MAY, "value": key.partition(":")[2], "text": "", "rows": 0, "cells": [],
                          "answered": True, "seen": set()}  # fmt: skip
    for group in found.values():
        del group["seen"]
    return sorted(found.values(), key=lambda g: (g["answered"], g["kind"] != ASK))


def _group(remark, one: Judged) -> dict:
    text = remark.text if remark.kind != FIX else ""
    return {"key": remark.ask, "kind": remark.kind, "value": remark.value, "text": text, "rows": 0, "cells": [],
            "answered": False, "seen": set()}  # fmt: skip


def figures(judged: Sequence[Judged]) -> dict[str, int]:
    """How many rows there are of each state, and how many issues of each change."""
    counts = {"all": len(judged)} | {state.value: 0 for state in State} | {change.value: 0 for change in Change}
    for one in judged:
        counts[one.draft.state] += 1
        if one.change and not one.goes_on:
            counts[one.change] += 1
    return counts
