"""A world whose every text is a canary: whoever is not entitled and hears it sing has found a leak."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from io import BytesIO

from django.utils import timezone
from openpyxl import Workbook

from issues.actions import extensions
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
from ledgers.actions import draws, import_reading, imports, meetings, visit_files, visits
from ledgers.models import Batch, Meeting, Visit
from rectify.lib.dates import at_time, monday
from rectify.lib.filestore import keep
from rectify.testing.world import World, track

CANARY = "金丝雀"
NEVER = "zzzzzzzzzzzz"


@dataclass
class Objects:
    """One object of each kind, all of the lead unit's branch or of its round's office."""

    world: World
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


def sing(world: World) -> Objects:
    """Fill the world: every text that a person can write holds the canary."""
    day = monday(timezone.localdate())
    feedback = Feedback.objects.create(
        round=world.round, unit=world.lead, track=track(), title=f"{CANARY}反馈", text=f"{CANARY}原文",
        delivered_on=date(2020, 1, 1), registered_by=world.clerk,
    )  # fmt: skip
    item = FeedbackItem.objects.create(feedback=feedback, order=1, locator=f"{CANARY}一", text=f"{CANARY}条目")
    world.feedback = feedback
    texts = ("title", "original", "wording", "aspect", "heading", "root_cause", "goal", "focus_reason", "working_paper",
             "lead_leader", "responsible_leaders", "handler", "due_text")  # fmt: skip
    words = {name: f"{CANARY}{name}" for name in texts}
    issue = world.issue(at=Status.RECTIFYING, item=item, is_focus=True, **words)
    closing = world.issue(at=Status.FIRST_REVIEW, item=item, **words)
    world.attach(issue, issue.measures.first(), name=f"{CANARY}材料.pdf", note=f"{CANARY}说明")
    reason = ExtensionReason.objects.get_or_create(code="test", defaults={"name": "等专户", "kind": "objective"})[0]
    extensions.apply(
        issue=issue, reason=reason, text=f"{CANARY}理由", to_due=issue.due + timedelta(days=20), by=world.principal
    )
    week = _week(world, day)
    line = DispatchLine.objects.create(week=week, unit=world.lead, owed=1, issues={"owed": [issue.pk]})
    report = Report.objects.create(
        week=week, issue=issue, unit=world.lead, why="集中整改期每周", promise=f"{CANARY}承诺", text=f"{CANARY}进展"
    )
    _reviewed(world)
    batch = _batch(world)
    meeting = meetings.call(
        office=world.office, title=f"{CANARY}会议", held_on=day, by=world.head, chair=f"{CANARY}主持", attendees=CANARY
    )
    issue.refresh_from_db()
    return Objects(world, issue, closing, week, line, report, feedback, item, batch, meeting)


def visited(objects: "Objects") -> dict[str, str]:
    """A look on site that is planned, a photo of it, a draw over what is struck off: what only the office knows of."""
    world = objects.world
    closed = world.issue(at=Status.CLOSED, title=f"{CANARY}销号的")
    closure = objects.closing.closures.get()
    visit = visits.plan(
        closure=closure, kind=Visit.Kind.SITE_CHECK, on=timezone.localdate(), visitors=[world.visitor], by=world.clerk
    )
    about = {"name": f"{CANARY}照片.jpg", "kind": "jpg", "note": CANARY}
    file = visit_files.attach(visit=visit, stored=keep([CANARY.encode()], folder="visits"), by=world.visitor, **about)
    scope = draws.Scope((closed.round,))
    draw = draws.freeze(office=world.office, title=f"{CANARY}抽查", scope=scope, source=CANARY, size=1, by=world.head)
    return {"visit": visit.public_id, "visitfile": file.public_id, "draw": draw.public_id}


def _reviewed(world: World) -> None:
    """A plan under joint review; what the first body said sings to everybody but that body."""
    world.work_by(world.procedure(Gate.PLAN_REVIEW))
    issue = world.issue(at=Status.PLAN_REVIEW)
    world.work_by(None)
    second = Opinion.objects.get(review__issue=issue, body=world.bodies[1])
    said = {"word": "return", "text": f"{CANARY}意见", "items": [{"at": "措施 1", "text": f"{CANARY}逐条"}]}
    world.move(second, "give", "organisation", data=said | dict.fromkeys(GRADES, "poor"))


def _batch(world: World) -> Batch:
    """A workbook as an office sends it, uploaded and read."""
    book, body = Workbook(), BytesIO()
    for row in (
        ("序号", "存在问题", "整改措施", "责任单位", "完成时限"),
        (1, f"{CANARY}行", f"{CANARY}措施", "市住建局", "2099年6月底"),
    ):
        book.active.append(row)
    book.save(body)
    stored = keep([body.getvalue()], folder="imports")
    batch = imports.upload(round_=world.round, stored=stored, name=f"{CANARY}台账.xlsx", by=world.clerk)
    import_reading.read(batch=batch)
    return batch


def _week(world: World, day: date) -> Week:
    hours = {
        "opens": (0, 8),
        "dispatch": (0, 9),
        "nudge": (2, 15),
        "report": (3, 17),
        "missed": (4, 10),
        "summary": (4, 14),
    }
    moments = {f"{name}_due": at_time(day + timedelta(days=days), time(hour)) for name, (days, hour) in hours.items()}
    return Week.objects.create(
        round=world.round, starts=day, number=day.isocalendar().week, opened_at=timezone.now(), words=f"{CANARY}小结",
        **moments,
    )  # fmt: skip
