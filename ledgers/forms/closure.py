"""What is filled in at closure: by the unit that asks, by its principal who signs, by the head who decides."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError

from issues.models import Grade
from ledgers.models.closure import Answer
from rectify.lib.fields import Words, area


class ApplyForm(forms.Form):
    """申请销号: the standard of the procedure line by line where it has one, declared grade, result, 三问."""

    standards = forms.MultipleChoiceField(
        label="对照销号标准，做到的逐条勾选", widget=forms.CheckboxSelectMultiple,
        help_text="这类问题的标准，由办理规程定；有一条没做到，先不要申请",
        error_messages={"required": "请对照标准逐条确认"},
    )  # fmt: skip
    declared = forms.ChoiceField(
        label="单位申报", choices=[c for c in Grade.choices if c[0] != Grade.UNVERIFIABLE], widget=forms.RadioSelect,
        help_text="这是我们自己的判断；监督认定由督查办另定，两个并列",
    )  # fmt: skip
    result = Words(
        label="整改结果",
        max_length=4000,
        widget=area(6),
        help_text="做了什么、到什么程度、凭什么说到位。数字要与佐证对得上",
    )
    matter = forms.ChoiceField(
        label="事要解决：问题本身解决了吗", choices=[(Answer.YES, "解决了")], widget=forms.RadioSelect,
        help_text="还没有解决的，先不要申请；做不到的，可以申请延期",
    )  # fmt: skip
    matter_note = Words(label="怎么解决的", required=False, max_length=300)
    persons = forms.ChoiceField(label="人要处理：该追究的责任追究了吗", choices=Answer, widget=forms.RadioSelect)
    persons_note = Words(
        label="处理情况，或为什么不适用",
        required=False,
        max_length=300,
        help_text="例如：批评教育 2 人。不写线索",
    )
    mechanism = forms.ChoiceField(label="长效机制要建立：制度建了、在执行吗", choices=Answer, widget=forms.RadioSelect)
    mechanism_note = Words(
        label="制度名称和执行情况，或为什么不适用",
        required=False,
        max_length=300,
        help_text="例如：修订细则 1 项，9 月起执行",
    )

    def __init__(self, *args, lines: Sequence[str] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        self.fields["standards"].choices = [(line, line) for line in self.lines]
        if not self.lines:
            del self.fields["standards"]

    def clean_standards(self) -> list[str]:
        ticked = self.cleaned_data["standards"]
        if left := [line for line in self.lines if line not in ticked]:
            raise ValidationError(f"还有 {len(left)} 条没有确认：{'；'.join(left)}")
        return ticked

    def data_for_move(self) -> dict:
        return dict(self.cleaned_data)


class SignForm(forms.Form):
    """签字背书: the pledge, over exactly what was shown; or the reason why not."""

    pledge = forms.BooleanField(label="我承诺：以上情况属实，如有虚假愿承担责任", required=False)
    note = Words(label="不予签字的理由", required=False, max_length=1000, widget=area(3), help_text="签字的不用填")
    digest = forms.CharField(widget=forms.HiddenInput)

    def data_for_move(self) -> dict:
        return {"pledge": self.cleaned_data["pledge"], "digest": self.cleaned_data["digest"]}


class ReviewForm(forms.Form):
    """What is said with the review, beyond the verdicts file by file. The field stands outside its <form id=review>."""

    note = Words(
        label="另外要说的",
        required=False,
        max_length=2000,
        widget=area(2, form="review"),
        help_text="逐份的理由会自动附上",
    )

    def data_for_move(self) -> dict:
        return {}


SITE = [("done", "已现场核查"), ("waived", "免于现场核查")]


class SiteMixin(forms.Form):
    """The look on site: done, or waived with a reason and a name."""

    site = forms.ChoiceField(label="现场核查", choices=SITE, widget=forms.RadioSelect)
    site_note = Words(label="核查情况；免核的写理由", max_length=300)
    site_by = Words(label="核查人；免核的写同意免核的人", max_length=60)
    minutes = Words(
        label="会议纪要号", required=False, max_length=80, help_text="领导小组会议定的，写纪要号，如 巡改领〔2026〕5号"
    )

    def data_for_move(self) -> dict:
        given = self.cleaned_data
        return {name: given[name] for name in ("site_note", "site_by", "minutes")} | {
            "site_check": given["site"] == "done"
        }


class DecideForm(SiteMixin):
    """审定: the supervisors' grade; or, with a reason, 不予销号."""

    grade = forms.ChoiceField(
        label="监督认定",
        choices=Grade,
        widget=forms.RadioSelect,
        help_text="严口径只计全面完成，宽口径加基本完成",
    )
    note = Words(label="审定意见；不予销号的写理由", required=False, max_length=2000, widget=area(3))
    field_order = ("grade", "site", "site_note", "site_by", "minutes", "note")
    use_required_attribute = False  # the browser would hold back a refusal, which needs only its reason

    def __init__(self, *args, declining: bool = False, site: dict | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if site is not None:
            self._offer(**site)
        for name in ("grade", "site", "site_note", "site_by"):
            self.fields[name].required = not declining

    def _offer(self, *, asked: bool, may_waive: bool, said: dict) -> None:
        """Only what the procedure lets pass; the record of the visit, where there is one, is written in beforehand."""
        self.initial |= said
        if asked:
            allowed = {"done": bool(said), "waived": may_waive}
            self.fields["site"].choices = [choice for choice in SITE if allowed[choice[0]]]
        if not self.fields["site"].choices:
            self.fields["site"].help_text = "还没有核查记录，按规程又不能免：先去现场核查并记录，再来审定"

    def data_for_move(self) -> dict:
        return super().data_for_move() | {"grade": self.cleaned_data["grade"]}
