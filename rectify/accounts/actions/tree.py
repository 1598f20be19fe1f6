"""Writing a judged workbook of units: all of it or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from rectify.accounts import policies
from rectify.accounts.actions import units
from rectify.accounts.models import Unit, User
from rectify.accounts.tree import TreeLine, judge
from rectify.audit.trail import Fact, record_many
from rectify.lib.errors import Refused
from rectify.workflow.move import demand_all


@dataclass(frozen=True)
class TreeWritten:
    """How many units were added, changed, and were the same already."""

    new: int
    changed: int
    same: int


@transaction.atomic
def import_tree(*, rows: Iterable[dict], source: str, by: User) -> TreeWritten:
    """Judge the rows again under the tree's lock and write them. Raises Refused when a single one has a complaint."""
    demand_all([policies.system_admin(by)])
    units.lock_tree()
    lines = judge(rows)
    bad = [f"第{line.number}行：{'；'.join(line.complaints)}" for line in lines if line.complaints]
    if bad:
        raise Refused(*bad)
    there = {unit.name: unit for unit in Unit.objects.select_for_update(no_key=True)}
    new, changed = ([line for line in lines if line.act == act] for act in ("new", "change"))
    for line in new:
        there[line.name] = units.insert(name=line.name, parent=None, **line.data)
    # Offices first become offices, then they are named as such.
    for line in changed:
        units.change(there[line.name], **{k: v for k, v in line.data.items() if k != "is_office" or v})
    # From the top down, so that a unit never goes below one that still hangs under it.
    for line in sorted(new + changed, key=lambda line: line.depth):
        _relate(line, there)
    for line in changed:
        units.change(there[line.name], **line.data)
    record_many([_fact(line, there[line.name], source) for line in new + changed], by=by)
    return TreeWritten(len(new), len(changed), len(lines) - len(new) - len(changed))


def _relate(line: TreeLine, there: dict[str, Unit]) -> None:
    """Parent, office and other names of a row: all units exist by now. Paths change, so rows are read anew."""
    unit = there[line.name]
    if line.parent and (unit.parent_id != there[line.parent].pk):
        unit.refresh_from_db()
        to = there[line.parent]
        to.refresh_from_db()
        units.replant(unit, to)
    if line.office:
        units.change(unit, supervising_office=there[line.office])
    if line.aliases:
        units.rename_aliases(unit, [*unit.aliases.values_list("name", flat=True), *line.aliases])


def _fact(line: TreeLine, unit: Unit, source: str) -> Fact:
    facts = {"name": unit.name, "source": source}
    if line.act == "new":
        return Fact("accounts.unit.create", unit, facts=facts | {"parent": line.parent or "（最上级）"})
    return Fact("accounts.unit.edit", unit, facts=facts | {"fields": "、".join(line.changes)})
