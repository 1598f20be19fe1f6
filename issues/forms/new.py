"""One short form for a single issue: the deadline may be typed as the paper has it, and is understood at once."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from issues.deadlines import Basis, DeadlineField, ReadsDeadlines
from issues.models import Category, Feedback, FeedbackItem, Issue, IssueUnit, Nature, Round, Status
from rectify.accounts.models import Unit
from rectify.lib.fields import Choice, Flag, Ref, Refs, Words, area
from rectify.workflow.inputs import ActInput


def classes(form: Any = None) -> QuerySet[Category]:
    """The classes an issue can be given; each is called by its code."""
    return Category.objects.filter(is_active=True, scheme__is_current=True, scheme__kind="catalogue")


def grouping(form: Any = None) -> QuerySet[Category]:
    """The classes of the grouping schemes in use."""
    classes = Category.objects.filter(is_active=True, scheme__is_current=True, scheme__kind="grouping")
    return classes.select_related("scheme").order_by("scheme__code", "-scheme__version", "order")


def any_grouping(form: Any = None) -> QuerySet[Category]:
    """The classes of all grouping schemes, also of versions that are no longer in use."""
    classes = Category.objects.filter(scheme__kind="grouping").select_related("scheme")
    return classes.order_by("-scheme__is_current", "scheme__code", "-scheme__version", "order")


def in_scheme(group: Category) -> str:
    """A class as it is called beside those of other schemes."""
    return f"{group.scheme.name}：{group.name}"


class Groups(Refs):
    """Classes of grouping schemes, each by its key, named with its scheme."""

    def __init__(self, rows: Callable[[Any], QuerySet[Category]] = grouping, **options: Any) -> None:
        widget = forms.SelectMultiple(attrs={"size": 5})
        super().__init__(rows, by="pk", called=in_scheme, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        chosen = list(super().clean(value))
        schemes = [group.scheme_id for group in chosen]
        if len(schemes) != len(set(schemes)):
            raise ValidationError("每个分类方案里只能归一类")
        return chosen


def leading(form: ActInput) -> QuerySet[Unit]:
    """The units that may lead an issue, among those the person sees: in work, and no office."""
    return Unit.objects.visible_to(form.user).active().exclude(is_office=True)


class Register(ReadsDeadlines, ActInput):
    """录入一件. A page stands in a round (`obj`); who names none says which. What no page asks for may be said all the same."""

    reads_with = "this, [name=feedback], [name=is_immediate]"

    round = Ref(lambda form: Round.objects.visible_to(form.user), label="轮次")
    lead_unit = Ref(leading, label="牵头单位", empty_label="请选")
    feedback = Ref(
        lambda form: Feedback.objects.current().filter(round=form.obj).select_related("unit", "track"),
        label="反馈意见",
        required=False,
        empty_label="不是由反馈意见来的",
    )
    title = Words(label="问题", max_length=200, help_text="一句话，如“保障性住房分配审核不严”。")
    original = Words(
        label="原文", max_length=10_000, widget=area(4), help_text="反馈意见中的原话，一字不改；下发后不能改。"
    )
    category = Ref(classes, by="code", label="类别", required=False, empty_label="以后再定（下发前必须定）")
    due = DeadlineField(
        label="期限", required=False, help_text="写日期或原话都可以，原话会保留。不填时按本轮时限方案。"
    )
    lead_leader = Words(label="牵头领导", max_length=100, required=False)
    responsible_leaders = Words(label="责任领导", max_length=300, required=False)
    responsible = Refs(
        leading,
        label="责任单位",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text="牵头单位以外、一起负责的单位；按住 Ctrl 可以多选。",
    )
    is_immediate = Flag(label="立行立改")
    wording = Words(label="工作表述", required=False, max_length=4000)
    handler = Words(label="承办", required=False, max_length=200)
    nature = Choice(label="性质", required=False, choices=[("", "未定"), *Nature.choices])
    is_focus = Flag(label="重点关注")
    item = Ref(
        lambda form: FeedbackItem.objects.filter(feedback__round=form.obj),
        by="pk",
        required=False,
        widget=forms.HiddenInput,
    )
    recurrence_of = Ref(
        lambda form: Issue.objects.visible_to(form.user).filter(status=Status.ARCHIVED),
        required=False,
        widget=forms.HiddenInput,
    )
    key = Words(max_length=40, required=False, widget=forms.HiddenInput)

    NOT_ASKED = frozenset({"wording", "handler", "nature", "is_focus"})

    def __init__(self, data: Any = None, *, user: Any, obj: Round | None = None, **options: Any) -> None:
        named = Round.objects.visible_to(user).filter(public_id=(data or {}).get("round") or "")
        super().__init__(data, user=user, obj=obj or named.first(), **options)
        if obj:
            del self.fields["round"]

    @property
    def shown(self) -> list[forms.BoundField]:
        """What the page asks for."""
        return [field for field in self.visible_fields() if field.name not in self.NOT_ASKED]

    def basis(self, name: str) -> Basis:
        """The round's rules, and the feedback that is chosen, typed in the form or given beforehand."""
        feedback = getattr(self, "cleaned_data", {}).get("feedback") or self.initial.get("feedback")
        return Basis(round=self.obj, feedback=feedback, immediate=bool(self["is_immediate"].value()))

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        feedback, item = data.get("feedback"), data.get("item")
        if feedback and data.get("lead_unit") and not feedback.unit.contains(data["lead_unit"]):
            self.add_error("feedback", f"这份反馈意见是给{feedback.unit}的，与牵头单位不一致")
        if item and item.feedback_id != getattr(feedback, "pk", None):
            data["item"] = None
        return data

    @property
    def given(self) -> dict[str, Any]:
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("round", "responsible")}
        feedback = data["feedback"]
        return data | {
            "round_": self.obj,
            "nature": data["nature"] or Nature.INDIVIDUAL,
            "long_term": self.readings["due"].long_term,
            "is_immediate": data["is_immediate"] or self.readings["due"].immediate,
            "track": feedback.track if feedback else None,
            "shares": [(unit, IssueUnit.Slot.RESPONSIBLE) for unit in self.cleaned_data["responsible"]],
        }
