"""对账单: drawn up for every unit with an account, by the office or, of a month that is over and before a meeting, by the clock;
taken away."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import BinaryIO

from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet

from issues.models import Round
from ledgers import policies
from ledgers.itemised import itemised
from ledgers.models import AccountStatement, Entry, Meeting
from ledgers.sealing import answer_day
from ledgers.statement_sheet import sheet_of
from rectify.accounts.directory import people_for_each
from rectify.accounts.models import User
from rectify.accounts.roles import UNIT_ROLES
from rectify.audit.trail import Fact, record, record_many
from rectify.lib.dates import month_start, today
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.lib.sheets import write_book
from rectify.notices.notify import Letter, notify_all
from rectify.workflow.move import demand_all


@transaction.atomic
def draw_up(
    *, round_: Round, since: date, until: date, by: User, meeting: Meeting | None = None
) -> list[AccountStatement]:
    """A statement for every unit that has an account in these days and has none of these days yet. Raises Refused where the
    days are not over, and where there is nothing to draw up."""
    post = demand_all([policies.keeps_books(by, round_)])
    if until >= today():
        raise Refused("对账截止日要早于今天：当天的账还没有记完")
    if since > until:
        raise Refused("起日不能晚于止日")
    made = _made(round_, since, until, by=by, meeting=meeting)
    if not made:
        raise Refused("这段时间的对账单都已经生成，或者没有账目")
    record_many([_fact(statement) for statement in made], by=by, post=post)
    return made


@transaction.atomic
def draw_up_month(*, round_: Round, on: date) -> int:
    """By the clock: the month before the one of `on`. Gives how many were drawn up; coming twice it draws up none."""
    until = month_start(on) - timedelta(days=1)
    made = _made(round_, month_start(until), until)
    if made:
        record_many([_fact(statement) for statement in made], by=None)
    return len(made)


@transaction.atomic
def draw_up_for(*, meeting: Meeting, round_: Round, on: date) -> int:
    """By the clock, for a meeting that is so near that a side's days end by it: from where the last statements of the round end
    to the evening before. Gives how many were drawn up; once for a meeting, whatever became of them."""
    lock(round_)
    due = answer_day(round_)
    if due < meeting.held_on or AccountStatement.objects.filter(meeting=meeting, round=round_).exists():
        return 0
    standing = AccountStatement.objects.standing().filter(round=round_).aggregate(last=Max("until"))["last"]
    first = Entry.objects.filter(round=round_).aggregate(first=Min("on"))["first"]
    since, until = standing + timedelta(days=1) if standing else first, on - timedelta(days=1)
    made = _made(round_, since, until, meeting=meeting, due=min(due, meeting.held_on)) if since else []
    if made:
        record_many([_fact(statement) for statement in made], by=None)
    return len(made)


def draw_up_for_meetings(*, on: date) -> int:
    """Those of every meeting that lies ahead, for the rounds that it is about."""
    ahead = Meeting.objects.filter(held_on__gte=on, closed_at=None).order_by("held_on", "pk")
    return sum(
        draw_up_for(meeting=meeting, round_=round_, on=on) for meeting in ahead for round_ in _rounds_of(meeting)
    )


def _rounds_of(meeting: Meeting) -> QuerySet[Round]:
    about = Q(pk=meeting.round_id) | Q(issues__meeting_items__meeting=meeting)
    return Round.objects.filter(about).select_related("office").distinct().order_by("pk")


def _made(
    round_: Round,
    since: date,
    until: date,
    *,
    by: User | None = None,
    meeting: Meeting | None = None,
    due: date | None = None,
) -> list[AccountStatement]:
    """One hand at a time draws up those of a round; none of days that run backward."""
    if since > until:
        return []
    lock(round_)
    standing = AccountStatement.objects.standing().filter(round=round_, since=since, until=until)
    known = set(standing.values_list("unit", flat=True))
    due = due or answer_day(round_)
    made = [
        AccountStatement(
            round=round_, unit=unit, since=since, until=until, lines=lines, answer_by=due, made_by=by, meeting=meeting
        )
        for unit, lines in itemised(round_, since, until).items()
        if unit.pk not in known
    ]
    AccountStatement.objects.bulk_create(
        reversed(made)
    )  # the list shows the newest first: then in the order of the units
    _tell(made)
    return made


def _fact(statement: AccountStatement) -> Fact:
    facts = {"unit": str(statement.unit), "period": statement.period, "count": len(statement.lines)}
    return Fact("ledgers.accountstatement.draw_up", statement, facts=facts)


def _tell(made: Iterable[AccountStatement]) -> None:
    """The people of each unit."""
    people = people_for_each([statement.unit for statement in made], *UNIT_ROLES)
    notify_all(
        Letter(
            people[statement.unit_id],
            key=f"statement:{statement.pk}:1:unit",
            kind="move",
            title=f"{statement.period}对账单已生成，请在 {statement.answer_by:%m-%d} 前核对",
            why="单位一方的人员",
            url=statement.get_absolute_url(),
        )
        for statement in made
    )


@transaction.atomic
def export(*, statement: AccountStatement, target: BinaryIO, by: User) -> int:
    """Write the statement to `target` and record who took it. Gives the number of lines."""
    post = demand_all([policies.reads_statement(by, statement)])
    count = write_book(target, sheet_of(statement, by))
    record("ledgers.accountstatement.read", statement, by=by, post=post, unit=str(statement.unit), count=count)
    return count
