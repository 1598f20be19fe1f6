"""Timelines: a database that was brought back goes on in a new one. The one before ends there; what was written in it behind that
point is in the archive still, but in nobody's database.

PostgreSQL follows the timeline it is told, or the newest, whatever moment is asked for: a moment before an earlier return then
came back without what had been written until that return. Here a moment means what people saw at that moment: the timeline that
was worked in then, from a base copy that lies on its way.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from rectify.backups import wal
from rectify.backups.wal import Base
from rectify.lib.errors import Refused

SEGMENT = re.compile(r"/([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})-[0-9a-f]{40}\.")
HISTORY = re.compile(r"/([0-9A-F]{8})\.history$")
SEGMENTS = 256  # below one number in the middle of a segment's name
SEGMENT_BITS = 24  # of 16 MB each
SECOND = timedelta(seconds=1)
NOTHING = "pgBackRest 还没有备份，请先运行 python manage.py backup"


@dataclass(frozen=True)
class Timeline:
    """`left`: the timelines it came out of, each with the place in the log where it was left; `begun`: when the server went on in
    it (None: at the very first start); `pieces`: segments in the archive by their place, each with when it was handed over."""

    number: int
    left: Mapping[int, int] = field(default_factory=dict)
    begun: datetime | None = None
    pieces: Mapping[int, datetime] = field(default_factory=dict)

    @property
    def ended(self) -> datetime | None:
        return max(self.pieces.values(), default=self.begun)

    def reads(self, base: Base) -> bool:
        """Whether the log leads from this copy into this timeline."""
        return base.timeline == self.number or base.end <= self.left.get(base.timeline, -1)

    def missing(self, bases: Sequence[Base]) -> Iterator[str]:
        """Names of segments that should stand before the last one: from the first copy on, or from where it begins."""
        forked = max(self.left.values(), default=0) >> SEGMENT_BITS
        starts = [base.segment_place if base.timeline == self.number else forked for base in bases if self.reads(base)]
        for place in range(min(starts), max(self.pieces, default=0)) if starts else ():
            if place not in self.pieces:
                yield f"{self.number:08X}{place // SEGMENTS:08X}{place % SEGMENTS:08X}"


def timelines() -> list[Timeline]:
    """Those of which the archive has anything, the oldest first. Raises Refused."""
    stanza = wal.stanza()
    if not stanza["backup"] or not stanza["archive"]:
        raise Refused(NOTHING)
    newest = max(stanza["archive"], key=lambda each: each["database"]["id"])  # of the present major version
    folder = f"archive/{stanza['name']}/{newest['id']}"
    listed = json.loads(wal.called("--recurse", "--output=json", "repo-ls", folder))
    times = {f"/{path}": datetime.fromtimestamp(each["time"], UTC) for path, each in listed.items() if "time" in each}
    begun = {int(match[1], 16): at for path, at in times.items() if (match := HISTORY.search(path))}
    pieces: dict[int, dict[int, datetime]] = {number: {} for number in begun}
    for path, at in times.items():
        if match := SEGMENT.search(path):
            pieces.setdefault(int(match[1], 16), {})[int(match[2], 16) * SEGMENTS + int(match[3], 16)] = at
    return [
        Timeline(number, _left(folder, number) if number in begun else {}, begun.get(number), pieces[number])
        for number in sorted(pieces)
    ]


def _left(folder: str, number: int) -> dict[int, int]:
    """What PostgreSQL wrote down when the timeline began: a line for each one before, with the place where it was left."""
    history = wal.called("repo-get", f"{folder}/{number:08X}.history")
    lines = [line.split("\t") for line in history.splitlines() if line.strip() and not line.startswith("#")]
    return {int(before): wal.lsn(place) for before, place, *_ in lines}


def missing() -> list[str]:
    """Segments that a return would ask for and that the archive has not, by name. Raises Refused."""
    bases = wal.bases()
    return [name for timeline in timelines() for name in timeline.missing(bases)]


def way(until: datetime | None) -> list[str]:
    """How pgBackRest is told to come to what was there at `until`, or to the last moment of all. Raises Refused with the
    nearest moment that can be reached."""
    known, bases = timelines(), wal.bases()
    timeline = next(each for each in reversed(known) if until is None or each.begun is None or each.begun <= until)
    suited = [base for base in bases if timeline.reads(base) and (until is None or base.stopped < until)]
    if until is None and not suited:
        raise Refused("现在的时间线上没有可用的 pgBackRest 备份。请用 --until 写一个更早的时刻，或由每夜的备份还原")
    if until and not suited:
        raise _out_of_reach(until, min(base.stopped for base in bases) + SECOND, known, bases)
    if until and (timeline.ended is None or until > timeline.ended):
        raise _out_of_reach(until, timeline.ended or bases[0].stopped + SECOND, known, bases)
    return [f"--set={suited[-1].label}", f"--target-timeline={timeline.number}", *(_target(until) if until else ())]


def _target(until: datetime) -> list[str]:
    return ["--type=time", f"--target={until.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f+00}", "--target-action=promote"]


def _out_of_reach(until: datetime, near: datetime, known: Sequence[Timeline], bases: Sequence[Base]) -> Refused:
    earliest = min(base.stopped for base in bases)
    latest = max(each.ended for each in known if each.ended)
    hole = "，但这一刻前后的日志没有归档" if earliest < until < latest else ""
    words = [f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}" for at in (until, earliest, latest, near)]
    return Refused(
        f"{words[0]} 还原不到：可以还原到 {words[1]} 以后、{words[2]} 以前{hole}。"
        f'最近的写法：--until "{words[3]}"；要最后一刻则写 --wal，不写 --until'
    )
