"""What changed between two versions of a plan: measure by measure, field by field, the words marked. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from issues.models import Cause, MeasureHorizon, MeasureKind

How = Literal["added", "removed", "changed", "same"]
WORDS = {"added": "新增", "removed": "删去", "changed": "改动", "same": "未变"}
FIELDS = (
    ("text", "措施"),
    ("criterion", "销号标准"),
    ("kind", "类型"),
    ("horizon", "当下改或长久立"),
    ("person", "责任人"),
    ("due", "期限"),
    ("due_text", "期限原话"),
    ("milestones", "节点"),
)
WHOLE = (
    ("goal", "整改目标"),
    ("root_cause", "原因分析"),
    ("cause", "根源类型"),
    ("no_prevention", "不设“防”的理由"),
    ("due", "本件期限"),
)
CHOICES: dict[str, Any] = {"kind": MeasureKind, "horizon": MeasureHorizon, "cause": Cause}
CHOSEN = frozenset({*CHOICES, "due"})
TOKENS = re.compile(r"[A-Za-z]+|\d[\d,.]*%?|\s+|.", re.DOTALL)
SENTENCES = re.compile(r"[^。；;，,、\n]*[。；;，,、\n]?")
# Longer texts are compared clause by clause: comparing signs costs the product of both lengths.
MOST_SIGNS = 1_500
TINY = 2  # an equal piece this short between two changes is chance, not sameness


@dataclass(frozen=True)
class TextPiece:
    text: str
    how: Literal["same", "gone", "come"]


@dataclass(frozen=True)
class Change:
    """One field that differs: its name and its words in pieces."""

    label: str
    pieces: tuple[TextPiece, ...]


@dataclass(frozen=True)
class MeasureChange:
    """One measure: what became of it, its numbers in both versions, its words, what differs."""

    how: How
    before: int | None
    after: int | None
    text: str
    changes: tuple[Change, ...] = ()

    @property
    def word(self) -> str:
        return WORDS[self.how]

    @property
    def moved(self) -> bool:
        return None not in (self.before, self.after) and self.before != self.after


@dataclass(frozen=True)
class Comparison:
    """Everything between two versions; `told` counts it in words."""

    whole: tuple[Change, ...]
    items: tuple[MeasureChange, ...]

    @property
    def told(self) -> str:
        counts = [(WORDS[how], sum(item.how == how for item in self.items)) for how in WORDS]
        return "、".join(f"{word} {n} 条" for word, n in counts if n) or "没有措施"

    @property
    def differs(self) -> bool:
        return bool(self.whole) or any(item.how != "same" for item in self.items)


def compare(before: dict[str, Any], after: dict[str, Any]) -> Comparison:
    """Two frozen bodies (issues/moves/planning.py `plan_body`). Measures are the same ones by their id, wherever they stand."""
    old, new = ({row["id"]: row for row in body["measures"]} for body in (before, after))
    items = [_there(old.get(row["id"]), row) for row in after["measures"]]
    gone = [row for row in before["measures"] if row["id"] not in new]
    items += [MeasureChange("removed", row["order"], None, row["text"], _whole(row)) for row in gone]
    return Comparison(_changes(before, after, WHOLE), tuple(items))


def _there(old: dict | None, new: dict) -> MeasureChange:
    """A measure of the later body."""
    if old is None:
        return MeasureChange("added", None, new["order"], new["text"], _whole(new))
    changes = _changes(old, new, FIELDS)
    return MeasureChange("changed" if changes else "same", old["order"], new["order"], new["text"], changes)


def _whole(row: dict) -> tuple[Change, ...]:
    """The fields of a measure that came or went whole."""
    cells = [(label, shown(name, row.get(name))) for name, label in FIELDS[1:]]
    return tuple(Change(label, (TextPiece(text, "same"),)) for label, text in cells if text)


def _changes(old: dict, new: dict, fields: tuple[tuple[str, str], ...]) -> tuple[Change, ...]:
    """A field that one of the versions did not keep yet (an older program froze less) is not called a change."""
    pairs = [(n, label, shown(n, old[n]), shown(n, new[n])) for n, label in fields if n in old and n in new]
    return tuple(Change(label, tuple(pieces(a, b, whole=name in CHOSEN))) for name, label, a, b in pairs if a != b)


def shown(name: str, value: Any) -> str:
    """A field of a frozen body as people read it."""
    if name in CHOICES and value in CHOICES[name].values:
        return str(CHOICES[name](value).label)
    if name == "milestones":
        return "\n".join(f"{step['due']} {step['text']}" for step in value or ())
    return (value or "").replace("\r\n", "\n").strip()


def pieces(before: str, after: str, *, whole: bool = False) -> list[TextPiece]:
    """The words of both texts in one row: what stayed, what went, what came. Joined without “come” they are the first text,
    without “gone” the second.
    """
    if whole:
        return _pieces("changed", before, after)
    cut = TOKENS if max(len(before), len(after)) <= MOST_SIGNS else SENTENCES
    a, b = ([token for token in cut.findall(text) if token] for text in (before, after))
    runs: list[list] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        gone, come = "".join(a[a1:a2]), "".join(b[b1:b2])
        tiny = tag == "equal" and len(gone) <= TINY and runs and a2 < len(a) and b2 < len(b)
        if tag == "equal" and not tiny:
            runs.append(["same", gone, gone])
        elif runs and runs[-1][0] == "changed":
            runs[-1][1:] = [runs[-1][1] + gone, runs[-1][2] + come]
        else:
            runs.append(["same" if tag == "equal" else "changed", gone, come])
    return [piece for how, gone, come in runs for piece in _pieces(how, gone, come)]


def _pieces(how: str, gone: str, come: str) -> list[TextPiece]:
    if how == "same":
        return [TextPiece(gone, "same")]
    return [piece for piece in (TextPiece(gone, "gone"), TextPiece(come, "come")) if piece.text]
