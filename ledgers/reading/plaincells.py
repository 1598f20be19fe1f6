"""Every cell of a workbook as it stands, for who knows its columns: nothing is understood."""

from typing import Any

from ledgers.reading import guard
from ledgers.reading.workbooks import READERS

MOST_LINES = 5000


def whole(path: str, name: str) -> list[dict[str, Any]]:
    """What the limited process runs: each sheet with its cells by row and column, shown and (where otherwise) as stored."""
    return [
        {
            "name": grid.name,
            "rows": [
                [number, [[column, str(text), getattr(text, "stored", None)] for column, text in sorted(line.items())]]
                for number, line in sorted(grid.rows.items())
            ][:MOST_LINES],
        }
        for grid in READERS[guard.kind_of(path, name)](path)
    ]
