"""Workbooks of the ten ledgers unlike one another, each with the rows expected of it, written before it was read."""

from ledgers.tests.workbooks import write


def matters_of_a_meeting(path):
    """No serial, no title; bands; rows that go on; a total and two kinds of notes."""
    rows = [
        ["议定事项", "承办单位", "协办单位", "时限", "落实情况"],
        ["一、项目建设"],
        ["开工手续未办齐", "发改科、工程科", "无", "2026年5月底前", "已报批"],
        [None, None, "审计科", "2026年6月15日", None],
        ["征拆款未兑付", "财务科", "/", "下周五前", None],
        ["二、民生事项"],
        ["食堂卫生不达标", "后勤中心", None, "立行立改", "已清洗"],
        ["合计", "3件"],
        ["说明：本表由办公室汇总。"],
        ["填表人：甲", None, None, "审核人：乙"],
    ]
    first, second = {"aspect": "一、项目建设"}, {"aspect": "二、民生事项"}
    expected = [
        first
        | {
            "row": 3,
            "issue": "开工手续未办齐",
            "responsible_units": ["发改科", "工程科"],
            "due": "2026-05-31",
            "progress": "已报批",
        },
        first | {"row": 4, "supporting_units": ["审计科"], "due": "2026-06-15"},
        first | {"row": 5, "issue": "征拆款未兑付", "responsible_units": ["财务科"], "due": None},
        second
        | {"row": 7, "issue": "食堂卫生不达标", "responsible_units": ["后勤中心"], "due": None, "progress": "已清洗"},
    ]
    return write(path / "纪要.xlsx", ("会议", rows)), [
        ("会议", "ledger", expected, {(4, "C"), (5, "D")}, {2, 6, 8, 9, 10}, 2)
    ]


ROWS_UNDER_THREE = [
    ["某局整改任务总表"],
    ["序号", "问题情况", None, "整改安排", None, None, None, "进度"],
    [None, "反馈问题", "产生原因", "举措", None, "责任落实", None, None],
    [None, None, None, "具体举措", "完成时限（年月日）", "整体牵头部门/负责人", "配合单位", "整改进度"],
    [
        "1",
        "台账不全",
        "重视不够",
        "1.补建台账；2.专人管理。",
        "2026.6.30",
        "综合处/张三",
        "牵头：财务处；配合：人事处",
        "整改中",
    ],
    [None, None, None, "每月检查", "每月5日前", "综合处/李四", "无", "序时推进"],
    [None, None, None, "考核通报", "2026年底前", "督查处", "机关党委（牵头）、工会", "推进较慢"],
]


MERGED_OVER_THREE = [
    (0, 0, 0, 7),
    (1, 0, 3, 0),
    (1, 1, 1, 2),
    (1, 3, 1, 6),
    (2, 1, 3, 1),
    (2, 2, 3, 2),
    (2, 3, 2, 4),
    (2, 5, 2, 6),
    (1, 7, 2, 7),
    (4, 0, 6, 0),
    (4, 1, 6, 1),
    (4, 2, 6, 2),
]


SAME_OF_THREE = {"serial": "1", "issue": "台账不全", "root_cause": "重视不够"}


OF_THREE = [
    SAME_OF_THREE
    | {
        "row": 5,
        "measures": ["1.补建台账；", "2.专人管理。"],
        "due": "2026-06-30",
        "lead_unit": "综合处",
        "responsible_persons": ["张三"],
        "responsible_units": ["财务处"],
        "supporting_units": ["人事处"],
        "status_declared": "整改中",
        "status_code": "in_progress",
    },
    SAME_OF_THREE
    | {
        "row": 6,
        "measures": ["每月检查"],
        "due": None,
        "lead_unit": "综合处",
        "responsible_persons": ["李四"],
        "status_declared": "序时推进",
        "status_code": "in_progress",
    },
    SAME_OF_THREE
    | {
        "row": 7,
        "measures": ["考核通报"],
        "due": "2026-12-31",
        "lead_unit": "督查处",
        "responsible_units": ["机关党委"],
        "supporting_units": ["工会"],
        "status_declared": "推进较慢",
    },
]


