"""Word files and web pages, composed: automatic numbers, revisions, text boxes, tables, layout."""

import pytest

from issues.reading.paper import SplitRefused
from issues.reading.papers import read_feedback, split_safely
from issues.tests.papers import is_verbatim, levels, para, table, tree, word

OUTLINE = levels(
    ("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3．"), ("decimalEnclosedCircle", "%4")
)
FROM_THREE = '<w:start w:val="3"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Item"/><w:lvlText w:val="%1."/>'
BULLET = '<w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/>'
AGAIN = '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride>'


def definition(key, inside):
    return f'<w:abstractNum w:abstractNumId="{key}">{inside}</w:abstractNum>'


def level(inside):
    return f'<w:lvl w:ilvl="0">{inside}</w:lvl>'


def instance(key, of, change=""):
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{change}</w:num>'


def style(key, based_on="", number=""):
    above = f'<w:basedOn w:val="{based_on}"/>' if based_on else " "
    inside = f"<w:pPr><w:numPr>{number}</w:numPr></w:pPr>" if number else ""
    return f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{key}"/>{above}{inside}</w:style>'


NUMBERING = definition(7, OUTLINE) + definition(8, level(FROM_THREE)) + definition(9, level(BULLET))
NUMBERING += instance(1, 7) + instance(2, 7, AGAIN) + instance(3, 8) + instance(4, 9)
STYLES = (
    style("a")
    + style("H1", "a", '<w:numId w:val="1"/>')
    + style("H2", "H1", '<w:ilvl w:val="1"/><w:numId w:val="1"/>')
    + style("Sub", "H2")
    + style("Item", "a", '<w:numId w:val="3"/>')
)
DELETED = '<w:del w:id="1"><w:r><w:delText>删去的话</w:delText></w:r></w:del>'
INSERTED = '<w:ins w:id="2"><w:r><w:t>补上的话。</w:t></w:r></w:ins>'
MOVED = (
    '<w:moveFrom w:id="3"><w:r><w:t>移走的话</w:t></w:r></w:moveFrom>'
    '<w:moveTo w:id="4"><w:r><w:t>移来的话。</w:t></w:r></w:moveTo>'
)
BOX = "<w:r><w:pict><w:txbxContent>" + para("文本框里的说明") + "</w:txbxContent></w:pict></w:r>"


def numbers(paper):
    return [node.number for node in paper.nodes()]


def test_numbers_come_from_styles_and_lists(tmp_path):
    body = (
        para("市委第九巡察组对市体育局党组的巡察反馈意见")
        + para("主要问题", style="H1")
        + para("党的领导弱化", style="H2")
        + para("学习不经常。", list_id=1, level=2)
        + para("研究不深入。", list_id=1, level=2)
        + para("以文件落实文件", list_id=1, level=3)
        + para("", list_id=1, level=3)
        + para("跟踪问效不够", list_id=1, level=3)
        + para("党的建设缺失", style="Sub")
        + para("换届超期。", list_id=1, level=2)
        + para("不计数的段落", style="H2", list_id=0)
        + para("整改建议", style="H1")
        + para("立行立改。", style="Item")
        + para("举一反三。", style="Item")
        + para("长期坚持。", list_id=4)
        + para("另行编号。", list_id=2, level=2)
    )
    paper = read_feedback(word(tmp_path / "样式.docx", body, numbering=NUMBERING, styles=STYLES))
    assert tree(paper) == [
        "一 heading 主要问题",
        "一(一) issue 党的领导弱化",
        "一(一)1 manifestation 学习不经常",
        "一(一)2 manifestation 研究不深入",
        "一(一)2① manifestation 以文件落实文件",
        "一(一)2③ manifestation 跟踪问效不够",
        "一(二) issue 党的建设缺失",
        "一(二)1 manifestation 换届超期",
        "一(二)1¶1 manifestation 不计数的段落",
        "二 heading 整改建议",
        "二3 recommendation 立行立改",
        "二4 recommendation 举一反三",
        "二4¶1 other 长期坚持",
        "二1 recommendation 另行编号",
    ]
    assert numbers(paper)[:7] == ["一、", "（一）", "1．", "2．", "①", "③", "（二）"]
    assert [one.words for one in paper.questions] == ["③", "3"]
    assert is_verbatim(paper)


REVISED = [
    "一 heading 一、存在的问题",
    "一(一) issue （一）预算执行不严",
    "一(二) issue （二）资金滞留",
    "一(二)1 manifestation 1.滞留120万元",
    "一(二)2 manifestation 2.滞留35万元",
    "一(三) issue （三）资产闲置",
    "一(四) issue （四）账实不符",
    "一(四)¶1 manifestation 文本框里的说明",
    "一(四)T1R1 other 序号",
    "一(四)T1R2 other 1",
    "一(四)T1R4 other 2",
    "二 heading 二、整改意见",
    "二T2R1 other 期限",
    "二¶1 other 限期整改",
]


