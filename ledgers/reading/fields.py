"""Target fields of a ledger's columns and the header words that mean them (docs/rules.md: reading-columns)."""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

WORDS = {
    "serial": "序号 编号 问题序号 问题编号",
    "number": "",
    "locator": "反馈意见编号 对应反馈条目 反馈条目 原文位置 定位",
    "track": "整改专项 整改巡视专项 专项",
    "source": "问题来源 任务来源 来源",
    "round": "轮次",
    "team": "巡察组 巡视组 移交巡察组",
    "unit": "被巡察单位 被巡视单位 问题涉及单位 涉及单位 整改单位 被巡察院级党组织名称",
    "aspect": "主要方面 巡视反馈重点方面 反馈方面 问题方面 方面",
    "heading": "巡视反馈重点内容 反馈重点内容 突出问题 大项",
    "issue": "具体问题 巡视反馈具体问题 反馈具体问题 发现的问题 反馈问题 存在问题 审计发现问题 问题 具体问题内容 巡察反馈的问题 "
    "巡察反馈的问题(包括例证) 事项 督办事项 存在的问题 问题简述 存在的安全隐患 议定事项",
    "manifestation": "具体表现 问题的具体内容 问题具体表现 具体表现内容 问题表现 具体需整改问题",
    "category": "问题类别 问题类型 类别",
    "subcategory": "问题子类 子类",
    "scheme_code": "对应四落 对应四个落实 对应聚焦 对应四个聚焦 四个落实 四个聚焦 四落实 分类",
    "nature": "问题性质 性质 个性共性 个性/共性 共性/个性 个性或共性 个性共性问题",
    "cause": "根源类型 问题根源类型 原因类型 根源类别",
    "focus": "是否重点关注 重点关注",
    "focus_reason": "重点关注情形",
    "root_cause": "原因分析 原因剖析 产生原因 根本原因 产生问题的根本原因",
    "goal": "整改落实目标 整改目标 工作目标 目标/计划",
    "measures": "整改措施 整改举措 具体措施 具体举措 措施内容 整改计划 整改措施具体内容(含措施分解) 针对根本原因制定的归零措施",
    "measure_types": "措施类型",
    "n_measures": "措施数量",
    "lead_leader": "牵头领导 牵头校领导 包抓领导 党组织主要负责人",
    "responsible_leaders": "责任领导 其他领导班子成员",
    "leader_in_charge": "分管领导",
    "lead_unit": "牵头单位 牵头部门 整体牵头部门 主责部门 整体牵头部门/负责人",
    "responsible_units": "责任单位 责任部门 责任科室 整改责任部门 承办单位 责任部门(人)",
    "supporting_units": "配合单位 配合部门 协办单位 协同部门",
    "responsible_persons": "责任人 整改责任人 具体责任人 经办人",
    "contact": "联系人 整改对接人 督办联系人",
    "due": "完成时限 整改时限 整改期限 完成时间 预计完成时间 整改完成时限 时限 问题整改完成时限",
    "regular": "是否常态化坚持 是否长期坚持",
    "within_period": "是否集中整改期完成",
    "status_declared": "整改状态 状态 完成情况 整改进度 整改问题状态 进展 措施状态",
    "progress": "整改进展 进展情况 整改情况 整改描述 整改落实情况 整改措施完成情况 完成概述 整改成效 本周进展 落实情况",
    "self_check": "举一反三情况 举一反三检查情况",
    "evidence_note": "佐证材料 证明材料 整改措施落实的佐证材料",
    "n_institutions": "完善制度(项) 建章立制(项) 制度(项)",
    "n_loss_recovered": "挽回损失(万元)",
    "n_accountability": "追责问责(人)",
    "n_self_check": "举一反三(项)",
    "n_campaign": "专项整治(项)",
    "issued_on": "下发时间 交办时间",
    "completed_on": "实际完成时间 整改完成日期 整改到位时间 整改到位日期",
    "closed_on": "销号时间 销号日期",
    "cycle": "整改周期",
    "obstacles": "存在问题及需协调事项 存在困难",
    "next_step": "下周计划 下步计划",
    "remark": "备注",
    "closure_opinion": "审核意见 验收意见 销号意见 被巡察单位主管领导审核 被巡察单位巡察整改领导小组审核 公司主管业务部门审查",
    "closed_by": "审核人 销号人 验收人",
}
# What a person reads where the mapping is chosen.
FIELDS = {field: words.split()[0] for field, words in WORDS.items() if words} | {
    "number": "编号",
    "issue": "具体问题",
    "measures": "整改措施",
    "round": "轮次",
    "track": "整改专项",
    "locator": "对应反馈条目",
    "unit": "被巡察单位",
    "heading": "反馈重点内容",
    "goal": "整改目标",
    "aspect": "反馈方面",
    "nature": "性质",
    "scheme_code": "对应四落、四个聚焦等分类",
}
LISTS = frozenset(
    {"measures", "measure_types", "responsible_leaders", "responsible_units", "supporting_units", "responsible_persons"}
)
NUMBERS = frozenset(
    {"n_measures", "n_institutions", "n_loss_recovered", "n_accountability", "n_self_check", "n_campaign"}
)
FLAGS = frozenset({"focus", "regular", "within_period"})
DATES = frozenset({"issued_on", "completed_on", "closed_on"})
LEDGER = frozenset({"issue", "manifestation", "measures", "heading"})
KNOWN = {word: field for field, words in WORDS.items() for word in words.split()}
# Too short or too loose to be sure of, but what such a heading most likely means.
STEMS = {
    "措施": "measures",
    "举措": "measures",
    "任务清单": "measures",
    "责任清单": "responsible_units",
    "根源": "cause",
}
STATES = {
    "not_started": "未启动 待整改",
    "in_progress": "整改中 正在整改 进行中 正按序推进 按序时进度推进 序时推进",
    "substantially_done": "基本完成 阶段性完成",
    "done_claimed": "已完成 完成 整改完成 已整改到位",
    "closure_requested": "申请销号",
    "closed": "已销号 办结 归零",
    "long_term": "长期坚持 持续整改",
    "not_done": "未完成",
}
STATE_CODES = {word: code for code, words in STATES.items() for word in words.split()}


