"""How late, how near: the degree of what the slices 逾期 and 期限未到 say, in the words of every page."""

from datetime import date

from rectify.calendars.days import current


def overdue_days(due: date, on: date) -> int:
    """Working days since the deadline, as the ladder counts; at least one, for a deadline on the eve of days off."""
    return max(1, current().working_days_between(due, on))


def days_left(due: date, on: date) -> str:
    """How long a deadline ahead is away, by the calendar."""
    left = (due - on).days
    return f"剩 {left} 天" if left else "今天到期"
