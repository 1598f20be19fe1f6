"""A word on every page, under the names of its addresses: 本页说明 of a page opens the section that names its view.

Plain text: what the page is for, what to do on it, what to know. `test_manual.py` demands every address.
"""

from rectify.roof.manual.proving import PROOF, WEEK
from rectify.roof.manual.sections import Group, ManualSection

ISSUES = Group("work", "问题和方案", (
    ManualSection("首页：工作台、本单位", ("issues:home",), (
        "打开就看这一页：今天要办什么、最晚什么时候、还差什么。上面一排数字点得开，点开就是那几件。",
        "督查办看到的是“等我们办的”，按等待天数排；点“从等得最久的开始办”，办完一件接着下一件。",
        "单位看到的是：待签收、本周待报、被退回、临期与逾期。右边列着督查办该给你们答复的，等了几天也写着。",
    )),
    ManualSection("问题台账、我们的问题", (
        "issues:list", "issues:bulk", "issues:export", "issues:look", "issues:view_save", "issues:view_drop",
    ), (
        "一行一件，点上面的数字就按它筛；条件显示成小块，点“×”去掉。“列和行距”记在您的账号上；常用的条件可以存为视图，可以和同单位的同事共用。",
        "勾选几行，下面出现您能成批办的：下发、签收、给草稿定类别定期限、提醒单位、导出所选……先列出哪些能办、哪些不能和为什么，确认后逐件办、逐件列结果；一件办不成不影响别的。",
        "要单独填写的（报送方案、申请销号、初审、审定）和不能收回的（终止、重开）不能成批办。",
    )),
    ManualSection("问题页", ("issues:detail", "issues:trail"), (
        "一件问题的全部：走到哪一步、现由谁办、原文和工作表述、措施和标准、佐证、每周报的话、谁在什么时候做了什么。",
        "标题右边的按钮写着这一步该办的事，如“报送方案”“申请销号”“审定”。按下去办不成时，会带你到“为什么现在不能……”，每一条后面有去补的链接。",
        "“申报与认定”左边是单位自己申报的，右边是监督方认定的，两个不互相代替。",
        "“各方办理时长”把下发以来的每一天只算给一方：单位、督查办、联审单位，几方加起来等于全程，自然日和工作日都列着。",
    )),
    ManualSection("屡查屡犯：像以前的哪件", ("issues:alike", "issues:alike_say", "issues:new_alike", "issues:recurring"), (
        "问题页右边列出同一单位（含上下级）历轮已下发的问题里表述相近的，写着百分比和相同的话。是同一问题就按“记为屡查屡犯”；不是就按“不是同一问题”，以后不再提示，可以收回。",
        "百分比按相邻两个字组成的字对算，标点、数字不比，套话只算四分之一；只用来提示，是不是同一问题由人定。",
        "录入时，这家单位有表述相近、还没有办结的问题，会在原文下面提示，不拦着录入。",
        "屡查屡犯的件数按单位、按类别都有一页，每个数字点开就是那几件。",
    )),
    ManualSection("办一步：签收、异议、退回、终止……", ("issues:move", "issues:measure_move"), (
        "有的事要写理由，就在这一页写。写的话对方看得到全文，请写清楚缺什么、怎么补。",
        "不能收回的事，页上先列出会发生什么，看清楚再按。",
        "别人先办了一步时，会告诉你是谁、什么时候办的，你写的话还在页上。",
    )),
    ManualSection("长期坚持", ("issues:lasting", "issues:lasting_decide", "issues:stage_review", "issues:stage_read"), (
        "一次做不完、要一直做的，由联络员申请转长期坚持：写阶段目标、多久检视一次、下次检视哪天、为什么。督查负责人同意后生效，环节和期限不变。",
        "检视的日子到了，单位报坚持得怎么样、阶段目标达到没有，可以附一份佐证；督查办阅后另记自己的认定，与单位申报不同的写理由。销号以后还可以接着坚持。",
        "没有销号以前不算完成，不进严口径的分子。阶段口径另列：已销号的全面、基本、部分完成，加推进中长期坚持、阶段目标认定达到的。逾期没有检视的在长期坚持台账上看得到。",
    )),
    ManualSection("转段", ("issues:phase_begin", "issues:phase"), (
        "集中整改期转深化提升期、常态化期，由督查负责人办一次转段：写从哪天起、依据什么。没有哪一件会因此销号，推进中的照旧办理。",
        "办理那天推进中的名单和各项数字留存，以后不变；从记录点开就是当天那几件，现在到了哪一步也看得到。轮次里填的后两个阶段的日期只是计划，转段后以转段的日子为准。",
    )),
    ManualSection("拆分一件", ("issues:parts", "issues:part_drop"), (
        "一件里说了几件事的，在这里拟成几件：勾选原文里的句子（或摘一段，一字不改），写题目、选单位、定期限。哪几句还不在任何一件里，左边标着。",
        "拟齐后由督查负责人一次拆分，不能是拟草稿的人：本件转为终止（拆分），各件同时下发。中途没有哪一刻不在任何人手里。",
        "反馈条目仍按一条计，台账上写着几件问题来自几条条目。要把几件并成一件，用“终止”里的“合并到另一件”，两件的页面上都看得到。",
    )),
    ManualSection("编写方案、审核方案", ("issues:plan", "issues:plan_version", "issues:plan_hints"), (
        "一条措施写四件事：谁、何时前、做到什么程度（销号标准）、拿什么证明。至少一条“防”的措施，确实不需要就写明理由。",
        "边写边有提示：谁、何时、做到什么程度、拿什么证明，哪一样没写清、是哪几个字引起的。提示不拦人，看了再定改不改。",
        "联络员写好存草稿，主要负责人报送。报送以后不能改，退回才能改；每一版都留着，任意两版可以逐条对比，改过的字划出来。",
        "与别处一字不差的措施会列出来，写的人和审的人都看得到；单位只看到自己的。一条措施管几件问题，用“联动整改”。",
        "审核时对着原文看：说的每件事有没有措施管住，标准能不能查。通过以后标准就定下来，销号时逐条对照。",
    )),
    ManualSection("意见建议", ("issues:recommendation", "issues:recommendations_assign"), (
        "反馈意见里的意见建议与问题并列，逐条有编号（建001…）。督查办分办：定责任单位和期限；一份反馈的可以在反馈意见页一次分办。没有分办的，那份反馈的方案报不上来。",
        "责任单位报措施：另写的写明责任人和期限；问题里已有的措施管得住的，直接选那一条，不用另写。督查办审过，单位落实，再报落实情况，督查办认定。报的人不能自己审。",
        "不计入问题数和整改率。都在意见建议台账里；以前通过的方案不因此重开。",
    )),
    ManualSection("一条措施：倒排工期、联动整改", ("issues:measure", "issues:measure_reach",
         "issues:measure_link", "issues:measure_unlink"), (
        "倒排工期在写方案时排：填好期限，选几步，系统从期限往回按工作日算，排好了可以改。",
        "到了一个节点，单位在这一页报到达。计划日过了没有报、报晚了、改方案往后推了，都记一笔，以后一直看得到。",
        "联动整改：一条措施答几件问题，只在本来那一件里办、里证、里核；别的那几件看得到它的状态和佐证，进度也算上它。",
        "督查办可以联动；几件都由一家单位牵头的，这家单位自己也可以。",
    )),
    ManualSection("成效：做成了多少；制度建设", ("issues:outcomes", "issues:regulations"), (
        "每条措施可以带数：完善制度几项、挽回损失多少万元、追责问责几人，每个数可以配一份自己的凭证。",
        "单位填“单位申报”，督查经办人填“监督认定”，两列各有填的人和时间，谁也不改谁的。认定以后申报又改了，页上会写明。",
        "0 也是数，照填；还没有数的空着，算“未填”，不当作 0。不便写明的照写“**”，“60余”这样的照录，都不进合计。",
        "新制定、修订、废止的制度一项一项录在“制度建设”里，督查办看过文本和执行情况再认定；都进制度建设台账。",
    )),
    ManualSection("等我审的：联审意见", ("issues:opinions", "issues:opinion"), (
        "联审成员打开就是这一页：等本单位提意见的按时限排，已提的、办完的在下面，办完的带着合并答复。",
        "对着方案或者销号材料逐条写意见，选同意、修改后同意或退回；审方案还要在三个方面评好、中、差。写的话边写边存草稿。",
        "各家提齐以前，谁也看不到别家的意见，督查办也看不到；这时可以收回重写。提齐以后并排列出，不能再收回。",
    )),
    ManualSection("联审：各家意见和合并答复", ("issues:joint", "issues:joint_review", "issues:opinion_skip"), (
        "督查办看谁提了、谁没提、到哪天。过了时限还不提的，督查负责人写明理由可以不再等。",
        "提齐以后各家意见逐条并排，不一致的标出来；合并答复已按条拟好，改定后通过或退回。各家不一致的由督查负责人写明理由决定；方案有一家评“差”只能退回。",
        "责任单位只看到合并答复，看不到哪句话是哪家说的。退回几次都留着。",
    )),
    ManualSection("延期申请", ("issues:extend", "issues:extension"), (
        "到不了期限，由主要负责人在期限前申请，写清原因、已经做到哪一步、要延到哪一天。",
        "第一次由督查负责人决定；第二次起要分管领导先同意。申请没有答复以前，不能申请销号，可以撤回。",
    )),
    ManualSection("认领问题清单", ("issues:claim",), (
        "联络员一次认领各轮次的整张清单，可以逐件写备注；有异议的去掉勾选，另提异议。",
        "逐件检查，办不成的列出原因，其余照办。谁在什么时候认领的，记在每件的经过里。督查办在轮次页看每家的认领率。",
    )),
    ManualSection("转办、收回", ("issues:hand",), (
        "主要负责人可以把一件交给下属单位或这件的责任单位经办，要写理由。接手单位看得到这件，可以报措施、传佐证。",
        "牵头单位和主要责任不变。经手过的单位一直留在问题页上，转办几次也写着。",
    )),
    ManualSection("改草稿、改工作表述", ("issues:edit", "issues:reword", "issues:level"), (
        "范围（公开、内部、工作秘密）下发以后只有督查负责人能调，要写理由。工作秘密的问题，通知里只写编号；它的材料按两者中更严的。",
        "草稿下发以前可以改。反馈原文登记以后谁也改不了；工作表述可以改得好懂，改过几次都有记录。",
    )),
    ManualSection("录入一件", ("issues:new", "issues:due_read"), (
        "没有现成台账、或者临时加一件时用。时限照文件原话填，系统在旁边写出读成了哪一天，读错了就写日期。凡是填期限的地方都这样。",
        "录入的是草稿，要由另一个人下发。",
    )),
))  # fmt: skip

