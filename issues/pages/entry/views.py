"""录入一件: one short form, the deadline understood while it is typed."""

from datetime import date

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from issues.actions import issues as actions
from issues.deadlines import LONGEST, Basis, in_words
from issues.forms.new import Register
from issues.models import Feedback, FeedbackItem, Issue, Round, Status
from issues.pages.entry.page import DueReadPart, entry_page
from issues.pages.recurrence.views import open_like
from issues.recurrence import Like
from rectify.lib.numbers import whole
from rectify.lib.page import show
from rectify.lib.pages import form_key
from rectify.workflow.doors import act_by_page


def mine(request):
    """The rounds that the reader's office runs."""
    return Round.objects.run_by(request.user).select_related("office", "profile")


def here(request) -> Round:
    return get_object_or_404(mine(request), pk=getattr(request.rounds.current, "pk", 0))


def new(request):
    """Enter one issue as a draft; `?item=` takes an item of the feedback along."""
    round_ = here(request)
    initial = {"key": form_key(), **begun(request, round_)}
    form = Register(request.POST or None, obj=round_, user=request.user, initial=initial)
    likes = open_like(request, str(form["lead_unit"].value() or ""), typed(form))
    if act_by_page(request, actions.register, form, said="已录入为草稿。须由另一位经办人或负责人下发。"):
        warn(request, likes)
        return redirect(after(request, round_, form))
    return show(request, entry_page(form, round_, likes))


def typed(form: Register) -> dict[str, str]:
    """The words as they stand in the form, sent or given beforehand."""
    return {name: str(form[name].value() or "") for name in ("title", "original")}


def warn(request, likes: list[Like]) -> None:
    """What was entered although something like it is open: said once more, since nothing stops it."""
    if likes:
        names = "、".join(f"{like.issue.number} {like.issue.title}（相似 {like.percent}%）" for like in likes[:3])
        messages.warning(
            request, f"这家单位有表述相近、还没有办结的：{names}。是同一件的，请删去这份草稿；不是的，不用管。"
        )


def again(request) -> dict:
    """What is filled in beforehand from an archived issue: it never reopens, a new one links back to it. The wording is that
    of the new finding, so it stays empty."""
    seen = Issue.objects.visible_to(request.user).filter(status=Status.ARCHIVED, public_id=request.GET.get("again", ""))
    old = seen.select_related("lead_unit", "round", "category").first()
    if old is None:
        return {}
    return {"recurrence_of": old, "lead_unit": old.lead_unit, "title": old.title, "category": old.category}


def begun(request, round_: Round) -> dict:
    """What is filled in beforehand from an item of the feedback, or from an archived issue that came back."""
    if old := again(request):
        return old
    items = FeedbackItem.objects.filter(feedback__round=round_).select_related("feedback__unit")
    item = items.filter(pk=whole(request.GET.get("item", ""))).first()
    if item is None:
        return {}
    text = item.text.strip()
    first = text.split("。")[0]
    return {
        "item": item,
        "feedback": item.feedback,
        "lead_unit": item.feedback.unit,
        "original": text,
        "title": first[:200],
    }


def after(request, round_: Round, form: Register) -> str:
    """Back to the feedback it came from; to another empty form when that was asked; else to the new draft."""
    if form.cleaned_data["item"]:
        return reverse("issues:feedback", args=[form.cleaned_data["feedback"].public_id])
    if request.POST.get("next") == "another":
        return reverse("issues:new")
    made = Issue.objects.filter(round=round_, lead_unit=form.cleaned_data["lead_unit"], created_by=request.user)
    return made.latest("pk").get_absolute_url()


@require_GET
def due_read(request):
    """The words of the deadline field `of`, understood while they are typed: a part that replaces itself."""
    text = request.GET.get(request.GET.get("of", ""), "")[:LONGEST]
    return show(request, DueReadPart(in_words(text, basis(request))))


def basis(request) -> Basis:
    """What the page asks to be understood by; what the reader may not know is left out."""
    sent = request.GET
    round_, within = named(request, "round"), named(request, "within")
    papers = Feedback.objects.filter(round=round_ or within)
    paper = papers.filter(public_id=sent.get("feedback", "")).first()
    return Basis(day(sent.get("from", "")), round_, paper, "is_immediate" in sent, "first" in sent, within)


def named(request, name: str) -> Round | None:
    """The round that the address names."""
    asked = request.GET.get(name)
    return mine(request).filter(public_id=asked).first() if asked else None


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
