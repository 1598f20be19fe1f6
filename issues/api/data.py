"""What each move needs to be told, as data: the API's counterpart of the forms. The rules themselves stand in the table."""

from rest_framework import serializers

from issues.actions.measures import write_measures
from issues.conditions import BY_HAND
from issues.models import Issue, Mark, MeasureKind, Opinion, Report
from rectify.accounts.models import Unit


class Fields(serializers.Serializer):
    """Unknown fields are errors: a misspelt one must not be lost in silence (security.md D6)."""

    def to_internal_value(self, data):
        unknown = set(data) - set(self.fields) if isinstance(data, dict) else set()
        if unknown:
            raise serializers.ValidationError({name: ["没有这一项"] for name in sorted(unknown)})
        return super().to_internal_value(data)


class Making(Fields):
    """A move, its reason and what it takes."""

    move = serializers.CharField(max_length=40)
    note = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    data = serializers.DictField(required=False)


class MakeMove(Making):
    """The move to make; `version` is the one the caller saw, `key` makes a repeated request act once."""

    version = serializers.IntegerField(required=False)
    key = serializers.CharField(required=False, max_length=40)


class Nothing(Fields):
    """The move needs no data."""


class Reassign(Fields):
    unit = serializers.CharField(help_text="改派给的单位（public_id）")

    def validate_unit(self, value: str) -> Unit:
        unit = Unit.objects.visible_to(self.context["user"]).filter(public_id=value).first()
        if unit is None:
            raise serializers.ValidationError("没有这家单位")
        return unit


class Terminate(Fields):
    ending = serializers.ChoiceField(choices=[(e.value, e.label) for e in BY_HAND])
    merged_into = serializers.CharField(required=False, help_text="并入的问题（public_id）")

    def validate_merged_into(self, value: str) -> Issue:
        issue = Issue.objects.visible_to(self.context["user"]).filter(public_id=value).first()
        if issue is None:
            raise serializers.ValidationError("没有这件问题")
        return issue


class Reply(Fields):
    """What closes a joint review; left out where there is none."""

    reply = serializers.CharField(required=False, allow_blank=True, max_length=5000, help_text="合并答复")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000, help_text="意见不一致时的理由")


class OpinionItem(Fields):
    at = serializers.CharField(max_length=40, help_text="哪一条，如“措施 2”")
    text = serializers.CharField(max_length=2000)


class GiveOpinion(Fields):
    word = serializers.ChoiceField(choices=Opinion.Word.choices)
    text = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    items = OpinionItem(many=True, required=False)
    organisation = serializers.ChoiceField(choices=Mark.choices, required=False)
    responsibility = serializers.ChoiceField(choices=Mark.choices, required=False)
    measures = serializers.ChoiceField(choices=Mark.choices, required=False)


class SendReport(Fields):
    kept = serializers.ChoiceField(choices=Report.Kept.choices, required=False, allow_blank=True)
    kept_note = serializers.CharField(required=False, allow_blank=True, max_length=300)
    no_progress = serializers.CharField(required=False, allow_blank=True, max_length=200)
    text = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    problems = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    next_step = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    declared = serializers.CharField(required=False, allow_blank=True, max_length=20)


class WrittenMeasure(Fields):
    id = serializers.CharField(required=False, help_text="改哪一条（public_id）；不写是新增")
    text = serializers.CharField(max_length=5000)
    kind = serializers.ChoiceField(choices=MeasureKind.choices, required=False)
    criterion = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    person = serializers.CharField(required=False, allow_blank=True, max_length=100)
    due = serializers.DateField(required=False, allow_null=True)


class WrittenPlan(Fields):
    measures = WrittenMeasure(many=True)
    goal = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    no_prevention = serializers.CharField(required=False, allow_blank=True, max_length=300)
    root_cause = serializers.CharField(required=False, allow_blank=True, max_length=5000)
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
    "issues.issue.reassign": Reassign,
    "issues.issue.transfer": Reassign,
    "issues.opinion.give": GiveOpinion,
    "issues.issue.revise_plan": RevisePlan,
    "issues.issue.terminate": Terminate,
    "issues.report.send": SendReport,
}


def add(shapes: dict[str, type[Fields]]) -> None:
    """Register shapes of the moves that another app adds: `issues.issue.apply` → its serializer."""
    _SHAPES.update(shapes)


def shape_of(model_label: str, name: str) -> type[Fields]:
    """The serializer for a move's data."""
    return _SHAPES.get(f"{model_label}.{name}", Nothing)