BOOKS = Group("books", "对账、台账、看板", (
    ManualSection("对账", ("ledgers:reconcile", "ledgers:reconcile_file", "ledgers:stock"), (
        "每家一个账户：期初＋立账＋重开＋转入－销号－终止－转出＝期末。等式印在页上，有差的写明差在哪一件。",
        "办几轮的，页上先一轮一行：来了几件、去了几件、剩几件、与推进中的一不一致；点轮次看它的账户。",
        "单位看到的是自己的对账单。点“盘点两天的账”，选任意两天，按单位、板块、类别或专项并列结存，逐笔列出由哪几笔账说明，说明不了的排在最前。",
    )),
    ManualSection("台账", (
        "ledgers:books", "ledgers:book", "ledgers:book_file", "ledgers:book_print", "ledgers:view_save", "ledgers:view_drop",
    ), (
        "问题清单、任务清单、责任清单、措施台账、销号台账、逾期台账。页上筛好，导出的表格就是这些行；常用的筛选可以存起来。",
        "点“按单位”“按板块”“按分类”等就分出小计，每个数点开是它数的那些行；打印、导出也带着，导出的在“小计”一页。",
    )),
    ManualSection("文书", ("ledgers:papers", "ledgers:paper", "ledgers:paper_file", "ledgers:paper_pdf"), (
        "问题、单位、轮次、周调度、会议、交接的页上点“文书”，列出能写的函、单、表、方案、报告；写不出的写明缺什么。",
        "点开是按现在的数据写成的草稿，版式按党政机关公文格式；可以打印，也可以下载 Word 修改。草稿不占文号，日期和文号留空。",
        "服务器装了 LibreOffice 的，草稿和签发的文件还能下载 PDF；没有装的，下载 Word 后自己另存为 PDF。",
        "引自反馈意见的话用楷体，一字不改；给单位的文书只写这个单位自己看得到的内容。",
    )),
    ManualSection("文书登记", (
        "ledgers:paper_register", "ledgers:paper_review", "ledgers:issued_paper", "ledgers:paper_issued",
        "ledgers:paper_issued_pdf",
    ), (
        "有文号的文书，在草稿页点“核稿，送签发”，要求答复的写明期限；另一位督查负责人点“签发”，按系列、年度给号，不跳号、不重号。公文系统给号的系列（在“规则”里定）照着填写，一个号只用一次。",
        "签发后登记送达；单位在首页签收、答复，没有账号的由督查办登记谁在哪天签收、答复。答复由督查办认可或退回。写错的写明理由作废，号留着；缺号、作废在登记和台账里列出。",
        "签发的文件按签发时的数据原样保存，带校验码；以后数据变了，下载的仍是那一份。证据核验时一并核对。归零表、方案、报告等不编文号，打印或下载后使用。",
    )),
    ManualSection("成批文书", (
        "ledgers:paper_bundles", "ledgers:paper_bundle_new", "ledgers:paper_bundle", "ledgers:paper_bundle_progress",
        "ledgers:paper_bundle_file",
    ), (
        "在文书登记页点“成批文书”，选一种，勾上本轮的对象，一次最多 500 份。后台逐份写，可以离开；写不出的说明原因，别的照写。",
        "写好的打成一个压缩包下载，都是草稿，不编号；写不出的列在包里的文本文件里。留一周，过后自动清走。",
    )),
    ManualSection("文书模板", (
        "ledgers:paper_templates", "ledgers:paper_template", "ledgers:paper_template_starter", "ledgers:paper_template_file",
        "ledgers:paper_template_preview", "ledgers:paper_template_use", "ledgers:paper_template_retire",
    ), (
        "在文书登记页点“文书模板”。要用自己的版式，先下载带占位符的系统版式，在 Word、WPS 里改好再传上来；能用的占位符列在页上。",
        "传上来先检查，占位符写错、没写全，带宏、链接的图片、批注、修订的，逐处指出在哪一段、哪一格，改好再传。收下的各版都留着，先看填好的样子。",
        "督查负责人点“启用”，从此草稿和签发用它；点“用回系统版式”就换回来。签发过的文书不变，登记里写着用的哪一版。",
    )),
    ManualSection("按类分看", ("ledgers:sorts",), (
        "本轮问题按四个落实、四个聚焦等分类方案、类别、专项、板块、性质、根源类型各列一张表，措施按当下改、长久立列一张；点数字看是哪几件。",
        "分类随类别自动归入，录入时可以改；一个方案里一件只归一类。列表、台账里点“分类条件”可以按这些筛。",
    )),
    ManualSection("看板", ("ledgers:board",), (
        "五个数带着比上周一的变化，两个率带着分子分母。每个数点开就是它数的那几件。打印是一张 A4 横。",
    )),
    ManualSection("挂图作战", ("ledgers:wall",), (
        "一行一件、一列一环，打印 A3 横挂在墙上，每张最多 26 件。问题台账里筛好再点“挂图”，挂的就是那几件。",
        "过了的环节写实际日期；没到的由期限往前排，延期后跟着重排。误、近、到几个字黑白打印也认得出。",
    )),
    ManualSection("口径", ("ledgers:definitions",), ("每个数、每个率数的是什么，写在这一页。两个人的数对不上，先看这里。",)),
    ManualSection("轮次与导入", (
        "issues:rounds", "issues:round", "issues:round_new", "issues:round_edit", "issues:round_units",
    ), (
        "一轮巡察一行。先建轮次、选时限方案、定单位，再登记反馈意见，最后立问题或导入台账。右上角换轮次，全站跟着换。",
    )),
    ManualSection("登记反馈意见", (
        "issues:feedback", "issues:feedback_new", "issues:feedback_correct", "issues:feedback_item", "issues:feedback_file",
    ), (
        "把反馈意见原文一字不动贴进来，或者上传文件，登记后冻结；文件原样留存，可以打开核对，每次打开都有记录。逐条立为问题；不立的写明理由。条条都有着落，单位才能报方案。",
    )),
    ManualSection("把反馈意见拆成问题", ("issues:split", "issues:split_step", "issues:split_adopt", "issues:split_confirm"), (
        "左边是原文，只读；右边是认出来要立的问题。拿不准的地方会提问，给出两三种答法和后果，系统不自己猜。",
        "每一行写着认成什么、为什么；一次勾选多行，点“立为问题、立为表现、不计入、立为意见建议”，或者在行末点一下改一行。",
        "键盘也行：上下键换行，空格勾选，按住 Shift 连选，1 问题、2 表现、3 不计入、4 意见建议，回车采用这一行的建议。",
        "漏认的，选中左边一段话立为一条；认错的，合并、拆开、不立都可以，不立要写理由。每一步都存下，可以撤回，可以改天接着拆。",
        "一条问题的原文是它的每一段，中间隔着整改情况、页眉也接得上；没有写进去的，写明是什么。原文写几条、认出几条、已立几条，分开写。",
        "类别、性质按字面给出建议并写明因为哪几个字；回车逐条确认，或者“采用全部建议”，先列出会写什么，勾掉不同意的再采用，可以撤回。",
        "全部看过才能生成，生成的都是草稿，由另一人下发。原文每个字都有去处，页上写着。",
    )),
    ManualSection("责任交接、责任提醒函", (
        "issues:handovers", "issues:handover_new", "issues:handover", "issues:handover_letter", "issues:handover_receive",
        "issues:handover_withdraw",
    ), (
        "单位第一责任人变动时，督查负责人选单位、移交人、接收人和日子，系统把没办完的问题、承诺、延期、措施列成清单冻结下来。",
        "接收人用自己的账号看过清单签收，别人不能代签。责任提醒函照 A4 公文打印，文号自动取，作废的不再用。",
        "冻结以后清单不变；之后办结、改期、新增的，另列在“冻结以后的变动”里。",
    )),
    ManualSection("开局", ("issues:setup",), (
        "空的系统从这里开始：单位、人员和任职、名称和电话、工作日历、轮次、本轮单位、反馈意见、下发，各由谁办，办到哪了。",
        "轮到您办的一步是红色按钮。第一件问题下发以后，这一页从首页收起，在使用说明里还找得到。",
    )),
    ManualSection("岗位空缺", ("issues:unstaffed",), (
        "有没办结的问题、却没有在用的联络员或主要负责人的单位。账号停用、授权到期、人调走没有接任，都会列在这里和工作台上。",
    )),
    ManualSection("单位责任", ("issues:unit_duty",), (
        "这家单位现在的第一责任人、历任、历次交接、联络员，本轮认领和转办的件数。",
        "督查办在这里还看到各轮由它牵头、没有办结的问题，逐件有“改派”：单位要停用的，先把它们交给别的单位。",
    )),
    ManualSection("办理规程", ("issues:procedures", "issues:procedure", "issues:procedure_new", "issues:procedure_edit"), (
        "一轮在短流程上增加哪些环节：方案联审、销号联审、异议期、领导小组审定、现场核查、销号标准；可以只对重点关注、某一档难度加。在“修改轮次”里选用。",
        "改一份规程就是写它的新一版：旧版留着，已下发的问题按下发时那一版办完，今后下发的按新版。页上写着每一版还有几件在办。",
    )),
    ManualSection("列表与规则", (
        "issues:catalogue", "issues:catalogue_table", "issues:catalogue_new", "issues:catalogue_edit",
    ), ("问题类别、延期原因、常用语、时限方案都在这里改。改过的只管以后的，已经定的期限不变。",)),
    ManualSection("不联网单位：发工作簿、代录", (
        "ledgers:offline", "ledgers:offline_workbook", "ledgers:offline_entry", "ledgers:offline_drop", "ledgers:offline_file",
    ), (
        "单位上不了网的，由系统管理员在单位资料里勾选“不联网”。督查办发一份工作簿：本单位的问题、本周周报、措施进度、整改方案、申请销号、佐证清单，只有白色的格能填，打印后签字盖章。",
        "申请销号凭签了字的扫描件代录，和它的佐证在同一份表里交来就行。录了以后再发一份，表上有“待签字的申请”：主要负责人看过签字，由督查办另一位同事代录。",
        "交回来的工作簿、签字扫描件和佐证压缩包一起上传。先核对：网上现在的和表上的并排；发出以后网上又变了的，由您选用哪一个，不会悄悄改掉。佐证按编号归到每一件，对不上的列出来。",
        "代录走的就是网页上的那些步骤，经过里写明代谁录、谁录的、签字表校验码。谁代录的，这一件后面的审核就要换人；督查办没有别人可换的，签字录入后由分管领导在本件的页面上初审，只代录过签字的负责人可以审定。没有签的、别处的、录过的表都会说明，不接收。",
    )),
    ManualSection("导入台账", (
        "ledgers:import", "ledgers:import_take", "ledgers:import_template", "ledgers:import_batch", "ledgers:import_progress",
        "ledgers:import_answer", "ledgers:import_columns", "ledgers:import_rows", "ledgers:import_confirm",
        "ledgers:import_go_on", "ledgers:import_drop", "ledgers:import_undo", "ledgers:import_complaints",
        "ledgers:import_ask_units", "ledgers:import_check",
    ), (
        "把手头的表格原样传上来。系统找表头、对列，读不懂的地方提问：这是哪家单位、这是哪一天。答一次，同样的行一起处理。",
        "点“写入”以前什么都不写；写入是一次写完，中途出错一行都不写。写进去的都是草稿，要另一个人下发。",
        "单位库里没有的单位，名称相近的直接认；确实没有的点“申请新增”，系统管理员办好后回到这一页点“重新核对”。",
        "专项、对应四落、性质、根源类型按系统的目录记；目录里没有的说法可以指一个，不答就原样记在“原台账所记”。没认出的列列在“没收的”里，像哪一栏的点一下就收。",
        "期限已经过了、超出本轮、年份不像的，每一种只问一次：可以都照原样记、都先留空，也可以逐行答。上次答过的同一行不再问。",
        "同一份表再导一次不会重复。改好再传的，逐行逐格写着原来是什么、表里是什么。“已销号”导不进来：销号由监督方认定。",
        "本系统导出的清单、台账改完可以传回来，按编号认出每一行，没改的不问。能改的：草稿的问题、原文、牵头单位、类别、专项、分类、性质、根源类型、期限，"
        "以及任何环节的“工作表述”；别的栏改了，会写明到哪里去改。",
    )),
))  # fmt: skip

