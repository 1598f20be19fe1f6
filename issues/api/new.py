from rest_framework import serializers

from issues.api.asked import Day, asked
from issues.api.data import Fields, leading_unit
from issues.forms.edit import WordingForm
from issues.forms.new import NewIssueForm
from issues.models import Category, Issue, Round
from rectify.accounts.models import Unit


class NewIssue(Fields):
    """The fields of one new issue; people and offices that the caller may not see do not exist."""

    round = serializers.CharField(source="round_")
    lead_unit = serializers.CharField()
    title = asked(NewIssueForm, "title")
    original = asked(NewIssueForm, "original")
    wording = asked(WordingForm, "wording", required=False)
    category = serializers.CharField(required=False, allow_blank=True)
    due = Day()
    due_text = serializers.CharField(required=False, allow_blank=True, max_length=200)
    lead_leader = asked(NewIssueForm, "lead_leader")
    responsible_leaders = asked(NewIssueForm, "responsible_leaders")
    handler = serializers.CharField(required=False, allow_blank=True, max_length=200)
    nature = serializers.ChoiceField(choices=Issue._meta.get_field("nature").choices, required=False)
    is_focus = serializers.BooleanField(required=False)
    key = serializers.CharField(required=False, max_length=40)

    def validate_round(self, value: str) -> Round:
        return self._found(Round.objects.visible_to(self.context["user"]).filter(public_id=value), "没有这一轮")

    def validate_lead_unit(self, value: str) -> Unit:
        return leading_unit(self.context["user"], value)

    def validate_category(self, value: str) -> Category | None:
        if not value:
            return None
        current = Category.objects.filter(scheme__kind="catalogue", scheme__is_current=True, code=value)
        return self._found(current, "没有这个类别")

    def _found(self, rows, words: str):
        row = rows.first()
        if row is None:
            raise serializers.ValidationError(words)
        return row
