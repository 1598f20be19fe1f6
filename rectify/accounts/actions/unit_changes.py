"""What needs a second hand of units: whatever changes who sees what. Asked here, carried out by `units` and `tree`."""

from collections.abc import Iterable, Mapping
from typing import Any

from rectify.accounts import policies
from rectify.accounts.actions import tree, units
from rectify.accounts.actions.changes import ask
from rectify.accounts.changes import ChangeKind, declare
from rectify.accounts.models import AskedChange, Holding, Sector, Unit, User
from rectify.accounts.roles import OFFICE_ROLES
from rectify.accounts.tree import NOBODY_SAID, TreeLine, judge
from rectify.lib.columns import column_name
from rectify.workflow.move import demand_all

SEEN_BY = ("supervising_office", "is_office")  # of a unit: who reads what is its
# The same in words, and its place in the tree, as a workbook's line tells its changes.
RELATIONS = ("上级单位：", "督查单位：", f"{column_name(Unit, 'is_office')}：")
MOST_NAMES = 12


def ask_move(*, unit: Unit, to: Unit | None, by: User) -> AskedChange:
    """Another place in the tree."""
    demand_all([policies.system_admin(by)])
    return ask(kind="unit.move", by=by, unit=unit, data={"to": to and to.public_id})


def ask_stop(*, unit: Unit, by: User) -> AskedChange:
    """A unit out of use."""
    demand_all([policies.system_admin(by)])
    return ask(kind="unit.stop", by=by, unit=unit)


def ask_edit(*, unit: Unit, by: User, aliases: list[str], **data: Any) -> AskedChange:
    """What a unit is called and who supervises it, in one."""
    demand_all([policies.system_admin(by)])
    office, sector = data["supervising_office"], data["sector"]
    data |= {"supervising_office": office and office.public_id, "sector": sector and sector.code, "aliases": aliases}
    return ask(kind="unit.edit", by=by, unit=unit, data=data)


def ask_tree(*, rows: Iterable[dict], source: str, by: User, meant: Mapping[str, str] = NOBODY_SAID) -> AskedChange:
    """A whole workbook, where a row of it changes who sees a unit."""
    demand_all([policies.system_admin(by)])
    return ask(kind="unit.import", by=by, data={"rows": list(rows), "source": source, "meant": dict(meant)})


def needs_second(unit: Unit, data: Mapping[str, Any]) -> bool:
    """Whether what is filled in changes who sees the unit."""
    return any(data[name] != getattr(unit, name) for name in SEEN_BY)


def relating(lines: Iterable[TreeLine]) -> list[TreeLine]:
    """The rows that change who sees a unit there is."""
    return [line for line in lines if line.act == "change" and any(map(_relates, line.changes))]


def _relates(change: str) -> bool:
    return change.startswith(RELATIONS)


def _named(public_id: str | None) -> Unit | None:
    return Unit.objects.get(public_id=public_id) if public_id else None


def _move_does(change: AskedChange) -> list[str]:
    unit, to = _unit(change), _named(change.data["to"])
    below = Unit.objects.below(unit).count() - 1
    return [f"{unit.full_name}由{unit.parent or '（最上级）'}移到{to or '（最上级）'}，连同下属 {below} 家"]


def _move_gains(change: AskedChange) -> list[str]:
    to, unit = _named(change.data["to"]), _unit(change)
    if to is None:
        return []
    before = unit.parent.path if unit.parent else ""
    above = [int(pk) for pk in to.path.split("/") if pk and f"/{pk}/" not in f"/{before}"]
    return _readers(Holding.objects.current().filter(unit__in=above), f"将看到{unit.full_name}和下属单位的事")


def _edit_does(change: AskedChange) -> list[str]:
    unit, data = _unit(change), _data(change)
    changed = [column_name(Unit, name) for name in units.DATA if name in data and data[name] != getattr(unit, name)]
    office = data["supervising_office"]
    does = [f"修改{unit.full_name}的{'、'.join(changed)}"]
    if office != unit.supervising_office:
        does.append(f"督查单位由{unit.supervising_office or '无'}换成{office or '无'}")
    return does


def _edit_gains(change: AskedChange) -> list[str]:
    unit, office = _unit(change), _data(change)["supervising_office"]
    if office is None or office == unit.supervising_office:
        return []
    posts = Holding.objects.current().filter(unit=office, role__in=OFFICE_ROLES)
    return _readers(posts, f"将督查{unit.full_name}，看到它的资料和人员")


def _readers(posts: Any, what: str) -> list[str]:
    names = list(dict.fromkeys(posts.filter(user__is_active=True).values_list("user__name", flat=True)))
    more = f"等 {len(names)} 人" if len(names) > MOST_NAMES else ""
    return [f"{'、'.join(names[:MOST_NAMES])}{more}{what}"] if names else []


def _tree_does(change: AskedChange) -> list[str]:
    lines = judge(change.data["rows"], meant=change.data["meant"])
    new = sum(line.act == "new" for line in lines)
    does = [f"导入《{change.data['source']}》：新增 {new} 家"]
    return does + [f"{line.full_name}改{'、'.join(line.changes)}" for line in relating(lines)]


def _tree_gains(change: AskedChange) -> list[str]:
    moved = len(relating(judge(change.data["rows"], meant=change.data["meant"])))
    return [f"上面 {moved} 家单位的新上级、新督查单位的人，将看到这些单位的事"]


def _data(change: AskedChange) -> dict[str, Any]:
    office, code = change.data["supervising_office"], change.data["sector"]
    sector = Sector.objects.get(code=code) if code else None
    return change.data | {"supervising_office": _named(office), "sector": sector}


def _unit(change: AskedChange) -> Unit:
    assert change.unit is not None
    return change.unit


def _import(change: AskedChange) -> tree.TreeWritten:
    return tree.import_tree(by=change.asked_by, **change.data)


declare(
    ChangeKind(
        "unit.move",
        "移动单位",
        _move_does,
        _move_gains,
        lambda change: units.move(unit=_unit(change), to=_named(change.data["to"]), by=change.asked_by),
    ),
    ChangeKind(
        "unit.stop",
        "停用单位",
        lambda change: [f"停用{_unit(change).full_name}，新的事不再交给它"],
        lambda change: [],
        lambda change: units.stop(unit=_unit(change), by=change.asked_by),
    ),
    ChangeKind(
        "unit.edit",
        "修改单位的督查关系",
        _edit_does,
        _edit_gains,
        lambda change: units.edit(unit=_unit(change), by=change.asked_by, **_data(change)),
    ),
    ChangeKind("unit.import", "导入单位", _tree_does, _tree_gains, _import),
)