SERIALS = {"编号": {"序号", "问题序号"}, "问题编号": {"序号", "编号", "问题序号"}}
NOBODY = frozenset(("无", "暂无", "/", "-", "--", "—", "——", "－", "\\"))
TAIL = re.compile(r"\([^()]*\)$")
HEADS = frozenset(word[0] for word in KNOWN) | {"*", "＊"}
LONGEST_WORD = 40


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """A header text as the table knows it: half-width, without blanks, line breaks and `*`."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("*", "").replace("\u200b", "")


def heading(text: str) -> str:
    """A header text as it is shown: without blanks, line breaks and `*`, its width kept."""
    return "".join(text.split()).replace("*", "").replace("＊", "")


def is_known(text: str) -> bool:
    """Whether a cell's text is a known header word; quick for what cannot be one."""
    return len(text) <= LONGEST_WORD and text[0] in HEADS and bare(text) in KNOWN


def field_of(parts: list[str]) -> tuple[str | None, float]:
    """The field that a header of these cells means, from the top to the bottom, and how sure that is: the whole header, else its
    last cell, else the same without a bracketed tail (docs/rules.md: reading-header)."""
    whole, last = bare("/".join(parts)), bare(parts[-1]) if parts else ""
    for words, confidence in ((whole, 1.0), (last, 0.9), (TAIL.sub("", whole), 0.9), (TAIL.sub("", last), 0.9)):
        if field := KNOWN.get(words):
            return field, confidence
    return None, 0.0


def likely(heading_: str, claimed: Collection[str] = ()) -> str | None:
    """The field that an unknown heading may mean, where only one offers itself: the longest known word in it, best at its end;
    else what known words end in it (措施 in 整改措施). None of those that other columns are (`claimed`), unless it is a list."""
    words = bare(heading_.rpartition("/")[2])
    free = {word: field for word, field in (KNOWN | STEMS).items() if field in LISTS or field not in claimed}
    within = [word for word in free if len(word) > 1 and word in words]
    if within:
        return free[max(within, key=lambda word: (words.endswith(word), len(word)))]
    ending = {field for word, field in free.items() if len(words) > 1 and word.endswith(words)}
    return ending.pop() if len(ending) == 1 else None


def is_number(parts: list[str], words: set[str]) -> bool:
    """Whether a column is the number of the issue in the office's books, because another one counts the rows."""
    others = SERIALS.get(bare(parts[-1]), set())
    return bool(others & words)
