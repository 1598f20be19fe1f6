from functools import partial

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from issues.actions.bulk import MOST
from issues.api.data import ApiText, ApiWhole, Fields, Making
from issues.api.moves import VERSION, told, wanted, words_of
from issues.models import Issue
from rectify.lib.apibodies import Body, Schema
from rectify.lib.apiview import View
from rectify.workflow.doors import RowOutcome, by_bulk


class BulkItem(Fields):
    id = ApiText(max_length=20, help_text="问题（public_id）")
    version = ApiWhole(required=False, help_text="读到的版本；别人改过就不办")


class MakeMany(Making):
    """One move on many issues: `note` and `data` hold for all, `key` makes a repeated request act once."""

    items: serializers.ListSerializer = serializers.ListSerializer(child=BulkItem(), allow_empty=False, max_length=MOST)
    key = ApiText(required=False, max_length=24)


EACH: Schema = {
    "type": "object",
    "properties": {"id": {"type": "string", "maxLength": 20, "description": "问题（public_id）"}, "version": VERSION},
    "required": ["id"],
}
FRAME: dict[str, Schema] = {
    "items": {"type": "array", "minItems": 1, "maxItems": MOST, "items": EACH},
    "key": {"type": "string", "maxLength": 24, "description": "同一个键每件只办一次"},
}


class BulkAnswer(serializers.Serializer):
    """What became of one issue."""

    id = serializers.CharField()
    number = serializers.CharField()
    done = serializers.BooleanField()
    reasons = serializers.ListField(child=serializers.CharField())
    status = serializers.CharField()
    version = serializers.IntegerField(allow_null=True)


class ManyMoves(View):
    @extend_schema(
        request=Body("IssuesMove", partial(told, Issue._meta.label_lower, FRAME, "items")),
        responses=BulkAnswer(many=True),
        operation_id="issues_move",
    )
    def post(self, request):
        """Make one move on up to 200 issues, each judged and made by itself; an answer for every item, in the order asked."""
        move, asked = wanted(request, Issue._meta.label_lower, MakeMany)
        items = {item["id"]: item.get("version") for item in asked["items"]}
        issues = mine(request).in_bulk(list(items), field_name="public_id")
        outcomes = by_bulk(
            move,
            [issues[pid] for pid in items if pid in issues],
            words_of(asked),
            by=request.user,
            versions={pid: seen for pid, seen in items.items() if seen is not None},
            key=asked.get("key", ""),
        )
        answers = {outcome.obj.public_id: answer(outcome) for outcome in outcomes}
        return Response([answers.get(pid) or unknown(pid) for pid in items])


def mine(request):
    """The issues the caller may see."""
    return Issue.objects.visible_to(request.user).select_related(
        "round__office", "round__profile", "lead_unit", "feedback"
    )


def answer(outcome: RowOutcome) -> dict:
    issue = outcome.obj
    if not outcome.done:
        issue.refresh_from_db(fields=["status", "version"])
    return {
        "id": issue.public_id,
        "number": issue.number,
        "done": outcome.done,
        "reasons": list(outcome.reasons),
        "status": issue.status,
        "version": issue.version,
    }


def unknown(public_id: str) -> dict:
    """An issue that is not there and one that may not be seen answer alike."""
    return {"id": public_id, "number": "", "done": False, "reasons": ["没有这件问题"], "status": "", "version": None}
