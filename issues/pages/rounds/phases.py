"""转段: what rolls over when a round enters its next phase, and the record of the day it did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse

from issues import slices
from issues.actions import phases
from issues.forms.phases import PhaseForm
from issues.models import Issue, Phase, PhaseChange, Round
from issues.pages.rounds.page import path_to
from rectify.lib.components import Crumb
from rectify.lib.dates import today
from rectify.lib.page import Page
from rectify.lib.pages import form_key


@dataclass(frozen=True)
class PhaseCount:
    """A number of the day; `rolls` what goes on in the next phase, `url` its list while it is the number of now."""

    name: str
    definition: str
    rolls: bool
    count: int
    url: str


@dataclass(frozen=True)
class PhaseBeginPage(Page):
    """The act, with what rolls over beside it; `now` is the present phase."""

    template: ClassVar[str] = "issues/rounds/phase_begin.html"
    round: Round
    form: PhaseForm
    rows: Sequence[PhaseCount]
    now: Phase | None
    key: str
    crumb: Crumb


@dataclass(frozen=True)
class PhasePage(Page):
    """The record: the numbers of that day; `count` issues rolled over, `closed` of them are closed by now."""

    template: ClassVar[str] = "issues/rounds/phase.html"
    round: Round
    change: PhaseChange
    rows: Sequence[PhaseCount]
    rolled: str
    count: int
    closed: int
    crumb: Crumb


def phase_begin_page(round_: Round, form: PhaseForm) -> PhaseBeginPage:
    """With the numbers of now."""
    return PhaseBeginPage(
        round=round_,
        form=form,
        rows=counted(round_, phases.counts_of(Issue.objects.filter(round=round_), today())),
        now=phases.present_phase(round_),
        key=form_key(),
        crumb=path_to(round_, ("转段", "")),
    )


def phase_page(round_: Round, change: PhaseChange) -> PhasePage:
    """With the numbers as they were kept."""
    return PhasePage(
        round=round_,
        change=change,
        rows=counted(round_, change.counts, frozen=True),
        rolled=link(round_, f"rolled_over:{change.public_id}"),
        count=change.counts.get("open", 0),
        closed=change.rolled.filter(slices.condition("closed", today())).count(),
        crumb=path_to(round_, (str(change), "")),
    )


def counted(round_: Round, counts: Mapping[str, int], *, frozen: bool = False) -> list[PhaseCount]:
    """Each number with its name and 口径."""
    return [
        PhaseCount(
            name=slices.title(code),
            definition=slices.find(code)[0].definition,
            rolls=code in phases.ROLLING,
            count=counts[code],
            url="" if frozen else link(round_, code),
        )
        for code in phases.KEPT
        if code in counts
    ]


def link(round_: Round, code: str) -> str:
    return f"{reverse('issues:list')}?slice={code}&round={round_.public_id}"
