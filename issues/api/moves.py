from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from issues.api.data import MakeMove, Making
from issues.api.rows import MoveRow
from issues.models import Extension, Issue, Measure, Recommendation, Report
from rectify.lib.apibodies import Body, Schema, body_of
from rectify.lib.apiview import View, demand_key
from rectify.lib.errors import Unfilled
from rectify.workflow.doors import by_json
from rectify.workflow.inputs import LONGEST_REASON, input_of
from rectify.workflow.move import offered
from rectify.workflow.moves import Move, moves_of

VERSION: Schema = {"type": "integer", "description": "读到的版本；别人改过就不办"}
FRAME: dict[str, Schema] = {
    "version": VERSION,
    "key": {"type": "string", "maxLength": 40, "description": "同一个键只办一次"},
}


def moves(model, reach=None):
    """The view of the moves over one model: what may be made now and what is missing, and making one. `reach(user)` gives the
    rows, where a person has moves on what may not be read."""
    reach = reach or model.objects.visible_to
    label = model._meta.label_lower
    noun = model._meta.model_name

    class Moves(View):
        row_decides = True

        @extend_schema(responses=MoveRow(many=True), operation_id=f"{noun}_moves")
        def get(self, request, public_id):
            obj = get_object_or_404(reach(request.user), public_id=public_id)
            return Response(MoveRow(offered_to(request, obj), many=True).data)

        @extend_schema(
            request=Body(f"{model.__name__}Move", partial(told, label, FRAME)),
            responses=MoveRow(many=True),
            operation_id=f"{noun}_move",
        )
        def post(self, request, public_id):
            obj = get_object_or_404(reach(request.user), public_id=public_id)
            move, asked = wanted(request, label, MakeMove)
            once = {name: asked[name] for name in ("version", "key") if name in asked}
            by_json(move, obj, words_of(asked), by=request.user, **once)
            answer = {"status": obj.status, "status_label": obj.get_status_display(), "version": obj.version}
            return Response(answer | {"moves": MoveRow(offered_to(request, obj), many=True).data})

    Moves.__name__ = Moves.__qualname__ = f"{model.__name__}Moves"
    return Moves


def offered_to(request, obj) -> list:
    """What the caller is offered; of it a machine key only what it was granted."""
    rows = offered(obj, request.user)
    return rows if request.auth is None else [row for row in rows if request.auth.may(row.move.by_key)]


def told(label: str, frame: Mapping[str, Schema], *needed: str) -> Schema:
    """Every move that people make over the model `label`, with its reason and what its input takes, as OpenAPI has it; `frame`
    is what stands beside, of which `needed` must be there."""
    each = [_told(move) for move in moves_of(label).values() if move.by_hand]
    named: dict[str, Schema] = {"move": {"type": "string", "description": "哪个动作"}}
    return {"type": "object", "properties": named | dict(frame), "required": ["move", *needed], "oneOf": each}


def _told(move: Move) -> Schema:
    shape = dict(input_of(move).shape())
    note, data = shape.pop("note", None), body_of(shape)
    parts: dict[str, Schema] = {"move": {"type": "string", "pattern": f"^{move.name}$", "description": move.label}}
    if note:
        most = note.max_length if isinstance(note, forms.CharField) and note.max_length else LONGEST_REASON
        parts["note"] = {"type": "string", "maxLength": most, "description": move.note_label}
    parts |= {"data": data} if shape else {}
    needed = [*(["note"] if note and move.needs_note else []), *(["data"] if "required" in data else [])]
    return {"type": "object", "title": move.label, "properties": parts, "required": ["move", *needed]}


def wanted(request, label: str, body: type[Making]) -> tuple[Move, dict[str, Any]]:
    """The move asked for and what `body` holds; an unknown move is 404, a wrong shape 400."""
    form = body(data=request.data)
    form.is_valid(raise_exception=True)
    move = moves_of(label).get(form.validated_data["move"])
    if move is None or not move.by_hand:
        raise NotFound("没有这个动作")
    demand_key(request, move.by_key)
    return move, form.validated_data


def words_of(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a move is told: its data and, beside them, the reason. Raises Unfilled where the reason stands among the data."""
    data, note = asked.get("data", {}), asked.get("note", "")
    if "note" in data:
        raise Unfilled({"note": ["没有这一项"]})
    return data | ({"note": note} if note.strip() else {})


IssueMoves = moves(Issue)
MeasureMoves = moves(Measure)
ExtensionMoves = moves(Extension)
RecommendationMoves = moves(Recommendation)
ReportMoves = moves(Report)
