"""撤回: a written import is taken back as long as nothing has been built on it (IM-12). Drafts that it made go, drafts that it
brought up to date become what they were."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models, transaction

from issues.grouping import follow, standing
from issues.models import Issue, IssueUnit, Measure, Round, RoundUnit, Status
from ledgers import policies
from ledgers.importing.changes import OWN_WORDS, word_of
from ledgers.importing.judging import Judged
from ledgers.importing.settling import keep_rows
from ledgers.models import Batch, BatchRow
from rectify.accounts.models import User
from rectify.audit.trail import Fact, record_many
from rectify.lib.columns import set_columns
from rectify.lib.errors import Conflict, Refused
from rectify.lib.locks import lock
from rectify.workflow.move import demand_all

Change = BatchRow.Change
MOST = 8
BESIDE = {"wording"}  # changed after dispatch too: the original stands beside it


def keep_before(updated: Sequence[Judged]) -> None:
    """Remember with its row what a draft was, before it is brought up to date. Three statements."""
    ids = [one.target.pk for one in updated]
    measures = _by_issue(Measure.objects.filter(issue__in=ids)) if ids else {}
    shares = _by_issue(IssueUnit.objects.filter(issue__in=ids)) if ids else {}
    sorted_ = [one.target for one in updated if "groups" in one.changes]
    groups = standing(sorted_) if sorted_ else {}
    for one in updated:
        names = [name for name in one.changes if name not in OWN_WORDS]
        one.row.about["before"] = {
            "version": one.target.version,
            "issue": frozen(one.target, [*names, "source_key", "edited_by_id"]),
            "measures": [frozen(row) for row in measures.get(one.target.pk, ())] if "measures" in one.changes else None,
            "shares": [frozen(row) for row in shares.get(one.target.pk, ())] if "shares" in one.changes else None,
            "groups": list(groups.get(one.target.pk, {}).values()) if "groups" in one.changes else None,
        }


def _by_issue(rows: Iterable[Any]) -> dict[int, list]:
    by_issue: dict[int, list] = {}
    for row in rows:
        by_issue.setdefault(row.issue_id, []).append(row)
    return by_issue


def frozen(row: models.Model, names: Sequence[str] = ()) -> dict[str, str | None]:
    """The columns of a row (all but its id, when none are named) as JSON can hold them."""
    fields = [f for f in row._meta.concrete_fields if (f.attname in names if names else not f.primary_key)]
    return {f.attname: None if f.value_from_object(row) is None else f.value_to_string(row) for f in fields}


def thawed(model: type[models.Model], words: dict[str, str | None]) -> dict[str, Any]:
    """The other way round: columns and their values."""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    return {name: None if text is None else fields[name].to_python(text) for name, text in words.items()}


@transaction.atomic
def undo(*, batch: Batch, by: User) -> int:
    """Take a written batch back. Raises Refused with the numbers of what was changed or dispatched since."""
    lock(batch)
    post = demand_all([policies.keeps_books(by, batch.round)])
    if batch.state != Batch.Status.WRITTEN:
        raise Conflict(f"这次导入现在是“{batch.get_state_display()}”，没有可以撤回的")
    Round.objects.select_for_update(no_key=True).get(pk=batch.round_id)
    places = list(RoundUnit.objects.select_for_update().filter(round=batch.round_id).order_by("pk"))
    rows = list(batch.rows.filter(change__in=[Change.NEW, Change.UPDATE], issue__isnull=False).order_by("order"))
    issues = {issue.pk: issue for issue in _locked(rows)}
    _refuse_what_was_built_on(rows, issues)
    updated = [row for row in rows if "before" in row.about]
    restored = [_restore(row, issues[row.issue_id]) for row in updated]
    updated_ids = {row.issue_id for row in updated}
    dropped = [issue for pk, issue in issues.items() if pk not in updated_ids]
    facts = [
        Fact("issues.issue.drop", issue, facts={"number": issue.number, "title": issue.title}) for issue in dropped
    ]
    Issue.objects.filter(pk__in=[issue.pk for issue in dropped]).delete()
    _give_back(places, [issue.number for issue in dropped])
    _tell_earlier_imports(batch, updated, issues)
    batch.state = Batch.Status.DROPPED
    batch.save(update_fields=["state"])
    summary = {"name": batch.name, "count": len(dropped), "restored": len(restored)}
    record_many([Fact("ledgers.batch.undo", batch, facts=summary), *facts, *restored], by=by, post=post)
    return len(dropped) + len(restored)


def _locked(rows: Sequence[BatchRow]) -> Iterable[Issue]:
    ids = {row.issue_id for row in rows}
    return Issue.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")


def _refuse_what_was_built_on(rows: Sequence[BatchRow], issues: dict[int, Issue]) -> None:
    """An issue is as this import left it while its version is the one that the import made, and it is a draft yet, unless nothing
    but its working wording was changed."""
    if old := [
        row
        for row in rows
        if row.change == Change.UPDATE and "before" not in row.about and not row.about.get("goes_on")
    ]:
        raise Refused(f"这次导入更新过 {len(old)} 件原有草稿，旧内容已不在，不能撤回")
    left = {
        row.issue_id: row.about.get("left", row.about["before"]["version"] + 1 if "before" in row.about else 1)
        for row in rows
        if not row.about.get("goes_on")
    }
    beside = {row.issue_id for row in rows if set(row.about.get("changes", ())) == BESIDE}
    touched = [
        issue.number
        for pk, issue in issues.items()
        if issue.status != Status.DRAFT and pk not in beside or issue.version != left.get(pk)
    ]
    if touched:
        touched.sort()
        raise Refused(
            f"{'、'.join(touched[:MOST])}{' 等' if len(touched) > MOST else ''} 导入后已经改过或下发，不能撤回"
        )


def _restore(row: BatchRow, issue: Issue) -> Fact:
    """The draft as it was; its version goes on, so that no page opened meanwhile writes over it."""
    before = row.about["before"]
    category = issue.category_id
    set_columns(issue, thawed(Issue, before["issue"]))
    issue.version += 1
    issue.save(update_fields=[*(name.removesuffix("_id") for name in before["issue"]), "version"])
    if issue.category_id != category:
        follow([issue], before={issue.pk: category})
    if before.get("groups") is not None:
        issue.groups.set(before["groups"])
    beside: tuple[tuple[type[models.Model], list[dict[str, str | None]] | None], ...] = (
        (Measure, before["measures"]),
        (IssueUnit, before["shares"]),
    )
    for model, values in beside:
        if values is not None:
            model._default_manager.filter(issue=issue).delete()
            model._default_manager.bulk_create(model(**thawed(model, words)) for words in values)
    fields = "、".join(word_of(name) for name in row.about.get("changes", ()))
    return Fact("ledgers.batch.restore", issue, facts={"name": row.batch.name, "fields": fields})


def _give_back(places: Iterable[RoundUnit], numbers: Iterable[str]) -> None:
    """The numbers of what is gone are given again where nothing was numbered after them: the list keeps no hole. `places`
    are locked before the issues, as whoever numbers or moves an issue locks them."""
    gone: dict[int, list[int]] = {}
    for number in numbers:
        unit, _, order = number.partition("-")
        gone.setdefault(int(unit), []).append(int(order))
    for place in places:
        own = gone.get(place.number)
        if own and max(own) == place.last_issue:
            place.last_issue = min(own) - 1
            place.save(update_fields=["last_issue"])


def _tell_earlier_imports(batch: Batch, updated: Sequence[BatchRow], issues: dict[int, Issue]) -> None:
    """To the import that had left a draft as it is again, nothing has happened: it can be undone in its turn."""
    before = {row.issue_id: row.about["before"]["version"] for row in updated}
    earlier = BatchRow.objects.filter(issue__in=before).exclude(batch=batch)
    changed = []
    for row in earlier:
        own = row.about["before"]["version"] + 1 if "before" in row.about else 1
        if row.about.get("left", own) == before[row.issue_id]:
            row.about["left"] = issues[row.issue_id].version
            changed.append(row)
    keep_rows(changed, ["about"])
