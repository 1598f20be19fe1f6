"""Every text of every move and act that has two doors, at its page, at the API and made on many rows: a marking is refused, a
word is asked about and confirmed, and what passes is stored as it was written.

The doors come from the tables of moves and their inputs. Each meets some of the texts, each text some of the doors; by night
all meet all.
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any, NamedTuple

import pytest
from django.forms import CharField, ChoiceField
from django.urls import reverse
from rest_framework import serializers as api

from issues.deadlines import DeadlineField
from ledgers.tests import doors, twins
from ledgers.tests.doors import Said, Sent
from ledgers.tests.moves import WAITS
from ledgers.tests.said import FRAME, REFERENCES, ground
from rectify.lib.fields import Rows
from rectify.lib.gate import CONFIRM
from rectify.roof.testing.acts import ActStage
from rectify.roof.testing.seed import some
from rectify.roof.tests.marktable import FREE, REFUSED, WARNED, Line, texts
from rectify.workflow.moves import moves_of

pytestmark = [pytest.mark.workflow, pytest.mark.sampled, pytest.mark.slow]
# Some texts must be longer than a marking is.
FINE = ("", "kept", "left out", "shut to other words too")
# Kept only where something else is said too: that the bodies differ, that nobody went, that the promise was not kept.
SOMETIMES = {"reply", "reason", "site_note", "site_by", "minutes", "kept_note"}
BEFORE = "经逐户核查，整改措施已经落实到位，群众反映的事项已经办结。\n"


class Place(NamedTuple):
    """Where a text enters: an act, a door, a field, and in rows the field of a row."""

    kind: str
    door: str
    field: str
    inner: str = ""


def is_text(name: str, field: Any) -> bool:
    if isinstance(field, ChoiceField | DeadlineField | api.ChoiceField) or name in (*REFERENCES, *FRAME):
        return False
    return isinstance(field, CharField | api.CharField)


def places(kind: str) -> Iterator[Place]:
    """Every place of an act where a text enters."""
    for name, field in doors.shape(kind).items():
        inner = field.row.base_fields if isinstance(field, Rows) else {}
        found = [(name, part) for part, one in inner.items() if is_text(part, one)]
        for at in [(name, "")] if is_text(name, field) else found:
            if name in doors.page_fields(kind) | {"note"}:
                yield Place(kind, "page", *at)
            yield Place(kind, "api", *at)
    label, _, name = kind.rpartition(".")
    if label == "issues.issue" and kind not in doors.ACTS and moves_of(label)[name].together:
        yield Place(kind, "many by page", "note")
        yield Place(kind, "many by api", "note")


def put(right: Said, place: Place, text: str) -> Said:
    if not place.inner:
        return right | {place.field: text}
    first, *others = right.get(place.field) or [{"at": "措施 1", "text": "写实"}]
    return right | {place.field: [first | {place.inner: text}, *others]}


def address(place: Place, obj: Any, said: Said) -> tuple[Sent, str]:
    name = place.kind.rpartition(".")[2]
    if place.door == "page":
        return doors.through_page(place.kind, obj, said), "page"
    if place.door == "many by page":
        body = {"act": name, "ids": [obj.public_id], "note": said["note"], "confirm": "1"}
        return (reverse("issues:bulk"), body), "page"
    if place.door == "many by api":
        body = {"move": name, "note": said["note"], "items": [{"id": obj.public_id}]}
        return (f"{doors.API}/issues/moves/", body), "api"
    return doors.through_api(place.kind, obj, said), "api"


def send(place: Place, obj: Any, user: Any, said: Said, *, sure: bool = False) -> twins.Came:
    (url, body), way = address(place, obj, said)
    if way == "page":
        return twins.page(user, (url, body | ({CONFIRM: "1"} if sure else {})), place.kind)
    method = doors.ACTS[place.kind].method if place.kind in doors.ACTS else "post"
    return twins.api(user, (url, body | ({CONFIRM: True} if sure else {})), place.kind, method)


def is_stored(came: twins.Came, text: str) -> bool:
    """Whether a row that was written holds the text; a title is one line."""
    written = {json.dumps(kept, ensure_ascii=False)[1:-1] for kept in (text, " ".join(text.split()))}
    return any(one in line for one in written for lines in came.rows.values() for line in lines)


def wrong(place: Place, line: Line, obj: Any, user: Any, right: Said) -> str:
    """What is wrong with how `line` fares, unless it is one of FINE."""
    came = send(place, obj, user, put(right, place, line.text))
    if came.verdict != line.verdict:
        return f"{came.verdict} for {line.verdict}"
    if came.verdict != FREE and came.made:
        return "made all the same"
    if came.verdict == REFUSED:
        sure = send(place, obj, user, put(right, place, line.text), sure=True)
        return "" if sure.verdict == REFUSED and not sure.made else "a confirmation helps a marking"
    for text in (line.text, BEFORE + line.text):
        came = send(place, obj, user, put(right, place, text), sure=line.verdict == WARNED)
        if came.made:
            return "kept" if is_stored(came, text) else "left out" if place.field in SOMETIMES else "lost"
    other = send(place, obj, user, put(right, place, f"{BEFORE}另一句话"))
    return "not taken" if other.made else "shut to other words too"


@pytest.fixture(scope="module")
def stage(shared_world) -> ActStage:
    return ActStage(shared_world)


@pytest.mark.parametrize("kind", [*doors.kinds(), *doors.ACTS])
def test_every_text_at_every_door(stage, db, kind):
    every = list(places(kind))
    tries = some([(place, line) for place in every for line in texts()], lambda row: row[0], about=kind)
    obj, user, right = ground(stage, kind)
    faults, count = [], Counter()
    for place, line in tries:
        with stage.world.ripe(obj) if kind in WAITS else nullcontext():
            came = wrong(place, line, obj, user, right)
        count[f"{line.verdict} {came}".strip()] += 1
        if came not in FINE:
            faults.append(f"{place} {line.text!r}: {came}")
    print(f"\n{kind}: {len(every)} doors × {len(texts())} texts: {len(tries)} tried, {dict(count)}")
    assert not faults, "\n".join(faults)
