"""How much stored files may take: which rows count for whom, what is used, whether there is room (docs/rules.md: quota).

Counted from the rows, not from the disk: each row has a file of its own there, so that the same bytes handed in twice count
twice, and what was taken off counts on, since it is kept.
"""

from dataclasses import dataclass

from django.db.models import BigIntegerField, F, Model, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from rectify.accounts.models import Unit
from rectify.lib.errors import Refused
from rectify.options.kinds import INT
from rectify.options.registry import Option
from rectify.options.stored import option

GB = 2**30
NEAR = 80  # per cent from which it is said
GROUP = "存放文件"
OFFICE, UNIT = "storage.office", "storage.unit"
OPTIONS = (
    Option(
        OFFICE,
        "一个督查办存放文件的上限（GB）",
        INT(0, 100_000),
        500,
        help="它各轮次的佐证、核查材料、反馈原件、导入和代录的文件、文书和模板合计；到 80% 提醒，满了不再接收。0 为不限",
        group=GROUP,
    ),
    Option(
        UNIT,
        "一个单位存放佐证的上限（GB）",
        INT(0, 100_000),
        50,
        help="它牵头的问题的佐证合计；到 80% 提醒，满了不再接收。0 为不限",
        group=GROUP,
    ),
)
COUNTED = (
    "按登记的行合计文件大小：佐证、核查材料、反馈原件、导入的台账、代录的工作簿和扫描件，算在轮次的督查办名下；签发的文书、文书模板、台账版式算在它的督查办名下；佐证同时算在牵头单位名下。"
    "撤下的、换过版本的还留着，照计；同一份文件传两次，存两份，计两次。"
    "已选未交的只留 24 小时、成批文书的草稿只留一周，不计；签发不因满了而停；备份另算。"
)
FULL = (
    "{unit}存放的文件已有 {used}，上限 {quota}，这份 {adding} 放不下，没有接收。已经传的都在，填的不用重填；"
    "请把图片、扫描件压缩后再传，或者请系统管理员在“规则”里调高“{title}”"
)
SOON = "{unit}存放的文件已有 {used}，到了上限 {quota} 的 {percent}%。快满了，请先告诉系统管理员；满了就不能再传。"


class NoRoom(Refused):
    """A file that would go beyond a quota. What was chosen may be sent again once there is room."""


@dataclass(frozen=True)
class FileTable:
    """Rows that have a file each: the column with its size (or what measures it), the ways to the office and (where it counts for
    one) to the unit."""

    model: type[Model]
    size: str | Combinable
    office: str
    unit: str = ""


@dataclass(frozen=True)
class Usage:
    """What a unit has stored, as an office or as a unit (`key` is its option), in bytes; without a limit `quota` is 0."""

    unit: Unit
    key: str
    used: int
    quota: int

    @property
    def percent(self) -> int:
        return self.used * 100 // self.quota if self.quota else 0

    @property
    def is_near(self) -> bool:
        return bool(self.quota) and self.percent >= NEAR

    @property
    def is_full(self) -> bool:
        return bool(self.quota) and self.used >= self.quota

    @property
    def sentence(self) -> str:
        """What the page of uploads and the alarm say."""
        return SOON.format(unit=self.unit, used=size(self.used), quota=size(self.quota), percent=self.percent)


_tables: list[FileTable] = []


def register(*tables: FileTable) -> None:
    """Count these rows too; called from `AppConfig.ready`."""
    _tables.extend(table for table in tables if table not in _tables)


def tables() -> list[FileTable]:
    return list(_tables)


def size(count: int) -> str:
    """In words, to a tenth."""
    return f"{count / GB:.1f} GB" if count >= GB else f"{count / 2**20:.1f} MB"


def usages(units: QuerySet[Unit]) -> list[Usage]:
    """What each of `units` has stored: as an office where it is one, as a unit where it leads. One statement."""
    rows = units.annotate(stored_office=_sum("office"), stored_unit=_sum("unit")).order_by(F("path"))
    lines = []
    for row in rows:
        if row.is_office:
            lines.append(Usage(row, OFFICE, row.stored_office, option(OFFICE, row.pk) * GB))
        if row.stored_unit or not row.is_office:
            lines.append(Usage(row, UNIT, row.stored_unit, option(UNIT, row.supervising_office_id) * GB))
    return lines


def _sum(way: str) -> Combinable:
    """The bytes of all tables that lead to a unit by `way`, as one expression over units."""
    nothing = Value(0, output_field=BigIntegerField())
    total: Combinable = nothing
    for table in _tables:
        if path := getattr(table, way):
            rows = table.model._default_manager.filter(**{path: OuterRef("pk")}).order_by().values(path)
            stored = Subquery(rows.annotate(bytes=Sum(table.size)).values("bytes"), output_field=BigIntegerField())
            total = total + Coalesce(stored, nothing)
    return total


def concerned(*, office: Unit | None, unit: Unit | None = None) -> list[Usage]:
    """What is used of the two quotas that a file of `unit` in a round of `office` counts against. One statement."""
    wanted = {(key, one.pk) for key, one in ((OFFICE, office), (UNIT, unit)) if one}
    units = Unit.objects.filter(pk__in=[pk for _, pk in wanted])
    return [usage for usage in usages(units) if (usage.key, usage.unit.pk) in wanted]


def near(*, office: Unit | None, unit: Unit | None = None) -> list[str]:
    """What the page of uploads says where a quota is nearly used up."""
    return [usage.sentence for usage in concerned(office=office, unit=unit) if usage.is_near]


def demand_room(*, adding: int, office: Unit | None, unit: Unit | None = None) -> None:
    """Raises NoRoom where a file of `adding` bytes goes beyond a quota. Two at the same moment may both pass: a quota is a word
    with the administrator, the disk has its own limit (`rectify/lib/uploads.py`)."""
    for usage in concerned(office=office, unit=unit):
        if usage.quota and usage.used + adding > usage.quota:
            title = next(each.title for each in OPTIONS if each.key == usage.key)
            words = {"used": size(usage.used), "quota": size(usage.quota), "adding": size(adding)}
            raise NoRoom(FULL.format(unit=usage.unit, title=title, **words))
