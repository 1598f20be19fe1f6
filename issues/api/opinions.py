from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from issues.api.moves import moves
from issues.api.rows import OpinionRow
from issues.models import Opinion
from rectify.lib.apiview import View
from rectify.lib.pages import keyset


def mine(request):
    """The opinions the caller may read: the own bodies' always, all of a review once nobody is awaited, never the unit."""
    return Opinion.objects.visible_to(request.user).select_related("review__issue", "body")


class Opinions(View):
    asks = frozenset({"after", "before"})

    @extend_schema(responses=OpinionRow(many=True), operation_id="opinions_list")
    def get(self, request):
        """A page of opinions, the oldest first."""
        page = keyset(mine(request), fields=("pk",), request=request)
        rows = OpinionRow(page.rows, many=True).data
        return Response({"rows": rows, "before": page.before, "after": page.after})


class OneOpinion(View):
    @extend_schema(responses=OpinionRow)
    def get(self, request, public_id):
        """One opinion."""
        return Response(OpinionRow(get_object_or_404(mine(request), public_id=public_id)).data)


OpinionMoves = moves(Opinion, reach=Opinion.objects.within_reach)
