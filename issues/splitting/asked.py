"""The questions that are open: what was doubtful in reading, held against the rows as they stand and what was answered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from issues.splitting.draft import Row, below, issues
from issues.splitting.stated import announced, sums

ROLE_WORDS = {"aspect": "方面", "issue": "具体问题", "recommendation": "意见建议"}
STATED = ("issue", "manifestation", "recommendation")
KEEP = "keep"


@dataclass(frozen=True, slots=True)
class SplitQuestion:
    """One question. `choices` are (value, words); `free` names what may be typed instead (`date`, `words`)."""

    key: str
    kind: str
    at: int
    row: int | None
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    free: str = ""
    effect: str = ""


def asked(
    read: dict[str, Any], rows: list[Row], answers: dict[str, Any], named: dict[int, list[tuple[int, str]]]
) -> list[SplitQuestion]:
    """What is still to be decided, in the order of the text. `named`: for a row's id the units its words name (id, name)."""
    questions = [*_totals(read, rows), *_read(read, rows), *_units(read, rows, named)]
    if not issues(rows):
        questions.append(
            SplitQuestion(
                "none", "none", 0, None, "还没有认出问题。请在下面勾选各行，点“立为问题”；也可以在左边选中文字来立。"
            )
        )
    return sorted((one for one in questions if one.key not in answers), key=lambda one: (one.at, one.key))


def _totals(read: dict[str, Any], rows: list[Row]) -> Iterator[SplitQuestion]:
    effect = "选了之后，确认时要写明理由；改了条目会重新数。"
    for one in announced(read, rows):
        if not one.agrees:
            # The count is part of the key: an answer holds for the numbers it was given to.
            key = f"total:{one.at}:{one.role}:{one.expected:g}:{one.read:g}"
            what, off = ROLE_WORDS[one.role], abs(one.expected - one.read)
            why = f"{one.reason}。" if one.reason else ""
            text = f"原文写“{one.claim}”，应是 {one.expected:g}，现在数出{what} {one.read:g}，差 {off:g}。{why}"
            yield SplitQuestion(key, "total", one.at, None, text, ((KEEP, "是原文有出入，按现在的数"),), "", effect)
    for sum_ in sums(read):
        if not sum_.agrees:
            key = f"total:{sum_.at}::{sum_.expected:g}:{sum_.counted:g}"
            text = f"原文写“{sum_.claim}”，它自己的数算出来是 {sum_.words}，写的是 {sum_.expected:g}。"
            yield SplitQuestion(key, "total", sum_.at, None, text, ((KEEP, "是原文算错，照录"),), "", effect)


def _read(read: dict[str, Any], rows: list[Row]) -> Iterator[SplitQuestion]:
    for one in read["questions"]:
        index = next((i for i, row in enumerate(rows) if row["a"] <= one["at"] < row["b"]), None)
        row = rows[index] if index is not None else None
        if row is None or row.get("out") or one["kind"] not in ASKERS:
            continue
        if (made := ASKERS[one["kind"]](read, rows, index, one)) is not None:
            choices, free, text, effect = made
            yield SplitQuestion(
                f"{one['kind']}:{one['at']}", one["kind"], one["at"], row["id"], text, choices, free, effect
            )


def _several(read, rows, index, one):
    row, below_it = rows[index], rows[index + 1 : below(rows, index)]
    some = [r for r in below_it if r["level"] == row["level"] + 1 and r["role"] == "manifestation"]
    if row["role"] != "issue" or len(some) < 2:
        return None
    n = len(some)
    choices = ((KEEP, f"1 条 {n} 个表现"), ("many", f"{n} 条"))
    return choices, "", one["text"], _against(read, rows, n - 1, f"拆成 {n} 条后")


def _against(read: dict[str, Any], rows: list[Row], more: int, when: str) -> str:
    """What so many more issues mean for the total that the text states."""
    for total in announced(read, rows):
        if total.role == "issue":
            now = total.read + more
            if now != total.expected:
                return f"{when}共 {now:g} 条，与原文“{total.expected:g} 个”不符，会要求写明理由。"
            return f"{when}共 {now:g} 条，与原文一致。"
    return ""


def _date(read, rows, index, one):
    if rows[index]["role"] not in STATED:
        return None
    choices = tuple((day.isoformat(), day.isoformat()) for day in days_in(one["words"]))
    return (*choices, (KEEP, "保留原文，以后再核")), "date", one["text"], "原文不改，核定的日期记在旁边。"


def _masked(read, rows, index, one):
    if rows[index]["role"] not in STATED:
        return None
    return ((KEEP, "保留原文"),), "words", one["text"], "原文不改，补全的内容记在旁边。"


def _gap(read, rows, index, one):
    return ((KEEP, "按原文，没有漏"),), "", one["text"], "漏了的，在左边选中那段文字立为问题。"


def _number(read, rows, index, one):
    if rows[index]["role"] == "issue":
        return None
    return ((KEEP, "不是编号，照旧"), ("issue", "是一条问题")), "", one["text"], ""


ASKERS = {"several": _several, "date": _date, "masked": _masked, "gap": _gap, "number": _number}


def _units(read: dict[str, Any], rows: list[Row], named: dict[int, list[tuple[int, str]]]) -> Iterator[SplitQuestion]:
    for row in issues(rows):
        units = named.get(row["id"], [])
        if len(units) < 2 or row.get("out") or row.get("units"):
            continue
        n, first = len(units), units[0]
        names = "、".join(name for _, name in units)
        choices = ((f"lead:{first[0]}", f"1 条，牵头{first[1]}"), ("each", f"拆成 {n} 条"), (KEEP, "都不涉及，照旧"))
        effect = _against(read, rows, n - 1, f"拆成 {n} 条后")
        text = f"一句话点了 {n} 个单位（{names}）。怎么记？"
        yield SplitQuestion(f"units:{row['a']}:{row['b']}", "units", row["a"], row["id"], text, choices, "", effect)


def days_in(words: str) -> list[date]:
    """The days that a date with lost characters can be (`2026128日`: 12-08, 1-28), the later first; never chosen for anybody."""
    year = re.search(r"(?:19|20)\d{2}(?=\D*\d)", words)
    if not year:
        return []
    rest = re.sub(r"\D", "", words[year.end() :])
    days = {_day(year.group(), rest[:cut], rest[cut:]) for cut in (1, 2) if 0 < len(rest) - cut <= 2}
    return sorted(filter(None, days), reverse=True)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day)) if day[0] != "0" or len(day) == 2 else None
    except ValueError:
        return None
