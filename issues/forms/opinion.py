"""联审: what a body says, and what the office answers with."""

from typing import Any

from django import forms

from issues.models import JointReview, Mark, Opinion
from rectify.lib.fields import Words, area

GRADES = ("organisation", "responsibility", "measures")
ABOUT = {
    "organisation": "谁来抓、怎么抓，定下来没有",
    "responsibility": "每条措施落到人、落到时间没有",
    "measures": "措施管不管用，标准能不能查",
}
ITEM = "item-{}"


def on_item(order: int) -> Words:
    """The field for what is said of one measure."""
    label = f"对措施 {order} 的意见"
    return Words(label=label, required=False, max_length=1000, widget=area(2, **{"aria-label": label}))


class OpinionForm(forms.Form):
    """A word; a plan is graded in three respects; what to change, item by item; what is to be said of the whole."""

    use_required_attribute = False
    word = forms.ChoiceField(label="我们的意见", choices=Opinion.Word.choices, widget=forms.RadioSelect)
    organisation = forms.ChoiceField(choices=Mark.choices, widget=forms.RadioSelect)
    responsibility = forms.ChoiceField(choices=Mark.choices, widget=forms.RadioSelect)
    measures = forms.ChoiceField(choices=Mark.choices, widget=forms.RadioSelect)
    text = Words(
        label="总的意见", required=False, max_length=2000, widget=area(3),
        help_text="不是“同意”的，逐条或在这里写明哪一条、要怎么改。",
    )  # fmt: skip

    def __init__(self, *args: Any, subject: str, orders: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in GRADES:
            if subject == JointReview.Subject.PLAN:
                self.fields[name].label = Opinion.label_of(name)
                self.fields[name].help_text = ABOUT[name]
            else:
                del self.fields[name]
        for order in orders:
            self.fields[ITEM.format(order)] = on_item(order)
        self.orders = orders

    @classmethod
    def of(cls, opinion: Opinion, orders: list[int], posted: Any = None) -> "OpinionForm":
        """Filled with what was posted; else with what was said before and taken back."""
        initial = {name: getattr(opinion, name) for name in ("text", *GRADES)}
        initial |= {ITEM.format(item["at"].removeprefix("措施 ")): item["text"] for item in opinion.items}
        return cls(posted, subject=opinion.review.subject, orders=orders, initial=initial)

    def item(self, order: int) -> forms.BoundField | None:
        """The field of one measure."""
        return self[ITEM.format(order)] if order in self.orders else None

    @property
    def grades(self) -> list[forms.BoundField]:
        return [self[name] for name in GRADES if name in self.fields]

    def data_for_move(self) -> dict:
        given = self.cleaned_data
        items = [{"at": f"措施 {order}", "text": given.get(ITEM.format(order), "")} for order in self.orders]
        said = {name: given[name] for name in ("word", "text", *GRADES) if name in given}
        return said | {"items": [item for item in items if item["text"]]}


class ReplyForm(forms.Form):
    """合并答复: one text for the unit, and where the bodies differ why it was decided so."""

    use_required_attribute = False
    reply = Words(
        label="合并答复", max_length=5000, widget=area(12),
        help_text="已按条合并好各家的意见，没有写是哪家说的，可以改。责任单位只看到这一份。",
    )  # fmt: skip
    reason = Words(
        label="这样决定的理由", max_length=2000, widget=area(2),
        help_text="各家意见不一致，由督查负责人写；只留给督查办和联审单位看。",
        error_messages={"required": "各家意见不一致，请写这样决定的理由"},
    )  # fmt: skip

    def __init__(self, *args: Any, decides: bool, **kwargs: Any) -> None:
        """`decides`: the bodies differ and leave the choice to the head."""
        super().__init__(*args, **kwargs)
        if not decides:
            del self.fields["reason"]

    def data_for_move(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.fields}


class SkipForm(forms.Form):
    """不再等: why the office goes on without a body that has not answered in time."""

    note = Words(label="不再等的理由", max_length=500)
