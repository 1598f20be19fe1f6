"""Forms of the tree of units."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from rectify.accounts.models import Sector, Unit, UnitRequest
from rectify.accounts.tree import MEANT, TreeLine
from rectify.lib.fields import Choice, Flag, Number, Ref, Refs, Words, area
from rectify.lib.filegate import UnclassifiedField, demand_clean, is_sure
from rectify.workflow.inputs import ActInput

MOST_BYTES = 5 * 1024 * 1024


def in_use(form: ActInput) -> QuerySet[Unit]:
    """The units in use that the person sees."""
    return Unit.objects.visible_to(form.user).active()


def sectors(form: ActInput) -> QuerySet[Sector]:
    return Sector.objects.all()


def name_of(unit: Unit) -> str:
    return unit.full_name


COPIED = ("name", "short_name", "order", "is_office", "is_offline")


class UnitForm(ActInput):
    """A unit (`obj`; None for a new one). Where it stands in the tree is changed by moving it."""

    name = Words(label="名称", max_length=100)
    short_name = Words(label="简称", max_length=30, required=False)
    parent = Ref(in_use, called=name_of, label="上级单位", required=False, empty_label="没有上级（最上级）")
    order = Number(label="排序", initial=0, help_text="所有列表都按它排，小的在前")
    sector = Ref(sectors, by="code", label="板块", required=False, empty_label="没有")
    supervising_office = Ref(
        lambda form: in_use(form).filter(is_office=True),
        label="督查单位",
        required=False,
        empty_label="没有",
        help_text="由哪个督查办督查",
    )
    is_office = Flag(label="是督查（整改、巡察）办")
    is_offline = Flag(label="不联网", help_text="单位上不了网的勾选：督查办发工作簿，签字后代录")
    aliases = Words(
        label="别名", required=False, widget=area(3), help_text="一行一个。文件里这样写的，导入时就认得是这家"
    )

    def __init__(self, *args: Any, obj: Unit | None = None, **kwargs: Any) -> None:
        if obj:
            kwargs["initial"] = {name: getattr(obj, name) for name in COPIED}
            kwargs["initial"] |= {"sector": obj.sector, "supervising_office": obj.supervising_office}
            kwargs["initial"]["aliases"] = "\n".join(obj.aliases.values_list("name", flat=True))
        super().__init__(*args, obj=obj, **kwargs)
        if obj:
            del self.fields["parent"]

    def clean_aliases(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip()]


class MoveForm(ActInput):
    to = Ref(
        lambda form: in_use(form).exclude(path__startswith=form.obj.path),
        called=name_of,
        label="移到哪家下面",
        required=False,
        empty_label="没有上级（最上级）",
    )

    def __init__(self, *args: Any, obj: Unit, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, initial={"to": obj.parent}, **kwargs)


class RequestsForm(ActInput):
    """What is done with the ticked requests of an office: made below a unit, taken for a unit there is, or not made."""

    ids = Refs(
        lambda form: UnitRequest.objects.visible_to(form.user).waiting(),
        label="单位",
        error_messages={"required": "请先勾选要办的单位"},
    )
    parent = Ref(in_use, called=name_of, label="新增在哪家下面", required=False, empty_label="没有上级（最上级）")
    sector = Ref(sectors, by="code", label="板块", required=False, empty_label="没有")
    unit = Ref(in_use, called=name_of, label="是哪家已有单位", required=False, empty_label="不是已有单位")
    reason = Words(label="不新增的理由", max_length=200, required=False)


class MeantForm(ActInput):
    """Of the rows of a file whose name stands below another unit: whether that one moves or a further one is meant. One word for
    all, or row by row."""

    all = Choice(
        label="这几行",
        choices=[("", "逐行选"), *MEANT.items()],
        required=False,
        widget=forms.Select(attrs={"class": "w-auto"}),
    )

    def __init__(self, *args: Any, lines: Iterable[TreeLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "请选"), *MEANT.items()]
        for line in lines:
            if line.elsewhere:
                label = f"第 {line.number} 行“{line.name}”"
                attrs = {"aria-label": label, "class": "w-auto"}
                widget = forms.Select(attrs=attrs)
                self.fields[self.name_of(line)] = Choice(label=label, choices=choices, required=False, widget=widget)

    @staticmethod
    def name_of(line: TreeLine) -> str:
        return f"row_{line.number}"

    def meant(self) -> dict[str, str]:
        """What is meant, by the number of the row, or for all."""
        return {name.removeprefix("row_"): meaning for name, meaning in self.cleaned_data.items() if meaning}


class FileForm(ActInput):
    """A small file to be read."""

    file = forms.FileField(label="文件", max_length=255, widget=forms.FileInput(attrs={"accept": ".xlsx"}))
    confirmed_unclassified = UnclassifiedField()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"这个文件超过 {MOST_BYTES // 2**20} MB，不像单位名单。请检查后再选")
        demand_clean(file, kind="xlsx", sure=is_sure(self))
        return file
