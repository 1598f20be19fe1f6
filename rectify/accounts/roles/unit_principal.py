"""责任单位主要负责人: answers for a unit and signs for it."""

from rectify.accounts.role import Chapter, ChapterPart, Person, Reads, Role, WorksFor
from rectify.accounts.roles._unit import MENU, TABS

CHAPTER = Chapter(
    "principal",
    "主要负责人",
    "报送方案，签字背书，申请延期。",
    (
        ChapterPart(
            "day",
            "打开以后先看什么",
            """
[本单位](issues:home)右上角：有等您签的，红色按钮就是“审签几件”。通知里也有。平时看右边“我们的数”：应整改几件，\
两个率各多少，逾期几件，由我方办理几件。
""",
        ),
        ChapterPart(
            "plan",
            "报送方案",
            """
联络员写好的方案存为草稿，由您看过报送。看三样：措施管得住原文说的事吗，责任人写到岗位没有，标准做得到吗。\
报送后督查办审，通过以后标准就定下来，销号时逐条对照。
""",
        ),
        ChapterPart(
            "sign",
            "签字背书",
            """
1. 打开待签的那一件，点“看申请并签字”，页上就是您要签的全部内容：原文、整改结果、三问、每一份佐证。
2. 要看原件就点文件名。
3. 勾选“我承诺”，按“签字背书，送初审”。
4. 不同意的，写理由，按“不予签字，退回”，回到联络员手里。
![审签：手机上看得全，要签的就是页上这些内容](manual/sign.png 390x844)
签的内容留有校验码，签字以后有一个字改动就对不上。提申请的人不能自己签。
""",
        ),
        ChapterPart(
            "extend",
            "申请延期",
            """
确实到不了期限的，在期限以前申请，不要等逾期。写清：原因是主观还是客观，已经做到哪一步，剩下的打算怎么做，延到哪一天。\
第 1 次由督查负责人决定，第 2 次起要分管领导先同意。答复以前不能申请销号，可以撤回申请。
""",
        ),
    ),
)

ROLE = Role(
    "unit_principal",
    "责任单位主要负责人",
    post="主要负责人",
    order=40,
    rank=30,
    works_for=WorksFor.UNIT,
    needed=True,
    reads=Reads.BRANCH,
    home="issues:home",
    menu=MENU,
    queues=(
        ("status:awaiting_signature", "审签"),
        ("status:planning", "报方案"),
    ),
    heading="我们的问题",
    tabs=TABS,
    person=Person("zjj2"),
    chapter=CHAPTER,
)
