"""All rows of a batch seen together: duplicates, rows that go on with the issue above, what each row would change, and the
questions that one answer settles for many rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from issues.horizon import DOUBTS, Horizon
from issues.models import Category, Issue, OfficeClass, Status
from ledgers.importing import changes, differing, match
from ledgers.importing.known import AGAIN, Known, sheets_known
from ledgers.importing.names import Names
from ledgers.importing.remarks import ASK, BAD, FIX, MAY, Draft, Remark
from ledgers.importing.sorting import KnownSorts
from ledgers.importing.standing import EarlierRows
from ledgers.importing.understand import understand
from ledgers.models import Batch, BatchRow

Change, State = BatchRow.Change, BatchRow.State
EXAMPLES, ROW_BY_ROW = 12, 30


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

    @property
    def target(self) -> Issue:
        """The issue of a row that is written: the present one, or the one just made for it."""
        if self.issue is None:
            raise LookupError("this row has no issue yet")
        return self.issue


def classes(office: int) -> dict[str, int]:
    """Classes of the present schemes by name and by code, and what the office itself calls them; a common problem wins over a
    class of a grouping."""
    rows = Category.objects.filter(is_active=True, scheme__is_current=True).order_by("-scheme__kind", "order")
    by_name: dict[str, int] = {}
    for row in rows:
        by_name.setdefault("".join(row.name.split()), row.pk)
        by_name.setdefault(row.code, row.pk)
    own = OfficeClass.objects.filter(office=office, category__is_active=True, category__scheme__is_current=True)
    return dict(own.values_list("name", "category")) | by_name


def judge(batch: Batch, rows: Sequence[BatchRow], user: Any) -> list[Judged]:
    """Every row of `batch` with its draft, key and change. A number of statements that does not grow with the rows."""
    names, present, anchor = (
        Names.for_user(user),
        classes(batch.round.office_id),
        date.fromisoformat(batch.layout["anchor"]),
    )
    sorts = KnownSorts.of(batch.round.office_id)
    own = _ours(batch, rows, user, differing.Reader(names, present, sorts, anchor))
    rest = [row for row in rows if row.order not in own]
    judged: list[Judged] = []
    if rest:
        issues = match.ImportedIssues.of(batch.round_id)
        sheets = sheets_known(batch.layout, batch.answers, names=names, unit=batch.unit_id, rows=rest)
        horizon, before = Horizon.of(batch.round, anchor), EarlierRows(batch, issues)
        known = Known(names, batch.answers, present, sheets, horizon, before, sorts)
        judged = [Judged(row, understand(row, known)) for row in rest]
        _keys(judged)
        _changes(judged, issues)
    return sorted([*judged, *own.values()], key=lambda one: one.row.order)


def _ours(batch: Batch, rows: Sequence[BatchRow], user: Any, reader: differing.Reader) -> dict[int, Judged]:
    """The rows of the sheets that were written here, by their order."""
    by_issue = {}
    for page in batch.layout.get("sheets", ()):
        if page.get("ours"):
            here = [row for row in rows if row.sheet == page["name"]]
            for one in differing.differences(page, here, user=user, round_=batch.round, reader=reader):
                by_issue[one.row.order] = Judged(
                    one.row,
                    one.draft,
                    issue=one.issue,
                    change=one.change,
                    changes=one.changes,
                    told=one.told,
                    is_ours=True,
                )
    return by_issue


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
                value="",
                text=f"与{_place(first, one)}是同一个单位的同一个问题，重复了。请在原表里删去一行，或者这一行不导入",
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
        BAD,
        where,
        value="",
        text=f"{where}是续行，它上面的那一行还没有读清，或者不导入。请先处理上一行，或者这一行也不导入",
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
        note = "\n".join(line for line in lines if line)
        first.draft.fields["ledger_note"] += f"\n第 {one.row.number} 行——{note}"
    one.draft.say(
        FIX, f"{one.row.number} 行", value="", text=f"与第 {first.row.number} 行是同一件：措施和所记内容接在那一件后面"
    )


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
    by_issue: dict[int, list[str]] = {}
    for one in judged:
        first = one.goes_on or one
        if one.draft.state == State.READY:
            texts = by_issue.setdefault(first.row.pk, [])
            texts.extend(text for text in one.draft.measures if first is one or text not in texts)
    return by_issue


def _parts(judged: list[Judged], issues: list[int]) -> None:
    """Measures, sharing units, classes that drafts hold otherwise; of everything that differs the old words and the new."""
    present, wanted = changes.DraftParts.of(issues), whole_measures(judged)
    for one in judged:
        if one.issue is not None and not one.goes_on and one.issue.status == Status.DRAFT:
            texts = wanted.get(one.row.pk)
            if texts and texts != present.measures.get(one.issue.pk, []):
                one.changes.append("measures")
            if one.draft.shares and set(one.draft.shares) != set(present.shares.get(one.issue.pk, ())):
                one.changes.append("shares")
            if set(one.draft.groups) - set(present.groups.get(one.issue.pk, ())):
                one.changes.append("groups")
    telling = changes.Telling(judged, present, wanted)
    for one in telling.judged:
        one.told = telling.whole(one)


def questions(judged: Sequence[Judged], batch: Batch) -> list[dict]:
    """The questions in the order in which they first occur: {key, kind, value, text, rows, cells, answered}. `before`: the
    answer of an earlier import; `each`: the rows of a question that may be answered row by row."""
    groups: dict[str, dict] = {}
    open_ = {remark.ask for one in judged for remark in one.draft.remarks if remark.kind == ASK}
    for one in judged:
        for remark in one.draft.remarks:
            if not remark.ask or remark.ask in open_ and remark.kind == FIX:
                continue
            group = groups.setdefault(remark.ask, _group(remark.ask, remark.kind, remark.value))
            group["text"] = group["text"] or (remark.text if remark.kind != FIX else "")
            if one.row.pk not in group["seen"]:
                group["seen"].add(one.row.pk)
                group["rows"] += 1
            if len(group["cells"]) < EXAMPLES:
                group["cells"].append(f"{one.row.sheet} {remark.cell}")
            if remark.kind == ASK:
                group["kind"] = ASK
                _each(group, one, remark)
            if remark.ask in one.draft.borrowed:
                group["before"] = one.draft.borrowed[remark.ask]
    for key, answer in batch.answers.items():
        if key in groups:
            groups[key]["answered"] = answer != AGAIN
        elif (
            answer.get("out")
            or answer != AGAIN
            and key.startswith(("home:", "hidden:", "heading:", "class:", "nodue:"))
        ):
            groups[key] = _group(key, MAY, key.partition(":")[2]) | {"answered": True}
    for group in groups.values():
        group["answered"] = group["answered"] or "before" in group and group["kind"] == FIX
        del group["seen"]
    return sorted(groups.values(), key=lambda g: (g["answered"], g["kind"] != ASK))


def _group(key: str, kind: str, value: str) -> dict:
    asked = {"key": key, "kind": kind, "value": value, "text": ""}
    return asked | {"rows": 0, "cells": [], "answered": False, "seen": set()}


def _each(group: dict, one: Judged, remark: Remark) -> None:
    """A doubt is answered for all rows at once, or row by row: each with the key of its own answer."""
    kind = remark.ask.removesuffix(":")
    if kind in DOUBTS and len(each := group.setdefault("each", [])) < ROW_BY_ROW:
        each.append([f"{kind}:{one.row.sheet}!{remark.cell}", f"{one.row.sheet} {remark.cell}", remark.value])


def figures(judged: Sequence[Judged]) -> dict[str, int]:
    """How many rows there are of each state, and how many issues of each change."""
    counts = {"all": len(judged)} | {state.value: 0 for state in State} | {change.value: 0 for change in Change}
    for one in judged:
        counts[one.draft.state] += 1
        if one.change and not one.goes_on:
            counts[one.change] += 1
    return counts
