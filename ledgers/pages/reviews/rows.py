"""The first review as a page shows it: criterion by criterion, file by file, with what the machine sees."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from issues import stages as stage
from issues.conditions import live_measures
from issues.models import STRUCK_OFF, Evidence, Issue, Status
from issues.pages.evidence.rows import row as file_row
from ledgers import checks
from ledgers.conditions import live_evidence
from ledgers.models import Closure, Verdict
from ledgers.moves.reviewing import PASS_REVIEW, RETURN_REVIEW
from ledgers.pages.closures.queue import QUEUES, waited, waiting
from ledgers.pages.closures.sheet import MARKS, answers
from ledgers.policies import office_clerk
from rectify.accounts.models import User
from rectify.options.stored import option
from rectify.workflow.move import judge

Word = Verdict.Word


def context(request: HttpRequest, issue: Issue, closure: Closure) -> dict:
    """Everything of the page but its form."""
    files = list(live_evidence(issue).select_related("measure", "uploaded_by").order_by("uploaded_at", "id"))
    verdicts = {verdict.evidence_id: verdict for verdict in closure.verdicts.all()}
    found = told(issue, closure, request.user) | acts(request, issue, closure, verdicts, files)
    return found | judged_files(issue, closure, files, verdicts, request.user)


def told(issue: Issue, closure: Closure, user: User) -> dict:
    """The request itself: what was asked, what came before it, how long it has waited."""
    return {
        "issue": issue,
        "closure": closure,
        "may": bool(office_clerk(user, issue)),
        "answers": answers(closure),
        "rounds": rounds(issue, closure),
        "alike": alike(issue, user),
        "stages": stage.stages(issue, stage.changes(issue)),
        "days": waited(issue),
        "limit": option("closure.review_days", issue.round.office_id),
        "plan": issue.plans.filter(version=issue.plan_version).first(),
    }


def judged_files(issue: Issue, closure: Closure, files: list[Evidence], verdicts: dict, user: User) -> dict:
    """Criterion by criterion, file by file, with what the machine sees; and the same in short."""
    used, measures = checks.used_elsewhere(issue, files, user), list(live_measures(issue))
    passed = checks.plan_passed(issue)
    by_measure = {measure: [f for f in files if f.measure_id == measure.pk] for measure in measures}
    drawn = {f.pk: cell(issue, f, verdicts.get(f.pk)) | _seen(f, issue, used, passed) for f in files}
    groups = [
        {"order": m.order, "text": m.criterion or m.text, "measure": m.text, "findings": checks.of_criterion(own),
         "files": [drawn[f.pk] for f in own]}
        for m, own in by_measure.items()
    ]  # fmt: skip
    if whole := [f for f in files if f.measure_id not in {m.pk for m in measures}]:
        groups.append({"text": "整件材料", "measure": "不对应单条标准", "files": [drawn[f.pk] for f in whole]})
    return {"groups": groups, "checks": checks.of_request(issue, closure, files, by_measure, used)}


def cell(
    issue: Issue, file: Evidence, verdict: Verdict | None, *, word: str = "", note: str = "", fault: str = ""
) -> dict:
    """What templates/ledgers/_verdict.html takes; `word` and `note` as typed when they could not be kept."""
    return {
        "id": file.public_id,
        "name": file.name,
        "file": file_row(file),
        "word": word or (verdict.word if verdict else ""),
        "note": note or (verdict.note if verdict else ""),
        "fault": fault,
        "at": verdict.at if verdict and not fault else None,
        "url": reverse("ledgers:verdict", args=[issue.public_id, file.public_id]),
        "words": Word.choices,
    }


def acts(request: HttpRequest, issue: Issue, closure: Closure, verdicts: dict | None = None, files: list | None = None):
    """The bar: which way the verdicts lead, and why the other is shut (templates/ledgers/_review_acts.html)."""
    if verdicts is None:
        verdicts = {verdict.evidence_id: verdict for verdict in closure.verdicts.all()}
    files = list(live_evidence(issue)) if files is None else files
    words = [verdicts[f.pk].word for f in files if f.pk in verdicts]
    doubts = sum(word != Word.ACCEPTED for word in words)
    missing = judge(PASS_REVIEW, issue, request.user).missing
    return {"judged_count": len(words), "file_count": len(files), "doubts": doubts, "missing": missing,
            "forth": PASS_REVIEW, "back": RETURN_REVIEW}  # fmt: skip


def rounds(issue: Issue, closure: Closure) -> list[dict]:
    """This request and the ones before it, newest first."""
    earlier = issue.closures.filter(number__lte=closure.number).prefetch_related("verdicts__evidence__measure")
    found = []
    for each in earlier.order_by("-number"):
        doubted = [v for v in each.verdicts.all() if v.word != Word.ACCEPTED and v.evidence.measure]
        orders = sorted({v.evidence.measure.order for v in doubted})
        found.append(
            {
                "closure": each,
                "now": each.pk == closure.pk,
                "doubted": "、".join(map(str, orders)) if each.pk != closure.pk else "",
                "note": each.review_note or each.note,
                "ended": each.reviewed_at or each.decided_at,
            }
        )
    return found


def alike(issue: Issue, user) -> list[Issue]:
    """Closed issues of the same class at the same unit: is this one a relapse?"""
    same = Issue.objects.visible_to(user).filter(
        lead_unit=issue.lead_unit, category=issue.category, status__in=STRUCK_OFF
    )
    return (
        list(same.exclude(pk=issue.pk).select_related("round").order_by("-closed_on")[:3]) if issue.category_id else []
    )


def place(request: HttpRequest, issue: Issue, status: Status) -> dict:
    """第 2 件，共 16 件, and the next one: the order of the queue."""
    queue = waiting(Issue.objects.visible_to(request.user).filter(round=issue.round), status)
    ids = list(queue.values_list("public_id", flat=True)[:200])
    here = ids.index(issue.public_id) if issue.public_id in ids else 0
    next_ = ids[here + 1] if here + 1 < len(ids) else (ids[0] if ids and ids[0] != issue.public_id else "")
    return {
        "number": here + 1,
        "count": len(ids),
        "queue": f"{reverse('ledgers:closures')}?queue={status.value}",
        "next": reverse(QUEUES[status].page, args=[next_]) if next_ else "",
    }


def _seen(file: Evidence, issue: Issue, used: dict, passed: date | None) -> dict:
    return {"findings": checks.of_file(file, issue, used.get(file.digest, []), passed)}


def judged_words(closure: Closure) -> list[dict]:
    """The verdicts in short, for who decides."""
    found = closure.verdicts.select_related("evidence__measure").order_by("evidence__measure__order", "evidence_id")
    return [{"verdict": each, "mark": MARKS[each.word]} for each in found]
