"""屡查屡犯: earlier findings of the same branch that read like this one, and open ones that a new entry repeats.

Suggestions only; a person links or says that they are two matters. The measure stands in `likeness`. Bounded: the newest
`MOST` findings of the branch, in one statement however many rows the ledger holds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.functions import Substr

from issues import likeness
from issues.likeness import ComparedText
from issues.models import COUNTED, OPEN, Issue, Status
from rectify.accounts.models import Unit

MOST = 3000
SHOWN = 5


@dataclass(frozen=True)
class Like:
    """One finding that reads alike: how much, by which shared wordings, and its text in pieces with those marked."""

    issue: Issue
    percent: int
    phrases: list[str]
    pieces: list[tuple[str, bool]]


def branch(unit: Unit) -> Q:
    """Findings led by `unit`, by what lies below it and by what stands above it; the root of the tree has no branch."""
    ids = [int(number) for number in unit.path.split("/") if number]
    if len(ids) < 2:
        return Q(lead_unit=unit)
    return Q(lead_unit__path__startswith=unit.path) | Q(lead_unit__in=ids[1:-1])


def before(issue: Issue) -> Q:
    """Findings of earlier rounds, and those entered before it in its own."""
    own = issue.round
    earlier = Q(round__term__starts__lt=own.term.starts) | Q(round__term=own.term_id, round__number__lt=own.number)
    return earlier | Q(round=own.pk, pk__lt=issue.pk)


def earlier_like(issue: Issue, user) -> list[Like]:
    """Dispatched findings of the branch from before `issue` that read like it, the most alike first."""
    unlike = issue.unlike.standing().values("other")
    earlier = Issue.objects.visible_to(user).filter(
        branch(issue.lead_unit), before(issue), status__in=COUNTED | {Status.TERMINATED}
    )
    earlier = earlier.exclude(pk=issue.pk).exclude(pk__in=unlike).exclude(pk=issue.recurrence_of_id or 0)
    return _alike(issue.title, issue.original, earlier)


def open_like(user, unit: Unit, title: str, original: str = "") -> list[Like]:
    """Open findings of the branch, from whatever round or source, that a new one with these words would repeat."""
    return _alike(title, original, Issue.objects.visible_to(user).filter(branch(unit), status__in=OPEN))


def _alike(title: str, original: str, candidates: QuerySet) -> list[Like]:
    text, ranked = ComparedText.of(title, original), []
    begun = Substr("original", 1, likeness.LONGEST)
    rows = candidates.order_by("-pk").annotate(begun=begun).values_list("pk", "title", "begun")[:MOST]
    for pk, its_title, its_words in rows:
        percent = likeness.percent(text, ComparedText.of(its_title, its_words))
        if percent >= likeness.ENOUGH:
            ranked.append((percent, pk))
    return _told(f"{title}\n{original}", sorted(ranked, reverse=True)[:SHOWN])


def _told(words: str, ranked: Iterable[tuple[int, int]]) -> list[Like]:
    wanted = {pk: percent for percent, pk in ranked}
    rows = Issue.objects.filter(pk__in=wanted).select_related("round", "lead_unit") if wanted else []
    likes = []
    for row in rows:
        phrases = likeness.phrases(words, f"{row.title}\n{row.original}")
        shown = row.original if len(row.original) <= 160 else f"{row.original[:160]}…"
        likes.append(Like(row, wanted[row.pk], phrases, likeness.marked(f"{row.title}　{shown}", phrases)))
    return sorted(likes, key=lambda like: (-like.percent, -like.issue.pk))


def told_apart(issue: Issue) -> QuerySet:
    """What somebody has said to be another matter, newest first."""
    return issue.unlike.standing().select_related("other__round", "by").order_by("-at")


def percent_of(one: Issue, other: Issue) -> int:
    return likeness.percent(ComparedText.of(one.title, one.original), ComparedText.of(other.title, other.original))


@dataclass(frozen=True)
class Chain:
    """What an issue repeats, and what repeats it."""

    earlier: Issue | None
    later: Sequence[Issue]


def chain(issue: Issue, user) -> Chain:
    """What the issue repeats and what repeats it, as far as the reader sees them."""
    seen = Issue.objects.visible_to(user).select_related("round")
    again = seen.filter(pk=issue.recurrence_of_id).first() if issue.recurrence_of_id else None
    return Chain(again, list(seen.filter(recurrence_of=issue).order_by("pk")[:SHOWN]))
