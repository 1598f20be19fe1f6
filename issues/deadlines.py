"""The one field for a deadline: a date or the paper's own phrase, what is understood shown beside it, the words kept.

Source: docs/rules.md: reading-deadline, deadline-words. A form with such fields takes
`ReadsDeadlines` as its first base; a field `due` then gives `cleaned_data["due"]` (a day or None) and
`cleaned_data["due_text"]` (the words; none when only a date was typed).
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.safestring import SafeString

from issues.horizon import Horizon
from issues.limits import default_due
from issues.models import Feedback, Issue, Round
from issues.reading.deadline import Deadline
from issues.reading.deadlines import read_deadline
from rectify.calendars import days
from rectify.lib.dates import today
from rectify.lib.tags import weekday

BARE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
LONGEST = 200
NO_DAY = "没有读出日期，请写到哪一天，如 2026-11-30 或“11月底前”"
EXAMPLE = "2026-11-30，或“3个月内”“11月底前”"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a phrase is understood by: the day periods count from, and the round whose rules stand in where no day is named.

    `within` names a round whose end the day is held against, without its rules. `first` asks for the first day of what is
    written (9月 → 9月1日) in place of the last.
    """

    delivered_on: date | None = None
    round: Round | None = None
    feedback: Feedback | None = None
    immediate: bool = False
    first: bool = False
    within: Round | None = None

    @classmethod
    def of(cls, issue: Issue) -> "Basis":
        """That of a deadline which is set of an issue: from the day of its feedback, within its round."""
        return cls(issue.feedback.delivered_on if issue.feedback else None, within=issue.round)

    @property
    def query(self) -> dict[str, str]:
        """The same, for the address that reads while one types."""
        asked = {
            "from": self.delivered_on.isoformat() if self.delivered_on else "",
            "first": "1" if self.first else "",
            "round": self.round.public_id if self.round else "",
            "within": self.within.public_id if self.within else "",
        }
        return {name: value for name, value in asked.items() if value}


def as_read(text: str, basis: Basis) -> Deadline:
    """What the words say by themselves."""
    anchor = basis.delivered_on or (basis.feedback.delivered_on if basis.feedback else None)
    words = f"{text.rstrip('起')}起" if basis.first and text.strip() else text
    calendar = days.current().add_working_days
    read = read_deadline(words, delivered_on=anchor, today=today(), calendar=calendar)
    if not basis.first:
        return read
    if read.start:
        return Deadline(text, due=read.start, kind="date")
    return Deadline(text, question=read.question or (NO_DAY if text.strip() else None))


def understood(text: str, basis: Basis) -> Deadline:
    """The wording as a day; where it names none (empty, 立行立改, 长期坚持), the day of the round's rules, if it has one."""
    read = as_read(text, basis)
    if read.due or (read.question and text.strip()) or basis.round is None:
        return read
    day, _ = _by_rules(read, basis)
    return Deadline(text, due=day, kind=read.kind, long_term=read.long_term, immediate=read.immediate)


def _by_rules(read: Deadline, basis: Basis) -> tuple[date | None, str]:
    if basis.round is None:
        return None, ""
    return default_due(basis.round, feedback=basis.feedback, immediate=basis.immediate or read.immediate)


def in_words(text: str, basis: Basis) -> tuple[str, str] | None:
    """(mark, sentence): what is made of the words as typed so far; None where there is nothing to say yet."""
    read = understood(text, basis)
    if not text.strip() and basis.round is None:
        return None
    if read.question and text.strip():
        return "ask", read.question
    extra = "，另记“长期坚持”" if read.long_term else ""
    if read.due is None and basis.round is None:
        return "ok", f"没有日期{extra}，原话保留"
    if read.due is None:
        return "ask", f"没有读出日期{extra}；本轮时限方案也推不出，下发前请补上"
    day = f"{read.due:%Y-%m-%d} {weekday(read.due)}"
    if doubt := _hardly_meant(read.due, basis):
        return "ask", f"记为 {day}{extra}，{doubt}：请看是不是这一天"
    if text.strip() and as_read(text, basis).due:
        suffix = "" if BARE.fullmatch(text.strip()) else "，原话保留"
        return "ok", f"记为 {day}{extra}{suffix}"
    return "ok", f"记为 {day}{extra}（{_by_rules(read, basis)[1]}）"


