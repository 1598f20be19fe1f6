"""联审: what a body says, what the office answers with, why it goes on without one."""

from typing import Any

from django import forms

from issues.models import JointReview, Mark, Opinion
from issues.moves.returning import Returning
from issues.reviews import all_in, differ, graded_poor, live_review, opinions_of
from rectify.lib.fields import Choice, Row, Rows, Words, area
from rectify.workflow.inputs import Input

GRADES = ("organisation", "responsibility", "measures")
ABOUT = {
    "organisation": "谁来抓、怎么抓，定下来没有",
    "responsibility": "每条措施落到人、落到时间没有",
    "measures": "措施管不管用，标准能不能查",
}
AT = "措施 {}"


class Item(Row):
    """What is said of one measure: `at` names it, as 措施 2."""

    at = Words(max_length=40, widget=forms.HiddenInput)
    text = Words(label="意见", required=False, max_length=1000, widget=area(2))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = f"对{self.initial.get('at', '措施')} 的意见"
        self.fields["text"].widget.attrs["aria-label"] = self.fields["text"].label = about

    @property
    def is_blank(self) -> bool:
        return not self.cleaned_data["text"]


class Unsaid(Input):
    """Nothing is said beside: a reason goes into the trail, which the unit and the other bodies read."""

    silent = True


class Give(Unsaid):
    """A word; a plan is graded in three respects; what to change, item by item; what is to be said of the whole."""

    word = Choice(
        label="我们的意见", choices=Opinion.Word.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选同意、修改后同意或退回"},
    )  # fmt: skip
    organisation = Choice(choices=Mark.choices, widget=forms.RadioSelect)
    responsibility = Choice(choices=Mark.choices, widget=forms.RadioSelect)
    measures = Choice(choices=Mark.choices, widget=forms.RadioSelect)
    text = Words(
        label="总的意见", required=False, max_length=2000, widget=area(3),
        help_text="不是“同意”的，逐条或在这里写明哪一条、要怎么改。",
    )  # fmt: skip
    items = Rows(Item, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opinion = self.obj
        for name in ("text", *GRADES):
            self.initial.setdefault(name, getattr(opinion, name))
        for name in GRADES:
            if opinion.review.subject == JointReview.Subject.PLAN:
                label = self.fields[name].label = Opinion.label_of(name)
                self.fields[name].help_text = ABOUT[name]
                self.fields[name].error_messages["required"] = f"请给“{label}”评好、中或差"
            else:
                del self.fields[name]

    @property
    def grades(self) -> list[forms.BoundField]:
        return [self[name] for name in GRADES if name in self.fields]

    def rows(self, orders: list[int]) -> dict[int, Item]:
        """The row of each measure on the page, with what was typed; else with what was said before and taken back."""
        said = {item["at"]: item["text"] for item in self.obj.items}
        data = self.data if self.is_bound else None
        rows = {}
        for place, order in enumerate(orders):
            at = AT.format(order)
            rows[order] = Item(data, prefix=f"items-{place}", initial={"at": at, "text": said.get(at, "")}, whole=self)
        return rows


class Skip(Input):
    """不再等: why the office goes on without a body that has not answered in time."""

    note = Words(label="不再等的理由", max_length=500, error_messages={"required": "请写明不再等的理由"})


class Merged(Returning):
    """What is answered carries, where it goes back, the merged reply as its reason: the unit reads it everywhere."""

    subject: JointReview.Subject

    @property
    def reason(self) -> str:
        return self.cleaned_data.get("reply" if "reply" in self.fields and self.move.way == "back" else "note", "")


class PlanReply(Merged):
    """合并答复: one text for the unit, and where the bodies differ why it was decided so. Without a review, or before all have
    spoken, there is nothing to merge: a plan is passed, or returned with a reason.
    """

    subject = JointReview.Subject.PLAN
    reply = Words(
        label="合并答复", max_length=5000, widget=area(12),
        help_text="已按条合并好各家的意见，没有写是哪家说的，可以改。责任单位只看到这一份。",
        error_messages={"required": "请写合并答复：各家意见合成一份给责任单位"},
    )  # fmt: skip
    reason: Any = Words(  # the property of every input is another thing: fields are no attributes
        label="这样决定的理由", max_length=2000, widget=area(2),
        help_text="各家意见不一致，由督查负责人写；只留给督查办和联审单位看。",
        error_messages={"required": "各家意见不一致，请写这样决定的理由"},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        review = live_review(self.obj, self.subject)
        opinions = opinions_of(review) if review else []
        asked = bool(opinions) and all_in(opinions)
        decides = asked and differ(opinions) and not graded_poor(opinions)
        for name, stays in (("reply", asked), ("reason", decides), ("note", not asked)):
            if not stays:
                self.fields.pop(name, None)


class ClosureReply(PlanReply):
    """The same for a request for closure, which nobody returns before all have spoken."""

    silent = True
    subject = JointReview.Subject.CLOSURE
