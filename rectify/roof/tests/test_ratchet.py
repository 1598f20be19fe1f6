"""What may only get better (.ci/ratchet.toml): types without errors, lines that tests reach."""

import pytest

from rectify.roof.testing.covered import Reached, held
from rectify.roof.testing.types import sorted_out

ERRORS = [
    'rectify/lib/dates.py:3: error: Item "None" of "date | None" has no attribute "year"  [union-attr]',
    "rectify/lib/dates.py:3: note: a note is no error",
    "rectify/library.py:1: error: another package that begins alike  [misc]",
    "Found 2 errors in 2 files (checked 3 source files)",
]


def test_an_error_belongs_to_the_package_it_lies_in():
    counted, elsewhere = sorted_out(ERRORS, ["rectify/lib"])
    assert (counted, elsewhere) == ([ERRORS[0]], [ERRORS[2]])


def reached(lines, branches):
    whole = Reached()
    whole.add({"num_statements": 1000, "covered_lines": lines, "num_branches": 1000, "covered_branches": branches})
    return whole


@pytest.mark.parametrize(
    ("lines", "branches", "code", "says"),
    [
        (900, 800, 0, ""),
        (899, 800, 1, "lines: 89.9 %, less than the 90.0 %"),
        (900, 799, 1, "branches: 79.9 %, less than the 80.0 %"),
        (905, 800, 0, "write lines = 90.5 into .ci/ratchet.toml"),
    ],
)
def test_a_floor_holds_and_asks_to_be_raised(capsys, lines, branches, code, says):
    assert held(reached(lines, branches), {"lines": 90.0, "branches": 80.0}) == code
    assert says in capsys.readouterr().out


def test_percents_are_rounded_down():
    whole = Reached(lines=30000, reached=29999)
    assert whole.percent == {"lines": 99.9, "branches": 100.0}