def three_rows_of_header(path):
    """Groups over groups, words with strokes, a merged issue over three measures, roles in the cells."""
    return write(path / "总表.xlsx", ("总表", ROWS_UNDER_THREE, MERGED_OVER_THREE)), [
        ("总表", "ledger", OF_THREE, {(5, "G"), (7, "G"), (7, "H")}, {1, 2}, 3)
    ]


def two_forms(path):
    """One issue a sheet, labels in pairs, contents behind a colon, a hidden form."""

    def lines(number, issue, due):
        return [
            ["对账销号表"],
            ["问题编号", number, "整改期限", due],
            ["问题简述：" + issue],
            ["产生原因", "管理松懈"],
            ["整改举措", "1.立规矩。2.抓落实。"],
            ["责任部门", "牵头单位：办公室 配合单位：财务科"],
            ["实际完成时间", "2月20日"],
            ["审核意见", "同意"],
            ["验收意见", "属实"],
            ["填表人：甲"],
        ]

    def row(number, issue, due):
        return {
            "row": 2,
            "serial": number,
            "issue": issue,
            "root_cause": "管理松懈",
            "measures": ["1.立规矩。", "2.抓落实。"],
            "lead_unit": "办公室",
            "supporting_units": ["财务科"],
            "completed_on": "2月20日",
            "closure_opinion": "同意\n属实",
            "due": due,
        }

    sheets = [("一", lines("A-01", "合同倒签", "2026年6月30日")), ("二", lines("A-02", "借条入账", "6.3"))]
    return write(path / "销号.xlsx", *sheets), [
        ("一", "form", [row("A-01", "合同倒签", "2026-06-30")], {(7, "B")}, {1, 10}, 1),
        ("二", "form", [row("A-02", "借条入账", None)], {(7, "B"), (2, "D")}, {1, 10}, 2),
    ]


OF_PRINTED_PAGES = [
    {"row": 3, "serial": "1", "issue": "多计工程款", "responsible_units": ["基建处"], "due": "2026-08-31"},
    {
        "row": 4,
        "serial": "2",
        "issue": "票据不合规",
        "responsible_units": ["计财处"],
        "due": "2026-09-30",
        "remark": "略",
    },
    {"row": 7, "serial": "3", "issue": "合同未备案", "responsible_units": ["基建处"], "due": "2026-10-31"},
]


OF_THE_SECOND_TABLE = [
    {
        "row": 12,
        "issue": "固定资产未入账",
        "measures": ["入账"],
        "status_declared": "已销号",
        "status_code": "closed",
    },
    {
        "row": 13,
        "issue": "往来款挂账",
        "measures": ["清理"],
        "status_declared": "长期坚持",
        "status_code": "long_term",
    },
]


def printed_pages_and_a_second_table(path):
    """Title and header on every page, a pre-numbered tail, then another table with other columns."""
    head = ["序号", "审计发现问题", "整改责任部门", "完成时限", "备注"]
    rows = [
        ["审计整改清单"],
        head,
        [1, "多计工程款", "基建处", "2026年8月", None],
        [2, "票据不合规", "计财处", "2026年9月", "略"],
        ["审计整改清单"],
        head,
        [3, "合同未备案", "基建处", "2026年10月", None],
        [4],
        [5],
        ["下表为上年结转"],
        ["审计发现问题", "整改措施", "整改状态"],
        ["固定资产未入账", "入账", "已销号"],
        ["往来款挂账", "清理", "长期坚持"],
    ]
    return write(path / "清单.xlsx", ("清单", rows)), [
        ("清单", "ledger", OF_PRINTED_PAGES, set(), {1, 5, 6, 8, 9, 10}, 0),
        ("清单#2", "ledger", OF_THE_SECOND_TABLE, set(), set(), 0),
    ]


