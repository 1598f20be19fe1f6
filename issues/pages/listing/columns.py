"""The columns that the list of issues can show: what stands in each, which of them everybody gets who has not chosen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from issues.models import BALL, Cause, Nature, Side
from rectify.lib.dates import today

NATURES, CAUSES, SIDES = dict(Nature.choices), dict(Cause.choices), dict(Side.choices)


def short(day: date | None, on: date) -> str:
    """11-30, with the year when it is not this one."""
    if day is None:
        return ""
    return day.strftime("%m-%d") if day.year == on.year else day.isoformat()


@dataclass(frozen=True)
class ListedColumn:
    """`inner` is what stands in the cell, `blocks` what the cell is called where rows become blocks (units, on the phone). A
    further column `reads` fields of its own and turns them into `text`."""

    key: str
    label: str
    css: str = "nowrap"
    inner: str = ""
    blocks: str | None = None
    sort: str = ""
    usual: bool = True
    needed: bool = False
    reads: tuple[str, ...] = ()
    text: Callable[[Any], str] | None = None

    def cell(self, *, blocks: bool, withheld: bool = False) -> str:
        name = self.label if self.blocks is None else self.blocks
        named = f' data-k="{name}"' if blocks and name else ""
        return f'<td class="{self.css}"{named}>{self._inside(withheld)}</td>'

    def _inside(self, withheld: bool) -> str:
        """Of what the reader only counts the number, and that it is withheld; it leads nowhere."""
        if withheld:
            return "{" + self.key + "}" if self.needed else ""
        return self.inner or "{" + self.key + "}"


def _further(
    key: str, label: str, read: str, text: Callable[[Any], str] | None = None, *, css: str = "nowrap"
) -> ListedColumn:
    show = text or str
    return ListedColumn(key, label, css, usual=False, reads=(read,), text=lambda row: show(getattr(row, read) or ""))


def _day(field: str) -> Callable[[Any], str]:
    return lambda row: short(getattr(row, field), today())


_COLUMNS = (
    ListedColumn("round", "轮次", usual=False, reads=("round__name",), text=lambda row: row.round__name),
    ListedColumn("number", "编号", "code", blocks="", sort="number", needed=True),
    ListedColumn("locator", "定位", "nowrap dim"),
    ListedColumn(
        "title", "问题（工作表述）", "", '<a class="title" href="{url}">{title}</a>{tags}', blocks="", needed=True
    ),
    ListedColumn("unit", "牵头单位"),
    _further("handler", "承办", "handler", css=""),
    _further("sector", "板块", "lead_unit__sector__name"),
    _further("category", "类别", "category__name", css=""),
    _further("track", "专项", "track__name"),
    _further("nature", "性质", "nature", lambda code: NATURES.get(code, "")),
    _further("cause", "根源类型", "cause", lambda code: CAUSES.get(code, "")),
    _further("side", "当前办理方", "status", lambda code: str(SIDES.get(BALL.get(code, ""), ""))),
    ListedColumn("declared", "单位申报"),
    ListedColumn("state", "监督认定"),
    ListedColumn("original_due", "原定期限", usual=False, reads=("original_due",), text=_day("original_due")),
    ListedColumn("due", "期限", inner="{due}{extended}", sort="due"),
    ListedColumn("claimed", "措施申报", "num"),
    ListedColumn("measures", "措施已核", "num"),
    ListedColumn("weeks", "前 4 周"),
    ListedColumn("closed_on", "销号日期", usual=False, reads=("closed_on",), text=_day("closed_on")),
)
COLUMNS = {column.key: column for column in _COLUMNS}
USUAL = tuple(column.key for column in _COLUMNS if column.usual)
BETWEEN = "."  # in the address: ?cols=number.title.unit


def chosen(keys: Iterable[str]) -> tuple[str, ...]:
    """The columns of these keys, in the order in which they stand; those without which a row says nothing are always there,
    and a key that is none any more is passed over. Without a choice the usual ones."""
    wanted = set(keys)
    if not wanted & COLUMNS.keys():
        return USUAL
    return tuple(key for key, column in COLUMNS.items() if key in wanted or column.needed)


def understood(text: str) -> bool:
    """Whether an address names columns that there are."""
    return bool(text) and set(text.split(BETWEEN)) <= COLUMNS.keys()


@lru_cache(maxsize=256)
def form_of(keys: tuple[str, ...], *, blocks: bool, withheld: bool = False) -> str:
    """The cells of a row, to be filled."""
    return "".join(COLUMNS[key].cell(blocks=blocks, withheld=withheld) for key in keys)
