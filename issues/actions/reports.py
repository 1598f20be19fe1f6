"""Weekly reports: sending, reading, returning. The moves stand in `issues.moves.reports`; these are their doors."""

from collections.abc import Iterable

from django.db import transaction

from issues.models import Report
from issues.moves.reports import READ, SEND, SEND_BACK
from rectify.accounts.models import User
from rectify.lib.errors import Refused
from rectify.workflow.move import make


def send(*, report: Report, by: User, key: str = "", version: int | None = None, **filled: str) -> None:
    """Send a report as filled in (`effects.report.FIELDS`). The same `key` acts once. Raises Refused with every reason."""
    make(SEND, report, by=by, data=filled, key=key, version=version)


def no_progress(
    *,
    report: Report,
    reason: str,
    why: str,
    by: User,
    key: str = "",
    version: int | None = None,
    kept: str = "",
    kept_note: str = "",
) -> None:
    """本周无进展 in one step: a reason of the office's list, and `why` in own words. A promise of last week that is not answered
    counts as not kept, for the same reason."""
    answer = kept or (Report.Kept.NOT_KEPT if report.promise else "")
    if answer == Report.Kept.NOT_KEPT:
        kept_note = kept_note or reason
    filled = {"no_progress": reason.strip(), "text": why.strip(), "kept": answer, "kept_note": kept_note}
    send(report=report, by=by, key=key, version=version, **filled)


def read(*, report: Report, by: User, note: str = "", key: str = "", version: int | None = None) -> None:
    make(READ, report, by=by, note=note, key=key, version=version)


def send_back(*, report: Report, note: str, by: User, key: str = "", version: int | None = None) -> None:
    """Return a report with what is missing; raises Refused without a reason."""
    make(SEND_BACK, report, by=by, note=note, key=key, version=version)


def read_all(*, reports: Iterable[Report], by: User) -> tuple[int, list[str]]:
    """Read several, each in a transaction of its own: how many, and a sentence for each that could not be."""
    done, refused = 0, []
    for report in reports:
        try:
            with transaction.atomic():
                read(report=report, by=by)
            done += 1
        except Refused as no:
            refused.append(f"{report.issue.number}：{no}")
    return done, refused
