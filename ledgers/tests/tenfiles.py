"""Ledgers of the ten in Word, on a web page, in old and open workbooks, each with the rows expected of it."""

from ledgers.tests import oldbooks

OF_WORD = [
    {
        "row": 3,
        "serial": "1",
        "heading": "党建薄弱",
        "issue": "支部换届超期",
        "responsible_units": ["组织科", "办公室"],
        "responsible_persons": ["王某", "李某"],
        "due": "2026-06-30",
    },
    {
        "row": 4,
        "serial": "2",
        "heading": "党建薄弱",
        "issue": "党费收缴不及时",
        "responsible_units": ["组织科"],
        "responsible_persons": ["王某"],
        "due": "2026-04-30",
    },
    {
        "row": 5,
        "serial": "3",
        "heading": "作风不实",
        "issue": "调研走过场",
        "responsible_units": ["研究室"],
        "due": None,
    },
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
    other = [["姓名", "职务", "电话"], ["甲", "科员", "不公开"]]
    plain = [{"row": 2, "other": {"A": "甲", "B": "科员", "C": "不公开"}}]
    return oldbooks.word(path / "附件.docx", (lines, merges, 2), (other, [], 0)), [
        ("表1", "ledger", OF_WORD, set(), set(), 0),
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
        {
            "row": 3,
            "serial": "1",
            "issue": "收费\xa0不规范",
            "measures": ["一是清退。", "二是公示。"],
            "status_declared": "已整改到位",
            "status_code": "done_claimed",
        },
        {
            "row": 4,
            "serial": "2",
            "issue": "收费\xa0不规范",
            "measures": ["第一行", "第二行"],
            "status_declared": "办结",
            "status_code": "closed",
        },
        {
            "row": 5,
            "serial": "3",
            "issue": "值班脱岗",
            "measures": ["甲 乙"],
            "status_declared": "未启动",
            "status_code": "not_started",
            "hidden": True,
        },
    ]
    return file, [("表1", "ledger", rows, {(5, None)}, set(), 1)]


OF_THE_OLD_BOOK = [
    {
        "row": 2,
        "serial": "1.10",
        "issue": "采购未招标",
        "measures": ["补办手续"],
        "due": "2026-07-31",
        "n_loss_recovered": 1234.5,
        "other": {"F": "50.0%"},
    },
    {
        "row": 3,
        "serial": "1.20",
        "issue": "采购未招标",
        "measures": ["追责"],
        "due": "2026-07-31",
        "n_loss_recovered": 0,
        "other": {"F": "100.0%"},
        "hidden": True,
    },
    {
        "row": 4,
        "serial": "2.00",
        "issue": "公车私用",
        "measures": ["清理"],
        "due": "2026-07-31",
        "other": {"F": "25.5%"},
    },
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
    return file, [("旧账", "ledger", OF_THE_OLD_BOOK, {(3, None), (4, "E")}, set(), 2)]


def an_open_book(path):
    """.ods: a hidden table, a row without height, repeated rows, a date shown as a month, a number as it is shown."""
    text, value, row = oldbooks.ods_text, oldbooks.ods_value, oldbooks.ods_row
    styles = (
        '<style:style style:name="s" style:family="table"><style:table-properties table:display="false"/></style:style>'
        '<style:style style:name="r" style:family="table-row"><style:table-row-properties style:row-height="0cm"/></style:style>'
    )
    head = row(text("反馈条目"), text("反馈问题"), text("整改期限"), text("整改完成日期"), text("经费"))
    shown = row(
        text("二（一） 3"),
        text("甲问题"),
        value("date", "2026-09-01", "2026年9月"),
        value("date", "2026-08-15", "26/8/15"),
        value("currency", "1234.5", "¥1,234.50"),
    )
    flat = row(
        text("二（二）"),
        text("乙问题"),
        text("待定"),
        value("date", "2026-08-01", "2026年8月"),
        text(""),
        extra='table:style-name="r" table:number-rows-repeated="2"',
    )
    file = oldbooks.ods(
        path / "开.ods", ("账", head + shown + flat, ""), ("旧", head + shown, 'table:style-name="s"'), styles=styles
    )
    first = {
        "row": 2,
        "locator": "二(一)3",
        "issue": "甲问题",
        "due": "2026-09-30",
        "completed_on": "2026-08-15",
        "other": {"E": "¥1,234.50"},
    }
    twice = {"locator": "二(二)", "issue": "乙问题", "due": None, "completed_on": "2026年8月", "hidden": True}
    asked = {(row, col) for row in (3, 4) for col in ("C", "D", None)}
    return file, [
        ("账", "ledger", [first, twice | {"row": 3}, twice | {"row": 4}], asked, set(), 6),
        ("旧", "ledger", [first], {(1, None)}, set(), 1),
    ]


FILES = (two_tables_of_word, a_page, an_old_book, an_open_book)
