"""One act on the ticked rows of the list: what it will do and what stands in the way, then a result for every row."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from issues import policies
from issues.actions import bulk as actions
from issues.models import Issue
from rectify.lib.pages import form_key, version_seen
from rectify.workflow.doors import by_bulk
from rectify.workflow.inputs import LONGEST_REASON, input_of
from rectify.workflow.move import judge
from rectify.workflow.moves import Move, moves_of

REMIND = "remind"


@dataclass(frozen=True)
class Act:
    """What may be done to many rows: a move that needs no page of its own, or a reminder."""

    name: str
    label: str
    move: Move | None = None

    @property
    def needs_note(self) -> bool:
        return bool(self.move and self.move.needs_note)

    @property
    def note_label(self) -> str:
        return self.move.note_label if self.needs_note else "附一句话（可不填）"

    def missing(self, issue: Issue, user) -> list[str]:
        """Why not, for this person on this issue now; nothing when it can be done."""
        if self.move is None:
            verdicts = (policies.office(user, issue), actions.remindable(issue, user))
            return [verdict.reason for verdict in verdicts if not verdict]
        return [verdict.reason for verdict in judge(self.move, issue, user).missing]


def mine(request):
    """The issues the reader may see."""
    return Issue.objects.visible_to(request.user).select_related(
        "round__office", "round__profile", "lead_unit", "feedback"
    )


def acts_of(issues: Iterable[Issue], user) -> list[Act]:
    """The acts that `user` may do to at least one of `issues`, ready or not; in the order of the table."""
    rows, moves = list(issues), [move for move in moves_of(Issue._meta.label_lower).values() if move.together]
    found = [
        Act(move.name, f"{move.label}…" if move.needs_note else move.label, move)
        for move in moves
        if any(issue.status in move.sources and move.may(user, issue) for issue in rows)
    ]
    remind = any(policies.office(user, issue) and actions.remindable(issue, user) for issue in rows)
    return [*found, Act(REMIND, "提醒单位")] if remind else found


def named(name: str) -> Act:
    move = moves_of(Issue._meta.label_lower).get(name)
    if name == REMIND:
        return Act(REMIND, "提醒单位")
    if move is None or not move.together:
        raise Http404
    return Act(move.name, move.label, move)


@require_POST
def bulk(request):
    """The ticked rows with a verdict each; once confirmed, done one by one, with what became of every row."""
    act, issues = named(request.POST.get("act", "")), chosen(request)
    note, fault = request.POST.get("note", "").strip(), ""
    if not issues:
        return redirect(back(request))
    if "confirm" in request.POST:
        fault = complaint(request, act, issues, note)
        if not fault:
            return render(request, "issues/bulk_done.html", result(request, act, issues, note))
    return render(request, "issues/bulk.html", asked(request, act, issues, note, fault))


def chosen(request) -> list[Issue]:
    return list(mine(request).filter(public_id__in=request.POST.getlist("ids")[: actions.MOST]).by_deadline())


def back(request) -> str:
    """The very list the rows were ticked in."""
    return f"{reverse('issues:list')}?{QueryDict(request.POST.get('back', '')).urlencode()}"


def complaint(request, act: Act, issues: list[Issue], note: str) -> str:
    """What is wrong with the words that go with the act; empty when they will do."""
    if act.move is None:
        return f"最多 {LONGEST_REASON} 个字，现有 {len(note)} 个字" if len(note) > LONGEST_REASON else ""
    form = input_of(act.move)({"note": note}, move=act.move, obj=issues[0], user=request.user)
    return "" if form.is_valid() else str(next(iter(form.errors.values()))[0])


def asked(request, act: Act, issues: list[Issue], note: str, fault: str) -> dict:
    """What templates/issues/bulk.html takes."""
    rows = [{"issue": issue, "reasons": act.missing(issue, request.user)} for issue in issues]
    ready = [row for row in rows if not row["reasons"]]
    return {"act": act, "rows": rows, "ready": ready, "stopped": len(rows) - len(ready), "note": note, "fault": fault,
            "key": form_key(), "back": back(request), "back_query": request.POST.get("back", "")}  # fmt: skip


def result(request, act: Act, issues: list[Issue], note: str) -> dict:
    """Do it, and what templates/issues/bulk_done.html takes."""
    if act.move is None:
        outcomes = actions.remind_each(issues=issues, by=request.user, note=note)
    else:
        seen = {issue.public_id: version_seen(request, f"version-{issue.public_id}") for issue in issues}
        versions = {pid: version for pid, version in seen.items() if version is not None}
        once = {"versions": versions, "key": request.POST.get("key", "")}
        outcomes = by_bulk(act.move, issues, {"note": note} if note else {}, by=request.user, **once)
    done = [outcome for outcome in outcomes if outcome.done]
    word, then = (act.move.says.done, act.move.says.next) if act.move else ("已提醒", "")
    return {"act": act, "outcomes": sorted(outcomes, key=lambda o: o.done), "done": len(done), "word": word,
            "stopped": len(outcomes) - len(done), "next": then, "back": back(request)}  # fmt: skip
