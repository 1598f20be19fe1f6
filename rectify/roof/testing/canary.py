"""A world whose every text is a canary: whoever is not entitled and hears it sing has found a leak."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from io import BytesIO

from openpyxl import Workbook

from issues.actions import extensions, feedback, reports, rounds, weeks
from issues.models import (
    DispatchLine,
    ExtensionReason,
    Feedback,
    FeedbackItem,
    Gate,
    Issue,
    Opinion,
    Report,
    Status,
    Week,
)
from issues.replies import GRADES
from issues.weeks.moments import moments_of
from ledgers.actions import draws, import_reading, imports, meetings, visit_files, visits
from ledgers.models import Batch, Meeting, Visit
from rectify.calendars import days
from rectify.lib.dates import at_time, monday, today
from rectify.lib.filestore import keep
from rectify.roof.testing.world import World, track

CANARY = "金丝雀"
NEVER = "zzzzzzzzzzzz"


@dataclass
class Objects:
    """One object of each kind, all of the lead unit's branch or of its round's office; `bird` sings in their texts."""

    world: World
    bird: str
    issue: Issue
    closing: Issue
    week: Week
    line: DispatchLine
    report: Report
    feedback: Feedback
    item: FeedbackItem
    batch: Batch
    meeting: Meeting

    @property
    def opinion(self):
        """Asked of 市纪委监委 about a plan of the lead unit, not given yet; another body has given its own."""
        return Opinion.objects.get(body=self.world.bodies[0])

    @property
    def measure(self):
        return self.issue.measures.order_by("order").first()

    @property
    def evidence(self):
        return self.issue.evidence.order_by("id").first()

    @property
    def closed_file(self):
        return self.closing.evidence.order_by("id").first()

    @property
    def extension(self):
        return self.issue.extensions.get()


TEXTS = (
    "title",
    "original",
    "wording",
    "aspect",
    "heading",
    "root_cause",
    "goal",
    "focus_reason",
    "working_paper",
    "lead_leader",
    "responsible_leaders",
    "handler",
    "due_text",
)


def songs(bird: str) -> dict[str, str]:
    """Every text of an issue that its own people write."""
    return {name: f"{bird}{name}" for name in TEXTS}


def sing(world: World, bird: str = CANARY) -> Objects:
    """Fill the world: every text that a person can write holds the canary."""
    rounds.set_units(round_=world.round, numbers={world.lead: None}, by=world.clerk)
    paper = _feedback(world, bird)
    item = feedback.add_item(feedback=paper, by=world.clerk, locator=f"{bird}一", text=f"{bird}条目")
    world.feedback = paper
    issue = world.issue(at=Status.RECTIFYING, item=item, is_focus=True, **songs(bird))
    closing = world.issue(at=Status.FIRST_REVIEW, item=item, **songs(bird))
    world.attach(issue, issue.measures.first(), name=f"{bird}材料.pdf", note=f"{bird}说明")
    reason = ExtensionReason.objects.get_or_create(code="test", defaults={"name": "等专户", "kind": "objective"})[0]
    extensions.apply(
        issue=issue, reason=reason, text=f"{bird}理由", to_due=issue.due + timedelta(days=20), by=world.principal
    )
    week = _week(world)
    line = week.lines.get(unit=world.lead)
    report = week.reports.get(issue=issue)
    reports.send(report=report, text=f"{bird}进展", problems=f"{bird}难处", next_step=f"{bird}打算", by=world.liaison)
    _reviewed(world, bird)
    batch = _batch(world, bird)
    meeting = meetings.call(
        office=world.office, title=f"{bird}会议", held_on=today(), by=world.head, chair=f"{bird}主持", attendees=bird
    )
    issue.refresh_from_db()
    return Objects(world, bird, issue, closing, week, line, report, paper, item, batch, meeting)


def visited(objects: Objects) -> dict[str, str]:
    """A look on site that is planned, a photo of it, a draw over what is struck off: what only the office knows of."""
    world, bird = objects.world, objects.bird
    closed = world.issue(at=Status.CLOSED, title=f"{bird}销号的")
    closure = objects.closing.closures.get()
    visit = visits.plan(
        closure=closure, kind=Visit.Kind.SITE_CHECK, on=today(), visitors=[world.visitor], by=world.clerk
    )
    about = {"name": f"{bird}照片.jpg", "kind": "jpg", "note": bird}
    file = visit_files.attach(visit=visit, stored=keep([bird.encode()], folder="visits"), by=world.visitor, **about)
    scope = draws.DrawScope((closed.round,))
    draw = draws.freeze(office=world.office, title=f"{bird}抽查", scope=scope, source=bird, size=1, by=world.head)
    return {"visit": visit.public_id, "visitfile": file.public_id, "draw": draw.public_id}


def _feedback(world: World, bird: str) -> Feedback:
    words = {"title": f"{bird}反馈", "text": f"{bird}原文", "delivered_on": date(2020, 1, 1)}
    return feedback.register(round_=world.round, unit=world.lead, track=track(), by=world.clerk, **words)


def _reviewed(world: World, bird: str) -> None:
    """A plan under joint review; what the first body said sings to everybody but that body."""
    world.work_by(world.procedure(Gate.PLAN_REVIEW))
    issue = world.issue(at=Status.PLAN_REVIEW)
    world.work_by(None)
    second = Opinion.objects.get(review__issue=issue, body=world.bodies[1])
    said = {"word": "return", "text": f"{bird}意见", "items": [{"at": "措施 1", "text": f"{bird}逐条"}]}
    world.move(second, "give", "organisation", data=said | dict.fromkeys(GRADES, "poor"))


def _batch(world: World, bird: str) -> Batch:
    """A workbook as an office sends it, uploaded and read."""
    book, body = Workbook(), BytesIO()
    for row in (
        ("序号", "存在问题", "整改措施", "责任单位", "完成时限"),
        (1, f"{bird}行", f"{bird}措施", world.lead.name, f"{today().year + 1}年6月底"),
    ):
        book.active.append(row)
    book.save(body)
    stored = keep([body.getvalue()], folder="imports")
    batch = imports.upload(round_=world.round, stored=stored, name=f"{bird}台账.xlsx", by=world.clerk)
    import_reading.read(batch=batch)
    return batch


def _week(world: World) -> Week:
    """The present week, or the one before where holidays leave too little of it, opened and its list sent on Monday."""
    starts, times = monday(today()), weeks.times_of(world.office)
    while moments_of(starts, calendar=days.current(), times=times) is None:
        starts -= timedelta(days=7)
    at = at_time(starts, time(9))
    week = weeks.start(round_=world.round, at=at, by=world.clerk)
    weeks.send_now(week=week, at=at, by=world.clerk)
    return week
