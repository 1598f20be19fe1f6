"""What a person fills in on the way of a workbook: the file, the answers, the columns."""

import base64
import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from issues.deadlines import Basis, DeadlineField, ReadsDeadlines
from issues.forms.new import classes, leading
from issues.models import Round
from ledgers.importing.leading import LEAD, SLOTS, listed
from ledgers.importing.names import Names
from ledgers.importing.sorting import KnownSorts
from ledgers.reading.fields import FIELDS
from rectify.lib.fields import Choice, DayField, Ref, Words
from rectify.lib.filegate import UnclassifiedField, demand_clean_name, is_sure
from rectify.workflow.inputs import ActInput

MOST_BYTES = 30 * 2**20
ENDINGS = (".xlsx", ".xls", ".ods", ".docx", ".html", ".htm", ".et")
NO_SUCH = "没有这个选项，请从列出的答案里选"
EACH_ONE = "每一家选一个：牵头的最多一家，其余选责任、配合或者不记"
NO_CLASS = "请选一个类别"
NO_SORT = "请从列出的里面选一个，或者选“照原样”"


class UploadForm(ActInput):
    file = forms.FileField(
        label="台账文件",
        max_length=255,
        help_text="xlsx、xls、ods 表格，或者 Word（docx）、网页里的表格，不超过 30 MB。"
        "先读给您看，答完提问、点“写入”才写。不要上传涉密文件。",
    )
    unit = Ref(
        leading,
        label="表里没有写单位时，归哪个单位",
        required=False,
        empty_label="表里写了单位，或者读完再定",
    )
    anchor = DayField(label="反馈日期", help_text="“10月底前”“1 个月内”从这天起算。")
    confirmed_unclassified = UnclassifiedField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ",".join(ENDINGS[:6])

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        demand_clean_name(file, sure=is_sure(self))
        if file.size > MOST_BYTES:
            raise ValidationError(
                f"文件有 {file.size / 2**20:.0f} MB，超过 30 MB。请删去图片和无关的表，或按单位拆成几个文件"
            )
        if not file.name.lower().endswith(ENDINGS):
            raise ValidationError("只收 xlsx、xls、ods 表格和 docx、html 里的表格。WPS 的表请另存为 xlsx 再传")
        return file


class HandInForm(ActInput):
    """The same through the API: another system sends the file in its request."""

    round = Ref(lambda form: Round.objects.run_by(form.user), label="轮次")
    name = Words(label="文件名", max_length=255)
    content = Words(label="文件内容，base64", max_length=7_000_000)

    def clean_content(self) -> bytes:
        try:
            return base64.b64decode(self.cleaned_data["content"], validate=True)
        except ValueError as wrong:
            raise ValidationError("不是 base64") from wrong


class ImportDayForm(ReadsDeadlines, ActInput):
    """The day that stands for a wording which names none: a date, or other words. `anchor`: the day periods count from."""

    date = DeadlineField(label="日期", required=False)

    def __init__(self, *args, anchor: datetime.date | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.anchor = anchor

    def basis(self, name: str) -> Basis:
        return Basis(delivered_on=self.anchor)


class ImportAnswerForm(ImportDayForm):
    """One answer to one question, of one of the kinds its key allows."""

    key = Words(max_length=2200)
    say = Words(max_length=20)
    unit = Words(max_length=12, required=False)
    value = Words(max_length=2000, required=False)
    slot = forms.MultipleChoiceField(
        label="各是什么", choices=list(SLOTS.items()), required=False, error_messages={"invalid_choice": EACH_ONE}
    )
    category = Ref(classes, by="code", required=False, error_messages={"invalid_choice": NO_CLASS})
    sort = Words(max_length=80, required=False)

    def __init__(self, *args, names: Names, keys: set[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.names, self.keys = names, keys

    def clean_key(self) -> str:
        if self.cleaned_data["key"] not in self.keys:
            raise ValidationError("这个提问已经不在了，请看一眼现在的提问")
        return self.cleaned_data["key"]

    def clean(self) -> dict:
        data = super().clean()
        say = data.get("say")
        check = getattr(self, f"_{say}", None) if say in KINDS else None
        if check is None:
            raise ValidationError(NO_SUCH)
        self.answer = check(data)
        return data

    def _unit(self, data: dict) -> dict:
        if data.get("unit") not in self.names.by_public_id:
            raise ValidationError("请选一个单位")
        return {"unit": data["unit"]}

    def _date(self, data: dict) -> dict:
        if not data.get("date"):
            raise ValidationError("请填日期，或者选“先留空”")
        words = {"words": data["date_text"]} if data["date_text"] else {}
        return {"date": data["date"].isoformat()} | words

    def _value(self, data: dict) -> dict:
        if not data.get("value"):
            raise ValidationError("请填上正确的内容")
        return {"value": data["value"]}

    def _category(self, data: dict) -> dict:
        if not data.get("category"):
            raise ValidationError(NO_CLASS)
        return {"category": data["category"].pk}

    def _sort(self, data: dict) -> dict:
        table = KnownSorts.of(self.obj.round.office_id).table(data["key"].split(":")[1]) if "key" in data else None
        if table is None or data.get("sort") not in table.values:
            raise ValidationError(NO_SORT)
        return {"sort": data["sort"]}

    def _slots(self, data: dict) -> dict:
        """Who leads and who shares, a word for each name of the cell, in their order."""
        names, slots = listed(data["key"].partition(":")[2]), data.get("slot") or []
        if len(slots) != len(names) or slots.count(LEAD) > 1:
            raise ValidationError(EACH_ONE)
        return {"slots": dict(zip(names, slots, strict=True))}

    def _flag(self, data: dict) -> dict:
        return {data["say"]: True}

    _out = _empty = _keep = _above = _in = _flag

    def _back(self, data: dict) -> None:
        """The answer is taken back."""
        return


KINDS = frozenset({"unit", "date", "value", "category", "out", "empty", "keep", "above", "in", "back", "slots", "sort"})


class TakeForm(ActInput):
    """What the reader passed over and is wanted all the same."""

    kind = Choice(choices=[("sheets", "工作表"), ("rows", "行"), ("columns", "列"), ("fields", "栏目")])
    grid = Words(max_length=100)
    place = Words(max_length=10, required=False)


class ColumnsForm(ActInput):
    """Which field each column of a sheet means."""

    anchor = DayField(label="反馈日期")

    def __init__(self, *args, sheet: dict, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "不导入，原样记下"), *FIELDS.items()]
        for column in sheet["columns"]:
            label = f"{column['letter']} {column['heading']}"
            self.fields[f"col_{column['letter']}"] = Choice(
                label=label,
                widget=forms.Select(attrs={"aria-label": f"{label} 对应"}),
                choices=choices,
                required=False,
                initial=column["field"] or "",
            )

    def columns(self) -> list:
        return [self[name] for name in self.fields if name.startswith("col_")]

    def mapping(self) -> dict[str, str | None]:
        return {name[4:]: value or None for name, value in self.cleaned_data.items() if name.startswith("col_")}
