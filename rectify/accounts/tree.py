"""What a workbook of units would do to the tree: every row with its act and all its complaints. Reads only.

A row means the unit of that name. What a cell leaves empty stays as it is; units the file does not name stay.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rectify.accounts.models import Sector, Unit, UnitAlias
from rectify.lib.numbers import whole

YES, NO = {"是", "1", "√", "y", "yes", "true"}, {"否", "0", "n", "no", "false"}
LIMITS = {"name": 100, "short_name": 30}


@dataclass
class TreeLine:
    """One row: what it names, what it would do (new, change, same), what is wrong with it."""

    number: int
    name: str
    parent: str = ""
    unit: Unit | None = None
    act: str = "same"
    data: dict[str, Any] = field(default_factory=dict)
    office: str = ""
    depth: int = 0
    aliases: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


class KnownUnits:
    """The tree as it stands, in four queries."""

    def __init__(self) -> None:
        self.units = {unit.name: unit for unit in Unit.objects.select_related("parent", "sector", "supervising_office")}
        self.by_id = {unit.pk: unit for unit in self.units.values()}
        self.sectors = {key: sector for sector in Sector.objects.all() for key in (sector.name, sector.code)}
        self.aliases: dict[str, int] = dict(UnitAlias.objects.values_list("name", "unit_id"))


def judge(rows: Iterable[dict], known: KnownUnits | None = None) -> list[TreeLine]:
    """The rows understood against the tree, in the order of the file."""
    known = known or KnownUnits()
    lines = [_line(row, place, known) for place, row in enumerate(rows, 1)]
    named = {line.name: line for line in reversed(lines)}
    times = Counter(line.name for line in lines)
    for line in lines:
        if not line.name:
            line.complaints.append("没有单位名称")
        elif times[line.name] > 1:
            line.complaints.append(f"“{line.name}”在文件中出现了 {times[line.name]} 次，只留一行")
        _judge_parent(line, named, known)
        _judge_office(line, named, known)
        _judge_aliases(line, named, known)
    for line in lines:
        above = _above(line.name, named, known)
        line.depth = len(above)
        if line.name in above:
            line.complaints.append("上级单位绕成了圈：它自己就在这个上级的上面")
        _compare(line)
    return lines


def _line(row: dict, place: int, known: KnownUnits) -> TreeLine:
    line = TreeLine(row["number"], row.get("name", ""), row.get("parent", ""), known.units.get(row.get("name", "")))
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
    elif line.unit is None:
        line.data["order"] = place * 10
    if row.get("sector"):
        line.data["sector"] = known.sectors.get(row["sector"])
        if line.data["sector"] is None:
            names = "、".join(dict.fromkeys(sector.name for sector in known.sectors.values()))
            line.complaints.append(f"板块“{row['sector']}”不在名单里，现有：{names or '无'}")
    flag = row.get("is_office", "").lower()
    if flag in YES | NO:
        line.data["is_office"] = flag in YES
    elif flag:
        line.complaints.append(f"是督查办一列应写“是”或“否”，现为“{row['is_office']}”")
    line.office, line.aliases = row.get("office", ""), _split(row.get("aliases", ""))
    return line


def _split(text: str) -> list[str]:
    for sign in "，,；;/|":
        text = text.replace(sign, "、")
    return list(dict.fromkeys(part.strip() for part in text.split("、") if part.strip()))


def _find(name: str, known: KnownUnits) -> Unit | None:
    """A unit by its name or another name that papers use."""
    return known.units.get(name) or known.by_id.get(known.aliases.get(name, 0))


def _judge_parent(line: TreeLine, named: dict[str, TreeLine], known: KnownUnits) -> None:
    if not line.parent or line.parent in named:
        return
    unit = _find(line.parent, known)
    if unit:
        line.parent = unit.name
    else:
        line.complaints.append(f"上级单位“{line.parent}”不在文件中，系统里也没有")


def _judge_office(line: TreeLine, named: dict[str, TreeLine], known: KnownUnits) -> None:
    """The office is one when the file says so, or the tree does and the file does not say otherwise."""
    if not line.office:
        return
    unit, row = _find(line.office, known), named.get(line.office)
    line.office = unit.name if unit and row is None else line.office
    if unit is None and row is None:
        line.complaints.append(f"督查单位“{line.office}”不在文件中，系统里也没有")
    elif not (row.data if row else {}).get("is_office", unit.is_office if unit else False):
        line.complaints.append(f"“{line.office}”不是督查（整改、巡察）办，不能作督查单位")


def _judge_aliases(line: TreeLine, named: dict[str, TreeLine], known: KnownUnits) -> None:
    line.aliases = [name for name in line.aliases if name != line.name]
    for name in line.aliases:
        other = _find(name, known)
        if name in named or (other and (line.unit is None or other.pk != line.unit.pk)):
            line.complaints.append(f"别名“{name}”已经指另一家单位")
        elif len(name) > LIMITS["name"]:
            line.complaints.append(f"别名最多 {LIMITS['name']} 个字")


def _above(name: str, named: dict[str, TreeLine], known: KnownUnits) -> list[str]:
    """The units above one, as they will be; in a ring it ends with the unit itself."""
    chain: list[str] = []
    at = _parent_of(name, named, known)
    while at and at not in chain:
        chain.append(at)
        if at == name:
            break
        at = _parent_of(at, named, known)
    return chain


def _parent_of(name: str, named: dict[str, TreeLine], known: KnownUnits) -> str:
    """The parent a unit will have: the file's word, else the tree's."""
    row, unit = named.get(name), known.units.get(name)
    return (row.parent if row else "") or (unit.parent.name if unit and unit.parent else "")


def _compare(line: TreeLine) -> None:
    """Say what the row changes."""
    unit = line.unit
    if unit is None:
        line.act = "new"
        return
    pairs = [
        (str(Unit._meta.get_field(name).verbose_name), getattr(unit, name), new) for name, new in line.data.items()
    ]
    if line.parent:
        pairs.append(("上级单位", unit.parent.name if unit.parent else "", line.parent))
    if line.office:
        pairs.append(("督查单位", unit.supervising_office.name if unit.supervising_office else "", line.office))
    line.changes = [f"{name}：{_words(old)} → {_words(new)}" for name, old, new in pairs if old != new]
    more = set(line.aliases) - set(unit.aliases.values_list("name", flat=True)) if line.aliases else set()
    if more:
        line.changes.append(f"别名：加{'、'.join(sorted(more))}")
    line.act = "change" if line.changes else "same"


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value) if value not in (None, "") else "空"
