"""Units that are called the same (办公室 of two bureaus) are told apart by the unit above them, wherever a unit is shown."""

from collections import Counter
from collections.abc import Iterable

from rectify.accounts.models import Unit


def tell_apart() -> None:
    """Put the unit above before the name of each that shares its name or short name with another; take it away where none does
    any more. Call after whatever changes a name or a parent."""
    units = list(Unit.objects.order_by("path").only("name", "short_name", "ahead", "parent", "path"))
    changed = []
    for unit, ahead in worked_out(units):
        if unit.ahead != ahead:
            unit.ahead = ahead
            changed.append(unit)
    Unit.objects.bulk_update(changed, ["ahead"], batch_size=500)


def worked_out(units: Iterable[Unit]) -> Iterable[tuple[Unit, str]]:
    """Each unit with what stands before its name; parents come before their children."""
    units = sorted(units, key=lambda unit: unit.path.count("/"))
    names, shown = Counter(unit.name for unit in units), Counter(unit.short_name or unit.name for unit in units)
    called: dict[int | None, str] = {None: ""}
    for unit in units:
        short = unit.short_name or unit.name
        ahead = called.get(unit.parent_id, "") if names[unit.name] > 1 or shown[short] > 1 else ""
        called[unit.pk] = f"{ahead}{short}"
        yield unit, ahead
