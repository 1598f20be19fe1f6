"""What follows the moves of an application for 长期坚持."""

from django.utils import timezone

from issues.effects.telling import tell_people
from issues.models import Issue, Lasting, Rhythm
from rectify.accounts.directory import people_for
from rectify.accounts.roles import Role
from rectify.workflow.move import Act


def decide_lasting(lasting: Lasting, act: Act):
    lasting.decided_at, lasting.decided_by, lasting.note = timezone.now(), act.by, act.note
    lasting.save(update_fields=["decided_at", "decided_by", "note"])


def keep_on(lasting: Lasting, act: Act):
    """The flag with its stage goal and the day it is looked at next; the state of the issue stays."""
    issue = lasting.issue
    act.tell(next_review=f"{lasting.next_review:%Y-%m-%d}")
    issue.long_term, issue.stage_goal, issue.next_review = True, lasting.stage_goal, lasting.next_review
    issue.version += 1
    issue.save(update_fields=["long_term", "stage_goal", "next_review", "version"])


def tell_applicant(lasting: Lasting, act: Act):
    """The unit hears the decision."""
    issue = lasting.issue
    people = people_for(issue.lead_unit, Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL)
    tell_people(people, issue, key=f"lasting:{lasting.pk}:{lasting.version}", by=act.by, note=act.note,
                title=f"{issue.number} 转长期坚持：{lasting.get_status_display()}", why="牵头单位的人员")  # fmt: skip


def rhythm_of(issue: Issue) -> str:
    """How often the issue is looked at: as last agreed, each quarter where nothing was."""
    agreed = issue.lastings.filter(status=Lasting.Status.APPROVED).order_by("-number").values_list("rhythm", flat=True)
    return agreed.first() or Rhythm.QUARTERLY
