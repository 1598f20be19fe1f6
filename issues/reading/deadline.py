"""What a deadline phrase says, as plain data (docs/rules.md: reading-deadline)."""

from dataclasses import dataclass, field
from datetime import date

KINDS = ("date", "relative", "recurring", "done", "immediate", "long_term", "none")  # rule 16: the first that applies


@dataclass(frozen=True, slots=True)
class DeadlineStage:
    """One of several deadlines in a text: its words, its day (None when unsure), its kind."""

    text: str
    due: date | None
    kind: str

    def as_dict(self) -> dict:
        return {"text": self.text, "due": self.due and self.due.isoformat(), "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Deadline:
    """The reading of a phrase. With a question there is never a `due`."""

    text: str
    due: date | None = None
    start: date | None = None
    kind: str = "none"
    long_term: bool = False
    immediate: bool = False
    done: bool = False
    every: str | None = None
    stages: tuple[DeadlineStage, ...] = field(default=())
    question: str | None = None

    @property
    def certain(self) -> bool:
        return self.question is None

    def as_dict(self) -> dict:
        """The keys of its JSON."""
        return {
            "text": self.text,
            "due": self.due and self.due.isoformat(),
            "start": self.start and self.start.isoformat(),
            "kind": self.kind,
            "long_term": self.long_term,
            "immediate": self.immediate,
            "done": self.done,
            "every": self.every,
            "stages": [stage.as_dict() for stage in self.stages],
            "certain": self.certain,
            "question": self.question,
        }
