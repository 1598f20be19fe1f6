"""The grammar of feedback documents, rule by rule: numbers, series, lists, titles, markings, facts, figures."""

import pytest

from issues.reading.facts import facts
from issues.reading.kinds import kind_of
from issues.reading.marks import mark_of, value
from issues.reading.masthead import markings, masthead
from issues.reading.numerals import numeral
from issues.reading.paper import PaperLine
from issues.reading.papers import split_text
from issues.reading.series import series
from issues.reading.statements import statements
from issues.tests.papers import tree

TITLE = "区委第二巡察组关于巡察区城管局党组的反馈意见\n"


@pytest.mark.parametrize(
    "text,rank,own",
    [
        ("一、总体", 1, "一"),
        ("## 十二 、总体", 1, "十二"),
        ("**（三）要点**", 2, "(三)"),
        ("(二十一）要点", 2, "(二十一)"),
        ("㈣要点", 2, "(四)"),
        ("１．要点", 3, "1"),
        ("12、要点", 3, "12"),
        ("⒌要点", 3, "5"),
        ("（８）要点", 4, "(8)"),
        ("⑵要点", 4, "(2)"),
        ("⑫要点", 5, "⑫"),
        ("第二：要点", 6, "第二"),
        ("十一是要点", 7, "十一是"),
        ("三要抓实", 7, "三要"),
    ],
)
def test_a_number_has_a_class_and_a_locator(text, rank, own):
    assert mark_of(text)[:2] == (rank, own)
    assert value(own) > 0


@pytest.mark.parametrize(
    "text", ["1.5万元", "2022年", "3.72%", "第一书记", "一季度", "（附件）", "1)要点", "A.要点", "1234、", ""]
)
def test_what_only_looks_like_a_number(text):
    assert mark_of(text) is None


def owns(cut):
    return cut and (cut.head, [piece.own for piece in cut.pieces], cut.rest and cut.rest.text)


@pytest.mark.parametrize(
    "text,expected",
    [
        ("会议指出，一是甲；二是乙。", ("会议指出，", ["一是", "二是"], None)),
        ("一要甲；二要乙；三要丙", ("", ["一要", "二要", "三要"], None)),
        ("要求：第一，甲。第二：乙。", ("要求：", ["第一", "第二"], None)),
        ("如下（１）甲；（2）乙", None),
        ("如下：（１）甲；（2）乙", ("如下：", ["(1)", "(2)"], None)),
        ("检查发现有的甲，还有的乙。整改要快。", ("检查发现", ["有的1", "有的2"], "整改要快。")),
        ("坚持有的放矢，有的单位没有", None),
        ("一是甲。", None),
        ("二是甲；三是乙", None),
        ("一是甲；三是丙", None),
        ("说明：①甲②乙", None),
        ("说明：①甲，②乙", ("说明：", ["①", "②"], None)),
        ("这一是甲，那二是乙", None),
    ],
)
def test_series_in_a_line(text, expected):
    assert owns(series(text)) == expected


@pytest.mark.parametrize(
    "text,expected",
    [
        ("巡察发现的主要问题：甲；乙。", ("巡察发现的主要问题：", ["·1", "·2"], None)),
        ("指出存在不足，主要有：甲（一；二）。另外，丙。丁。", ("指出存在不足，主要有：", ["·1"], "另外，丙。丁。")),
        ("反映如下：甲", ("反映如下：", ["·1"], None)),
        ("反馈问题：甲；乙。", None),
        ("巡察发现问题：", None),
        ("指出问题，提出整改要求：甲；乙。", None),
        ("针对发现的问题，要做到：甲；乙。", None),
    ],
)
def test_lists_of_statements(text, expected):
    assert owns(statements(text)) == expected


def test_series_within_items_are_searched_again():
    paper = split_text(
        TITLE
        + "一、主要问题\n1.台账不清：一是手续不全，（1）缺页；（2）缺章；二是登记不实，有的漏登，有的错登。另行核查。"
    )
    assert tree(paper)[2:] == [
        "一1一是 manifestation 一是手续不全",
        "一1一是(1) manifestation （1）缺页",
        "一1一是(2) manifestation （2）缺章",
        "一1二是 manifestation 二是登记不实",
        "一1二是有的1 manifestation 有的漏登",
        "一1二是有的2 manifestation 有的错登",
        "一1二是¶1 manifestation 另行核查",
    ]


@pytest.mark.parametrize(
    "title,kind",
    [
        ("关于巡察整改进展情况的通报", "notice"),
        ("某局审计整改情况公示", "notice"),
        ("在巡视整改动员会上的讲话", "speech"),
        ("省委巡视组向某市反馈巡视情况", "feedback"),
        ("经济责任审计反馈意见", "feedback"),
        ("巡察反馈意见整改推进会召开", "other"),
        ("县委召开巡察工作会议", "other"),
        (None, "other"),
    ],
)
def test_kinds_by_title(title, kind):
    assert kind_of(title, ["正文"]).name == kind


def lines(*texts):
    return [PaperLine(text) for text in texts]


