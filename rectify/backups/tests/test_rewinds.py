"""The database lost again and again: each return goes on in a timeline of its own, and the next one finds its way."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rectify.backups import timelines, wal
from rectify.backups.timelines import Timeline, way
from rectify.backups.wal import Base
from rectify.lib.errors import Refused
from rectify.roof.testing.archived import ArchivedInstallation, missing
from rectify.roof.testing.seed import NIGHT

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MB16 = 2**24
BEGUN = """
import json
from django.core.management import call_command
from rectify.roof.testing.world import build
from rectify.roof.testing.grants import granted
build()
granted()
call_command("backup", stdout=open("/dev/null", "w"))
print(json.dumps([]))
"""


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def base(label: str, minutes: int, timeline: int, place: int) -> Base:
    return Base(label, at(minutes), whole=True, segment=f"{timeline:08X}00000000{place:08X}", end=place * MB16 + 256)


# Copies at 12:00 and 12:10 of the first timeline; lost at 12:15, brought back to 12:05 at 12:20; a copy there at 12:30; lost
# at 12:35 and brought back to 12:32 at 12:40.
COPIES = [base("first", 0, 1, 2), base("behind", 10, 1, 5), base("second", 30, 2, 6)]
LINES = [
    Timeline(1, pieces={2: at(1), 3: at(5), 4: at(9), 5: at(11), 6: at(14)}),
    Timeline(2, {1: 4 * MB16 + 77}, at(20), {4: at(25), 5: at(29), 6: at(31), 7: at(34)}),
    Timeline(3, {1: 4 * MB16 + 77, 2: 7 * MB16 + 9}, at(40), {7: at(45)}),
]


@pytest.fixture
def archive(monkeypatch):
    monkeypatch.setattr(timelines, "timelines", lambda: LINES)
    monkeypatch.setattr(wal, "bases", lambda: COPIES)


@pytest.mark.parametrize(
    ("minutes", "copy", "timeline"),
    [
        (3, "first", 1),
        (12, "behind", 1),  # what the first return left behind is still there for who asks for it
        (21, "first", 2),  # not from the copy of 12:10: what it holds was left behind
        (33, "second", 2),
        (44, "second", 3),
        (None, "second", 3),
    ],
)
def test_a_moment_means_what_people_saw_at_that_moment(archive, minutes, copy, timeline):
    words = way(None if minutes is None else at(minutes))
    assert words[:2] == [f"--set={copy}", f"--target-timeline={timeline}"]
    assert len(words) == (2 if minutes is None else 5)


@pytest.mark.parametrize(("minutes", "near", "hole"), [(-1, 0, False), (17, 14, True), (37, 34, True), (60, 45, False)])
def test_between_loss_and_return_there_is_nothing(archive, minutes, near, hole):
    with pytest.raises(Refused, match=f':{near:02d}:0{0 if near else 1}"') as refused:
        way(at(minutes))
    assert ("没有归档" in str(refused.value)) == hole


def test_without_a_copy_on_its_way_the_last_moment_is_refused(archive, monkeypatch):
    monkeypatch.setattr(wal, "bases", lambda: COPIES[1:2])
    with pytest.raises(Refused, match="没有可用的"):
        way(None)


@pytest.mark.parametrize(
    ("timeline", "gone", "named"),
    [
        (LINES[0], 3, ["000000010000000000000003"]),
        (LINES[0], 6, []),  # the last of all: nobody knows that there was one
        (LINES[1], 4, ["000000020000000000000004"]),
        (LINES[1], 5, ["000000020000000000000005"]),  # the first timeline has one of that place: it is another
        (LINES[2], 7, []),
    ],
)
def test_a_segment_that_should_stand_between_others_is_missed(timeline, gone, named):
    assert list(timeline.missing(COPIES)) == []
    pieces = {place: moment for place, moment in timeline.pieces.items() if place != gone}
    assert list(Timeline(timeline.number, timeline.left, timeline.begun, pieces).missing(COPIES)) == named


# ---- by night: with pgBackRest ------------------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path):
    made = ArchivedInstallation(tmp_path / "first", 60)
    yield made
    made.stop()


def written(place: ArchivedInstallation, word: str) -> datetime:
    """The word is there, then a moment, then another word; the archive has all of it."""
    place.behind(f"INSERT INTO ticks VALUES ('{word}')")  # noqa: S608
    time.sleep(1.1)
    moment = datetime.now(UTC)
    time.sleep(1.1)
    place.behind(f"INSERT INTO ticks VALUES ('{word}{word}')")  # noqa: S608
    place.hand_over()
    return moment


def lost_and_back(place: ArchivedInstallation, folder: Path, *how: str) -> list[str]:
    """Proved by the command; the words that are there."""
    place.lose(folder)
    done = place.manage("restore", *how, "--start", place.start())
    assert done.returncode == 0, done
    return [word for (word,) in place.behind("SELECT word FROM ticks ORDER BY 1")]


@pytest.mark.skipif(
    bool(missing()) or not NIGHT, reason=missing() or "by night: each loss and restore takes half a minute"
)
def test_lost_again_after_a_return_to_a_moment(place, tmp_path):
    """A copy was made behind the moment of the first return, so that it lies on no way to what was written after it. Heads
    are kept elsewhere all the time, as an installation in earnest does."""
    (tmp_path / "heads").mkdir()
    place.environment["HEADS_DIR"] = str(tmp_path / "heads")
    keep = ("shell", "-v0", "-c", "from rectify.audit import heads; heads.keep()")
    place.asked(BEGUN)
    place.behind("CREATE TABLE ticks (word text)", "GRANT SELECT ON ticks TO PUBLIC")
    a = written(place, "a")
    assert place.manage("backup").returncode == 0
    b = written(place, "b")
    assert place.manage(*keep).returncode == 0
    assert lost_and_back(place, tmp_path / "2", "--until", a.isoformat()) == ["a"]
    c = written(place, "c")
    assert place.manage(*keep).returncode == 0
    assert lost_and_back(place, tmp_path / "3", "--wal") == ["a", "c", "cc"]
    assert lost_and_back(place, tmp_path / "4", "--until", c.isoformat()) == ["a", "c"]
    assert lost_and_back(place, tmp_path / "5", "--until", b.isoformat()) == ["a", "aa", "b"]
    assert place.manage("backup").returncode == 0
    written(place, "d")
    assert place.manage("backup", "--check").returncode == 0
    assert lost_and_back(place, tmp_path / "6", "--wal") == ["a", "aa", "b", "d", "dd"]
