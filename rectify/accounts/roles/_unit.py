"""What liaisons and principals of a unit have alike."""

from rectify.accounts.role import Tab

MENU = (
    ("本单位", "issues:home"),
    ("我们的问题", "issues:list"),
    ("周报", "issues:reports"),
    ("对账单", "ledgers:reconcile"),
    ("台账", "ledgers:books"),
)
TABS = (
    Tab("全部", counted=False),
    Tab("待我方办理", "side:unit"),
    Tab("待签收", "status:dispatched"),
    Tab("逾期", "overdue"),
    Tab("两周内到期", "due_soon"),
    Tab("退回过", "returned", counted=False),
    Tab("重点关注", "focus", counted=False),
)
