"""A run can be made again by its seed, and what a law leaves out by day it tries by night."""

from itertools import product

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.roof.testing import seed

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


@given(st.integers())
def test_hypothesis_draws_from_the_seed(number):
    assert hypothesis.core.global_force_seed == seed.SEED
    assert not hypothesis.settings.default.derandomize
