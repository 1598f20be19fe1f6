"""A notice of our own in which every item is interrupted: by what the unit did, by page heads, by a picture's caption."""

from pathlib import Path

from docx import Document

NOTICE = """中共清源市林业局党组关于巡察整改进展情况的通报
根据市委统一部署，2026年4月7日至6月5日，市委第三巡察组对市林业局党组开展了巡察。7月2日，巡察组反馈了意见。共收到反馈问题9个，已完成整改6个，正在整改3个，整改完成率66.7%。
一、反馈问题整改情况
（一）反馈问题：护林员管理流于形式
1.三个管护站的巡护日志由一人代填
整改情况：已收回代填日志，改用定位打卡。
2.两名护林员常年不在岗仍领取补助
整改情况：已追回补助4.2万元。
（二）反馈问题：苗木采购把关不严
1.验收单上没有苗木规格和检疫证号
整改情况：已补齐检疫证明17份。
2.供货数量与入库数量相差六百余株
整改情况：已由供货方补足。
3.采购方案没有上会研究
整改情况：已修订采购办法。
"""
# The words of each issue: title and passages, as they must stand in its original wording.
PASSAGES = (
    ("护林员管理流于形式", ("1.三个管护站的巡护日志由一人代填", "2.两名护林员常年不在岗仍领取补助")),
    (
        "苗木采购把关不严",
        ("1.验收单上没有苗木规格和检疫证号", "2.供货数量与入库数量相差六百余株", "3.采购方案没有上会研究"),
    ),
)
HEADS = """市委第三巡察组关于巡察市林业局党组的反馈意见
一、巡察发现的主要问题
（一）护林防火责任悬空。火险期值班表空缺十一天，
清源市委巡察办　第 2 页
未按规定补岗，
图1　值班表照片
两处瞭望塔无人值守。
（二）生态补偿资金拨付迟缓。
"""
ANNEX = (
    ("序号", "存在问题", "责任单位", "整改时限"),
    ("1", "林区道路塌方半年未修复", "林场", "2026年12月底前"),
    ("2", "采伐许可证超期发放三件", "林政科", "2026年11月底前"),
    ("3", "退耕还林档案缺少验收表", "造林科", "2026年12月底前"),
)


def word(text: str, place: Path) -> Path:
    """The same text as a Word document, a paragraph a line."""
    document = Document()
    for line in text.strip().splitlines():
        document.add_paragraph(line)
    document.save(str(place))
    return place


def annexed(place: Path) -> Path:
    """A feedback whose issues stand in a table."""
    document = Document()
    for line in ("市委第三巡察组关于巡察市林业局党组的反馈意见", "巡察发现的问题见附表，共3个问题。", "附件：问题清单"):
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=len(ANNEX[0]))
    for row in ANNEX:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.save(str(place))
    return place
