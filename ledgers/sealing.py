"""What a confirmed 对账单 is sealed by, and by which day the other side answers."""

from datetime import date
from typing import Any

from issues.models import Round
from ledgers.models import AccountStatement
from rectify.calendars.days import current
from rectify.lib.dates import today
from rectify.lib.digests import digest_of
from rectify.options.stored import option


def answer_day(round_: Round) -> date:
    """Counted from today by the office's own limit."""
    return current().add_working_days(today(), option("statement.days", round_.office))


def content_of(statement: AccountStatement) -> dict[str, Any]:
    """Everything that both sides confirmed: whose account, which days, every line, who confirmed, every word over a line."""
    disputes = statement.disputes.order_by("place", "pk").values("place", "side", "said")
    return {
        "round": statement.round.public_id,
        "unit": statement.unit.public_id,
        "since": statement.since,
        "until": statement.until,
        "lines": statement.lines,
        "unit_on": statement.unit_on,
        "unit_who": statement.unit_who,
        "unit_by": statement.unit_by_id,
        "office_at": statement.office_at,
        "office_by": statement.office_by_id,
        "disputes": list(disputes),
    }


def seal_of(statement: AccountStatement, **about_to_be: Any) -> str:
    """The digest of a statement as it stands, but for what is about to be written."""
    return digest_of(content_of(statement) | about_to_be)
