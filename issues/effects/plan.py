"""What follows the moves of a plan."""

from django.db.models import F
from django.utils import timezone

from issues.conditions import live_measures, plan_is_complete
from issues.effects.measures import write_measures
from issues.models import Issue, Milestone, Plan
from rectify.lib.digests import digest_of, plain
from rectify.workflow.move import Act, demand_all


def freeze_plan(issue: Issue, act: Act):
    """The plan as handed in becomes a version with its hash."""
    body = plan_body(issue)
    version = issue.plan_version + 1
    Plan.objects.create(
        issue=issue,
        version=version,
        body=body,
        digest=digest_of(body),
        submitted_at=timezone.now(),
        submitted_by=act.by,
    )
    issue.plan_version = version
    issue.save(update_fields=["plan_version"])
    act.tell(plan=version)


def plan_body(issue: Issue) -> dict:
    """What a plan says: goal, causes, and each measure with person, date, criterion and steps."""
    return plain(
        {
            "goal": issue.goal,
            "root_cause": issue.root_cause,
            "no_prevention": issue.no_prevention,
            "due": issue.due,
            "measures": [
                {
                    "id": m.public_id,
                    "order": m.order,
                    "text": m.text,
                    "kind": m.kind,
                    "criterion": m.criterion,
                    "person": m.person,
                    "due": m.due,
                    "due_text": m.due_text,
                    "milestones": [{"text": step.text, "due": step.due} for step in m.milestones.all()],
                }
                for m in live_measures(issue).prefetch_related("milestones")
            ],
        }
    )


def decide_plan(verdict: Plan.Verdict):
    """An effect that writes the office's word on the waiting version."""

    def effect(issue: Issue, act: Act):
        plan = issue.plans.get(verdict=Plan.Verdict.WAITING)
        plan.verdict, plan.decided_at, plan.decided_by, plan.note = verdict, timezone.now(), act.by, act.note
        plan.save(update_fields=["verdict", "decided_at", "decided_by", "note"])
        if verdict == Plan.Verdict.PASSED:  # what was approved first stays beside what is planned later
            Milestone.objects.filter(measure__issue=issue, original_due=None).update(original_due=F("due"))
        act.tell(plan=plan.version)

    return effect


def revise_measures(issue: Issue, act: Act):
    """修改已批方案: the approval is void and kept; the changed measures become the next version."""
    issue.plans.filter(verdict=Plan.Verdict.PASSED).update(verdict=Plan.Verdict.VOID)
    write_measures(issue, act.given["measures"], by=act.by)
    demand_all(plan_is_complete(issue, act))
    freeze_plan(issue, act)


def void_waiting(issue: Issue, act: Act):
    """A plan that waited for an answer ends with its issue; the version stays to be read."""
    issue.plans.filter(verdict=Plan.Verdict.WAITING).update(verdict=Plan.Verdict.VOID)
