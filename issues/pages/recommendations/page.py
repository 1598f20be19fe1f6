"""One recommendation: its words, what answers it, the acts of whoever looks, and what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from issues import advice
from issues.models import Recommendation, RecommendationMeasure
from issues.moves.recommendations import AnswerRow
from issues.pages.issue.trail import in_sentences
from rectify.accounts.models import User
from rectify.audit.models import Event
from rectify.lib.components import TrailLine
from rectify.lib.dates import today
from rectify.lib.page import Page
from rectify.lib.pages import form_key
from rectify.workflow.inputs import Input, input_of
from rectify.workflow.move import Judgement, offered

SPARE = 2  # empty rows below those that stand


@dataclass(frozen=True)
class OfferedAct:
    """A move that the reader may make here, ready or not, with its form; `rows` where it takes measures."""

    judged: Judgement
    form: Input
    rows: Sequence[AnswerRow]


@dataclass(frozen=True)
class AnsweringMeasure:
    """A measure, and whether the reader may open the issue in whose plan it stands."""

    row: RecommendationMeasure
    url: str


@dataclass(frozen=True)
class RecommendationPage(Page):
    template: ClassVar[str] = "issues/recommendations/recommendation.html"
    recommendation: Recommendation
    late: str
    measures: Sequence[AnsweringMeasure]
    acts: Sequence[OfferedAct]
    trail: Sequence[TrailLine]
    runs: bool
    key: str


def recommendation_page(recommendation: Recommendation, user: User, sent: Input | None) -> RecommendationPage:
    """`sent` is the form that came back."""
    about = Event.objects.about(recommendation).select_related("by")
    return RecommendationPage(
        recommendation=recommendation,
        late=advice.late_words(recommendation, today()),
        measures=measures_of(recommendation),
        acts=[offered_act(judged, recommendation, user, sent) for judged in offered(recommendation, user)],
        trail=in_sentences(about.order_by("-number")),
        runs=recommendation.round.office_id in user.offices(),
        key=form_key(),
    )


def offered_act(judged: Judgement, recommendation: Recommendation, user: User, sent: Input | None) -> OfferedAct:
    form = sent if sent is not None and sent.move is judged.move else form_of(judged, recommendation, user)
    return OfferedAct(judged, form, rows_of(form, recommendation) if "measures" in form.fields else [])


def form_of(judged: Judgement, recommendation: Recommendation, user: User) -> Input:
    """Not filled yet; the fields of several forms of one page are told apart by the name of the move."""
    move = judged.move
    return input_of(move)(move=move, obj=recommendation, user=user, auto_id=f"id_{move.name}_%s")


def rows_of(form: Input, recommendation: Recommendation) -> list[AnswerRow]:
    """The rows as they were sent, or as they stand, with room for more."""
    if form.is_bound:
        sent = form.fields["measures"].widget.value_from_datadict(form.data, {}, "measures")
        sent += [{}] * (SPARE + 1 - len(sent))  # one that came without rows is answered with empty ones
        return [
            AnswerRow(
                {f"measures-{n}-{name}": value for name, value in row.items()}, prefix=f"measures-{n}", whole=form
            )
            for n, row in enumerate(sent)
        ]
    standing = recommendation.measures.select_related("measure")
    initial = [
        {
            "measure": row.measure.public_id if row.measure else "",
            "text": row.text,
            "person": row.person,
            "due": row.due,
            "due_text": row.due_text,
        }
        for row in standing
    ]
    blank: list[dict] = [{} for _ in range(SPARE if initial else SPARE + 1)]
    return [AnswerRow(initial=row, prefix=f"measures-{n}", whole=form) for n, row in enumerate([*initial, *blank])]


def measures_of(recommendation: Recommendation) -> list[AnsweringMeasure]:
    """Its own, and those of issues: who reads the recommendation leads or supervises these too."""
    rows = recommendation.measures.select_related("measure__issue")
    return [AnsweringMeasure(row, row.measure.issue.get_absolute_url() if row.measure else "") for row in rows]
