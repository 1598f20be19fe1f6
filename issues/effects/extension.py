"""What follows the moves of an extension."""

from django.utils import timezone

from issues.effects.telling import tell_people
from rectify.accounts.directory import people_for
from rectify.accounts.roles import Role


def consent(extension, *, by, data, note):
    extension.consented_at, extension.consented_by = timezone.now(), by
    extension.save(update_fields=["consented_at", "consented_by"])


def decide_extension(extension, *, by, data, note):
    if by is not None:
        extension.decided_at, extension.decided_by, extension.note = timezone.now(), by, note
        extension.save(update_fields=["decided_at", "decided_by", "note"])


def move_deadline(extension, *, by, data, note):
    """The new deadline is a new version of it; reminders of the old one no longer hold."""
    issue = extension.issue
    data.setdefault("facts", {}).update(before_due=str(issue.due), after_due=str(extension.to_due))
    issue.due, issue.due_version = extension.to_due, issue.due_version + 1
    issue.save(update_fields=["due", "due_version"])


def tell_applicant(extension, *, by, data, note):
    """The unit hears the decision."""
    issue = extension.issue
    people = people_for(issue.lead_unit, Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL)
    word = extension.get_status_display()
    tell_people(people, issue, key=f"extension:{extension.pk}:{extension.version}", by=by, note=note,
                title=f"{issue.number} 第 {extension.number} 次延期申请：{word}", why="牵头单位的人员")  # fmt: skip
