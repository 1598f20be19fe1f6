"""Ledgers in layouts of our own: every one unlike the next, read with its questions."""

import json
from datetime import date, datetime

import pytest

from ledgers.reading import workbooks
from ledgers.reading.fields import FIELDS, KNOWN, WORDS
from ledgers.reading.sheet import ReadRefused, unpack
from ledgers.tests.workbooks import write

ANCHOR = date(2026, 3, 10)


def read(path, *sheets):
    return workbooks.read_workbook(write(path / "台账.xlsx", *sheets), anchor=ANCHOR).sheets


def asked(sheet):
    return [(one.row, one.col, one.kind) for one in sheet.all_questions()]


def test_a_plain_list_without_title(tmp_path):
    rows = [
        ["编号", "问题", "责任单位", "时限"],
        [1, "会议记录不全", "办公室", "2026年9月底前"],
        [2, "档案缺页", "人事科", "待定"],
    ]
    (sheet,) = read(tmp_path, ("清单", rows))
    assert sheet.kind == "ledger"
    assert sheet.header_rows == [1]
    assert [column.field for column in sheet.columns] == ["serial", "issue", "responsible_units", "due"]
    assert sheet.rows[0].values["due"]["due"] == "2026-09-30"
    assert asked(sheet) == [(3, "D", "date")]


def test_title_unit_line_bands_totals_and_signature(tmp_path):
    rows = [
        ["某某学院整改台账"],
        ["填报单位：某某学院党委"],
        ["序号", "具体问题", "整改措施", "完成时限"],
        ["一、政治建设方面"],
        [1, "学习少", "一是学。二是考。", "长期坚持"],
        ["二、组织建设方面"],
        [2, "换届迟", "按期换届", "2026年5月"],
        ["合　计", 2],
        ["注：本表一式两份。"],
        ["填表人：甲"],
    ]
    (sheet,) = read(tmp_path, ("台账", rows, [(0, 0, 0, 3), (3, 0, 3, 3), (5, 0, 5, 3)]))
    assert [(one.row, one.reason) for one in sheet.skipped] == [
        *((1, "title"), (2, "signature"), (4, "band"), (6, "band"), (8, "total"), (9, "note"), (10, "signature")),
    ]
    assert [row.values["aspect"] for row in sheet.rows] == ["一、政治建设方面", "二、组织建设方面"]
    assert sheet.rows[0].values["measures"] == ["一是学。", "二是考。"]


def test_three_rows_of_header_with_the_same_last_word(tmp_path):
    rows = [
        ["序号", "问题", None, "责任", None, None, "进度"],
        [None, "具体问题", "具体表现", "领导", "单位", None, None],
        [None, None, None, "牵头领导", "牵头单位", "配合单位", None],
        [1, "采购不规范", "拆分项目3个", "副主任", "后勤处", "财务处、审计处", "整改中"],
    ]
    merges = [(0, 0, 2, 0), (0, 1, 0, 2), (1, 1, 2, 1), (1, 2, 2, 2), (0, 3, 0, 5), (1, 4, 1, 5), (0, 6, 2, 6)]
    (sheet,) = read(tmp_path, ("总表", rows, merges))
    assert sheet.header_rows == [1, 2, 3]
    assert [column.heading for column in sheet.columns] == [
        *(
            "序号",
            "问题/具体问题",
            "问题/具体表现",
            "责任/领导/牵头领导",
            "责任/单位/牵头单位",
            "责任/单位/配合单位",
            "进度",
        ),
    ]
    assert sheet.rows[0].values["supporting_units"] == ["财务处", "审计处"]
    assert sheet.rows[0].values["other"] == {"G": "整改中"}


