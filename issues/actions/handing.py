"""转办: the lead unit hands the handling on and takes it back. The lead, and with it the main responsibility, stays
(docs/rules.md: duty-hand-down)."""

from django.db import transaction

from issues import policies
from issues.effects.handing import Kind, close_doors, holder, open_door, takers
from issues.effects.telling import tell_people
from issues.models import UNDER_WAY, Handing, Issue
from rectify.accounts.directory import people_for
from rectify.accounts.models import Unit, User
from rectify.accounts.roles import Role
from rectify.audit.trail import record
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.lib.verdict import YES, Verdict, no
from rectify.workflow.form_keys import first_time
from rectify.workflow.move import demand_all


def is_under_way(issue: Issue) -> Verdict:
    """Hands change while the unit has the ball to work with: 方案编制, 整改中."""
    if issue.status in UNDER_WAY:
        return YES
    return no(f"现在是“{issue.get_status_display()}”，只有方案编制和整改中可以转办、收回")


@transaction.atomic
def hand_down(*, issue: Issue, unit: Unit, reason: str, by: User, key: str = "") -> Handing | None:
    """Hand the handling to `unit`, below the lead unit or responsible beside it. None when the same form came before.

    Raises Refused for anybody but the lead unit's principal, for another unit, without a reason.
    """
    lock(issue)
    post = demand_all([policies.unit_principal(by, issue), is_under_way(issue)])
    if not first_time(
        by=by, key=key, what=f"issues.issue.hand_down:{issue.pk}", content={"unit": unit, "reason": reason}
    ):
        return None
    if not takers(issue).filter(pk=unit.pk).exists():
        raise Refused(f"{unit}不是牵头单位的下属单位，也不是这件的责任单位，不能转办给它")
    row = _hand(issue, Kind.HANDED_DOWN, unit=unit, reason=reason, by=by)
    people = people_for(unit, Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL)
    tell_people(
        people,
        issue,
        key=f"handing:{row.pk}",
        by=by,
        note=row.reason,
        title=f"{issue.number} 由{issue.lead_unit}转办你单位经办",
        why=f"{unit}的人员",
    )
    record(
        "issues.issue.hand_down",
        issue,
        by=by,
        post=post,
        note=row.reason,
        from_unit=str(row.from_unit),
        to_unit=str(unit),
    )
    return row


@transaction.atomic
def take_back(*, issue: Issue, reason: str, by: User, key: str = "") -> Handing | None:
    """The lead unit handles the issue itself again; whose hands it was in stays to be read."""
    lock(issue)
    post = demand_all([policies.unit_principal(by, issue), is_under_way(issue)])
    if not first_time(by=by, key=key, what=f"issues.issue.take_back:{issue.pk}", content={"reason": reason}):
        return None
    if holder(issue).pk == issue.lead_unit_id:
        raise Refused("这件就在牵头单位手里，没有转办，不用收回")
    row = _hand(issue, Kind.TAKEN_BACK, unit=issue.lead_unit, reason=reason, by=by)
    people = people_for(row.from_unit, Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL)
    tell_people(
        people,
        issue,
        key=f"handing:{row.pk}",
        by=by,
        note=row.reason,
        title=f"{issue.number} 由{issue.lead_unit}收回办理",
        why=f"{row.from_unit}的人员",
    )
    record("issues.issue.take_back", issue, by=by, post=post, note=row.reason, from_unit=str(row.from_unit))
    return row


def _hand(issue: Issue, kind: str, *, unit: Unit, reason: str, by: User) -> Handing:
    if not reason.strip():
        raise Refused("请写明理由")
    former, opened = holder(issue), unit.pk != issue.lead_unit_id and open_door(issue, unit)
    close_doors(issue, but=unit)
    return Handing.objects.create(
        issue=issue, kind=kind, from_unit=former, to_unit=unit, reason=reason.strip(), opened_door=opened, by=by
    )
