"""确认: every ready row of a batch becomes a draft, or an imported draft is brought up to date; all of it or nothing.

The number of statements grows with batches of rows, not with rows. Dispatched issues are never touched.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, IntegrityError, OperationalError, transaction
from django.utils import timezone

from issues.actions.issues import edit, reword
from issues.grouping import follow, standing
from issues.models import (
    Category,
    Feedback,
    FeedbackItem,
    Issue,
    IssueUnit,
    Measure,
    OfficeClass,
    Round,
    RoundUnit,
    Status,
    Track,
)
from issues.plans.copies import fingerprint as fingerprint_of
from ledgers import policies
from ledgers.actions.import_undo import keep_before
from ledgers.importing.changes import word_of
from ledgers.importing.judging import Judged, whole_measures
from ledgers.importing.match import COMPARED
from ledgers.importing.settling import fingerprint, keep_rows, settle
from ledgers.importing.sorting import KnownSorts
from ledgers.models import Batch, BatchRow
from rectify.accounts.models import Unit, UnitAlias, User
from rectify.audit.trail import Fact, record, record_many
from rectify.lib import gate
from rectify.lib.columns import set_columns
from rectify.lib.errors import Conflict, Refused
from rectify.lib.levels import Confidentiality
from rectify.lib.locks import lock
from rectify.workflow.move import demand_all

SIZE = 500
OURS = (*COMPARED, "source_key", "feedback_id", "item_id")
# What a changed cell of a workbook of ours may refer to.
REFERRED: dict[str, Any] = {"lead_unit": Unit, "category": Category, "track": Track}
NOT_WRITTEN = "写入时与别人同时写的内容冲突，这次一行都没有写。请再确认一次。"
BROKEN = "写入时系统出错了，不是您的问题；这次一行都没有写。请再试一次，还不行请联系系统管理员。"
SENTENCES: dict[type[Exception], str] = {
    DatabaseError: NOT_WRITTEN,
    IntegrityError: NOT_WRITTEN,
    OperationalError: NOT_WRITTEN,
}
MOVED = "您看过以后，要更新的草稿又被人改动了，这次一行都没有写。请再看一眼现在的差别，再确认"
logger = logging.getLogger(__name__)
Change = BatchRow.Change


class Moved(Refused):
    """Drafts that would be written over are not what was shown any more."""


@dataclass
class ImportWritten:
    """What a confirmation did, issue by issue."""

    added: list[Judged] = field(default_factory=list)
    updated: list[Judged] = field(default_factory=list)


@transaction.atomic
def confirm(*, batch: Batch, seen: str, by: User, sure: bool = False) -> None:
    """A person has looked at the batch as it is (`seen`: its fingerprint) and wants it written. `sure`: that the
    words in it which may mark something classified mark nothing."""
    lock(batch)
    post = demand_all([policies.keeps_books(by, batch.round)])
    if batch.state != Batch.Status.READY:
        raise Conflict(f"这次导入现在是“{batch.get_state_display()}”，不用再确认")
    if seen != fingerprint(batch):
        raise Conflict("您看过以后，答复或对列又改动了。请看一眼现在的数字，再确认")
    counts = batch.layout["figures"]
    if not counts["ready"]:
        raise Refused("没有可以写入的行：请先回答提问，或者改好原表再传")
    words = batch.layout.get("words", {})
    if words and not sure:
        raise Refused(f"表里有“{'”“'.join(words)}”。请核对后勾选“确认不涉密”，再写入")
    batch.state, batch.heartbeat_at, batch.error = Batch.Status.WRITING, timezone.now(), ""
    batch.done, batch.total = 0, counts["ready"]
    batch.save(update_fields=["state", "heartbeat_at", "error", "done", "total"])
    with gate.confirming(words):
        record("ledgers.batch.confirm", batch, by=by, post=post, name=batch.name, count=counts["ready"])


def perform(*, batch: Batch, by: User) -> bool:
    """Write a confirmed batch. False when somebody else has; when anything goes wrong the batch is ready again, unwritten."""
    try:
        return _written(batch=batch, by=by)
    except Exception as error:
        if isinstance(error, Moved):
            _look_again(batch, by)
        if not isinstance(error, Refused):
            logger.exception("batch %s is not written", batch.public_id)
        sentence = SENTENCES.get(type(error), BROKEN) if not isinstance(error, Refused) else str(error)
        Batch.objects.filter(pk=batch.pk, state=Batch.Status.WRITING).update(state=Batch.Status.READY, error=sentence)
        raise Refused(sentence) from error


@transaction.atomic
def _look_again(batch: Batch, by: User) -> None:
    """The page shows the drafts as they are now."""
    lock(batch)
    settle(batch, by)


@transaction.atomic
def _written(*, batch: Batch, by: User) -> bool:
    lock(batch)
    post = demand_all([policies.keeps_books(by, batch.round)])
    if batch.state != Batch.Status.WRITING:
        return False
    Round.objects.select_for_update(no_key=True).get(pk=batch.round_id)
    seen = batch.layout.get("overwrites")
    judged = settle(batch, by)
    if seen is not None and seen != batch.layout["overwrites"]:
        raise Moved(MOVED)
    written = _write(batch, judged, by)
    batch.added, batch.updated = len(written.added), len(written.updated)
    batch.unchanged = batch.layout["figures"]["same"]
    batch.state, batch.written_at, batch.written_by, batch.done = Batch.Status.WRITTEN, timezone.now(), by, batch.total
    batch.save(update_fields=["state", "written_at", "written_by", "done", "added", "updated", "unchanged"])
    _remember_names(batch)
    _remember_classes(batch)
    counts = {"added": batch.added, "updated": batch.updated, "unchanged": batch.unchanged}
    facts = [Fact("ledgers.batch.write", batch, facts={"name": batch.name, **counts})]
    facts += [Fact("ledgers.batch.add_issue", one.issue, facts=_place(one, batch)) for one in written.added]
    facts += [Fact("ledgers.batch.update_issue", one.issue, facts=_place(one, batch)) for one in written.updated]
    record_many(facts, by=by, post=post)
    return True


def _place(one: Judged, batch: Batch) -> dict:
    """Where in the workbook an issue comes from, and for a present one what changed."""
    place = {"name": batch.name, "sheet": one.row.sheet, "row": one.row.number}
    return place | ({"fields": "、".join(word_of(name) for name in one.changes)} if one.changes else {})


def _write(batch: Batch, judged: Sequence[Judged], by: User) -> ImportWritten:
    written = ImportWritten()
    for one in judged:
        if one.writes and not one.goes_on:
            (written.added if one.change == Change.NEW else written.updated).append(one)
    origin = _origin(batch, written.added)
    _add(batch, written.added, origin, by)
    _edit([one for one in written.updated if one.is_ours], by)
    _update([one for one in written.updated if not one.is_ours], by)
    _measures(judged, written, by)
    for one in judged:
        one.row.issue = one.goes_on.issue if one.goes_on else one.issue
    keep_rows([one.row for one in judged if one.row.issue_id], ["issue"])
    keep_rows([one.row for one in written.updated], ["about"])
    return written


def _origin(batch: Batch, added: Sequence[Judged]) -> dict[int, dict]:
    """The feedback of each unit (on the track that the row names, where it names one) where there is just one, and the item
    that a row names by its place."""
    units = {one.draft.unit for one in added}
    by_unit: dict[int | None, list[Feedback]] = defaultdict(list)
    for feedback in Feedback.objects.current().filter(round=batch.round, unit__in=units):
        by_unit[feedback.unit_id].append(feedback)
    items = FeedbackItem.objects.filter(feedback__in=[one for own in by_unit.values() for one in own])
    placed = {(item.feedback_id, item.locator): item.pk for item in items.exclude(locator="")}
    origins = {}
    for one in added:
        track = one.draft.fields.get("track_id")
        fitting = [own for own in by_unit.get(one.draft.unit, ()) if track in (None, own.track_id)]
        feedback = fitting[0] if len(fitting) == 1 else None
        item = placed.get((feedback.pk, one.row.values.get("locator"))) if feedback else None
        track = feedback.track_id if feedback else track
        level = feedback.confidentiality if feedback else Confidentiality.INTERNAL
        ids = {"feedback_id": feedback and feedback.pk, "item_id": item, "track_id": track}
        origins[one.row.pk] = ids | {"confidentiality": level}
    return origins


def _add(batch: Batch, added: Sequence[Judged], origin: dict[int, dict], by: User) -> None:
    units = [one.draft.unit for one in added if one.draft.unit is not None]  # of all: a row without one is not ready
    numbers = take_numbers(batch.round, units)
    for one, unit, number in zip(added, units, numbers, strict=True):
        one.issue = Issue(
            round=batch.round,
            number=number,
            lead_unit_id=unit,
            source_key=one.key,
            created_by=by,
            **(one.draft.fields | origin[one.row.pk]),
        )
    Issue.objects.bulk_create([one.target for one in added], batch_size=SIZE)
    _classify(added)
    _share(added)


def _classify(some: Sequence[Judged], before: Mapping[int, int | None] | None = None) -> None:
    """The classes that the file names, beside them those that stand in other schemes; the rest follows the 类别."""
    issues = [one.target for one in some]
    named = {one.target.pk: one.draft.groups for one in some if one.draft.groups}
    present = standing([issue for issue in issues if issue.pk in named]) if named else {}
    stated = {pk: [*present.get(pk, {}).values(), *groups] for pk, groups in named.items()}
    follow(issues, before=before, stated=stated)


def _share(some: Iterable[Judged]) -> None:
    shares = [
        IssueUnit(issue=one.issue, unit_id=unit, slot=slot, order=order)
        for one in some
        for order, (unit, slot) in enumerate(one.draft.shares)
    ]
    IssueUnit.objects.bulk_create(shares, batch_size=SIZE)


def take_numbers(round_: Round, units: Sequence[int]) -> list[str]:
    """A number for each of `units` in their order: what issues.actions.issues does for one, under the round's lock."""
    places = {place.unit_id: place for place in RoundUnit.objects.select_for_update().filter(round=round_)}
    last = max((place.number for place in places.values()), default=0)
    fresh = [unit for unit in dict.fromkeys(units) if unit not in places]
    new = [RoundUnit(round=round_, unit_id=unit, number=last + n) for n, unit in enumerate(fresh, 1)]
    places |= {place.unit_id: place for place in RoundUnit.objects.bulk_create(new)}
    numbers = []
    for unit in units:
        places[unit].last_issue += 1
        numbers.append(f"{places[unit].number:02d}-{places[unit].last_issue:03d}")
    RoundUnit.objects.bulk_update([places[unit] for unit in set(units)], ["last_issue"], batch_size=SIZE)
    return numbers


