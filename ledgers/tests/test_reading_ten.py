"""Ten ledgers unlike one another, the expected rows of each written before it was read. Nothing of them may be lost, and nothing
asked that the file does not force."""

from datetime import date

import pytest

from ledgers.reading import workbooks
from ledgers.tests import oldbooks
from ledgers.tests.test_reading_shared import balances
from ledgers.tests.workbooks import write

ANCHOR = date(2026, 3, 10)
MOST_NEEDLESS = 15  # questions per 100 rows beyond those that the file forces


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
        first | {"row": 3, "issue": "开工手续未办齐", "responsible_units": ["发改科", "工程科"], "due": "2026-05-31",
                 "progress": "已报批"},
        first | {"row": 4, "supporting_units": ["审计科"], "due": "2026-06-15"},
        first | {"row": 5, "issue": "征拆款未兑付", "responsible_units": ["财务科"], "due": None},
        second | {"row": 7, "issue": "食堂卫生不达标", "responsible_units": ["后勤中心"], "due": None, "progress": "已清洗"},
    ]  # fmt: skip
    return write(path / "纪要.xlsx", ("会议", rows)), [
        ("会议", "ledger", expected, {(4, "C"), (5, "D")}, {2, 6, 8, 9, 10}, 2)
    ]


def three_rows_of_header(path):
    """Groups over groups, words with strokes, a merged issue over three measures, roles in the cells."""
    rows = [
        ["某局整改任务总表"],
        ["序号", "问题情况", None, "整改安排", None, None, None, "进度"],
        [None, "反馈问题", "产生原因", "举措", None, "责任落实", None, None],
        [None, None, None, "具体举措", "完成时限（年月日）", "整体牵头部门/负责人", "配合单位", "整改进度"],
        ["1", "台账不全", "重视不够", "1.补建台账；2.专人管理。", "2026.6.30", "综合处/张三", "牵头：财务处；配合：人事处",
         "整改中"],
        [None, None, None, "每月检查", "每月5日前", "综合处/李四", "无", "序时推进"],
        [None, None, None, "考核通报", "2026年底前", "督查处", "机关党委（牵头）、工会", "推进较慢"],
    ]  # fmt: skip
    merges = [(0, 0, 0, 7), (1, 0, 3, 0), (1, 1, 1, 2), (1, 3, 1, 6), (2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 4), (2, 5, 2, 6),
              (1, 7, 2, 7), (4, 0, 6, 0), (4, 1, 6, 1), (4, 2, 6, 2)]  # fmt: skip
    same = {"serial": "1", "issue": "台账不全", "root_cause": "重视不够"}
    expected = [
        same | {"row": 5, "measures": ["1.补建台账；", "2.专人管理。"], "due": "2026-06-30", "lead_unit": "综合处",
                "responsible_persons": ["张三"], "responsible_units": ["财务处"], "supporting_units": ["人事处"],
                "status_declared": "整改中", "status_code": "in_progress"},
        same | {"row": 6, "measures": ["每月检查"], "due": None, "lead_unit": "综合处", "responsible_persons": ["李四"],
                "status_declared": "序时推进", "status_code": "in_progress"},
        same | {"row": 7, "measures": ["考核通报"], "due": "2026-12-31", "lead_unit": "督查处", "responsible_units": ["机关党委"],
                "supporting_units": ["工会"], "status_declared": "推进较慢"},
    ]  # fmt: skip
    return write(path / "总表.xlsx", ("总表", rows, merges)), [
        ("总表", "ledger", expected, {(5, "G"), (7, "G"), (7, "H")}, {1, 2}, 3)
    ]


