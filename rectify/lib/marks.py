"""How a state looks: word, shape and tone, so that a black-and-white print says the same (docs/rules.md: status-look).

The one table from which every mark is drawn. A new state is one row here; a new shape one line in SHAPES.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

Tone = Literal["go", "wait", "ok", "late", "soon", "calm", "ink"]

# Drawn in a box of 12 by 12, in the colour of the text around it.
SHAPES = {
    "none": '<circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" stroke-width="1.5"/>',
    "go": '<circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    '<path d="M6 1.4a4.6 4.6 0 0 1 0 9.2z" fill="currentColor"/>',
    "sign": '<path d="M6 1.6 10.4 6 6 10.4 1.6 6z" fill="none" stroke="currentColor" stroke-width="1.5"/>',
    "wait": '<path d="M6 .8 11.2 6 6 11.2.8 6z" fill="currentColor"/>',
    "ok": '<path d="m1.5 6.4 3.2 3.2 5.8-7" fill="none" stroke="currentColor" stroke-width="2.2"/>',
    "basic": '<circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    '<circle cx="6" cy="6" r="2.2" fill="currentColor"/>',
    "long": '<path d="M6 6C4.8 4.2 4 3.6 3 3.6a2.4 2.4 0 0 0 0 4.8c1 0 1.8-.6 3-2.4s2-2.4 3-2.4a2.4 2.4 0 0 1 0 4.8'
    'C8 8.4 7.2 7.8 6 6z" fill="none" stroke="currentColor" stroke-width="1.5"/>',
    "soon": '<path d="M6 1.9 10.7 10.3H1.3z" fill="none" stroke="currentColor" stroke-width="1.4"/>',
    "late": '<path d="M6 .8 11.6 11H.4z" fill="currentColor"/>',
    "no": '<path d="m2 2 8 8M10 2l-8 8" stroke="currentColor" stroke-width="2"/>',
    "back": '<path d="M4.5 2 1.5 5l3 3M1.5 5h6a3 3 0 0 1 0 6H5" fill="none" stroke="currentColor" stroke-width="1.6"/>',
    "again": '<path d="M10.3 4A4.7 4.7 0 1 0 10.7 6.8M10.6 1v3.2H7.4" fill="none" stroke="currentColor" '
    'stroke-width="1.6"/>',
    "same": '<path d="M1.5 4.2h9M1.5 7.8h9" stroke="currentColor" stroke-width="1.6"/>',
    "ended": '<path d="M1.5 6h9" stroke="currentColor" stroke-width="1.8"/>',
    "ask": '<circle cx="6" cy="6" r="5.2" fill="none" stroke="currentColor" stroke-width="1.3"/><path d="M4.4 4.7a1.6 '
    '1.6 0 1 1 2.2 1.5c-.5.2-.6.4-.6.9M6 8.7v.6" fill="none" stroke="currentColor" stroke-width="1.2"/>',
    "flag": '<path d="M2 11.5V1h8L8 3.7l2 2.8H3.5" fill="none" stroke="currentColor" stroke-width="1.5"/>',
}
_DRAWN = {
    name: mark_safe(
        f'<svg class="s-{name}" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">{inside}</svg>'
    )
    for name, inside in SHAPES.items()
}


@dataclass(frozen=True)
class Mark:
    """What a code looks like. `word` is said when the caller has no better one; `sign` fills a cell too small for a shape."""

    shape: str
    tone: Tone
    word: str
    sign: str = ""


MARKS = {
    # the states of an issue
    "draft": Mark("none", "wait", "草稿"),
    "dispatched": Mark("none", "go", "待签收"),
    "contested": Mark("wait", "wait", "异议待复"),
    "planning": Mark("go", "go", "方案编制"),
    "plan_review": Mark("wait", "wait", "方案待审"),
    "rectifying": Mark("go", "go", "整改中"),
    "awaiting_signature": Mark("sign", "go", "待审签"),
    "first_review": Mark("wait", "wait", "待初审"),
    "joint_review": Mark("wait", "wait", "待联审"),
    "objection_window": Mark("wait", "wait", "异议期"),
    "awaiting_decision": Mark("wait", "wait", "待审定"),
    "closed": Mark("ok", "ok", "已销号"),
    "archived": Mark("ok", "ok", "已归档"),
    "terminated": Mark("ended", "calm", "终止"),
    # a recommendation has the states of an issue, and this one
    "settled": Mark("ok", "ok", "已落实"),
    # the lights of a profile: the colour is said in words, the rule beside it
    "light_green": Mark("flag", "ok", "绿"),
    "light_blue": Mark("flag", "go", "蓝"),
    "light_yellow": Mark("flag", "soon", "黄"),
    "light_orange": Mark("flag", "soon", "橙"),
    "light_red": Mark("flag", "late", "红"),
    # measures
    "todo": Mark("none", "go", "未开始"),
    "doing": Mark("go", "go", "进行中"),
    "done": Mark("go", "go", "已完成待核"),
    "accepted": Mark("ok", "ok", "已核"),
    "cancelled": Mark("ended", "calm", "取消"),
    # weekly reports
    "due": Mark("none", "soon", "待报"),
    "sent": Mark("go", "go", "已报"),
    "read": Mark("ok", "ok", "已阅"),
    "returned": Mark("back", "soon", "退回"),
    "missed": Mark("no", "late", "未报", "未"),
    "on_time": Mark("ok", "ok", "按时", "√"),
    "late_report": Mark("soon", "soon", "迟报", "迟"),
    "no_progress": Mark("same", "calm", "本周无进展", "无"),
    # the office's papers
    "reviewed": Mark("sign", "wait", "待签发"),
    "issued": Mark("go", "go", "已签发"),
    "delivered": Mark("none", "go", "已送达"),
    "received": Mark("go", "go", "已签收"),
    "answered": Mark("wait", "wait", "已答复"),
    "judged": Mark("basic", "ok", "答复已认定"),
    "finished": Mark("ok", "ok", "已办结"),
    "spoiled": Mark("ended", "calm", "作废"),
    "dropped": Mark("ended", "calm", "未签发"),
    # 对账单
    "unit_checks": Mark("none", "go", "待单位核对"),
    "office_checks": Mark("wait", "wait", "待督查办核对"),
    "disputed": Mark("soon", "soon", "有异议待定"),
    "confirmed": Mark("ok", "ok", "双方已确认"),
    "raised": Mark("ask", "soon", "待对方答复"),
    "explained": Mark("wait", "wait", "待认可答复"),
    "resolved": Mark("ok", "ok", "已认可"),
    # steps of a measure
    "on_schedule": Mark("ok", "ok", "序时"),
    "behind": Mark("late", "late", "滞后"),
    "not_due": Mark("ended", "calm", "不需报", "·"),
    # promises
    "unanswered": Mark("none", "soon", "待答复"),
    "kept": Mark("ok", "ok", "已兑现"),
    "partly_kept": Mark("soon", "soon", "部分兑现"),
    "broken": Mark("no", "late", "未兑现"),
    # what a unit declares and what the supervisors accept
    "declared_doing": Mark("go", "go", "整改中"),
    "declared_mostly": Mark("basic", "ok", "基本完成"),
    "declared_done": Mark("ok", "ok", "已完成"),
    "full": Mark("ok", "ok", "全面完成"),
    "mostly": Mark("basic", "ok", "基本完成"),
    "partly": Mark("soon", "soon", "部分完成"),
    "unverifiable": Mark("ask", "soon", "无法核实"),
    # stage reviews of long-term items
    "met": Mark("ok", "ok", "阶段目标达到"),
    "not_met": Mark("no", "late", "没有达到"),
    # verdicts on evidence
    "approved": Mark("ok", "ok", "认可"),
    "rejected": Mark("no", "late", "不认可"),
    "on_site": Mark("ask", "soon", "现场核"),
    "unjudged": Mark("none", "soon", "未判"),
    # requests (extension, closure, objection)
    "pending": Mark("wait", "wait", "待定"),
    "granted": Mark("ok", "ok", "同意"),
    "refused": Mark("no", "late", "不同意"),
    "withdrawn": Mark("ended", "calm", "撤回"),
    # joint review: what a body was asked for, its word, its grades of a plan, how the review ended
    "asked": Mark("none", "soon", "待提意见"),
    "given": Mark("go", "go", "已提意见"),
    "skipped": Mark("no", "late", "逾期未提"),
    "agree": Mark("ok", "ok", "同意"),
    "amend": Mark("basic", "soon", "修改后同意"),
    "return": Mark("back", "soon", "退回"),
    "good": Mark("ok", "ok", "好"),
    "fair": Mark("basic", "calm", "中"),
    "poor": Mark("no", "late", "差"),
    "live": Mark("go", "go", "进行中"),
    "passed": Mark("ok", "ok", "通过"),
    "void": Mark("ended", "calm", "作废"),
    # flags
    "overdue": Mark("late", "late", "逾期"),
    "over_limit": Mark("late", "late", "超时限"),
    "soon": Mark("soon", "soon", "临期"),
    "long_term": Mark("long", "calm", "长期坚持"),
    "focus": Mark("flag", "ink", "重点关注"),
    "relapse": Mark("again", "late", "反弹重开"),
    "recurrent": Mark("again", "late", "屡查屡犯"),
    # anything else that must be looked at
    "ok": Mark("ok", "ok", "正常"),
    "missing": Mark("soon", "soon", "缺"),
    "ask": Mark("soon", "soon", "请定"),
    "question": Mark("ask", "wait", "待答复"),
    "bad": Mark("no", "late", "不符"),
    "balanced": Mark("ok", "ok", "已平"),
    "differs": Mark("soon", "soon", "有差"),
    "waiting": Mark("wait", "wait", "待办"),
    "running": Mark("go", "go", "正在办"),
    "failed": Mark("no", "late", "没有完成"),
    "info": Mark("none", "calm", ""),
}


def shape(name: str) -> SafeString:
    """The drawing of a shape, for use beside a word. Raises KeyError for a shape that does not exist."""
    return _DRAWN[name]


def mark_of(code: str) -> Mark:
    """The mark of a code. One that the table does not have stands as it is, without a colour: a page is read all the same."""
    return MARKS.get(str(code)) or Mark("none", "calm", str(code), "?")


@lru_cache(maxsize=2048, typed=True)  # a text that is safe is not the same as one that is not
def pill(code: str, text: str = "") -> SafeString:
    """The mark of a state: shape, word, tone. `text` replaces the word of the table."""
    mark = mark_of(code)
    return format_html('<span class="pill pill-{}">{}{}</span>', mark.tone, _DRAWN[mark.shape], text or mark.word)
