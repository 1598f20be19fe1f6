"""Pytest plugin: one number drives everything a run draws at random, so that the run can be made again.

RECTIFY_SEED names it; without it every run takes a fresh one and says it in its last lines. A law with more rows than a
run can wait for tries some of them each time (`some`), and all of them by night (`make night` sets RECTIFY_NIGHT=1).
A whole run takes the long laws, and what SQLite repeats, by turns: it sets RECTIFY_TURNS, and of so many cases of a test one has
its turn; by hand, what is dear (dear.txt) goes by turns as well. The night leaves out none of them, nor does who names a test
or a marker.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from random import Random, randrange
from typing import TypeVar

import pytest

from rectify.roof.testing import dear

Row = TypeVar("Row")

# xdist's workers inherit what is put into the environment here.
SEED = int(os.environ.setdefault("RECTIFY_SEED", str(randrange(1_000_000))))  # noqa: S311  a test, not a secret
NIGHT = bool(os.environ.get("RECTIFY_NIGHT"))
TURNS = int(os.environ.get("RECTIFY_TURNS", "1"))
BY_HAND = not os.environ.get("CI")


def dice(about: object = "") -> Random:
    """A source of chance of this run's seed; each `about` has one of its own, whatever was drawn before."""
    return Random(f"{SEED} {about}")  # noqa: S311  a test, not a secret


def some(rows: Iterable[Row], *keys: Callable[[Row], Hashable], least: int = 1, about: object = "") -> list[Row]:
    """All rows by night; by day some drawn at random, in their order: at least `least` of them, and so many that every
    value of every key occurs (keys: row -> state, row -> move …). `about` tells one draw from another of the same rows."""
    rows = list(rows)
    if NIGHT:
        return rows
    left = [{key(row) for row in rows} for key in keys]
    mixed = dice(f"{about} {len(rows)}").sample(range(len(rows)), len(rows))
    drawn = []
    for place in mixed:
        values = [key(rows[place]) for key in keys]
        if any(value in still for value, still in zip(values, left, strict=True)):
            drawn.append(place)
            for value, still in zip(values, left, strict=True):
                still.discard(value)
    drawn += [place for place in mixed if place not in drawn][: max(0, least - len(drawn))]
    return [rows[place] for place in sorted(drawn)]


def in_turn(names: Iterable[str]) -> set[str]:
    """Which of what goes by turns is tried in this run. Of every so many cases of a function one is drawn, so that a function of
    many cases is never left out whole and two runs of one size reach nearly as much."""
    functions = defaultdict(list)
    for name in sorted(names):
        functions[dear.function_of(name)].append(name)
    drawn = set()
    for function, cases in functions.items():
        for start in range(0, len(cases), TURNS):
            place = start + dice(f"turn of {drawn_as_one(function)} {start}").randrange(TURNS)
            drawn.update(cases[place : place + 1])
    return drawn


def drawn_as_one(function: str) -> str:
    """By hand the functions of a file have their turn together: the dear world that they share is built for all or for none."""
    return function.partition("::")[0] if BY_HAND else function


def often(by_day: int, by_night: int) -> int:
    """How many times a law is tried."""
    return by_night if NIGHT else by_day


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Hypothesis draws from the same seed, on every machine alike: no deadline, no memory of earlier runs."""
    from hypothesis import settings

    settings.register_profile(
        "rectify",
        derandomize=False,
        database=None,
        deadline=None,
        print_blob=True,
        max_examples=often(100 // TURNS, 1000),
    )
    settings.load_profile("rectify")
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = SEED


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out those whose turn it is not."""
    if TURNS > 1:
        by_turns = {item.nodeid: item for item in items if goes_by_turns(item, config)}
        waiting = {by_turns[name] for name in by_turns.keys() - in_turn(by_turns)}
        config.hook.pytest_deselected(items=list(waiting))
        items[:] = [item for item in items if item not in waiting]


def goes_by_turns(item: pytest.Item, config: pytest.Config) -> bool:
    """The long laws, by hand the dear tests; on SQLite whatever PostgreSQL tries too."""
    if config.option.sqlite:
        return not item.get_closest_marker("embedded")
    return bool(item.get_closest_marker("sampled")) or (BY_HAND and dear.function_of(item.nodeid) in dear.names())


def pytest_report_header() -> str:
    return told()


def pytest_terminal_summary(terminalreporter: object) -> None:
    terminalreporter.section(told())


def told() -> str:
    by_turns = os.environ.get("RECTIFY_TURNS", "1") != "1"
    what = "long laws, dear tests and SQLite" if BY_HAND else "long laws and SQLite"
    words = ", by night" if NIGHT else f", {what} by turns (RECTIFY_TURNS=1 takes all)" if by_turns else ""
    return f"seed: RECTIFY_SEED={SEED}{words}"
