"""延期台账: every application for more time, the deadline as first set beside the present one, and the kind of its reason."""

from issues.models import Extension
from ledgers.columns import Column, Kind, ledger
from ledgers.kinds import _shared as shared

MARKS = {"approved": "granted", "refused": "refused", "withdrawn": "withdrawn"}


def rows(user):
    people = ("reason", "applied_by", "consented_by", "decided_by")
    return Extension.objects.counted_for(user).select_related("issue__lead_unit", "issue__round", *people)


def days(extension) -> int:
    return (extension.to_due - extension.from_due).days


EXTENSIONS = ledger(
    Kind(
        slug="extensions",
        title="延期台账",
        definition="一次申请一行，同意的、不同意的、撤回的都在；原定是最初的期限，现定是最近一次批准的期限。理由按客观、主观分类。",
        rows=rows,
        order=("issue__number", "number", "pk"),
        path="issue__",
        identity=("number", "time"),
        word="次",
        columns=(
            shared.number(lambda e: e.issue, "issue__"),
            shared.title(lambda e: e.issue),
            shared.lead_unit(lambda e: e.issue, "issue__"),
            *shared.deadlines(lambda e: e.issue, "issue__"),
            Column("time", "第几次", lambda e: e.number, "number", 8, "申请", ("number",)),
            Column("from_due", "原期限", lambda e: e.from_due, "date", 11, "申请", ("from_due",)),
            Column("to_due", "延至", lambda e: e.to_due, "date", 11, "申请", ("to_due",)),
            Column("days", "延长天数", days, "number", 7, "申请"),
            Column("kind", "类别", lambda e: e.reason.get_kind_display(), "center", 8, "理由", ("reason__kind",)),
            Column("reason", "理由", lambda e: e.reason.name, width=18, group="理由"),
            Column("text", "说明", lambda e: e.text, width=30, group="理由"),
            Column("applied_on", "申请日期", lambda e: shared.local_day(e.applied_at), "date", 11),
            Column("consented_by", "批准领导", lambda e: str(e.consented_by or ""), "center", 10, "决定"),
            Column("decided_by", "决定人", lambda e: str(e.decided_by or ""), "center", 10, "决定"),
            Column(
                "result",
                "结论",
                lambda e: e.get_status_display(),
                "center",
                10,
                "决定",
                mark=lambda e: MARKS.get(e.status, "pending"),
            ),
        ),
    )
)
