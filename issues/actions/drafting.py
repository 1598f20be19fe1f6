"""The end of taking a text apart: one transaction makes the feedback's items and, of each issue among them, a draft."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from issues.actions import recommendations
from issues.actions.issues import next_place, take_number
from issues.actions.splitting import claim
from issues.grouping import follow
from issues.models import Category, FeedbackItem, Issue, IssueUnit, Nature, Splitting
from issues.splitting import draft, hints, passages, stated
from issues.splitting.asked import SplitQuestion, asked
from rectify.accounts.models import FormerName, Unit, UnitAlias, User
from rectify.audit.trail import Fact, record_many
from rectify.lib.errors import Refused

Kind = FeedbackItem.Kind
KINDS = {
    "aspect": Kind.HEADING,
    "heading": Kind.HEADING,
    "issue": Kind.ISSUE,
    "manifestation": Kind.MANIFESTATION,
    "recommendation": Kind.RECOMMENDATION,
}
LEVELS = {"aspect": "方面", "issue": "问题", "manifestation": "表现", "recommendation": "意见建议"}


@dataclass(frozen=True)
class Directory:
    """The units that a person may name, by every name they go by."""

    units: dict[int, Unit]
    names: list[tuple[str, int]]

    @classmethod
    def of(cls, user: User) -> "Directory":
        known = Unit.objects.visible_to(user).active().exclude(is_office=True).order_by("path")
        units = {unit.pk: unit for unit in known}
        names = {(name, unit.pk) for unit in units.values() for name in (unit.full_name, str(unit))}
        names |= {(name, pk) for name, pk in UnitAlias.objects.values_list("name", "unit_id") if pk in units}
        taken = {name for name, _ in names}
        former = FormerName.objects.values_list("name", "unit_id")
        names |= {(name, pk) for name, pk in former if pk in units and name not in taken}
        return cls(units, sorted(names))

    def named(self, splitting: Splitting) -> dict[int, list[tuple[int, str]]]:
        """For each issue of the draft the units that its words name."""
        text = splitting.feedback.text
        rows = draft.issues(splitting.rows)
        return {
            row["id"]: [(pk, str(self.units[pk])) for pk in hints.units_named(text[row["a"] : row["b"]], self.names)]
            for row in rows
        }


def open_questions(splitting: Splitting, directory: Directory) -> list[SplitQuestion]:
    """What a person has still to decide."""
    return asked(splitting.paper, splitting.rows, splitting.answers, directory.named(splitting))


def unseen(splitting: Splitting) -> list[draft.Row]:
    """The issues that nobody has confirmed or left out yet."""
    return [row for row in draft.issues(splitting.rows) if not row.get("ok") and not row.get("out")]


def hindrances(splitting: Splitting, directory: Directory, reason: str) -> list[str]:
    """Why no drafts can be made yet: open questions, issues nobody looked at, figures that differ without a reason."""
    reasons = []
    if questions := open_questions(splitting, directory):
        reasons.append(f"还有 {len(questions)} 处要您定：{questions[0].text}")
    if left := unseen(splitting):
        reasons.append(f"还有 {len(left)} 条问题没有确认：{'、'.join(row['locator'] for row in left[:5])}")
    wrong = stated.disagree(splitting.paper, splitting.rows)
    if wrong and not reason.strip():
        reasons.append(f"数字与原文“{wrong[0]}”不符，请写明理由")
    return reasons


@transaction.atomic
def confirm(
    *,
    splitting: Splitting,
    version: int,
    by: User,
    due: date | None = None,
    due_text: str = "",
    long_term: bool = False,
    reason: str = "",
) -> None:
    """Make items of all that was recognised and a draft of every issue that is not left out (docs/rules.md: feedback-every-item).

    The draft's text says by its places what stands in the frozen text, so original wording is a part of it to the letter.
    Raises Refused with every reason, Conflict.
    """
    post = claim(splitting, version, by)
    feedback = splitting.feedback
    if reasons := hindrances(splitting, Directory.of(by), reason):
        raise Refused(*reasons)
    if feedback.items.exists():
        raise Refused("这份反馈意见已经有条目了，请到条目里接着改")
    items = _items(splitting)
    recommendations.follow(feedback)
    words = {"due": due, "due_text": due_text, "long_term": long_term, "created_by": by, "track": feedback.track}
    words["confidentiality"] = feedback.confidentiality
    made = _drafts(splitting, items, words)
    splitting.confirmed_at, splitting.confirmed_by, splitting.reason = timezone.now(), by, reason.strip()
    splitting.version += 1
    splitting.save(update_fields=["confirmed_at", "confirmed_by", "reason", "version"])
    left = sum(bool(row.get("out")) for row in draft.issues(splitting.rows))
    counts = {"items": len(items), "issues": len(made), "left": left}
    facts = [
        Fact("issues.issue.split", issue, facts={"locator": issue.item.locator if issue.item else ""}) for issue in made
    ]
    record_many([*facts, Fact("issues.splitting.confirm", splitting, reason.strip(), counts)], by=by, post=post)


def _items(splitting: Splitting) -> dict[int, FeedbackItem]:
    """The items by the id of their row, written a level at a time, since a child needs its parent's key."""
    feedback = splitting.feedback
    layers: dict[int, list[FeedbackItem]] = {}
    items: dict[int, FeedbackItem] = {}
    for order, (row, above) in enumerate(draft.depths(splitting.rows), 1):
        if row["role"] not in KINDS:
            continue
        parent = next((items[r["id"]] for r in reversed(above) if r["id"] in items), None)
        item = FeedbackItem(
            feedback=feedback,
            order=order,
            kind=KINDS[row["role"]],
            level_name=LEVELS.get(row["role"], ""),
            locator=row["locator"][:60],
            text=feedback.text[row["a"] : row["b"]],
            note=row.get("note", ""),
            no_issue_reason=row.get("out", "") if row["role"] == "issue" else "",
        )
        item.parent = parent
        items[row["id"]] = item
        layers.setdefault(len([r for r in above if r["id"] in items]), []).append(item)
    for depth in sorted(layers):
        for item in layers[depth]:
            item.parent_id = item.parent.pk if item.parent else None
        FeedbackItem.objects.bulk_create(layers[depth])
    return items


