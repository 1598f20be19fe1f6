"""The pages of units: the tree, one unit, its forms; and what pages beside them share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import QuerySet
from django.urls import reverse

from rectify.accounts.actions.units import kept_by
from rectify.accounts.filters import UnitFilter
from rectify.accounts.forms.units import MoveForm, UnitForm
from rectify.accounts.models import FormerName, Holding, Unit, UnitAlias
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.components import Crumb, TrailLine
from rectify.lib.page import Page

TRAIL = 20
UnitInTree = tuple[Unit, int]  # with its depth


@dataclass(frozen=True)
class UnitsPage(Page):
    """The whole tree in protocol order, or (`flat`) what a search found; `waiting`: a sentence about what offices asked for."""

    template: ClassVar[str] = "accounts/units/units.html"
    asked: UnitFilter
    rows: Sequence[UnitInTree]
    flat: bool
    waiting: str


@dataclass(frozen=True)
class UnitPage(Page):
    """Where it stands, who holds posts there, what was changed; `kept_by` is what speaks against stopping it."""

    template: ClassVar[str] = "accounts/units/unit.html"
    unit: Unit
    kept_by: Sequence[str]
    posts: QuerySet[Holding]
    entries: Sequence[TrailLine]
    aliases: QuerySet[UnitAlias]
    former_names: QuerySet[FormerName]
    children: QuerySet[Unit]


@dataclass(frozen=True)
class UnitFormPage(Page):
    """A unit to be changed, or a new one."""

    template: ClassVar[str] = "accounts/units/form.html"
    form: UnitForm
    crumb: Crumb
    unit: Unit | None = None


@dataclass(frozen=True)
class UnitMovePage(Page):
    """A unit to be put below another; `does` says what will happen."""

    template: ClassVar[str] = "accounts/units/move.html"
    form: MoveForm
    unit: Unit
    does: Sequence[str]
    crumb: Crumb


def units(asked: UnitFilter, waiting: int) -> UnitsPage:
    """`waiting`: how many units offices asked for."""
    matching, flat = asked.understood(), bool({*asked.asked, *asked.wrong} - {"off"})
    return UnitsPage(
        asked=asked,
        rows=[(unit, 0) for unit in matching] if flat else in_tree(list(matching)),
        flat=flat,
        waiting=f"有 {waiting} 家等您新增。" if waiting else "",
    )


def unit(unit: Unit, children: QuerySet[Unit]) -> UnitPage:
    """One unit and those right below it."""
    events = Event.objects.about(unit).select_related("by").order_by("-number")[:TRAIL]
    return UnitPage(
        unit=unit,
        kept_by=kept_by(unit) if unit.is_active else (),
        posts=unit.holdings.current().select_related("user").order_by("role", "id"),
        entries=[TrailLine(event.at, f"{event.by or '系统'}　{sentence(event)}", event.note) for event in events],
        aliases=unit.aliases.all(),
        former_names=unit.former_names.all(),
        children=children,
    )


def unit_move(form: MoveForm, unit: Unit, below: int) -> UnitMovePage:
    """`below`: how many units go along."""
    does = [
        f"{unit.full_name}{f'连同下属 {below} 家' if below else ''}换到新的上级下面",
        "原上级的联络员、主要负责人、分管领导不再看到它的问题，新上级的可以看到；从下一次打开页面起生效",
        "督查单位、板块、排序不变，需要时另行修改",
    ]
    return UnitMovePage(form=form, unit=unit, does=does, crumb=crumb("移动", unit))


def in_tree(units: Sequence[Unit]) -> list[UnitInTree]:
    """Parents before children, brothers in protocol order; what lost its parent stands at the top."""
    there = {unit.pk for unit in units}
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in there else None, []).append(unit)
    rows: list[UnitInTree] = []
    waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        rows.append((unit, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(unit.pk, []))]
    return rows


def crumb(last: str, unit: Unit | None = None) -> Crumb:
    """The way back from a page about `unit`, or from one about none."""
    path = [("单位", reverse("accounts:units"))]
    return path + ([(unit.full_name, reverse("accounts:unit", args=[unit.public_id]))] if unit else []) + [(last, "")]
