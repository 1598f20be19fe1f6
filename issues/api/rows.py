"""Rows as the API gives them: fields named one by one, relations as {id, label}."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from issues.models import Category, Evidence, Issue, Measure, Opinion, Report
from issues.moves.reports import Send
from rectify.lib.reach import LEFT_OUT, Door, Given, given


@extend_schema_field({"type": "object", "properties": {"id": {"type": "string"}, "label": {"type": "string"}}})
class Label(serializers.Field):
    """A related object as its public id and its words."""

    def to_representation(self, value):
        return {"id": getattr(value, "public_id", value.pk), "label": str(value)}


class GroupRow(serializers.ModelSerializer):
    """A class of a grouping scheme; `id` is what `?group=` takes."""

    scheme = serializers.CharField(source="scheme.code", read_only=True)
    version = serializers.CharField(source="scheme.version", read_only=True)

    class Meta:
        model = Category
        fields = ("id", "scheme", "version", "code", "name")


class IssueRow(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id", read_only=True)
    round = Label(read_only=True)
    lead_unit = Label(read_only=True)
    category = serializers.CharField(source="category.code", default=None, read_only=True)
    groups = GroupRow(many=True, read_only=True)
    track = serializers.CharField(source="track.code", default=None, read_only=True)
    sector = serializers.CharField(source="lead_unit.sector.code", default=None, read_only=True)
    status_label = serializers.CharField(source="get_status_display", read_only=True)
    side = serializers.CharField(read_only=True)

    class Meta:
        model = Issue
        fields: tuple[str, ...] = (
            "id",
            "number",
            "round",
            "title",
            "lead_unit",
            "category",
            "groups",
            "track",
            "sector",
            "nature",
            "cause",
            "status",
            "status_label",
            "status_since",
            "side",
            "due",
            "original_due",
            "is_focus",
            "long_term",
            "returns",
            "reopenings",
            "declared",
            "grade",
            "closed_on",
            "version",
        )


class ListedIssue(IssueRow):
    """A row among others: of 工作秘密 the number alone, whose own address gives the rest (docs/rules.md: secrecy-doors)."""

    def to_representation(self, instance):
        row = super().to_representation(instance)
        if given(instance.confidentiality, Door.ROW) != Given.NUMBER:
            return row
        numbers = {"id", "number", "round", "returns", "reopenings", "version"}
        return {name: value if name in numbers else None for name, value in row.items()} | {
            "title": instance.title if instance.withheld else LEFT_OUT
        }


class IssueWhole(IssueRow):
    class Meta(IssueRow.Meta):
        fields = (
            *IssueRow.Meta.fields,
            "original",
            "wording",
            "aspect",
            "heading",
            "root_cause",
            "goal",
            "tier",
            "difficulty",
            "confidentiality",
            "due_text",
            "due_version",
            "lead_leader",
            "responsible_leaders",
            "handler",
            "plan_version",
            "look_back_on",
            "ended_on",
            "dispatched_at",
        )


class MeasureRow(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id", read_only=True)

    class Meta:
        model = Measure
        fields = ("id", "order", "text", "kind", "horizon", "criterion", "person", "due", "status", "version")


class ReportRow(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id", read_only=True)
    week = serializers.DateField(source="week.starts", read_only=True)
    unit = Label(read_only=True)

    class Meta:
        model = Report
        fields = (
            "id",
            "week",
            "unit",
            "status",
            "why",
            "promise",
            *Send.base_fields,  # what a report asks is what it answers
            "likeness",
            "is_late",
            "missed_at",
            "sent_at",
            "version",
        )


class EvidenceRow(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id", read_only=True)
    measure = serializers.CharField(source="measure.public_id", default=None, read_only=True)
    url = serializers.HyperlinkedIdentityField(
        view_name="issues:evidence_file", lookup_field="public_id", read_only=True
    )

    class Meta:
        model = Evidence
        fields = (
            "id",
            "measure",
            "name",
            "size",
            "kind",
            "algorithm",
            "digest",
            "shows",
            "document_date",
            "note",
            "uploaded_at",
            "handed_in_at",
            "withdrawn_at",
            "confidentiality",
            "text_check",
            "text_check_why",
            "url",
        )


class OpinionRow(serializers.ModelSerializer):
    """One body's opinion. What it says is there once it is given: words taken back stay with who wrote them."""

    id = serializers.CharField(source="public_id", read_only=True)
    issue = Label(source="review.issue", read_only=True)
    review = serializers.CharField(source="review.public_id", read_only=True)
    subject = serializers.CharField(source="review.subject", read_only=True)
    due = serializers.DateField(source="review.due", read_only=True)
    body = Label(read_only=True)

    class Meta:
        model = Opinion
        fields = (
            "id",
            "issue",
            "review",
            "subject",
            "due",
            "body",
            "status",
            "word",
            "text",
            "items",
            "organisation",
            "responsibility",
            "measures",
            "given_at",
            "version",
        )

    def to_representation(self, instance):
        row = super().to_representation(instance)
        if instance.status != Opinion.Status.GIVEN:
            row |= {"text": "", "items": [], "organisation": "", "responsibility": "", "measures": ""}
        return row


class Missing(serializers.Serializer):
    reason = serializers.CharField()
    cure = serializers.CharField()


class MoveRow(serializers.Serializer):
    """A move that the reader may make from here: ready, or what is missing."""

    name = serializers.CharField(source="move.name")
    # The metaclass takes declared fields off the class: this one never stands where the stubs see `Field.label`.
    label = cast(Any, serializers.CharField(source="move.label"))
    target = serializers.CharField(source="move.target")
    targets = serializers.ListField(child=serializers.CharField(), source="move.targets")
    needs_note = serializers.BooleanField(source="move.needs_note")
    ready = serializers.SerializerMethodField()
    missing = Missing(many=True)
    met = Missing(many=True)

    def get_ready(self, judgement) -> bool:
        return bool(judgement)
