"""成效台账: what measures have brought in numbers, one number a row; declared and accepted in two columns (docs/rules.md:
outcome-two-columns)."""

from decimal import Decimal

from issues.models import MeasureStatus, Outcome
from issues.plans.figures import DEFINITION, totals
from ledgers.columns import Column, Kind, ledger
from ledgers.kinds import _shared as shared
from rectify.lib.filecheck import TextCheck


def rows(user):
    live = Outcome.objects.counted_for(user).exclude(measure__status=MeasureStatus.CANCELLED)
    whole = ("kind", "evidence", "accepted_by", "measure__issue__lead_unit", "measure__issue__round")
    return live.filter(measure__issue__dispatched_at__isnull=False).select_related(*whole)


def exact(value: Decimal | None) -> int | float | None:
    """A number as a sheet adds it up; nothing stays nothing."""
    return None if value is None else int(value) if value == value.to_integral_value() else float(value)


def issue(outcome):
    return outcome.measure.issue


def proof(outcome: Outcome) -> str:
    """The file that proves it; one whose text was not looked at says so."""
    file = outcome.evidence
    return (
        "" if file is None else str(file) if file.text_check == TextCheck.CHECKED else f"{file}（{file.check_words}）"
    )


OUTCOMES = ledger(
    Kind(
        slug="outcomes",
        title="成效台账",
        definition=DEFINITION,
        rows=rows,
        order=("measure__issue__number", "measure__order", "kind__order"),
        path="measure__issue__",
        identity=("number", "measure", "kind"),
        word="项",
        of=issue,
        sums=totals,
        columns=(
            shared.number(issue, "measure__issue__"),
            shared.title(issue),
            shared.lead_unit(issue, "measure__issue__"),
            Column("measure", "序号", lambda o: o.measure.order, "number", 6, "措施"),
            Column("text", "内容", lambda o: o.measure.text, width=36, group="措施"),
            Column("kind", "类型", lambda o: o.kind.name, "center", 12, sort=("kind__order", "kind_id")),
            Column("unit", "单位", lambda o: o.kind.unit, "center", 7),
            Column("declared", "数", lambda o: exact(o.declared), "number", 11, "单位申报"),
            Column("words", "文字", lambda o: o.declared_text, "center", 9, "单位申报"),
            Column("declared_on", "日期", lambda o: shared.local_day(o.declared_at), "date", 11, "单位申报"),
            Column("accepted", "数", lambda o: exact(o.accepted), "number", 11, "监督认定"),
            Column("accepted_by", "认定人", lambda o: str(o.accepted_by or ""), "center", 10, "监督认定"),
            Column("accepted_on", "日期", lambda o: shared.local_day(o.accepted_at), "date", 11, "监督认定"),
            Column("note", "说明", lambda o: o.accepted_note, width=18, group="监督认定"),
            Column("proof", "凭证", proof, width=20),
        ),
    )
)
