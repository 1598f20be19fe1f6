"""What liaisons and principals of a unit have alike."""

from rectify.accounts.role import RoleTab

MENU = (
    ("本单位", "issues:home"),
    ("我们的问题", "issues:list"),
    ("周报", "issues:reports"),
    ("对账单", "ledgers:reconcile"),
    ("台账", "ledgers:books"),
)
TABS = (
    RoleTab("全部", counted=False),
    RoleTab("待我方办理", "side:unit"),
    RoleTab("待签收", "status:dispatched"),
    RoleTab("逾期", "overdue"),
    RoleTab("两周内到期", "due_soon"),
    RoleTab("退回过", "returned", counted=False),
    RoleTab("重点关注", "focus", counted=False),
)
