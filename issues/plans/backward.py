"""倒排工期: the days of the steps of a measure, counted backward from its deadline (docs/rules.md: plan-backward). Pure."""

from datetime import date

from rectify.calendars.calendar import Calendar

MOST = 12
# What the steps are called until somebody says better.
STEPS = {
    1: ("整改到位",),
    2: ("集中整改", "复核验收"),
    3: ("摸清底数", "集中整改", "复核验收"),
    4: ("摸清底数", "定出办法", "集中整改", "复核验收"),
    5: ("摸清底数", "定出办法", "集中整改", "自查补漏", "复核验收"),
}


def backward(today: date, due: date, steps: int, *, calendar: Calendar) -> list[date]:
    """Working days for `steps` steps: the last on the deadline (or the working day before it), the others at even distances
    back towards today. Strictly ascending, all after today; fewer than asked where the time is too short, none where it is over.
    """
    last = calendar.previous_working(due)
    room = calendar.working_days_between(today, last)
    steps = min(steps, room, MOST)
    if steps < 1:
        return []
    back = [room * left // steps for left in range(steps)]
    return [calendar.add_working_days(last, -days) if days else last for days in reversed(back)]


def named(days: list[date]) -> list[tuple[str, date]]:
    """The days with a first name for each step."""
    names = STEPS.get(len(days)) or tuple(f"第 {n} 步" for n in range(1, len(days) + 1))
    return list(zip(names, days, strict=True))