OF_ONE_LINE = [
    {
        "row": 2,
        "serial": "1",
        "number": "R-1",
        "heading": "纪律松弛",
        "manifestation": "迟到早退",
        "responsible_units": ["办公室"],
        "responsible_persons": ["甲", "乙"],
        "responsible_leaders": ["党组成员、副局长", "总工程师"],
        "n_accountability": 2,
        "issued_on": "2026-01-05",
        "regular": True,
    },
    {
        "row": 3,
        "serial": "2",
        "number": "R-2",
        "heading": "纪律松弛",
        "manifestation": "会风不严",
        "responsible_persons": ["甲 乙"],
        "n_accountability": 0,
        "issued_on": "1月5日",
        "closed_on": "2026年3月",
        "regular": False,
    },
    {
        "row": 4,
        "serial": "3",
        "number": "R-3",
        "heading": "纪律松弛",
        "manifestation": "虚报**数据",
        "responsible_leaders": ["局长"],
        "issued_on": "2026-02-01",
    },
]


def one_line_for_everything(path):
    """Persons with units, ditto signs, nothing written in many ways, counts, days of what happened, masked words."""
    rows = [
        [
            "问题序号",
            "编号",
            "突出问题",
            "问题表现",
            "责任人",
            "其他领导班子成员",
            "追责问责（人）",
            "交办时间",
            "销号日期",
            "是否长期坚持",
        ],
        [
            "1",
            "R-1",
            "纪律松弛",
            "迟到早退",
            "办公室（甲）、乙",
            "党组成员、副局长；总工程师",
            "２人次",
            "2026年1月5日",
            "/",
            "是",
        ],
        ["2", "R-2", "同上", "会风不严", "甲 乙", "无", "无", "1月5日", "2026年3月", "否"],
        ["3", "R-3", "〃", "虚报**数据", "—", "局长", "数人", "二〇二六年二月一日", "", "待定"],
    ]
    forced = {(3, "H"), (3, "I"), (4, "D"), (4, "G"), (4, "J")}
    return write(path / "一行.xlsx", ("一行", rows)), [("一行", "ledger", OF_ONE_LINE, forced, set(), 5)]


def cells_beside_the_table(path):
    """A table that begins in column C, words beside it without a heading, text under merged cells, an unknown first header."""
    rows = [
        [None, None, "填报单位：某镇", None, None, "单位：件"],
        [None, None, "类别", "存在的安全隐患", "整改措施", "责任科室", "问题整改完成时限"],
        ["批注", None, "消防", "通道堵塞", "1.清理；\n2.巡查", "应急办牵头，村委会、网格员配合", "2026年3月底前"],
        [None, None, "用电", "私拉乱接", "拆除", "由应急办牵头，供电所配合", "3个月内"],
        [None, None, None, None, "回访", None, None],
        [None, None, "备注：以上为一季度"],
    ]
    expected = [
        {
            "row": 3,
            "category": "消防",
            "issue": "通道堵塞",
            "measures": ["1.清理；", "2.巡查"],
            "lead_unit": "应急办",
            "supporting_units": ["村委会", "网格员"],
            "due": "2026-03-31",
        },
        {
            "row": 4,
            "category": "用电",
            "issue": "私拉乱接",
            "measures": ["拆除"],
            "lead_unit": "应急办",
            "supporting_units": ["供电所"],
            "due": "2026-06-10",
        },
        {"row": 5, "measures": ["回访"]},
    ]
    return write(path / "隐患.xlsx", ("隐患", rows)), [("隐患", "ledger", expected, {(5, "E")}, {1, 6}, 1)]


SHEETS = (
    matters_of_a_meeting,
    three_rows_of_header,
    two_forms,
    printed_pages_and_a_second_table,
    one_line_for_everything,
    cells_beside_the_table,
)
