"""What is suggested for the issues of a splitting, row by row. Nothing here is set: a person confirms it."""

from collections.abc import Collection
from dataclasses import dataclass

from issues.reading import labels
from issues.reading.roles import ISSUES
from issues.splitting import hints
from issues.splitting.draft import Row, depths
from issues.splitting.passages import original


@dataclass(frozen=True, slots=True)
class Suggested:
    """For one row: the class and the nature its words speak for, the units they name, and the place of those words."""

    row: int
    words: str
    category: hints.ClassHint | None
    nature: hints.NatureHint | None
    units: tuple[int, ...]

    @property
    def says(self) -> bool:
        return bool(self.category or self.nature)


def suggested(
    rows: list[Row], text: str, names: list[tuple[str, int]], *, home: int, wanted: Collection[int | None] | None = None
) -> dict[int, Suggested]:
    """For each issue (of `wanted`, when given) by the row's id what its words suggest. `names` of units (name, id); `home` is
    the unit inspected, whose own name singles nothing out."""
    called: dict[int, str] = {}
    for name, pk in names:
        called.setdefault(pk, name)
    by_row = {}
    for index, (row, above) in enumerate(depths(rows)):
        if row["role"] != "issue" or row.get("out") or (wanted is not None and row["id"] not in wanted):
            continue
        words = labels.without(original(rows, index, text))
        over = "\n".join(_evidence(text[one["a"] : one["b"]]) for one in above)
        units = tuple(hints.units_named(words, names))
        others = [called[pk] for pk in units if pk != home]
        own = [name for name, pk in names if pk == home]
        nature = hints.nature(words, others, own=own)
        by_row[row["id"]] = Suggested(row["id"], words, hints.category(words, over), nature, units)
    return by_row


def _evidence(words: str) -> str:
    """What a heading says of the class: nothing where it only announces that problems follow (`反馈问题整改情况`)."""
    return "" if ISSUES.search(words) and "方面" not in words else labels.without(words)
