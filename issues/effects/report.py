"""What follows the moves of a weekly report."""

from django.utils import timezone

from issues.effects.telling import tell_people
from issues.models import Report
from rectify.accounts.directory import people_for
from rectify.accounts.roles import Role
from rectify.workflow.move import Act

FIELDS = ("kept", "kept_note", "no_progress", "text", "problems", "next_step", "declared")


def written(report: Report, act: Act) -> dict:
    """The words of the unit, set in one statement with the status; what comes after the week's deadline is late, and stays
    late. A report that was returned keeps the verdict of its first sending."""
    now = timezone.now()
    late = report.is_late
    if report.sent_at is None:
        late = report.missed_at is not None or now > report.week.report_due
    act.tell(week=report.week.number, late=late)
    answer = () if report.promise else ("kept", "kept_note")  # what was not promised is neither kept nor broken
    words = {name: "" if name in answer else act.given.get(name, "") or "" for name in FIELDS}
    return words | {"sent_at": now, "sent_by": act.by, "is_late": late}


def mark_read(report: Report, act: Act):
    report.read_at, report.read_by, report.remark = timezone.now(), act.by, act.note
    report.save(update_fields=["read_at", "read_by", "remark"])
    act.tell(week=report.week.number)


def tell_reporter(report: Report, act: Act):
    issue = report.issue
    people = people_for(report.unit, Role.UNIT_LIAISON)
    tell_people(people, issue, key=f"report:{report.pk}:{report.version}", by=act.by, note=act.note,
                title=f"{issue.number} 第 {report.week.number} 周周报退回：{act.note}", why="报送单位联络员")  # fmt: skip
