"""反馈意见: registered word for word, frozen; corrected by a new version; its items, and which of them have no issue yet."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from issues import policies
from issues.actions import feedback as actions
from issues.actions import splitting
from issues.actions.levels import made_wider, set_feedback_level
from issues.forms.feedback import CorrectForm, FeedbackForm, FeedbackLevelForm, ItemForm
from issues.models import Feedback, Round, Splitting
from issues.pages.feedback.page import (
    FeedbackFormPage,
    FeedbackItemPage,
    FeedbackLevelPage,
    feedback_page,
    path,
    path_below,
)
from rectify.lib.handing_out import handed_out
from rectify.lib.levels import Confidentiality
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.notices import alarms
from rectify.options.storage import near
from rectify.workflow.doors import act_by_page


def mine(request):
    """The feedback of the rounds that the reader's office runs."""
    return Feedback.objects.filter(round__in=Round.objects.run_by(request.user)).select_related(
        "round__office", "unit", "track", "replaces", "registered_by"
    )


def register(request, public_id):
    """Register feedback of a round; `?unit=` chooses the unit."""
    round_ = get_object_or_404(Round.objects.run_by(request.user), public_id=public_id)
    initial = {"unit": request.GET.get("unit"), "delivered_on": round_.onsite_ends, "title": f"{round_.name}反馈意见"}
    form = FeedbackForm(
        request.POST or None, files=request.FILES or None, user=request.user, obj=round_, initial=initial
    )
    if form.is_valid() and (paper := registered(request, round_, form)):
        return redirect("issues:split", paper.public_id)
    if form.secret:
        splitting.turn_away(round_=round_, by=request.user)
    crumb = path(round_, ("登记反馈意见", ""))
    page = FeedbackFormPage(form, "登记反馈意见", crumb, round=round_, near=near(office=round_.office))
    return show(request, page)


def registered(request, round_: Round, form: FeedbackForm) -> Feedback | None:
    """The feedback with its splitting begun, or None when the form has more to say."""
    message = "反馈意见已登记，原文已冻结。下一步：核对拆分，确认后生成草稿。"
    file = form.cleaned_data["file"]
    source = splitting.SourceFile.of(file) if file else None
    if not act_by_page(request, splitting.register, form, round_=round_, paper=form.paper, source=source, said=message):
        if source:
            source.forget()
        return None
    unit, track = form.cleaned_data["unit"], form.cleaned_data["track"]
    return mine(request).get(round=round_, unit=unit, track=track, version=1)


def detail(request, public_id):
    """The text beside its items, with what still has neither an issue nor a reason."""
    paper = get_object_or_404(mine(request), public_id=public_id)
    newer = Feedback.objects.filter(replaces=paper).first()
    form = ItemForm(request.POST or None, user=request.user, obj=paper)
    if newer is None and act_by_page(request, actions.add_item, form, feedback=paper, said="条目已加上。"):
        return redirect("issues:feedback", public_id)
    return show(request, feedback_page(paper, newer, form, user=request.user))


@require_safe
def file(request, public_id):
    """The file that was uploaded, as it came: for the office that runs the round, each time told in the trail."""
    source = get_object_or_404(
        Splitting.objects.exclude(path=""), feedback=get_object_or_404(mine(request), public_id=public_id)
    )
    if not (may := policies.takes(request.user, source)):
        messages.error(request, f"《{source.file_name}》没有给出：{may.reason}")
        return redirect("issues:feedback", public_id)
    if why := alarms.withheld(source, by=request.user):
        messages.error(request, f"《{source.file_name}》{why}")
        return redirect("issues:feedback", public_id)
    if request.method == "GET":
        splitting.read_file(splitting=source, by=request.user)
    return handed_out(source.path, source.file_name, "application/octet-stream")


def level(request, public_id):
    """Change how far the feedback goes; the head's alone."""
    paper = get_object_or_404(mine(request), public_id=public_id)
    if not policies.heads_round(request.user, paper.round):
        raise Http404
    form = FeedbackLevelForm(
        request.POST or None, user=request.user, obj=paper, initial={"level": paper.confidentiality}
    )
    if act_by_page(request, set_feedback_level, form, said="范围已调整，理由记入日志。", feedback=paper):
        return redirect("issues:feedback", public_id)
    wider = made_wider(paper, Confidentiality.WORK_SECRET).exclude(dispatched_at=None)
    return show(request, FeedbackLevelPage(paper, form, list(wider), path_below(paper, "调整范围")))


def correct(request, public_id):
    """A new version with its reason; the old one stays."""
    paper = get_object_or_404(mine(request), public_id=public_id)
    form = CorrectForm(request.POST or None, user=request.user, obj=paper)
    message = f"已更正，成为第 {paper.version + 1} 版；旧版留存，条目和草稿已转到新版。"
    if act_by_page(request, actions.correct, form, feedback=paper, said=message):
        return redirect("issues:feedback", Feedback.objects.get(replaces=paper).public_id)
    return show(request, FeedbackFormPage(form, "更正反馈意见", path_below(paper, "更正"), paper=paper))


def item(request, public_id, pk):
    """Correct an item, or take it out."""
    paper = get_object_or_404(mine(request), public_id=public_id)
    item = get_object_or_404(paper.items, pk=pk)
    here = redirect("issues:feedback", public_id)
    if request.POST.get("act") == "remove":
        acted(request, actions.remove_item, item=item, said="条目已删。")
        return here
    form = ItemForm(request.POST or None, user=request.user, obj=paper, item=item)
    if act_by_page(request, actions.edit_item, form, item=item, said="条目已修改。"):
        return here
    return show(request, FeedbackItemPage(form, item, paper, path_below(paper, "条目")))
