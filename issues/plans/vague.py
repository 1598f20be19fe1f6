"""Hints on vague wording of a measure: 谁、何时、做到什么程度、拿什么证明. A pure function; it hints and never blocks.

Source: docs/rules.md: plan-vague.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

NAMES = {"person": "谁", "date": "何时", "degree": "做到什么程度", "proof": "拿什么证明"}

CROWD = re.compile(
    "(?:有关|相关|各(?:有关|相关)?|责任)(?:职能|责任)?(?:部门|单位|科室|处室|股室|方面|人员|同志|人)"
    "|全体(?:干部(?:职工)?|党员(?:干部)?|人员|职工|同志|成员)?|班子成员|各级(?:党组织|领导)?|大家|专人|指定人员"
)
SOON = re.compile("尽快|尽早|适时|近期|抓紧|及早|早日|择机|条件成熟(?:时|后)?|逐步|限期|按时|如期|及时|适当时候")
OFTEN = re.compile("不定期|定期|经常(?:性)?|常态化|时常")
RHYTHM = re.compile(
    "每(?:[一二两三四五六七八九十半\\d]*个?)?(?:天|日|周|星期|旬|月|季度?|半年|年|学期)|按(?:周|月|季度?|年)|逐月|逐季"
)
DAY = re.compile(
    "\\d{4}年|\\d{1,2}月(?:\\d{1,2}[日号])?(?:底|末|上旬|中旬|下旬)?前?|年底前?|[一二三四1-4]季度末?"
    "|[\\d一二两三四五六七八九十]+个?(?:工作日|日|天|周|月)(?:以?内)"
)
LOOSE = re.compile(
    "进一步|加强|强化|加大|加快|提高|提升|增强|完善|健全|规范|推进|推动|深化|压实|抓好|抓实|做好|做实|搞好|落实"
    "|切实|大力|积极|全面|深入|着力|努力|持续|不断|明显|有效|严格|高度重视|充分|扎实|统筹|优化|改进"
)
NUMBER = re.compile(
    "(?:\\d[\\d,.]*|[一二两三四五六七八九十百千万]+)\\s*(?:余|多)?(?:%|个百分点|[项个人户次份件家名期场处条亩宗批套吨台辆篇起元例]|万|亿|平方米|公里)"
    "|百分之|第[一二三四]档"
)
WHOLE = re.compile(
    "全部|齐全|一致|归档|[一二两三四五六七八九]成|同比|销号|逐[一户项件笔人家条个处村宗份]|清零|归零|为零|零(?:新增|发生|投诉|积压)|不再|无新增|足额|全覆盖|对应(?:到|清单)|[清退缴]完"
    "|(?:清退|追缴|上缴|收缴|退还|整改|发放|兑付|拨付|拆除|修复|补办|入库|入账|录入|公示|移交)(?:到位|完毕|到账|完成)"
)
MADE = re.compile(
    "《[^》]+》|(?:印发|出台|修订|制定|编制|建立|签订|公布|上线).{0,16}?"
    "(?:办法|制度|细则|规定|规程|方案|清单|台账|流程|合同|协议|系统|平台|预案|规则|标准)"
)
PROOF = re.compile(
    "文件|办法|制度|登记|决定|结果|通报|指南|分解表|批复|材料|细则|规定|规程|台账|清单|凭证|票据|发票|收据|回单|流水|记录|签字|签收|照片|影像|视频|截图|报告|名册|花名册|合同|协议"
    "|判决|决定书|证书|证照|批复|批文|验收|核查表|复核表|核对表|登记表|汇总表|明细|账目|账册|档案|公示|公告|印发|系统数据|台帐|函|回执|名单|审计|问卷|满意度|到账|入库单"
)
TALK = re.compile("会议(?:纪要|记录)?|学习(?:记录|资料)?|传达|部署会?|通知|动员|宣讲|座谈|谈话|表态|承诺书")


@dataclass(frozen=True)
class VagueHint:
    """What is missing (a key of `NAMES`), the words that caused it as they stand in the text, and a sentence."""

    code: str
    words: tuple[str, ...]
    sentence: str

    @property
    def name(self) -> str:
        return NAMES[self.code]


def hints(text: str, *, criterion: str = "", person: str = "", dated: bool = False) -> list[VagueHint]:
    """At most one hint for each of the four things that a measure has to say; none for an empty one.

    `dated`: the deadline has been filled in, as a day or as a phrase that means one.
    """
    text, criterion, person = (unicodedata.normalize("NFKC", part).strip() for part in (text, criterion, person))
    if not text:
        return []
    candidates = (
        _person(text, person),
        _date(text, criterion, dated),
        _degree(text, criterion),
        _proof(text, criterion),
    )
    return [hint for hint in candidates if hint]


def _person(text: str, person: str) -> VagueHint | None:
    crowd = _words(CROWD, person) or (() if person else _words(CROWD, text))
    if crowd:
        return VagueHint("person", crowd, "落不到人，请写到岗位，如“住保科科长”")
    return None if person else VagueHint("person", (), "还没有写责任人，请写到岗位")


def _date(text: str, criterion: str, dated: bool) -> VagueHint | None:
    whole = f"{text}\n{criterion}"
    often = _words(OFTEN, whole)
    if often and not RHYTHM.search(whole):
        return VagueHint("date", often, "没有写多久一次，如“每月”“每季度”")
    if dated or DAY.search(text):
        return None
    soon = _words(SOON, text)
    if soon:
        return VagueHint("date", soon, "读不出日期，请写到哪一天前")
    return VagueHint("date", (), "还没有写期限，请写到哪一天前")


def _degree(text: str, criterion: str) -> VagueHint | None:
    whole = f"{text}\n{criterion}"
    if any(kind.search(whole) for kind in (NUMBER, WHOLE, MADE)):
        return None
    loose = _words(LOOSE, whole)
    if loose:
        return VagueHint("degree", loose, "查不出做到没有，请写数量、范围或要拿出的东西，如“逐户复核 1,900 户”")
    if not criterion:
        return VagueHint("degree", (), "还没有写销号标准，请写做到什么程度算完")
    return VagueHint("degree", (), "标准里没有数量、范围，也没有要拿出的东西")


def _proof(text: str, criterion: str) -> VagueHint | None:
    whole = f"{text}\n{criterion}"
    talk = _words(TALK, whole)
    if PROOF.search(TALK.sub("", whole)):
        return None
    if talk:
        return VagueHint("proof", talk, "只说明说过，不说明做过；请写凭证、记录或结果")
    return VagueHint("proof", (), "没有写拿什么证明，如凭证、签字的核查表、印发的办法")


def _words(pattern: re.Pattern, text: str, most: int = 4) -> tuple[str, ...]:
    """The words found, each once, in their order."""
    return tuple(dict.fromkeys(match[0] for match in pattern.finditer(text)))[:most]


def marked(text: str, found: Iterable[VagueHint]) -> list[tuple[str, bool]]:
    """The text in pieces, and of each whether a hint named it: for showing where the words stand."""
    words = sorted({word for hint in found for word in hint.words}, key=len, reverse=True)
    if not words:
        return [(text, False)] if text else []
    parts = re.split("(" + "|".join(map(re.escape, words)) + ")", text)
    return [(part, part in words) for part in parts if part]
