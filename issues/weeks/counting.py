"""What a week's dispatch list and summary count, in a number of statements that does not grow with issues or units."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from issues import slices
from issues.models import OPEN, WITH_UNIT, DispatchLine, Issue, Report, Round, Standing, Week
from issues.models.status import UNDER_WAY
from issues.weeks import owing
from rectify.accounts.models import Unit
from rectify.audit.models import Event
from rectify.lib.dates import SHANGHAI
from rectify.workflow.moves import moves_of

COLUMNS = ("owed", "due", "overdue", "returned", "promises", "awaiting_signature")


def units_of(round_: Round) -> list[Unit]:
    """Every unit that takes part in the round or leads one of its issues, in protocol order."""
    leading = round_.issues.filter(dispatched_at__isnull=False).order_by().values("lead_unit").distinct()
    return list(Unit.objects.filter(Q(pk__in=round_.round_units.values("unit")) | Q(pk__in=leading)))


def returned(issues: list[Issue]) -> set[int]:
    """Ids of those issues that came to their present state by a return from the office and stand there still."""
    suspects = {f"issues.issue:{issue.pk}": issue for issue in issues if issue.returns and issue.status in UNDER_WAY}
    last = {}
    for event in Event.objects.filter(subject__in=suspects, kind__in=returns()).order_by("number"):
        last[event.subject] = event
    return {
        suspects[subject].pk
        for subject, event in last.items()
        if event.facts.get("after") == suspects[subject].status and event.at >= suspects[subject].status_since
    }


def returns() -> list[str]:
    """The kinds of events by which the office hands an issue back to its unit; what a unit takes back itself is none."""
    moves = moves_of("issues.issue").values()
    back = [m for m in moves if m.way == "back" and m.sources <= OPEN - WITH_UNIT and m.target in UNDER_WAY]
    back = [m for m in back if m.name != "unsubmit_plan"]
    return [f"issues.issue.{move.name}" for move in back]


def lines_of(week: Week, *, on: date, soon_days: int, due_days: int) -> list[DispatchLine]:
    """The lines of the list as of `on`, not saved: all units of the round, those with nothing to do too; a number of
    statements that does not grow."""
    lists: defaultdict[int, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for unit, number, promise in asked(week, due_days=due_days):
        lists[unit]["owed"].append(number)
        if promise:
            lists[unit]["promises"].append(number)
    fields = ("round", "number", "lead_unit_id", "due", "status", "status_since", "returns")
    held = list(week.round.issues.filter(status__in=OPEN).only(*fields).order_by("number"))
    back = returned(held)
    codes = {"overdue": "overdue", "due": f"due_within:{soon_days}", "awaiting_signature": "status:awaiting_signature"}
    belongs = {name: slices.predicate(code, on) for name, code in codes.items()}
    belongs["returned"] = lambda issue: issue.pk in back
    for issue in held:
        for name, fits in belongs.items():
            if fits(issue):
                lists[issue.lead_unit_id][name].append(issue.number)
    lines = []
    for body in units_of(week.round):
        columns = lists[body.pk]
        counts = {name: len(columns[name]) for name in COLUMNS}
        filled = {name: columns[name] for name in COLUMNS if columns[name]}
        lines.append(DispatchLine(week=week, unit=body, issues=filled, **counts))
    return lines


def asked(week: Week, *, due_days: int) -> list[tuple[int, str, str]]:
    """(unit id, number, promise) of each report of the week; before it opens, of those it will ask for."""
    if week.opened_at:
        reports = week.reports.order_by("issue__number")
        return list(reports.values_list("unit_id", "issue__number", "promise"))
    requests = owing.owed(week.round, on=week.opens_due.astimezone(SHANGHAI).date(), due_days=due_days)
    return sorted((issue.lead_unit_id, issue.number, promise) for issue, _, promise in requests)


@dataclass(frozen=True)
class Tally:
    """How one unit has reported in one week; `waiting` is asked for and not here yet."""

    owed: int = 0
    on_time: int = 0
    late: int = 0
    missed: int = 0
    waiting: int = 0
    no_progress: int = 0

    @property
    def sign(self) -> str:
        """The mark of the week's cell: missed before waiting before late before no progress before on time."""
        if not self.owed:
            return "not_due"
        if self.missed:
            return "missed"
        if self.waiting:
            return "due"
        if self.late:
            return "late_report"
        return "no_progress" if self.no_progress == self.owed else "on_time"


SENT = Q(sent_at__isnull=False, missed_at=None)
# What was asked for in the end: not a report whose issue left the unit's hands before anybody wrote it.
ASKED = Q(sent_at__isnull=False) | Q(missed_at__isnull=False) | Q(issue__status__in=UNDER_WAY)


def tallies(weeks: Iterable[Week], units: Iterable[Unit] | None = None) -> dict[tuple[int, int], Tally]:
    """By (week id, unit id), of all units or some; one statement."""
    reports = Report.objects.filter(ASKED, week__in=list(weeks))
    if units is not None:
        reports = reports.filter(unit__in=list(units))
    rows = (
        reports.order_by()
        .values("week_id", "unit_id")
        .annotate(
            owed=Count("pk"),
            on_time=Count("pk", filter=SENT & Q(is_late=False)),
            late=Count("pk", filter=SENT & Q(is_late=True)),
            missed=Count("pk", filter=Q(missed_at__isnull=False)),
            waiting=Count("pk", filter=Q(sent_at=None, missed_at=None)),
            no_progress=Count("pk", filter=SENT & ~Q(no_progress="")),
        )
    )
    return {(row.pop("week_id"), row.pop("unit_id")): Tally(**row) for row in rows}


def standings_of(week: Week) -> list[Standing]:
    """One line for every unit of the round as the reports stand now, not saved: 未报 with weeks in a row and times this round.

    A week in which a unit owed nothing neither breaks nor lengthens its row.
    """
    before = {}
    for row in Standing.objects.filter(week__round=week.round, week__starts__lt=week.starts).order_by("week__starts"):
        before[row.unit_id] = row
    now = tallies([week])
    rows = []
    for unit in units_of(week.round):
        tally, last = now.get((week.pk, unit.pk), Tally()), before.get(unit.pk)
        in_row, times = (last.weeks_in_row, last.times) if last else (0, 0)
        if tally.owed:
            in_row = in_row + 1 if tally.missed else 0
        rows.append(
            Standing(
                week=week,
                unit=unit,
                owed=tally.owed,
                on_time=tally.on_time,
                no_progress=tally.no_progress,
                missed=tally.missed,
                weeks_in_row=in_row,
                times=times + bool(tally.missed),
            )
        )
    return rows


def total(lines: list, names: tuple[str, ...] = COLUMNS) -> Counter:
    """The sums of a list of lines."""
    return Counter({name: sum(getattr(line, name) for line in lines) for name in names})