ADMIN = Group("admin", "账号和三员", (
    ManualSection("登录、退出、密码", (
        "accounts:login", "accounts:demo_login", "accounts:logout", "accounts:password", "accounts:me",
    ), (
        "输错五次锁半小时（自己常用的电脑上是三十次），急用就请系统管理员解锁。第一次登录要改密码。半小时不动会自动退出，没报的文字有草稿。",
    )),
    ManualSection("离岗代办（AB角）", ("accounts:standins", "accounts:standin_end", "accounts:standins_all"), (
        "出差、休假前，在“我的资料”里请同一单位的人代办几天。到期自动结束，回来早了点“现在结束”。",
        "代办人看得到、办得了您在两人共同单位的事，每一步都记“代您办理”。要求“另一人办理”的，您和代办人算同一个人。",
        "代办不能再转给第三个人。安全管理员看得到全部代办，可以结束。",
    )),
    ManualSection("岗位空缺", ("accounts:vacancies",), (
        "没有在用的联络员或主要负责人的单位，没有经办人或负责人的督查办。停用账号、到期授权以后看一眼这里。",
    )),
    ManualSection("账号", (
        "accounts:users", "accounts:user", "accounts:user_new", "accounts:user_edit", "accounts:user_reset",
        "accounts:user_switch",
    ), (
        "一人一号。系统管理员开通、停用；一次性密码分两半，他给前一半，后一半由安全管理员在“密码条”里打印。重置、启用要第二个人确认。",
    )),
    ManualSection("待第二人确认", (
        "accounts:changes", "accounts:change", "accounts:change_confirm", "accounts:change_decline", "accounts:change_cancel",
    ), (
        "重置密码、启用账号、授予角色、开通管理员账号，移动、停用单位或换督查单位，改安全规则：一个管理员提出，另一个人确认才办。",
        "业务人员和单位的，由另一位管理员或者有关单位的负责人确认；管理员账号的，由另外两种管理员一个提出、一个确认。",
        "页面写明会办什么、谁会因此多看到什么。涉及的本人会收到通知，确认以前能撤销；重置和授予要职，确认后十分钟内还能撤销。七天没有人确认就作废。",
    )),
    ManualSection("人员名单：一张表开账号、定任职", (
        "accounts:staff_lists", "accounts:staff_list", "accounts:staff_import", "accounts:staff_import_check",
        "accounts:staff_submit", "accounts:staff_import_drop", "accounts:staff_template", "accounts:staff_approve",
        "accounts:staff_decline",
    ), (
        "系统管理员下载模板，里面每个空缺的岗位已有一行，填上姓名就行；一人任两项写两行，没有填姓名的行不读。",
        "读进来先看：哪些新开账号，哪些人已有账号，哪几处要您定（哪家单位、是不是同一个人）。都定好再提交。",
        "安全管理员看整份名单，一次同意或者写明理由退回。同意后账号和任职一起办好，两人各去打印一半密码条。",
    )),
    ManualSection("动态码和我的登录", (
        "accounts:factor", "accounts:own_factor", "accounts:factor_bind", "accounts:factor_picture", "accounts:sessions",
        "accounts:sessions_end",
    ), (
        "登录除了密码，再看手机上的 6 位数字，用过的不能再用。哪些角色必须用，在“规则”里定；自己也可以在“我的资料”里绑定。",
        "绑定时得到 10 个恢复码，打印锁好；手机不在身边，登录时输一个。手机和纸条都丢了，由管理员提出、另一人确认后重新绑定。",
        "“我的登录”列着现在登录着的几处，点“退出其他”，别处立即退出。超过限数时，最早的一处自动退出并告诉您。",
    )),
    ManualSection("密码条", ("accounts:slips", "accounts:slips_print"), (
        "第一次登录的密码分两半：系统管理员打印前一半，安全管理员打印后一半，裁开后分头当面交给本人。两半连着输入，空格不算。",
        "管理员自己的密码条，由另外两种管理员各打印一半。",
        "打印后 72 小时内有效；本人改了密码就作废。打错、丢了、过期，重新打印，原来那张作废，日志里有一条。",
    )),
    ManualSection("接口密钥", (
        "accounts:api_keys", "accounts:api_key", "accounts:api_key_new", "accounts:api_key_grant",
        "accounts:api_key_decline", "accounts:api_key_collect", "accounts:api_key_end", "accounts:api_guide",
    ), (
        "别的系统（如 OA、督查平台）凭密钥读台账。系统管理员申请，写明按哪家单位的哪个角色看、到哪天；安全管理员同意或者退回。",
        "密钥分两半，各显示一次：系统管理员领前一半，安全管理员同意时得到后一半，连着写就是整把。谁手里都没有整把。",
        "看得到什么与那家单位那个角色的人一样。默认只读；可以另授“报送周报”“送来台账”，签字、审定这些哪把密钥都不能办。",
        "每小时的调用记进日志。不用了或者疑心外泄，两人中任一人点“停用”，下一次调用就被拒。“接口说明”写给对接的开发人员，有能运行的例子。",
    )),
    ManualSection("授权", ("accounts:grants", "accounts:grant_new", "accounts:grant_end"), (
        "谁在哪家单位担任什么角色、从哪天到哪天。授到上级单位，下级的也看得到。到期自动失效。授予要第二个人确认，收回不用。",
    )),
    ManualSection("单位", (
        "accounts:units", "accounts:unit", "accounts:unit_new", "accounts:unit_edit", "accounts:unit_move",
        "accounts:unit_switch", "accounts:unit_import", "accounts:unit_import_check", "accounts:unit_import_apply",
        "accounts:unit_import_drop", "accounts:unit_template", "accounts:unit_requests",
    ), (
        "单位的上下级决定谁看得到谁，次序决定所有列表怎么排。可以用表格一次导入，先看预览再写。",
        "两家单位下面可以各有一个“办公室”：按名称和上级认，同名的处处带上级名称。表里的名称只在别家下面有的，要定是移过来还是另一家。",
        "督查办导入台账时遇到没有的单位，只能申请；申请来的在“等您新增的”里，由系统管理员新增、认作别名，或者写明理由不新增。",
    )),
    ManualSection("规则", ("options:list", "options:edit", "options:reset"), (
        "系统名称、电话、周调度的时间、提醒的规则。每项写着现在的值从哪来；改了有记录，可以恢复。",
    )),
    ManualSection("存放文件", ("options:storage",), (
        "每个督查办、每家单位存了多少文件，到上限的百分之几。到 80% 在上传页提醒，也通知系统管理员。",
        "满了不再接收，选好的文件留在表单上，调高上限后再交。",
    )),
    ManualSection("工作日历", ("calendars:days", "calendars:restore", "calendars:load"), (
        "放假和调休照国务院通知导入。期限、逾期天数、周调度都按它算。哪一年没有导入，首页会提示。",
    )),
    ManualSection("邮件发送", ("notices:sending", "notices:send_again"), (
        "每封邮件发没发出。试五次不成就停下，处理好原因后点“再试”。",
    )),
    ManualSection("备份", ("backups:backups", "backups:waiting", "backups:confirm"), (
        "最近一次备份、检查和还原演练各在什么时候、成不成功。由备份还原以后，两名不同类别的管理员在这里确认，才恢复发送通知。",
    )),
    ManualSection("日志和核验", ("audit:events", "audit:event", "audit:verify"), (
        "谁、什么时候、做了什么，一条接一条，谁也改不了。核验会从头算一遍，对不上时写明从哪一条开始。",
    )),
    ManualSection("封存内容的核验", ("audit:proof", "audit:begin_proof"), (
        "每夜把封存的都重新算一遍：佐证等文件、销号申请和签字、审定、方案、周报、小结、联审意见、抽查、授权、规则、账目，以及数据库的防护和约束；也可以按“现在核验”，填一个日子则只核那天以来封存的，那时页上仍写着上次全部核验的结果。",
        "不符的逐条列出：核的是什么、哪一行（公开编号）、怎样不符、哪一天起。不显示标题、文件名和文字。发现不符，先保留现场，不要恢复备份，告诉系统管理员和分管领导。",
        "下面的链头请打印签字另存：记录的末尾若被截去，只有凭库外的链头才能发现。由备份还原过的，这里写明退到了第几条、此前存到第几条。",
    )),
    ManualSection("使用说明", ("manual", "manual_chapter"), ("就是这里。每页右上角的问号通到本页对应的一段。",)),
))  # fmt: skip

GROUPS = (ISSUES, PROOF, WEEK, BOOKS, ADMIN)
