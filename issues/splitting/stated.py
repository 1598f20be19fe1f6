"""What the text states in numbers: how many aspects, issues and recommendations there are, beside what was read and what was
made, which are two things; and its own calculations, which are held against nothing but themselves (docs/rules.md:
split-numbers)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from issues.splitting.draft import Row, counts, issues, made_of

ROLES = {"aspect": "个方面", "issue": "条问题", "recommendation": "条意见建议"}


@dataclass(frozen=True, slots=True)
class Announced:
    """A number of aspects, issues or recommendations that the text announces. `read`: so many stand in the tree; `made`: so many
    of them a person has made issues of. `reason`: why the two numbers differ, as far as it can be seen."""

    claim: str
    at: int
    role: str
    expected: float
    read: int
    made: int
    reason: str = ""

    @property
    def agrees(self) -> bool:
        return self.expected == self.read

    @property
    def unit(self) -> str:
        return ROLES[self.role]


@dataclass(frozen=True, slots=True)
class TextSum:
    """A calculation of the text (`12＋8＋12`), what it comes to and what the text says it does."""

    claim: str
    at: int
    terms: str
    counted: float
    expected: float

    @property
    def agrees(self) -> bool:
        return self.expected == self.counted

    @property
    def words(self) -> str:
        percent = "%" if "÷" in self.terms or (not self.terms and "率" in self.claim) else ""
        return f"{self.terms + '＝' if self.terms else ''}{self.counted:g}{percent}"


def announced(read: dict[str, Any], rows: list[Row]) -> list[Announced]:
    """The numbers announced, beside those of the rows as they stand."""
    here = counts(rows)
    made = {"issue": sum(made_of(row) for row in issues(rows) if row.get("ok"))}
    return [
        Announced(
            one["claim"],
            one["at"],
            role,
            one["expected"],
            here.get(role, 0),
            made.get(role, here.get(role, 0)),
            one.get("reason", "") if one["of"] else "",
        )
        for one in read["totals"]
        if (role := one["of"] or one.get("about", ""))
    ]


def sums(read: dict[str, Any]) -> list[TextSum]:
    """The calculations of the text."""
    return [
        TextSum(one["claim"], one["at"], one.get("sum", ""), one["counted"], one["expected"])
        for one in read["totals"]
        if not one["of"]
    ]


def disagree(read: dict[str, Any], rows: list[Row]) -> list[str]:
    """The claims that the rows or the text itself do not bear out."""
    both: Iterable[Announced | TextSum] = (*announced(read, rows), *sums(read))
    return [one.claim for one in both if not one.agrees]


def in_short(figures: Iterable[Announced]) -> str:
    """`10 个方面、27 条问题`, every number once; where the text says two numbers of one thing, both."""
    numbers_of: dict[str, list[str]] = {}
    for one in figures:
        numbers = numbers_of.setdefault(one.unit, [])
        if f"{one.expected:g}" not in numbers:
            numbers.append(f"{one.expected:g}")
    return "、".join(f"{'或 '.join(numbers_of[unit])} {unit}" for unit in ROLES.values() if unit in numbers_of)
