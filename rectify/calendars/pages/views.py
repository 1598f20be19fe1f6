"""工作日历: the days of a year that differ from the plain week, kept by the system administrator."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from rectify.accounts.access import only
from rectify.accounts.roles import AccountKind
from rectify.calendars import actions
from rectify.calendars.days import read_csv
from rectify.calendars.forms import DayForm, DaysFileForm
from rectify.calendars.models import Day
from rectify.calendars.pages import page as pages
from rectify.lib.dates import read_date, today
from rectify.lib.page import show
from rectify.lib.pages import acted, picked
from rectify.workflow.doors import act_by_page

KEEPER = only(AccountKind.SYSTEM_ADMIN)
YEARS = frozenset(map(str, range(1901, 9999)))


def mine(request: HttpRequest) -> QuerySet[Day]:
    """Days hold no business content; only the system administrator comes this far."""
    return Day.objects.all()


@KEEPER
def days(request: HttpRequest) -> HttpResponse:
    """A year at a glance, with what is missing said loudly."""
    year = asked_year(request)
    form = DayForm(request.POST or None, user=request.user)
    if form.is_valid():
        day = form.given["day"]
        if act_by_page(request, actions.put, form, said=f"已改 {day}。期限从现在起按新的日历算。"):
            return redirect(pages.address(day.year))
    return show(request, pages.days(form, year, mine(request)))


def asked_year(request: HttpRequest) -> int:
    return int(picked(request, "year", YEARS, label="年份") or today().year)


@KEEPER
@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    day: date | None = read_date(request.POST.get("day", ""))
    if day is None:
        raise Http404
    acted(request, actions.restore, said=f"{day} 已恢复默认。", day=day)
    return redirect(pages.address(day.year))


@KEEPER
def load(request: HttpRequest) -> HttpResponse:
    """A file of days: all complaints at once, nothing written while there is one."""
    form = DaysFileForm(request.POST or None, files=request.FILES or None, user=request.user)
    complaints: Sequence[str] = ()
    if form.is_valid():
        reading, file = read_csv(form.cleaned_data["file"].read()), form.cleaned_data["file"]
        complaints, rows = reading.complaints, list(reading.rows)
        asked = {"rows": rows, "source": file.name[:100], "overwrite": form.cleaned_data["overwrite"]}
        message = f"已读入 {len(rows)} 天；人工改过的日子{'也按文件改了' if asked['overwrite'] else '没有动'}。"
        if not complaints and acted(request, actions.import_file, said=message, form=form, **asked):
            return redirect(pages.address(max(row.date for row in rows).year))
    return show(request, pages.days_file(form, complaints))
