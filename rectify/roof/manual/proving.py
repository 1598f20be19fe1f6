"""The sections on evidence and closing, and on the week."""

from rectify.roof.manual.sections import Group, ManualSection

PROOF = Group("proof", "佐证和销号", (
    ManualSection("上传佐证", ("issues:evidence_upload",), (
        "一次可以选几份，每份不超过页上写的大小。先选证明哪条措施、属于“说过、做过、做好”哪一类、材料是哪一天形成的。",
        "只有会议、通知这类“说过”的材料不够，还要有凭证、记录、结果。日期早于反馈日的，写一句为什么用它。",
        "用手机传的，可以当场拍照，也可以从相册里选；苹果手机的 HEIC、网上存的 WEBP 都收。视频、录音不收，截图或整理成文字。",
        "不要传涉密的、带群众身份证号的、线索材料。",
    )),
    ManualSection("看佐证、改说明、换新版", (
        "issues:evidence_preview", "issues:evidence_file", "issues:evidence_inline", "issues:evidence_thumb",
        "issues:evidence_edit", "issues:evidence_replace", "issues:evidence_withdraw",
    ), (
        "图片、PDF 直接看；Word、Excel、PPT、WPS 在装了 LibreOffice 的服务器上照打印的样子看，没装的看文字，OFD 看文字。",
        "读不出的页上写明，请下载后看。",
        "图片在页上是缩小、转正的，下载的是原样。",
        "申请销号以前可以改说明、撤下；报出以后不能撤，只能在退回后换新版，旧版留着。",
    )),
    ManualSection("申请销号", ("ledgers:apply",), (
        "页上先列出还缺什么。都齐了，写整改结果，选申报“全面完成”还是“基本完成”，回答三问：事要解决、人要处理、机制要建立。",
        "送出后由主要负责人审签。初审开始以前可以撤回。",
    )),
    ManualSection("审签（签字背书）", ("ledgers:sign",), (
        "页上就是要签的全部内容。勾选承诺，按“签字背书，送初审”；不同意就写理由退给联络员。提申请的人不能自己签。",
    )),
    ManualSection("审核销号", ("ledgers:closures",), (
        "方案待审、待初审、待审定，各按等待的工作日排。超过我们自己时限的也标红。上会的勾选后“列入会议”。",
    )),
    ManualSection("领导小组会议", (
        "ledgers:meetings", "ledgers:meeting_new", "ledgers:meeting_add", "ledgers:meeting", "ledgers:meeting_print",
        "ledgers:meeting_edit", "ledgers:meeting_put", "ledgers:meeting_arrange",
        "ledgers:meeting_decide", "ledgers:meeting_close",
    ), (
        "会前：建一次会议，从待审定里勾选列入议程，调好次序，打印会议材料。一件同时只能在一次会议的议程上。",
        "会后：填一个会议纪要号，逐件选认定、“不予销号”或“暂缓审议”，输入件数一次写入。每件单独办，一件办不成不影响其他，原因列在那一行。",
        "“暂缓审议”的留在待审定，可以列入下一次。每件都有结论后归档，归档的会议记录不能再改。规程要求领导小组审定的，没有纪要号不能单独审定。",
    )),
    ManualSection("销号初审", ("ledgers:review", "ledgers:verdict"), (
        "逐条标准、逐份佐证判：认可、请补充、不认可。判了就存，不认可的写缺什么、怎么补。",
        "有一份没认可就不能通过，红色按钮会变成“退回，附几条理由”，理由自动带上。旁边“系统查过的”只提示，不代替判断。",
    )),
    ManualSection("审定", ("ledgers:decide",), (
        "看单位报的、初审判的，选认定“全面完成”还是“基本完成”，写现场核查情况和核查人。审定后记入台账，不能收回，只能重开。",
        "初审的人不能审定同一件。",
    )),
    ManualSection("现场核查、回头看", (
        "ledgers:visit", "ledgers:look_backs", "ledgers:visit_plan", "ledgers:visit_print", "ledgers:visit_call_off",
        "ledgers:look_back", "ledgers:visit_upload", "ledgers:visit_file", "ledgers:visit_thumb",
        "ledgers:visit_file_withdraw",
    ), (
        "审定前的现场核查和销号后的回头看用同一张听看查访表：先定谁去、哪天去，到现场在手机上填，或打印空表带去。去的人记录一次，记了不能改。",
        "回头看由没有经手过销号的人去，安排单位看不到。结论属实的，观察期满后归档；部分属实的定下次日期；不属实的选反弹还是虚假，按反弹重开，原来的销号记录不动。",
        "“回头看”页按月列出各轮次观察期满的、到期未回头看的、已安排的、已回头看待处理的，可以只看一轮。勾选几件可以一起安排，每件各自答复。",
        "照片、材料可传可不传；不要拍群众的脸和证件。",
    )),
    ManualSection("随机抽查", ("ledgers:draws", "ledgers:draw_new", "ledgers:draw", "ledgers:draw_make", "ledgers:draw_text"), (
        "三步：先锁定备抽名单、抽取件数和随机数来源，随机数公布后录入，再抽。三步都不能改、不能删，谁按都是同一个结果。",
        "做法：每个编号与随机数合在一起算一个校验值，按校验值从小到大取前几个。备抽名单、随机数、做法可以下载成文本，在别的电脑上重抽。",
    )),
    ManualSection("回头看结果", ("ledgers:look_back_results",), (
        "曾销号、已回头看、属实、部分属实、反弹、虚假、重开过、到期未回头看，各轮次一起，也可以只看一轮；按轮次、按单位、按类别各一张表，每个数字点开就是那几件。不给单位排名。",
    )),
    ManualSection("异议期和异议", ("ledgers:objections", "ledgers:objection_answer"), (
        "规程有异议期的，初审（联审）通过后先进异议期。督查办在这里登记异议，负责人答复成立或不成立；成立的退回整改，期满而没有未答复的异议，夜里自动转审定。",
        "单位看得到有异议和答复，看不到是谁提的。",
    )),
    ManualSection("销号审批表", ("ledgers:closure",), ("一件问题一次申请的全部经过，在一张纸上，可以打印存档。",)),
))  # fmt: skip

