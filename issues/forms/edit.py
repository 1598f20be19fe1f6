from typing import Any

from django import forms

from issues.deadlines import Basis, DeadlineField, ReadsDeadlines
from issues.forms.new import Groups, classes, leading
from issues.models import (
    Category,
    Cause,
    Difficulty,
    Discovered,
    Feedback,
    Issue,
    IssueUnit,
    Nature,
    Source,
    Tier,
    Track,
)
from rectify.accounts.models import Unit
from rectify.lib.fields import Choice, Flag, Ref, Refs, Words, area
from rectify.lib.levels import Confidentiality
from rectify.workflow.inputs import ActInput

WIDE = ("title", "original", "wording")
UNDECIDED = ("", "未定")
LISTS = ("responsible", "groups")


class DraftForm(ReadsDeadlines, ActInput):
    """Everything of a draft (`obj`) that may be corrected before 下发 (actions/issues.py EDITABLE)."""

    reads_with = "this, [name=feedback]"

    responsible = Refs(
        leading,
        label="责任单位",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text="牵头单位以外、一起负责的单位；按住 Ctrl 可以多选。",
    )
    due = DeadlineField(
        label="期限", required=False, help_text="写日期或台账上的原话，原话会保留。读不出日期的不能下发。"
    )
    title = Words(label="问题", max_length=200)
    original = Words(
        label="原文", widget=area(4), max_length=40_000, help_text="反馈意见中的原话，一字不改；下发后不能再改。"
    )
    wording = Words(
        label="工作表述",
        required=False,
        max_length=4000,
        widget=area(3),
        help_text="督查办的工作表述，下发后还可以改，原文始终在旁边。",
    )
    lead_unit = Ref(leading, label="牵头单位", empty_label="请选")
    category = Ref(classes, by="code", label="类别", required=False, empty_label="未定")
    feedback = Ref(
        lambda form: Feedback.objects.visible_to(form.user).filter(round=form.obj.round_id).current(),
        label="反馈意见",
        required=False,
        empty_label="未定",
    )
    aspect = Words(label="方面", required=False, max_length=200)
    heading = Words(label="大项", required=False, max_length=200)
    track = Ref(lambda form: Track.objects.all(), by="code", label="专项", required=False, empty_label="未定")
    nature = Choice(label="性质", choices=Nature)
    cause = Choice(label="根源类型", required=False, choices=[UNDECIDED, *Cause.choices])
    groups = Groups(
        label="分类",
        required=False,
        help_text="每个方案归一类，按住 Ctrl 可以多选；没选的方案按类别自动归入。",
    )
    is_focus = Flag(label="重点关注")
    focus_reason = Words(label="重点关注情形", required=False, max_length=200)
    is_immediate = Flag(label="立行立改")
    lead_leader = Words(label="牵头领导", required=False, max_length=100)
    responsible_leaders = Words(label="责任领导", required=False, max_length=300)
    handler = Words(label="承办", required=False, max_length=200)
    source = Choice(label="来源", choices=Source)
    discovered_by = Choice(label="发现方式", required=False, choices=[UNDECIDED, *Discovered.choices])
    tier = Choice(label="层面", required=False, choices=[UNDECIDED, *Tier.choices])
    difficulty = Choice(label="难度", choices=Difficulty)
    confidentiality = Choice(label="范围", choices=Confidentiality)
    working_paper = Words(label="底稿号", required=False, max_length=60)
    field_order = (
        "title",
        "original",
        "wording",
        "lead_unit",
        "category",
        "due",
        "feedback",
        "track",
        "aspect",
        "heading",
        "nature",
        "cause",
        "is_focus",
        "focus_reason",
        "is_immediate",
        "lead_leader",
        "responsible_leaders",
        "handler",
        "source",
        "discovered_by",
        "tier",
        "difficulty",
        "confidentiality",
        "working_paper",
        "responsible",
        "groups",
    )

    def __init__(self, *args: Any, obj: Issue, **kwargs: Any) -> None:
        responsible = obj.shares.filter(slot=IssueUnit.Slot.RESPONSIBLE).select_related("unit")
        now = {name: getattr(obj, name) for name in (*self.base_fields, "due_text") if name not in LISTS}
        initial = now | {"responsible": [share.unit for share in responsible], "groups": list(obj.groups.all())}
        super().__init__(*args, obj=obj, initial=initial, **kwargs)

    def basis(self, name: str) -> Basis:
        """Periods count from the day of the feedback that is chosen."""
        chosen = getattr(self, "cleaned_data", {}).get("feedback") or self.obj.feedback
        return Basis(feedback=chosen, within=self.obj.round)

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    @property
    def wide(self) -> list:
        """The fields drawn over the whole width; all others stand in two columns."""
        return [self[name] for name in WIDE]

    @property
    def narrow(self) -> list:
        return [field for field in self.visible_fields() if field.name not in WIDE]

    @property
    def given(self) -> dict[str, Any]:
        words = {name: value for name, value in self.cleaned_data.items() if name not in LISTS}
        return words | {"shares": self.shares, "groups": self.classed}

    @property
    def classed(self) -> list[Category]:
        """The classes as chosen, and as they were in schemes that are no longer in use."""
        return [*self.cleaned_data["groups"], *self.obj.groups.filter(scheme__is_current=False)]

    @property
    def shares(self) -> list[tuple[Unit, str]]:
        """The responsible units as chosen, and the supporting ones as they were."""
        chosen = [(unit, IssueUnit.Slot.RESPONSIBLE) for unit in self.cleaned_data["responsible"]]
        supporting = self.obj.shares.filter(slot=IssueUnit.Slot.SUPPORTING).select_related("unit")
        return chosen + [(share.unit, share.slot) for share in supporting]


class WordingForm(ActInput):
    wording = Words(
        label="工作表述",
        max_length=4000,
        widget=area(4),
        help_text="原文不动，始终在旁边；每次修改都记在经过里。",
    )


class LevelForm(ActInput):
    level = Choice(label="范围", choices=Confidentiality, help_text="工作秘密：通知里只写编号，材料按更严的范围")
    reason = Words(label="理由", max_length=200, help_text="例如文件明确了范围；记入经过")
