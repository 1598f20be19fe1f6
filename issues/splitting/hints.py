"""Suggestions from the words alone: class, units named, sums, people, titles in 《》. Each says why; a person takes it or not.

The words of each class (classes.csv) are those of the catalogue of common problems and of what inspections write under it.
A long word outweighs short ones.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OWN, ASPECT, LEAST = 3, 1, 6
MONEY = re.compile(r"\d[\d,，]*(?:\.\d+)?\s*(?:余|多)?\s*[万亿]?元")
PEOPLE = re.compile(r"\d[\d,]*\s*(?:余|多)?\s*(?:名|人次|人|户|家)(?!口)")
TITLES = re.compile(r"《[^《》\n]{2,60}》")
SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Hint:
    """A class suggested, and the words in the text that speak for it."""

    code: str
    words: tuple[str, ...]

    @property
    def because(self) -> str:
        return f"因为出现{'、'.join(f'“{word}”' for word in self.words[:2])}"


@cache
def known_words() -> dict[str, tuple[str, ...]]:
    """Class of the catalogue → the words that speak for it."""
    with (Path(__file__).parent / "classes.csv").open(encoding="utf-8") as file:
        return {row["code"]: tuple(row["words"].split()) for row in csv.DictReader(file)}


def category(words: str, above: str = "") -> Hint | None:
    """The class that the words speak for (`above`: its aspect and heading, which weigh less); None when it is not clear."""
    scores = []
    for code, known in known_words().items():
        own = _longest(word for word in known if word in words)
        over = _longest(word for word in known if word in above and word not in words)
        score = OWN * sum(map(len, own)) + ASPECT * sum(map(len, over))
        scores.append((score, code, tuple(own or over)))
    scores.sort(key=lambda one: -one[0])
    best, second = scores[0], scores[1]
    return Hint(best[1], best[2]) if best[0] >= LEAST and best[0] > second[0] else None


def _longest(found: Iterable[str]) -> list[str]:
    """Words that stand in no longer one that was found, the longest first."""
    kept: list[str] = []
    for word in sorted(found, key=len, reverse=True):
        if not any(word in longer for longer in kept):
            kept.append(word)
    return kept


def units_named(words: str, names: list[tuple[str, int]]) -> list[int]:
    """The units whose names stand in the words, in the order of the text. `names` (name, id); a longer name goes first."""
    left, found = words, []
    for name, unit in sorted(names, key=lambda one: -len(one[0])):
        if len(name) >= SHORTEST_NAME and (at := left.find(name)) >= 0:
            found.append((at, unit))
            left = left.replace(name, "\0" * len(name))
    return list(dict.fromkeys(unit for _, unit in sorted(found)))


def sums(words: str) -> list[str]:
    """Sums of money and numbers of people or households, as written."""
    return [match.group().strip() for match in (*MONEY.finditer(words), *PEOPLE.finditer(words))]


def papers(words: str) -> list[str]:
    """Titles in 《》."""
    return TITLES.findall(words)
