"""Several rows called the same at once, and what the reader offered taken as it is. Rows in, new rows out; what cannot be is
Refused with a sentence."""

from collections.abc import Collection, Sequence
from typing import Any

from issues.splitting import edits
from issues.splitting.draft import Row, below, plain, settled
from issues.splitting.passages import OWNERS
from rectify.lib.errors import Refused
from rectify.lib.text import shortened

ISSUE, PART, ASIDE, ADVICE = "issue", "manifestation", "other", "recommendation"
KINDS = {ISSUE: "问题", PART: "表现", ASIDE: "不计入", ADVICE: "意见建议"}
OF_KIND = frozenset({"ok", "quick", "out", "each", "units", "aside"})
OFFERED = frozenset({ISSUE, ADVICE})


def mark(rows: list[Row], numbers: Collection[int], kind: str, text: str) -> list[Row]:
    """Call the rows with these ids `kind`, as a person has said. An issue is thereby confirmed; a manifestation belongs to the
    issue before it."""
    if kind not in KINDS:
        raise Refused("没有这种种类")
    if not numbers:
        raise Refused("没有选中行。请先在左边的方框里勾选，再点要立为什么")
    for number in numbers:
        edits.index_of(rows, number)
    for number in [row["id"] for row in rows if row["id"] in set(numbers)]:
        rows = _marked(rows, edits.index_of(rows, number), kind, text)
    return settled(rows)


def _marked(rows: list[Row], index: int, kind: str, text: str) -> list[Row]:
    row = rows[index]
    keep = OF_KIND - {"out", "aside"} if kind == ISSUE and row["role"] == ISSUE else frozenset()
    changed = {key: value for key, value in row.items() if key not in OF_KIND or key in keep}
    changed |= {"role": kind, "hand": True}
    if kind == ISSUE and not changed.get("ok"):
        changed |= {"ok": True, "quick": True}
    if kind == ASIDE:
        changed["aside"] = True
    rows = [*rows[:index], changed, *rows[index + 1 :]]
    if kind == ISSUE:
        return _takes_along(rows, index)
    return _below_issue(rows, index, text) if kind == PART else rows


def _takes_along(rows: list[Row], index: int) -> list[Row]:
    """What stands below a new issue and was nothing yet is how it shows itself; rows of a table stay to be said."""
    own = {
        row["id"]
        for row in rows[index + 1 : below(rows, index)]
        if row["role"] in ("other", "heading") and row["form"] != "row" and not row.get("hand")
    }
    return [row | {"role": PART} if row["id"] in own else row for row in rows]


def _below_issue(rows: list[Row], index: int, text: str) -> list[Row]:
    """The row, and what stands loose between, moved below the issue before it."""
    owner = next((n for n in range(index - 1, -1, -1) if rows[n]["role"] in OWNERS), None)
    if owner is None or rows[owner]["role"] != ISSUE:
        words = shortened(plain(text[rows[index]["a"] : rows[index]["b"]]), 20)
        raise Refused(f"“{words}”前面没有问题可以归入。请先把它所属的那一行立为问题")
    level, end = rows[owner]["level"] + 1, below(rows, index)
    first = below(rows, owner)
    return [row | {"level": max(row["level"], level)} if first <= n < end else row for n, row in enumerate(rows)]


def offered(read: dict[str, Any], rows: list[Row]) -> list[dict[str, Any]]:
    """What the reader offers and nobody has decided yet: where it stands the rows are as they were read."""
    return [one for one in read.get("suggested", ()) if one["role"] in OFFERED and _is_open(one, rows)]


def _is_open(one: dict[str, Any], rows: list[Row]) -> bool:
    here = [row for row in rows if row["a"] < one["b"] and row["b"] > one["a"]]
    return bool(here) and all(row["role"] in ("other", "heading", "aspect") and not row.get("hand") for row in here)


def accept(rows: list[Row], offers: Sequence[dict[str, Any]], text: str, read: dict[str, Any]) -> list[Row]:
    """Take what the reader offered: a whole row by its new kind, a piece of one as a row of its own."""
    if not offers:
        raise Refused("这些建议已经定了，请看新的条目")
    for one in offers:
        whole = next((row["id"] for row in rows if (row["a"], row["b"]) == (one["a"], one["b"])), None)
        if whole is not None:
            rows = mark(rows, [whole], one["role"], text)
        else:
            marks = {"hand": True} | ({"ok": True, "quick": True} if one["role"] == ISSUE else {})
            rows = edits.take(rows, one["a"], b=one["b"], text=text, read=read, role=one["role"], **marks)
    return rows
