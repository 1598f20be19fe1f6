"""办理规程: every procedure in its current version, one version step by step, the editor of the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from issues import policies
from issues.forms.procedure import ProcedureForm, ProcedureSteps
from issues.models import OPEN, Issue, Procedure, Round
from issues.pages.catalogues.page import path
from issues.procedures import said, whom
from rectify.accounts.models import User
from rectify.lib.components import Crumb
from rectify.lib.page import Page
from rectify.lib.verdict import Verdict

TITLE = "办理规程"
Held = Mapping[tuple[str | None, int | None], int]


@dataclass(frozen=True)
class StepWords:
    """A step: what, for whom, how, by which rule; `lines` are the standards to be met."""

    gate: str
    whom: str
    said: str
    rule: str
    lines: Sequence[str]


@dataclass(frozen=True)
class ProcedureRow:
    """A procedure: what it asks, how many rounds and issues go by it."""

    it: Procedure
    steps: Sequence[StepWords]
    rounds: int
    issues: int


@dataclass(frozen=True)
class ShortPath:
    """How many rounds and issues go by no procedure."""

    rounds: int
    issues: int


@dataclass(frozen=True)
class VersionRow:
    """A version, and how many open issues go by it."""

    it: Procedure
    issues: int


@dataclass(frozen=True)
class ProceduresPage(Page):
    """`none` stands for the short path."""

    template: ClassVar[str] = "issues/procedures/procedures.html"
    rows: Sequence[ProcedureRow]
    none: ShortPath
    may: Verdict
    crumb: Crumb


@dataclass(frozen=True)
class ProcedurePage(Page):
    """One version in words, beside the others; `rounds` go by the procedure."""

    template: ClassVar[str] = "issues/procedures/procedure.html"
    it: Procedure
    steps: Sequence[StepWords]
    versions: Sequence[VersionRow]
    rounds: Sequence[Round]
    current: Procedure | None
    may: Verdict
    crumb: Crumb


@dataclass(frozen=True)
class ProcedureFormPage(Page):
    """The next version of `old`, or a new procedure; `held` is how many issues go by which version."""

    template: ClassVar[str] = "issues/procedures/procedure_form.html"
    old: Procedure | None
    form: ProcedureForm
    steps: ProcedureSteps
    rounds: Sequence[Round]
    held: Sequence[tuple[int | None, int]]
    may: Verdict
    crumb: Crumb


def procedures_page(procedures: QuerySet[Procedure], user: User) -> ProceduresPage:
    """Of `procedures` the current ones, by their names."""
    rounds = dict(Round.objects.run_by(user).values_list("procedure__code").annotate(Count("pk")).order_by())
    held = under_way(user)
    rows = [
        ProcedureRow(
            it=each,
            steps=in_words(each),
            rounds=rounds.get(each.code, 0),
            issues=sum(n for (code, _), n in held.items() if code == each.code),
        )
        for each in procedures.filter(is_current=True).order_by("name", "code")
    ]
    short = ShortPath(rounds.get(None, 0), held.get((None, None), 0))
    return ProceduresPage(rows, short, policies.keeps_catalogue(user), path((TITLE, "")))


def procedure_page(procedure: Procedure, versions: Sequence[Procedure], user: User) -> ProcedurePage:
    """`versions` of the same procedure, the newest first."""
    held = under_way(user)
    rounds = Round.objects.run_by(user).filter(procedure__code=procedure.code).select_related("procedure")
    return ProcedurePage(
        it=procedure,
        steps=in_words(procedure),
        versions=[VersionRow(each, held.get((each.code, each.version), 0)) for each in versions],
        rounds=list(rounds),
        current=next((each for each in versions if each.is_current), None),
        may=policies.keeps_catalogue(user),
        crumb=path((TITLE, reverse("issues:procedures")), (str(procedure), "")),
    )


def procedure_form_page(
    old: Procedure | None, form: ProcedureForm, steps: ProcedureSteps, user: User
) -> ProcedureFormPage:
    """As it was sent, or as the old version stands."""
    held = under_way(user) if old else {}
    last = [(str(old), reverse("issues:procedure", args=[old.public_id])), ("修改", "")] if old else [("新增", "")]
    return ProcedureFormPage(
        old=old,
        form=form,
        steps=steps,
        rounds=list(Round.objects.run_by(user).filter(procedure__code=old.code)) if old else [],
        held=[(version, n) for (code, version), n in sorted(held.items(), key=str) if old and code == old.code],
        may=policies.keeps_catalogue(user),
        crumb=path((TITLE, reverse("issues:procedures")), *last),
    )


def in_words(procedure: Procedure) -> list[StepWords]:
    """Its steps in their order."""
    return [
        StepWords(step.get_gate_display(), whom(step), said(step), step.rule, step.lines)
        for step in procedure.steps.all()
    ]


def under_way(user: User) -> Held:
    """How many open issues go by each version, by code and version; (None, None) is the short path. One statement."""
    rows = Issue.objects.counted_for(user).filter(Q(status__in=OPEN)).order_by()
    counts = rows.values_list("procedure__code", "procedure__version").annotate(Count("pk"))
    return {(code, version): count for code, version, count in counts}
