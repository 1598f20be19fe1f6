"""文书 of an object: which there are, and one of them as it would print."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import reverse

from issues.models import Handover, Issue, Round, Week
from ledgers.models import IssuedPaper, Meeting
from ledgers.models.querysets import IssuedPaperQuerySet
from ledgers.paperwork import OfficePaper, PaperReader, UnitInRound, made, office_of
from ledgers.policies import signs_papers
from rectify.lib.components import Crumb
from rectify.lib.errors import Refused
from rectify.lib.page import Page
from rectify.lib.pages import PageOfRows, keyset
from rectify.lib.paper import OfficialPaper


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
    """One paper as a draft; without one the reason (`why_not`)."""

    template: ClassVar[str] = "ledgers/papers/paper.html"
    crumb: Crumb
    round: Round | None
    kind: OfficePaper
    paper: OfficialPaper | None
    why_not: str
    file_url: str
    review_url: str


@dataclass(frozen=True)
class PaperRegisterPage(Page):
    """`rows` are the numbers, `waiting` the reviewed ones with whether the reader may sign them."""

    template: ClassVar[str] = "ledgers/papers/register.html"
    waiting: Sequence[tuple[IssuedPaper, bool]]
    rows: Sequence[IssuedPaper]
    page: PageOfRows


def register(request: HttpRequest, mine: IssuedPaperQuerySet) -> PaperRegisterPage:
    """The newest number first."""
    user: Any = request.user
    page = keyset(mine.exclude(signed_at=None), fields=("-signed_at", "-pk"), request=request)
    waiting = [
        (one, bool(signs_papers(user, one.office)) and one.reviewed_by_id != user.pk)
        for one in mine.waiting().order_by("pk")
    ]
    return PaperRegisterPage(waiting, page.rows, page)


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
    at = [obj.public_id, kind.slug]
    reviews = drawn is not None and kind.series and office_of(obj).pk in reader.user.offices()
    review_url = reverse("ledgers:paper_review", args=at) if reviews else ""
    return PaperPage(crumb, round_of(obj), kind, drawn, why_not, reverse("ledgers:paper_file", args=at), review_url)


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
