"""Deadlines that can hardly be meant: past already, beyond the end of the round, of another year. They are asked, of an import a
kind at a time, of a draft when it is written and before it goes out; nothing is put right by itself (docs/rules.md:
import-doubts, dispatch-asked)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from rectify.lib.dates import today

YEAR, PAST, BEYOND = "year", "past", "beyond"
DOUBTS = {YEAR: "年份不像本轮的", PAST: "已经过了", BEYOND: "在本轮结束以后"}
SAID = {YEAR: "年份不像本轮的", PAST: "已经过了，下发当天就是逾期", BEYOND: "在本轮结束（{ends}）以后"}
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
        last = max(round_.phases.all(), key=lambda phase: phase.starts, default=None)
        return cls(anchor, today(), last.ends if last else round_.term.ends)

    def doubt(self, day: date) -> str:
        """Of what kind the doubt about a deadline is, the plainest first; none for one that may well be meant."""
        if day.year < self.anchor.year or day.year > (self.ends or self.anchor).year + FAR:
            return YEAR
        if day < self.now:
            return PAST
        return BEYOND if self.ends and day > self.ends else ""

    def said(self, day: date) -> str:
        """The doubt in words; none for one that may well be meant."""
        kind = self.doubt(day)
        return SAID[kind].format(ends=self.ends) if kind else ""


def doubt_of(issue: Any, due: date | None) -> str:
    """What is doubtful about `due` as the deadline of the issue, in words; nothing of none."""
    if due is None:
        return ""
    return Horizon.of(issue.round, issue.feedback.delivered_on if issue.feedback else today()).said(due)


def doubts(issue: Any, due: date | None = None) -> list[str]:
    """What is asked before a draft is dispatched or its deadline is set to `due`; nothing of none, which is refused."""
    due = due or issue.due
    doubt = doubt_of(issue, due)
    return [f"期限 {due:%Y-%m-%d} {doubt}"] if doubt else []
