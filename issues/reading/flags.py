"""Deadline wording: what stands beside the dates (long-term, immediate, done, changed, how often).

Source of the rules: reading specification, section 1.1, rules 9 to 12 and 15.
"""

import re

from issues.reading.tokens import Token, number

LONG_TERM = re.compile(r"长期|持续(?:推进|整改|坚持)|常态化")
IMMEDIATE = re.compile(r"立行立改|即知即改|立知立改|立说立改|立改立行|立即整改")
DONE = re.compile(
    r"已(?:经|全部|全面|经全部|按期|如期|按时)*(?:[于在][^,;。()]{1,24}?)?(?:全部|按期|如期|按时)?"
    r"(?:完成整改|整改完成|整改到位|完成(?![\d率]|[一二三四五六七八九十]项|部分|阶段|过半)|办结|销号|落实|整改)"
)
CHANGE = re.compile(r"(?:延期|延长|推迟|调整|变更|顺延|延后|延迟)(?:至|到|为)|延至")
PROFILE = re.compile(r"集中整改(?:期限?|阶段)|整改期(?:限?(?:内|以内|之内|间|结束)|$)")
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
BETWEEN_RECURRING = re.compile(r"(?:的|末|首|初|中|第?[一二三]个|\(|、|至少|于|在|结束|终了|后|度|之?前)*")


def every(token: Token) -> str | None:
    """How often a recurring token says; None when the specification has no word for it (每天, 每三周)."""
    match = token.value
    unit = match["ru"] if token.kind == "recur" else match["ru2"]
    if token.kind == "recur2":
        return "half_year" if unit == "半年" else PERIODS[unit]
    count = match["rn"]
    if count == "半":
        return "half_year" if unit == "年" else None
    if not count or number(count) == 1:
        return PERIODS.get(unit)
    if unit in ("季", "季度"):
        return MONTHS.get(3 * number(count))
    return MONTHS.get(number(count)) if unit == "月" else None
