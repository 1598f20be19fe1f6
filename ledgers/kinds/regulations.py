"""制度建设台账: the rules that came of the issues (docs/rules.md: regulation-recorded)."""

from issues.models import Regulation
from ledgers.columns import Column, Kind, ledger
from ledgers.kinds import _shared as shared


def rows(user):
    regulations = Regulation.objects.counted_for(user).filter(issue__dispatched_at__isnull=False)
    return regulations.select_related("issue__lead_unit", "issue__round", "accepted_by")


REGULATIONS = ledger(
    Kind(
        slug="institutions",
        title="制度建设台账",
        definition="一项制度一行，由单位录入；认定指督查办看过文本和执行情况，没有认定的照列，不算进认定数。",
        rows=rows,
        order=("issue__number",),
        path="issue__",
        word="项",
        columns=(
            shared.number(lambda i: i.issue, "issue__"),
            Column("name", "制度名称", lambda i: i.title, width=34),
            Column("document", "文号", lambda i: i.number, "center", 14),
            Column("kind", "类型", lambda i: i.get_kind_display(), "center", 9, sort=("kind",)),
            Column("maker", "制定单位", lambda i: i.maker or str(i.issue.lead_unit), "center", 16),
            Column("issued_on", "印发日期", lambda i: i.issued_on, "date", 11),
            shared.title(lambda i: i.issue),
            Column("public", "公开", lambda i: "是" if i.is_public else "否", "center", 6),
            Column("checked_on", "日期", lambda i: i.checked_on, "date", 11, "执行检查"),
            Column("check_result", "结果", lambda i: i.check_result, width=20, group="执行检查"),
            Column("accepted_by", "认定人", lambda i: str(i.accepted_by or ""), "center", 10, "监督认定"),
            Column("accepted_on", "日期", lambda i: shared.local_day(i.accepted_at), "date", 11, "监督认定"),
        ),
    )
)
