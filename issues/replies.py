"""What the bodies of a joint review said, side by side, and merged into the one reply that the unit reads (docs/rules.md:
joint-reply,
大理: the office collects the opinions into one). Pure: opinions in, rows and text out."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from issues.models import Opinion, PlanMark

GRADES = ("organisation", "responsibility", "measures")
WHOLE = "总的意见"


@dataclass(frozen=True)
class ReplyRow:
    """One thing spoken of: a word for each body, in the order of the bodies; `kinds` are marks, where the words are choices."""

    at: str
    cells: Sequence[str]
    kinds: Sequence[str] = ()

    @property
    def differs(self) -> bool:
        """Whether the bodies chose differently; who said nothing at all does not count."""
        return len({kind for kind in self.kinds if kind}) > 1


def given(opinions: Iterable[Opinion]) -> list[Opinion]:
    """Those that were given; what was taken back or never said has no words here."""
    return [opinion for opinion in opinions if opinion.status == Opinion.Status.GIVEN]


def side_by_side(opinions: Sequence[Opinion]) -> list[ReplyRow]:
    """The table that the office merges from: word, grades, then item by item, then what was said of the whole."""
    voices = [opinion if opinion.status == Opinion.Status.GIVEN else None for opinion in opinions]
    rows = [
        ReplyRow("意见", [o.get_word_display() if o else "" for o in voices], [o.word if o else "" for o in voices])
    ]
    for name in GRADES:
        if any(o and getattr(o, name) for o in voices):
            label = Opinion.label_of(name)
            kinds = [getattr(o, name) if o else "" for o in voices]
            rows.append(ReplyRow(label, [PlanMark(kind).label if kind else "" for kind in kinds], kinds))
    for at in places(opinions):
        rows.append(ReplyRow(at, [_at(o, at) if o else "" for o in voices]))
    if any(o and o.text for o in voices):
        rows.append(ReplyRow(WHOLE, [o.text if o else "" for o in voices]))
    return rows


def places(opinions: Iterable[Opinion]) -> list[str]:
    """Every item that some body spoke of, each once, 措施 2 before 措施 10, what bears no number behind."""
    items = dict.fromkeys(item["at"] for opinion in given(opinions) for item in opinion.items)
    return sorted(items, key=_natural)


def merged(opinions: Sequence[Opinion]) -> str:
    """The draft of the reply: how many want what, then item by item. It names no body, for the unit is to read what is
    wanted and not whose words they are; nor does the order tell, which is that of the words and not of the bodies."""
    spoken = given(opinions)
    if not spoken:
        return ""
    words = Counter(o.get_word_display() for o in spoken)
    lines = ["，".join(f"{words[str(word)]} 家{word}" for word in Opinion.Word.labels if words[str(word)]) + "。"]
    for name in GRADES:
        if any(getattr(o, name) == PlanMark.POOR for o in spoken):
            lines.append(f"{Opinion.label_of(name)}评为“差”。")
    for at in places(spoken):
        lines += ["", at, *_nameless(_at(o, at) for o in spoken)]
    if any(o.text for o in spoken):
        lines += ["", WHOLE, *_nameless(o.text for o in spoken)]
    return "\n".join(lines)


def _nameless(texts: Iterable[str]) -> list[str]:
    """Each thing said once."""
    return [f"　　{text}" for text in sorted({_flat(text) for text in texts} - {""})]


def _at(opinion: Opinion, at: str) -> str:
    return "\n".join(item["text"] for item in opinion.items if item["at"] == at)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _natural(at: str) -> tuple:
    number = re.search(r"\d+", at)
    return (0, int(number.group()), at) if number else (1, 0, at)
