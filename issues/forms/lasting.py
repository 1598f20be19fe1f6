"""长期坚持: asking for it, a stage review, the office's word on one."""

from django import forms

from issues.deadlines import DeadlineField, ReadsDeadlines
from issues.models import Rhythm, StageReview
from rectify.lib.dates import today
from rectify.lib.fields import Choice, Ref, Words, area
from rectify.workflow.inputs import ActInput

Word = StageReview.Word


class LastingForm(ReadsDeadlines, ActInput):
    stage_goal = Words(
        label="阶段目标", max_length=300, widget=area(2), help_text="到下次检视要做到什么，能看得出做到没有。"
    )
    rhythm = Choice(label="多久检视一次", choices=Rhythm, widget=forms.RadioSelect)
    next_review = DeadlineField(label="下次检视", help_text="写日期，或“3个月内”（从今天起算）“明年6月底”。")
    reason = Words(
        label="为什么要长期坚持",
        max_length=2000,
        widget=area(3),
        help_text="哪些已经做完、哪些要一直做。一次做得完的，请申请销号或者延期。",
    )

    def clean(self) -> dict:
        data = super().clean()
        data.pop("next_review_text", None)  # the rhythm sets every later one: the words of the first are not kept
        if data.get("next_review") and data["next_review"] <= today():
            self.add_error("next_review", "下次检视要在今天以后")
        return data


class ReviewForm(ActInput):
    declared = Choice(label="阶段目标达到没有", choices=Word, widget=forms.RadioSelect)
    text = Words(label="坚持得怎么样", max_length=2000, widget=area(3), help_text="做了什么、效果怎样、凭什么说。")
    evidence = Ref(
        lambda form: form.obj.evidence.standing().order_by("-uploaded_at"),
        called=lambda file: file.name,
        label="佐证",
        required=False,
        empty_label="不附",
        help_text="可以选本件已上传的一份。",
    )


class ReadForm(ActInput):
    accepted = Choice(label="监督认定", choices=Word, widget=forms.RadioSelect)
    note = Words(label="意见；与单位申报不同的写理由", required=False, max_length=1000, widget=area(2))
