"""How the life of an issue ends otherwise than by 销号: 终止, 拆分."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from issues import policies
from issues.conditions import no_waiting_extension
from issues.effects import telling
from issues.effects.joint import void_review
from issues.effects.lifecycle import hold_round, lapse_extensions, lapse_lastings
from issues.models import OPEN, Ending, Issue, Status
from issues.moves.dispatching import by_another_than_the_editor, dispatchable
from issues.moves.planning import void_waiting
from issues.splitting.coverage import is_from
from rectify.lib.errors import Conflict
from rectify.lib.fields import Choice, Ref
from rectify.lib.locks import lock
from rectify.lib.verdict import YES, Verdict, no, yes
from rectify.workflow.inputs import Input
from rectify.workflow.move import Act
from rectify.workflow.moves import Move, Says, moves_of

BY_HAND = tuple(ending for ending in Ending if ending != Ending.SPLIT)  # 拆分 is a move of its own


class Beside(Ref):
    """Another issue of the round, by its number or its public id."""

    widget = forms.TextInput(attrs={"class": "w-auto"})

    def to_python(self, value: str | None) -> Issue | None:
        name = (value or "").strip()
        if not name or self.queryset is None:
            return None
        issue = self.queryset.filter(Q(number=name) | Q(public_id=name)).first()
        if issue is None:
            raise ValidationError(f"本轮没有编号 {name} 的问题")
        return issue


class Terminate(Input):
    ending = Choice(
        label="终止的情形",
        choices=[(e.value, e.label) for e in BY_HAND],
        widget=forms.RadioSelect,
        error_messages={"required": "请选终止的情形"},
    )
    merged_into = Beside(
        lambda form: Issue.objects.visible_to(form.user).filter(round=form.obj.round_id),
        label="并入哪一件",
        required=False,
        help_text="只有合并才填，写编号，如 05-014。",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("ending") != Ending.MERGED:
            cleaned["merged_into"] = None
        return cleaned


# ---- what must be true first ---------------------------------------------------------------------------------------


def ending_is_clear(issue: Issue, act: Act) -> Verdict:
    """终止 says which kind; a merge names its target in the same round."""
    ending, target = act.given.get("ending"), act.given.get("merged_into")
    if ending not in BY_HAND:
        return no("请选终止的情形")
    if ending != Ending.MERGED:
        return YES
    if target is None or target.pk == issue.pk or target.round_id != issue.round_id:
        return no("合并须指明并入本轮的哪一件")
    if not target.is_open:
        return no(f"{target.number} 已经{target.get_status_display()}，不能并入")
    return YES


def parts_are_ready(issue: Issue, act: Act) -> Iterator[Verdict]:
    """拆分: at least two drafts drawn up from this issue, each fit to be dispatched and none by the person who splits."""
    parts = list(issue.parts.filter(status=Status.DRAFT).select_related("lead_unit").order_by("number"))
    if len(parts) < 2:
        yield no("拆分要先拟好至少两件草稿", "split")
        return
    yield yes(f"已拟好 {len(parts)} 件")
    for part in parts:
        for verdict in (*dispatchable(part, act), by_another_than_the_editor(part, act)):
            if not verdict:
                yield no(f"{part.number}：{verdict.reason}", "split")
        if not is_from(issue.original, part.original):
            yield no(f"{part.number}：原文不是从本件原文里摘取的", "split")


# ---- what follows --------------------------------------------------------------------------------------------------


def end(issue: Issue, act: Act) -> dict:
    """终止: out of every rate from today; a merge names its target."""
    act.tell(ending=Ending(act.given["ending"]).label)
    return {"ended_on": timezone.localdate(), "ending": act.given["ending"], "merged_into": merge_target(act.given)}


def merge_target(data: Mapping[str, Any]) -> Issue | None:
    """What an issue is merged into; an ending that is no merge has no target, whatever was filled in."""
    return data.get("merged_into") if data["ending"] == Ending.MERGED else None


def hold_target(issue: Issue, act: Act):
    """A merge into an issue that was struck off meanwhile is refused; the target is locked after the issue itself."""
    target = merge_target(act.given)
    if target is not None and not lock(target).is_open:
        raise Conflict(f"{target.number} 刚刚{target.get_status_display()}，不能并入；您这次没有写入任何数据")


def end_as_split(issue: Issue, act: Act) -> dict:
    """拆分: the compound issue ends, its parts go on."""
    parts = issue.parts.filter(status=Status.DRAFT).order_by("number")
    act.tell(ending=Ending.SPLIT.label, parts=[part.number for part in parts])
    return {"ended_on": timezone.localdate(), "ending": Ending.SPLIT}


def dispatch_parts(issue: Issue, act: Act):
    """The parts are dispatched in the same transaction: at no moment is the matter in nobody's hands."""
    parts = list(issue.parts.filter(status=Status.DRAFT).order_by("number"))
    for part in parts:  # all of them before the first is recorded: nothing is locked after the trail
        lock(part)
    for part in parts:
        act.then(moves_of(part)["dispatch"], part, note=act.note)


# ---- the moves -------------------------------------------------------------------------------------------------------

S = Status

TERMINATE = Move(
    "terminate",
    "终止",
    frozenset(OPEN),
    S.TERMINATED,
    may=policies.office_head,
    needs_note=True,
    way="end",
    accepts=(ending_is_clear,),
    first=(hold_round,),
    sets=end,
    then=(hold_target, void_waiting, void_review, telling.tell_unit("{issue} 已终止：{note}"), lapse_extensions),
    irreversible=True,
    takes=Terminate,
    says=Says(
        done="已终止",
        next="不再计入应整改，经过都保留。",
        trail="终止（{ending}）",
        will=(
            "本件不再整改，不进任何率，在台账上单列“终止”",
            "对账单从今天起减 1 件，等待中的方案、延期、销号申请一并作废",
            "责任单位收到通知；原文、方案、佐证和经过都保留，可以查看",
        ),
    ),
)

SPLIT_UP = Move(
    "split_up",
    "拆分",
    frozenset({S.DISPATCHED, S.PLANNING, S.RECTIFYING}),
    S.TERMINATED,
    may=policies.office_head,
    needs=(parts_are_ready, no_waiting_extension),
    needs_note=True,
    way="end",
    first=(hold_round,),
    sets=end_as_split,
    then=(void_waiting, dispatch_parts, lapse_lastings, telling.tell_unit("{issue} 已拆分办理：{note}")),
    page="issues:parts",
    irreversible=True,
    says=Says(
        done="已拆分",
        next="各件已下发，等责任单位签收；本件不再计入应整改，经过都保留。",
        trail="拆分办理",
        will=(
            "本件转为终止（拆分），对账单减 1 件；各件同时下发，对账单各加 1 件，记在各自牵头单位账上",
            "反馈条目仍按一条计，问题页上“拆分自”“拆分为”两边都看得到",
            "本件的方案、措施、佐证留在本件上可以查看，不带到各件；各件由牵头单位重新编方案",
        ),
    ),
)

ROWS = (TERMINATE, SPLIT_UP)
