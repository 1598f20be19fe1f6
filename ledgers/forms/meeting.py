"""A meeting of the leading group, its agenda, and what it decided."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from issues.models import Round
from ledgers.models import Meeting, MeetingItem
from ledgers.moves.deciding import SITE
from rectify.accounts.models import Unit
from rectify.accounts.roles import Role
from rectify.lib.dates import today
from rectify.lib.fields import Choice, DayField, Number, Ref, Words, area
from rectify.workflow.inputs import ActInput

Word = MeetingItem.Word
NUMBER = "归档后不能改；一次会议一个号，如 巡改领〔2026〕5号"


def day_field(label: str, **options: Any) -> DayField:
    return DayField(
        label=label, widget=forms.DateInput(attrs={"type": "date", "class": "w-auto"}, format="%Y-%m-%d"), **options
    )


class MeetingForm(ActInput):
    """What is said of a meeting: beforehand without a number, afterwards with it."""

    office = Ref(lambda form: headed(form.user), label="督查单位", empty_label=None)
    round = Ref(lambda form: Round.objects.run_by(form.user), label="轮次", required=False, empty_label="不限一轮")
    title = Words(label="会议名称", max_length=100, help_text="如 领导小组第 5 次会议")
    held_on = day_field("会议日期")
    minutes = Words(label="会议纪要号", required=False, max_length=80, help_text=f"会前可以不填。{NUMBER}")
    chair = Words(label="主持人", required=False, max_length=60)
    attendees = Words(label="参加人员", required=False, max_length=1000, widget=area(2))

    def __init__(self, *args: Any, obj: Meeting | None = None, **kwargs: Any) -> None:
        if obj:
            kwargs["initial"] = {name: getattr(obj, name) for name in self.base_fields}
        super().__init__(*args, obj=obj, **kwargs)
        if obj or self.offered("office").count() == 1:
            self.fields["office"].initial = obj.office if obj else self.offered("office").first()
            self.fields["office"].disabled = True
            self.fields["office"].widget = forms.HiddenInput()

    @property
    def given(self) -> dict[str, Any]:
        """The office of a meeting stays."""
        return {name: value for name, value in super().given.items() if name != "office" or not self.obj}


class AgendaForm(ActInput):
    """Onto which agenda: of a meeting that is being prepared, or of a new one."""

    meeting = Ref(
        lambda form: Meeting.objects.visible_to(form.user).filter(office=form.obj, closed_at=None),
        label="列入哪次会议",
        required=False,
        empty_label="新建一次会议",
    )
    title = Words(label="新会议的名称", required=False, max_length=100, help_text="如 领导小组第 5 次会议")
    held_on = day_field("新会议的日期", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].initial = self.offered("meeting").first()
        self.fields["held_on"].initial = today()

    def clean(self) -> dict:
        cleaned = super().clean()
        if not cleaned.get("meeting"):
            for name in ("title", "held_on"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "新建会议请填写")
        return cleaned


class DecisionsForm(ActInput):
    """What holds for all items decided together."""

    minutes = Words(label="会议纪要号", max_length=80, help_text=NUMBER)
    held_on = day_field("会议日期")
    chair = Words(label="主持人", max_length=60)
    attendees = Words(label="参加人员", required=False, max_length=1000, widget=area(2))
    site = Choice(label="现场核查", choices=SITE, widget=forms.RadioSelect)
    site_note = Words(label="核查情况；免核的写理由", max_length=300)
    site_by = Words(label="核查人；免核的写同意免核的人", max_length=60)
    confirm = Words(label="请输入件数以确认", help_text="审定后要改，只能重开，记反弹 1 次")

    def __init__(self, *args, count: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.count = count
        self.fields["confirm"].label = f"请输入件数 {count} 以确认"

    def clean_held_on(self) -> date:
        held_on = self.cleaned_data["held_on"]
        if held_on > today():
            raise ValidationError("会还没有开，开过再定结论")
        return held_on

    def clean_confirm(self) -> str:
        if self.cleaned_data["confirm"].strip() != str(self.count):
            raise ValidationError(f"本次列出 {self.count} 件，请核对")
        return self.cleaned_data["confirm"]

    @property
    def given(self) -> dict[str, Any]:
        """What is said of the meeting itself."""
        return {name: self.cleaned_data[name] for name in ("minutes", "held_on", "chair", "attendees")}

    @property
    def looked(self) -> dict:
        """How the sites were looked at, as the closing takes it."""
        data = self.cleaned_data
        return {"site_note": data["site_note"], "site_by": data["site_by"], "site_check": data["site"] == "done"}


class WordForm(ActInput):
    """One item: its grade, or not this time, or no."""

    word = Choice(label="结论", choices=[("", "请选"), *Word.choices])
    note = Words(label="意见", required=False, max_length=1000)
    version = Number(widget=forms.HiddenInput)
    key = Words(max_length=40, widget=forms.HiddenInput)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("word") == Word.DECLINE and not cleaned.get("note"):
            self.add_error("note", "不予销号，请写理由")
        return cleaned


def headed(user: Any):
    """The offices that the person heads."""
    return Unit.objects.filter(pk__in=[post.unit_id for post in user.posts if post.role == Role.OFFICE_HEAD])
