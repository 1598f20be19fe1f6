"""Series and lists of statements inside one line (reading specification, section 2.3)."""

import re
from typing import NamedTuple

from issues.reading.marks import CIRCLED, CN, DIGIT, value

CLAUSE = r"(?:^|(?<=[，。；：、！？…—·,.．;:!?~*）)\]】」』”’》〉〕\"'\s]))"
AFTER = r"(?:(?<=暴露出)|(?<=反映出)|(?<=表现为)|(?<=发现))"
MARKER = re.compile(
    rf"{CLAUSE}(?:(?P<shi>{CN}{{1,3}}是)|(?P<yao>{CN}{{1,3}}要)|(?P<di>第{CN}{{1,3}})\s*[，：,:]"
    rf"|(?P<circle>[{CIRCLED}])|(?P<paren>[（(]\s*{DIGIT}{{1,2}}\s*[)）]))"
    rf"|(?:{CLAUSE}|{AFTER})(?P<some>还?有的)(?!放矢)"
)
RANKS = {"shi": 7, "yao": 7, "di": 6, "circle": 5, "paren": 4, "some": 0}
FULL_STOP = re.compile(r"。[”’』」）)》]*")
LEAD = re.compile(r"(?:问题|不足)(?P<gap>[^：:。]{0,8})[：:]|(?:主要是|主要有|如下)[：:]")
FOUND = re.compile("发现|反映|指出|存在")
NO_LEAD = re.compile("意见|建议|要求|措施|[，,](?:要|必须|应|须|将|坚持|做到|我们)")
FURTHER = re.compile(r"[\s*#]*(?:同时|此外|另外)")
OPENING, CLOSING = "（(“‘《〈【〔「『[", "）)”’》〉】〕」』]"


class Piece(NamedTuple):
    own: str
    start: int
    text: str


class Cut(NamedTuple):
    """A line taken apart: what comes before, the items or parts, what is left after them."""

    head: str
    pieces: list[Piece]
    rest: Piece | None
    family: str

    @property
    def rank(self) -> int:
        return RANKS.get(self.family, 0)


def series(text: str) -> Cut | None:
    """The earliest series in the line, in order from its first marker, two or more; None when there is none."""
    markers: dict[str, list[tuple[int, int]]] = {}
    for found in MARKER.finditer(text):
        family = found.lastgroup
        markers.setdefault(family, []).append((found.start(), _counts(family, found[family])))
    runs = [(run[0], family, run) for family, places in markers.items() if len(run := _run(family, places)) > 1]
    if not runs:
        return None
    _, family, places = min(runs)
    end = len(text)
    if family == "some" and (stop := FULL_STOP.search(text, places[-1])):
        end = stop.end()
    if not text[: places[0]].strip(" \t\u3000*#"):
        places = [0, *places[1:]]
    pieces = [
        Piece(_own(family, i, text[a:b]), a, text[a:b])
        for i, (a, b) in enumerate(zip(places, [*places[1:], end], strict=True), 1)
    ]
    rest = Piece("", end, text[end:]) if text[end:].strip() else None
    return Cut(text[: places[0]], pieces, rest, family)


def _counts(family: str, words: str) -> int:
    if family == "some":
        return 0
    return value(words.translate({0xFF08: "(", 0xFF09: ")"}).replace(" ", ""))


def _run(family: str, places: list[tuple[int, int]]) -> list[int]:
    """Where the markers 1, 2, 3 … of a family stand; of 有的 all."""
    if family == "some":
        return [place for place, _ in places]
    run: list[int] = []
    for place, count in places:
        if count == len(run) + 1:
            run.append(place)
    return run


def _own(family: str, i: int, text: str) -> str:
    if family == "some":
        return f"有的{i}"
    words = text.lstrip(" \t\u3000*#")
    found = re.match(
        rf"[{CIRCLED}]" if family == "circle" else rf"[（(]\s*{DIGIT}+" if family == "paren" else rf"第?{CN}+[是要]?",
        words,
    )
    return f"({i})" if family == "paren" else found[0]


def statements(text: str) -> Cut | None:
    """A list of statements without numbers behind `…发现一些问题，主要是：`; None when the line holds none."""
    end = lead_in(text)
    if end is None or not text[end:].strip():
        return None
    pieces, rest, start = [], None, end
    for stop, sentence in _stops(text, end):
        if start == stop or not text[start:stop].strip():
            continue
        if pieces and sentence and FURTHER.match(text, start):
            break
        pieces.append(Piece(f"·{len(pieces) + 1}", start, text[start:stop]))
        start = stop
    if text[start:].strip():
        rest = Piece("", start, text[start:])
    return Cut(text[:end], pieces, rest, "part")


def lead_in(text: str) -> int | None:
    """Where the words end that announce problems; None when the line announces none."""
    first = FOUND.search(text)
    for found in LEAD.finditer(text) if first else ():
        if first.end() <= found.end() and not NO_LEAD.search(found["gap"] or ""):
            return found.end()
    return None


def _stops(text: str, start: int):
    """The ends of the parts (after 。 or ；outside brackets), and whether a sentence begins where the part begins."""
    depth, sentence = 0, True
    for i in range(start, len(text)):
        sign = text[i]
        if sign in OPENING:
            depth += 1
        elif sign in CLOSING:
            depth = max(0, depth - 1)
        elif sign == "。" or (sign in "；;" and not depth):
            depth = 0
            end = i + 1
            while sign == "。" and end < len(text) and text[end] in "”’』」）)":
                end += 1
            yield end, sentence
            sentence = sign == "。"
    yield len(text), sentence
