"""A closure request as it was handed in: what the principal signs, and the paper (销号审批表、归零表) of the whole."""

from datetime import date

from django.urls import reverse

from issues.models import Extension, Issue, Shows
from ledgers.models import Closure
from ledgers.models.closure import Answer

NEEDED = (
    "issue__round__office", "issue__lead_unit", "issue__feedback", "applied_by", "signed_by", "reviewed_by", "decided_by",
)  # fmt: skip
QUESTIONS = (("matter", "事要解决"), ("persons", "人要处理"), ("mechanism", "机制要建立"))
MARKS = {"accepted": "approved", "unclear": "ask", "rejected": "rejected"}


def asked(closure: Closure) -> dict:
    """From the snapshot, not from the tables of now: exactly the content under the digest."""
    kept = closure.snapshot
    files: dict[int | None, list[dict]] = {}
    rows = {
        file.public_id: file for file in closure.issue.evidence.all()
    }  # whether its text was looked at changes later
    for file in kept.get("evidence", []):
        files.setdefault(file.get("measure__order"), []).append(
            file | _shown(file) | {"row": rows.get(file["public_id"])}
        )
    measures = [
        measure | {"due": _day(measure.get("due")), "files": files.pop(measure["order"], [])}
        for measure in kept.get("measures", [])
    ]
    return {
        "original": kept.get("original", ""),
        "result": closure.result,
        "declared": closure.declared,
        "declared_word": closure.get_declared_display(),
        "answers": answers(closure),
        "standards": kept.get("standards", []),
        "measures": measures,
        "rest": [file for group in files.values() for file in group],
        "count": len(kept.get("evidence", [])),
    }


def under_review(issue: Issue) -> dict | None:
    """The request under joint review with its evidence, as templates/issues/opinions/_request.html takes it."""
    closure = issue.closures.filter(outcome=Closure.Outcome.LIVE).select_related(*NEEDED).first()
    return {"closure": closure, "asked": asked(closure)} if closure else None


def answers(closure: Closure) -> list[dict]:
    """三问, each with its word and what was said about it."""
    words = dict(Answer.choices)
    return [
        {"name": label, "word": words.get(getattr(closure, name), ""), "note": getattr(closure, f"{name}_note")}
        for name, label in QUESTIONS
    ]


def context(closure: Closure) -> dict:
    """What templates/ledgers/closure.html takes."""
    verdicts = {v.evidence.public_id: v for v in closure.verdicts.select_related("evidence")}
    sheet = asked(closure)
    for file in [f for m in sheet["measures"] for f in m["files"]] + sheet["rest"]:
        verdict = verdicts.get(file["public_id"])
        file["verdict"] = {"mark": MARKS[verdict.word], "note": verdict.note} if verdict else None
    steps = [
        ("申请", closure.applied_by, closure.applied_at, closure.get_declared_display(), closure.digest),
        ("签字背书", closure.signed_by, closure.signed_at, "以上情况属实，如有虚假愿承担责任", closure.signed_digest),
        ("初审", closure.reviewed_by, closure.reviewed_at, closure.review_note or "同意送审定", ""),
        ("审定", closure.decided_by, closure.decided_at, _decision(closure), closure.final_digest),
    ]
    told = [
        {"name": name, "who": _post(who), "at": at, "text": text if at else "", "digest": digest}
        for name, who, at, text, digest in steps
    ]
    visits = closure.visits.filter(recorded_at__isnull=False).order_by("on", "pk").prefetch_related("visitors")
    granted = closure.issue.extensions.filter(status=Extension.Status.APPROVED).count()
    return {
        "closure": closure,
        "issue": closure.issue,
        "asked": sheet,
        "steps": told,
        "visits": visits,
        "extensions": granted,
    }


def _decision(closure: Closure) -> str:
    if not closure.grade:
        return closure.note
    site = f"{'已现场核查' if closure.site_check else '免于现场核查'}：{closure.site_note}（{closure.site_by}）"
    parts = [
        f"认定{closure.get_grade_display()}",
        closure.minutes and f"会议纪要 {closure.minutes}",
        site,
        closure.note,
    ]
    return "；".join(part for part in parts if part)


def _post(user) -> str:
    return (user.title or user.name) if user else ""


def _shown(file: dict) -> dict:
    shows = dict(Shows.choices).get(file.get("shows"), "")
    return {
        "url": reverse("issues:evidence_file", args=[file["public_id"]]),
        "preview_url": reverse("issues:evidence_preview", args=[file["public_id"]]),
        "on": _day(file.get("document_date")),
        "shows": shows.partition("（")[0],
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
