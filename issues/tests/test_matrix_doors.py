"""The list of `test_matrix` holds at every door: page, API, bulk and job make the same moves and refuse the same ones.

A refusal is tried for every state and move by one person who is not on the list, each of the cast in turn; an allowed move
by one who is. The tests count what they proved. By day every state and every move is tried at every door, not every pair.
"""

from itertools import cycle, groupby, product
from operator import itemgetter

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from issues.models import Issue, Status
from issues.tests.test_matrix import CAST, MAY, MOVES, filled, ready, snapshot
from rectify.accounts.models import Unit
from rectify.lib.errors import Refused
from rectify.roof.testing.seed import some
from rectify.roof.tests.source import imported, python
from rectify.workflow.move import make
from rectify.workflow.moves import moves_of

pytestmark = pytest.mark.sampled

BY_HAND = [name for name in MOVES if moves_of("issues.issue")[name].by_hand]
# The page of a move of its own asks for more than a button does; those pages have tests of their own.
BUTTONS = [name for name in BY_HAND if not moves_of("issues.issue")[name].page]
FORM = {"confirm": "", "ending": "not_applicable", "source": "信访举报"}


def plain(data: dict) -> dict:
    """What was filled in, as JSON."""
    found = {name: value.public_id if isinstance(value, Unit) else value for name, value in data.items()}
    if "site_check" in found:
        found["site"] = "done" if found.pop("site_check") else "waived"
    if "due" in found:
        found["due"] = found["due"].isoformat()
    if "measures" in found:
        rows = [
            {name: row[name] for name in ("id", "text", "kind", "criterion", "person")} for row in found["measures"]
        ]
        found["measures"] = [row | {"due": "2026-01-01"} for row in rows]
    return found


def reason(name):
    return {"note": "写明了理由"} if moves_of("issues.issue")[name].needs_note else {}


def through_api(world, issue, name, who, data):
    client = APIClient()
    client.force_login(getattr(world, who), backend=settings.AUTHENTICATION_BACKENDS[-1])
    body = {"move": name, "data": plain(data)} | reason(name)
    return client.post(f"/api/v1/issues/{issue.public_id}/moves/", body, format="json").status_code


def through_page(world, issue, name, who, data):
    client = Client()
    client.force_login(getattr(world, who), backend=settings.AUTHENTICATION_BACKENDS[-1])
    body = FORM | plain(data) | {"move": name, "note": "写明了理由", "confirm": issue.number}
    return client.post(reverse("issues:move", args=[issue.public_id]), body).status_code


def through_bulk(world, issue, name, who, data):
    client = APIClient()
    client.force_login(getattr(world, who), backend=settings.AUTHENTICATION_BACKENDS[-1])
    body = {"move": name, "data": plain(data), "items": [{"id": issue.public_id}]} | reason(name)
    return client.post("/api/v1/issues/moves/", body, format="json").status_code


DOORS = {"api": (through_api, BY_HAND), "bulk": (through_bulk, BY_HAND), "page": (through_page, BUTTONS)}


@pytest.mark.parametrize("door", DOORS)
def test_what_is_not_allowed_is_refused_at_every_door(world, door):
    send, names = DOORS[door]
    turn, tried, pairs = cycle(CAST), 0, list(product(Status.values, names))
    drawn = some(pairs, itemgetter(0), itemgetter(1), least=len(pairs) // 5, about=door)
    for status, moves in groupby(drawn, itemgetter(0)):
        issue = world.issue(at=Status(status))
        ready(world, issue)
        before = snapshot(issue)
        with world.ripe(issue):
            for _, name in moves:
                who = next(one for one in turn if one not in MAY.get((status, name), set()))
                code = send(world, issue, name, who, filled(world, issue, name))
                assert code < 500, (status, name, who, code)
                assert snapshot(issue) == before, (status, name, who)
                tried += 1
    assert tried >= len(pairs) // 5


@pytest.mark.parametrize("door", DOORS)
def test_what_is_allowed_goes_through_every_door(world, door):
    send, names = DOORS[door]
    allowed = [(status, name) for status, name in MAY if name in names and name != "revise_plan"]
    tried = some(allowed, itemgetter(0), itemgetter(1))
    for status, name in tried:
        who = sorted(MAY[status, name])[0]
        issue = world.issue(at=Status(status))
        ready(world, issue, name)
        if name == "pass_review":
            world.prepare(issue, name)
        with world.ripe(issue):
            code = send(world, issue, name, who, filled(world, issue, name))
        now = Issue.objects.get(pk=issue.pk).status
        assert now in moves_of(issue)[name].targets, (status, name, who, code)
    assert {name for _, name in tried} == set(names) - {"revise_plan"}


def test_a_job_makes_only_what_the_clock_decides(world):
    """A job acts as nobody: of the whole table it may end an objection window that is over, and nothing else."""
    made, refusals = [], []
    for status in Status.values:
        issue = world.issue(at=Status(status))
        ready(world, issue, "window_ends")
        with world.ripe(issue):
            for name, move in moves_of(issue).items():
                before = snapshot(issue)
                try:
                    make(move, issue, by=None, note="写明了理由", data=filled(world, issue, name))
                    made.append((status, name))
                    break
                except Refused as refusal:
                    refusals.append(refusal)
                assert snapshot(issue) == before
    assert made == [("objection_window", "window_ends")]
    assert len(refusals) >= len(MOVES) * (len(Status.values) - 1)
    assert all(all(refusal.reasons) for refusal in refusals)


def test_an_import_makes_drafts_and_no_move():
    """What comes in by a workbook is a draft: the modules that write imports know no move."""
    for path in python():
        if path.parent.name in ("importing", "actions") and path.name.startswith("import"):
            assert "rectify.workflow.moves" not in imported(path), path
