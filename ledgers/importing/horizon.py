"""Deadlines that can hardly be meant: past already, beyond the end of the round, of another year. They are asked, a kind at a
time; nothing is put right by itself (docs/rules.md: import-doubts)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from rectify.lib.dates import today

YEAR, PAST, BEYOND = "year", "past", "beyond"
DOUBTS = {YEAR: "年份不像本轮的", PAST: "已经过了", BEYOND: "在本轮结束以后"}
FAR = 5


@dataclass(frozen=True)
class Horizon:
    """The days that a deadline is held against: of the feedback, of today, of the end of the round where it has one."""

    anchor: date
    now: date
    ends: date | None = None

    @classmethod
    def of(cls, round_: Any, anchor: date) -> "Horizon":
        """A round ends with its last phase, else with its term; one whose last phase is open has no end of its own."""
        last = round_.phases.order_by("starts").last()
        return cls(anchor, today(), last.ends if last else round_.term.ends)

    def doubt(self, day: date) -> str:
        """Of what kind the doubt about a deadline is, the plainest first; none for one that may well be meant."""
        if day.year < self.anchor.year or day.year > (self.ends or self.anchor).year + FAR:
            return YEAR
        if day < self.now:
            return PAST
        return BEYOND if self.ends and day > self.ends else ""