def two_tables_of_word(path):
    """A header of two rows that Word repeats, cells joined downwards, several paragraphs in a cell; a table of something else."""
    lines = [
        ["序号", "问题", None, "责任单位（责任人）", "整改期限"],
        [None, "大项", "具体问题", None, None],
        ["1", "党建薄弱", "支部换届超期", "组织科（王某）\n办公室（李某）", "2026年4月—6月"],
        ["2", None, "党费收缴不及时", "组织科（王某）", "4月底前"],
        ["3", "作风不实", "调研走过场", "研究室", "已完成"],
    ]
    merges = [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3), (0, 4, 1, 4), (2, 1, 3, 1)]
    rows = [
        {"row": 3, "serial": "1", "heading": "党建薄弱", "issue": "支部换届超期", "responsible_units": ["组织科", "办公室"],
         "responsible_persons": ["王某", "李某"], "due": "2026-06-30"},
        {"row": 4, "serial": "2", "heading": "党建薄弱", "issue": "党费收缴不及时", "responsible_units": ["组织科"],
         "responsible_persons": ["王某"], "due": "2026-04-30"},
        {"row": 5, "serial": "3", "heading": "作风不实", "issue": "调研走过场", "responsible_units": ["研究室"], "due": None},
    ]  # fmt: skip
    other = [["姓名", "职务", "电话"], ["甲", "科员", "不公开"]]
    plain = [{"row": 2, "other": {"A": "甲", "B": "科员", "C": "不公开"}}]
    return oldbooks.word(path / "附件.docx", (lines, merges, 2), (other, [], 0)), [
        ("表1", "ledger", rows, set(), set(), 0),
        ("表2", "summary", plain, set(), set(), 0),
    ]


def a_page(path):
    """Spans, a head of two rows, a hidden row, line breaks, a table within a cell, entities."""
    text = """<!doctype html><html><head><title>清单</title><style>td{color:red}</style></head><body><h1>整改公示</h1>
    <table><thead><tr><th rowspan=2>序号<th rowspan=2>存在问题<th colspan=2>整改情况</tr><tr><th>整改措施<th>状态</tr></thead>
    <tbody><tr><td>1<td rowspan=2>收费&nbsp;不规范<td>一是清退。二是公示。<td>已整改到位</tr>
    <tr><td>2<td>第一行<br>第二行<td>办结</tr>
    <tr style="display:none"><td>3<td>值班脱岗<td><table><tr><td>甲<td>乙</table><td>未启动</tr></tbody></table></body></html>"""
    file = path / "公示.html"
    file.write_text(text, encoding="gb18030")
    rows = [
        {"row": 3, "serial": "1", "issue": "收费\xa0不规范", "measures": ["一是清退。", "二是公示。"],
         "status_declared": "已整改到位", "status_code": "done_claimed"},
        {"row": 4, "serial": "2", "issue": "收费\xa0不规范", "measures": ["第一行", "第二行"], "status_declared": "办结",
         "status_code": "closed"},
        {"row": 5, "serial": "3", "issue": "值班脱岗", "measures": ["甲 乙"], "status_declared": "未启动",
         "status_code": "not_started", "hidden": True},
    ]  # fmt: skip
    return file, [("表1", "ledger", rows, {(5, None)}, set(), 1)]


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
        ]  # fmt: skip

    def row(number, issue, due):
        return {
            "row": 2, "serial": number, "issue": issue, "root_cause": "管理松懈", "measures": ["1.立规矩。", "2.抓落实。"],
            "lead_unit": "办公室", "supporting_units": ["财务科"], "completed_on": "2月20日", "closure_opinion": "同意\n属实",
            "due": due,
        }  # fmt: skip

    sheets = [("一", lines("A-01", "合同倒签", "2026年6月30日")), ("二", lines("A-02", "借条入账", "6.3"))]
    return write(path / "销号.xlsx", *sheets), [
        ("一", "form", [row("A-01", "合同倒签", "2026-06-30")], {(7, "B")}, {1, 10}, 1),
        ("二", "form", [row("A-02", "借条入账", None)], {(7, "B"), (2, "D")}, {1, 10}, 2),
    ]


