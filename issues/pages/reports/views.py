from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from issues import policies
from issues.actions import reports as actions
from issues.models import Report, Week
from issues.moves.reports import READ, SEND, SEND_BACK, NoProgress, Written
from issues.weeks import desk
from rectify.accounts.roles import OFFICE_ROLES
from rectify.lib.pages import form_key, keyset, offer_back
from rectify.workflow.doors import by_page
from rectify.workflow.inputs import Input, input_of
from rectify.workflow.move import Judgement, judge
from rectify.workflow.moves import Move


def mine(request):
    """The reports the reader may see: every page about reports starts here."""
    whole = ("week__round__office", "issue__lead_unit", "issue__round__office", "unit", "sent_by", "read_by")
    return Report.objects.visible_to(request.user).select_related(*whole)


def or_404(request, public_id: str) -> Report:
    return get_object_or_404(mine(request), public_id=public_id)


def for_office(request, round_) -> bool:
    return request.user.holds(*OFFICE_ROLES, at=round_.office)


def chosen_week(request) -> Week | None:
    """The week named in the address, else the newest opened one of the chosen round."""
    weeks = Week.objects.visible_to(request.user).filter(opened_at__isnull=False).select_related("round__office")
    if named := request.GET.get("week"):
        return get_object_or_404(weeks, public_id=named)
    return weeks.filter(round=request.rounds.current).first()


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """A unit: what it owes this week. The office: what came, to be read."""
    week = chosen_week(request)
    if week is None:
        return render(request, "issues/week_none.html", {"round": request.rounds.current})
    beside = {"week": [week.public_id]} | request.rounds.named
    asked = desk.ReportFilter(request.GET, desk.of_week(mine(request), week), beside=beside)
    if for_office(request, week.round):
        return render(request, "issues/reports_office.html", office_desk(request, week, asked))
    return render(request, "issues/reports.html", unit_desk(request, week, asked))


def unit_desk(request, week: Week, asked: desk.ReportFilter) -> dict[str, Any]:
    reports = asked.understood()
    rows = list(reports)
    owed = set(desk.still_owed(reports, request.user).values_list("pk", flat=True))
    waiting = [row for row in rows if row.pk in owed]
    rest = [row for row in rows if row.pk not in owed]
    return {
        "week": week,
        "asked": asked,
        "waiting": waiting,
        "rest": rest,
        "sent": sum(1 for row in rest if row.sent_at),
        "others": sum(1 for row in rest if not row.sent_at),
        "deadline": desk.deadline_words(week, timezone.now()),
    }


def office_desk(request, week: Week, asked: desk.ReportFilter) -> dict[str, Any]:
    unit = asked.asked.get("unit", "")
    keep = f"&week={week.public_id}" + (f"&unit={unit}" if unit else "")
    return {
        "week": week,
        "asked": asked,
        "page": keyset(asked.in_view(), fields=("issue__due_order", "pk"), request=request),
        "views": desk.views_of(asked.of_unit(), state=asked.view, url=reverse("issues:reports"), keep=keep),
        "units": desk.units_in(asked.queryset),
        "unit": unit,
        "state": asked.view,
    }


@require_safe
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    return shown(request, or_404(request, public_id))


def shown(request, report: Report, status: int = 200, **extra) -> HttpResponse:
    """The page of one report: the form for who writes it, else the text with what the office may do."""
    office, last = for_office(request, report.week.round), desk.last_sent(report)
    writing = judge(SEND, report, request.user)
    context = {
        "report": report, "last": last, "office": office, "writing": bool(writing), "key": form_key(),
        "deadline": desk.deadline_words(report.week, timezone.now()), "reads": judge(READ, report, request.user),
        "why": why_not(report, writing, request.user),
    }  # fmt: skip
    context |= writers_part(request, report) if writing else readers_part(request, report)
    return render(request, "issues/report.html", context | extra, status=status)


def why_not(report: Report, writing: Judgement, user) -> Judgement | None:
    """What keeps the unit's people from sending a report that has not come; None for who only reads."""
    owed = report.status in SEND.sources
    return writing if owed and writing.missing and policies.unit(user, report.issue) else None


