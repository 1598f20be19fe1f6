"""The pages of the calendar: a year at a glance, a file of days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from django.db.models import QuerySet
from django.urls import reverse

from rectify.calendars.days import current
from rectify.calendars.forms import DayForm, DaysFileForm
from rectify.calendars.models import Day, DaySource
from rectify.lib.components import Crumb, ViewLink
from rectify.lib.dates import today
from rectify.lib.page import Page

AHEAD = timedelta(days=365)


@dataclass(frozen=True)
class DaysPage(Page):
    """Each row is a day that was entered, and whether it is another than its weekday says; `off` of them are no working days."""

    template: ClassVar[str] = "calendars/days.html"
    form: DayForm
    year: int
    rows: Sequence[tuple[Day, bool]]
    off: int
    views: Sequence[ViewLink]
    warnings: Sequence[str]


@dataclass(frozen=True)
class DaysFilePage(Page):
    """A file of days, with all complaints about it."""

    template: ClassVar[str] = "calendars/load.html"
    form: DaysFileForm
    complaints: Sequence[str]
    crumb: Crumb


def days(form: DayForm, year: int, entered: QuerySet[Day]) -> DaysPage:
    """The days `entered` of the `year`, with what is missing said loudly."""
    rows = [(day, differs(day)) for day in entered.filter(date__year=year)]
    return DaysPage(
        form=form,
        year=year,
        rows=rows,
        off=sum(not day.works for day, _ in rows),
        views=_years(year),
        warnings=current().warnings(today(), today() + AHEAD),
    )


def days_file(form: DaysFileForm, complaints: Sequence[str]) -> DaysFilePage:
    """The form, and why a file was not taken."""
    crumb = [("工作日历", reverse("calendars:days")), ("导入", "")]
    return DaysFilePage(form=form, complaints=complaints, crumb=crumb)


def address(year: int) -> str:
    return f"{reverse('calendars:days')}?year={year}"


def differs(day: Day) -> bool:
    """Whether the day is another than its weekday says; a restored one is not."""
    return day.works != (day.date.weekday() < 5) or bool(day.name) or day.source != DaySource.PERSON


def _years(shown: int) -> list[ViewLink]:
    """Last year to the year after next, and the one that is looked at."""
    now = today().year
    wanted = sorted({now - 1, now, now + 1, now + 2, shown})
    return [ViewLink(f"{year} 年", address(year), year == shown) for year in wanted]