def test_merged_cells_belong_to_every_row_and_empty_ones_are_asked(tmp_path):
    rows = [
        ["反馈方面", "具体问题", "整改措施"],
        ["党建", "甲", "1.一\n2.二"],
        [None, None, "三"],
        [None, "乙", "四"],
        [None, "同上", "五"],
    ]
    (sheet,) = read(tmp_path, ("表", rows, [(1, 0, 2, 0)]))
    assert [row.values.get("aspect") for row in sheet.rows] == ["党建", "党建", None, None]
    assert [row.values.get("issue") for row in sheet.rows] == ["甲", None, "乙", "乙"]
    assert asked(sheet) == [(3, "B", "blank"), (4, "A", "blank"), (5, "A", "blank")]


def test_units_persons_and_roles(tmp_path):
    rows = [
        ["序号", "问题", "责任部门（人）", "责任单位", "整体牵头部门/负责人", "责任领导", "责任人"],
        [
            1,
            "甲",
            "财务科(张);办公室(李);",
            "一处，二处（牵头）",
            "三处/王",
            "党委副书记、校长；总会计师",
            "四科(赵)、钱",
        ],
        [
            2,
            "乙",
            "财务科",
            "牵头单位：五处 配合单位：六处、七处",
            "八处",
            "党组成员、副局长、办公室主任",
            "孙（处长）",
        ],
    ]
    (sheet,) = read(tmp_path, ("表", rows))
    first, second = (row.values for row in sheet.rows)
    assert first["responsible_units"] == ["财务科", "办公室", "一处", "三处", "四科"]
    assert first["lead_unit"] == "二处"
    assert first["responsible_persons"] == ["张", "李", "王", "赵", "钱"]
    assert first["responsible_leaders"] == ["党委副书记、校长", "总会计师"]
    assert second["lead_unit"] == "五处"
    assert second["supporting_units"] == ["六处", "七处"]
    assert second["responsible_leaders"] == ["党组成员、副局长", "办公室主任"]
    assert second["responsible_persons"] == ["孙（处长）"]


def test_numbers_flags_dates_percentages(tmp_path):
    rows = [
        ["问题", "完善制度（项）", "挽回损失（万元）", "追责问责(人)", "是否长期坚持", "下发时间", "完成率"],
        ["甲", "３项", "1,234.5 万元", 0, "是", ("day", datetime(2026, 3, 2)), ("%", 0.98765)],
        ["乙", "约20", "无", "XX", "不一定", "三月中旬", 1],
    ]
    (sheet,) = read(tmp_path, ("表", rows))
    first, second = (row.values for row in sheet.rows)
    assert (first["n_institutions"], first["n_loss_recovered"], first["n_accountability"]) == (3, 1234.5, 0)
    assert first["regular"] is True
    assert first["issued_on"] == "2026-03-02"
    assert first["other"] == {"G": "98.77%"}
    assert second["n_loss_recovered"] == 0
    assert "n_institutions" not in second
    assert second["issued_on"] == "三月中旬"
    assert asked(sheet) == [(3, "B", "number"), (3, "D", "masked"), (3, "E", "yes_no"), (3, "F", "date")]


def test_the_same_heading_twice_and_headings_unknown(tmp_path):
    rows = [
        ["问题", "完成率", "完成时限", "完成时限", "完成率", "责任单位", "责任部门"],
        ["甲", "1", "9月底", "10月底", "2", "一处", "二处"],
    ]
    (sheet,) = read(tmp_path, ("表", rows))
    assert [column.field for column in sheet.columns] == [
        *("issue", None, "due", None, None, "responsible_units", "responsible_units"),
    ]
    assert asked(sheet) == [(1, "D", "column")]
    assert sheet.rows[0].values["other"] == {"B": "1", "D": "10月底", "E": "2"}
    assert sheet.rows[0].values["responsible_units"] == ["一处", "二处"]


def test_hidden_rows_masked_words_and_unknown_states(tmp_path):
    rows = [["序号", "问题", "整改状态"], [1, "拖欠**家企业", "整改中"], [2, "乙", "推进较快"]]
    (sheet,) = read(tmp_path, ("表", rows, (), [2]))
    assert sheet.rows[0].values["status_code"] == "in_progress"
    assert sheet.rows[1].as_dict()["hidden"] is True
    assert asked(sheet) == [(2, "B", "masked"), (3, "C", "status"), (3, None, "hidden")]


