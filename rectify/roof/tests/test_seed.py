"""A run can be made again by its seed, and what a law leaves out by day it tries by night."""

from itertools import product
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.roof.testing import dear, seed

TABLE = list(product("abcde", range(4)))


def by_letter(row):
    return row[0]


def by_number(row):
    return row[1]


@pytest.fixture
def day(monkeypatch):
    monkeypatch.setattr(seed, "NIGHT", False)


def drawn(monkeypatch, number):
    monkeypatch.setattr(seed, "SEED", number)
    return seed.some(TABLE, by_letter, by_number)


@pytest.mark.parametrize("number", range(20))
def test_every_value_of_every_key_is_drawn(day, monkeypatch, number):
    rows = drawn(monkeypatch, number)
    assert {row[0] for row in rows} == set("abcde")
    assert {row[1] for row in rows} == set(range(4))
    assert len(rows) <= 8
    assert rows == sorted(rows)


def test_the_same_seed_draws_the_same_and_others_the_rest(day, monkeypatch):
    assert drawn(monkeypatch, 1) == drawn(monkeypatch, 1)
    assert {row for number in range(40) for row in drawn(monkeypatch, number)} == set(TABLE)


def test_at_least_so_many(day):
    assert len(seed.some(TABLE, least=12)) == 12
    assert len(seed.some(TABLE, by_letter, least=12)) == 12
    assert seed.some([], by_letter, least=12) == []


def test_by_night_nothing_is_left_out(monkeypatch):
    monkeypatch.setattr(seed, "NIGHT", True)
    assert seed.some(TABLE, by_letter) == TABLE
    assert seed.often(3, 100) == 100


def test_by_turns_each_comes_in_some_run_and_in_the_same_one_again(monkeypatch):
    names = [f"law_{number}.py::single" for number in range(300)]
    monkeypatch.setattr(seed, "TURNS", 1)
    assert seed.in_turn(names) == set(names)
    monkeypatch.setattr(seed, "TURNS", 3)
    runs = []
    for number in range(40):
        monkeypatch.setattr(seed, "SEED", number)
        runs.append(seed.in_turn(names))
        assert runs[-1] == seed.in_turn(names)
        assert 50 < len(runs[-1]) < 150
    assert set.union(*runs) == set(names)


def test_of_many_cases_of_one_test_some_are_tried_in_every_run(monkeypatch):
    cases = [f"law.py::of_many[{number:02}]" for number in range(30)]
    monkeypatch.setattr(seed, "TURNS", 3)
    runs = []
    for number in range(40):
        monkeypatch.setattr(seed, "SEED", number)
        runs.append(seed.in_turn([*cases, "law.py::single"]) - {"law.py::single"})
        assert len(runs[-1]) == 10
        assert runs[-1] == seed.in_turn([*cases, "another.py::law[1]"]) - {"another.py::law[1]"}
    assert set.union(*runs) == set(cases)


@pytest.mark.parametrize("by_hand", [True, False])
def test_by_hand_what_shares_a_world_comes_together(monkeypatch, by_hand):
    names = [f"law.py::single_{number}" for number in range(12)]
    monkeypatch.setattr(seed, "BY_HAND", by_hand)
    monkeypatch.setattr(seed, "TURNS", 3)
    came = set()
    for number in range(40):
        monkeypatch.setattr(seed, "SEED", number)
        came.add(len(seed.in_turn(names)))
    assert (came == {0, 12}) is by_hand


@pytest.mark.parametrize(
    ("by_hand", "sqlite", "mark", "name", "goes"),
    [
        (True, False, "sampled", "cheap", True),
        (True, False, "workflow", "cheap", False),
        (True, False, "workflow", "dear[case]", True),
        (False, False, "workflow", "dear[case]", False),
        (False, False, "sampled", "dear[case]", True),
        (True, True, "workflow", "cheap", True),
        (True, True, "embedded", "dear", False),
    ],
)
def test_what_goes_by_turns(monkeypatch, by_hand, sqlite, mark, name, goes):
    monkeypatch.setattr(seed, "BY_HAND", by_hand)
    monkeypatch.setattr(dear, "names", lambda: frozenset({"dear"}))
    item = SimpleNamespace(nodeid=name, get_closest_marker=lambda name: name == mark)
    assert seed.goes_by_turns(item, SimpleNamespace(option=SimpleNamespace(sqlite=sqlite))) is goes


def test_what_is_dear_is_read_from_the_seconds_of_a_run(tmp_path):
    report = tmp_path / "0.xml"
    report.write_text(
        """<testsuites><testsuite>
        <testcase classname="issues.tests.test_a" name="test_often[1-x]" time="1.2"/>
        <testcase classname="issues.tests.test_a" name="test_often[2-y]" time="0.9"/>
        <testcase classname="issues.tests.test_a" name="test_cheap" time="1.9"/>
        </testsuite></testsuites>"""
    )
    assert dear.costly(report, least=2) == {"issues/tests/test_a.py::test_often"}


def test_every_dear_test_is_there():
    """A test that was renamed or taken away leaves the list."""
    gone = [name for name in dear.names() if f"def {name.partition('::')[2]}(" not in text_of(name.partition("::")[0])]
    assert gone == []


def text_of(path):
    return Path(path).read_text(encoding="utf-8") if Path(path).exists() else ""


@given(st.integers())
def test_hypothesis_draws_from_the_seed(number):
    assert hypothesis.core.global_force_seed == seed.SEED
    assert not hypothesis.settings.default.derandomize
