from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from issues.actions import issues as actions
from issues.actions.measures import write_plan
from issues.api.rows import EvidenceRow, IssueWhole, ListedIssue, MeasureRow, ReportRow
from issues.filters import IssueFilter
from issues.forms.new import Register
from issues.forms.plan import WritePlan
from issues.models import Issue, Round
from issues.models.querysets import IssueQuerySet
from rectify.accounts.models import Unit
from rectify.lib.apibodies import Body, body_of
from rectify.lib.apiview import View
from rectify.lib.pages import count_up_to, keyset
from rectify.workflow.doors import act_by_json

SAID = dict.fromkeys(("unit", "lead"), "单位 public_id；后面加 ~ 为这家单位的全系统") | {
    "slice": "口径代码，见“口径”页",
    "group": "分类的 id，见 groups",
}
BESIDE = {"round": "轮次 public_id", "after": "下一页的键", "before": "上一页的键"}
FILTERED = frozenset({*IssueFilter.base_filters, "after", "before"})
FILTERS = [
    OpenApiParameter(name, description=words)
    for name, words in ({name: one.label for name, one in IssueFilter.base_filters.items()} | SAID | BESIDE).items()
]


def mine(request):
    """The issues the caller may see."""
    return whole(Issue.objects.visible_to(request.user))


def whole(issues: IssueQuerySet) -> QuerySet[Issue]:
    """With what a row says of them."""
    rows = issues.for_list().select_related("track", "lead_unit__sector")
    return rows.prefetch_related("groups__scheme")


def round_of(request) -> Round | None:
    """The round that the address names, among those the caller may see; None where it names none. Raises ValidationError."""
    name = request.GET.get("round")
    if name is None:
        return None
    round_ = Round.objects.visible_to(request.user).filter(public_id=name).first()
    if round_ is None:
        raise ValidationError({"round": ["没有这一轮"]})
    return round_


class Issues(View):
    asks = FILTERED | {"round"}

    @extend_schema(parameters=FILTERS, responses=ListedIssue(many=True), operation_id="issues_list")
    def get(self, request):
        """A page of issues by deadline, filtered as the page filters."""
        issues: QuerySet[Issue] = whole(Issue.objects.counted_for(request.user))
        if round_ := round_of(request):
            issues = issues.filter(round=round_)
        beside = {"round": [round_.public_id] if round_ else []}
        asked = IssueFilter(request.GET, issues, units=Unit.objects.visible_to(request.user), beside=beside)
        if asked.wrong:
            raise ValidationError(asked.wrong)
        issues = asked.understood()
        page = keyset(issues, fields=("due_order", "pk"), request=request)
        rows = ListedIssue(page.rows, many=True).data
        count, words = count_up_to(issues)
        return Response(
            {"rows": rows, "count": count, "count_label": words, "before": page.before, "after": page.after}
        )

    @extend_schema(request=Body("NewIssue", lambda: body_of(Register.shape())), responses={201: IssueWhole})
    def post(self, request):
        """Enter an issue as a draft."""
        issue = act_by_json(actions.register, Register.from_json(request.data, user=request.user))
        return Response(IssueWhole(issue).data if issue else {}, status=201 if issue else 200)


class OneIssue(View):
    @extend_schema(responses=IssueWhole)
    def get(self, request, public_id):
        """One issue with all its fields."""
        return Response(IssueWhole(get_object_or_404(mine(request), public_id=public_id)).data)


def part(name: str, row, *, related: str, order: tuple[str, ...], with_: tuple[str, ...] = ()):
    """A view that lists one kind of thing that hangs on an issue, fetched through the issue."""

    class Part(View):
        @extend_schema(responses=row(many=True), operation_id=f"issue_{name}")
        def get(self, request, public_id):
            issue = get_object_or_404(mine(request), public_id=public_id)
            rows = getattr(issue, related).select_related(*with_).order_by(*order)
            return Response(row(rows, many=True, context={"request": request}).data)

    Part.__name__ = Part.__qualname__ = f"Issue{name.title()}"
    return Part


class PlanView(View):
    @extend_schema(
        request=Body("PlanDraft", lambda: body_of(WritePlan.shape())),
        responses=MeasureRow(many=True),
        operation_id="issue_write_plan",
    )
    def put(self, request, public_id):
        """Replace the draft plan: goal and measures in the order given."""
        issue = get_object_or_404(mine(request), public_id=public_id)
        form = WritePlan.from_json(request.data, obj=issue, user=request.user)
        act_by_json(write_plan, form, issue=issue)
        return Response(MeasureRow(issue.measures.order_by("order"), many=True).data)


Measures = part("measures", MeasureRow, related="measures", order=("order",))
Reports = part("reports", ReportRow, related="reports", order=("-week__starts",), with_=("week", "unit"))
Proof = part("evidence", EvidenceRow, related="evidence", order=("uploaded_at", "id"), with_=("measure",))
