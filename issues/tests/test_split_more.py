"""Documents of further kinds of bodies: a hospital, a company, a school; each composed here, each in a layout of its own."""

import pytest

from issues.reading.papers import read_feedback, split_text
from issues.tests.papers import is_verbatim, para, table, word

HOSPITAL = """市委巡察三组关于巡察市第三人民医院党委的反馈意见
市第三人民医院党委：
一、主要问题
（一）党委领导下的院长负责制落实不够。
1．党委会与院长办公会议事范围不清。2024年6项大额采购未上党委会。
2．科室主任选聘程序不全。
（二）群众看病就医的问题解决不力。
1．门诊候诊平均超过95分钟。
2．耗材二次议价流于形式。
二、意见建议
1．压实院领导班子责任。
2．年底前完成集中整改。
"""
COMPANY = """关于巡察城市供水集团有限公司党委的反馈意见

　　二、巡察发现的突出问题
　　（一）聚焦主责主业方面
　　1、管网漏损率连续三年高于15%。
　　2、水厂改造进度滞后。
　　（二）落实监督责任方面
　　1、纪检人员长期兼管采购；
　　2、问题线索处置超期7件。
"""


@pytest.mark.parametrize(("text", "issues"), [(HOSPITAL, 2), (COMPANY, 4)], ids=["hospital", "company"])
def test_further_bodies_are_taken_apart_to_the_letter(text, issues):
    paper = split_text(text)
    assert paper.kind == "feedback"
    assert is_verbatim(paper)
    assert sum(node.role == "issue" for node in paper.nodes()) == issues


def test_recommendations_are_no_issues():
    roles = [node.role for node in split_text(HOSPITAL).nodes()]
    assert roles.count("recommendation") == 2


def test_a_school_in_word_with_a_table_between(tmp_path):
    body = (
        para("关于巡察市第一中学党总支的反馈意见")
        + para("一、发现的主要问题")
        + para("（一）师德师风教育不经常。")
        + table(("年级", "违规补课"), ("高一", "3人"), ("高二", "5人"))
        + para("（二）食堂采购不公开。")
    )
    paper = read_feedback(word(tmp_path / "school.docx", body))
    assert is_verbatim(paper)
    assert [node.text for node in paper.nodes() if node.role == "issue"][-1] == "（二）食堂采购不公开。"
    assert [line.row for line in paper.lines if line.table] == [1, 2, 3]
