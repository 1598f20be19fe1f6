"""Writing a judged workbook of units: all of it or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from rectify.accounts import policies
from rectify.accounts.actions import units
from rectify.accounts.models import Unit, User
from rectify.accounts.namesakes import tell_apart
from rectify.accounts.tree import NOBODY_SAID, Place, TreeLine, judge
from rectify.audit.trail import Fact, record_many
from rectify.lib.errors import Refused
from rectify.workflow.move import demand_all


@dataclass(frozen=True)
class TreeWritten:
    """How many units were added, changed, and were the same already."""

    new: int
    changed: int
    same: int


class UnitsOfRows:
    """The units of the rows, as they come to be."""

    def __init__(self, lines: Iterable[TreeLine]) -> None:
        self.by_id = {unit.pk: unit for unit in Unit.objects.select_for_update(no_key=True)}
        self.by_line = {line: self.by_id[line.unit.pk] for line in lines if line.unit}

    def __call__(self, place: Place) -> Unit:
        return self.by_line[place] if isinstance(place, TreeLine) else self.by_id[place.pk]


@transaction.atomic
def import_tree(*, rows: Iterable[dict], source: str, by: User, meant: Mapping[str, str] = NOBODY_SAID) -> TreeWritten:
    """Judge the rows again under the tree's lock and write them. `meant`: what was said of names that stand below another unit.
    Raises Refused when a single row has a complaint, or is asked about yet."""
    demand_all([policies.system_admin(by)])
    units.lock_tree()
    lines = judge(rows, meant=meant)
    bad = [f"第{line.number}行：{'；'.join(line.complaints)}" for line in lines if line.complaints]
    bad += [f"第{line.number}行：{line.question}，请选是哪一种" for line in lines if line.elsewhere]
    if bad:
        raise Refused(*bad)
    there = UnitsOfRows(lines)
    new, changed = ([line for line in lines if line.act == act] for act in ("new", "change"))
    # From the top down, so that what a unit stands below is there before it.
    for line in sorted(new, key=lambda line: line.depth):
        above = there(line.above) if line.above else None
        there.by_line[line] = units.insert(name=line.name, parent=above, **line.data)
    # Offices first become offices, then they are named as such.
    for line in changed:
        units.change(there(line), **{k: v for k, v in line.data.items() if k != "is_office" or v})
    # From the top down, so that a unit never goes below one that still hangs under it.
    for line in sorted(new + changed, key=lambda line: line.depth):
        _relate(line, there)
    for line in changed:
        units.change(there(line), **line.data)
    tell_apart()
    record_many([_fact(line, there, source) for line in new + changed], by=by)
    return TreeWritten(len(new), len(changed), len(lines) - len(new) - len(changed))


def _relate(line: TreeLine, there: UnitsOfRows) -> None:
    """Parent, office and other names of a row: all units exist by now. Paths change, so rows are read anew."""
    unit = there(line)
    if line.above and unit.parent_id != there(line.above).pk:
        unit.refresh_from_db()
        to = there(line.above)
        to.refresh_from_db()
        units.replant(unit, to)
    if line.supervisor:
        units.change(unit, supervising_office=there(line.supervisor))
    if line.aliases:
        units.rename_aliases(unit, [*unit.aliases.values_list("name", flat=True), *line.aliases])


def _fact(line: TreeLine, there: UnitsOfRows, source: str) -> Fact:
    unit = there(line)
    facts = {"name": unit.name, "source": source}
    if line.act == "new":
        return Fact("accounts.unit.create", unit, facts=facts | {"parent": line.parent or "（最上级）"})
    return Fact("accounts.unit.edit", unit, facts=facts | {"fields": "、".join(line.changes)})
