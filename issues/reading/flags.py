"""Deadline wording: what stands beside the dates (long-term, immediate, done, changed, how often).

Source of the rules: docs/rules.md: reading-deadline.
"""

import re

from issues.reading.tokens import Token, number

LONG_TERM = re.compile(
    r"长期(?:坚持|任务|推进|整改|保持|抓好|实施)?|持续(?:推进|整改|坚持)|常态化(?:坚持|推进|开展|管理|整改)?"
)
IMMEDIATE = re.compile(
    r"立[行知说整查审接巡督]立改|立改立行|即[知查审行接巡督]即改|边[巡审查督学整]边(?:整改|整|改)|[随立]查[随即]改|未巡先改"
    r"|马上(?:就)?(?:整改|改)|(?:立即|立刻|即刻|当即|当场)(?:整改|改正)"
)
DONE = re.compile(
    r"已(?:经|全部|全面|经全部|按期|如期|按时)*(?:[于在][^,;。()]{1,24}?)?(?:全部|按期|如期|按时)?"
    r"(?:完成整改|整改完成|整改到位|完成(?![\d率]|[一二三四五六七八九十]项|部分|阶段|过半)|办结|销号|落实|整改)"
)
FLAGGED = re.compile("[长持常改已]")  # a sign that each of these phrases holds
CHANGE = re.compile(r"(?:延期|延长|推迟|调整|变更|顺延|延后|延迟)(?:至|到|为)|延至")
POSSIBLE = re.compile("可|允许|申请|如|若|确[有需]|视|经|最[长多迟]|不超过|拟|必要|特殊|待|或")
ORIGINAL = re.compile(r"原(?:定|计划|规定|要求|先)?(?:的?(?:整改|完成)?(?:时限|期限|时间))?[于在为是:]?$")
PROFILE = re.compile(r"集中整改(?:期限?|阶段)|整改期(?:限?(?:内|以内|之内|间|结束)|$)")
FEEDBACK = re.compile(
    r"(?:自|从|在|于)?(?:正式)?(?:收到|接到)?(?:[本此该]次|[本此]轮|正式|书面)*"
    r"(?:(?:[省市县区]委|中央|上级|第[一二三四五六七八九十\d]{1,3}[轮批]?|专项|常规|[本此该]次|[本此]轮)*(?:巡视|巡察|审计|督察)"
    r"(?:工作|组|办|意见|问题|正式|书面|集中|现场|向.{1,8}?)*)?"
    r"反馈(?:意见|情况|结果|问题|的)*(?:之日|当日|当天|日)?(?:以后|之后|后|起算|算起|起|开始)(?:计算?|算)?(?!的)"
)
ALONE = re.compile(r"[,;。、()并且\[\]]")
NOTHING = re.compile(r"[-—–/\\]*|无")
PERIODS = {
    "周": "week",
    "星期": "week",
    "礼拜": "week",
    "月": "month",
    "季": "quarter",
    "季度": "quarter",
    "年": "year",
}
MONTHS = {1: "month", 2: "two_months", 3: "quarter", 6: "half_year", 12: "year"}
BETWEEN_RECURRING = re.compile(
    r"(?:的|和|及|与|末|首|初|中|第(?:[一二三]个?)?|最后|首个?|头|\(|、|至少|于|在|结束|终了|后|度|之?前)*"
)


def present(plain: str) -> tuple[bool, bool, bool]:
    """Whether a text is long-term, immediate, done."""
    if not FLAGGED.search(plain):
        return False, False, False
    return LONG_TERM.search(plain) is not None, IMMEDIATE.search(plain) is not None, DONE.search(plain) is not None


def apart(plain: str) -> str:
    """The text without flags and the signs between them."""
    for flag in (DONE, IMMEDIATE, LONG_TERM):
        plain = flag.sub("", plain)
    return ALONE.sub("", plain)


def every(token: Token) -> str | None:
    """How often a recurring token says; None when there is no value for it (每天, 每三周, 每隔一月)."""
    match = token.value
    if token.kind == "recur2":
        unit, count = match["ru2"], match["rn2"]
        if match["rt2"] not in ("一", "1"):
            return None
    else:
        unit, count = match["ru"], match["rn"]
    if match.group().startswith("每隔"):
        return None
    if count == "半":
        return "half_year" if unit == "年" else None
    if not count or number(count) == 1:
        return PERIODS.get(unit)
    if unit in ("季", "季度"):
        return MONTHS.get(3 * number(count))
    return MONTHS.get(number(count)) if unit == "月" else None
