"""What a page says about a move: before it (what it will do), on its button, and after it (what happened, what comes next)."""

from issues.models import Extension, Issue, Measure
from rectify.workflow.moves import Move

NEXT = {
    "dispatch": "等责任单位签收。",
    "sign": "下一步：编写整改方案，由主要负责人报送。",
    "contest": "等督查负责人答复。",
    "uphold": "等责任单位签收。",
    "reassign": "等新的牵头单位签收。",
    "submit_plan": "等督查办审核。",
    "pass_plan": "进入整改，每周报进展。",
    "return_plan": "责任单位修改后再报。",
    "pass_joint": "合并答复已发给责任单位。",
    "window_ends": "等督查负责人或者会议审定。",
    "hold_up": "已归档，不再安排回头看。",
    "relapse": "措施重新举证、重新核准，再申请销号；原来的销号记录不动，反弹次数加 1。",
    "unsign": "回到待签收。",
    "unsubmit_plan": "改好后再报送。",
    "unpass_review": "回到待初审，可以重新审。",
    "return_joint": "合并答复已发给责任单位，改好后可以再申请。",
    "revise_plan": "原来的批准作废并保留，等督查办重新审核。",
    "withdraw": "改好后可以再申请。",
    "terminate": "不再计入应整改，经过都保留。",
    "split_up": "各件已下发，等责任单位签收；本件不再计入应整改，经过都保留。",
    "transfer": "等新的牵头单位签收、编方案。",
    "reopen": "原来的销号记录不动，反弹次数加 1。",
    "finish": "等督查办核准。",
    "send_back": "责任单位改好后再报。",
}
DONE = {
    "dispatch": "已下发", "sign": "已签收", "contest": "已提出异议", "uphold": "异议已答复，维持原牵头单位",
    "reassign": "已改派", "submit_plan": "方案已报送", "pass_plan": "方案已通过", "return_plan": "方案已退回",
    "revise_plan": "修改后的方案已报送", "pass_joint": "联审通过",
    "return_joint": "联审已退回", "withdraw": "申请已撤回", "terminate": "已终止", "reopen": "已重开",
    "split_up": "已拆分", "transfer": "已改派", "window_ends": "异议期满，转审定", "hold_up": "回头看合格",
    "relapse": "已按反弹重开", "unsign": "签收已撤回", "unsubmit_plan": "方案已撤回", "unpass_review": "初审结论已收回",
    "start": "已开始", "finish": "已报完成", "accept": "已核准", "send_back": "已退回", "cancel": "已取消",
    "consent": "延期已同意，等督查负责人决定", "approve": "已同意延期", "refuse": "延期没有同意",
}  # fmt: skip
WILL = {
    "terminate": (
        "本件不再整改，不进任何率，在台账上单列“终止”",
        "对账单从今天起减 1 件，等待中的方案、延期、销号申请一并作废",
        "责任单位收到通知；原文、方案、佐证和经过都保留，可以查看",
    ),
    "reopen": (
        "本件回到“整改中”，重新计入应整改，对账单从今天起加 1 件",
        "原来的销号记录保留，注明“销号后重开”；反弹次数加 1，不能消除",
        "已核的措施回到进行中，责任单位收到通知，须重新举证、报完成、申请销号",
    ),
    "split_up": (
        "本件转为终止（拆分），对账单减 1 件；各件同时下发，对账单各加 1 件，记在各自牵头单位账上",
        "反馈条目仍按一条计，问题页上“拆分自”“拆分为”两边都看得到",
        "本件的方案、措施、佐证留在本件上可以查看，不带到各件；各件由牵头单位重新编方案",
    ),
    "transfer": (
        "对账单：原单位记转出 1 件，新单位记转入 1 件；编号不变，期限不变",
        "本件回到“待签收”，已批的方案作废并保留；措施和佐证留在本件上，由新单位接着改、接着用",
        "原单位不再看到这件（另列为责任单位、配合单位的除外），问题页上留着“由谁改派给谁”和理由",
        "原单位本周还没有报的周报不再要报，已定的“未报”保留；原单位的承诺不要新单位回答",
        "等着的长期坚持申请随之作罢；等着的延期申请要先答复，否则不能改派",
    ),
    "revise_plan": ("现在的批准作废并保留", "修改后的方案成为新的一版，由督查办重新审核", "审核期间不能申请销号"),
}


def after(move: Move, obj: Issue | Measure | Extension) -> str:
    """05-014 已签收。下一步：……"""
    name = obj.number if isinstance(obj, Issue) else f"{obj.issue.number} {obj}"
    return (
        f"{name} {DONE.get(move.name, move.label)}。{NEXT.get(move.name, '') if not isinstance(obj, Extension) else ''}"
    )


def will(move: Move, obj: Issue | Measure) -> tuple[str, ...]:
    return WILL.get(move.name, ())


def verb(move: Move, obj: Issue | Measure) -> str:
    """The button: verb and object."""
    return f"{move.label} {obj.number}" if isinstance(obj, Issue) else f"{move.label}{obj}"
