"""What is said at both doors of an act: the words that are right, and for each field of the API the words that may not be.

The fields are read from the serializers and forms, so that a new one is tried without a line here.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.forms import BooleanField, CharField, DateField, Form, MultipleChoiceField
from rest_framework import serializers as api

from issues.deadlines import DeadlineField
from issues.models import Category, Issue, Measure
from issues.tests.acts import PLAN
from ledgers.moves.deciding import DONE, WAIVED
from ledgers.tests import doors
from ledgers.tests.doors import Said
from ledgers.tests.moves import FILL, NOTE
from rectify.accounts.models import Unit, User
from rectify.lib.dates import today
from rectify.lib.fields import Choice, Ref, Refs, Rows
from rectify.roof.testing.acts import ActStage, in_days
from rectify.workflow.moves import moves_of

ABSENT = object()
NOBODY = "zzzzzzzzzzzz"
# What a page's frame says: which form, which round, which row.
FRAME = ("key", "round")


class Case(NamedTuple):
    """One thing said: the act, the field that is otherwise than right, how, and the whole of the words."""

    kind: str
    field: str
    how: str
    said: Said


def ground(w: ActStage, kind: str) -> tuple[Any, User, Said]:
    """What the act is done to, by whom, and the words that are right."""
    if kind == "issues.issue.register":
        said = {"round": w.round.public_id, "lead_unit": w.lead.public_id, "title": "又一件", "original": "原文一句"}
        return w.at("draft"), w.clerk, said
    if kind == "issues.measure.write":
        return (
            w.at("planning"),
            w.liaison,
            {"measures": [row(w)], "goal": "到位", "root_cause": "失管", "no_prevention": ""},
        )
    given = FILL[kind](w)
    label, _, name = kind.rpartition(".")
    said = {key: plain(value) for key, value in words_of(given["data"]).items() if not callable(value)}
    if "site_check" in said:
        said["site"] = DONE if said.pop("site_check") else WAIVED
    if name == "revise_plan":
        said = {"measures": [kept(measure) for measure in given["obj"].measures.order_by("order")]}
    if name in ("pass_joint", "return_joint"):
        del said["reason"]  # asked only where the bodies differ
    if moves_of(label)[name].needs_note:
        said["note"] = NOTE
    return given["obj"], given["by"], said


def row(w: ActStage) -> Said:
    return PLAN | {"due": in_days(30).isoformat()}


def kept(measure: Measure) -> Said:
    """A row as it stands."""
    words = {name: getattr(measure, name) for name in ("text", "kind", "criterion", "person")}
    return {"id": measure.public_id, "due": measure.due.isoformat()} | words


def plain(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, Unit | Issue):
        return value.public_id
    if isinstance(value, list):
        return [{key: plain(part) for key, part in words_of(row).items()} for row in value]
    return value.isoformat() if isinstance(value, date) else value


def words_of(given: dict) -> Said:
    """Without what is read out of other words: the deadline's own phrase."""
    return {key: value for key, value in given.items() if not key.endswith("_text")}


def cases(w: ActStage, kind: str, right: Said) -> list[Case]:
    """The right words, and each field wrong in every way that its kind knows."""
    found = [Case(kind, "", "right", right)]
    for name, field in fields(kind).items():
        for how, value in values(w, kind, name, field, right.get(name, "")):
            said = {key: old for key, old in right.items() if key != name} | ({} if value is ABSENT else {name: value})
            found.append(Case(kind, name, how, said))
    return found


def fields(kind: str) -> dict[str, Any]:
    """The fields of an act as the API declares them; a move takes a reason and the version that was seen."""
    own = doors.shape(kind)
    for name in FRAME:
        own.pop(name, None)
    if kind in doors.ACTS:
        return own
    return {"note": api.CharField(max_length=5000)} | own | {"version": api.IntegerField()}


def values(w: ActStage, kind: str, name: str, field: Any, right: Any) -> Iterator[tuple[str, Any]]:
    """(how, value) for one field."""
    yield "absent", ABSENT
    if name == "version":
        yield "stale", 0
    elif isinstance(field, api.ListField | MultipleChoiceField | Refs):
        yield "none", []
        yield "unknown", ["没有这一条"]
    elif isinstance(field, api.ChoiceField | Choice):
        yield "empty", ""
        yield "unknown", "nonsense"
        yield from ((f"={value}", value) for value in values_of(field) if value and value != right)
    elif isinstance(field, api.BooleanField | BooleanField):
        yield f"={not right}", not right
    elif isinstance(field, api.DateField | DateField | DeadlineField):
        yield from days()
    elif isinstance(field, api.ListSerializer | Rows):
        yield "none", []
        yield from rows(kind, field, right)
    elif isinstance(field, api.CharField | CharField | Ref):
        yield from texts(w, kind, name, field, right)


def values_of(field: Any) -> Iterator[str]:
    return (choice if isinstance(choice, str) else choice[0] for choice in field.choices)


def days() -> Iterator[tuple[str, Any]]:
    yield "empty", ""
    yield "iso", in_days(40).isoformat()
    yield "no such day", "2026-99-99"
    yield "in words", f"{today().year + 1}年6月底前"
    yield "past", (today() - timedelta(days=400)).isoformat()


def rows(kind: str, field: Any, right: Any) -> Iterator[tuple[str, Any]]:
    """The first row, each of its fields wrong in turn."""
    whole, *others = right or [{"at": "措施 1", "text": "写实"}]
    if not right:
        yield "right", [whole]
    for name, inner in (field.row.base_fields if isinstance(field, Rows) else field.child.fields).items():
        wrong = [("nobody", NOBODY)] if name == "at" else values(None, kind, name, inner, whole.get(name, ""))
        for how, value in wrong:
            row = {key: old for key, old in whole.items() if key != name} | ({} if value is ABSENT else {name: value})
            yield f"{name} {how}", [row, *others]


def texts(w: ActStage | None, kind: str, name: str, field: Any, right: Any) -> Iterator[tuple[str, Any]]:
    yield "empty", ""
    if name in REFERENCES:
        yield "nobody", NOBODY
        if w is not None:
            yield "another", REFERENCES[name](w)
        return
    yield "blank", "　 "
    yield "words", "另一句话"
    for most in sorted({getattr(field, "max_length", None), *lengths(kind, name)} - {None}):
        yield f"{most}", "长" * most
        yield f"{most + 1}", "长" * (most + 1)


# A field that names a row, and another row than the right one.
REFERENCES = {
    "unit": lambda w: w.lead.public_id,
    "round": lambda w: w.round.public_id,
    "lead_unit": lambda w: w.office.public_id,
    "merged_into": lambda w: w.at("rectifying").public_id,
    "category": lambda w: Category.objects.get().code,
    "id": lambda w: NOBODY,
    "digest": lambda w: NOBODY,
    "at": lambda w: NOBODY,
}


def lengths(kind: str, name: str) -> set[int]:
    """How long the text may be by the forms of the page."""
    forms: tuple[type[Form], ...] = doors.ACTS[kind].door.forms if kind in doors.ACTS else doors.door_of(kind).forms
    found = (form.base_fields.get(name) for form in forms)
    return {most for field in found if (most := getattr(field, "max_length", None))}
