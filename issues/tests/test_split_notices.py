"""Notices and a speech, composed: a town, a bureau whose numbers follow no order, a speech without title."""

import pytest

from issues.reading.papers import split_text
from issues.tests.papers import is_verbatim, tree

TOWN = """\
关于某镇党委巡察整改进展情况的公示
根据县委巡察工作部署，2023年2月20日-4月20日，县委第三巡察组对我镇党委进行了常规巡察，2023年6月2日，县委第三巡察组向镇党委正式反馈了意见。
一、巡察整改总体情况
镇党委共召开专题会议12次，制定整改措施78条。反馈的4个方面32项问题，已完成整改29项，完成率90.6%；需长期坚持的3项。移交的信访件11件，办结11件，办结率100%。
追责问责8人，其中党内警告2人、诫勉谈话4人、批评教育2人。
二、存在问题的整改落实情况
（一）关于“学习贯彻不深入”问题
整改措施：
1.完善学习制度。
2.开展集中宣讲。
整改成效：学习次数增加。
（二）关于“在选人用人方面存在差距”的问题
1.具体表现：干部结构不合理。
整改结果：已调整干部3名。一是提拔1名；二是交流2名。
三、今后工作打算
（一）巩固成果
1.定期回访
（二）建章立制，2024年底前完成。
联系电话：0000-7654321
中共某县某镇委员会
2023年10月8日
"""
TOWN_TREE = """\
¶1 other 根据县委巡察工作部署
一 heading 一、巡察整改总体情况
一¶1 other 镇党委共召开专题会议12次
一¶2 other 追责问责8人
二 heading 二、存在问题的整改落实情况
二(一) issue （一）关于“学习贯彻不深入”问题
二(一)¶1 measure 整改措施
二(一)1 manifestation 1.完善学习制度
二(一)2 manifestation 2.开展集中宣讲
二(一)2¶1 progress 整改成效
二(二) issue （二）关于“在选人用人方面存在差
二(二)1 manifestation 1.具体表现
二(二)1¶1 progress 整改结果
二(二)1¶1一是 progress 一是提拔1名
二(二)1¶1二是 progress 二是交流2名
三 heading 三、今后工作打算
三(一) heading （一）巩固成果
三(一)1 measure 1.定期回访
三(二) measure （二）建章立制
¶2 other 联系电话
¶3 other 中共某县某镇委员会
¶4 other 2023年10月8日
"""

SPEECH = """\
同志们：
今天我们召开巡察整改推进会，主要任务是贯彻县委要求。下面，我讲三点意见。
一、提高认识
（一）问题不少。一是学习不够；二是落实不力。
二、狠抓整改
谢谢大家！
"""
SPEECH_TREE = """\
¶1 other 同志们
¶2 other 今天我们召开巡察整改推进会
一 other 一、提高认识
一(一) other （一）问题不少
一(一)一是 other 一是学习不够
一(一)二是 other 二是落实不力
二 other 二、狠抓整改
二¶1 other 谢谢大家！
"""

UNRULY = """\
首页 > 党务公开
某县林草局党组关于县委巡察反馈问题整改落实情况的公布
发布时间：2024-03-01
2023年4月至6月，县委第七巡察组巡察了县林草局党组。2023年8月反馈意见。
第一，组织领导。成立专班。
第二，责任落实。
压实到人。
同志们的监督是我们的动力。
1.关于“造林补贴兑付慢”问题
①已兑付412万元。②剩余8万元2024年底兑付。
2.在“防火责任落实”方面
2-1补充说明
(1)关于‘瞭望塔空岗’问题：增配人员
一是招录6人。
（a）其中女2人。
巡察反馈24条问题，其中已整改到位20条，正在整改3条。
整改率83%。
（一）后续工作：持续用力；久久为功。
下一步打算
欢迎监督
"""
UNRULY_TREE = """\
¶1 other 2023年4月至6月
第一 progress 第一
第二 progress 第二
第二¶1 other 压实到人
¶2 other 同志们的监督是我们的动力
1 issue 1.关于“造林补贴兑付慢”问题
1① manifestation ①已兑付412万元
1② manifestation ②剩余8万元2024年底兑付
2 aspect 2.在“防火责任落实”方面
2¶1 other 2-1补充说明
2(1) issue (1)关于‘瞭望塔空岗’问题
2(1)一是 progress 一是招录6人
2(1)一是¶1 progress （a）其中女2人
2(1)一是¶2 progress 巡察反馈24条问题
2(1)一是¶3 progress 整改率83%
(一) progress （一）后续工作
(一)¶1 other 下一步打算
¶3 other 欢迎监督
"""


ALL = {"town": (TOWN, TOWN_TREE, "notice"), "speech": (SPEECH, SPEECH_TREE, "speech")}
ALL |= {"unruly": (UNRULY, UNRULY_TREE, "notice")}


@pytest.mark.parametrize("text,expected,kind", ALL.values(), ids=ALL)
def test_the_tree_of_a_notice(text, expected, kind):
    paper = split_text(text)
    assert paper.kind == kind
    assert "\n".join(tree(paper)) + "\n" == expected
    assert is_verbatim(paper)


def test_figures_are_added_and_divided():
    totals = [(one.expected, one.counted, one.agrees) for one in split_text(TOWN).totals]
    assert totals == [(32, 32, True), (90.6, 90.6, True), (100, 100, True), (8, 8, True)]


def test_a_sum_that_does_not_come_out_is_told():
    paper = split_text(UNRULY)
    assert [(one.expected, one.counted) for one in paper.totals] == [(24, 23)]
    assert [one.kind for one in paper.questions] == ["total"]
    assert "24" in paper.questions[0].text


def test_facts_by_months():
    assert split_text(UNRULY).facts == {
        "round": None,
        "team": "县委第七巡察组",
        "unit": "县林草局党组",
        "onsite_start": "2023-04",
        "onsite_end": "2023-06",
        "feedback_date": "2023-08",
        "doc_number": None,
    }


def test_our_own_town_is_no_name():
    facts = split_text(TOWN).facts
    assert facts["unit"] is None
    assert (facts["onsite_start"], facts["onsite_end"], facts["feedback_date"]) == (
        "2023-02-20",
        "2023-04-20",
        "2023-06-02",
    )


def test_page_furniture_is_cut():
    assert split_text(UNRULY).cut == ["首页 > 党务公开", "发布时间：2024-03-01"]


def test_a_person_may_say_what_the_document_is():
    assert {node.role for node in split_text(SPEECH).nodes()} == {"other"}
    assert "heading" in {node.role for node in split_text(SPEECH, kind="feedback").nodes()}
