"""Feedback of four kinds, composed: a look-back numbered from （一）, broken news, a markdown page, an audit."""

import pytest

from issues.reading.papers import split_text
from issues.tests.papers import is_verbatim, tree

LOOK_BACK = """\
秘　密 ★ 10年
中共江州市委巡察工作领导小组文件
江委巡发〔2023〕7号
签发人：某某
市委第六巡察组关于对市教育局党工委巡察“回头看”情况的反馈意见
市教育局党工委：
按照市委巡察工作安排，二〇二三年三月六日至四月二十八日，十一届市委第四轮专项巡察第六巡察组对市教育局党工委进行了巡察“回头看”。现将有关情况反馈如下：
（一）巡察发现的突出问题
1、履行全面从严治党主体责任方面
（1）压力传导不够。一是责任清单照抄照搬；二是对下属学校指导不力，有的学校三年未听取纪检工作汇报，有的学校廉政风险点只有一条。
（2）“两个责任”层层递减；
2、执行中央八项规定精神方面
(1)超标准接待，①2022年5月接待费超标1.2万元；②陪餐人数超标6次。
(2)公车私用。
（3）津补贴发放不规范，涉及12人、3.6万元。
2.1 附属学校问题
整改情况不理想
（二）意见建议
1、提高站位。要从三个方面抓好整改。
2、举一反三，于2023128日前报送整改方案。
请于收到本意见之日起2个月内整改。
特此反馈。
附件：问题清单
中共江州市委第六巡察组
二〇二三年五月十日
抄送：市纪委监委、市委组织部。
"""
LOOK_BACK_TREE = """\
¶1 other 市教育局党工委
¶2 other 按照市委巡察工作安排
(一) heading （一）巡察发现的突出问题
(一)1 aspect 1、履行全面从严治党主体责任方面
(一)1(1) issue （1）压力传导不够
(一)1(1)一是 manifestation 一是责任清单照抄照搬
(一)1(1)二是 manifestation 二是对下属学校指导不力
(一)1(1)二是有的1 manifestation 有的学校三年未听取纪检工作汇报
(一)1(1)二是有的2 manifestation 有的学校廉政风险点只有一条
(一)1(2) issue （2）“两个责任”层层递减
(一)2 aspect 2、执行中央八项规定精神方面
(一)2(1) issue (1)超标准接待
(一)2(1)① manifestation ①2022年5月接待费超标1.2
(一)2(1)② manifestation ②陪餐人数超标6次
(一)2(2) issue (2)公车私用
(一)2(3) issue （3）津补贴发放不规范
(一)2(3)¶1 manifestation 2.1 附属学校问题
(一)2(3)¶2 manifestation 整改情况不理想
(二) heading （二）意见建议
(二)1 recommendation 1、提高站位
(二)2 recommendation 2、举一反三
(二)2¶1 other 请于收到本意见之日起2个月内整改
¶3 other 特此反馈
¶4 other 附件
¶5 other 中共江州市委第六巡察组
¶6 other 二〇二三年五月十日
¶7 other 抄送
"""

BROKEN_NEWS = """\
县委巡察办：三轮巡察反馈会召开
日前，十四届县委第三轮巡察向县供销合作社联合社党组等6家单位党组织反馈了巡察情况。
反馈会上，各巡察组负责同志分别通报了巡察情况，指出被巡察党组织存在的不足，主要有：
党建引领作用发挥不充分，为农服务主责主业抓得不实
内部管理松散，财务制度形同虚设
干部队伍老化，“躺平”现象比较突出
此外，巡察组还收到问题线索3件，已移交
巡察组要求，被巡察党组织要正视问题，并提出4条具体整改意见：
一要提高政治站位
二要压实整改责任
各党组书记要亲自抓
三要完善制度
李某某强调，要用好巡察成果。一是抓统筹。二是抓督办。
县委书记专题会议成员出席会议
"""
BROKEN_NEWS_TREE = """\
¶1 other 日前
¶2 other 反馈会上
¶3 issue 党建引领作用发挥不充分
¶4 issue 内部管理松散
¶5 issue 干部队伍老化
¶6 other 此外
¶7 other 巡察组要求
一要 recommendation 一要提高政治站位
二要 recommendation 二要压实整改责任
二要¶1 other 各党组书记要亲自抓
三要 recommendation 三要完善制度
¶8 other 李某某强调
¶8一是 other 一是抓统筹
¶8二是 other 二是抓督办
¶9 other 县委书记专题会议成员出席会议
"""

