"""The tree of units. Path and pinyin key are written here and nowhere else; one lock puts changes of the tree in order."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from rectify.accounts import policies
from rectify.accounts.burdens import carried
from rectify.accounts.models import FormerName, Unit, UnitAlias, User
from rectify.accounts.namesakes import tell_apart
from rectify.audit.trail import record
from rectify.lib.columns import column_name, set_columns
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.lib.pinyin import pinyin_key
from rectify.workflow.move import demand_all

DATA = ("name", "short_name", "order", "sector", "supervising_office", "is_office", "is_offline")


@transaction.atomic
def create(*, name: str, by: User, parent: Unit | None = None, aliases: Sequence[str] = (), **data: Any) -> Unit:
    """Add a unit below `parent` (at the top, without one)."""
    demand_all([policies.system_admin(by)])
    lock_tree()
    unit = insert(name=name, parent=parent and lock(parent), **data)
    rename_aliases(unit, aliases)
    tell_apart()
    record("accounts.unit.create", unit, by=by, name=unit.name, parent=parent.full_name if parent else "（最上级）")
    return unit


@transaction.atomic
def edit(*, unit: Unit, by: User, aliases: Sequence[str] | None = None, **data: Any) -> None:
    """Change what a unit is called and where it stands in the order; its place in the tree is changed by `move`."""
    demand_all([policies.system_admin(by)])
    lock_tree()
    lock(unit)
    fields = change(unit, **data)
    if {"name", "short_name"} & set(data):
        tell_apart()
    if aliases is not None and set(aliases) != set(unit.aliases.values_list("name", flat=True)):
        rename_aliases(unit, aliases)
        fields = [*fields, "别名"]
    if fields:
        record("accounts.unit.edit", unit, by=by, name=unit.name, fields="、".join(fields))


@transaction.atomic
def move(*, unit: Unit, to: Unit | None, by: User) -> None:
    """Put a unit with everything below it under another (None: to the top). People of the old branch no longer see it."""
    demand_all([policies.system_admin(by)])
    lock_tree()
    lock(unit)
    before = unit.parent
    if (to and to.pk) == unit.parent_id:
        return
    count = replant(unit, to and lock(to))
    tell_apart()
    here, there = str(before or "（最上级）"), str(to or "（最上级）")
    record("accounts.unit.move", unit, by=by, name=unit.name, before=here, after=there, count=count)


@transaction.atomic
def stop(*, unit: Unit, by: User) -> None:
    """Take a unit out of use: nothing new goes to it. Refused while people hold posts there, units below are in use or open
    work lies with it."""
    demand_all([policies.system_admin(by)])
    lock(unit)
    if reasons := kept_by(unit):
        raise Refused(*reasons)
    _switch(unit, active=False, by=by, act="stop")


def kept_by(unit: Unit) -> list[str]:
    """What keeps a unit in use now, each with who ends it."""
    below = unit.children.active().count()
    held = unit.holdings.current().filter(user__is_active=True).count()
    reasons = [f"下面还有 {below} 家在用的单位，先停用或移走"] if below else []
    reasons += [f"还有 {held} 项任职授权，先请安全管理员收回"] if held else []
    return reasons + carried(unit)


@transaction.atomic
def start(*, unit: Unit, by: User) -> None:
    demand_all([policies.system_admin(by)])
    lock(unit)
    _switch(unit, active=True, by=by, act="start")


def _switch(unit: Unit, *, active: bool, by: User, act: str) -> None:
    if unit.is_active != active:
        unit.is_active = active
        unit.save(update_fields=["is_active"])
        record(f"accounts.unit.{act}", unit, by=by, name=unit.name)


def lock_tree() -> None:
    """One change of the tree at a time: two crossing moves would make a ring."""
    list(Unit.objects.filter(parent=None).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def insert(*, name: str, parent: Unit | None, **data: Any) -> Unit:
    """A new row with its path and key. Call under the tree's lock."""
    demand_fit(None, name=name, parent=parent, **data)
    unit = Unit.objects.create(name=name, parent=parent, path="", pinyin=pinyin_key(name), **data)
    unit.path = f"{parent.path if parent else ''}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


