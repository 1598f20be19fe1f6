"""各方办理时长, as an issue's page draws it: a bar in parts and the same in numbers and words."""

from collections.abc import Sequence

from issues import clock
from issues.clock import Span
from issues.models import Side
from rectify.calendars.days import current
from rectify.lib.charts import scaled

WIDTH = 320
NAMES = {Side.UNIT: "责任单位", Side.OFFICE: "督查办", Side.REVIEWERS: "联审单位", Side.NOBODY: "不在任何一方"}
SIGNS = {Side.UNIT: "单位", Side.OFFICE: "办", Side.REVIEWERS: "联审", Side.NOBODY: "—"}
SHADES = {Side.UNIT: "1", Side.OFFICE: "2", Side.REVIEWERS: "3", Side.NOBODY: "bg"}


def drawn(stretches: Sequence[Span]) -> dict | None:
    """What templates/issues/_clock.html takes; None before the first 下发."""
    if not stretches:
        return None
    calendar = current()
    days, working = clock.whole(stretches, calendar)
    rows, x = [], 0.0
    for side, held in clock.held(stretches, calendar).items():
        if not held.times:
            continue
        width = scaled(held.days, days, WIDTH)
        rows.append({"side": side.value, "name": NAMES[side], "sign": SIGNS[side], "shade": SHADES[side], "days": held.days,
                     "working": held.working, "times": held.times, "x": x, "width": width})  # fmt: skip
        x += width
    said = "，".join(f"{row['name']} {row['days']} 天（{row['working']} 个工作日）" for row in rows)
    return {"rows": rows, "days": days, "working": working, "width": WIDTH, "definition": clock.DEFINITION,
            "label": f"全程 {days} 天：{said}", "over": stretches[-1].status.label}  # fmt: skip