def _drafts(splitting: Splitting, items: dict[int, FeedbackItem], words: dict[str, Any]) -> list[Issue]:
    """An issue for each row that asks for one (for each unit when each has its own), numbered in the order of the text."""
    plans = []
    for index, (row, above) in enumerate(draft.depths(splitting.rows)):
        if draft.made_of(row):
            leads = row["units"] if row.get("each") else [row.get("unit") or splitting.feedback.unit_id]
            plans += [(index, row, above, lead) for lead in leads]
    units = Unit.objects.in_bulk({plan[3] for plan in plans})
    round_ = splitting.feedback.round
    places = {pk: next_place(round_, units[pk]) for pk in sorted(units)}
    classes = Category.objects.in_bulk({plan[1]["category"] for plan in plans if plan[1].get("category")})
    made = []
    for index, row, above, lead in plans:
        own = _said(splitting, index, row, above) | {"category": classes.get(row.get("category"))}
        made.append(
            Issue(
                round=round_,
                feedback=splitting.feedback,
                item=items[row["id"]],
                number=take_number(places[lead]),
                lead_unit=units[lead],
                **own,
                **words,
            )
        )
    Issue.objects.bulk_create(made)
    _share(plans, made)
    return made


def _said(splitting: Splitting, index: int, row: draft.Row, above: list[draft.Row]) -> dict[str, Any]:
    """What the text says of an issue: title, original wording, aspect, heading."""
    text = splitting.feedback.text
    original = passages.original(splitting.rows, index, text)
    aspects = [r for r in above if r["role"] == "aspect"] or [r for r in above if r["role"] == "heading"][-1:]
    nearest = [r for r in above if r["role"] in ("aspect", "heading")][-1:]
    heading = nearest if nearest != aspects[:1] else []
    return {
        "title": draft.title(original),
        "original": original,
        "aspect": draft.name(text[aspects[0]["a"] : aspects[0]["b"]]) if aspects else "",
        "heading": draft.name(text[heading[0]["a"] : heading[0]["b"]]) if heading else "",
        "nature": row.get("nature") or Nature.INDIVIDUAL,
        "is_focus": bool(row.get("focus")),
        "focus_reason": row.get("focus", ""),
    }


def _share(plans: list[tuple], made: list[Issue]) -> None:
    """The other units that one issue names stand beside its lead unit; classes of schemes follow the 类别."""
    shares = []
    for (_, row, _, lead), issue in zip(plans, made, strict=True):
        others = [] if row.get("each") else [pk for pk in row.get("units") or () if pk != lead]
        shares += [IssueUnit(issue=issue, unit_id=pk, order=order) for order, pk in enumerate(others)]
    IssueUnit.objects.bulk_create(shares)
    follow(made)
