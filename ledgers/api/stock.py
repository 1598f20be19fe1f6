from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from issues.api.issues import round_of
from ledgers.figures.figure import Scope
from ledgers.forms.stock import StockFilter
from ledgers.models import Entry
from ledgers.stock_sheet import explained
from ledgers.stocktaking import CUTS, StockLine, Stocktaking
from rectify.lib.apiview import View
from rectify.lib.dates import today


class Stock(View):
    asks = frozenset({"round", "since", "until", "by"})

    @extend_schema(
        parameters=[
            OpenApiParameter("since", OpenApiTypes.DATE, description="上次盘点的日期；不写为上月末"),
            OpenApiParameter("until", OpenApiTypes.DATE, description="这次盘点的日期；不写为今天"),
            OpenApiParameter(
                "by", description=f"按什么分：{'、'.join(f'{code} {cut.label}' for code, cut in CUTS.items())}"
            ),
        ],
        responses={200: OpenApiTypes.OBJECT},
        operation_id="stock",
    )
    def get(self, request):
        """盘点 of a round between the evenings of two days, asked as its page is asked."""
        round_ = round_of(request) or request.rounds.current
        if round_ is None:
            return Response({"round": None, "sources": [], "rows": []})
        entries = Entry.objects.visible_to(request.user).filter(round=round_)
        asked = StockFilter({name: value for name, value in request.GET.items() if name != "round"}, entries)
        if asked.wrong:
            raise ValidationError(asked.wrong)
        stock = Stocktaking(Scope(request.user, round_, today()), *asked.days, by=asked.cut)
        return Response(
            {
                "round": {"id": round_.public_id, "label": str(round_)},
                "sources": [{"on": day, "source": source} for day, source in stock.sources],
                "rows": [row_of(line) for line in stock.lines],
                "totals": row_of(stock.sums) | {"unexplained": stock.unexplained_count},
            }
        )


def row_of(line: StockLine) -> dict:
    """A part, with its movements by the codes of their kinds."""
    return {
        "name": line.name,
        "before": line.before,
        "moves": {str(kind): count for kind, count in line.moves.items()},
        "after": line.after,
        "difference": line.difference,
        "unexplained": line.unexplained,
        "explained": explained(line),
    }
