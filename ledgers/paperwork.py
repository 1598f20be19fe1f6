"""The office's papers (文书) as a registry: declared once in `ledgers/papers`; page, Word and command come from it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from issues.models import Handover, Issue, Round, Week
from ledgers.models import Meeting
from rectify.accounts.models import Unit, User
from rectify.lib.copies import copy_line
from rectify.lib.errors import Refused
from rectify.lib.levels import Confidentiality
from rectify.lib.paper import OfficialPaper, PaperForm
from rectify.lib.reach import Door, Given, given
from rectify.lib.wordcopy import copied

ROOM = "　"  # where a number or a day is filled in
REST = ("项目", "内容")


class About(StrEnum):
    """What a paper is about: the object whose public id stands in its address."""

    ISSUE = "issue"
    UNIT = "unit"
    ROUND = "round"
    WEEK = "week"
    MEETING = "meeting"
    STATEMENT = "statement"
    HANDOVER = "handover"


@dataclass(frozen=True)
class UnitInRound:
    """A unit in one round: what most papers to a unit are about."""

    unit: Unit
    round: Round

    @property
    def public_id(self) -> str:
        return self.unit.public_id

    def __str__(self) -> str:
        return f"{self.unit}（{self.round}）"


class CountedRows(NamedTuple):
    """What a number of a paper counted: its name, its 口径, the issues, which nobody reads before the paper is issued."""

    name: str
    definition: str
    issues: Iterable[Issue]


@dataclass(frozen=True)
class PaperReader:
    """Who has a paper made, on which business day: nothing outside this person's sight gets in. `answer_by`: the day by which
    the paper asks for an answer, once somebody has said it. `counted` gathers what its numbers counted."""

    user: User
    on: date
    answer_by: date | None = None
    counted: list[CountedRows] = field(default_factory=list, compare=False, repr=False)

    def counts(self, name: str, definition: str, issues: Iterable[Issue]) -> None:
        """The paper says the number of these."""
        self.counted.append(CountedRows(name, definition, issues))


@dataclass(frozen=True)
class OfficePaper:
    """`series` is the sign of its numbers (督), empty for what has none; `build` gives the paper of an object as it stands, or
    raises Refused with the reason why there is none. `shared`: the unit may make it too, the rest is the office's alone.
    `to_unit`: it goes to the unit that it is about; `answered`: it asks for an answer by a day; `public`: it is written to be
    published. `labels` of its forms and `lists`, its named tables with their columns, are what an office's template may name
    (`ledgers/templating.py`). `rest` is the list of the rows of its form that are other ones each time: 项目 and 内容 of each
    row that no label names."""

    slug: str
    title: str
    form: PaperForm
    about: About
    build: Callable[[Any, PaperReader], OfficialPaper]
    series: str = ""
    shared: bool = False
    to_unit: bool = False
    answered: bool = False
    public: bool = False
    labels: Sequence[str] = ()
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rest: str = ""

    @property
    def tables(self) -> Mapping[str, Sequence[str]]:
        """Every list that a template may name, with its columns."""
        return {**({self.rest: REST} if self.rest else {}), **self.lists}


PAPERS: dict[str, OfficePaper] = {}


def paper(declared: OfficePaper) -> OfficePaper:
    """Make a paper known. Raises ValueError for a second one of the same slug."""
    if PAPERS.setdefault(declared.slug, declared) is not declared:
        raise ValueError(f"two papers called {declared.slug}")
    return declared


def made(kind: OfficePaper, obj: Any, reader: PaperReader) -> OfficialPaper:
    """The paper in its declared form. Raises Refused where there is nothing to write or the reader is not its writer."""
    if not kind.shared and office_of(obj).pk not in reader.user.offices():
        raise Refused(f"{kind.title}由督查办制作")
    drawn = kind.build(obj, reader)
    return replace(drawn, form=kind.form, confidentiality=level_of(kind, drawn))


def level_of(kind: OfficePaper, drawn: OfficialPaper | None = None) -> Confidentiality:
    """How far a draft of the kind goes; `drawn`, as far as what is in it."""
    if drawn and drawn.mark == Confidentiality.WORK_SECRET.label:
        return Confidentiality.WORK_SECRET
    return Confidentiality.PUBLIC if kind.public else Confidentiality.INTERNAL


def copy_to(user: User, kind: OfficePaper, content: bytes) -> bytes:
    """The draft as `user` takes it along: a copy that bears them and the time, but of what is written to be published. What was
    signed is never touched (docs/rules.md: secrecy-drafts)."""
    level = level_of(kind)
    return copied(content, copy_line(user.name, level)) if given(level, Door.PAPER) == Given.COPY else content


def office_of(obj: Any) -> Unit:
    """The office that runs what the paper is about."""
    if isinstance(obj, Handover | Meeting):
        return obj.office
    return obj.office if isinstance(obj, Round) else obj.round.office


def addressee(kind: OfficePaper, obj: Any) -> Unit | None:
    """The unit to which a paper of the kind about `obj` goes; none where it goes to a department or a leader."""
    if not kind.to_unit:
        return None
    return obj.lead_unit if isinstance(obj, Issue) else obj.unit


def find(about: About, public_id: str, reader: PaperReader, round_: Round | None = None) -> Any:
    """The object that the reader may know of; None where there is none. A unit is taken in `round_`, or in its newest round."""
    if about in (About.UNIT, About.STATEMENT):
        unit = Unit.objects.visible_to(reader.user).filter(public_id=public_id).first()
        rounds = rounds_of(unit, reader) if unit else Round.objects.none()
        chosen = rounds.filter(pk=round_.pk).first() if round_ else None
        chosen = chosen or rounds.first()
        return UnitInRound(unit, chosen) if unit and chosen else None
    return _rows(about, reader).filter(public_id=public_id).first()


def anything(public_id: str, reader: PaperReader, round_: Round | None = None) -> tuple[Any, list[OfficePaper]]:
    """The object of whatever kind, and the papers about such an object; (None, []) where the reader knows of none."""
    for about in About:
        if about != About.STATEMENT and (obj := find(about, public_id, reader, round_)):
            kinds = {about, About.STATEMENT} if about == About.UNIT else {about}
            return obj, [kind for kind in PAPERS.values() if kind.about in kinds]
    return None, []


def candidates(about: About, reader: PaperReader, within: Round | None = None) -> Iterator[Any]:
    """Every object of the kind that the reader may know of, of one round where that is asked, in a fixed order."""
    if about not in (About.UNIT, About.STATEMENT):
        rows = _rows(about, reader)
        of_round = within is not None and about in (About.ISSUE, About.WEEK, About.MEETING)
        yield from rows.filter(round=within) if of_round else rows
        return
    for unit in Unit.objects.visible_to(reader.user).active().filter(is_office=False):
        rounds = rounds_of(unit, reader)
        yield from (UnitInRound(unit, one) for one in (rounds.filter(pk=within.pk) if within else rounds))


def rounds_of(unit: Unit, reader: PaperReader) -> QuerySet[Round]:
    """The rounds of a unit, the newest first: where it is inspected or leads an issue."""
    leads = Issue.objects.visible_to(reader.user).filter(lead_unit=unit, dispatched_at__isnull=False)
    taking_part = Q(round_units__unit=unit) | Q(pk__in=leads.values("round"))
    return Round.objects.visible_to(reader.user).filter(taking_part).select_related("office").distinct()


def _rows(about: About, reader: PaperReader) -> QuerySet:
    user = reader.user
    if about == About.ISSUE:
        seen = Issue.objects.visible_to(user).filter(dispatched_at__isnull=False, restricted="")
        return seen.select_related("round__office", "lead_unit").order_by("round_id", "number")
    if about == About.ROUND:
        return Round.objects.visible_to(user).select_related("office")
    if about == About.WEEK:
        return Week.objects.visible_to(user).select_related("round__office")
    if about == About.MEETING:
        return Meeting.objects.visible_to(user).select_related("office", "round")
    return Handover.objects.visible_to(user).select_related("unit", "office", "incoming", "outgoing")
