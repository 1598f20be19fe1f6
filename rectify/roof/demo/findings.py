"""What was found in the demo city, read from data/findings.toml and filled with a unit's name and small numbers."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class DemoMeasure:
    kind: str
    text: str
    criterion: str
    post: str


@dataclass(frozen=True)
class Finding:
    """One problem at one unit: the words of the feedback and what the unit will do about it."""

    code: str
    aspect: str
    title: str
    original: str
    wording: str
    measures: tuple[DemoMeasure, ...]
    progress: tuple[str, ...]


@cache
def catalogue() -> dict:
    return tomllib.loads((DATA / "findings.toml").read_text(encoding="utf-8"))


def codes() -> list[str]:
    return list(catalogue())


def draw(code: str, number: int, *, unit: str, year: int, rng: Random) -> Finding:
    """The finding `number` of a common problem, at `unit`, with numbers of its own."""
    group = catalogue()[code]
    title, original, wording = group["findings"][number % len(group["findings"])]
    return Finding(
        code=code,
        aspect=group["aspect"],
        title=title,
        original=filled(original, unit=unit, year=year, rng=rng),
        wording=wording,
        measures=tuple(DemoMeasure(*row) for row in group["measures"]),
        progress=tuple(group["progress"]),
    )


def filled(text: str, *, rng: Random, unit: str = "", year: int = 0) -> str:
    """Numbers for {a} ≥ {b} ≥ {c}; the unit's name only once, as in a sentence of a real paper."""
    a, b, c = sorted((rng.randint(2, 19), rng.randint(2, 12), rng.randint(2, 7)), reverse=True)
    values = {"unit": unit, "year": year, "a": a, "b": b, "c": c}
    return re.sub(r"\{(\w+)\}", lambda found: str(values[found.group(1)]), text)
