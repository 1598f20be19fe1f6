"""What a workbook of units would do to the tree: every row with its act and all its complaints. Reads only.

A row means the unit of that name below the unit that it names above it: 办公室 of one bureau is not that of another. Where
the name stands below another unit only, it is asked whether that one moves or a further one is meant. What a cell leaves
empty stays as it is; units the file does not name stay.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from rectify.accounts.models import Sector, Unit, UnitAlias
from rectify.lib.columns import column_name
from rectify.lib.numbers import whole

FLAGS = {"is_office": "是督查办", "is_offline": "不联网"}
YES, NO = {"是", "1", "√", "y", "yes", "true"}, {"否", "0", "n", "no", "false"}
LIMITS = {"name": 100, "short_name": 30}
ANOTHER, MOVES, ALL = "another", "moves", "all"
MEANT = {ANOTHER: "另一家，新增", MOVES: "就是它，移到这里"}
NOBODY_SAID: Mapping[str, str] = MappingProxyType({})


@dataclass(eq=False)
class TreeLine:
    """One row: what it names, what it would do (new, change, same), what is wrong with it. `above` and `supervisor`: the row or
    the unit that its cells name; `elsewhere`: units of its name below others, of which it must be said whether one is meant."""

    number: int
    name: str
    parent: str = ""
    unit: Unit | None = None
    above: "Place | None" = None
    act: str = "same"
    data: dict[str, Any] = field(default_factory=dict)
    office: str = ""
    supervisor: "Place | None" = None
    depth: int = 0
    aliases: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[Unit] = field(default_factory=list)

    @property
    def full_name(self) -> str:
        return self.unit.full_name if self.unit else self.name

    @property
    def question(self) -> str:
        """What is asked of the row, while nobody has said it."""
        there = "、".join(unit.parent.full_name if unit.parent else "最上级" for unit in self.elsewhere)
        return f"系统里的“{self.name}”在{there}下面" if there else ""


Place = TreeLine | Unit


class KnownUnits:
    """The tree as it stands, in four queries."""

    def __init__(self) -> None:
        units = list(Unit.objects.select_related("parent", "sector", "supervising_office"))
        self.by_id = {unit.pk: unit for unit in units}
        self.by_name: dict[str, list[Unit]] = {}
        self.by_full: dict[str, list[Unit]] = {}
        for unit in units:
            self.by_name.setdefault(unit.name, []).append(unit)
            for name in {unit.full_name, f"{unit.parent.name if unit.parent else ''}{unit.name}"}:
                self.by_full.setdefault(name, []).append(unit)
        self.sectors = {key: sector for sector in Sector.objects.all() for key in (sector.name, sector.code)}
        self.aliases: dict[str, int] = dict(UnitAlias.objects.values_list("name", "unit_id"))

    def called(self, name: str) -> list[Unit]:
        """The units by their name, their whole name, or another name that papers use."""
        alias = self.by_id.get(self.aliases.get(name, 0))
        return self.by_name.get(name) or self.by_full.get(name) or ([alias] if alias else [])


def judge(
    rows: Iterable[dict], known: KnownUnits | None = None, meant: Mapping[str, str] = NOBODY_SAID
) -> list[TreeLine]:
    """The rows understood against the tree, in the order of the file. `meant`: ANOTHER or MOVES, by the number of the row or
    for ALL rows of which it is asked."""
    known = known or KnownUnits()
    lines = [_line(row, place, known) for place, row in enumerate(rows, 1)]
    for line in lines:
        _judge_unit(line, known, meant.get(str(line.number)) or meant.get(ALL, ""))
    _judge_doubles(lines)
    there = {line.unit.pk: line for line in lines if line.unit}
    named: dict[str, list[TreeLine]] = {}
    for line in lines:
        named.setdefault(line.name, []).append(line)
        if line.parent:
            named.setdefault(f"{line.parent}{line.name}", []).append(line)
    for line in lines:
        line.above = _place("上级单位", line.parent, line=line, named=named, known=known, there=there)
        line.supervisor = _place("督查单位", line.office, line=line, named=named, known=known, there=there)
        line.parent = line.above.full_name if line.above else line.parent
        _judge_office(line)
        _judge_aliases(line, named, known)
    for line in lines:
        above = _above(line, there)
        line.depth = len(above)
        if line in above:
            line.complaints.append("上级单位绕成了圈：它自己就在这个上级的上面")
        _compare(line)
    return lines


def _line(row: dict, place: int, known: KnownUnits) -> TreeLine:
    line = TreeLine(row["number"], row.get("name", ""), row.get("parent", ""))
    for name, most in LIMITS.items():
        if len(row.get(name, "")) > most:
            line.complaints.append(
                f"{'名称' if name == 'name' else '简称'}最多 {most} 个字，现有 {len(row[name])} 个字"
            )
    if row.get("short_name"):
        line.data["short_name"] = row["short_name"]
    order = row.get("order", "")
    if (number := whole(order)) is not None:
        line.data["order"] = number
    elif order:
        line.complaints.append(f"排序“{order}”不是整数")
    else:
        line.data["order_if_new"] = place * 10
    if row.get("sector"):
        line.data["sector"] = known.sectors.get(row["sector"])
        if line.data["sector"] is None:
            names = "、".join(dict.fromkeys(sector.name for sector in known.sectors.values()))
            line.complaints.append(f"板块“{row['sector']}”不在名单里，现有：{names or '无'}")
    for name, label in FLAGS.items():
        flag = row.get(name, "").lower()
        if flag in YES | NO:
            line.data[name] = flag in YES
        elif flag:
            line.complaints.append(f"{label}一列应写“是”或“否”，现为“{row[name]}”")
    line.office, line.aliases = row.get("office", ""), _split(row.get("aliases", ""))
    return line


def _split(text: str) -> list[str]:
    for sign in "，,；;/|":
        text = text.replace(sign, "、")
    return list(dict.fromkeys(part.strip() for part in text.split("、") if part.strip()))


def _judge_unit(line: TreeLine, known: KnownUnits, meant: str) -> None:
    """The unit of the tree that a row is: of its name, below the unit it names."""
    same = known.by_name.get(line.name, [])
    above = {unit.pk for unit in known.called(line.parent)} if line.parent else set()
    fit = [unit for unit in same if not line.parent or unit.parent_id in above]
    if not line.parent:
        fit = [unit for unit in fit if unit.parent_id is None] or fit
    if len(fit) > 1:
        there = "、".join(unit.full_name for unit in fit)
        line.complaints.append(f"系统里有 {len(fit)} 家叫“{line.name}”（{there}），请在“上级单位”里写清是哪一家的")
    elif fit:
        line.unit = fit[0]
    elif same and (meant not in MEANT or meant == MOVES and len(same) > 1):
        line.elsewhere = same
    elif same and meant == MOVES:
        line.unit = same[0]
    first = line.data.pop("order_if_new", None)
    if first is not None and line.unit is None:
        line.data["order"] = first


def _judge_doubles(lines: Sequence[TreeLine]) -> None:
    times = Counter((line.name, line.parent) for line in lines)
    units = Counter(line.unit.pk for line in lines if line.unit)
    for line in lines:
        count = max(times[line.name, line.parent], units[line.unit.pk] if line.unit else 0)
        if not line.name:
            line.complaints.append("没有单位名称")
        elif count > 1:
            line.complaints.append(f"“{line.name}”在文件中出现了 {count} 次，只留一行")


def _place(
    what: str,
    text: str,
    *,
    line: TreeLine,
    named: Mapping[str, list[TreeLine]],
    known: KnownUnits,
    there: Mapping[int, TreeLine],
) -> Place | None:
    """The row or the unit that a cell names; a complaint where there is none, or more than one."""
    if not text:
        return None
    rows = [one for one in named.get(text, []) if one is not line]
    units = [unit for unit in known.called(text) if unit.pk not in there]
    places: list[Place] = [*rows, *units] or [there.get(unit.pk, unit) for unit in known.called(text)]
    if not places:
        line.complaints.append(f"{what}“{text}”不在文件中，系统里也没有")
    elif len(places) > 1:
        line.complaints.append(f"{what}“{text}”有 {len(places)} 家，请写成“上级名称＋{text}”")
    return places[0] if len(places) == 1 else None


def _judge_office(line: TreeLine) -> None:
    """The office is one when the file says so, or the tree does and the file does not say otherwise."""
    place = line.supervisor
    row = place if isinstance(place, TreeLine) else None
    unit = row.unit if row else place
    if place and not (row.data if row else {}).get("is_office", unit.is_office if isinstance(unit, Unit) else False):
        line.complaints.append(f"“{line.office}”不是督查（整改、巡察）办，不能作督查单位")


def _judge_aliases(line: TreeLine, named: Mapping[str, list[TreeLine]], known: KnownUnits) -> None:
    line.aliases = [name for name in line.aliases if name != line.name]
    for name in line.aliases:
        if name in named or any(line.unit is None or other.pk != line.unit.pk for other in known.called(name)):
            line.complaints.append(f"别名“{name}”已经指另一家单位")
        elif len(name) > LIMITS["name"]:
            line.complaints.append(f"别名最多 {LIMITS['name']} 个字")


def _above(line: TreeLine, there: Mapping[int, TreeLine]) -> list[Place]:
    """The places above a row, as they will be; in a ring it ends with the row itself."""
    chain: list[Place] = []
    at = _parent_of(line, there)
    while at is not None and at not in chain:
        chain.append(at)
        if at is line:
            break
        at = _parent_of(at, there)
    return chain


def _parent_of(place: Place, there: Mapping[int, TreeLine]) -> Place | None:
    """What a place will be below: the file's word, else the tree's."""
    if isinstance(place, TreeLine) and place.above is not None:
        return place.above
    unit = place.unit if isinstance(place, TreeLine) else place
    return there.get(unit.parent_id, unit.parent) if unit and unit.parent_id else None


def _compare(line: TreeLine) -> None:
    """Say what the row changes."""
    unit = line.unit
    if unit is None:
        line.act = "new"
        return
    pairs = [(column_name(Unit, name), getattr(unit, name), new) for name, new in line.data.items()]
    line.changes = [f"{name}：{_words(old)} → {_words(new)}" for name, old, new in pairs if old != new]
    for name, old, new in (
        ("上级单位", unit.parent, line.above),
        ("督查单位", unit.supervising_office, line.supervisor),
    ):
        if new and old != (new.unit if isinstance(new, TreeLine) else new):
            line.changes.append(f"{name}：{old.full_name if old else '空'} → {new.full_name}")
    more = set(line.aliases) - set(unit.aliases.values_list("name", flat=True)) if line.aliases else set()
    if more:
        line.changes.append(f"别名：加{'、'.join(sorted(more))}")
    line.act = "change" if line.changes else "same"


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value) if value not in (None, "") else "空"
