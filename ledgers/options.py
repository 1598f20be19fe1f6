"""How long closing may take on each side: the same mark for us as for the units (docs/rules.md: closure-limits)."""

from rectify.options.kinds import INT
from rectify.options.registry import Option

GROUP = "审核销号"

OPTIONS = (
    Option("closure.sign_days", "主要负责人审签时限（工作日）", INT(1, 60), 3, help="超过的标“超时限”", group=GROUP),
    Option("closure.review_days", "初审时限（工作日）", INT(1, 60), 5, help="超过的标“超时限”", group=GROUP),
    Option("closure.decide_days", "审定时限（工作日）", INT(1, 60), 5, help="超过的标“超时限”", group=GROUP),
)