def _edit(updated: Sequence[Judged], by: User) -> None:
    """Rows of a workbook of ours, each by the act that a person changes it by: its rights, its trail, its version."""
    keep_before(updated)
    for one, issue in [(one, one.issue) for one in updated if one.issue]:
        fields = {name.removesuffix("_id"): one.draft.fields[name] for name in one.changes}
        for name, model in REFERRED.items():
            if fields.get(name):
                fields[name] = model.objects.get(pk=fields[name])
        if "groups" in fields:
            fields["groups"] = list(Category.objects.filter(pk__in=fields["groups"]))
        if issue.status == Status.DRAFT:
            edit(issue=issue, version=issue.version, by=by, **fields)
        else:
            reword(issue=issue, by=by, **fields)


def _update(updated: Sequence[Judged], by: User) -> None:
    """Bring drafts up to date. What the file leaves empty stays as it is; who brings it is the draft's last editor."""
    changed: set[str] = {"version", "edited_by"}
    _refuse_what_moved(updated)
    keep_before(updated)
    before = {one.issue.pk: one.issue.category_id for one in updated if one.issue and "category_id" in one.changes}
    for one in updated:
        issue = one.target
        issue.version += 1
        issue.edited_by = by
        issue.source_key = one.key
        compared = {name: one.draft.fields[name] for name in one.changes if name in COMPARED}
        set_columns(issue, compared)
        changed |= set(compared)
    changed.add("source_key")
    if updated:
        Issue.objects.bulk_update([one.target for one in updated], sorted(changed), batch_size=100)
    _classify([one for one in updated if one.target.pk in before or "groups" in one.changes], before)
    shared = [one for one in updated if "shares" in one.changes]
    if shared:
        IssueUnit.objects.filter(issue__in=[one.target.pk for one in shared]).delete()
        _share(shared)


