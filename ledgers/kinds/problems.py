"""问题清单: every issue of the round that was dispatched, with what was said and both accounts of where it stands."""

from ledgers.columns import Column, Kind, ledger
from ledgers.kinds import _shared as shared


def rows(user):
    return shared.issues(user).select_related("lead_unit__sector", "round", "track", "item", "category")


def accepted(issue) -> str:
    """监督认定: the grade once it is closed, else where it stands."""
    return issue.get_grade_display() if issue.grade else issue.get_status_display()


PROBLEMS = ledger(
    Kind(
        slug="problems",
        title="问题清单",
        definition="本轮已下发的问题，含已销号和终止；单位申报与监督认定分列，互不代替。",
        rows=rows,
        prepare=shared.with_groups,
        order=("number",),
        columns=(
            shared.number(),
            Column("track", "专项", lambda i: str(i.track or ""), "center", 10, "反馈"),
            Column("locator", "位置", lambda i: i.item.locator if i.item else "", "center", 10, "反馈"),
            Column("category", "类别", lambda i: i.category.name if i.category else "", width=16, group="反馈"),
            Column("groups", "分类", shared.groups, width=22, group="反馈"),
            Column("nature", "性质", lambda i: i.get_nature_display(), "center", 9, "反馈"),
            Column("sector", "板块", lambda i: str(i.lead_unit.sector or ""), "center", 8, "反馈"),
            shared.title(),
            Column("original", "反馈原文", lambda i: i.original, width=48),
            Column("cause", "根源类型", lambda i: i.get_cause_display(), "center", 9, "根源"),
            Column("root_cause", "原因分析", lambda i: i.root_cause, width=28, group="根源"),
            shared.lead_unit(),
            *shared.deadlines(),
            Column("declared", "单位申报", lambda i: i.get_declared_display(), "center", 10, "申报与认定"),
            Column("accepted", "监督认定", accepted, "center", 11, "申报与认定", mark=lambda i: i.grade or i.status),
            Column("closed_on", "销号日期", lambda i: i.closed_on, "date", 11, "申报与认定"),
            Column("returns", "退回", lambda i: i.returns, "number", 6, "次数", ("returns",), "returns"),
            Column("reopenings", "反弹", lambda i: i.reopenings, "number", 6, "次数", ("reopenings",), "reopenings"),
        ),
    )
)
