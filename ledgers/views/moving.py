"""A move of a closure from its page: version, key and words handed to the workflow, refusals back onto the form."""

from django import forms
from django.http import HttpRequest

from issues.models import Issue
from ledgers.states import CLOSURE
from rectify.lib.pages import acted, offer_back, version_seen
from rectify.workflow.move import Judgement, judge, make


def judged(request: HttpRequest, issue: Issue, *names: str) -> dict[str, Judgement]:
    """Each of the named moves as this reader finds it now."""
    return {name: judge(CLOSURE[name], issue, request.user) for name in names}


def moved(
    request: HttpRequest, name: str, issue: Issue, form: forms.Form, *, said: str, note: str | None = None
) -> bool:
    """Make the move; `note` when the page puts the words together itself. Words nobody may lose are shown again when
    somebody else was faster."""
    words = form.cleaned_data.get("note", "") if note is None else note
    given = {"data": form.data_for_move(), "note": words, **stamp(request)}
    done = acted(request, make, said=said, form=form, move=CLOSURE[name], obj=issue, **given)
    if not done and issue.status not in CLOSURE[name].sources:
        offer_back(request, words)
    return done


def stamp(request: HttpRequest) -> dict:
    """The version the reader saw, and the form's key."""
    return {"version": version_seen(request), "key": request.POST.get("key", "")}


def is_over(request: HttpRequest, name: str, issue: Issue) -> bool:
    """Whether a form was sent for a state that has passed meanwhile: there is nothing left to fill in."""
    return request.method == "POST" and issue.status not in CLOSURE[name].sources
