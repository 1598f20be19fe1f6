"""对账单 of the city's rounds for last month, each a step further: not looked at, disputed, answered, checked, confirmed."""

from typing import Any

from issues.models import Round
from ledgers.actions import snapshots, statements
from ledgers.models import AccountStatement, StatementDispute
from rectify.lib.dates import today
from rectify.roof.demo.clock import Life
from rectify.workflow.move import make
from rectify.workflow.moves import moves_of

AGAINST = "这一件局务会已经审签，材料报过，我们记为销号。"
ANSWERED = "审签是报送前的一步，还没有审定，以账目为准；审定后列在下一期。"


def checked(city: Any, days_ago: Any) -> Life:
    """The clock draws them up, units answer, the office answers them."""
    yield days_ago(city, 6, 0, 10)
    snapshots.take_due(on=today())
    yield days_ago(city, 6, 0, 40)
    for round_ in Round.objects.filter(office=city.cast.office).order_by("number"):
        statements.draw_up_month(round_=round_, on=today())
    yield days_ago(city, 4, 9, 10)
    rows = _of_the_city(city)[:4]
    for place, row in enumerate(rows):
        against = [{"place": 1, "words": AGAINST}] if place in (1, 2) else []
        make(moves_of(row)["check"], row, by=city.cast.liaison(row.unit_id), data={"disputes": against})
    yield days_ago(city, 3, 10, 20)
    for row in rows[:1]:
        make(moves_of(row)["confirm"], row, by=city.cast.clerk, data={"disputes": []})
    for dispute in StatementDispute.objects.filter(statement__in=rows[1:2]).select_related("statement"):
        make(moves_of(dispute)["answer"], dispute, by=city.cast.clerk, data={"words": ANSWERED})


def _of_the_city(city: Any) -> list[AccountStatement]:
    """Those of units with people of their own."""
    units = [unit.pk for unit in city.cast.units.values()]
    rows = AccountStatement.objects.filter(round__office=city.cast.office, unit__in=units)
    return list(rows.select_related("round__office", "unit").order_by("-round__number", "pk"))
