"""What follows the moves of an extension."""

from django.utils import timezone

from issues.effects.telling import tell_people
from rectify.accounts.directory import people_for
from rectify.accounts.roles import Role
from rectify.workflow.move import Act


def consent(extension, act: Act):
    extension.consented_at, extension.consented_by = timezone.now(), act.by
    extension.save(update_fields=["consented_at", "consented_by"])


def decide_extension(extension, act: Act):
    if act.by is not None:
        extension.decided_at, extension.decided_by, extension.note = timezone.now(), act.by, act.note
        extension.save(update_fields=["decided_at", "decided_by", "note"])


def move_deadline(extension, act: Act):
    """The new deadline is a new version of it; reminders of the old one no longer hold."""
    issue = extension.issue
    act.tell(before_due=str(issue.due), after_due=str(extension.to_due))
    issue.due, issue.due_version = extension.to_due, issue.due_version + 1
    issue.save(update_fields=["due", "due_version"])


def tell_applicant(extension, act: Act):
    """The unit hears the decision."""
    issue = extension.issue
    people = people_for(issue.lead_unit, Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL)
    word = extension.get_status_display()
    tell_people(people, issue, key=f"extension:{extension.pk}:{extension.version}", by=act.by, note=act.note,
                title=f"{issue.number} 第 {extension.number} 次延期申请：{word}", why="牵头单位的人员")  # fmt: skip
