"""What follows the moves of a plan."""

from django.db.models import F
from django.utils import timezone

from issues.conditions import live_measures, plan_is_complete
from issues.effects.measures import write_measures
from issues.models import Issue, Milestone, Plan
from rectify.lib.digests import digest_of, plain
from rectify.workflow.move import demand_all


def freeze_plan(issue: Issue, *, by, data, note):
    """The plan as handed in becomes a version with its hash."""
    body = plan_body(issue)
    version = issue.plan_version + 1
    Plan.objects.create(
        issue=issue,
        version=version,
        body=body,
        digest=digest_of(body),
        submitted_at=timezone.now(),
        submitted_by=by,
    )
    issue.plan_version = version
    issue.save(update_fields=["plan_version"])
    data.setdefault("facts", {})["plan"] = version


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

    def effect(issue: Issue, *, by, data, note):
        plan = issue.plans.get(verdict=Plan.Verdict.WAITING)
        plan.verdict, plan.decided_at, plan.decided_by, plan.note = verdict, timezone.now(), by, note
        plan.save(update_fields=["verdict", "decided_at", "decided_by", "note"])
        if verdict == Plan.Verdict.PASSED:  # what was approved first stays beside what is planned later
            Milestone.objects.filter(measure__issue=issue, original_due=None).update(original_due=F("due"))
        data.setdefault("facts", {})["plan"] = plan.version

    return effect


def revise_measures(issue: Issue, *, by, data, note):
    """修改已批方案: the approval is void and kept; the changed measures become the next version."""
    issue.plans.filter(verdict=Plan.Verdict.PASSED).update(verdict=Plan.Verdict.VOID)
    write_measures(issue, data["measures"], by=by)
    demand_all(plan_is_complete(issue, by))
    freeze_plan(issue, by=by, data=data, note=note)


def void_waiting(issue: Issue, *, by, data, note):
    """A plan that waited for an answer ends with its issue; the version stays to be read."""
    issue.plans.filter(verdict=Plan.Verdict.WAITING).update(verdict=Plan.Verdict.VOID)