def change(unit: Unit, **data: Any) -> list[str]:
    """Write what differs; gives the Chinese names of the changed fields. Call under the unit's lock."""
    changed = [field for field in DATA if field in data and data[field] != getattr(unit, field)]
    if not changed:
        return []
    demand_fit(unit, **{field: data[field] for field in changed})
    if {"name", "short_name"} & set(changed):
        keep_former_name(unit)
    set_columns(unit, {field: data[field] for field in changed})
    unit.pinyin = pinyin_key(unit.name)
    unit.save(update_fields=[*changed, "pinyin"])
    return [column_name(Unit, field) for field in changed]


def keep_former_name(unit: Unit) -> None:
    """The names the unit bears until today, unless it has borne them since today only. Call before they change."""
    day, before = today(), unit.former_names.first()
    since = before.until if before else None
    if since is None or since < day:
        FormerName.objects.create(unit=unit, name=unit.name, short_name=unit.short_name, since=since, until=day)


def demand_fit(unit: Unit | None, parent: Unit | None = None, **data: Any) -> None:
    """Raise Refused for a name that is taken below the same unit, an office that is none, one that stops being one while it
    supervises."""
    reasons = []
    parent = unit.parent if unit else parent
    if "name" in data and (clash := _namesake(data["name"], parent, unit)):
        reasons.append(clash)
    office = data.get("supervising_office")
    if office and not office.is_office:
        reasons.append(f"{office.full_name}不是督查（整改、巡察）办，不能作督查单位")
    if unit and data.get("is_office") is False and unit.supervised.exists():
        reasons.append(f"{unit.full_name}还督查着 {unit.supervised.count()} 家单位，先给它们换督查单位")
    if reasons:
        raise Refused(*reasons)


def _namesake(name: str, parent: Unit | None, unit: Unit | None) -> str:
    """Why a unit cannot be called so below `parent`; below another unit there may be one of the same name."""
    same = Unit.objects.filter(name=name, parent=parent).exclude(pk=unit and unit.pk)
    where = f"{parent.full_name}下面" if parent else "最上级"
    return f"{where}已有单位叫“{name}”，请换一个名称" if same.exists() else ""


def replant(unit: Unit, to: Unit | None) -> int:
    """Set the parent and rewrite the paths of the branch in one statement; gives the number of units below.

    Call under the tree's lock, with both rows fresh.
    """
    if to and unit.contains(to):
        raise Refused(f"{to.full_name}在{unit.full_name}之下，不能移到自己的下级")
    if clash := _namesake(unit.name, to, unit):
        raise Refused(clash)
    old, new = unit.path, f"{to.path if to else ''}{unit.pk}/"
    Unit.objects.filter(pk=unit.pk).update(parent=to)
    branch = Unit.objects.filter(path__startswith=old)
    count = branch.update(path=Concat(Value(new), Substr("path", len(old) + 1)))
    unit.refresh_from_db()
    return count - 1


def rename_aliases(unit: Unit, names: Sequence[str]) -> None:
    """Make the unit's other names be `names`. Raises Refused for a name that means another unit."""
    names = list(dict.fromkeys(name.strip() for name in names if name.strip() and name.strip() != unit.name))
    taken = UnitAlias.objects.filter(name__in=names).exclude(unit=unit).select_related("unit")
    reasons = [f"别名“{alias.name}”已经指{alias.unit.full_name}" for alias in taken]
    reasons += [f"别名“{name}”是另一家单位的名称" for name in _names_of_others(unit, names)]
    if reasons:
        raise Refused(*reasons)
    unit.aliases.exclude(name__in=names).delete()
    known = set(unit.aliases.values_list("name", flat=True))
    UnitAlias.objects.bulk_create(UnitAlias(unit=unit, name=name) for name in names if name not in known)


def _names_of_others(unit: Unit, names: Sequence[str]) -> list[str]:
    return list(Unit.objects.filter(name__in=names).exclude(pk=unit.pk).values_list("name", flat=True))
