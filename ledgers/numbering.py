"""The numbers of papers: which series a paper is of, whether we count or an OA does, what a series lacks and spoiled.

Of a series that we count the office's row is the lock: of an office, a series and a year there is no gap and no double.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet

from ledgers.models import IssuedPaper, PaperStatus
from rectify.accounts.models import Unit, User
from rectify.lib.errors import Refused
from rectify.options.stored import option

SERIAL = re.compile(r"(?P<sign>[^\d〔]{1,20})〔(?P<year>20\d\d)〕(?P<number>[1-9]\d{0,5})号")
BRACKETS = str.maketrans("[【（(]】）)", "〔〔〔〔〕〕〕〕")


@dataclass(frozen=True)
class SerialNumber:
    """A number of a series: 巡督〔2026〕7号."""

    serial: str
    year: int
    number: int


@dataclass(frozen=True)
class SeriesAccount:
    """The numbers of one series in one year: the last, those that nobody took, those that were spoiled."""

    name: str
    last: int
    count: int
    missing: tuple[int, ...]
    spoiled: tuple[int, ...]
    outside: bool

    @property
    def words(self) -> str:
        """Missing and spoiled numbers, in words."""
        spoiled = f"作废 {_listed(self.spoiled)}" if self.spoiled else "没有作废"
        missing = f"缺 {_listed(self.missing)}" if self.missing else "不缺号"
        return f"{missing}；{spoiled}"

    def __str__(self) -> str:
        source = "，号由外部给" if self.outside else ""
        return f"{self.name} 用了 {self.count} 个号，最后 {self.last} 号{source}，{self.words}"


def series_of(sign: str, office: Unit) -> str:
    """The series of papers whose sign is `sign`: its own, or the one with which the office joins it (告=督)."""
    joined = dict(pair.split("=", 1) for pair in option("paper.joined", office).split() if "=" in pair)
    return joined.get(sign, sign)


def is_given_outside(series: str, office: Unit) -> bool:
    """Whether the numbers of the series come from the office's OA."""
    return series in option("paper.outside", office).split()


def next_number(office: Unit, series: str, year: int) -> SerialNumber:
    """The number after the last. The office is locked."""
    taken = IssuedPaper.objects.filter(office=office, series=series, year=year)
    number = (taken.aggregate(last=Max("number"))["last"] or 0) + 1
    return SerialNumber(f"{option('paper.sign', office)}{series}〔{year}〕{number}号", year, number)


def read_serial(text: str) -> SerialNumber:
    """A number as somebody typed it, in any brackets. Raises Refused for what is none."""
    plain = "".join(text.split()).translate(BRACKETS).replace("第", "")
    match = SERIAL.fullmatch(plain)
    if match is None:
        raise Refused("文号要写全，如：巡督〔2026〕7号")
    return SerialNumber(plain, int(match["year"]), int(match["number"]))


def accounts(user: User, papers: QuerySet[IssuedPaper]) -> list[SeriesAccount]:
    """The series of `papers`, those of the last year first; one statement. Only for their office: who receives some numbers of
    a series would take the others for gaps."""
    numbered = papers.filter(office__in=user.offices(), number__isnull=False)
    numbered = numbered.select_related(None).select_related("office")
    rows: dict[tuple[Any, int, str], list[IssuedPaper]] = {}
    for paper in numbered.only("office", "year", "series", "number", "status").order_by("-year", "series", "number"):
        rows.setdefault((paper.year, paper.office_id, paper.series), []).append(paper)
    return [_account(series, year, papers) for (year, _, series), papers in rows.items()]


def _account(series: str, year: int, papers: list[IssuedPaper]) -> SeriesAccount:
    numbers = {paper.number for paper in papers if paper.number}
    last = max(numbers)
    outside = is_given_outside(series, papers[0].office)
    return SeriesAccount(
        name=f"{option('paper.sign', papers[0].office)}{series}〔{year}〕",
        last=last,
        count=len(numbers),
        missing=tuple(sorted(set(range(1, last + 1)) - numbers)),
        spoiled=tuple(paper.number for paper in papers if paper.number and paper.status == PaperStatus.SPOILED),
        outside=outside,
    )


def _listed(numbers: Iterable[int]) -> str:
    """1—3、7 号."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(str(first) if first == last else f"{first}—{last}" for first, last in runs) + " 号"
