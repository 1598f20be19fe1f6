"""What a line of a signed sheet says, and what it wants done, beside what stands."""

from dataclasses import dataclass, field
from typing import Any

from issues.models import Issue
from rectify.lib.digests import digest_of
from rectify.workflow.moves import Move

SINCE = "发出以后网上又变了"


@dataclass
class SheetLine:
    """A row of a sheet: the key of what it is about (none for a row that was added), the version as it was written, its
    cells by heading, and of the changed ones the print of what had been written."""

    number: int
    key: str
    version: int
    cells: dict[str, str]
    touched: dict[str, str]


@dataclass(frozen=True)
class ChangedCell:
    """A cell of the sheet beside what stands there now."""

    heading: str
    stands: str
    wanted: str


@dataclass
class SheetChange:
    """One thing that a sheet wants done. `conflict`: something else stands there than when the sheet was written; `fault`: it
    cannot be entered, and why. `move` or, for a plan, none; `body` is what its input takes. `chosen` is enter, leave or nothing
    yet."""

    key: str
    issue: Issue
    obj: Any
    what: str
    cells: list[ChangedCell]
    move: Move | None = None
    body: dict[str, Any] = field(default_factory=dict)
    conflict: str = ""
    fault: str = ""
    chosen: str = ""

    @property
    def token(self) -> str:
        """Of what a person saw: another one where something has changed since."""
        return digest_of([self.key, self.obj.version, *[[c.heading, c.stands, c.wanted] for c in self.cells]])[:16]