def writers_part(request, report: Report) -> dict[str, Any]:
    last = desk.last_written(report)
    owed = list(desk.still_owed(desk.of_week(mine(request), report.week), request.user))
    number, count = desk.place(report, owed)
    return {
        "last": last, "number": number, "count": count, "next_number": number + 1 if number < count else 0,
        "report_form": Written(initial=first_words(report, last), last=last, **whom(request, report, SEND)),
        "none_form": NoProgress(prefix="none", **whom(request, report, SEND)),
    }  # fmt: skip


def first_words(report: Report, last: Report | None) -> dict[str, str]:
    """A returned report opens with its own words; a new one with last week's text, so that only the change is written."""
    if report.sent_at:
        return {name: getattr(report, name) for name in Written.base_fields}
    declared = last.declared if last else ""
    return {"text": last.text if last else "", "declared": declared or "declared_doing"}


def readers_part(request, report: Report) -> dict[str, Any]:
    return {f"{kind}_form": filled(request, report, move) for kind, move in (("read", READ), ("return", SEND_BACK))}


def whom(request, report: Report, move: Move) -> dict[str, Any]:
    """What an input of `move` is asked for."""
    return {"move": move, "obj": report, "user": request.user}


def filled(request, report: Report, move: Move, data: Any = None) -> Input:
    return input_of(move)(data, **whom(request, report, move))


@require_POST
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    report = or_404(request, public_id)
    form = Written(request.POST, last=desk.last_written(report), **whom(request, report, SEND))
    if form.is_valid() and by_page(request, form.move, report, form, said=""):
        return onward(request, report)
    if report.status not in form.move.sources:
        offer_back(request, request.POST.get("text", ""))
    return shown(request, report, status=400, form=form, report_form=form)


@require_POST
def no_progress(request: HttpRequest, public_id: str) -> HttpResponse:
    report = or_404(request, public_id)
    form = NoProgress(request.POST, prefix="none", **whom(request, report, SEND))
    if form.is_valid() and by_page(request, form.move, report, form, said=""):
        return onward(request, report)
    return shown(request, report, status=400, form=form, none_form=form)


def onward(request, report: Report) -> HttpResponse:
    """To the next one that is still owed, saying how many there are."""
    owed = list(desk.still_owed(desk.of_week(mine(request), report.week), request.user))
    rest = (
        f"还有 {len(owed)} 件，{desk.deadline_words(report.week, timezone.now())['text']}"
        if owed
        else "本周的都已报齐。"
    )
    messages.success(request, f"已报送 {report.issue.number}。{rest}")
    return redirect("issues:report", owed[0].public_id) if owed else redirect("issues:reports")


@require_POST
def read(request: HttpRequest, public_id: str) -> HttpResponse:
    report = or_404(request, public_id)
    form = filled(request, report, READ, request.POST)
    if form.is_valid() and by_page(request, form.move, report, form):
        return to_next_unread(request, report)
    return shown(request, report, status=400, read_form=form)


@require_POST
def send_back(request: HttpRequest, public_id: str) -> HttpResponse:
    report = or_404(request, public_id)
    form = filled(request, report, SEND_BACK, request.POST)
    if form.is_valid() and by_page(request, form.move, report, form):
        return to_next_unread(request, report)
    return shown(request, report, status=400, form=form, return_form=form)


def to_next_unread(request, report: Report) -> HttpResponse:
    waiting = desk.of_week(mine(request), report.week).filter(status=Report.Status.SENT).first()
    if waiting:
        return redirect("issues:report", waiting.public_id)
    return redirect(f"{reverse('issues:reports')}?week={report.week.public_id}")


@require_POST
def read_many(request: HttpRequest) -> HttpResponse:
    """阅 the ticked ones, each judged by itself."""
    chosen = mine(request).filter(public_id__in=request.POST.getlist("ids")[:200])
    done, refused = actions.read_all(reports=chosen, by=request.user)
    if done:
        messages.success(request, f"已阅 {done} 件。")
    for line in refused:
        messages.warning(request, line)
    return redirect(
        request.POST.get("back") if request.POST.get("back", "").startswith("/reports/?") else "issues:reports"
    )
