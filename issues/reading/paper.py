"""A feedback document taken apart: its lines, the tree of its sentences, what else was read (docs/rules.md: reading-document)."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

KINDS = ("feedback", "notice", "speech", "other")
ROLES = ("aspect", "heading", "issue", "manifestation", "recommendation", "measure", "progress", "other")
FACTS = ("round", "team", "unit", "onsite_start", "onsite_end", "feedback_date", "doc_number")


class SplitRefused(Exception):
    """The file cannot be read. The text is a sentence for people."""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paragraph of the file, trimmed. `number` is the automatic one; `table` and `row` count from 1, 0 outside tables."""

    text: str
    number: str = ""
    table: int = 0
    row: int = 0


@dataclass(slots=True)
class Node:
    """A piece of a line with its place in the tree.

    `form` says how it came about: line, row, item (of a series in a line), part (of a list of statements), rest (what follows
    either). `rank` is the class of its number, 1 to 7, or 0. `line` and `start` say where its words stand in the lines read.
    """

    text: str
    line: int
    start: int = 0
    own: str = ""
    rank: int = 0
    form: str = "line"
    number: str = ""
    whole: str = ""
    closes: bool = False
    locator: str = ""
    level: int = 0
    role: str = "other"
    loose: int = 0
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """Itself and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def as_dict(self) -> dict[str, Any]:
        """The keys of its JSON; `number` only where the program that wrote the file counted."""
        plain = {"locator": self.locator, "level": self.level, "role": self.role, "text": self.text}
        if self.number:
            plain["number"] = self.number
        return plain | {"children": [child.as_dict() for child in self.children]}


@dataclass(frozen=True, slots=True)
class Total:
    """A figure of the text beside what was counted. `line` is where it stands; `of` the role whose pieces were counted,
    empty where other figures of the text were: then `sum` is that calculation (`10＋2`), and `about` the role that the figure is
    a number of all the same. `reason` says why the two differ, as far as it can be seen."""

    claim: str
    expected: float
    counted: float
    line: int = 0
    of: str = ""
    reason: str = ""
    sum: str = ""
    about: str = ""

    @property
    def agrees(self) -> bool:
        return self.expected == self.counted

    def as_dict(self) -> dict[str, Any]:
        plain = {"claim": self.claim, "expected": self.expected, "counted": self.counted, "agrees": self.agrees}
        return plain | {"of": self.of} | ({"reason": self.reason} if self.reason else {})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What no rule makes but a person may: a piece of a node's words that reads like an issue or a recommendation, and why."""

    role: str
    locator: str
    text: str
    line: int
    start: int
    reason: str


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """What only a person can answer: `kind` groups, `line` and `start` place it, `words` are the words in doubt."""

    kind: str
    line: int
    start: int
    words: str
    text: str


@dataclass(slots=True)
class Paper:
    """A whole document. `lines` are all lines of the file in order, those that were cut (`cut_lines`) with them."""

    file: str
    title: str | None
    kind: str
    lines: list[PaperLine]
    items: list[Node]
    facts: dict[str, str | None]
    totals: list[Total]
    markings: list[str]
    cut: list[str]
    cut_lines: list[int]
    outside: list[str] = field(default_factory=list)
    questions: list[PaperQuestion] = field(default_factory=list)
    suggested: list[Suggestion] = field(default_factory=list)
    kind_reason: str = ""

    def nodes(self) -> Iterator[Node]:
        """All nodes in reading order."""
        for item in self.items:
            yield from item.walk()

    def as_dict(self) -> dict[str, Any]:
        """What `manage.py split_feedback --json` prints."""
        return {
            "file": self.file,
            "title": self.title,
            "kind": self.kind,
            "kind_reason": self.kind_reason,
            "facts": self.facts,
            "items": [item.as_dict() for item in self.items],
            "totals": [total.as_dict() for total in self.totals],
            "markings": self.markings,
            "cut": self.cut,
            "suggested": [asdict(one) for one in self.suggested],
            "questions": [one.text for one in self.questions],
        }


def pack(paper: Paper) -> dict[str, Any]:
    """Everything, as JSON can carry it."""
    return asdict(paper)


def unpack(plain: dict[str, Any]) -> Paper:
    """The paper that was packed."""
    parts = {
        "lines": [PaperLine(**one) for one in plain["lines"]],
        "items": [_node(one) for one in plain["items"]],
        "totals": [Total(**one) for one in plain["totals"]],
        "questions": [PaperQuestion(**one) for one in plain["questions"]],
        "suggested": [Suggestion(**one) for one in plain["suggested"]],
    }
    return Paper(**(plain | parts))


def _node(plain: dict[str, Any]) -> Node:
    return Node(**(plain | {"children": [_node(child) for child in plain["children"]]}))
