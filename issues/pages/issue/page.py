"""The page of one issue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from issues import procedures, recurrence, stages
from issues.models import Issue, Lasting
from issues.pages.handing.hands import Hands, hands_of
from issues.pages.issue import aside, classes, clocks, measuring, trail, ways
from issues.pages.issue.deadline import DueHistory, due_history
from issues.pages.issue.head import Back, Head, back, head
from issues.pages.issue.origin import IssueOrigin, origin
from issues.pages.issue.places import IssuePlaces, places
from issues.pages.issue.reporting import ReportLine, report_line
from issues.pages.issue.ways import Way
from issues.pages.joint.page import PastReview, history
from issues.pages.plans.versions import PlanLine, plan_lines
from issues.panels import panel
from rectify.accounts.models import User
from rectify.accounts.request import Request
from rectify.lib.components import TrailLine
from rectify.lib.dates import today
from rectify.lib.page import Page
from rectify.lib.pages import form_key
from rectify.workflow.move import Judgement, offered

NEWEST = 8  # entries of the trail


@dataclass(frozen=True)
class IssuePage(Page):
    """Everything about one issue that its reader may see."""

    template: ClassVar[str] = "issues/issue/detail.html"
    issue: Issue
    key: str
    # the head: the way back, facts, buttons, the stage bar
    back: Back
    head: Head
    ways: Sequence[Way]
    main: Way | None
    stages: Sequence[stages.Stage]
    places: IssuePlaces
    # why the next move, and any other refused one, cannot be made yet
    why: Judgement | None
    refusals: Sequence[Judgement]
    cures: Mapping[str, tuple[str, str]]
    # what it says and what is done about it
    origin: IssueOrigin
    rows: Sequence[measuring.ShownMeasure]
    rows_told: str
    far: measuring.MeasureSums
    plans: Sequence[PlanLine]
    reports: ReportLine
    # the side column; `life` is what the books add (issues/panels.py)
    truths: aside.Truths
    deadline: DueHistory
    asked_to_last: bool
    kin: Sequence[aside.KinLine]
    life: Any
    chain: recurrence.Chain
    clock: clocks.ClockBar | None
    classes: Sequence[tuple[str, str]]
    people: Sequence[tuple[str, str]]
    rules: procedures.IssueProcedure | None
    joint: Sequence[PastReview]
    hands: Hands
    trail: Sequence[TrailLine]


def issue_page(issue: Issue, user: User, request: Request) -> IssuePage:
    """A fixed number of statements, however much there is."""
    changes, judged = stages.changes(issue), offered(issue, user)
    line = report_line(issue, everything=request.GET.get("weeks") == "all")
    rows = measuring.complete(measuring.measure_rows(issue, user), issue)
    events = trail.events(issue, user).order_by("-number")[:NEWEST]
    plain, main = ways.ways(issue, judged, user, report_url=line.due_url)
    why = ways.outlook(issue, judged, user)
    return IssuePage(
        issue=issue,
        key=form_key(),
        back=back(request, issue),
        head=head(issue),
        ways=plain,
        main=main,
        stages=stages.stages(issue, changes),
        places=places(issue, user),
        why=why,
        refusals=ways.refusals(issue, judged, why),
        cures=ways.cures(issue),
        origin=origin(issue),
        rows=rows,
        rows_told=measuring.in_short(rows),
        far=measuring.sums(rows, issue, user),
        plans=plan_lines(issue) if issue.plan_version else [],
        reports=line,
        truths=aside.truths(issue),
        deadline=due_history(issue),
        asked_to_last=issue.lastings.filter(status=Lasting.Status.WAITING).exists(),
        kin=aside.kin(issue, user),
        life=panel("life", user, issue, today()),
        chain=recurrence.chain(issue, user),
        clock=clocks.drawn(stages.spans(issue, changes)),
        classes=classes.classes(issue),
        people=aside.responsibility(issue),
        rules=procedures.of_issue(issue),
        joint=history(issue, user) if issue.procedure_id else [],
        hands=hands_of(issue),
        trail=trail.in_sentences(events),
    )
