"""What follows the moves of a joint review, in the same transaction. Each takes (obj, act)."""

from typing import TypeAlias

from django.utils import timezone

from issues.effects.telling import tell_people
from issues.gates import gate
from issues.models import Gate, Issue, JointReview, Opinion, Status
from issues.reviews import all_in, differ, graded_poor, live_review, opinions_of
from rectify.accounts.directory import people_for
from rectify.accounts.roles import Role
from rectify.calendars.days import current
from rectify.lib.dates import today
from rectify.workflow.move import Act

Subject: TypeAlias = JointReview.Subject
Outcome: TypeAlias = JointReview.Outcome
GATES = {Subject.PLAN: Gate.PLAN_REVIEW, Subject.CLOSURE: Gate.CLOSURE_REVIEW}
DAYS = 5  # working days for an opinion where the procedure names none


def open_review(subject: Subject):
    """An effect that asks every body of the procedure for its opinion, where the procedure asks for a joint review."""

    def effect(issue: Issue, act: Act):
        step = act.read(gate, issue, GATES[subject])
        if step is None or subject == Subject.CLOSURE and issue.status != Status.JOINT_REVIEW:
            return
        review = JointReview.objects.create(
            issue=issue,
            subject=subject,
            number=issue.joint_reviews.filter(subject=subject).count() + 1,
            due=current().add_working_days(today(), step.days or DAYS),
        )
        for order, body in enumerate(step.bodies.order_by("order", "id")):
            Opinion.objects.create(review=review, body=body, order=order)
            title = f"{issue.number} {review.get_subject_display()}，请于 {review.due:%m-%d} 前提出意见"
            people = people_for(body, Role.REVIEWER)
            key, why = f"review:{review.pk}:{body.pk}", f"{body}联审成员"
            tell_people(people, issue, key=key, by=act.by, note="", title=title, why=why)
        act.tell(joint=review.number)

    return effect


def decide_review(subject: Subject, outcome: Outcome):
    """An effect that writes the merged reply. What goes back before all have spoken leaves the review void."""

    def effect(issue: Issue, act: Act):
        review = act.read(live_review, issue, subject)
        if review is None:
            return
        opinions = opinions_of(review)
        reply = (act.given.get("reply") or "").strip() or act.note
        review.outcome = outcome if all_in(opinions) else Outcome.VOID
        if review.outcome != Outcome.VOID:
            review.reply, review.differed = reply, differ(opinions)
            decides = review.differed and not graded_poor(
                opinions
            )  # else there was nothing to decide, and no reason for it
            review.reason = (act.given.get("reason") or "").strip() if decides else ""
            review.decided_at, review.decided_by = timezone.now(), act.by
        review.save()
        act.tell(joint=review.number)

    return effect


def void_review(issue: Issue, act: Act):
    """The review under way ends with what it was about; the opinions stay to be read."""
    issue.joint_reviews.live().update(outcome=Outcome.VOID)
