"""What is done about the accounts of a round, as a test calls it (`ledgers/tests/acts.py`)."""

from datetime import UTC, time
from io import BytesIO

import time_machine

from issues.models import Round, Status
from ledgers.actions import books, snapshots, statements
from ledgers.figures.figure import Scope
from ledgers.models import Meeting
from ledgers.stocktaking import Stocktaking
from rectify.lib.dates import at_time, monday, today
from rectify.roof.testing.acts import ActStage, Case, in_days
from rectify.roof.testing.statements import drawn_up

S = Status


def opened(w: ActStage, days: int) -> Round:
    """The round, in which an issue came into an account so many days ago."""
    with time_machine.travel(at_time(in_days(-days), time(10)).astimezone(UTC), tick=True):
        w.world.issue(at=S.RECTIFYING)
    return w.round


def ahead(w: ActStage) -> Meeting:
    """A meeting about the round, tomorrow."""
    given = {"title": "领导小组会议", "held_on": in_days(1), "made_by": w.head}
    return Meeting.objects.create(office=w.office, round=w.round, **given)


ROWS = [
    Case(
        snapshots.take,
        "ledgers.balancesnapshot.take",
        lambda w: {"round_": opened(w, 1), "on": in_days(-1), "occasion": "week"},
    ),
    Case(
        snapshots.take_due,
        "ledgers.balancesnapshot.take",
        lambda w: {"on": monday(today())} if opened(w, today().weekday() + 1) else {},
    ),
    Case(
        books.export_stock,
        "ledgers.book.export",
        lambda w: {"stock": Stocktaking(Scope(w.clerk, w.round, today()), in_days(-9), today()), "target": BytesIO()}
        | {"by": w.clerk},
    ),
    Case(
        statements.draw_up,
        "ledgers.accountstatement.draw_up",
        lambda w: {"round_": opened(w, 1), "since": in_days(-1), "until": in_days(-1), "by": w.clerk},
    ),
    Case(
        statements.draw_up_month,
        "ledgers.accountstatement.draw_up",
        lambda w: {"round_": opened(w, today().day), "on": today()},
    ),
    Case(
        statements.draw_up_for,
        "ledgers.accountstatement.draw_up",
        lambda w: {"meeting": ahead(w), "round_": opened(w, 2), "on": today()},
    ),
    Case(
        statements.draw_up_for_meetings,
        "ledgers.accountstatement.draw_up",
        lambda w: {"on": today()} if ahead(w) and opened(w, 2) else {},
    ),
    Case(
        statements.export,
        "ledgers.accountstatement.read",
        lambda w: {"statement": drawn_up(w.world, w.at(S.RECTIFYING)), "target": BytesIO(), "by": w.clerk},
    ),
]
