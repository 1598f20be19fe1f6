"""After 销号: what held is archived; what did not begins again (反弹, 重开), with time of its own."""

from django import forms

from issues.effects import telling
from issues.models import Status
from ledgers import conditions, policies
from ledgers.effects import reopening
from ledgers.models import Visit
from rectify.lib.fields import Choice, Day
from rectify.workflow.inputs import Input
from rectify.workflow.moves import Move, Says

S = Status
F = Visit.Finding
SOURCES = ["回头看", "信访举报", "督查检查", "审计", "媒体舆情", "单位自报"]


class Relapse(Input):
    due = Day(
        label="新的整改期限", help_text="从新期限起算逾期；原来的期限留在经过里。",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-auto"}),
        error_messages={"required": "请定新的整改期限"},
    )  # fmt: skip


class Reopen(Relapse):
    source = Choice(
        label="重开的来源", choices=[("", "请选"), *((s, s) for s in SOURCES)],
        error_messages={"required": "请选重开的来源"},
    )  # fmt: skip
    field_order = ("source", "due", "note")


HOLD_UP = Move(
    "hold_up", "回头看合格", frozenset({S.CLOSED}), S.ARCHIVED,
    may=policies.office_clerk, needs=(conditions.looked_back(F.HOLDS), conditions.not_a_closer,
                                      conditions.observation_is_over),
    then=(telling.tell_unit("{issue} 回头看合格，已归档"),),
    page="ledgers:look_back",
    says=Says(done="回头看合格", next="已归档，不再安排回头看。", trail="回头看合格，归档", button="回头看"),
)  # fmt: skip

RELAPSE = Move(
    "relapse", "反弹", frozenset({S.CLOSED}), S.RECTIFYING,
    may=policies.office_clerk, needs=(conditions.looked_back(F.FAILS), conditions.not_a_closer), needs_note=True,
    way="back", accepts=(conditions.new_deadline_is_given,), sets=reopening.relapse,
    then=(reopening.ask_anew, telling.tell_unit("{issue} 回头看发现反弹，重开整改：{note}")),
    page="ledgers:look_back", takes=Relapse,
    says=Says(done="已按反弹重开", next="措施重新举证、重新核准，再申请销号；原来的销号记录不动，反弹次数加 1。",
              trail="回头看发现反弹，重开整改[，期限由 {before_due} 改为 {after_due}]", button="回头看"),
)  # fmt: skip

REOPEN = Move(
    "reopen", "重开", frozenset({S.CLOSED}), S.RECTIFYING,
    may=policies.office_head, needs=(conditions.not_the_approver,), needs_note=True, way="back",
    accepts=(conditions.source_is_named, conditions.new_deadline_is_given), sets=reopening.reopen,
    then=(reopening.ask_anew, telling.tell_unit("{issue} 重开整改：{note}")),
    irreversible=True,
    takes=Reopen,
    says=Says(done="已重开", next="原来的销号记录不动，反弹次数加 1。",
              trail="重开（{source}）[，期限由 {before_due} 改为 {after_due}]",
              will=("本件回到“整改中”，重新计入应整改，对账单从今天起加 1 件",
                    "原来的销号记录保留，注明“销号后重开”；反弹次数加 1，不能消除",
                    "已核的措施回到进行中，责任单位收到通知，须重新举证、报完成、申请销号")),
)  # fmt: skip

ROWS = (HOLD_UP, RELAPSE, REOPEN)
