"""How long closing may take on each side: the same mark for us as for the units (docs/rules.md: closure-limits)."""

from rectify.options.kinds import INT, TEXT
from rectify.options.registry import Option

GROUP = "审核销号"

OPTIONS = (
    Option("closure.sign_days", "主要负责人审签时限（工作日）", INT(1, 60), 3, help="超过的标“超时限”", group=GROUP),
    Option("closure.review_days", "初审时限（工作日）", INT(1, 60), 5, help="超过的标“超时限”", group=GROUP),
    Option("closure.decide_days", "审定时限（工作日）", INT(1, 60), 5, help="超过的标“超时限”", group=GROUP),
    Option(
        "paper.sign", "发文机关代字", TEXT(10), "巡", help="文号的开头，后面接系列代字：巡督〔2026〕7号", group="文书"
    ),
    Option(
        "paper.outside",
        "文号由外部给的系列",
        TEXT(60, required=False),
        "",
        help="写系列代字，用空格分开，如：督 通。这些系列签发时照公文系统给的文号填写，其余的由本系统按顺序给号",
        group="文书",
    ),
    Option(
        "paper.joined",
        "合用一个系列的文书",
        TEXT(120, required=False),
        "",
        help="写成 代字=合用的代字，用空格分开，如：告=督 抄=督。没有写的各用自己的系列",
        group="文书",
    ),
    Option(
        "paper.soon_days",
        "提醒函列出的临期（天）",
        INT(1, 90),
        14,
        help="期限在这么多天以内的问题写进提醒函",
        group="文书",
    ),
    Option(
        "statement.days",
        "对账单核对时限（工作日）",
        INT(1, 30),
        5,
        help="单位几个工作日内核对对账单，对方几个工作日内答复异议",
        group="对账",
    ),
)
