"""工作日历: the days of a year that differ from the plain week, kept by the system administrator."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rectify.accounts.access import only
from rectify.accounts.roles import AccountKind
from rectify.calendars import actions
from rectify.calendars.days import current, read_csv
from rectify.calendars.forms import DayForm, DaysFileForm
from rectify.calendars.models import Day, Source
from rectify.lib.dates import read_date, today
from rectify.lib.numbers import whole
from rectify.lib.pages import acted
from rectify.workflow.doors import act_by_page

KEEPER = only(AccountKind.SYSTEM_ADMIN)
AHEAD = timedelta(days=365)


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
            return redirect(address(day.year))
    rows = [(row, differs(row)) for row in mine(request).filter(date__year=year)]
    context = {"form": form, "rows": rows, "year": year, "views": years(year), "crumb": [], "total": len(rows)}
    context |= {"warnings": current().warnings(today(), today() + AHEAD), "known": current().known(year)}
    return render(request, "calendars/days.html", context | {"off": sum(not row.works for row, _ in rows)})


def asked_year(request: HttpRequest) -> int:
    year = whole(request.GET.get("year", ""), 9998)
    return year if year and year > 1900 else today().year


def address(year: int) -> str:
    return f"{reverse('calendars:days')}?year={year}"


def years(shown: int) -> list[dict]:
    """Last year to the year after next, and the one that is looked at."""
    now = today().year
    wanted = sorted({now - 1, now, now + 1, now + 2, shown})
    return [{"name": f"{year} 年", "url": address(year), "current": year == shown} for year in wanted]


def differs(row: Day) -> bool:
    """Whether the day is another than its weekday says; a restored one is not."""
    return row.works != (row.date.weekday() < 5) or bool(row.name) or row.source != Source.PERSON


@KEEPER
@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    day: date | None = read_date(request.POST.get("day", ""))
    if day is None:
        raise Http404
    acted(request, actions.restore, said=f"{day} 已恢复默认。", day=day)
    return redirect(address(day.year))


@KEEPER
def load(request: HttpRequest) -> HttpResponse:
    """A file of days: all complaints at once, nothing written while there is one."""
    form, complaints = DaysFileForm(request.POST or None, files=request.FILES or None, user=request.user), ()
    if form.is_valid():
        reading, file = read_csv(form.cleaned_data["file"].read()), form.cleaned_data["file"]
        complaints, rows = reading.complaints, list(reading.rows)
        asked = {"rows": rows, "source": file.name[:100], "overwrite": form.cleaned_data["overwrite"]}
        said = f"已读入 {len(rows)} 天；人工改过的日子{'也按文件改了' if asked['overwrite'] else '没有动'}。"
        if not complaints and acted(request, actions.import_file, said=said, form=form, **asked):
            return redirect(address(max(row.date for row in rows).year))
    crumb = [("工作日历", reverse("calendars:days")), ("导入", "")]
    return render(request, "calendars/load.html", {"form": form, "complaints": complaints, "crumb": crumb})
