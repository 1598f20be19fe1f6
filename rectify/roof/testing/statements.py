"""对账单 as tests need them: of an issue's account, without a month having to pass."""

from datetime import timedelta
from typing import Any

from issues.models import Issue
from ledgers.models import AccountSide, AccountStatement, StatementDispute
from rectify.accounts.models import User
from rectify.lib.dates import today
from rectify.roof.testing.world import World


def drawn_up(world: World, issue: Issue, **fields: Any) -> AccountStatement:
    """Of the issue alone, for the day before yesterday and yesterday."""
    line = {"issue": issue.public_id, "number": issue.number, "title": issue.title, "opening": 0, "closing": 1}
    first, last = (today() - timedelta(days=days) for days in (2, 1))
    line["entries"] = [{"on": last.isoformat(), "kind": "opened"}]
    given = {"since": first, "until": last, "lines": [line], "answer_by": today() + timedelta(days=7)} | fields
    return AccountStatement.objects.create(round=world.round, unit=issue.lead_unit, **given)


def in_dispute(world: World, issue: Issue, side: AccountSide, last: User, **fields: Any) -> StatementDispute:
    """The one line of a statement, disputed by `side`; the last word over it was given by `last`."""
    checked = {"status": "disputed", "unit_on": today(), "unit_who": "联络员", "unit_by": world.liaison}
    statement = drawn_up(world, issue, **checked)
    words = f"{issue.title}已经改完"
    said = {
        "act": "raise",
        "side": side.value,
        "words": words,
        "who": "联络员",
        "on": today().isoformat(),
        "by": last.pk,
    }
    return StatementDispute.objects.create(
        statement=statement, place=1, side=side, said=[said], last_by=last, answer_by=today(), **fields
    )
