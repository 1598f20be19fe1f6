"""What the moves of closure need to be told, as data."""

from rest_framework import serializers

from issues.api.data import Fields
from issues.models import Grade
from ledgers.models.closure import Answer


class Apply(Fields):
    declared = serializers.ChoiceField(choices=Grade.choices)
    result = serializers.CharField(max_length=10000)
    matter = serializers.ChoiceField(choices=Answer.choices)
    matter_note = serializers.CharField(required=False, allow_blank=True, max_length=300)
    persons = serializers.ChoiceField(choices=Answer.choices)
    persons_note = serializers.CharField(required=False, allow_blank=True, max_length=300)
    mechanism = serializers.ChoiceField(choices=Answer.choices)
    mechanism_note = serializers.CharField(required=False, allow_blank=True, max_length=300)
    standards = serializers.ListField(
        child=serializers.CharField(max_length=500), required=False, help_text="规程的标准，做到的逐条照写"
    )


class Endorse(Fields):
    pledge = serializers.BooleanField()
    digest = serializers.CharField(max_length=64)


class Approve(Fields):
    grade = serializers.ChoiceField(choices=Grade.choices)
    minutes = serializers.CharField(required=False, allow_blank=True, max_length=80)
    site_check = serializers.BooleanField(required=False)
    site_note = serializers.CharField(max_length=300)
    site_by = serializers.CharField(max_length=60)


class Reopen(Fields):
    source = serializers.CharField(max_length=100)


SHAPES = {
    "issues.issue.apply": Apply,
    "issues.issue.endorse": Endorse,
    "issues.issue.approve": Approve,
    "issues.issue.reopen": Reopen,
}
