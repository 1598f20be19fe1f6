"""The workbook to download: its heads are words the reader knows, so that it reads back without a question."""

from os import PathLike
from typing import BinaryIO

from rectify.lib.blanks import Blank, Field, write_template

FIELDS = (
    Field("序号", 8, help="在本表内不重复；同一份表再次导入时按它和问题文字认出同一件。", example="1"),
    Field("被巡察单位", 20, required=True, help="写单位全称或简称，与单位库一致。", example="市住建局"),
    Field("方面", 20, help="反馈意见的大类。", example="贯彻落实党中央决策部署方面"),
    Field("具体问题", 48, required=True, help="反馈意见中的原话，下发后不能改。", example="老旧小区改造进度迟缓"),
    Field("问题类别", 20, help="从列表中选；没有类别的草稿要补上类别才能下发。"),
    Field("整改目标", 28, example="两个小区全部完工并通过验收"),
    Field("整改措施", 48, help="多条写在一格里，每条另起一行并编号。", example="1.成立工作专班。\n2.逐户征求意见。"),
    Field("牵头领导", 18, example="副局长（分管城建）"),
    Field("责任单位", 24, help="多个用顿号分开；第一个不必是牵头单位。", example="城市建设科、财务科"),
    Field("责任人", 18, example="城市建设科科长"),
    Field("完成时限", 20, help="写日期或原话都可以，原话会保留。", example="2026年12月31日前，并长期坚持"),
    Field("整改进展", 40, help="只作参考，不算单位申报。"),
    Field("备注", 20),
)


def write(target: str | PathLike | BinaryIO, classes: list[str]) -> None:
    """Write the template with the names of the present classes as a drop-down."""
    fields = [Field(f.title, f.width, help=f.help, choices=classes) if f.title == "问题类别" else f for f in FIELDS]
    write_template(target, Blank("巡察整改问题台账", fields, name="台账"))
