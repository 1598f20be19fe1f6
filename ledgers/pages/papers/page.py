"""文书 of an object: which there are, and one of them as it would print."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import reverse

from issues.models import Handover, Issue, Round, Week
from issues.models.issue import WITHHELD
from issues.models.querysets import may_read
from issues.pages.issue.trail import in_sentences
from ledgers import numbering
from ledgers.forms.papers import PaperReviewForm
from ledgers.models import IssuedPaper, Meeting, PaperTemplate
from ledgers.models.querysets import IssuedPaperQuerySet
from ledgers.moves.papers import TOGETHER
from ledgers.numbering import SeriesAccount
from ledgers.panels import WaitingPaper, late_answer, waiting_papers
from ledgers.paperwork import OfficePaper, PaperReader, UnitInRound, made, office_of
from ledgers.templating import in_use
from rectify.accounts.models import User
from rectify.audit import sentences
from rectify.audit.models import Event
from rectify.lib.components import Crumb, Pairs, TrailLine
from rectify.lib.dates import chinese, today
from rectify.lib.errors import Refused
from rectify.lib.page import Page
from rectify.lib.pages import PageOfRows, form_key, keyset
from rectify.lib.paper import OfficialPaper
from rectify.lib.printing import can_print
from rectify.workflow.inputs import Input, input_of
from rectify.workflow.move import Judgement, offered
from rectify.workflow.moves import Move


@dataclass(frozen=True)
class PaperLink:
    """A paper that may be made of the object: where it is seen, and why not where there is none."""

    kind: OfficePaper
    url: str
    why_not: str


@dataclass(frozen=True)
class PapersPage(Page):
    """The papers of one object."""

    template: ClassVar[str] = "ledgers/papers/papers.html"
    crumb: Crumb
    round: Round | None
    papers: Sequence[PaperLink]
    office: bool


@dataclass(frozen=True)
class PaperPage(Page):
    """One paper as a draft; without one the reason (`why_not`). `layout` is the office's own, in which the Word file comes;
    `pdf`: whether the server prints."""

    template: ClassVar[str] = "ledgers/papers/paper.html"
    crumb: Crumb
    round: Round | None
    kind: OfficePaper
    paper: OfficialPaper | None
    why_not: str
    public_id: str
    review: PaperReviewForm | None
    layout: PaperTemplate | None
    pdf: bool


@dataclass(frozen=True)
class PaperRegisterPage(Page):
    """`rows` are the numbers, `waiting` what waits for the reader, `series` what the series lack and spoiled; `office`: whether
    the reader is of one; `acts` what may be done to several that wait, where the reader may do it to one."""

    template: ClassVar[str] = "ledgers/papers/register.html"
    waiting: Sequence[WaitingPaper]
    rows: Sequence[IssuedPaper]
    page: PageOfRows
    series: Sequence[SeriesAccount]
    office: bool
    acts: Sequence[Move]


@dataclass(frozen=True)
class PaperAct:
    """A move that the reader may make here, ready or not, with its form."""

    judged: Judgement
    form: Input


@dataclass(frozen=True)
class PaperFigure:
    """A number of an issued paper: how many, by which words, which they were."""

    name: str
    count: int
    definition: str
    rows: str


@dataclass(frozen=True)
class IssuedPaperPage(Page):
    """A paper from its review on: what the register holds of it, what its numbers counted, the acts of the reader, what
    happened."""

    template: ClassVar[str] = "ledgers/papers/issued.html"
    crumb: Crumb
    paper: IssuedPaper
    late: str
    facts: Pairs
    figures: Sequence[PaperFigure]
    acts: Sequence[PaperAct]
    trail: Sequence[TrailLine]
    draft_url: str
    key: str
    pdf: bool


def issued_paper(paper: IssuedPaper, user: User, sent: Input | None) -> IssuedPaperPage:
    """`sent` is the form that came back. Who read the file stands in the whole trail, not here."""
    about = Event.objects.about(paper).exclude(kind__in=sentences.readings()).select_related("by")
    ours = paper.office_id in user.offices()
    return IssuedPaperPage(
        crumb=[("文书登记", reverse("ledgers:paper_register")), (str(paper), "")],
        paper=paper,
        late=late_answer(paper, today()),
        facts=facts_of(paper),
        figures=figures_of(paper, user),
        acts=[paper_act(judged, paper, user, sent) for judged in offered(paper, user)],
        trail=in_sentences(about.order_by("-number")),
        draft_url=reverse("ledgers:paper", args=[paper.about_id, paper.slug]) if ours else "",
        key=form_key(),
        pdf=can_print(),
    )


def paper_act(judged: Judgement, paper: IssuedPaper, user: User, sent: Input | None) -> PaperAct:
    """The form as it was sent, or a fresh one; the fields of several forms of one page are told apart by the move."""
    move = judged.move
    if sent is not None and sent.move is move:
        return PaperAct(judged, sent)
    return PaperAct(judged, input_of(move)(move=move, obj=paper, user=user, auto_id=f"id_{move.name}_%s"))


def facts_of(paper: IssuedPaper) -> list[tuple[str, ...]]:
    """What the register holds, as far as there is any."""
    pairs = [
        ("对象", paper.about_told, ""),
        ("文号", paper.serial, ""),
        ("核稿", str(paper.reviewed_by), ""),
        ("签发", str(paper.signed_by or ""), ""),
        ("收文单位", str(paper.unit or ""), ""),
        ("送达", day(paper.delivered_on), paper.delivery),
        ("签收", day(paper.received_on), paper.received_who),
        ("答复期限", day(paper.answer_by), ""),
        ("答复", day(paper.answered_on), paper.answered_who),
        ("理由", paper.remark, ""),
        ("版式", f"本单位模板{paper.template}" if paper.template else "", ""),
        ("校验码", paper.digest, ""),
    ]
    return [pair for pair in pairs if pair[1]]


def figures_of(paper: IssuedPaper, user: User) -> list[PaperFigure]:
    """As they were kept when it was signed; of an issue that was restricted since, who may not read it is told the number."""
    figures = paper.basis["figures"] if paper.basis else []
    withheld = withheld_numbers(paper, user) if figures else set()
    lines = [(one, "、".join(counted_row(row, withheld) for row in one["rows"])) for one in figures]
    return [PaperFigure(one["name"], len(one["rows"]), one["definition"], rows) for one, rows in lines]


def withheld_numbers(paper: IssuedPaper, user: User) -> set[str]:
    """The numbers of the issues that `user` may not read, of the paper's round, else of all rounds of its office."""
    issues = (
        Issue.objects.filter(round=paper.round) if paper.round else Issue.objects.filter(round__office=paper.office)
    )
    return set(issues.exclude(may_read(user)).values_list("number", flat=True))


