"""领导: has units in charge, looks at the board, consents to second extensions."""

from rectify.accounts.role import Chapter, ChapterPart, Person, Reads, Role, RoleTab

CHAPTER = Chapter(
    "leader",
    "领导",
    "看板上一分钟看明白，同意第二次以后的延期。",
    (
        ChapterPart(
            "board",
            "一分钟看板",
            """
[看板](ledgers:board)从左到右：五个数，比上周一多了还是少了；两个率，严的只算“全面完成”，宽的加上“基本完成”，\
后面都带着几分之几；计划几件、实际几件；哪些事拖在谁手里、多少天。
![看板：数字都点得开，颜色之外还有字和形状，黑白打印看得一样清楚](manual/board.png 1366x768)
红色三角是逾期，左边列里的次序是固定的，不是名次。
""",
        ),
        ChapterPart(
            "count",
            "点数字看清单",
            """
任何一个数点下去，就是它数的那几件，件数一定相等。再点一件，看到原文、措施、佐证、每周说的话兑现没有。按返回，\
回到刚才的地方。
这个数到底数的是什么，见[口径](ledgers:definitions)。
""",
        ),
        ChapterPart(
            "consent",
            "等我定的",
            """
第 2 次以后的延期，要您先同意，看板上“等我定的”里有。点开看原因、已经做到哪一步、要延到哪一天。同意，\
再由督查负责人决定；不同意，写一句理由，就此退回。
督查办没有没经手的人可派时，也会请您：代责任单位录入过的申请由您初审，回头看由您去看、去记录，再归档或者按反弹重开。\
请您办的都排在“等我定的”里，同时通知您。
""",
        ),
        ChapterPart(
            "paper",
            "打印带去开会",
            """
看板右上角“打印”：第一页是看板，第二页是会上要过的四张表：本周销号的、申请延期的、逾期未办的、下两周到期的。
""",
        ),
    ),
)

ROLE = Role(
    "leader",
    "领导",
    post="领导",
    order=60,
    rank=50,
    reads=Reads.BRANCH,
    home="ledgers:board",
    menu=(("看板", "ledgers:board"), ("问题台账", "issues:list"), ("台账", "ledgers:books")),
    queues=(
        ("extension_consent", "同意延期"),
        ("outside_review", "销号初审"),
        ("look_back_asked:{person}", "回头看"),
    ),
    heading="问题台账",
    tabs=(
        RoleTab("全部", counted=False),
        RoleTab("延期待我同意", "extension_consent", counted=False),
        RoleTab("逾期", "overdue"),
        RoleTab("两周内到期", "due_soon"),
        RoleTab("重点关注", "focus", counted=False),
        RoleTab("退回过", "returned", counted=False),
    ),
    person=Person("leader", "高庭岳", "副市长", "zjj zgj jtj ctjt swjt gjjt"),
    chapter=CHAPTER,
)
