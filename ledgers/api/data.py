"""What the moves of closure need to be told, as data."""

from rest_framework import serializers

from issues.api.asked import asked
from issues.api.data import Fields
from ledgers.forms.closure import ApplyForm, DecideForm, ReviewForm, SignForm


class Apply(Fields):
    declared = asked(ApplyForm, "declared")
    result = asked(ApplyForm, "result")
    matter = asked(ApplyForm, "matter")
    matter_note = asked(ApplyForm, "matter_note")
    persons = asked(ApplyForm, "persons")
    persons_note = asked(ApplyForm, "persons_note")
    mechanism = asked(ApplyForm, "mechanism")
    mechanism_note = asked(ApplyForm, "mechanism_note")
    standards = serializers.ListField(
        child=serializers.CharField(max_length=500), required=False, help_text="规程的标准，做到的逐条照写"
    )


class Endorse(Fields):
    pledge = serializers.BooleanField()
    digest = serializers.CharField(max_length=64)


class Approve(Fields):
    grade = asked(DecideForm, "grade")
    minutes = asked(DecideForm, "minutes")
    site_check = serializers.BooleanField()
    site_note = asked(DecideForm, "site_note")
    site_by = asked(DecideForm, "site_by")


SHAPES = {
    "issues.issue.apply": Apply,
    "issues.issue.endorse": Endorse,
    "issues.issue.approve": Approve,
}
REASONS = {
    "issues.issue.apply": None,
    "issues.issue.endorse": SignForm,
    "issues.issue.decline_signature": SignForm,
    "issues.issue.pass_review": ReviewForm,
    "issues.issue.return_review": ReviewForm,
    "issues.issue.approve": DecideForm,
    "issues.issue.decline": DecideForm,
}
