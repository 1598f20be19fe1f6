"""Series inside one line (docs/rules.md: reading-tree)."""

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
    for match in MARKER.finditer(text):
        family = match.lastgroup or ""
        markers.setdefault(family, []).append((match.start(), _counts(family, match[family])))
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
    match = re.match(
        rf"[{CIRCLED}]" if family == "circle" else rf"[（(]\s*{DIGIT}+" if family == "paren" else rf"第?{CN}+[是要]?",
        words,
    )
    return f"({i})" if family == "paren" or not match else match[0]
