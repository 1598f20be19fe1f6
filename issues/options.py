"""What an office may change about its week (docs/rules.md: week-times)."""

from datetime import time

from rectify.options.kinds import FLAG, INT, TEXT, TIME, WEEKDAY
from rectify.options.registry import Option

GROUP = "周调度"

OPTIONS = (
    Option(
        "week.on", "自动周调度", FLAG, True, help="关闭后不再自动启动、发清单和提醒，可在周调度页手工发出", group=GROUP
    ),
    Option(
        "week.preview",
        "下周清单预告",
        TIME,
        time(16, 0),
        help="启动调度前的周五（不上班则提前到前一个工作日）",
        group=GROUP,
    ),
    Option("week.opens", "启动本周调度", TIME, time(8, 30), help="周一（不上班则顺延到本周第一个工作日）", group=GROUP),
    Option("week.dispatch", "发周调度清单", TIME, time(8, 45), help="启动当天；有人暂缓时不自动发", group=GROUP),
    Option("week.nudge_day", "提醒未报：周几", WEEKDAY, 2, help="不上班则提前", group=GROUP),
    Option("week.nudge", "提醒未报：时间", TIME, time(15, 0), group=GROUP),
    Option("week.deadline_day", "周报截止：周几", WEEKDAY, 3, help="不上班则提前到前一个工作日", group=GROUP),
    Option("week.deadline", "周报截止：时间", TIME, time(17, 0), group=GROUP),
    Option(
        "week.missed_day", "核定未报：周几", WEEKDAY, 4, help="宽限到这一天；不上班则顺延到下一个工作日", group=GROUP
    ),
    Option("week.missed", "核定未报：时间", TIME, time(10, 0), group=GROUP),
    Option("week.summary", "拟周小结", TIME, time(14, 0), help="核定未报的同一天", group=GROUP),
    Option(
        "week.shortest",
        "最短的一周",
        INT(1, 5),
        2,
        group=GROUP,
        help="启动到截止不足这么多个工作日的一周不单独启动，并入下一周",
    ),
    Option(
        "week.due_days",
        "临近期限须每周报",
        INT(0, 365),
        30,
        group=GROUP,
        help="期限在这么多天以内的，每周报；其余每月报一次",
    ),
    Option(
        "week.soon_days", "清单列出的临期", INT(0, 90), 14, group=GROUP, help="周调度清单“到期”一栏列出多少天以内到期的"
    ),
    Option(
        "handover.mark", "责任提醒函代字", TEXT(20), "巡改责提", help="文号的前一半，后面是年份和序号", group="文书"
    ),
)
