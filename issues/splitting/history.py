"""The steps of a splitting, kept so that each can be undone: what a change replaced, not the whole tree again."""

from typing import Any

from issues.splitting.draft import Row

LONGEST = 200
Step = dict[str, Any]


def step(before: list[Row], after: list[Row]) -> Step:
    """What turns `after` back into `before`."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return {"at": head, "put": len(after) - head - tail, "took": before[head : len(before) - tail]}


def undone(rows: list[Row], last: Step) -> list[Row]:
    """The rows before that step."""
    return [*rows[: last["at"]], *last["took"], *rows[last["at"] + last["put"] :]]
