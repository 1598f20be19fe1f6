"""The tree as a flat list of plain rows: what a page shows, changes and keeps as a draft."""

from typing import Any

from issues.reading.paper import Node, Paper

Row = dict[str, Any]


def rows(paper: Paper) -> list[Row]:
    """A row for each node in reading order. `start` and `end` place its words in `paper.lines[line].text`."""
    return [_row(node) for node in paper.nodes()]


def _row(node: Node) -> Row:
    return {
        "line": node.line,
        "start": node.start,
        "end": node.start + len(node.text),
        "own": node.own,
        "locator": node.locator,
        "number": node.number,
        "level": node.level,
        "role": node.role,
        "form": node.form,
        "text": node.text,
    }


def relocated(changed: list[Row]) -> list[Row]:
    """The rows with locators that fit their levels, after levels, texts or order were changed by hand.

    A level deeper than the row before by more than one is drawn up. Rows without an own number are counted anew below
    their parent.
    """
    fixed: list[Row] = []
    above: list[str] = []
    loose: list[int] = [0]
    for row in changed:
        level = max(1, min(row["level"], len(above) + 1))
        del above[level - 1 :], loose[level:]
        own = row["own"]
        if not own or own.startswith("¶"):
            loose[level - 1] += 1
            own = f"¶{loose[level - 1]}"
        locator = "".join(above) + own
        above.append(own)
        loose.append(0)
        fixed.append(row | {"level": level, "own": own, "locator": locator})
    return fixed


def counts(changed: list[Row]) -> dict[str, int]:
    """How many rows have each role: to be held against `paper.totals` with the same `of`."""
    totals: dict[str, int] = {}
    for row in changed:
        totals[row["role"]] = totals.get(row["role"], 0) + 1
    return totals
