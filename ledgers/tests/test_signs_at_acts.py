"""What a text is made of, at every place where one enters a move or an act: line breaks become one kind, unseen controls are
dropped and told, NUL and halves of a pair are refused, and too long a text is refused with both lengths."""

import re
from contextlib import nullcontext

import pytest

from ledgers.tests import doors
from ledgers.tests.moves import WAITS
from ledgers.tests.said import ground
from ledgers.tests.test_marks_at_acts import SOMETIMES, is_stored, places, put, send
from rectify.lib.fields import Rows
from rectify.roof.testing.acts import ActStage

pytestmark = [pytest.mark.workflow, pytest.mark.sampled, pytest.mark.slow]
TYPED = "第一行情况属实，整改措施\x07已经落实到位\r\n第二\x9f行\x0b第三行，\u200b群众\ue000满意\x0c完\t毕"
KEPT = "第一行情况属实，整改措施已经落实到位\n第二行\n第三行，\u200b群众\ue000满意\n完\t毕"
CONTROLS = 2
TOLD = f"有 {CONTROLS} 个看不见的控制符"
LENGTHS = re.compile(r"最多 ?[\d,]+ ?个字.*现有 ?[\d,]+ ?个字")


@pytest.fixture(scope="module")
def stage(shared_world) -> ActStage:
    return ActStage(shared_world)


def longest(place) -> int | None:
    field = doors.shape(place.kind)[place.field]
    inner = field.row.base_fields[place.inner] if isinstance(field, Rows) else field
    return getattr(inner, "max_length", None)


@pytest.mark.parametrize("kind", [*doors.kinds(), *doors.ACTS])
def test_signs_and_lengths(stage, db, kind):
    obj, user, right = ground(stage, kind)
    faults = []
    for place in places(kind):
        with stage.world.ripe(obj) if kind in WAITS else nullcontext():
            faults += [f"{place}: {fault}" for fault in wrong(place, obj, user, right)]
    assert not faults, "\n".join(faults)


def wrong(place, obj, user, right):
    for sign in ("\0", "\ud800"):
        if place.door.endswith("page") and sign != "\0":
            continue  # no browser can send it: the bytes are tried in test_malformed
        came = send(place, obj, user, put(right, place, f"情况{sign}属实"))
        if came.made or came.status != 400:
            yield f"{came.status} for {sign!r}"
    came = send(place, obj, user, put(right, place, TYPED))
    if came.made and place.field not in SOMETIMES and not is_stored(came, KEPT):
        yield "kept otherwise"
    if came.made and not (came.dropped == str(CONTROLS) or any(TOLD in sentence for sentence in came.sentences)):
        yield "dropped in silence"
    most = longest(place)
    if most and place.field not in SOMETIMES:
        came = send(place, obj, user, put(right, place, "长" * (most + 1)))
        said = [sentence for sentence in came.sentences if LENGTHS.search(sentence)]
        if came.made or not said:
            yield f"{most + 1} signs: {'made' if came.made else sorted(came.sentences)}"