def counted_row(row: list[str], withheld: Container[str]) -> str:
    """3（整改中，期限 2026-12-31）"""
    number, state, due = row
    return f"{number}（{WITHHELD if number in withheld else f'{state}，期限 {due}' if due else state}）"


def day(value: date | None) -> str:
    return chinese(value) if value else ""


def register(request: HttpRequest, mine: IssuedPaperQuerySet) -> PaperRegisterPage:
    """The newest number first."""
    user: Any = request.user
    page = keyset(mine.numbered(), fields=("-signed_at", "-pk"), request=request)
    waiting = waiting_papers(user, mine, today())
    series, acts = numbering.accounts(user, mine), acts_of(waiting, user)
    return PaperRegisterPage(waiting, page.rows, page, series, office=bool(user.offices()), acts=acts)


def acts_of(waiting: Sequence[WaitingPaper], user: User) -> list[Move]:
    """Of the moves that are made on many papers those that this person may make on one of these."""
    return [
        move
        for move in TOGETHER
        if any(one.paper.status in move.sources and move.may(user, one.paper) for one in waiting)
    ]


def papers(obj: Any, kinds: Sequence[OfficePaper], reader: PaperReader) -> PapersPage:
    """What can be made first, the rest with its reason."""
    links = [PaperLink(kind, address(obj, kind), drawn_up(kind, obj, reader)[1]) for kind in kinds]
    office = office_of(obj).pk in reader.user.offices()
    return PapersPage(
        [place(obj), ("文书", "")], round_of(obj), sorted(links, key=lambda link: bool(link.why_not)), office
    )


def paper(obj: Any, kind: OfficePaper, reader: PaperReader) -> PaperPage:
    """As it stands now."""
    drawn, why_not = drawn_up(kind, obj, reader)
    crumb = [place(obj), ("文书", reverse("ledgers:papers", args=[obj.public_id])), (kind.title, "")]
    reviews = drawn is not None and kind.series and office_of(obj).pk in reader.user.offices()
    form = PaperReviewForm(obj=kind, user=reader.user) if reviews else None
    layout = in_use(kind, office_of(obj))
    return PaperPage(crumb, round_of(obj), kind, drawn, why_not, obj.public_id, form, layout, can_print())


def drawn_up(kind: OfficePaper, obj: Any, reader: PaperReader) -> tuple[OfficialPaper | None, str]:
    """The paper, or the reason why there is none."""
    try:
        return made(kind, obj, reader), ""
    except Refused as refused:
        return None, str(refused)


def address(obj: Any, kind: OfficePaper) -> str:
    return reverse("ledgers:paper", args=[obj.public_id, kind.slug])


def place(obj: Any) -> tuple[str, str]:
    """The page of the object: name and address."""
    if isinstance(obj, UnitInRound):
        return str(obj), reverse("issues:unit_duty", args=[obj.public_id])
    if isinstance(obj, Issue | Handover):
        return str(obj), obj.get_absolute_url()
    names = {Round: "issues:round", Week: "issues:week", Meeting: "ledgers:meeting"}
    return str(obj), reverse(names[type(obj)], args=[obj.public_id])


def round_of(obj: Any) -> Round | None:
    """The round that the object belongs to; a hand-over, and a meeting about several, belong to none."""
    return obj if isinstance(obj, Round) else getattr(obj, "round", None)
