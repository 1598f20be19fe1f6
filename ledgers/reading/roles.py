"""Who leads, who supports: a cell of units by the roles written in it (docs/rules.md: reading-cell-text).

Three ways of writing a role are known: before the names (`牵头单位：A 配合单位：B、C`, `【牵头】A`), behind them
(`A牵头，B、C配合`), and in brackets behind one name (`A，B（牵头）`). Nobody is made lead without a mark; what does not come out
even is asked.
"""

import re
from dataclasses import dataclass, field

from ledgers.reading.fields import NOBODY
from ledgers.reading.splits import names, parted_by_blanks

KINDS = {
    "lead_unit": "牵头 主责 主办",
    "supporting_units": "配合 协办 协同 协助 参与",
    "responsible_units": "责任 承办",
}
ROLES = {word: kind for kind, words in KINDS.items() for word in words.split()}
WORDS = "|".join(ROLES)
OFFICE = "(?:单位|部门|科室|处室|股室|机关)"
BEFORE = re.compile(
    rf"(?P<role>{WORDS}){OFFICE}?\s*[：:]|(?:^|(?<=[\s、，,；;。/]))(?P<named>{WORDS}){OFFICE}(?:为|是)"
)
SIGNED = re.compile(rf"(?:^|(?<=[\s、，,；;。/]))[（(【\[](?P<role>{WORDS}){OFFICE}?[）)】\]]\s*[：:]?(?P<named>(?!))?")
SUFFIXES = "|".join(word for word in ROLES if ROLES[word] != "responsible_units")
DOING = "(?:负责|抓总|抓好|落实|办理|实施|推进|完成|整改|做好|工作)*"
BEHIND = re.compile(rf"(?:负责|共同|具体|协助)?(?P<role>{SUFFIXES}){OFFICE}?{DOING}(?P<end>(?=[\s、，,；;。/]|$))?")
BRACKET = re.compile(rf"[（(【\[]\s*(?P<role>{WORDS}){OFFICE}?\s*[）)】\]]$")
MARK = rf"[（(【\[]\s*(?:{WORDS}){OFFICE}?\s*[）)】\]]"
ALONE = re.compile(rf"\s+(?={MARK})")
AFTER = re.compile(rf"({MARK})(?=[^\s、，,；;。/])")
CALLS = re.compile("牵头|主责|配合|协办|负责")
EDGE = " \t\n\u3000、，,；;。/"
WHICH_LEADS = ("写了不止一家，请选择哪一家牵头。", "units")
ONE_OR_MORE = ("名称之间只有空格，请确认是一家（一人）还是几家（几人）。", "names")
UNCLEAR = ("牵头、配合的写法不确定，请确认各是哪些单位。", "units")


@dataclass(slots=True)
class Roles:
    """Names by field, and what is to be asked about the cell."""

    units: dict[str, list[str]] = field(default_factory=dict)
    asked: tuple[str, str] | None = None

    def add(self, kind: str, listed: list[str]) -> None:
        if listed:
            self.units.setdefault(kind, []).extend(listed)


def read(text: str, field: str) -> Roles:
    """The units of a cell in the column of `field`, one of lead_unit, responsible_units, supporting_units."""
    text = _unwrapped(text)
    is_signed = SIGNED.match(text) is not None
    text = text if is_signed else AFTER.sub(r"\1、", ALONE.sub("", text))
    before = list((SIGNED if is_signed else BEFORE).finditer(text))
    behind = [] if before else [mark for mark in BEHIND.finditer(text) if _is_outside(text, mark.start())]
    if before:
        roles = _before(text, before, field)
    elif behind and _ends_clauses(text, behind):
        roles = _behind(text, behind, field)
    else:
        roles = _bracketed(text, field)
    _one_lead(roles)
    listed = [name for units in roles.units.values() for name in units]
    if roles.asked is None and any(map(CALLS.search, listed)):
        roles.asked = UNCLEAR
    if roles.asked is None and any(map(parted_by_blanks, listed)):
        roles.asked = ONE_OR_MORE
    return roles


def _is_outside(text: str, at: int) -> bool:
    """Whether a place lies in no bracket."""
    return sum(text.count(sign, 0, at) for sign in "（(【[") == sum(text.count(sign, 0, at) for sign in "）)】]")


def _unwrapped(text: str) -> str:
    """Without the brackets that hold the whole cell."""
    text = text.strip(EDGE) if text.strip() not in NOBODY else ""
    if text[:1] in "（(" and text[-1:] in "）)" and BEFORE.match(text[1:]) and not re.search("[）)].*[（(]", text):
        return text[1:-1]
    return text


def _before(text: str, marks: list[re.Match[str]], field: str) -> Roles:
    roles, head = Roles(), text[: marks[0].start()]
    leads = any(ROLES[mark["role"] or mark["named"]] == "lead_unit" for mark in marks)
    roles.add("responsible_units" if field == "lead_unit" and leads else field, names(head.strip(EDGE)))
    if head.strip(EDGE) and head[-1] not in EDGE:
        roles.asked = UNCLEAR
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        part = text[mark.end() : after.start() if after else len(text)].strip(EDGE)
        roles.add(ROLES[mark["role"] or mark["named"]], names(part))
    return roles


def _ends_clauses(text: str, marks: list[re.Match[str]]) -> bool:
    """Whether every role closes a clause, or stands straight before the next names and the last one closes the cell."""
    if marks[0].start() == 0 or not text[: marks[0].start()].strip(EDGE):
        return False
    return marks[-1]["end"] is not None and all(
        mark["end"] is not None or text[mark.end()] not in "（(）)" for mark in marks
    )


def _behind(text: str, marks: list[re.Match[str]], field: str) -> Roles:
    roles, begin = Roles(), 0
    for mark in marks:
        listed = names(re.sub("^(?:由|请)", "", text[begin : mark.start()].strip(EDGE)))
        roles.add(ROLES[mark["role"]], listed)
        if not listed:
            roles.asked = UNCLEAR
        begin = mark.end()
    if rest := names(text[begin:].strip(EDGE)):
        roles.add("responsible_units" if field == "lead_unit" else field, rest)
        roles.asked = UNCLEAR
    return roles


def _bracketed(text: str, field: str) -> Roles:
    """Roles in brackets behind single names; without one, all names belong to the column's field."""
    roles = Roles()
    marked = [(BRACKET.search(name), name) for name in names(text)]
    leads = any(mark and ROLES[mark["role"]] == "lead_unit" for mark, _ in marked)
    for mark, name in marked:
        if mark and (alone := name[: mark.start()].strip()):
            roles.add(ROLES[mark["role"]], [alone])
        else:
            roles.add("responsible_units" if field == "lead_unit" and leads else field, [name])
    return roles


def _one_lead(roles: Roles) -> None:
    """Several names that lead are all responsible, and it is asked which of them leads; one written twice is one."""
    leads = list(dict.fromkeys(roles.units.get("lead_unit", ())))
    if len(leads) == 1:
        roles.units["lead_unit"] = leads
    elif leads:
        del roles.units["lead_unit"]
        roles.units["responsible_units"] = leads + roles.units.get("responsible_units", [])
        roles.asked = roles.asked or WHICH_LEADS
