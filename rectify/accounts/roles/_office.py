"""What clerks and heads of an office have alike. Entries and filters stand in the order of use."""

from rectify.accounts.role import RoleTab

MENU = (
    ("工作台", "issues:home"),
    ("问题台账", "issues:list"),
    ("周调度", "issues:week"),
    ("审核销号", "ledgers:closures"),
    ("对账", "ledgers:reconcile"),
    ("台账", "ledgers:books"),
    ("看板", "ledgers:board"),
    ("轮次与导入", "issues:rounds"),
)
TABS = (
    RoleTab("全部", counted=False),
    RoleTab("待我方办理", "side:office"),
    RoleTab("草稿待下发", "drafts"),
    RoleTab("逾期", "overdue"),
    RoleTab("两周内到期", "due_soon"),
    RoleTab("退回过", "returned", counted=False),
    RoleTab("重点关注", "focus", counted=False),
    RoleTab("延期待决定", "extension_waiting", counted=False),
)