def _hardly_meant(day: date, basis: Basis) -> str:
    """What is doubtful about the deadline of an issue of the round, in words."""
    round_ = basis.round or basis.within
    if round_ is None or basis.first:
        return ""
    delivered_on = basis.delivered_on or (basis.feedback.delivered_on if basis.feedback else None)
    return Horizon.of(round_, delivered_on or today()).said(day)


class DeadlineBound(forms.BoundField):
    """The field on a page: the words shown, the address that reads them, and what was understood."""

    form: "ReadsDeadlines"

    def value(self) -> str:
        """What stands in the box: the words kept, while they still mean the day kept."""
        value = super().value()
        if not isinstance(value, date):
            return value or ""
        words, basis = self.form.words_on_file(self.name), self.form.basis(self.name)
        return words if words and as_read(words, basis).due == value else value.isoformat()

    @property
    def readout(self) -> tuple[str, str] | None:
        return in_words(str(self.value())[:LONGEST], self.form.basis(self.name))

    @property
    def read_id(self) -> str:
        return f"{self.auto_id}-read"

    def as_widget(
        self, widget: forms.Widget | None = None, attrs: dict[str, Any] | None = None, only_initial: bool = False
    ) -> SafeString:
        query = urlencode({"of": self.html_name, **self.form.basis(self.name).query})
        asks = {
            "hx-get": f"{reverse('issues:due_read')}?{query}",
            "hx-trigger": "keyup changed delay:400ms, change",
            "hx-target": f"#{self.read_id}",
            "hx-swap": "innerHTML",
            "hx-include": self.form.reads_with,
            "placeholder": EXAMPLE,
            "autocomplete": "off",
            "data-due": "",
        }
        return super().as_widget(widget, asks | (attrs or {}), only_initial)


class DeadlineField(forms.CharField):
    """A deadline as one line of text. `first` for a day on which something begins."""

    def __init__(self, *, first: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, **kwargs)
        self.first = first

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> DeadlineBound:
        return DeadlineBound(form, self, field_name)

    def clean(self, value: Any) -> str:
        return super().clean(value.isoformat() if isinstance(value, date) else value)


class ReadsDeadlines(forms.Form):
    """Forms with deadlines: after the fields are clean, words become days. `readings` keeps what else they said."""

    reads_with = "this"  # what else of the form is sent along to be understood with it

    def basis(self, name: str) -> Basis:
        """What the field `name` is understood by."""
        field = self.fields[name]
        return Basis(first=isinstance(field, DeadlineField) and field.first)

    def words_on_file(self, name: str) -> str:
        """The wording that was kept before."""
        return self.initial.get(f"{name}_text") or ""

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # a hook that the stubs do not know
        self.readings: dict[str, Deadline] = {}
        for name, field in self.fields.items():
            if isinstance(field, DeadlineField) and name in self.cleaned_data:
                self._read(name, field)

    def _read(self, name: str, field: DeadlineField) -> None:
        text = self.cleaned_data[name]
        read = self.readings[name] = understood(text, self.basis(name))
        self.cleaned_data |= {name: read.due, f"{name}_text": self._kept(name, text, read)}
        if read.question and text:
            self.add_error(name, ValidationError(f"“{text}”：{read.question}"))
        elif field.required and read.due is None:
            self.add_error(name, ValidationError(NO_DAY))

    def _kept(self, name: str, text: str, read: Deadline) -> str:
        """The words that go with the day. A bare date says nothing else: then those on file stay, unless they name another."""
        if not BARE.fullmatch(text):
            return text
        words = self.words_on_file(name)
        same = self[name].initial == read.due or as_read(words, self.basis(name)).due is None
        return words if same else ""
