"""Laws that are larger than a run of CI: a part of them each time, by a seed; the whole with RECTIFY_WHOLE=1."""

import os
from collections.abc import Callable, Hashable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")
SEED = int(os.environ.get("RECTIFY_SEED", "7"))
WHOLE = os.environ.get("RECTIFY_WHOLE") == "1"


def sample(rows: Sequence[T], count: int, *, each: Callable[[T], Hashable] = lambda row: 0) -> list[T]:
    """At most `count` of the rows of each stratum (`each` names it), in their order; all of them where the whole is walked."""
    if WHOLE:
        return list(rows)
    rng, strata = Random(SEED), {}
    for place, row in enumerate(rows):
        strata.setdefault(each(row), []).append(place)
    places = [place for stratum in strata.values() for place in rng.sample(stratum, min(count, len(stratum)))]
    return [rows[place] for place in sorted(places)]
