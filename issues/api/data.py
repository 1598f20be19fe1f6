"""What each move needs to be told, as data: the API's counterpart of the forms. The rules themselves stand in the table."""

from typing import Any

from django.forms import Form
from rest_framework import serializers

from issues.actions.measures import write_measures
from issues.api.asked import Day, Words, asked
from issues.forms.opinion import OpinionForm, ReplyForm, SkipForm, on_item
from issues.forms.plan import MeasureForm, PlanForm, RevisionForm
from issues.forms.week import NoProgressForm, ReadForm, ReportForm, ReturnForm
from issues.models import Phrase, Report
from rectify.accounts.models import Unit
from rectify.lib import fields as forms
from rectify.workflow.inputs import LONGEST_REASON


class Fields(serializers.Serializer):
    """Unknown fields are errors: a misspelt one must not be lost in silence (security.md D6)."""

    def to_internal_value(self, data):
        unknown = set(data) - set(self.fields) if isinstance(data, dict) else set()
        if unknown:
            raise serializers.ValidationError({name: ["没有这一项"] for name in sorted(unknown)})
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """A text; a number is none."""

    def to_internal_value(self, data: Any) -> str:
        return super().to_internal_value(data) if isinstance(data, str) else self.fail("invalid")


class Whole(serializers.IntegerField):
    """A whole number; a text with one in it is none."""

    def to_internal_value(self, data: Any) -> int:
        return super().to_internal_value(data) if type(data) is int else self.fail("invalid")


class Making(Fields):
    """A move, its reason and what it takes."""

    move = Text(max_length=40)
    note = Text(required=False, allow_blank=True, trim_whitespace=False, help_text="理由；多长以这个动作的页面为准")
    data = serializers.DictField(required=False)


class MakeMove(Making):
    """The move to make; `version` is the one the caller saw, `key` makes a repeated request act once."""

    version = Whole(required=False)
    key = Text(required=False, max_length=40)


class Nothing(Fields):
    """The move needs no data."""


def leading_unit(user, public_id: str) -> Unit:
    """A unit that may lead an issue, among those the caller may see: in work, and no office. Raises ValidationError."""
    unit = Unit.objects.visible_to(user).active().filter(public_id=public_id, is_office=False).first()
    if unit is None:
        raise serializers.ValidationError("没有这家单位")
    return unit


class Reply(Fields):
    """What closes a joint review; left out where there is none."""

    reply = asked(ReplyForm, "reply", required=False, help_text="合并答复")
    reason = asked(ReplyForm, "reason", required=False, help_text="意见不一致时的理由")


class OpinionItem(Fields):
    at = serializers.CharField(max_length=40, help_text="哪一条，如“措施 2”")
    text = Words(on_item(1))


class GiveOpinion(Fields):
    word = asked(OpinionForm, "word")
    text = asked(OpinionForm, "text")
    items = OpinionItem(many=True, required=False)
    organisation = asked(OpinionForm, "organisation", required=False)
    responsibility = asked(OpinionForm, "responsibility", required=False)
    measures = asked(OpinionForm, "measures", required=False)


class SendReport(Fields):
    """Either what the week brought, or 本周无进展 with a reason from the office's list and nothing else."""

    kept = asked(ReportForm, "kept", required=False)
    kept_note = asked(ReportForm, "kept_note")
    no_progress = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    text = asked(ReportForm, "text", required=False)
    problems = asked(ReportForm, "problems")
    next_step = asked(ReportForm, "next_step", required=False)
    declared = asked(ReportForm, "declared", required=False)

    def validate_no_progress(self, value: str) -> str:
        reasons = Phrase.objects.filter(use=Phrase.Use.NO_PROGRESS, is_active=True).values_list("text", flat=True)
        form = NoProgressForm({"reason": value}, report=Report(), reasons=list(reasons))
        if value and not form.is_valid():
            raise serializers.ValidationError(form.errors["reason"])
        return value

    def validate(self, attrs):
        if attrs.get("no_progress"):
            beside = [name for name in ("text", "problems", "next_step", "declared") if attrs.get(name)]
            wrong = {name: ["报“本周无进展”的，这一项不填"] for name in beside}
        else:
            needed = [name for name in ("text", "next_step", "declared") if not attrs.get(name)]
            wrong = {name: [ReportForm.base_fields[name].error_messages["required"]] for name in needed}
        if wrong:
            raise serializers.ValidationError(wrong)
        return attrs


class WrittenMeasure(Fields):
    id = serializers.CharField(required=False, allow_blank=True, help_text="改哪一条（public_id）；不写是新增")
    text = asked(MeasureForm, "text", required=True)
    kind = asked(MeasureForm, "kind")
    criterion = asked(MeasureForm, "criterion")
    person = asked(MeasureForm, "person")
    due = Day()


class WrittenPlan(Fields):
    measures = WrittenMeasure(many=True)
    goal = asked(PlanForm, "goal")
    no_prevention = asked(PlanForm, "no_prevention")
    root_cause = asked(PlanForm, "root_cause")
    version = serializers.IntegerField(required=False, help_text="读到的版本；别人改过就不写（409）")
    key = serializers.CharField(required=False, max_length=40)


class RevisePlan(Fields):
    measures = WrittenMeasure(many=True)

    def validate(self, attrs):
        rows = attrs["measures"]
        return {"write_measures": lambda issue, by: write_measures(issue, rows, by=by)}


_SHAPES: dict[str, type[Fields]] = {
    "issues.issue.pass_plan": Reply,
    "issues.issue.return_plan": Reply,
    "issues.issue.pass_joint": Reply,
    "issues.issue.return_joint": Reply,
    "issues.opinion.give": GiveOpinion,
    "issues.issue.revise_plan": RevisePlan,
    "issues.report.send": SendReport,
}


# The form on whose page the reason of a move is written, where it is not the common one; None where no reason is asked.
_REASONS: dict[str, type[Form] | None] = {
    "issues.issue.pass_joint": None,
    "issues.issue.return_joint": None,
    "issues.issue.revise_plan": RevisionForm,
    "issues.opinion.skip": SkipForm,
    "issues.report.send": None,
    "issues.report.read": ReadForm,
    "issues.report.send_back": ReturnForm,
}


def add(shapes: dict[str, type[Fields]], reasons: dict[str, type[Form] | None]) -> None:
    """Register the moves that another app adds: `issues.issue.apply` → its serializer, → the form of its reason."""
    _SHAPES.update(shapes)
    _REASONS.update(reasons)


def is_apart(model_label: str, name: str) -> bool:
    """Whether a move's data and reason are declared here and not in its row."""
    return f"{model_label}.{name}" in _SHAPES.keys() | _REASONS.keys()


def shape_of(model_label: str, name: str) -> type[serializers.Serializer]:
    """The serializer for a move's data."""
    return _SHAPES.get(f"{model_label}.{name}", Nothing)


def reason_of(model_label: str, name: str) -> type[Fields]:
    """The serializer for a move's reason: as long as on its page, and none where its page asks for none."""
    form = _REASONS.get(f"{model_label}.{name}", Reason)
    return type("Reason", (Fields,), {"note": asked(form, "note", required=False)} if form else {})


class Reason(Form):
    note = forms.Words(max_length=LONGEST_REASON)
