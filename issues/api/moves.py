from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from issues.api.data import Fields, MakeMove, Making, reason_of, shape_of
from issues.api.rows import MoveRow
from issues.models import Extension, Issue, Measure, Report
from rectify.lib.apiview import View
from rectify.workflow.move import make, offered
from rectify.workflow.moves import Move, moves_of


def moves(model, reach=None):
    """The view of the moves over one model: what may be made now and what is missing, and making one. `reach(user)` gives the
    rows, where a person has moves on what may not be read."""
    reach = reach or model.objects.visible_to
    label = model._meta.label_lower
    noun = model._meta.model_name

    class Moves(View):
        @extend_schema(responses=MoveRow(many=True), operation_id=f"{noun}_moves")
        def get(self, request, public_id):
            obj = get_object_or_404(reach(request.user), public_id=public_id)
            return Response(MoveRow(offered(obj, request.user), many=True).data)

        @extend_schema(request=MakeMove, responses=MoveRow(many=True), operation_id=f"{noun}_move")
        def post(self, request, public_id):
            obj = get_object_or_404(reach(request.user), public_id=public_id)
            move, asked = wanted(request, label, MakeMove)
            make(move, obj, by=request.user, **asked)
            answer = {"status": obj.status, "status_label": obj.get_status_display(), "version": obj.version}
            return Response(answer | {"moves": MoveRow(offered(obj, request.user), many=True).data})

    Moves.__name__ = Moves.__qualname__ = f"{model.__name__}Moves"
    return Moves


def wanted(request, label: str, body: type[Making]):
    """The move asked for and what `body` holds beside it, `data` as the move takes it; an unknown move is
    404, a wrong shape 400."""
    form = body(data=request.data)
    form.is_valid(raise_exception=True)
    move = moves_of(label).get(form.validated_data["move"])
    if move is None or not move.by_hand:
        raise NotFound("没有这个动作")
    shape = shape_of(label, move.name)(data=form.validated_data.get("data") or {}, context={"user": request.user})
    shape.is_valid(raise_exception=True)
    asked = {name: value for name, value in form.validated_data.items() if name not in ("move", "note")}
    return move, asked | {"data": dict(shape.validated_data), "note": _reason(label, move, form, shape)}


def _reason(label: str, move: Move, form: Making, shape: Fields) -> str:
    """What was written beside the data. The return of a joint review carries the merged reply as its reason."""
    note = form.validated_data.get("note", "")
    reason = reason_of(label, move.name)(data={"note": note} if note else {})
    reason.is_valid(raise_exception=True)
    return (
        shape.validated_data.get("reply", "") if move.name == "return_joint" else reason.validated_data.get("note", "")
    )


IssueMoves = moves(Issue)
MeasureMoves = moves(Measure)
ExtensionMoves = moves(Extension)
ReportMoves = moves(Report)
