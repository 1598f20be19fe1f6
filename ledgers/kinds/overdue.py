"""逾期台账: open and past the deadline today; for how long, and whose ball it is."""

from issues.lateness import overdue_days
from issues.slices import condition
from ledgers.columns import Column, Kind, ledger
from ledgers.kinds import _shared as shared
from rectify.lib.dates import today


def rows(user):
    return shared.issues(user).filter(condition("overdue", today())).with_extensions()


def days(issue) -> int:
    return (today() - issue.due).days


OVERDUE = ledger(
    Kind(
        slug="overdue",
        title="逾期台账",
        definition="推进中且已过最近一次批准的期限；天数按自然日，工作日按办公日历另列。累计工作日自下发起，每天只算给当时的办理方。",
        rows=rows,
        prepare=shared.with_clock,
        order=("due_order", "number"),
        columns=(
            shared.number(),
            shared.title(),
            shared.lead_unit(),
            Column("lead_leader", "牵头领导", lambda i: i.lead_leader, "center", 14),
            *shared.deadlines(),
            Column(
                "extensions",
                "延期（次）",
                lambda i: i.extension_count,
                "number",
                9,
                "期限",
                ("extension_count",),
                "extension_count",
            ),
            Column("days", "延长天数", days, "number", 7, "逾期"),
            Column("workdays", "工作日", lambda i: overdue_days(i.due, today()), "number", 8, "逾期"),
            shared.status(),
            Column("side", "现由谁办", shared.in_hand, "center", 10),
            *shared.clock(),
            Column("returns", "退回（次）", lambda i: i.returns, "number", 9, sort=("returns",), total="returns"),
        ),
    )
)
