"""回头看台账: every look back that was made, who went, what was found, what followed."""

from ledgers.columns import Column, Kind, ledger
from ledgers.kinds import _shared as shared
from ledgers.models import Visit

MARKS = {Visit.Finding.HOLDS: "ok", Visit.Finding.PARTLY: "partly", Visit.Finding.FAILS: "bad"}


def rows(user):
    made = Visit.objects.counted_for(user).filter(kind=Visit.Kind.LOOK_BACK, recorded_at__isnull=False)
    visits = made.select_related("issue__lead_unit", "issue__round", "closure", "draw")
    return visits.prefetch_related("visitors")


def visitors(visit) -> str:
    return "、".join(str(person) for person in visit.visitors.all())


def fault(visit) -> str:
    return visit.get_fault_display().partition("：")[0]


LOOK_BACKS = ledger(
    Kind(
        slug="look_backs",
        title="回头看台账",
        definition="一次一行，只列已经记录的回头看；同一件看过几次列几行。结论以当次为准，以后改好也不改写。",
        rows=rows,
        order=("on", "pk"),
        path="issue__",
        word="次",
        filters=("unit", "category"),
        columns=(
            shared.number(lambda v: v.issue, "issue__"),
            shared.title(lambda v: v.issue),
            shared.lead_unit(lambda v: v.issue, "issue__"),
            Column("closed", "第几次销号", lambda v: v.closure.number, "number", 8),
            Column("on", "日期", lambda v: v.on, "date", 11, "回头看", ("on",)),
            Column("visitors", "去的人", visitors, "center", 14, "回头看"),
            Column("place", "地点", lambda v: v.place, width=18, group="回头看"),
            Column("people", "见到的人", lambda v: v.people, width=16, group="回头看"),
            Column("drawn", "抽查", lambda v: "抽中" if v.draw_id else "", "center", 7, "回头看"),
            Column(
                "finding",
                "结论",
                lambda v: v.get_finding_display(),
                "center",
                16,
                "结果",
                mark=lambda v: MARKS.get(v.finding, "info"),
            ),
            Column("fault", "性质", fault, "center", 8, "结果"),
            Column("note", "情况和要求", lambda v: v.note, width=40, group="结果"),
            Column(
                "status", "现在", lambda v: v.issue.get_status_display(), "center", 10, mark=lambda v: v.issue.status
            ),
        ),
    )
)