def test_a_form_with_labels_below_one_another(tmp_path):
    rows = [
        ["问题整改销号表"],
        ["问题编号", "2026-07"],
        ["具体问题", "合同倒签"],
        ["原因分析", "把关不严"],
        ["整改措施", "1.清理。\n2.培训。"],
        ["完成时限", "2026年8月底前"],
        ["验收意见", "同意"],
        ["审核意见", "属实"],
    ]
    (sheet,) = read(tmp_path, ("销号表", rows))
    (row,) = sheet.rows
    assert (sheet.kind, row.number, row.values["serial"]) == ("form", 2, "2026-07")
    assert row.values["measures"] == ["1.清理。", "2.培训。"]
    assert row.values["closure_opinion"] == "同意\n属实"
    assert row.values["due"]["due"] == "2026-08-31"


def test_a_statistics_sheet_and_a_sheet_of_words(tmp_path):
    statistics = [["单位", "问题数", "已改数"], ["一处", 3, 2], ["二处", 4, 4]]
    words = [["填表说明"], ["一、每行一个问题。"]]
    first, second = read(tmp_path, ("统计", statistics), ("说明", words))
    assert (first.kind, len(first.rows)) == ("summary", 2)
    assert (second.kind, second.rows, second.skipped) == ("other", [], [])


def test_another_mapping_is_read_again(tmp_path):
    rows = [["序号", "事由", "举措", "期限"], [1, "甲", "1.一\n2.二", "9月底前"], [2, "乙", "三", "春节前"]]
    (sheet,) = read(tmp_path, ("表", rows))
    assert sheet.kind == "summary"
    again = workbooks.reread(sheet, {"B": "issue", "C": "measures", "D": "due"}, anchor=ANCHOR)
    assert again.kind == "ledger"
    assert again.rows[0].values["measures"] == ["1.一", "2.二"]
    assert again.rows[0].values["due"]["due"] == "2026-09-30"
    assert asked(again) == [(3, "D", "date")]
    assert "due" not in workbooks.reread(again, {"D": None}).rows[0].values


def test_the_book_survives_its_way_through_json(tmp_path):
    path = write(tmp_path / "表.xlsx", ("表", [["序号", "问题", "时限"], [1, "甲XX", "春节前"]], (), [1]))
    book = workbooks.read_workbook(path, anchor=ANCHOR)
    lines = [json.dumps(one).encode() for one in workbooks.read_lines(str(path), ANCHOR.isoformat())]
    assert unpack(lines) == book
    again = workbooks.read_safely(path, anchor=ANCHOR)
    assert (again, book) == (book, again)
    assert (len(again.sheets[0].rows), again.sheets[0].rows[0].hidden, again.sheets[0].rows[:1]) == (
        1,
        True,
        book.sheets[0].rows,
    )


def test_more_rows_than_are_wanted_do_not_come_over(tmp_path):
    path = write(tmp_path / "表.xlsx", ("表", [["序号", "问题", "时限"], *([n, "甲", "春节前"] for n in range(1200))]))
    assert len(workbooks.read_safely(path, most=1200).sheets[0].rows) == 1200
    with pytest.raises(ReadRefused, match="表里有 1,200 行，一次最多导入 1,000 行"):
        workbooks.read_safely(path, most=1000)


def test_a_row_without_issue_or_measures_is_complained_of(tmp_path):
    (sheet,) = read(tmp_path, ("表", [["序号", "问题", "备注", "责任单位"], [1, None, "待补", "一处"]]))
    assert sheet.rows[0].complaints


@pytest.mark.parametrize("field", WORDS)
def test_every_field_has_a_label_and_words(field):
    assert FIELDS[field]
    assert all(KNOWN[word] == field for word in WORDS[field].split())
