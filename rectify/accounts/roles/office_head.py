"""督查负责人: a head of the supervisory office, who dispatches and decides."""

from rectify.accounts.role import Chapter, ChapterPart, Person, Reads, Role, WorksFor
from rectify.accounts.roles._office import MENU, TABS

CHAPTER = Chapter(
    "head",
    "督查负责人",
    "下发，答复异议，决定延期，审定销号，终止和重开，发布周小结。",
    (
        ChapterPart(
            "day",
            "每天看什么",
            """
[工作台](issues:home)上排着等您定的：待审定、异议待复、延期待定、草稿待下发。先办等得最久的。
""",
        ),
        ChapterPart(
            "contest",
            "答复异议",
            """
单位认为内容不对、不该由它牵头，会写理由提出异议。打开那一件，三条路：
- **维持**：写明为什么，问题回到单位签收。
- **改派**：选另一家牵头单位，写明为什么。
- **终止**：确实不再适用的。
您写的话单位看得到全文，请把道理说清。
""",
        ),
        ChapterPart(
            "extend",
            "决定延期",
            """
第 1 次由您决定；第 2 次起要等分管领导先同意，系统会写“领导已同意”。看三样：原因是不是客观的，已经做到哪一步，\
新期限合不合理。
同意后期限随之改，原期限留着，台账上标“延 1”“延 2”。不同意的写理由。
""",
        ),
        ChapterPart(
            "decide",
            "审定销号",
            """
1. [审核销号](ledgers:closures)的“待审定”里点开一件。
2. 看单位报的和初审判的。要看原件，点文件名。
3. 选监督认定：全面完成，还是基本完成。
4. 写现场核查情况和核查人；没有去现场的，写免核理由和谁同意的。
5. 点“审定销号”。
![审定：按下去会发生什么，先列在页上](manual/decide.png 1366x768)
初审的人不能审定同一件。上会的，在“待审定”里勾选几件，一起定，仍然一件一件写结论。
""",
        ),
        ChapterPart(
            "undo",
            "终止和重开",
            """
- **终止**：不再适用、合并到另一件、转其他渠道。写明理由，不再算进应整改。
- **重开**：回头看、信访、督查发现没有改到位的。写明来源，记一次反弹；由审定人以外的负责人办。
两样都不能收回，台账上各记一笔。
""",
        ),
        ChapterPart(
            "week",
            "暂缓清单、发布周小结",
            """
周一的清单到点自动发。要改主意，发出前在[周调度](issues:week)写原因暂缓。周五的小结由数据拟成，数字改不动，文字可以改；\
您点“发布小结并冻结”之后就不再变，各单位看到自己的部分。
""",
        ),
    ),
)

ROLE = Role(
    "office_head",
    "督查负责人",
    post="负责人",
    order=20,
    rank=10,
    works_for=WorksFor.OFFICE,
    needed=True,
    reads=Reads.OFFICE,
    home="issues:home",
    menu=MENU,
    queues=(
        ("status:awaiting_decision", "审定"),
        ("status:contested", "答复异议"),
        ("objection_open", "答复销号异议"),
        ("joint_ready", "合并联审意见"),
        ("joint_late", "定是否再等"),
        ("extension_waiting", "决定延期"),
        ("lasting_waiting", "定长期坚持"),
        ("drafts", "下发"),
    ),
    heading="问题台账",
    tabs=TABS,
    person=Person("head", "周立言", "主任", "office"),
    chapter=CHAPTER,
)
