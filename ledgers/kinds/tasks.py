"""任务清单: what is to be done about each issue, by whom and until when."""

from ledgers.columns import Column, Kind, ledger
from ledgers.kinds import _shared as shared


def rows(user):
    return shared.with_progress(shared.issues(user)).prefetch_related(shared.MEASURES)


def numbered(texts: list[str]) -> list[str]:
    return [f"{place}. {text}" for place, text in enumerate(texts, start=1)]


def persons(issue) -> list[str]:
    """Each person once, in the order of the measures."""
    return list(dict.fromkeys(m.person for m in issue.live if m.person))


TASKS = ledger(
    Kind(
        slug="tasks",
        title="任务清单",
        definition="一件一行；措施不含已取消的，联动过来的措施计入进度；单位申报指报了完成的（含已核的），已核指督查办核准的，两列互不代替。",
        rows=rows,
        order=("number",),
        columns=(
            shared.number(),
            shared.title(),
            Column("goal", "整改目标", lambda i: i.goal, width=28),
            Column("measures", "整改措施", lambda i: numbered([m.text for m in i.live]), width=50),
            Column("persons", "责任人", persons, width=16, group="责任"),
            shared.lead_unit(group="责任"),
            *shared.deadlines(),
            Column("count", "措施", lambda i: i.measure_count, "number", 6, "进度（条）", total="measure_count"),
            Column(
                "claimed", "单位申报", lambda i: i.declared_count, "number", 9, "进度（条）", total="declared_count"
            ),
            Column("done", "已核", lambda i: i.accepted_count, "number", 6, "进度（条）", total="accepted_count"),
            shared.status(),
        ),
    )
)
