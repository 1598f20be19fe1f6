"""Lists without numbers inside one line: what was found, what is asked (docs/rules.md: reading-tree)."""

import re
from collections.abc import Iterator

from issues.reading.marks import CN, value
from issues.reading.series import Cut, Piece
from issues.reading.speakers import ends_list

LEAD = re.compile(r"(?:问题|不足)(?P<gap>[^：:]{0,8})[：:]|(?:主要是|主要有|如下)[：:]")
BARE = re.compile(r"(?:问题|不足)(?P<gap>[^：:]{0,8}?)主要是(?=[^：:，,])")
FOUND = re.compile("发现|反映|指出|存在")
NO_LEAD = re.compile(
    "意见|建议|要求|措施|整改|强调|表示|提出|[，,](?:要|必须|应|须|将|坚持|做到|我们)|。(?!其?主要|具体|集中|突出)"
)
ASKED = re.compile(
    r"提出?(?!的)[^。；]{0,30}?[\d一二三四五六七八九十两几](?:点|条|个方面|项)[^。；：:]{0,20}?(?:意见|建议)"
)
ANNOUNCED = re.compile(r"(?:反馈要求|意见建议|整改建议|整改意见|以下建议|以下意见|如下建议|如下意见)[：:]\s*$")
COUNTED = re.compile(r"[\d一二三四五六七八九十两几][点条][^。；：:，,]{0,12}?(?:意见|建议)[^。；：:，,]{0,4}[：:]\s*")
ADVICE_LINE = re.compile(
    r"[\s*#]*(?:(?:(?:整改|工作)?意见[和及与]?建议|整改意见|整改建议)[：:]?|[^。；;]*如下[^。；;：:]{0,12}(?:意见|建议)[：:])[\s*]*"
)
NUMBERED = re.compile(rf"[\s*#]*({CN}{{1,3}})、")
SECOND = re.compile(r"[；;。]\s*二、")
OPENING, CLOSING = "（(“‘《〈【〔「『[", "）)”’》〉】〕」』]"
STOPS, LAST = "。！？", "。！？”’）) \t\u3000"
LONGEST_HEADING, LONGEST_NUMBERED = 60, 2_000


def statements(text: str) -> Cut | None:
    """A list behind `…发现一些问题，主要是：` or `提出三点建议：`; None when the line holds none."""
    end = lead_in(text)
    if end is None or not text[end:].strip():
        end = _bare_lead(text) if end is None else None
    if end is not None:
        return _cut(text, end)
    counted = COUNTED.search(text)
    if counted and ASKED.search(text[: counted.end()]) and text.startswith("要", counted.end()):
        cut = _cut(text, counted.end())
        return cut if sum(piece.text.lstrip().startswith("要") for piece in cut.pieces) > 1 else None
    return None


def lead_in(text: str) -> int | None:
    """Where the words end that announce problems; None when the line announces none."""
    if (first := FOUND.search(text)) is None:
        return None
    for match in LEAD.finditer(text):
        if first.end() <= match.end() and not NO_LEAD.search(match["gap"] or ""):
            return match.end()
    return None


def announces(lead: str) -> bool:
    """Whether what was said ends in words that announce problems, with a colon or (`主要是`) without."""
    words = lead.rstrip()
    return bool(words) and (
        lead_in(words) == len(words) or (words.endswith("主要是") and FOUND.search(words) is not None)
    )


def is_advice(lead: str) -> bool:
    """Whether what was said last announces recommendations: `提出三点意见建议`, `反馈要求：`."""
    sentence = last_sentence(lead)
    return bool(ASKED.search(sentence) or ANNOUNCED.search(sentence))


def is_advice_line(text: str) -> bool:
    """Whether an unnumbered line is a heading over recommendations: `意见建议`, `…提出如下整改意见：`."""
    return len(text) <= LONGEST_HEADING and ADVICE_LINE.fullmatch(text) is not None


def last_sentence(text: str) -> str:
    """What stands after the last full stop but the one at the end."""
    body = text.rstrip(LAST)
    return text[max(body.rfind(stop) for stop in STOPS) + 1 :]


def _bare_lead(text: str) -> int | None:
    """`…一些问题，主要是甲；乙。`: the colon is left out, but several parts follow."""
    first, bare = FOUND.search(text), BARE.search(text)
    if not first or not bare or first.end() > bare.end() or NO_LEAD.search(bare["gap"]):
        return None
    stop, _ = next(_stops(text, bare.end()))
    return bare.end() if text[stop - 1] in "；;" else None


def _cut(text: str, end: int) -> Cut:
    """The parts behind the words that announce them, up to a sentence that is no part of the list any more."""
    starts: list[int] = []
    start, numbered = end, _is_numbered(text[end : end + LONGEST_NUMBERED])
    for stop, begins_sentence in _stops(text, end):
        if start == stop or not text[start:stop].strip():
            continue
        if starts and begins_sentence and ends_list(text[start:stop]):
            break
        if not (numbered and starts and not _is_next(text[start:stop], len(starts))):
            starts.append(start)
        start = stop
    bounds = zip(starts, [*starts[1:], start], strict=True)
    pieces = [Piece(f"·{i}", a, text[a:b]) for i, (a, b) in enumerate(bounds, 1)]
    rest = Piece("", start, text[start:]) if text[start:].strip() else None
    return Cut(text[:end], pieces, rest, "part")


def _is_numbered(text: str) -> bool:
    """`一、…；二、…`: what stands between two numbers is one part."""
    first = NUMBERED.match(text)
    return bool(first and value(first[1]) == 1 and SECOND.search(text))


def _is_next(text: str, count: int) -> bool:
    match = NUMBERED.match(text)
    return bool(match and value(match[1]) == count + 1)


def _stops(text: str, start: int) -> Iterator[tuple[int, bool]]:
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
