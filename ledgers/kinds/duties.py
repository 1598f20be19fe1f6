"""责任清单: the four responsibility slots of each issue, and whose ball it is now."""

from ledgers.columns import Column, Kind, ledger
from ledgers.kinds import _shared as shared


def rows(user):
    return shared.issues(user).prefetch_related(shared.SHARES)


DUTIES = ledger(
    Kind(
        slug="duties",
        title="责任清单",
        definition="牵头单位只有一家；责任单位、配合单位按下发时的次序；当前办理方按当前环节。",
        rows=rows,
        order=("number",),
        columns=(
            shared.number(),
            shared.title(),
            Column("lead_leader", "牵头领导", lambda i: i.lead_leader, "center", 14, "领导责任"),
            Column("responsible_leaders", "责任领导", lambda i: i.responsible_leaders, "center", 16, "领导责任"),
            shared.lead_unit(group="单位责任"),
            Column("responsible", "责任单位", shared.units_in("responsible"), "center", 16, "单位责任"),
            Column("supporting", "配合单位", shared.units_in("supporting"), "center", 16, "单位责任"),
            Column("handler", "承办", lambda i: i.handler, "center", 16, "单位责任"),
            *shared.deadlines(),
            shared.status(),
            Column("side", "现由谁办", shared.in_hand, "center", 10),
        ),
    )
)