def _refuse_what_moved(updated: Sequence[Judged]) -> None:
    """Lock the drafts, and look again: one that was dispatched or edited since it was read is not written over."""
    seen = {one.target.pk: one.target.version for one in updated}
    rows = Issue.objects.select_for_update(no_key=True).filter(pk__in=seen).order_by("pk")
    same = {
        pk
        for pk, version, status in rows.values_list("pk", "version", "status")
        if status == Status.DRAFT and version == seen[pk]
    }
    if moved := [one.target.number for one in updated if one.target.pk not in same]:
        raise Refused(f"{'、'.join(moved[:8])}刚刚被改动或下发，这次一行都没有写。请看一眼现在的数字，再确认")


def _measures(judged: Sequence[Judged], written: ImportWritten, by: User) -> None:
    """Measures of the plan's draft: of new issues, and of drafts whose measures are others now."""
    texts, rows = whole_measures(judged), []
    replaced = [one for one in written.updated if "measures" in one.changes]
    if replaced:
        Measure.objects.filter(issue__in=[one.target.pk for one in replaced]).delete()
    for one in [*written.added, *replaced]:
        due, due_text = one.draft.fields["due"], one.draft.fields["due_text"]
        rows += [
            Measure(
                issue=one.issue,
                order=n,
                text=text,
                person=one.draft.person,
                due=due,
                due_text=due_text,
                created_by=by,
                fingerprint=fingerprint_of(text),
            )
            for n, text in enumerate(texts.get(one.row.pk, ()), 1)
        ]
    Measure.objects.bulk_create(rows, batch_size=SIZE)


