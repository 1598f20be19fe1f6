"""A draw anybody can repeat: the same from the same list and seed, another from another, and fair."""

import hashlib
import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.lib import drawing

numbers = st.text("0123456789-轮次abc", min_size=1, max_size=12)
pools = st.dictionaries(numbers, st.sampled_from("甲乙丙丁"), min_size=1, max_size=40).map(
    lambda found: [*found.items()]
)
seeds = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@given(pools, seeds, st.data())
def test_the_same_list_and_seed_give_the_same_draw_in_whatever_order_the_rows_come(pool, seed, data):
    size = data.draw(st.integers(1, len(pool)))
    shuffled = data.draw(st.permutations(pool))
    found = drawing.draw(pool, seed, size)
    assert found == drawing.draw(shuffled, seed, size)
    assert drawing.pool_digest(pool) == drawing.pool_digest(shuffled)
    assert len(found) == len(set(found)) == size
    assert set(found) <= {number for number, _ in pool}


@given(pools, seeds, st.data())
def test_a_larger_draw_holds_the_smaller_one(pool, seed, data):
    size = data.draw(st.integers(1, len(pool)))
    assert drawing.draw(pool, seed, size) == drawing.draw(pool, seed, len(pool))[:size]


@given(pools, seeds, st.data())
def test_each_group_is_there_when_each_is_asked_for(pool, seed, data):
    groups = {group for _, group in pool}
    size = data.draw(st.integers(len(groups), len(pool)))
    found = drawing.draw(pool, seed, size, each_group=True)
    assert {dict(pool)[number] for number in found} == groups
    assert len(found) == size
    for group in groups:  # of each group the line with the smallest hash is in
        own = [number for number, its in pool if its == group]
        assert min(own, key=lambda number: (drawing.score(seed, number), number)) in found


@pytest.mark.parametrize("size", [0, -1, 4])
def test_a_size_beyond_the_pool_is_refused(size):
    with pytest.raises(ValueError, match="cannot draw"):
        drawing.draw([("1", "甲"), ("2", "甲"), ("3", "乙")], "s", size)


def test_fewer_than_the_groups_no_seed_and_a_number_twice_are_refused():
    pool = [("1", "甲"), ("2", "乙")]
    for lines, seed, size, each in ((pool, "s", 1, True), (pool, "", 1, False), ([*pool, ("1", "乙")], "s", 1, False)):
        with pytest.raises(ValueError):
            drawing.draw(lines, seed, size, each_group=each)


def test_another_seed_draws_others():
    pool = [(f"05-{n:03}", "甲") for n in range(200)]
    draws = {tuple(drawing.draw(pool, f"随机数{n}", 10)) for n in range(200)}
    assert len(draws) == 200


def test_every_line_is_as_likely_as_any_other():
    """Chi-squared over fixed seeds: 4000 draws of 5 out of 50. Beyond 99.9 % of what chance gives would be unfair."""
    pool, draws, size = [(f"05-{n:03}", f"单位{n % 7}") for n in range(50)], 4000, 5
    counts = dict.fromkeys((number for number, _ in pool), 0)
    for turn in range(draws):
        for number in drawing.draw(pool, f"第{turn}期", size):
            counts[number] += 1
    expected = draws * size / len(pool)
    # Draws without putting back vary less than independent ones: by the part of the pool that is not drawn.
    chi = sum((n - expected) ** 2 for n in counts.values()) / expected / (1 - size / len(pool))
    assert 23.98 < chi < 85.35  # 0.1 % and 99.9 % of chi-squared with 49 degrees of freedom


def test_the_recipe_can_be_followed_without_this_code():
    pool = [(f"05-{n:03}", "甲") for n in random.Random(3).sample(range(500), 60)]
    hashed = sorted((hashlib.sha256(f"0713 2026|{number}".encode()).hexdigest(), number) for number, _ in pool)
    assert drawing.draw(pool, "0713 2026", 7) == [number for _, number in hashed[:7]]


def test_a_shell_gives_the_digest_of_the_published_list(tmp_path):
    pool = [("05-002", "市住建局"), ("05-001", "市教育局")]
    (tmp_path / "pool.txt").write_text(drawing.pool_text(pool), encoding="utf-8")
    program = "import hashlib,sys; print(hashlib.sha256(open(sys.argv[1],'rb').read()).hexdigest())"
    said = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "pool.txt"], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == drawing.pool_digest(pool)
    assert drawing.pool_text(pool).startswith("05-001\t市教育局\n")
