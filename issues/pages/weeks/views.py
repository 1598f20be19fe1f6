"""周调度: opened, dispatched, held, summed up and published by the office; read and signed for by the units."""

from io import BytesIO
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from issues.actions import weeks
from issues.forms.week import CallBackForm, HoldForm, WordsForm
from issues.models import DispatchLine, Week
from issues.pages.weeks.page import WeekNonePage, week_list_page, week_page, week_publish_page, week_send_page
from issues.weeks import board, books, facts
from rectify.accounts.filing import filing
from rectify.accounts.roles import OFFICE_ROLES
from rectify.lib.copies import copy_line
from rectify.lib.dates import today
from rectify.lib.page import show
from rectify.lib.pages import acted, keyset
from rectify.lib.sheets import write_book
from rectify.workflow.doors import act_by_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def mine(request):
    """The weeks the reader may see: every page about weeks starts here."""
    return Week.objects.visible_to(request.user).select_related("round__office", "held_by", "published_by")


def lines(request):
    """The lines of lists the reader may see."""
    return DispatchLine.objects.visible_to(request.user).select_related("week", "unit")


def for_office(request, week: Week) -> bool:
    return request.user.holds(*OFFICE_ROLES, at=week.round.office)


def or_404(request, public_id: str) -> Week:
    return get_object_or_404(mine(request), public_id=public_id)


@require_safe
def latest(request):
    """The newest opened week of the chosen round, else the one that is being prepared."""
    chosen = mine(request).filter(round=request.rounds.current)
    week = chosen.filter(opened_at__isnull=False).first() or chosen.first()
    if week is None:
        round_ = request.rounds.current
        office = bool(round_) and request.user.holds(*OFFICE_ROLES, at=round_.office)
        return show(request, WeekNonePage(round_, office))
    return shown(request, week)


@require_POST
def start(request):
    """Open this week by hand, in the chosen round."""
    round_ = request.rounds.current
    if round_ is None:
        raise Http404
    acted(request, weeks.start, round_=round_, at=timezone.now(), said="本周调度已启动，清单可以发出了。")
    return redirect("issues:week")


@require_safe
def week(request, public_id: str):
    return shown(request, or_404(request, public_id))


def shown(request, week: Week, status: int = 200, **sent: Any):
    """The page; `sent` is the form that was sent and said no, by its name."""
    office = for_office(request, week)
    return show(request, week_page(week, request.user, office=office, at=timezone.now(), **sent), status=status)


@require_safe
def listed(request, public_id: str, name: str):
    """The issues that a figure of the week counts."""
    week = or_404(request, public_id)
    if name not in facts.FIGURES:
        raise Http404
    shown = board.WeekBoard(week, request.user, office=for_office(request, week))
    page = keyset(shown.listed(name).for_list(), fields=("due_order", "pk"), request=request)
    return show(request, week_list_page(shown, name, page))


@require_POST
def hold(request, public_id: str):
    week = or_404(request, public_id)
    form = HoldForm(request.POST, user=request.user, obj=week)
    message = "已暂缓。清单不会自动发出，可随时发出或恢复。"
    if act_by_page(request, weeks.hold, form, week=week, at=timezone.now(), said=message):
        return redirect("issues:week", public_id)
    return shown(request, week, status=400, hold_form=form)


@require_POST
def release(request, public_id: str):
    week = or_404(request, public_id)
    acted(request, weeks.release, week=week, said="已恢复，到时自动发出。")
    return redirect("issues:week", public_id)


def send(request, public_id: str):
    """Asked once: the list as it goes out, and what has changed since it was announced."""
    week = or_404(request, public_id)
    if not for_office(request, week):
        raise Http404
    message = "清单已发出并冻结，各单位签收情况见下表。还没有单位签收时可以撤回。"
    page = week_send_page(week, request.user, request.POST if request.method == "POST" else None)
    if act_by_page(request, weeks.send_now, page.form, week=week, at=timezone.now(), said=message):
        return redirect("issues:week", public_id)
    return show(request, page)


@require_POST
def take_back(request, public_id: str):
    week = or_404(request, public_id)
    form = CallBackForm(request.POST, user=request.user, obj=week)
    message = "清单已撤回，收到的人已得到通知。改好后按“现在发出清单”重发。"
    if act_by_page(request, weeks.take_back, form, week=week, at=timezone.now(), said=message):
        return redirect("issues:week", public_id)
    return shown(request, week, status=400, back_form=form)


@require_POST
def redraft(request, public_id: str):
    week = or_404(request, public_id)
    acted(request, weeks.redraft, week=week, at=timezone.now(), said="数字已重新取过，文字没有动。")
    return redirect("issues:week", public_id)


@require_POST
def write(request, public_id: str):
    week = or_404(request, public_id)
    form = WordsForm(request.POST, user=request.user, obj=week)
    if act_by_page(request, weeks.write, form, week=week, said="草稿已存。"):
        return redirect("issues:week", public_id)
    return shown(request, week, status=400, words_form=form)


def publish(request, public_id: str):
    """A page of its own, since it cannot be taken back: the text as it goes out, then the button."""
    week = or_404(request, public_id)
    if not for_office(request, week):
        raise Http404
    message = "小结已发布并冻结，各单位可看到自己的部分。"
    asked = {"week": week, "words": week.words, "at": timezone.now(), "seen": request.POST.get("seen", "")}
    if request.method == "POST" and acted(request, weeks.publish, **asked, said=message):
        return redirect("issues:week", public_id)
    return show(request, week_publish_page(week, request.user))


@require_POST
def sign(request, pk: int):
    line = get_object_or_404(lines(request), pk=pk)
    acted(request, weeks.sign, line=line, at=timezone.now(), said=f"已签收第 {line.week.number} 周清单。")
    return redirect("issues:week", line.week.public_id)


@require_safe
def book(request, public_id: str, which: str):
    """The list or the standings as a workbook; who took it is recorded and printed at the head of its pages."""
    week, stream = or_404(request, public_id), BytesIO()
    shown_ = board.WeekBoard(week, request.user, office=for_office(request, week))
    mark = copy_line(request.user.name)
    sheet = sheet_of(shown_, which, mark)
    sheet.notes = [*sheet.notes, filing(request.user, today(), week.round.office_id)]
    write_book(stream, sheet)
    weeks.exported(week=week, what=sheet.title, by=request.user)
    name = content_disposition_header(True, f"{sheet.title}.xlsx")
    return HttpResponse(stream.getvalue(), content_type=XLSX, headers={"Content-Disposition": name})


def sheet_of(shown: board.WeekBoard, which: str, mark: str):
    if which == "dispatch":
        return books.dispatch_sheet(shown.week, shown.lines(), mark=mark)
    if which != "standing":
        raise Http404
    weeks_ = shown.weeks()
    return books.standing_sheet(shown.week, weeks_, shown.rows(weeks_), mark=mark)
