"""经过: what happened to an issue and to what hangs on it, in sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import QuerySet

from issues import policies
from issues.models import Issue
from rectify.accounts.models import User
from rectify.audit import sentences
from rectify.audit.models import Event
from rectify.lib.components import TrailLine
from rectify.lib.page import Page
from rectify.lib.pages import PageOfRows

READ = ("at", "kind", "note", "facts", "by__name", "by__title")


@dataclass(frozen=True)
class TrailPage(Page):
    """`readings`: whether the entries tell who read which file."""

    template: ClassVar[str] = "issues/issue/trail.html"
    issue: Issue
    page: PageOfRows
    entries: Sequence[TrailLine]
    readings: bool


def events(issue: Issue, user: User, *, readings: bool = False) -> QuerySet[Event]:
    """The trail of the issue and of what hangs on it: what was done, or (`readings`) who read which file. Its reader has been
    let in by the issue; what the office keeps to itself (a visit that is planned) is left out for all others."""
    about = Event.objects.about(issue).select_related("by").only(*READ)
    about = about.filter(kind__in=sentences.readings()) if readings else about.exclude(kind__in=sentences.readings())
    return about if policies.office(user, issue) else about.exclude(kind__in=sentences.reserved())


def in_sentences(events: Iterable[Event]) -> list[TrailLine]:
    """In the order of `events`, each with the post or name of who did it."""
    return [TrailLine(event.at, f"{_who(event)}　{sentences.sentence(event)}", event.note) for event in events]


def _who(event: Event) -> str:
    if event.by is None:
        return "系统"
    absent, behalf = event.facts.get("for_name"), event.facts.get("behalf_name")
    words = (f"（代{absent}）" if absent else "") + (
        f"（代录：{behalf}，签字表 {event.facts['sheet'][:8]}）" if behalf else ""
    )
    return (event.by.title or event.by.name) + words
