"""A draw that anybody can repeat: a published list, a published seed, one hash a line, the smallest win.

    for each line:   sha256(seed + "|" + number), both in UTF-8, written in hexadecimal
    sort by that hash, take the first n

Where every unit is to be drawn at least once, first the line with the smallest hash of each unit, then the smallest of
the rest until there are n; the result is always written in the order of the hashes. No random numbers of ours come in.
"""

import hashlib
from collections.abc import Iterable

Line = tuple[str, str]  # the number that stands for a thing, and the group it belongs to


def pool_text(lines: Iterable[Line]) -> str:
    """The list as it is published: sorted by number, one a line, number and group parted by a tab."""
    return "".join(f"{number}\t{group}\n" for number, group in sorted(lines))


def pool_digest(lines: Iterable[Line]) -> str:
    """sha256 of the published list. Always sha256: anybody has a program for it, whatever the place's own digest is."""
    return hashlib.sha256(pool_text(lines).encode()).hexdigest()


def score(seed: str, number: str) -> str:
    """The hash by which a line is drawn."""
    return hashlib.sha256(f"{seed}|{number}".encode()).hexdigest()


def draw(lines: Iterable[Line], seed: str, size: int, *, each_group: bool = False) -> list[str]:
    """The numbers drawn, in the order of their hashes; independent of the order of `lines`.

    Raises ValueError for an empty seed, a number that is there twice, a size below 1 or beyond the pool, or fewer than
    there are groups when each is to be drawn.
    """
    by_number = dict(lines := list(lines))
    groups = set(by_number.values())
    if not seed:
        raise ValueError("a draw needs a seed")
    if len(by_number) != len(lines):
        raise ValueError("a number is there twice")
    if not 1 <= size <= len(by_number) or each_group and size < len(groups):
        raise ValueError(f"cannot draw {size} of {len(by_number)}")
    ranked = sorted(by_number, key=lambda number: (score(seed, number), number))
    first: dict[str, str] = {}
    for number in ranked if each_group else ():
        first.setdefault(by_number[number], number)
    chosen = set(first.values())
    chosen |= set([number for number in ranked if number not in chosen][: size - len(chosen)])
    return [number for number in ranked if number in chosen]
