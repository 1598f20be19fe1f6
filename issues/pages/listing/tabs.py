"""The saved filters and the figures above the issue list. Each is a named slice, so that a number is the list it opens."""

from collections.abc import Mapping

from issues import slices
from issues.rates import LENIENT, STRICT, Share
from rectify.accounts.role import RoleTab
from rectify.lib.capped import words
from rectify.lib.components import Fig, ViewLink
from rectify.lib.numbers import thousands
from rectify.lib.pages import COUNT_STOP

WITHOUT_POST = (RoleTab("全部", counted=False),)  # who holds no post sees no row
FIGURES = ("counted", "grade:full", "grade:mostly", "open", "due_soon", "overdue", "relapsed")
MARKS = {
    "grade:full": "full",
    "grade:mostly": "mostly",
    "open": "rectifying",
    "due_soon": "soon",
    "overdue": "overdue",
    "relapsed": "relapse",
}
BESIDE = {"grade:full": STRICT, "grade:mostly": LENIENT}  # the rate that stands beside a figure
NAMES = {"grade:full": "已销号（全面）", "grade:mostly": "已销号（基本）"}


def tabs_of(user) -> tuple[RoleTab, ...]:
    """The saved filters of a person's first role."""
    return user.roles[0].tabs if user.roles else WITHOUT_POST


def heading(user) -> str:
    """What the list of issues is to its reader."""
    return user.roles[0].heading if user.roles else "问题台账"


def codes_counted(tabs: tuple[RoleTab, ...]) -> set[str]:
    """Every slice whose number the page shows."""
    return {tab.code for tab in tabs if tab.counted} | {*FIGURES, "terminated", LENIENT.part}


def tabs(chosen: tuple[RoleTab, ...], count: Mapping[str, int], *, now: str, plain: bool, start: str) -> list[ViewLink]:
    """`now` is the slice in the address, `plain` that nothing else narrows the list, `start` how each query begins."""
    return [
        ViewLink(
            name=tab.name,
            url=f"{start}slice={tab.code}" if tab.code else start.rstrip("&"),
            count=words(count[tab.code]) if tab.counted else "",
            current=plain and now == tab.code,
        )
        for tab in chosen
    ]


def figures(count: Mapping[str, int], now: str, start: str = "?") -> list[Fig]:
    """Counts first, warnings behind the double line."""
    return [
        Fig(
            name=NAMES.get(code) or slices.title(code),
            count=words(count[code]),
            url=f"{start}slice={code}",
            kind=MARKS.get(code),
            current=now == code,
            gap=code == "due_soon",
            change=_beside(code, count),
            definition=slices.find(code)[0].definition,
        )
        for code in FIGURES
    ]


def _beside(code: str, count: Mapping[str, int]) -> str:
    """A rate stands with its two numbers; where a count was cut off there is no rate."""
    if code == "counted":
        return f"终止 {words(count['terminated'])} 另列"
    rate = BESIDE.get(code)
    if rate is None or not 0 < count[rate.whole] <= COUNT_STOP:
        return ""
    share = Share(count[rate.part], count[rate.whole])
    return f"{rate.name[0]} {thousands(share.part)}/{thousands(share.whole)} {share.percent}"
