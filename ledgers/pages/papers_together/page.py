"""文书 that are dealt with together: what stands in the way of each that was ticked, what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse

from ledgers.models import IssuedPaper, PaperBundle
from ledgers.moves.papers import TOGETHER
from ledgers.papers import PAPERS
from rectify.accounts.models import User
from rectify.lib.components import Crumb
from rectify.lib.page import Page
from rectify.lib.pages import form_key
from rectify.workflow.doors import RowOutcome
from rectify.workflow.move import judge
from rectify.workflow.moves import Move

ACTS = {move.name: move for move in TOGETHER}


@dataclass(frozen=True)
class TickedPaper:
    """With why not; nothing when it can be done."""

    paper: IssuedPaper
    reasons: Sequence[str]


@dataclass(frozen=True)
class PapersTogetherPage(Page):
    """What the act will do: `ready` of the rows, the rest with their reasons."""

    template: ClassVar[str] = "ledgers/papers_together/check.html"
    crumb: Crumb
    act: Move
    rows: Sequence[TickedPaper]
    ready: int
    key: str


@dataclass(frozen=True)
class PaperOutcome:
    """What became of one: its title, what it is about, its page where there is one, every reason why not."""

    title: str
    about: str
    url: str
    reasons: Sequence[str]


@dataclass(frozen=True)
class PapersTogetherDonePage(Page):
    """What became of each, those that failed first. `word` is what was done to `done` of them, `back` where the ticks were."""

    template: ClassVar[str] = "ledgers/papers_together/done.html"
    crumb: Crumb
    word: str
    outcomes: Sequence[PaperOutcome]
    done: int
    next: str
    back: str


def check(move: Move, papers: Sequence[IssuedPaper], user: User) -> PapersTogetherPage:
    rows = [TickedPaper(paper, _reasons(move, paper, user)) for paper in papers]
    ready = sum(not row.reasons for row in rows)
    return PapersTogetherPage([register(), (f"成批{move.label}", "")], move, rows, ready, form_key())


def _reasons(move: Move, paper: IssuedPaper, user: User) -> list[str]:
    if paper.status not in move.sources:
        return [f"现在是“{paper.get_status_display()}”，不能{move.label}"]
    return [verdict.reason for verdict in judge(move, paper, user).missing]


def done(move: Move, outcomes: Sequence[RowOutcome]) -> PapersTogetherDonePage:
    rows = [PaperOutcome(str(one.obj), one.obj.about_told, one.obj.get_absolute_url(), one.reasons) for one in outcomes]
    crumb = [register(), (f"成批{move.label}", "")]
    return _done(crumb, rows, word=f"已{move.label}", then=move.says.next, back=reverse("ledgers:paper_register"))


def reviewed(bundle: PaperBundle, outcomes: Sequence[RowOutcome]) -> PapersTogetherDonePage:
    """Of the drafts of a bundle."""
    kind = PAPERS[bundle.slug]
    rows = [PaperOutcome(kind.title, one.obj.about_words, "", one.reasons) for one in outcomes]
    crumb = [register(), ("成批文书", reverse("ledgers:paper_bundles")), (f"成批核稿：{kind.title}", "")]
    return _done(crumb, rows, word="已核稿", then="等另一位负责人签发。", back=bundle.get_absolute_url())


def _done(crumb: Crumb, rows: list[PaperOutcome], *, word: str, then: str, back: str) -> PapersTogetherDonePage:
    count = sum(not row.reasons for row in rows)
    return PapersTogetherDonePage(crumb, word, sorted(rows, key=lambda row: not row.reasons), count, then, back)


def register() -> tuple[str, str]:
    return "文书登记", reverse("ledgers:paper_register")
