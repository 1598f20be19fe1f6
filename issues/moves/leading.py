"""异议 and 改派: who leads."""

from issues import policies
from issues.conditions import no_waiting_extension
from issues.effects import telling
from issues.effects.handing import Kind, close_doors
from issues.effects.lifecycle import hold_round, lapse_lastings
from issues.effects.places import from_same_row, next_place
from issues.models import Handing, Issue, Status
from rectify.accounts.models import Unit
from rectify.lib.fields import Ref
from rectify.lib.verdict import YES, Verdict, no
from rectify.workflow.inputs import Input
from rectify.workflow.move import Act
from rectify.workflow.moves import Move, Says

NO_UNIT = "请选改派给哪家单位"


class Reassign(Input):
    unit = Ref(
        lambda form: Unit.objects.visible_to(form.user).active().exclude(is_office=True),
        label="改由哪家单位牵头",
        empty_label="请选",
        error_messages={"required": NO_UNIT, "invalid_choice": NO_UNIT},
    )


# ---- what must be true first ---------------------------------------------------------------------------------------


def another_lead_unit(issue: Issue, act: Act) -> Verdict:
    """改派 names a unit in use, other than the present one."""
    unit = act.given.get("unit")
    if unit is None or not unit.is_active:
        return no("请选改派给哪家单位")
    if unit.pk == issue.lead_unit_id:
        return no(f"现在就是{unit}牵头；要维持原单位请用“答复异议：维持”")
    return YES


# ---- what follows --------------------------------------------------------------------------------------------------


def hand_to(issue: Issue, act: Act) -> dict:
    """改派: another lead unit, with a place in the round; the number stays, the former unit stays in the trail."""
    unit = act.given["unit"]
    act.tell(from_unit=str(act.read(former_lead, issue)), to_unit=str(unit))
    next_place(issue.round, unit)
    return {"lead_unit": unit} | ({"source_key": ""} if from_same_row(issue, unit) else {})


def former_lead(issue: Issue) -> Unit:
    """The lead unit before a change of hands: read by the act (`act.read`) before it writes, so it stays known after."""
    return issue.lead_unit


def note_reassignment(issue: Issue, act: Act) -> None:
    """改派 leaves a row with the former lead unit; a hand-down of the former unit ends with it."""
    former = act.read(former_lead, issue)
    close_doors(issue)
    if former.pk != issue.lead_unit_id:
        Handing.objects.create(
            issue=issue,
            kind=Kind.REASSIGNED,
            from_unit=former,
            to_unit=issue.lead_unit,
            reason=act.note or "改派",
            by=act.by,
        )


def drop_own_share(issue: Issue, act: Act):
    """Who leads does not also share."""
    issue.shares.filter(unit=issue.lead_unit).delete()


def start_over(issue: Issue, act: Act):
    """改派 of an issue under way: the approved plan is void and kept; the new unit plans from what is there."""
    issue.plans.filter(verdict__in=["waiting", "passed"]).update(verdict="void")


def ask_no_more_reports(issue: Issue, act: Act):
    """改派: what the former unit has not reported this week is asked of nobody any more. What was fixed as 未报 stays."""
    issue.reports.filter(sent_at=None, missed_at=None).delete()


# ---- the moves -------------------------------------------------------------------------------------------------------

S = Status

CONTEST = Move(
    "contest",
    "提出异议",
    frozenset({S.DISPATCHED}),
    S.CONTESTED,
    may=policies.unit_liaison,
    needs_note=True,
    note_label="异议理由",
    way="back",
    then=(telling.tell_head("{issue} 有异议，请答复"),),
    says=Says(done="已提出异议", next="等督查负责人答复。", trail="提出异议"),
)

UPHOLD = Move(
    "uphold",
    "答复异议：维持",
    frozenset({S.CONTESTED}),
    S.DISPATCHED,
    may=policies.office_head,
    needs_note=True,
    note_label="答复",
    then=(telling.tell_liaison("{issue} 异议已答复，请签收"),),
    says=Says(done="异议已答复，维持原牵头单位", next="等责任单位签收。", trail="答复异议：维持原牵头单位"),
)

REASSIGN = Move(
    "reassign",
    "答复异议：改派",
    frozenset({S.CONTESTED}),
    S.DISPATCHED,
    may=policies.office_head,
    needs_note=True,
    note_label="答复",
    accepts=(another_lead_unit,),
    first=(hold_round,),
    sets=hand_to,
    then=(note_reassignment, drop_own_share, telling.tell_liaison("{issue} 改由你单位牵头，请签收")),
    takes=Reassign,
    says=Says(done="已改派", next="等新的牵头单位签收。", trail="答复异议：由{from_unit}改派{to_unit}"),
)

TRANSFER = Move(
    "transfer",
    "改派",
    frozenset({S.DISPATCHED, S.PLANNING, S.RECTIFYING}),
    S.DISPATCHED,
    may=policies.office_head,
    needs=(no_waiting_extension,),
    needs_note=True,
    way="back",
    accepts=(another_lead_unit,),
    first=(hold_round,),
    sets=hand_to,
    then=(
        note_reassignment,
        drop_own_share,
        start_over,
        ask_no_more_reports,
        lapse_lastings,
        telling.tell_liaison("{issue} 改由你单位牵头，请签收"),
    ),
    takes=Reassign,
    says=Says(
        done="已改派",
        next="等新的牵头单位签收、编方案。",
        trail="由{from_unit}改派{to_unit}",
        will=(
            "对账单：原单位记转出 1 件，新单位记转入 1 件；编号不变，期限不变",
            "本件回到“待签收”，已批的方案作废并保留；措施和佐证留在本件上，由新单位接着改、接着用",
            "原单位不再看到这件（另列为责任单位、配合单位的除外），问题页上留着“由谁改派给谁”和理由",
            "原单位本周还没有报的周报不再要报，已核定的“未报”保留；原单位的承诺不要新单位回答",
            "等着的长期坚持申请随之作罢；等着的延期申请要先答复，否则不能改派",
        ),
    ),
)

ROWS = (CONTEST, UPHOLD, REASSIGN, TRANSFER)
