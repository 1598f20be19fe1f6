"""What `make test` chooses and what it says of it."""

import sys

import pytest

from rectify.roof.testing.run import (
    NOTHING_CHOSEN,
    RunPart,
    counted,
    judge,
    parts,
    summarize,
    together,
    total,
    worst,
)
from rectify.roof.testing.seed import NIGHT, SEED

BY_DAY = [["-m", "not browser and not embedded"], ["--sqlite"], ["-m", "browser"]]
BY_NIGHT = [["-m", "(sampled or hypothesis) and not embedded"], ["--sqlite"]]


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ("", BY_NIGHT if NIGHT else BY_DAY),
        ("browser", [["-m", "browser"]]),
        ("sqlite", [["--sqlite", "-m"]]),
        ("rectify/roof/tests/test_run.py", [["rectify/roof/tests/test_run.py"]]),
        (
            "rectify/roof/tests/test_run.py::test_the_last_line",
            [["rectify/roof/tests/test_run.py::test_the_last_line"]],
        ),
        ("rectify/lib", [["rectify/lib", "-n", "2"]]),
        ("model and not slow", [["-m", "model and not slow", "-n"]]),
    ],
)
def test_a_part_by_its_name_a_path_or_a_marker(wanted, chosen):
    made = [part.arguments for part in parts(wanted, "2")]
    assert [arguments[: len(begin)] for arguments, begin in zip(made, chosen, strict=True)] == chosen


def test_one_process_has_no_workers():
    assert all("-n" not in part.arguments for part in parts("", "0"))


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("3 failed, 41 passed, 2 skipped in 12.31s", "3 failed, 41 passed, 2 skipped"),
        ("==== 41 passed, 1 xfailed, 9 deselected in 312.02s (0:05:12) ====", "41 passed, 1 xfailed, 9 deselected"),
        ("1 passed in 0.1s", "1 passed"),
        ("built 12 files in 3.2s", ""),
        ("slowest 25 durations", ""),
    ],
)
def test_the_last_line(line, counts):
    assert counted(line) == counts


def test_the_counts_of_all_parts_are_added_up():
    done = [RunPart("a", [], result="2 failed, 5 passed, 7 deselected"), RunPart("b", [], result="6 passed, 2 errors")]
    assert total(done) == "2 failed, 2 error, 11 passed"
    assert total([RunPart("c", [])]) == "no tests ran"


def test_choosing_nothing_is_a_failure():
    part = RunPart("tests marked modle", [])
    judge(part, NOTHING_CHOSEN, ["", "5012 deselected in 9.21s"])
    assert (part.code, part.not_run) == (NOTHING_CHOSEN, ["no test was chosen"])


def test_a_part_that_was_killed_is_a_failure():
    assert worst(0, [RunPart("a", []), RunPart("b", [], code=-15)])
    assert worst(1, [RunPart("a", [])])
    assert not worst(0, [RunPart("a", []), RunPart("b", [])])


def test_two_parts_run_at_a_time_and_are_told_one_after_another(tmp_path, capsys):
    """The first ends only when the last, which waits for its turn beside it, has begun."""
    waits = f"""
import pathlib, sys, time
here = pathlib.Path({str(tmp_path)!r})
(here / sys.argv[1]).touch()
while not (here / sys.argv[2]).exists():
    time.sleep(0.02)
print(sys.argv[1], "is over")
print("1 passed in 0.1s")
sys.exit(int(sys.argv[3]))
"""
    chosen = [RunPart("one", ["1", "3", "0"]), RunPart("two", ["2", "1", "7"]), RunPart("three", ["3", "2", "0"])]
    together(chosen, [sys.executable, "-c", waits])
    said = [line for line in capsys.readouterr().out.splitlines() if "over" in line or "=====" in line]
    assert said == [
        "===== one =====",
        "1 is over",
        "===== two =====",
        "2 is over",
        "===== three =====",
        "3 is over",
    ]
    assert [(part.code, part.result) for part in chosen] == [(0, "1 passed"), (7, "1 passed"), (0, "1 passed")]


def test_the_summary_says_how_to_run_it_again(capsys):
    summarize([RunPart("suite", [], seconds=61.2, result="41 passed, 2 skipped", not_run=["2 × no Chromium"])], 40.5)
    lines = capsys.readouterr().out.splitlines()
    assert "ok     suite: 41 passed, 2 skipped (61 s)" in lines
    assert "  - suite: 2 × no Chromium" in lines
    assert lines[-2].startswith(f"seed: RECTIFY_SEED={SEED}")
    assert lines[-2].endswith(", by night") == NIGHT
    assert lines[-1] == "===== 41 passed, 2 skipped in 40.50s ====="
