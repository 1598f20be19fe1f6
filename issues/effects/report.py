"""What follows the moves of a weekly report."""

from django.utils import timezone

from issues.effects.telling import tell_people
from issues.models import Report
from rectify.accounts.directory import people_for
from rectify.accounts.roles import Role

FIELDS = ("kept", "kept_note", "no_progress", "text", "problems", "next_step", "declared")


def write_report(report: Report, *, by, data, note):
    """The words of the unit; what comes after the week's deadline is late, and stays late."""
    for name in FIELDS:
        setattr(report, name, data.get(name, "") or "")
    report.sent_at, report.sent_by = timezone.now(), by
    report.is_late = report.is_late or report.missed_at is not None or report.sent_at > report.week.report_due
    report.save(update_fields=[*FIELDS, "sent_at", "sent_by", "is_late"])
    data.setdefault("facts", {}).update(week=report.week.number, late=report.is_late)


def mark_read(report: Report, *, by, data, note):
    report.read_at, report.read_by, report.remark = timezone.now(), by, note
    report.save(update_fields=["read_at", "read_by", "remark"])
    data.setdefault("facts", {})["week"] = report.week.number


def tell_reporter(report: Report, *, by, data, note):
    issue = report.issue
    people = people_for(report.unit, Role.UNIT_LIAISON)
    tell_people(people, issue, key=f"report:{report.pk}:{report.version}", by=by, note=note,
                title=f"{issue.number} 第 {report.week.number} 周周报退回：{note}", why="报送单位联络员")  # fmt: skip