def _remember_classes(batch: Batch) -> None:
    """What the office calls a class is asked once: the next ledger of the same office is understood."""
    answered = {
        "".join(key.removeprefix("class:").split()): answer["category"]
        for key, answer in batch.answers.items()
        if key.startswith("class:") and answer.get("category")
    }
    answered |= KnownSorts.of(batch.round.office_id).own_words(batch.answers)
    live = set(Category.objects.filter(pk__in=answered.values()).values_list("pk", flat=True))
    for name, category in answered.items():
        if category in live and 0 < len(name) <= 120:
            OfficeClass.objects.update_or_create(
                office=batch.round.office, name=name, defaults={"category_id": category}
            )


def _remember_names(batch: Batch) -> None:
    """A name that was answered once is not asked again; one that several units bear says nothing of which is meant."""
    answered = {
        k.removeprefix("unit:"): a["unit"] for k, a in batch.answers.items() if k.startswith("unit:") and "unit" in a
    }
    units = {unit.public_id: unit for unit in Unit.objects.filter(public_id__in=answered.values())}
    borne = set(Unit.objects.filter(name__in=answered).values_list("name", flat=True))
    for name, public_id in answered.items():
        if public_id in units and name not in borne and len(name) <= 100:
            UnitAlias.objects.get_or_create(name=name, defaults={"unit": units[public_id]})
