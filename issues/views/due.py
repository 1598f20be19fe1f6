"""What is made of a deadline while it is typed: the readout of every deadline field."""

from datetime import date

from django.shortcuts import render
from django.views.decorators.http import require_GET

from issues.deadlines import LONGEST, Basis, in_words
from issues.models import Feedback, Round


def mine(request):
    """The rounds that the reader's office runs: only their rules are told."""
    return Round.objects.run_by(request.user).select_related("profile")


@require_GET
def read(request):
    """The words of the field `of`, understood: a part that replaces itself."""
    text = request.GET.get(request.GET.get("of", ""), "")[:LONGEST]
    return render(request, "issues/_due_read.html", {"said": in_words(text, basis(request))})


def basis(request) -> Basis:
    """What the page asks to be understood by; what the reader may not know is left out."""
    given = request.GET
    round_ = mine(request).filter(public_id=given["round"]).first() if given.get("round") else None
    papers = Feedback.objects.filter(round=round_) if round_ else Feedback.objects.none()
    paper = papers.filter(public_id=given.get("feedback", "")).first()
    return Basis(day(given.get("from", "")), round_, paper, "is_immediate" in given, "first" in given)


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
