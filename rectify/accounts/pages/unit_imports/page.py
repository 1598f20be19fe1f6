"""The pages of an import of units: choose a file, look at what it would do; and the template, the tree as it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.forms import BoundField

from rectify.accounts.forms.units import FileForm, MeantForm
from rectify.accounts.models import Sector, Unit
from rectify.accounts.pages.units.page import in_tree
from rectify.accounts.tree import TreeLine
from rectify.lib.blanks import Blank, Field
from rectify.lib.page import Page

SHOWN = 500
RULES = "空着的格不改；文件里没有的单位不动；同一份文件再传一次不会重复。"


@dataclass(frozen=True)
class UnitFilePage(Page):
    """A file to be chosen."""

    template: ClassVar[str] = "accounts/unit_imports/file.html"
    form: FileForm


@dataclass(frozen=True)
class AskedLine:
    """A row whose name stands below another unit, with the field for what is meant."""

    line: TreeLine
    field: BoundField


@dataclass(frozen=True)
class UnitFileCheckPage(Page):
    """Every row with its act and all its complaints; `bad` are those that have some, `asked` those of which it must be said
    what is meant, `acts` counts the others,
    `writes` those of them that change something."""

    template: ClassVar[str] = "accounts/unit_imports/check.html"
    name: str
    lines: Sequence[TreeLine]
    bad: Sequence[TreeLine]
    asked: Sequence[AskedLine]
    form: MeantForm
    acts: Mapping[str, int]
    writes: int
    total: int


def check(name: str, lines: Sequence[TreeLine], form: MeantForm) -> UnitFileCheckPage:
    """The file called `name`: what has to be put right or said first, what would change next."""
    bad = [line for line in lines if line.complaints]
    asked = [AskedLine(line, form[MeantForm.name_of(line)]) for line in lines if line.elsewhere]
    clear = [line for line in lines if not line.complaints and not line.elsewhere]
    acts = {act: sum(line.act == act for line in clear) for act in ("new", "change", "same")}
    order = {line.number for line in bad}
    shown = sorted(lines, key=lambda line: (line.number not in order, line.act == "same", line.number))[:SHOWN]
    writes = acts["new"] + acts["change"]
    return UnitFileCheckPage(name, shown, bad, asked, form, acts, writes, total=len(lines))


def template(units: Iterable[Unit]) -> Blank:
    """The tree in the layout that the import reads: changed and sent back it updates."""
    return Blank("单位名单", _fields(), [RULES], [_cells(unit) for unit, _ in in_tree(list(units))])


def _fields() -> list[Field]:
    return [
        Field("单位名称", 30, required=True, help="全称，系统按它和上级单位认单位", example="市住房和城乡建设局"),
        Field("简称", 16, example="市住建局"),
        Field("上级单位", 30, help="上级的全称；不填：新单位放在最上级，已有的不动"),
        Field("排序", 8, kind="number", help="整数，小的在前；不填：新单位按行的先后排"),
        Field("板块", 12, choices=[sector.name for sector in Sector.objects.all()]),
        Field("督查单位", 30, help="由哪个督查办督查，写它的全称"),
        Field("是督查办", 10, choices=["是", "否"]),
        Field(
            "不联网",
            10,
            choices=["是", "否"],
            help="上不了网的单位写“是”：督查办发工作簿，签字后代录；不填：已有的不动",
        ),
        Field("别名", 30, help="几个之间用顿号隔开"),
    ]


def _cells(unit: Unit) -> list:
    return [
        unit.name,
        unit.short_name,
        unit.parent.full_name if unit.parent else "",
        unit.order,
        unit.sector.name if unit.sector else "",
        unit.supervising_office.full_name if unit.supervising_office else "",
        "是" if unit.is_office else "否",
        "是" if unit.is_offline else "否",
        "、".join(alias.name for alias in unit.aliases.all()),
    ]
