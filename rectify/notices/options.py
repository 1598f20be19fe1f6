"""What an office may change about notices that leave the application."""

from datetime import time

from rectify.options.kinds import FLAG, TEXT, TIME
from rectify.options.registry import Option

GROUP = "通知"

OPTIONS = (
    Option(
        "notices.email",
        "发邮件汇总",
        FLAG,
        True,
        group=GROUP,
        per_office=False,
        help="每人每天最多两封，只写数目和链接，不写内容",
    ),
    Option("notices.morning", "上午汇总", TIME, time(8, 45), group=GROUP, per_office=False, help="工作日"),
    Option("notices.afternoon", "下午汇总", TIME, time(15, 0), group=GROUP, per_office=False, help="工作日"),
    Option(
        "notices.quiet",
        "夜间免打扰起始",
        TIME,
        time(20, 0),
        group=GROUP,
        per_office=False,
        help="到这一刻还没发出的，留到下一次汇总",
    ),
    Option(
        "notices.address",
        "系统网址",
        TEXT(200, required=False),
        "",
        group=GROUP,
        per_office=False,
        guarded=True,
        help="写在邮件的链接前面，例如 http://10.1.2.3；不填则只写路径",
    ),
)
