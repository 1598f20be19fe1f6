"""The plan of an issue: written or changed by the unit, judged by the office, one version read by all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse

from issues import advice, policies
from issues.forms.plan import Measures, PlanDraftForm, Revision
from issues.models import Issue, Plan, Recommendation
from issues.moves.planning import PASS_PLAN, RETURN_PLAN, REVISE_PLAN, SUBMIT_PLAN
from issues.pages.issue import measuring, ways
from issues.pages.issue.origin import IssueOrigin, origin
from issues.pages.joint.page import PastReview, ReviewStatus, history, status
from issues.pages.plans.reading import CopiedMeasure, PlanDifference, copied, difference, hinted
from issues.pages.plans.versions import PlanLine, plan_lines
from issues.plans.vague import VagueHint
from issues.reviews import live_review
from rectify.accounts.models import User
from rectify.lib.page import Page
from rectify.lib.pages import form_key
from rectify.workflow.move import Judgement, judge, offered
from rectify.workflow.moves import Move


@dataclass(frozen=True)
class PlanPage(Page):
    """The editor. `revise`: an approved plan is changed; `version` is the one the writer began from; `last` came back."""

    template: ClassVar[str] = "issues/plans/plan.html"
    issue: Issue
    form: PlanDraftForm | Revision
    measures: Measures
    revise: bool
    version: int
    may_submit: bool
    why: Judgement | None
    cures: Mapping[str, tuple[str, str]]
    origin: IssueOrigin
    last: Plan | None
    hints_url: str
    copied: Sequence[CopiedMeasure]
    advice: Sequence[Recommendation]
    key: str


@dataclass(frozen=True)
class PlanReviewPage(Page):
    """The plan that waits for the office's word; `judged` is what 通过 lacks, `joint` the review under way."""

    template: ClassVar[str] = "issues/plans/plan_review.html"
    issue: Issue
    rows: Sequence[measuring.ShownMeasure]
    rows_told: str
    judged: Judgement
    back: Move
    plans: Sequence[PlanLine]
    origin: IssueOrigin
    difference: PlanDifference | None
    joint: ReviewStatus | None
    history: Sequence[PastReview]
    copied: Sequence[CopiedMeasure]
    hinted: Sequence[tuple[int, Sequence[VagueHint]]]
    advice: Sequence[Recommendation]
    key: str


@dataclass(frozen=True)
class PlanVersionPage(Page):
    """One version as it was handed in, and what is different in it."""

    template: ClassVar[str] = "issues/plans/plan_version.html"
    issue: Issue
    plan: Plan
    plans: Sequence[PlanLine]
    difference: PlanDifference


@dataclass(frozen=True)
class HintsPart(Page):
    """What is vague in one measure as it stands in the form."""

    template: ClassVar[str] = "issues/plans/_hints.html"
    hints: Sequence[VagueHint]


def plan_page(
    issue: Issue,
    user: User,
    form: PlanDraftForm | Revision,
    measures: Measures,
    *,
    revise: bool = False,
    version: int | None = None,
) -> PlanPage:
    """`version` is the one the person began from, while nothing has been judged; else the present one."""
    why = judge(REVISE_PLAN if revise else SUBMIT_PLAN, issue, user)
    return PlanPage(
        issue=issue,
        form=form,
        measures=measures,
        revise=revise,
        version=version or issue.version,
        may_submit=bool(policies.unit_principal(user, issue)),
        why=why if revise else ways.outlook(issue, offered(issue, user), user),
        cures={},
        origin=origin(issue),
        last=last_return(issue),
        hints_url=reverse("issues:plan_hints", args=[issue.public_id]),
        copied=copied(issue, user),
        advice=advice.beside(issue, user),
        key=form_key(),
    )


def plan_review_page(issue: Issue, user: User) -> PlanReviewPage | None:
    """None for who is not offered to pass it."""
    judged = next((judgement for judgement in offered(issue, user) if judgement.move is PASS_PLAN), None)
    if judged is None:
        return None
    rows, live = measuring.measure_rows(issue, user), live_review(issue)
    waiting = issue.plans.filter(verdict=Plan.Verdict.WAITING).first()
    return PlanReviewPage(
        issue=issue,
        rows=rows,
        rows_told=measuring.in_short(rows),
        judged=judged,
        back=RETURN_PLAN,
        plans=plan_lines(issue),
        origin=origin(issue),
        difference=difference(issue, waiting) if waiting else None,
        joint=status(live, user),
        history=history(issue, user, but=live),
        copied=copied(issue, user),
        hinted=hinted(row.measure for row in rows),
        advice=advice.beside(issue, user),
        key=form_key(),
    )


def last_return(issue: Issue) -> Plan | None:
    """The newest version, when it came back: what has to be mended stands above the form."""
    newest = issue.plans.order_by("-version").first()
    return newest if newest and newest.verdict == newest.Verdict.RETURNED else None
