from dataclasses import asdict

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from issues.api.issues import FILTERED, FILTERS, round_of
from ledgers import books
from ledgers.figures.board import Board
from ledgers.figures.figure import Scope
from ledgers.kinds import KINDS, shelf
from ledgers.subtotals import CUTS
from rectify.lib.apiview import View
from rectify.lib.dates import today


class ApiBookRow(serializers.Serializer):
    """A book: how it is called, what it counts, its columns."""

    slug = serializers.CharField()
    title = serializers.CharField()
    definition = serializers.CharField()
    columns = serializers.SerializerMethodField()

    def get_columns(self, kind) -> list[dict[str, str]]:
        return [{"key": column.key, "title": column.title, "group": column.group} for column in kind.columns]


class Books(View):
    @extend_schema(responses=ApiBookRow(many=True), operation_id="books_list")
    def get(self, request):
        """Every book there is."""
        return Response(ApiBookRow(shelf(), many=True).data)


class Book(View):
    asks = FILTERED | {"round", "sort", "by"}

    @extend_schema(
        parameters=[
            *FILTERS,
            OpenApiParameter("sort", description="栏的代号，前面加 - 为倒序"),
            OpenApiParameter(
                "by", description=f"小计：{'、'.join(f'{name} {cut.label}' for name, cut in CUTS.items())}"
            ),
        ],
        responses={200: OpenApiTypes.OBJECT},
        operation_id="book_rows",
    )
    def get(self, request, slug):
        """A page of a book's rows, asked as its page is asked, with the number of rows and the sums of the whole; by parts
        where it is cut."""
        kind = KINDS.get(slug)
        if kind is None:
            raise Http404
        asked = books.ask(kind, request.user, request.GET, request.rounds.current)
        if asked.wrong:
            raise ValidationError(asked.wrong)
        page = books.page(kind, request, asked)
        rows = [books.plain_row(kind, line) for line in page.rows]
        sums = books.totals(kind, request.user, asked)
        parts = [asdict(part) for part in books.parts(kind, request.user, asked)]
        cut = {"parts": parts} if asked.by else {}
        if kind.series:
            cut["series"] = [asdict(one) for one in books.series_of(kind, request.user, asked)]
        return Response({"rows": rows, "totals": sums, "before": page.before, "after": page.after} | cut)


class FigureRow(serializers.Serializer):
    """A figure with its 口径 and the address of exactly the list it counts."""

    name = serializers.CharField()
    slice = serializers.CharField()
    count = serializers.IntegerField()
    change = serializers.IntegerField(allow_null=True)
    definition = serializers.CharField()
    url = serializers.CharField()


class RateRow(serializers.Serializer):
    """A rate with its two numbers."""

    name = serializers.CharField()
    part = serializers.IntegerField()
    whole = serializers.IntegerField()
    percent = serializers.CharField()
    definition = serializers.CharField()
    url = serializers.CharField()


class Figures(View):
    asks = frozenset({"round"})

    @extend_schema(
        parameters=[OpenApiParameter("round", description="轮次 public_id")],
        responses={200: OpenApiTypes.OBJECT},
        operation_id="figures",
    )
    def get(self, request):
        """The figures of the board for one round, as the reader's board shows them; what waits is what waits for the posts, not
        what one person was asked for: a machine in the same post reads the same."""
        round_ = round_of(request) or request.rounds.current
        if round_ is None:
            return Response({"round": None, "figures": [], "rates": [], "waiting": []})
        board = Board(Scope(request.user, round_, today()))
        return Response(
            {
                "round": {"id": round_.public_id, "label": str(round_)},
                "as_of": today().isoformat(),
                "figures": FigureRow(board.five, many=True).data,
                "rates": RateRow([*board.rates, board.stage_rate], many=True).data,
                "waiting": FigureRow([queue for queue in board.queues if not queue.own], many=True).data,
            }
        )
