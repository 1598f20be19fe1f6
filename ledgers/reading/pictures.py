"""Number pictures (`#,##0.00`, `0"项"`, `0.0%`): the digits a sheet shows for a number."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[\$(?P<money>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>general)|(?P<digits>[0#?][0#?,.]*|\.[0#?]+)|(?P<text>@)|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
COLOURS = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|color\s*\d+|dbnum\d|颜色\s*\d+|[黑蓝青绿红白黄]色?", re.I
)


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a picture: what stands before and behind the digits, and how these are drawn."""

    before: str
    digits: str | None
    behind: str
    percent: bool

    def draw(self, value: Decimal) -> str:
        """The number (not negative) in this section's digits."""
        if self.percent:
            value *= 100
        if self.digits is None:
            return f"{self.before}{value.normalize():f}{self.behind}"
        whole, _, rest = self.digits.partition(".")
        if whole.endswith(","):
            value = value.scaleb(-3 * (len(whole) - len(whole.rstrip(","))))
            whole = whole.rstrip(",")
        places = len(rest)
        text = f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
        front, _, behind = text.partition(".")
        optional = len(rest) - len(rest.rstrip("#?"))
        decimals = behind.rstrip("0") if optional else behind
        behind = behind[: max(len(decimals), places - optional)]
        front = front.rjust(whole.count("0"), "0") if front != "0" or "0" in whole else ""
        if "," in whole:
            front = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", front)
        return f"{self.before}{front}{'.' if behind else ''}{behind}{self.behind}"


@dataclass(frozen=True, slots=True)
class NumberPicture:
    """The sections for positive numbers, negative ones and zero."""

    sections: tuple[Section, ...]

    def draw(self, value: float) -> str:
        """The number as it is shown; nothing where the picture cannot draw it."""
        try:
            exact = Decimal(f"{value:.15g}")
            if value < 0 and len(self.sections) > 1:
                return self.sections[1].draw(-exact)
            if value == 0 and len(self.sections) > 2:
                return self.sections[2].draw(exact)
            drawn = self.sections[0].draw(abs(exact))
        except InvalidOperation:
            return ""
        return f"-{drawn}" if value < 0 and re.search(r"[1-9]", drawn) else drawn


def picture(code: str) -> NumberPicture | None:
    """A number format's picture; None for one that shows the plain number, or that is beyond us (fractions, conditions)."""
    sections = [_section(part) for part in _apart(code)[:3]]
    if any(section is None for section in sections):
        return None
    whole = tuple(section for section in sections if section is not None)
    plain = all(section.digits is None and not section.before and not section.behind for section in whole)
    return None if plain or not whole else NumberPicture(whole)


def _apart(code: str) -> list[str]:
    parts, begin = [], 0
    for match in re.finditer(r'"[^"]*"?|\\.|\[[^\]]*\]|;', code):
        if match[0] == ";":
            parts.append(code[begin : match.start()])
            begin = match.end()
    return [*parts, code[begin:]]


def _section(code: str) -> Section | None:
    literals, digits, percent, number = ["", ""], None, False, False
    for token in TOKEN.finditer(code):
        kind = token.lastgroup
        if kind in ("digits", "general"):
            if number:
                return None
            number, digits = True, token[kind] if kind == "digits" else None
        elif kind == "bracket":
            if not COLOURS.fullmatch(token[kind]):
                return None
        elif kind == "sign" and token[kind] in "/Ee?":
            return None
        elif kind in ("quoted", "escaped", "money", "sign"):
            percent = percent or (kind == "sign" and token[kind] == "%")
            literals[number] += token[kind]
    if not number and code not in ("", "@"):
        return None
    return Section(literals[0].strip(), digits, literals[1].strip(), percent)