def test_titles_are_looked_for_before_the_text_begins():
    assert masthead(lines("一、巡察情况", "关于巡察的反馈意见")).title == "关于巡察的反馈意见"
    assert masthead(lines("本次会议听取了汇报。", "关于巡察的反馈意见")).title is None
    assert masthead(lines("巡察" * 31, "关于巡察的反馈意见")).title is None
    assert masthead(lines("巡察简报 ｜ 来源 ｜ 2024", "正文")).cut == ["｜ 来源 ｜ 2024"]


@pytest.mark.parametrize(
    "text,found",
    [
        ("绝 密", ["绝 密"]),
        ("机密★长期", ["机密★长期"]),
        ("秘密★6个月 内部资料", ["秘密★6个月", "内部资料"]),
        ("工作秘密　不得扩散", ["工作秘密", "不得扩散"]),
        ("计算机密码管理不严", []),
        ("保守国家秘密意识不强", []),
        ("机密" + "文" * 30, []),
    ],
)
def test_markings(text, found):
    assert markings(lines(text)) == found


def stated(*texts, title=None):
    return {name: words for name, words in facts(lines(*texts), range(len(texts)), title).items() if words}


@pytest.mark.parametrize(
    "text,expected",
    [
        ("2023年3月6日至10日，巡察组进驻。", ("2023-03-06", "2023-03-10")),
        ("2023.11.06-2024.01.05，市委巡察组开展巡察。", ("2023-11-06", "2024-01-05")),
        ("3月6日至4月10日，巡察组进驻。", (None, None)),
        ("2023年11月至2月，巡察组进驻。", ("2023-11", None)),
        ("20231021日至1212日，巡察组进驻。", (None, None)),
        ("2022年6月31日至7月5日，巡察组进驻。", (None, "2022-07-05")),
    ],
)
def test_days_on_site(text, expected):
    found = stated(text)
    assert (found.get("onsite_start"), found.get("onsite_end")) == expected


@pytest.mark.parametrize(
    "text,day",
    [
        ("2023年7月1日上午，县委召开巡察情况反馈会。", "2023-07-01"),
        ("经批准，2023年7月1日，区委第一巡察组向区文旅局党组正式反馈意见。", "2023-07-01"),
        ("2023年7月8日，局党组传达学习巡察组反馈意见。", None),
        ("截至2023年7月底，反馈的20个问题已完成。", None),
        ("7月1日，巡察组反馈意见。", None),
    ],
)
def test_the_day_of_feedback(text, day):
    assert stated(text).get("feedback_date") == day


def test_names_as_written():
    found = stated("根据安排，九届和平区委第三轮巡察第一巡察组对区城管局党组开展了常规巡察。")
    assert (found["round"], found["team"], found["unit"]) == ("九届和平区委第三轮巡察", "第一巡察组", "区城管局党组")
    assert stated("由市委巡察三组巡察了市文联党组。")["team"] == "市委巡察三组"
    assert "team" not in stated("市委第一、第二巡察组分别开展巡察。")
    assert "unit" not in stated("巡察组对我局党组开展了巡察。")
    assert "doc_number" not in stated("依据《意见》（县委发〔2023〕4号）开展巡察。")


def figures(text):
    return [
        (one.expected, one.counted) for one in split_text(TITLE.replace("的反馈意见", "整改情况的通报") + text).totals
    ]


@pytest.mark.parametrize(
    "text,expected",
    [
        ("反馈问题共计28个，已完成21个、基本完成5个、持续推进2个；整改率为75%。", [(28, 28), (75, 75)]),
        ("共查出50项问题。已整改40项，整改到位资金15.84万元；正在整改9项。", [(50, 49)]),
        ("交办信访件147件，办结128件，办结率87%。", [(87, 87)]),
        ("结案率97.8%（45/46）。", [(97.8, 97.8)]),
        ("处理9人，其中处分4人、诫勉5人。", [(9, 9)]),
        ("制定措施64条，完成60条，召开会议9次。", []),
        ("完成率达到100%。", []),
        ("反馈的25个问题，整改期限3个月，涉及整改单位8个，完成整改19个，正在整改6个。", [(25, 25)]),
    ],
)
def test_figures_of_the_text(text, expected):
    assert figures(text) == expected


def test_announced_numbers_are_held_against_the_tree():
    paper = split_text(
        TITLE + "一、存在问题\n巡察发现2个方面5个具体问题。\n（一）甲方面\n1.子\n2.丑\n（二）乙方面\n1.寅"
    )
    assert [(one.of, one.expected, one.counted) for one in paper.totals] == [("aspect", 2, 2), ("issue", 5, 3)]
    assert [one.kind for one in paper.questions] == ["total"]


@pytest.mark.parametrize(
    "form,count,words",
    [
        ("chineseCounting", 21, "二十一"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("ideographDigital", 10, "一〇"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("decimalFullWidth", 12, "１２"),
        ("ideographTraditional", 2, "乙"),
        ("chineseLegalSimplified", 3, "叁"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 28, "bb"),
        ("decimalZero", 7, "07"),
        ("none", 7, ""),
        ("unheardOf", 7, "7"),
    ],
)
def test_numerals_of_word(form, count, words):
    assert numeral(count, form) == words
