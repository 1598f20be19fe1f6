"""Suggestions from the words alone: class, units named, sums, people, titles in 《》. Each says why; a person takes it or not.

The words of each class (classes.csv) are those of the catalogue of common problems and of what inspections write under it.
A long word outweighs short ones; a weak one (支部, 国企: a place, a person, a thing that many classes write of) counts a third,
and says nothing alone.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OWN, ASPECT, LEAST, WEAK, LEAD = 3, 1, 6, 1, 2
FEWEST = 10  # less often measured is not measured
MONEY = re.compile(r"\d[\d,，]*(?:\.\d+)?\s*(?:余|多)?\s*[万亿]?元")
PEOPLE = re.compile(r"\d[\d,]*\s*(?:余|多)?\s*(?:名|人次|人|户|家)(?!口)")
TITLES = re.compile(r"《[^《》\n]{2,60}》")
SHORTEST_NAME = 3
NOBODY = r"(?<![各等些分个的])"
# A place or body by its name (市水利局, 城投公司, 石桥村, 第三支部), a person or thing with a masked name (张某某, 某国道).
NAMED = re.compile(
    rf"{NOBODY}(?:市|县|区|省)[一-龥]{{1,9}}?(?:局|委|中心|公司|集团|医院|一院|院|馆|社|站|所|校|中学|小学|银行|总会|协会|林场|团)(?!级)"
    r"|[一-龥]{2,6}(?:公司|集团|林场|农场|管委会|管理处|管理中心|金中心)"
    r"|(?<![一-龥])[一-龥]{2,3}(?:村|社区|镇|乡|街道|县)(?![干级组民镇街])|第[一二三四五六七八九十]+(?:党)?支部"
    r"|[一-龥]某{1,2}|某[一-龥]"
)
# What looks like a name and is none: any of many.
ANY = re.compile(r"下属|所属|各|每|多|子公司|部分|一些|有的|不少|乡镇|区县|市县|行政村|中介|农村|平台公司|同一")


@dataclass(frozen=True, slots=True)
class ClassHint:
    """A class suggested, and the words in the text that speak for it."""

    code: str
    words: tuple[str, ...]

    @property
    def because(self) -> str:
        return f"因为出现{'、'.join(f'“{word}”' for word in self.words[:2])}"

    @property
    def right(self) -> int:
        return measured().get(self.code, (0, 0))[0]

    @property
    def n(self) -> int:
        """How often this class was suggested for the sentences that it was measured on, `right` of them rightly."""
        return measured().get(self.code, (0, 0))[1]

    @property
    def is_sure(self) -> bool:
        """Whether it is a suggestion; else a question (docs/rules.md: class-measured)."""
        return self.n >= FEWEST and self.right * 10 >= self.n * 8


@cache
def measured() -> dict[str, tuple[int, int]]:
    """Class → how often its suggestion was right, of how many: on sentences that the vocabulary was not made with."""
    with (Path(__file__).parent / "measured.csv").open(encoding="utf-8") as file:
        return {row["code"]: (int(row["right"]), int(row["n"])) for row in csv.DictReader(file)}


@cache
def known_words() -> dict[str, dict[str, int]]:
    """Class of the catalogue → the words that speak for it, each with its weight a sign."""
    with (Path(__file__).parent / "classes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        row["code"]: dict.fromkeys(row["weak"].split(), WEAK) | dict.fromkeys(row["words"].split(), OWN) for row in rows
    }


def category(words: str, above: str = "") -> ClassHint | None:
    """The class that the words speak for (`above`: its aspect and heading, which weigh less); None when it is not clear."""
    scores = []
    for code, known in known_words().items():
        own = _longest(word for word in known if word in words)
        over = _longest(word for word in known if known[word] == OWN and word in above and word not in words)
        score = sum(known[word] * len(word) for word in own) + ASPECT * sum(map(len, over))
        scores.append((score, code, tuple(own or over)))
    scores.sort(key=lambda one: -one[0])
    best, second = scores[0], scores[1]
    return ClassHint(best[1], best[2]) if best[0] >= LEAST and best[0] - second[0] >= LEAD else None


def _longest(words: Iterable[str]) -> list[str]:
    """Words that stand in no longer one that was found, the longest first."""
    longest: list[str] = []
    for word in sorted(words, key=len, reverse=True):
        if not any(word in longer for longer in longest):
            longest.append(word)
    return longest


@dataclass(frozen=True, slots=True)
class NatureHint:
    """个性 (`individual`) or 共性 (`common`), and the words that speak for it."""

    nature: str
    words: tuple[str, ...]

    @property
    def because(self) -> str:
        quoted = "、".join(f"“{word}”" for word in self.words[:2])
        return f"因为点了名：{quoted}" if self.nature == "individual" else f"因为写了{quoted}"


@cache
def common_words() -> tuple[str, ...]:
    """The words by which a text says that many are meant."""
    with (Path(__file__).parent / "natures.csv").open(encoding="utf-8") as file:
        return next(tuple(row["words"].split()) for row in csv.DictReader(file) if row["nature"] == "common")


def nature(words: str, units: Iterable[str] = (), own: Iterable[str] = ()) -> NatureHint | None:
    """共性 where many are meant, 个性 where one is named (domain 45, 46); None where both or neither is said.

    `units`: names of units other than the one inspected that stand in the words; `own`: its own, which single nothing out.
    """
    many = sorted(_longest(word for word in common_words() if word in words), key=words.index)
    for name in sorted(own, key=len, reverse=True):
        words = words.replace(name, "，")
    named = list(dict.fromkeys([*units, *_names(words)]))
    if bool(many) == bool(named):
        return None
    return NatureHint("common", tuple(many)) if many else NatureHint("individual", tuple(named))


def _names(words: str) -> Iterable[str]:
    return (match.group() for match in NAMED.finditer(words) if not ANY.search(match.group()))


def units_named(words: str, names: list[tuple[str, int]]) -> list[int]:
    """The units whose names stand in the words, in the order of the text. `names` (name, id); a longer name goes first."""
    left, places = words, []
    for name, unit in sorted(names, key=lambda one: -len(one[0])):
        if len(name) >= SHORTEST_NAME and (at := left.find(name)) >= 0:
            places.append((at, unit))
            left = left.replace(name, "\0" * len(name))
    return list(dict.fromkeys(unit for _, unit in sorted(places)))


def sums(words: str) -> list[str]:
    """Sums of money and numbers of people or households, as written."""
    return [match.group().strip() for match in (*MONEY.finditer(words), *PEOPLE.finditer(words))]


def papers(words: str) -> list[str]:
    """Titles in 《》."""
    return TITLES.findall(words)
