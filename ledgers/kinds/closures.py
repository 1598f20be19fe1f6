"""销号台账: what was struck off and stands struck off, who asked, signed, reviewed and decided."""

from ledgers.columns import Column, Kind, ledger
from ledgers.kinds import _shared as shared
from ledgers.models import Closure

PEOPLE = ("applied_by", "signed_by", "reviewed_by", "decided_by")


def rows(user):
    standing = Closure.objects.counted_for(user).filter(outcome=Closure.Outcome.APPROVED)
    return standing.select_related("issue__lead_unit", "issue__round", *PEOPLE)


def day(name: str):
    return lambda closure: shared.local_day(getattr(closure, f"{name}_at"))


def who(name: str):
    return lambda closure: str(getattr(closure, f"{name}_by") or "")


CLOSURES = ledger(
    Kind(
        slug="closures",
        title="销号台账",
        definition="经审定销号、现仍销号的问题；销号后重开的不在其内。佐证为申请时随报的份数。",
        rows=rows,
        order=("issue__number",),
        path="issue__",
        filters=("unit", "category", "grade"),
        columns=(
            shared.number(lambda c: c.issue, "issue__"),
            shared.title(lambda c: c.issue),
            shared.lead_unit(lambda c: c.issue, "issue__"),
            Column("declared", "申报", lambda c: c.get_declared_display(), "center", 10, "单位申报"),
            Column("applied_on", "申请", day("applied"), "date", 11, "单位申报", ("applied_at",)),
            Column("signed_by", "签字人", who("signed"), "center", 10, "单位申报"),
            Column("signed_on", "签字", day("signed"), "date", 11, "单位申报"),
            Column("reviewed_by", "初审人", who("reviewed"), "center", 10, "监督认定"),
            Column("reviewed_on", "初审", day("reviewed"), "date", 11, "监督认定"),
            Column("grade", "认定", lambda c: c.get_grade_display(), "center", 10, "监督认定", mark=lambda c: c.grade),
            Column("decided_by", "审定人", who("decided"), "center", 10, "监督认定"),
            Column("decided_on", "销号", lambda c: c.issue.closed_on, "date", 11, "监督认定"),
            Column("minutes", "会议纪要", lambda c: c.minutes, "center", 14),
            Column("site", "现场核查", lambda c: "已核查" if c.site_check else "免核", "center", 9),
            Column("files", "佐证", lambda c: len(c.snapshot.get("evidence", ())), "number", 6),
            Column("digest", "归档校验码", lambda c: c.final_digest[:12], "center", 15),
        ),
    )
)
