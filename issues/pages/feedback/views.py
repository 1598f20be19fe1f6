"""反馈意见: registered word for word, frozen; corrected by a new version; its items, and which of them have no issue yet."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from issues.actions import feedback as actions
from issues.actions import splitting
from issues.forms.feedback import CorrectForm, FeedbackForm, ItemForm
from issues.models import Ending, Feedback, FeedbackItem, Round, Splitting
from rectify.lib.handing_out import handed_out
from rectify.lib.pages import acted
from rectify.workflow.doors import act_by_page

Kind = FeedbackItem.Kind


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
    crumb = [*crumb_of(round_), ("登记反馈意见", "")]
    context = {"form": form, "round": round_, "crumb": crumb, "title": "登记反馈意见"}
    return render(request, "issues/feedback_form.html", context)


def registered(request, round_: Round, form: FeedbackForm) -> Feedback | None:
    """The feedback with its splitting begun, or None when the form has more to say."""
    said = "反馈意见已登记，原文已冻结。下一步：核对拆分，确认后生成草稿。"
    file = form.cleaned_data["file"]
    source = splitting.Source.of(file) if file else None
    if not act_by_page(request, splitting.register, form, round_=round_, paper=form.paper, source=source, said=said):
        if source:
            source.forget()
        return None
    unit, track = form.cleaned_data["unit"], form.cleaned_data["track"]
    return mine(request).get(round=round_, unit=unit, track=track, version=1)


def detail(request, public_id):
    """The text beside its items, with what still has neither an issue nor a reason."""
    paper = get_object_or_404(mine(request), public_id=public_id)
    newer = Feedback.objects.filter(replaces=paper).first()
    nodes = tree(paper)
    bare = [node for node in nodes if node["bare"]]
    form = ItemForm(request.POST or None, user=request.user, obj=paper)
    if newer is None and act_by_page(request, actions.add_item, form, feedback=paper, said="条目已加上。"):
        return redirect("issues:feedback", public_id)
    context = {"paper": paper, "newer": newer, "nodes": nodes, "bare": bare, "form": form, "covered": covered(nodes)}
    context |= {"arithmetic": arithmetic(nodes)}
    context |= {"splitting": splitting_of(paper), "crumb": [*crumb_of(paper.round), (paper.title, "")]}
    return render(request, "issues/feedback.html", context)


@require_safe
def file(request, public_id):
    """The file that was uploaded, as it came: for the office that runs the round, each time told in the trail."""
    found = get_object_or_404(
        Splitting.objects.exclude(path=""), feedback=get_object_or_404(mine(request), public_id=public_id)
    )
    if request.method == "GET":
        splitting.read_file(splitting=found, by=request.user)
    return handed_out(found.path, found.file_name, "application/octet-stream")


def splitting_of(paper: Feedback) -> Splitting | None:
    """How far the text has been taken apart."""
    return Splitting.objects.filter(feedback=paper).select_related("saved_by", "confirmed_by").first()


def tree(paper: Feedback) -> list[dict]:
    """The items in their order with depth, number of issues, and whether they are bare (neither issue nor reason)."""
    depth: dict[int, int] = {}
    nodes = []
    going_on = Count("issues", filter=~Q(issues__ending=Ending.SPLIT))  # a compound issue goes on in its parts
    for item in paper.items.annotate(made=going_on).order_by("order"):
        depth[item.pk] = depth.get(item.parent_id, -1) + 1
        bare = item.kind == Kind.ISSUE and not item.made and not item.no_issue_reason
        nodes.append({"item": item, "indent": "　" * depth[item.pk], "bare": bare})
    return nodes


def arithmetic(nodes: list[dict]) -> str:
    """件 and 条: an item counts once, however many issues it was split into."""
    made = [node["item"].made for node in nodes if node["item"].made]
    return f"{sum(made)} 件问题来自 {len(made)} 条条目" if made else ""


def covered(nodes: list[dict]) -> tuple[int, int]:
    """How many of the issue items are covered, of how many."""
    asked = [node for node in nodes if node["item"].kind == Kind.ISSUE]
    return sum(not node["bare"] for node in asked), len(asked)


def correct(request, public_id):
    """A new version with its reason; the old one stays."""
    paper = get_object_or_404(mine(request), public_id=public_id)
    form = CorrectForm(request.POST or None, user=request.user, obj=paper)
    said = f"已更正，成为第 {paper.version + 1} 版；旧版留存，条目和草稿已转到新版。"
    if act_by_page(request, actions.correct, form, feedback=paper, said=said):
        return redirect("issues:feedback", Feedback.objects.get(replaces=paper).public_id)
    crumb = [*crumb_of(paper.round), (paper.title, reverse("issues:feedback", args=[public_id])), ("更正", "")]
    return render(
        request, "issues/feedback_form.html", {"form": form, "crumb": crumb, "title": "更正反馈意见", "paper": paper}
    )


def item(request, public_id, pk):
    """Correct an item, or take it out."""
    paper = get_object_or_404(mine(request), public_id=public_id)
    found = get_object_or_404(paper.items, pk=pk)
    here = redirect("issues:feedback", public_id)
    if request.POST.get("act") == "remove":
        acted(request, actions.remove_item, item=found, said="条目已删。")
        return here
    form = ItemForm(request.POST or None, user=request.user, obj=paper, item=found)
    if act_by_page(request, actions.edit_item, form, item=found, said="条目已修改。"):
        return here
    crumb = [*crumb_of(paper.round), (paper.title, reverse("issues:feedback", args=[public_id])), ("条目", "")]
    return render(request, "issues/feedback_item.html", {"form": form, "item": found, "paper": paper, "crumb": crumb})


def crumb_of(round_: Round) -> list:
    return [("轮次与导入", reverse("issues:rounds")), (round_.name, reverse("issues:round", args=[round_.public_id]))]
