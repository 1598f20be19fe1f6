"""轮次: what each round holds, its units and feedback, its dates, its phases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Count, Q
from django.urls import reverse

from issues import policies
from issues.forms.rounds import RoundForm, RoundUnitsForm
from issues.models import COUNTED, OPEN, Feedback, PhaseChange, PhaseKind, Round, RoundUnit, Status
from issues.pages.rounds import duties
from rectify.accounts.models import User
from rectify.lib.components import Crumb
from rectify.lib.page import Page
from rectify.lib.verdict import Verdict

CRUMB = ("轮次与导入", "/rounds/")


def path_to(round_: Round, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The crumb of a page about a round; `more` are the steps below it."""
    return [CRUMB, (round_.name, reverse("issues:round", args=[round_.public_id]) if more else ""), *more]


@dataclass(frozen=True)
class RoundHolds:
    """A round with how much is in it, by name."""

    round: Round
    holds: Mapping[str, int]


@dataclass(frozen=True)
class RoundsPage(Page):
    """All rounds of the office; `current` is the one that is looked at."""

    template: ClassVar[str] = "issues/rounds/rounds.html"
    rounds: Sequence[RoundHolds]
    current: Round | None


@dataclass(frozen=True)
class RoundUnitRow:
    """A unit of the round: its number, how it took its issues up, its feedback."""

    place: RoundUnit
    duty: duties.UnitDuty | None
    papers: Sequence[Feedback]


@dataclass(frozen=True)
class RoundPage(Page):
    """`facts` are its dates and rules, `changes` the phases it entered, `head` whether the reader heads it."""

    template: ClassVar[str] = "issues/rounds/round.html"
    round: Round
    rows: Sequence[RoundUnitRow]
    facts: Sequence[tuple[str, ...]]
    changes: Sequence[PhaseChange]
    head: Verdict
    sums: duties.DutySums
    definitions: Sequence[str]
    crumb: Crumb


@dataclass(frozen=True)
class RoundFormPage(Page):
    """A round opened, or changed."""

    template: ClassVar[str] = "issues/rounds/round_form.html"
    form: RoundForm
    round: Round | None
    title: str
    crumb: Crumb


@dataclass(frozen=True)
class RoundUnitsPage(Page):
    """Which units the round inspects."""

    template: ClassVar[str] = "issues/rounds/round_units.html"
    form: RoundUnitsForm
    round: Round
    crumb: Crumb


def counted(rounds: Iterable[Round]) -> list[RoundHolds]:
    """What is in the rounds: a statement a table, not one join over all of them."""
    rounds = list(rounds)
    issues = Round.objects.filter(pk__in=[r.pk for r in rounds]).annotate(
        all=Count("issues"),
        drafts=Count("issues", filter=Q(issues__status=Status.DRAFT)),
        counted=Count("issues", filter=Q(issues__status__in=COUNTED)),
        open=Count("issues", filter=Q(issues__status__in=OPEN)),
    )
    by_issues = {row["pk"]: row for row in issues.values("pk", "all", "drafts", "counted", "open")}
    units = dict(RoundUnit.objects.filter(round__in=rounds).values_list("round").annotate(n=Count("pk")).order_by())
    papers = Feedback.objects.current().filter(round__in=rounds).values_list("round").annotate(n=Count("pk"))
    by_papers = dict(papers.order_by())
    return [
        RoundHolds(r, by_issues[r.pk] | {"units": units.get(r.pk, 0), "papers": by_papers.get(r.pk, 0)}) for r in rounds
    ]


def round_page(round_: Round, user: User) -> RoundPage:
    """Its units in the order of their numbers."""
    places = RoundUnit.objects.filter(round=round_).select_related("unit").order_by("number")
    by_unit = duties.of_round(round_)
    papers: dict[int, list[Feedback]] = {}
    for paper in Feedback.objects.current().filter(round=round_).select_related("track").order_by("track__order"):
        papers.setdefault(paper.unit_id, []).append(paper)
    return RoundPage(
        round=round_,
        rows=[RoundUnitRow(place, by_unit.get(place.unit_id), papers.get(place.unit_id, [])) for place in places],
        facts=facts(round_),
        changes=list(round_.phase_changes.all()),
        head=policies.heads_round(user, round_),
        sums=duties.total(by_unit.values()),
        definitions=duties.definitions(),
        crumb=path_to(round_),
    )


def facts(round_: Round) -> list[tuple[str, ...]]:
    def span(first, last):
        return f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}" if first and last else f"{first:%Y-%m-%d} 起" if first else ""

    def written(phase):
        return "，".join(filter(None, [phase.starts_text, phase.ends_text]))

    begun = {change.kind for change in round_.phase_changes.all()}

    def named(phase):  # the first phase needs no act; the others are plans until there was one
        planned = phase.kind not in begun and phase.kind != PhaseKind.CONCENTRATED
        return f"{phase}（计划）" if planned else str(phase)

    phases = [(named(p), span(p.starts, p.ends), written(p)) for p in round_.phases.all()]
    due = round_.report_due
    return [
        ("届次", f"{round_.term} 第 {round_.number} 轮"),
        ("方式", round_.kind.name),
        ("督查单位", round_.office.full_name),
        ("时限方案", round_.profile.name),
        ("办理规程", str(round_.procedure or "短流程")),
        ("进驻", span(round_.onsite_starts, round_.onsite_ends)),
        *phases,
        ("报告期限", f"{due:%Y-%m-%d}" if due else "", round_.report_due_text),
        *([("上一轮", round_.previous.name)] if round_.previous else []),
        *([("上级联动轮次", round_.parent.name)] if round_.parent else []),
    ]