WEEK = Group("week", "一周", (
    ManualSection("周调度", (
        "issues:week", "issues:week_start", "issues:week_hold", "issues:week_release", "issues:week_send",
        "issues:week_take_back", "issues:week_redraft", "issues:week_write", "issues:week_publish", "issues:week_book",
        "issues:week_list", "issues:week_sign",
    ), (
        "周一启动本周调度并发出清单，周三提醒没报的，周四截止，周五核定未报、拟小结。节假日自动顺延或提前，时间在“规则”里改。",
        "清单发出后就不再变；提前发的先看一遍再发，与预告不一样的单位要逐家勾选；还没有单位签收时可以写明理由撤回。发出以前，督查办可以写明原因暂缓，恢复后再发。单位在这里签收清单，只看得到自己的部分。",
        "办几轮的，页上先列各轮次本周的应报和已报，点轮次看那一轮的周。",
        "小结里的数字来自台账，改不动；文字可以改。负责人发布后冻结。",
    )),
    ManualSection("周报", (
        "issues:reports", "issues:report", "issues:report_send", "issues:report_none", "issues:report_read",
        "issues:report_return", "issues:reports_read",
    ), (
        "先回答上周写的下一步兑现没有，再写这周做了什么、下一步做到哪一天。上周的文字已经填好，照着改；和上周一样多少，页上会写。",
        "确实没有进展，点“本周没有新进展”，选原因，再用自己的话写卡在哪里，不能照抄上次的；不算未报。截止后报的记“迟报”；周五定下的“未报”不再改。",
        "边写边存草稿，断网、换页都不丢。督查办看过点“阅”，不清楚的写一句退回。",
    )),
    ManualSection("未交的草稿", ("drafts:list", "drafts:kept", "drafts:keep", "drafts:drop", "drafts:choose"), (
        "表单边填边存在服务器上，换一台电脑也能接着填；只有您自己看得到，14 天没有交的清除，提交以后马上清除。",
        "登录过期、断网、浏览器关了，回到那一页点“恢复那份”。浏览器不运行脚本的，登录过期时没有交上的那一页存 24 小时。",
        "在“我的”里退出登录，这台电脑上不留填过的内容。带密级标志的内容，草稿也不存。写着“已选”的文件不用再选，留 24 小时。",
    )),
    ManualSection("通知", ("notices:inbox", "notices:open", "notices:read_all"), (
        "可以按种类、按轮次筛。每条都写着为什么发给你。不看也不误事：要办的都在首页。邮件每天最多两封，只写数目。",
    )),
))  # fmt: skip