MARKDOWN = """\
---
title: "中央第四巡视组向某集团有限公司党委反馈巡视情况"
date: 2019-07-12
---
## 一、反馈情况
2019年3月28日至6月15日，中央第四巡视组对某集团有限公司党委开展了常规巡视。2019年7月12日，中央第四巡视组向某集团有限公司党委反馈了巡视情况。
**巡视反馈指出**，近年来成绩明显。巡视发现的问题主要是：学习贯彻不到位；“两个责任”落实不力，靠企吃企问题多发；基层党建弱化（含党员发展不规范；换届不及时）。另外，还收到一些线索。
## 二、整改要求
某某就整改提出三点要求：第一，提高认识；第二，抓好落实；第三，完善制度。
"""
MARKDOWN_TREE = """\
一 heading ## 一、反馈情况
一¶1 other 2019年3月28日至6月15日
一¶2 other **巡视反馈指出**
一¶2·1 issue 学习贯彻不到位
一¶2·2 issue “两个责任”落实不力
一¶2·3 issue 基层党建弱化（含党员发展不规范
一¶2¶1 other 另外
二 heading ## 二、整改要求
二¶1 other 某某就整改提出三点要求
二¶1第一 other 第一
二¶1第二 other 第二
二¶1第三 other 第三
"""

AUDIT = """\
县审计局关于县林业局领导干部经济责任审计结果的反馈意见
自2022年9月5日起，至2022年11月10日，审计组对县林业局进行了审计。
一、基本情况
县林业局内设8个股室。
二、审计发现的主要问题和处理建议
第一，决策程序不规范。2项工程未集体研究。
第二，资金管理不严：（1）滞留专项资金30万元；（2）白条入账5笔。
责令限期整改。
三、审计建议
第一，健全制度。
第二，加强监管。
"""
AUDIT_TREE = """\
¶1 other 自2022年9月5日起
一 heading 一、基本情况
一¶1 other 县林业局内设8个股室
二 heading 二、审计发现的主要问题和处理建议
二第一 issue 第一
二第二 issue 第二
二第二(1) manifestation （1）滞留专项资金30万元
二第二(2) manifestation （2）白条入账5笔
二第二¶1 manifestation 责令限期整改
三 heading 三、审计建议
三第一 recommendation 第一
三第二 recommendation 第二
"""


ALL = {"look-back": (LOOK_BACK, LOOK_BACK_TREE), "news": (BROKEN_NEWS, BROKEN_NEWS_TREE)}
ALL |= {"markdown": (MARKDOWN, MARKDOWN_TREE), "audit": (AUDIT, AUDIT_TREE)}


@pytest.mark.parametrize("text,expected", ALL.values(), ids=ALL)
def test_the_tree_of_a_feedback(text, expected):
    paper = split_text(text)
    assert paper.kind == "feedback"
    assert "\n".join(tree(paper)) + "\n" == expected
    assert is_verbatim(paper)


def stated(text):
    return {name: value for name, value in split_text(text).facts.items() if value}


def test_facts_of_a_look_back_written_in_chinese_numerals():
    assert stated(LOOK_BACK) == {
        "round": "十一届市委第四轮专项巡察",
        "team": "第六巡察组",
        "unit": "市教育局党工委",
        "onsite_start": "2023-03-06",
        "onsite_end": "2023-04-28",
        "doc_number": "江委巡发〔2023〕7号",
    }


def test_six_inspected_organisations_are_no_unit():
    assert stated(BROKEN_NEWS) == {"round": "十四届县委第三轮巡察"}


def test_front_matter_gives_the_title_and_is_cut():
    paper = split_text(MARKDOWN)
    assert paper.title == "中央第四巡视组向某集团有限公司党委反馈巡视情况"
    assert len(paper.cut) == 4
    assert stated(MARKDOWN)["feedback_date"] == "2019-07-12"


def test_an_audit_names_its_days_and_no_party_organisation():
    assert stated(AUDIT) == {"onsite_start": "2022-09-05", "onsite_end": "2022-11-10"}


def test_markings_and_letterhead():
    paper = split_text(LOOK_BACK)
    assert paper.markings == ["秘\u3000密 ★ 10年"]
    assert paper.cut[-1] == "签发人：某某"
    assert paper.title.startswith("市委第六巡察组关于")


def test_what_a_person_is_asked():
    assert [(one.kind, one.words) for one in split_text(LOOK_BACK).questions] == [
        ("number", "2.1"),
        ("date", "2023128日"),
    ]
    assert [one.kind for one in split_text(BROKEN_NEWS).questions] == ["total"]
    assert split_text(AUDIT).questions == []