def test_revisions_breaks_boxes_and_controls(tmp_path):
    body = (
        para("县委第一巡察组关于巡察县财政局党组的反馈意见")
        + para("一、存在的问题", inside=DELETED)
        + para("（一）预算执行不严。", inside=INSERTED)
        + para(
            "（二）资金滞留。", inside="<w:r><w:br/><w:t>1.滞留120万元。</w:t><w:cr/><w:t>2.滞留35万元。</w:t></w:r>"
        )
        + para("", inside=DELETED)
        + para("（三）资产", mark='<w:del w:id="9"/>')
        + para("闲置。", inside=MOVED)
        + "<w:sdt><w:sdtContent>"
        + para("（四）账实不符。", inside=BOX)
        + "</w:sdtContent></w:sdt>"
        + table(("序号", "资产", "金额"), ("1", "房屋", "30万元"), ("", "", ""), ("2", "车辆", "9万元"))
        + para("二、整改意见")
        + table(("期限", "2个月"))
        + para("限期整改。", inside="<w:r><w:tab/><w:noBreakHyphen/><w:instrText>PAGE</w:instrText></w:r>")
    )
    paper = read_feedback(word(tmp_path / "修订.docx", body, header="机密"))
    assert tree(paper) == REVISED
    texts = [node.text for node in paper.nodes()]
    assert texts[1] == "（一）预算执行不严。补上的话。"
    assert texts[5] == "（三）资产闲置。移来的话。"
    assert texts[9] == "1\t房屋\t30万元"
    assert paper.outside == ["机密"]
    assert paper.markings == []


PAGE = """<!DOCTYPE html><html><head><title>一、不是正文</title><style>p{}</style></head><body>
<table width="100%"><tr><td><div>首页&nbsp;&gt;&nbsp;巡察公开</div>
<table><tr><td><h2>某市水务集团党委关于巡察整改情况的公告通报</h2></td></tr></table>
<p hidden>看不见的字<p>2022年3月1日&mdash;4月30日，市委第二巡察组巡察了市水务集团党委。</p>
<p style="DISPLAY: none">也看不见</p><script>var s = "<p>二、脚本</p>";</script>
<p>一、巡察反馈<b>问题</b>整改情况<br/>（一）关于&ldquo;漏损率高&rdquo;问题</p>
<ul><li>整改措施：换管网&#x31;2公里</li><li>整改进展：漏损率降至8%</li></ul>
<table border=1><tr><th>项目<th>数量<tr><td>换管<td>12<br>公里<tr><td><td></table>
<p>二、持续深化<noscript>无</noscript></p><div>1.常态巡检<div>（1）每周一次</div></div>
<div>上一篇：无</div></td></tr></table></body></html>"""


def test_a_page_laid_out_by_tables(tmp_path):
    path = tmp_path / "页.htm"
    path.write_bytes(PAGE.encode("gb18030"))
    paper = read_feedback(path)
    assert paper.kind == "notice"
    assert paper.cut == ["首页 > 巡察公开", "上一篇：无"]
    assert tree(paper) == [
        "¶1 other 2022年3月1日—4月30日",
        "一 heading 一、巡察反馈问题整改情况",
        "一(一) issue （一）关于“漏损率高”问题",
        "一(一)¶1 measure 整改措施",
        "一(一)¶2 progress 整改进展",
        "一(一)T1R1 other 项目",
        "一(一)T1R2 other 换管",
        "二 heading 二、持续深化",
        "二1 heading 1.常态巡检",
        "二1(1) measure （1）每周一次",
    ]
    assert [node.text for node in paper.nodes()][6] == "换管\t12 公里"
    assert is_verbatim(paper)


TEXT = "区委巡察组关于巡察区民政局党组的反馈意见\r\n\r\n　　一、发现的问题\r\n（一）底数不清。\r（二）救助不及时。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_texts_in_every_usual_encoding(tmp_path, encoding):
    path = tmp_path / "文.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert tree(read_feedback(path)) == [
        "一 heading 一、发现的问题",
        "一(一) issue （一）底数不清",
        "一(二) issue （二）救助不及时",
    ]


def test_the_limited_process_gives_the_same(tmp_path):
    path = word(
        tmp_path / "同.docx",
        para("关于巡察某局党组的反馈意见") + para("一、主要问题") + para("1.账目不清。"),
        header="内部资料",
    )
    assert split_safely(path, name="反馈.docx") == read_feedback(path, name="反馈.docx")


def test_an_empty_document_is_told(tmp_path):
    with pytest.raises(SplitRefused, match="没有文字"):
        read_feedback(word(tmp_path / "空.docx", para()))