def printed_pages_and_a_second_table(path):
    """Title and header on every page, a pre-numbered tail, then another table with other columns."""
    head = ["序号", "审计发现问题", "整改责任部门", "完成时限", "备注"]
    rows = [
        ["审计整改清单"], head, [1, "多计工程款", "基建处", "2026年8月", None], [2, "票据不合规", "计财处", "2026年9月", "略"],
        ["审计整改清单"], head, [3, "合同未备案", "基建处", "2026年10月", None], [4], [5], ["下表为上年结转"],
        ["审计发现问题", "整改措施", "整改状态"], ["固定资产未入账", "入账", "已销号"], ["往来款挂账", "清理", "长期坚持"],
    ]  # fmt: skip
    first = [
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
    second = [
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
    return write(path / "清单.xlsx", ("清单", rows)), [
        ("清单", "ledger", first, set(), {1, 5, 6, 8, 9, 10}, 0),
        ("清单#2", "ledger", second, set(), set(), 0),
    ]


def an_old_book(path):
    """.xls: months and amounts as they are shown, a hidden row and column, merged cells, a number format on the serial."""
    rows = [
        ["编号", "发现的问题", "整改措施", "时限", "挽回损失（万元）", "完成率"],
        [(1.1, 0), "采购未招标", "补办手续", (46204, 1), (1234.5, 2), (0.5, 3)],
        [(1.2, 0), None, "追责", "2026-07-31", (0, 2), (1, 3)],
        [(2.0, 0), "公车私用", "清理", (46234, 4), "约3万元", (0.255, 3)],
    ]
    formats = ["0.00", 'yyyy"年"m"月"', "#,##0.00", "0.0%", "yyyy/m/d"]
    file = oldbooks.xls(
        path / "旧.xls", "旧账", rows, formats=formats, merges=[(1, 1, 2, 1)], hidden=[2], hidden_columns=[4]
    )
    expected = [
        {"row": 2, "serial": "1.10", "issue": "采购未招标", "measures": ["补办手续"], "due": "2026-07-31",
         "n_loss_recovered": 1234.5, "other": {"F": "50.0%"}},
        {"row": 3, "serial": "1.20", "issue": "采购未招标", "measures": ["追责"], "due": "2026-07-31", "n_loss_recovered": 0,
         "other": {"F": "100.0%"}, "hidden": True},
        {"row": 4, "serial": "2.00", "issue": "公车私用", "measures": ["清理"], "due": "2026-07-31", "other": {"F": "25.5%"}},
    ]  # fmt: skip
    return file, [("旧账", "ledger", expected, {(3, None), (4, "E")}, set(), 2)]


def an_open_book(path):
    """.ods: a hidden table, a row without height, repeated rows, a date shown as a month, a number as it is shown."""
    text, value, row = oldbooks.ods_text, oldbooks.ods_value, oldbooks.ods_row
    styles = (
        '<style:style style:name="s" style:family="table"><style:table-properties table:display="false"/></style:style>'
        '<style:style style:name="r" style:family="table-row"><style:table-row-properties style:row-height="0cm"/></style:style>'
    )
    head = row(text("反馈条目"), text("反馈问题"), text("整改期限"), text("整改完成日期"), text("经费"))
    shown = row(
        text("二（一） 3"), text("甲问题"), value("date", "2026-09-01", "2026年9月"), value("date", "2026-08-15", "26/8/15"),
        value("currency", "1234.5", "¥1,234.50"),
    )  # fmt: skip
    flat = row(
        text("二（二）"), text("乙问题"), text("待定"), value("date", "2026-08-01", "2026年8月"), text(""),
        extra='table:style-name="r" table:number-rows-repeated="2"',
    )  # fmt: skip
    file = oldbooks.ods(
        path / "开.ods", ("账", head + shown + flat, ""), ("旧", head + shown, 'table:style-name="s"'), styles=styles
    )
    first = {"row": 2, "locator": "二(一)3", "issue": "甲问题", "due": "2026-09-30", "completed_on": "2026-08-15",
             "other": {"E": "¥1,234.50"}}  # fmt: skip
    twice = {"locator": "二(二)", "issue": "乙问题", "due": None, "completed_on": "2026年8月", "hidden": True}
    asked = {(row, col) for row in (3, 4) for col in ("C", "D", None)}
    return file, [
        ("账", "ledger", [first, twice | {"row": 3}, twice | {"row": 4}], asked, set(), 6),
        ("旧", "ledger", [first], {(1, None)}, set(), 1),
    ]


def one_line_for_everything(path):
    """Persons with units, ditto signs, nothing written in many ways, counts, days of what happened, masked words."""
    rows = [
        ["问题序号", "编号", "突出问题", "问题表现", "责任人", "其他领导班子成员", "追责问责（人）", "交办时间",
         "销号日期", "是否长期坚持"],
        ["1", "R-1", "纪律松弛", "迟到早退", "办公室（甲）、乙", "党组成员、副局长；总工程师", "２人次", "2026年1月5日",
         "/", "是"],
        ["2", "R-2", "同上", "会风不严", "甲 乙", "无", "无", "1月5日", "2026年3月", "否"],
        ["3", "R-3", "〃", "虚报**数据", "—", "局长", "数人", "二〇二六年二月一日", "", "待定"],
    ]  # fmt: skip
    expected = [
        {"row": 2, "serial": "1", "number": "R-1", "heading": "纪律松弛", "manifestation": "迟到早退",
         "responsible_units": ["办公室"],
         "responsible_persons": ["甲", "乙"], "responsible_leaders": ["党组成员、副局长", "总工程师"], "n_accountability": 2,
         "issued_on": "2026-01-05", "regular": True},
        {"row": 3, "serial": "2", "number": "R-2", "heading": "纪律松弛", "manifestation": "会风不严",
         "responsible_persons": ["甲 乙"],
         "n_accountability": 0, "issued_on": "1月5日", "closed_on": "2026年3月", "regular": False},
        {"row": 4, "serial": "3", "number": "R-3", "heading": "纪律松弛", "manifestation": "虚报**数据",
         "responsible_leaders": ["局长"], "issued_on": "2026-02-01"},
    ]  # fmt: skip
    forced = {(3, "H"), (3, "I"), (4, "D"), (4, "G"), (4, "J")}
    return write(path / "一行.xlsx", ("一行", rows)), [("一行", "ledger", expected, forced, set(), 5)]


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
        {"row": 3, "category": "消防", "issue": "通道堵塞", "measures": ["1.清理；", "2.巡查"], "lead_unit": "应急办",
         "supporting_units": ["村委会", "网格员"], "due": "2026-03-31"},
        {"row": 4, "category": "用电", "issue": "私拉乱接", "measures": ["拆除"], "lead_unit": "应急办",
         "supporting_units": ["供电所"], "due": "2026-06-10"},
        {"row": 5, "measures": ["回访"]},
    ]  # fmt: skip
    return write(path / "隐患.xlsx", ("隐患", rows)), [("隐患", "ledger", expected, {(5, "E")}, {1, 6}, 1)]


TEN = (
    matters_of_a_meeting, three_rows_of_header, two_tables_of_word, a_page, two_forms, printed_pages_and_a_second_table,
    an_old_book, an_open_book, one_line_for_everything, cells_beside_the_table,
)  # fmt: skip


def plain(row) -> dict:
    """A row as it is written above: the day alone of a deadline."""
    values = {name: value for name, value in row.as_dict().items() if value not in ([], {})}
    return values | ({"due": values["due"]["due"]} if "due" in values else {})


@pytest.mark.parametrize("make", TEN, ids=lambda make: make.__name__)
def test_ten_ledgers(tmp_path, make):
    file, expected = make(tmp_path)
    book = workbooks.read_workbook(file, anchor=ANCHOR)
    assert balances(book)
    assert [(sheet.name, sheet.kind) for sheet in book.sheets] == [(name, kind) for name, kind, *_ in expected]
    for sheet, (_, _, rows, questions, skipped, forced) in zip(book.sheets, expected, strict=True):
        assert [plain(row) for row in sheet.rows] == rows
        assert {(one.row, one.col) for one in sheet.all_questions()} == questions
        assert {one.row for one in sheet.skipped} == skipped
        assert len(questions) - forced <= MOST_NEEDLESS / 100 * len(rows)
