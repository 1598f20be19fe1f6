"""A world that is built once: found whole by each test, left as it was, and the tests beside it see nothing of it."""

import os
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from issues.models import Issue, Status
from rectify.accounts.models import Unit, User
from rectify.lib.filestore import full_path
from rectify.roof.testing.world import build
from rectify.workflow.move import make
from rectify.workflow.moves import moves_of

pytestmark = pytest.mark.engines
CALLS = Path(os.environ["RECTIFY_WORLDS"]) / "calls"


def tiny():
    """A world with one issue that has files; says that it was called."""
    with CALLS.open("a") as calls:
        calls.write("x")
    world = build()
    return world, world.issue(at=Status.RECTIFYING), world.attach(world.issue(at=Status.RECTIFYING))


@pytest.fixture
def standing(prebuilt):
    with prebuilt(tiny) as made:
        yield made


@pytest.mark.parametrize("turn", [1, 2])
def test_each_finds_it_as_it_was_built(standing, turn):
    world, issue, evidence = standing
    assert Issue.objects.count() == 2
    assert full_path(evidence.path).exists()
    assert str(settings.MEDIA_ROOT) in str(full_path(evidence.path))
    world.prepare(issue, "apply")
    make(moves_of(issue)["apply"], issue, by=world.liaison, data=world.filled(issue, "apply"))
    Unit.objects.create(name="另一家", path="99/")
    assert CALLS.read_text() == "x"


def test_threads_find_it_too(standing):
    names = []

    def look():
        names.append(connections["default"].settings_dict["NAME"])
        connections.close_all()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert names == [connection.settings_dict["NAME"]]


def test_others_see_nothing_of_it(db):
    assert not User.objects.exists()
    assert "test" in Path(connection.settings_dict["NAME"]).name


def test_it_is_not_taken_within_another_database(db, worlds):
    with pytest.raises(RuntimeError, match="before `db`"), worlds.stand(tiny):
        pass
