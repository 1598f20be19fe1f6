"""联审成员: gives a body's opinion on plans and closings that are reviewed jointly."""

from rectify.accounts.role import Chapter, ChapterPart, Person, Reads, Role, RoleTab

CHAPTER = Chapter(
    "reviewer",
    "联审成员",
    "按时提联审意见，看办完的联审和合并答复。",
    (
        ChapterPart(
            "day",
            "打开以后先看什么",
            """
打开就是[等我审的](issues:opinions)：等本单位提意见的，时限近的在前；已提的、办完的在下面。新来一件，当天有通知。
一家单位有几位联审成员的，谁提都行，提了就算本单位的意见。
""",
        ),
        ChapterPart(
            "give",
            "提意见",
            """
点开一件，对着方案或者销号材料写意见。先选同意、修改后同意或者退回，再逐条写：哪条措施、哪条标准，要改成什么。\
总的话写在最后。
审方案还要在组织领导、责任落实、措施方法三个方面评好、中、差。有一家评“差”，方案就只能退回。
写的话边写边存草稿，没有提出以前谁也看不到。录入或者办过这件的人不能提，请本单位另一位联审成员提。
""",
        ),
        ChapterPart(
            "blind",
            "谁看得到",
            """
各家提齐以前，谁也看不到别家的意见，督查办也看不到；这时可以收回重写。提齐以后，联审单位和督查办并排看到各家的意见，\
不能再收回。
责任单位只看到督查办发出的一份合并答复，看不到哪句话是哪家说的，经过里也不写谁在什么时候提的。意见里请不要写本单位的名字。
""",
        ),
        ChapterPart(
            "after",
            "提完以后",
            """
过了时限还没有提的，督查负责人写明理由可以不再等。各家不一致的，由督查负责人写明理由决定，理由只留给督查办和联审单位看。
督查办没有没经手的人可派时，会请提过意见的联审成员去回头看，排在“等我审的”最上面，点开就能记录。
退回改好以后再报的，会另开一次联审，请再提一次。以前各次都在这件的页面上，点开看当时的意见和答复。
""",
        ),
    ),
)

ROLE = Role(
    "reviewer",
    "联审成员",
    post="联审成员",
    order=50,
    rank=60,
    reads=Reads.ASKED,
    home="issues:opinions",
    menu=(("等我审的", "issues:opinions"), ("问题台账", "issues:list")),
    queues=(("opinion_asked:{unit}", "提联审意见"), ("look_back_asked:{person}", "回头看")),
    heading="请我们审过的问题",
    tabs=(
        RoleTab("全部", counted=False),
        RoleTab("联审在等意见", "joint_waiting", counted=False),
        RoleTab("联审待合并", "joint_ready", counted=False),
        RoleTab("退回过", "returned", counted=False),
    ),
    person=Person("reviewer", "陆思齐", "干部监督科科长", "zzb"),
    chapter=CHAPTER,
)
