"""逾期时长和当前办理方: the overdue ones by how long and by side. One aggregate over the overdue alone."""

from dataclasses import dataclass

from issues.models import Side
from ledgers.figures.figure import Scope, tally
from rectify.lib.charts import scaled

BANDS = (("1—7 天", "1:7"), ("8—30 天", "8:30"), ("31—90 天", "31:90"), ("90 天以上", "91:more"))
SIDES = (Side.UNIT, Side.OFFICE)


@dataclass(frozen=True)
class BandPart:
    """One side's share of a band, already measured for the drawing."""

    side: str
    count: int
    url: str
    x: float
    width: float


@dataclass(frozen=True)
class Band:
    name: str
    parts: list[BandPart]
    count: int
    y: float


def ageing(scope: Scope, track: int = 290, left: int = 62) -> list[Band]:
    codes = {f"b{n}{side}": f"overdue_days:{span}:{side}" for n, (_, span) in enumerate(BANDS) for side in SIDES}
    late = scope.sliced("overdue")
    counts = late.aggregate(**tally(codes, scope.on))
    top = max((sum(counts[f"b{n}{side}"] for side in SIDES) for n in range(len(BANDS))), default=0)
    bands = []
    for n, (name, _) in enumerate(BANDS):
        parts, x = [], float(left)
        for side in SIDES:
            count = counts[f"b{n}{side}"]
            width = scaled(count, top, track)
            parts.append(BandPart(side.label, count, scope.link(codes[f"b{n}{side}"]), x, width))
            x += width
        bands.append(Band(name, parts, sum(part.count for part in parts), 4 + 22 * n))
    return bands
