"""Which sentences of a compound issue's original wording are in which of its parts. Words are compared without blanks, so
that a line broken elsewhere is still the same words. Source: docs/rules.md: split-verbatim."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

END = re.compile(r"[^。；;！？!?\n]*(?:[。；;！？!?]+[”’」』）)]*|\n|$)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as written, the parts that hold all of it, and those that hold some of it."""

    place: int
    text: str
    held_by: tuple[str, ...] = ()
    touched_by: tuple[str, ...] = ()

    @property
    def is_bare(self) -> bool:
        """In no part yet, not even in part."""
        return not self.held_by and not self.touched_by


def sentences(original: str) -> list[str]:
    """The original wording sentence by sentence, as written; nothing is lost but blanks at the ends."""
    return [match.group().strip() for match in END.finditer(original) if match.group().strip()]


def is_from(original: str, passage: str) -> bool:
    """Whether every line of `passage` stands in `original`, word for word."""
    whole = _plain(original)
    lines = [_plain(line) for line in passage.splitlines() if line.strip()]
    return bool(lines) and (_plain(passage) in whole or all(line in whole for line in lines))


def passage_of(original: str, places: list[int]) -> str:
    """The sentences at `places` in their order: neighbours go on as they were written, others begin a line."""
    parts, text, last = sentences(original), "", None
    for place in sorted(set(places)):
        text += ("\n" if text and place - 1 != last else "") + parts[place]
        last = place
    return text


def cover(original: str, parts: Mapping[str, str]) -> list[Sentence]:
    """Each sentence with the parts (name → original wording of the part) that hold it."""
    whole = _plain(original)
    marks = {name: _marked(whole, passage) for name, passage in parts.items()}
    covered, start = [], 0
    for place, text in enumerate(sentences(original)):
        end = start + len(_plain(text))
        shares = {name: marked[start:end].count(1) for name, marked in marks.items()}
        held = tuple(name for name, share in shares.items() if share == end - start)
        touched = tuple(name for name, share in shares.items() if 0 < share < end - start)
        covered.append(Sentence(place, text, held, touched))
        start = end
    return covered


def _marked(whole: str, passage: str) -> bytearray:
    """For each sign of `whole` whether it stands in the passage."""
    marks = bytearray(len(whole))
    joined = _plain(passage)
    pieces = [joined] if joined in whole else [_plain(line) for line in passage.splitlines()]
    for piece in pieces:
        at = whole.find(piece) if piece else -1
        if at >= 0:
            marks[at : at + len(piece)] = b"\x01" * len(piece)
    return marks


def _plain(text: str) -> str:
    return "".join(text.split())
