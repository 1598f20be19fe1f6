"""拆分 of a compound issue: its parts are drawn up as drafts; the head's move 拆分 ends the whole and dispatches them."""

from django.db import transaction

from issues import policies
from issues.actions.issues import register
from issues.effects.lifecycle import hold_round
from issues.models import Issue, Status
from issues.splitting.coverage import is_from
from rectify.accounts.models import Unit, User
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.workflow.move import demand_all

SPLITTABLE = frozenset({Status.DISPATCHED, Status.PLANNING, Status.RECTIFYING})
SAME = (
    "feedback",
    "item",
    "track",
    "source",
    "discovered_by",
    "aspect",
    "heading",
    "category",
    "nature",
    "tier",
    "difficulty",
    "confidentiality",
    "is_focus",
    "focus_reason",
    "is_immediate",
    "lead_leader",
    "responsible_leaders",
    "recurrence_of",
)


@transaction.atomic
def draft_part(
    *, issue: Issue, title: str, original: str, lead_unit: Unit, by: User, key: str = "", **fields
) -> Issue | None:
    """One part of `issue` as a draft: its own words and unit, all else as the whole. None when the form was sent before.

    `original` is the passage of the whole's original wording that the part answers, a line for each piece: no word is added
    to it, so that the document still agrees. Raises Refused where the whole is not under way, or the passage is not in it.
    """
    hold_round(issue)
    lock(issue)
    demand_all([policies.office(by, issue)])
    if issue.status not in SPLITTABLE:
        raise Refused(f"本件现在是“{issue.get_status_display()}”，不能拆分")
    if issue.restricted:
        raise Refused("本件限定了知悉范围，不能拆分；要拆分，先解除限定")
    if not is_from(issue.original, original):
        raise Refused("原文要从本件的原文里摘取，一字不改")
    same = {name: getattr(issue, name) for name in SAME}
    limits = {"due": issue.due, "due_text": issue.due_text}
    shares = [(share.unit, share.slot) for share in issue.shares.select_related("unit")]
    return register(
        round_=issue.round,
        lead_unit=lead_unit,
        by=by,
        key=key,
        title=title.strip(),
        original=original.strip(),
        split_from=issue,
        shares=shares,
        groups=list(issue.groups.all()),
        **(same | limits | fields),
    )
