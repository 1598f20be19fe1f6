"""周报: written by the unit, read or sent back by the office."""

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from issues.actions import reports as actions
from issues.models import Report, Week
from issues.moves.reports import READ, SEND, SEND_BACK, NoProgress, ReportForm
from issues.pages.reports.page import (
    SentReport,
    ShownWeeks,
    filled,
    office_reports_page,
    report_page,
    reports_page,
)
from issues.pages.weeks.page import WeekNonePage
from issues.weeks import desk
from rectify.accounts.roles import OFFICE_ROLES
from rectify.lib.page import show
from rectify.lib.pages import offer_back
from rectify.lib.ticks import tell_left, ticked
from rectify.workflow.doors import by_page
from rectify.workflow.inputs import Input


def mine(request):
    """The reports the reader may see: every page about reports starts here."""
    whole = ("week__round__office", "issue__lead_unit", "issue__round__office", "unit", "sent_by", "read_by")
    return Report.objects.visible_to(request.user).select_related(*whole).defer("week__facts", "week__words")


def or_404(request, public_id: str) -> Report:
    return get_object_or_404(mine(request), public_id=public_id)


def for_office(request, round_) -> bool:
    return request.user.holds(*OFFICE_ROLES, at=round_.office)


def chosen_weeks(request) -> list[Week]:
    """The week named in the address, else the newest opened one of each round, or of the round that the address names."""
    weeks = Week.objects.visible_to(request.user).filter(opened_at__isnull=False).select_related("round__office")
    if named := request.GET.get("week"):
        return [get_object_or_404(weeks, public_id=named)]
    return list(request.rounds.workload.of(weeks.newest()).order_by("report_due", "pk"))


def here(round_: str) -> str:
    """This page with the weeks of a round; of all where none is named."""
    return f"{reverse('issues:reports')}?round={round_}" if round_ else reverse("issues:reports")


@require_safe
def listing(request):
    """A unit: what it owes this week. The office: what came, to be read."""
    weeks = chosen_weeks(request)
    if not weeks:
        return show(request, WeekNonePage(request.rounds.current))
    beside = {"week": [week.public_id for week in weeks]} | request.rounds.named
    asked = desk.ReportFilter(request.GET, desk.of_weeks(mine(request), weeks), beside=beside)
    page = office_reports_page if any(for_office(request, week.round) for week in weeks) else reports_page
    return show(request, page(shown_weeks(request, weeks), asked, request))


def shown_weeks(request, weeks: list[Week]) -> ShownWeeks:
    """With the ways to the weeks of each of the reader's rounds, counted by what waits there for the reader."""
    workload = request.rounds.workload
    views = workload.views(here, waiting_by_round(request)) if "week" not in request.GET else []
    return ShownWeeks(weeks, views, several=len(weeks) > 1)


def waiting_by_round(request) -> dict[int, int]:
    """How many reports of the newest weeks wait for the reader: to be written by the unit, to be read by the office."""
    reports = mine(request).filter(week__in=Week.objects.visible_to(request.user).newest())
    return desk.by_round(reports, request.user)


@require_safe
def report(request, public_id: str):
    return shown(request, or_404(request, public_id))


def shown(request, report: Report, status: int = 200, **sent: Input):
    """The page of one report; `sent` is the form that was sent and said no, by its name."""
    office = for_office(request, report.week.round)
    page = report_page(report, request.user, mine(request), office=office, sent=SentReport(**sent))
    return show(request, page, status=status)


def whom(request, report: Report) -> dict[str, Any]:
    """What an input that sends the report is asked for."""
    return {"move": SEND, "obj": report, "user": request.user}


@require_POST
def send(request, public_id: str):
    report = or_404(request, public_id)
    form = ReportForm(request.POST, last=desk.last_written(report), **whom(request, report))
    if form.is_valid() and by_page(request, form.move, report, form, said=""):
        return onward(request, report)
    if report.status not in form.move.sources:
        offer_back(request, request.POST.get("text", ""))
    return shown(request, report, status=400, report_form=form)


@require_POST
def no_progress(request, public_id: str):
    report = or_404(request, public_id)
    form = NoProgress(request.POST, prefix="none", **whom(request, report))
    if form.is_valid() and by_page(request, form.move, report, form, said=""):
        return onward(request, report)
    return shown(request, report, status=400, none_form=form)


def onward(request, report: Report):
    """To the next one that is still owed, saying how many there are."""
    owed = list(desk.still_owed(desk.of_weeks(mine(request), [report.week]), request.user))
    rest = (
        f"还有 {len(owed)} 件，{desk.deadline_words(report.week, timezone.now()).text}"
        if owed
        else f"{report.week.round.name}本周的都已报齐。"
    )
    messages.success(request, f"已报送 {report.issue.number}。{rest}")
    return redirect("issues:report", owed[0].public_id) if owed else redirect("issues:reports")


@require_POST
def read(request, public_id: str):
    report = or_404(request, public_id)
    form = filled(report, READ, request.user, request.POST)
    if form.is_valid() and by_page(request, form.move, report, form):
        return to_next_unread(request, report)
    return shown(request, report, status=400, read_form=form)


@require_POST
def send_back(request, public_id: str):
    report = or_404(request, public_id)
    form = filled(report, SEND_BACK, request.user, request.POST)
    if form.is_valid() and by_page(request, form.move, report, form):
        return to_next_unread(request, report)
    return shown(request, report, status=400, return_form=form)


def to_next_unread(request, report: Report):
    waiting = desk.of_weeks(mine(request), [report.week]).filter(status=Report.Status.SENT).first()
    if waiting:
        return redirect("issues:report", waiting.public_id)
    return redirect(f"{reverse('issues:reports')}?week={report.week.public_id}")


@require_POST
def read_many(request):
    """阅 the ticked ones, each judged by itself."""
    ids = ticked(request)
    chosen = list(mine(request).filter(public_id__in=ids))
    tell_left(request, ids, len(chosen))
    done, refused = actions.read_all(reports=chosen, by=request.user)
    if done:
        messages.success(request, f"已阅 {done} 件。")
    for line in refused:
        messages.warning(request, line)
    return redirect(
        request.POST.get("back") if request.POST.get("back", "").startswith("/reports/?") else "issues:reports"
    )
