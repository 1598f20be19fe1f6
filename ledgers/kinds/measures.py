"""措施台账: one measure a row, with its criterion and what proves it."""

from django.db.models import OuterRef

from issues.models import Evidence, Measure, MeasureStatus
from ledgers.columns import Column, Kind, counted, ledger
from ledgers.kinds import _shared as shared
from rectify.lib.filecheck import TextCheck


def rows(user):
    proof = Evidence.objects.standing().filter(measure=OuterRef("pk"))
    live = Measure.objects.counted_for(user).exclude(status=MeasureStatus.CANCELLED)
    return (
        live.filter(issue__dispatched_at__isnull=False)
        .select_related("unit", "issue__lead_unit", "issue__round")
        .annotate(
            proof_count=counted(proof, by="measure"),
            unseen_count=counted(proof.exclude(text_check=TextCheck.CHECKED), by="measure"),
        )
    )


MEASURES = ledger(
    Kind(
        slug="measures",
        title="措施台账",
        definition="一条一行，不含已取消的措施；佐证只计现行有效的材料，撤下和被替换的不计。",
        rows=rows,
        order=("issue__number", "order"),
        path="issue__",
        identity=("number", "order"),
        word="条",
        columns=(
            shared.number(lambda m: m.issue, "issue__"),
            shared.title(lambda m: m.issue),
            Column("order", "序号", lambda m: m.order, "number", 6, "措施"),
            Column("text", "内容", lambda m: m.text, width=42, group="措施"),
            Column("kind", "类型", lambda m: m.get_kind_display(), "center", 6, "措施"),
            Column("horizon", "当下改或长久立", lambda m: m.get_horizon_display(), "center", 8, "措施"),
            Column("criterion", "销号标准", lambda m: m.criterion, width=32),
            shared.lead_unit(lambda m: m.issue, "issue__", "责任"),
            Column("unit", "责任单位", lambda m: str(m.unit or ""), "center", 14, "责任"),
            Column("person", "责任人", lambda m: m.person, "center", 14, "责任"),
            Column("due", "期限", lambda m: m.due, "date", 11),
            Column("status", "状态", lambda m: m.get_status_display(), "center", 11, mark=lambda m: m.status),
            Column("proof", "佐证", lambda m: m.proof_count, "number", 7, sort=("proof_count",), total="proof_count"),
            Column(
                "unseen",
                "文字未检的佐证",
                lambda m: m.unseen_count,
                "number",
                8,
                sort=("unseen_count",),
                total="unseen_count",
            ),
        ),
    )
)
