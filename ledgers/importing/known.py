"""What is known before the rows of a batch are understood: units, answers, classes; of each sheet its columns and its unit."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from issues.horizon import Horizon
from issues.models import Issue
from ledgers.importing.names import Names
from ledgers.importing.sorting import KnownSorts
from ledgers.importing.standing import EarlierRows, StandingRow

AGAIN = {"again": True}


@dataclass
class SheetKnown:
    """What is known of one sheet: field by letter and back, the unit it belongs to, whether the units it names as leading
    (or as responsible) are units of ours."""

    name: str
    fields: dict[str, str]
    headings: dict[str, str]
    home: int | None = None
    left_out: bool = False
    by_lead: bool = False
    by_share: bool = False
    above: dict[str, str] = field(default_factory=dict)
    unit_above: int | None = None
    is_hidden: bool = False

    def letter(self, name: str) -> str:
        return next((letter for letter, known in self.fields.items() if known == name), "")


@dataclass
class Known:
    """What the rows are understood by, and what stands of the one that is looked at."""

    names: Names
    answers: dict[str, dict]
    classes: dict[str, int]
    sheets: dict[str, SheetKnown]
    horizon: Horizon
    before: EarlierRows
    sorts: KnownSorts
    row: Any = None
    borrowed: dict[str, dict] = field(default_factory=dict)
    _standing: StandingRow | None = None

    def look_at(self, row: Any) -> None:
        """The row that is asked about from now on."""
        self.row, self.borrowed, self._standing = row, {}, None

    @property
    def standing(self) -> StandingRow:
        """What there is of the row; looked up when it is asked for first."""
        if self._standing is None:
            self._standing = self.before.of(self.row)
        return self._standing

    @property
    def issue(self) -> Issue | None:
        return self.standing.issue

    @property
    def numbered(self) -> Issue | None:
        return self.before.numbered(self.row)

    def answer(self, key: str) -> dict | None:
        """What was answered when the same row came before, unless somebody wanted to be asked again; else what was answered
        here."""
        here, earlier = self.answers.get(key), self.standing.answers.get(key)
        if earlier and earlier != AGAIN and not (here and "again" in here):
            self.borrowed[key] = earlier
            return earlier
        return None if here == AGAIN else here

    def unit(self, answer: dict) -> int | None:
        unit = self.names.by_public_id.get(answer.get("unit", ""))
        return unit.pk if unit else None


def sheets_known(
    layout: dict, answers: dict, *, names: Names, unit: int | None, rows: Iterable[Any]
) -> dict[str, SheetKnown]:
    """What is known of each chosen sheet before its rows are understood."""
    known = {}
    for sheet in layout.get("sheets", ()):
        fields = {c["letter"]: c["field"] for c in sheet["columns"] if c["field"]}
        headings = {c["letter"]: c["heading"] for c in sheet["columns"]}
        answer = answers.get(f"home:{sheet['name']}") or {}
        chosen = names.by_public_id.get(answer.get("unit", ""))
        home = chosen.pk if chosen else unit
        is_hidden = sheet.get("hidden", False)
        known[sheet["name"]] = SheetKnown(
            sheet["name"], fields, headings, home, bool(answer.get("out")), is_hidden=is_hidden
        )
    for row in rows:
        leading = row.values.get("lead_unit")
        if leading and not known[row.sheet].by_lead and names.find(leading):
            known[row.sheet].by_lead = True
        if not known[row.sheet].by_share and any(map(names.find, row.values.get("responsible_units", ()))):
            known[row.sheet].by_share = True
    return known
