"""What each move needs to be told, as data: the API's counterpart of the forms. The rules themselves stand in the table."""

from typing import Any

from django.forms import Form
from rest_framework import serializers

from issues.actions.measures import write_measures
from issues.api.asked import Day, asked
from issues.forms.plan import MeasureForm, PlanForm, RevisionForm
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


_SHAPES: dict[str, type[Fields]] = {"issues.issue.revise_plan": RevisePlan}
# The form on whose page the reason of a move is written, where it is not the common one; None where no reason is asked.
_REASONS: dict[str, type[Form] | None] = {"issues.issue.revise_plan": RevisionForm}


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
