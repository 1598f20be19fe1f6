"""各方办理时长, as an issue's page draws it: a bar in parts and the same in numbers and words."""

from collections.abc import Sequence
from dataclasses import dataclass

from issues import clock
from issues.clock import Span
from issues.models import Side
from rectify.calendars.days import current
from rectify.lib.charts import scaled

WIDTH = 320
NAMES = {Side.UNIT: "责任单位", Side.OFFICE: "督查办", Side.REVIEWERS: "联审单位", Side.NOBODY: "不在任何一方"}
SIGNS = {Side.UNIT: "单位", Side.OFFICE: "办", Side.REVIEWERS: "联审", Side.NOBODY: "—"}
SHADES = {Side.UNIT: "1", Side.OFFICE: "2", Side.REVIEWERS: "3", Side.NOBODY: "bg"}


@dataclass(frozen=True)
class ClockRow:
    """One side: how long it held the issue, and its part of the bar."""

    side: str
    name: str
    sign: str
    shade: str
    days: int
    working: int
    times: int
    x: float
    width: float


@dataclass(frozen=True)
class ClockBar:
    """The whole stretch with its parts; `label` is read aloud."""

    rows: Sequence[ClockRow]
    days: int
    working: int
    width: int
    definition: str
    label: str


def drawn(stretches: Sequence[Span]) -> ClockBar | None:
    """None before the first 下发."""
    if not stretches:
        return None
    calendar = current()
    days, working = clock.whole(stretches, calendar)
    rows: list[ClockRow] = []
    x = 0.0
    for side, held in clock.held(stretches, calendar).items():
        if held.times:
            width = scaled(held.days, days, WIDTH)
            numbers = (held.days, held.working, held.times)
            rows.append(ClockRow(side.value, NAMES[side], SIGNS[side], SHADES[side], *numbers, x=x, width=width))
            x += width
    parts = "，".join(f"{row.name} {row.days} 天（{row.working} 个工作日）" for row in rows)
    return ClockBar(rows, days, working, WIDTH, clock.DEFINITION, f"全程 {days} 天：{parts}")
