"""意见建议台账: every recommendation with the unit that answers it, its measures and what came of them (docs/rules.md:
recommendation-answered)."""

from issues import advice
from issues.filters import RecommendationFilter
from issues.models import Recommendation
from ledgers.columns import Column, Kind, ledger
from ledgers.kinds import _shared as shared
from rectify.lib.dates import today


def rows(user):
    recommendations = Recommendation.objects.visible_to(user).select_related(
        "round", "feedback__unit", "lead_unit", "settled_by"
    )
    return recommendations.prefetch_related("measures__measure__issue")


def measures(recommendation) -> str:
    return "\n".join(f"{row.order}. {row.words}" for row in recommendation.measures.all())


RECOMMENDATIONS = ledger(
    Kind(
        slug="recommendations",
        title="意见建议台账",
        definition="反馈意见里的意见建议一条一行，与问题并列，不计入问题数和整改率；没有分办的也在，只有督查办看得到。",
        rows=rows,
        order=("number",),
        level="feedback__confidentiality",
        word="条",
        filter=RecommendationFilter,
        filters=("unit", "state", "due_from", "due_to"),
        columns=(
            Column("number", "编号", lambda r: r.number, "center", 9, sort=("number",)),
            Column("title", "意见建议", lambda r: r.text, width=42),
            Column("feedback", "反馈意见", lambda r: r.feedback.title, width=20),
            Column("inspected", "被巡察单位", lambda r: str(r.feedback.unit), "center", 14),
            Column(
                "lead_unit",
                "责任单位",
                lambda r: str(r.lead_unit),
                "center",
                14,
                sort=("lead_unit__order", "lead_unit_id"),
            ),
            Column("due", "期限", lambda r: r.due, "date", 11),
            Column("late", "逾期", lambda r: advice.late_words(r, today()), "center", 13),
            Column("measures", "措施", measures, width=42),
            Column("status", "状态", lambda r: r.get_status_display(), "center", 11, mark=lambda r: r.status),
            Column("result", "落实情况", lambda r: r.result, width=34),
            Column("settled_on", "日期", lambda r: shared.local_day(r.settled_at), "date", 11, "认定"),
            Column("settled_by", "认定人", lambda r: str(r.settled_by or ""), "center", 10, "认定"),
        ),
    )
)
