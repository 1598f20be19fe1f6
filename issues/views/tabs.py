"""The saved filters and the figures above the issue list. Each is a named slice, so that a number is the list it opens."""

from dataclasses import dataclass

from issues import slices
from issues.views.capped import words
from rectify.accounts.roles import UNIT_ROLES, Role
from rectify.lib.numbers import percent, thousands
from rectify.lib.pages import COUNT_STOP


@dataclass(frozen=True)
class Tab:
    """A saved filter: what it is called, its slice, whether its number is shown (only where an index counts it)."""

    name: str
    code: str = ""
    counted: bool = True


OFFICE = (
    Tab("全部", counted=False),
    Tab("待我方办理", "side:office"),
    Tab("草稿待下发", "drafts"),
    Tab("逾期", "overdue"),
    Tab("两周内到期", "due_soon"),
    Tab("退回过", "returned", counted=False),
    Tab("重点关注", "focus", counted=False),
    Tab("延期待决定", "extension_waiting", counted=False),
)
UNIT = (
    Tab("全部", counted=False),
    Tab("待我方办理", "side:unit"),
    Tab("待签收", "status:dispatched"),
    Tab("逾期", "overdue"),
    Tab("两周内到期", "due_soon"),
    Tab("退回过", "returned", counted=False),
    Tab("重点关注", "focus", counted=False),
)
LEADER = (
    Tab("全部", counted=False),
    Tab("延期待我同意", "extension_consent", counted=False),
    Tab("逾期", "overdue"),
    Tab("两周内到期", "due_soon"),
    Tab("重点关注", "focus", counted=False),
    Tab("退回过", "returned", counted=False),
)
REVIEWER = (
    Tab("全部", counted=False),
    Tab("联审在等意见", "joint_waiting", counted=False),
    Tab("联审待合并", "joint_ready", counted=False),
    Tab("退回过", "returned", counted=False),
)
FIGURES = ("counted", "grade:full", "grade:mostly", "open", "due_soon", "overdue", "relapsed")
MARKS = {"grade:full": "full", "grade:mostly": "mostly", "open": "rectifying", "due_soon": "soon",
         "overdue": "overdue", "relapsed": "relapse"}  # fmt: skip
NAMES = {"grade:full": "已销号（全面）", "grade:mostly": "已销号（基本）"}


def tabs_of(user) -> tuple[Tab, ...]:
    """The saved filters of a role; the office's when a person has several."""
    if user.offices():
        return OFFICE
    if user.holds(*UNIT_ROLES):
        return UNIT
    if user.holds(Role.LEADER):
        return LEADER
    return REVIEWER if user.holds(Role.REVIEWER) else UNIT


def heading(user) -> str:
    """What the list of issues is to its reader."""
    if user.offices() or user.holds(Role.LEADER):
        return "问题台账"
    return "我们的问题" if user.holds(*UNIT_ROLES) or not user.holds(Role.REVIEWER) else "请我们审过的问题"


def codes_counted(tabs: tuple[Tab, ...]) -> set[str]:
    """Every slice whose number the page shows."""
    return {tab.code for tab in tabs if tab.counted} | {*FIGURES, "terminated"}


def tabs(chosen: tuple[Tab, ...], count: dict[str, int], now: str, plain: bool) -> list[dict]:
    """For `_views`. `now` is the slice in the address, `plain` that nothing else narrows the list."""
    return [
        {
            "name": tab.name,
            "url": f"?slice={tab.code}" if tab.code else "?",
            "count": words(count[tab.code]) if tab.counted else "",
            "current": plain and now == tab.code,
        }
        for tab in chosen
    ]


def figures(count: dict[str, int], now: str) -> list[dict]:
    """For `_figs`: counts first, warnings behind the double line."""
    return [
        {
            "name": NAMES.get(code) or slices.title(code),
            "count": words(count[code]),
            "url": f"?slice={code}",
            "kind": MARKS.get(code),
            "current": now == code,
            "gap": code == "due_soon",
            "change": _beside(code, count),
            "definition": slices.find(code)[0].definition,
        }
        for code in FIGURES
    ]


def _beside(code: str, count: dict[str, int]) -> str:
    """A rate stands with its two numbers; where a count was cut off there is no rate."""
    whole, full = count["counted"], count["grade:full"]
    if code == "counted":
        return f"终止 {words(count['terminated'])} 另列"
    if not 0 < whole <= COUNT_STOP or code not in ("grade:full", "grade:mostly"):
        return ""
    part, name = (full, "严") if code == "grade:full" else (full + count["grade:mostly"], "宽")
    return f"{name} {thousands(part)}/{thousands(whole)} {percent(part, whole)}"
