"""What clerks and heads of an office have alike. Entries and filters stand in the order of use."""

from rectify.accounts.role import Tab

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
    Tab("全部", counted=False),
    Tab("待我方办理", "side:office"),
    Tab("草稿待下发", "drafts"),
    Tab("逾期", "overdue"),
    Tab("两周内到期", "due_soon"),
    Tab("退回过", "returned", counted=False),
    Tab("重点关注", "focus", counted=False),
    Tab("延期待决定", "extension_waiting", counted=False),
)
