"""The changes a person makes to the tree. Rows in, new rows out; a change that cannot be is Refused with a sentence."""

from typing import Any

from issues.reading.paper import ROLES
from issues.splitting.draft import Row, below, settled
from rectify.lib.errors import Refused
from rectify.lib.text import within

Read = dict[str, Any]
DEEPEST = 8
GONE = "这一条已经不在了，请看新的条目再改"
ACROSS = "两段之间隔着页眉、文号等不计入的内容，不能合成一条"


def index_of(rows: list[Row], number: int) -> int:
    """The place of the row with that id."""
    for index, row in enumerate(rows):
        if row["id"] == number:
            return index
    raise Refused(GONE)


def role(rows: list[Row], number: int, new: str) -> list[Row]:
    """Call the row something else: an issue that was taken for a heading, a manifestation that is an issue of its own."""
    if new not in ROLES:
        raise Refused("没有这种种类")
    index = index_of(rows, number)
    return _with(rows, index, _unseen(rows[index]) | {"role": new, "hand": True})


def shift(rows: list[Row], number: int, by: int) -> list[Row]:
    """Move the row and all below it one level out or in."""
    index = index_of(rows, number)
    level = rows[index]["level"] + by
    deepest = rows[index - 1]["level"] + 1 if index else 1
    if not 1 <= level <= min(deepest, DEEPEST):
        raise Refused("已经是最外一级" if by < 0 else "上面没有可以归入的条目")
    end = below(rows, index)
    return settled([row | {"level": row["level"] + by} if index <= i < end else row for i, row in enumerate(rows)])


def join(rows: list[Row], number: int, read: Read) -> list[Row]:
    """Make one row of this and the one before it."""
    index = index_of(rows, number)
    if index == 0:
        raise Refused("这是第一条，前面没有可以并入的")
    return settled(_merged(rows, index - 1, index, read))


def cut(rows: list[Row], number: int, at: int, text: str) -> list[Row]:
    """Make two rows of one: the second begins at `at`, with the role and level of the first."""
    index = index_of(rows, number)
    return settled(_cut(rows, index, at, text))


def take(rows: list[Row], a: int, *, b: int, text: str, read: Read, role: str = "issue", **words: Any) -> list[Row]:
    """Make one row of the words `text[a:b]`, wherever they stand, an issue or what `role` says, with more `words` of it; what is
    before and behind stays in rows of its own."""
    a, b = _trimmed(text, max(0, a), min(len(text), b))
    if a >= b:
        raise Refused("没有选中文字。请在左边原文里选一段")
    rows = list(rows)
    inside = [i for i, row in enumerate(rows) if row["a"] < b and row["b"] > a]
    if not inside:
        place = sum(row["b"] <= a for row in rows)
        rows.insert(place, {"id": _next(rows), "a": a, "b": b, "own": "", "number": "", "level": 1, "form": "taken"})
    else:
        first, last = inside[0], inside[-1]
        if rows[last]["b"] > b:
            rows = _cut(rows, last, b, text)
        place = first
        if rows[first]["a"] < a:
            rows, place, last = _cut(rows, first, a, text), first + 1, last + 1
        for _ in range(place, last):
            rows = _merged(rows, place, place + 1, read)
    level = _level_at(rows, place, role)
    return settled(_with(rows, place, _unseen(rows[place]) | {"role": role, "level": level} | words))


def leave(rows: list[Row], number: int, reason: str) -> list[Row]:
    """No issue is made of the row, for this reason."""
    if not reason.strip():
        raise Refused("请写明不立为问题的理由")
    index = index_of(rows, number)
    return _with(rows, index, rows[index] | {"out": within(reason, 200, "不立为问题的理由")})


def back(rows: list[Row], number: int) -> list[Row]:
    """The row counts again."""
    index = index_of(rows, number)
    return _with(rows, index, {key: value for key, value in rows[index].items() if key != "out"})


def decide(rows: list[Row], number: int, **words: Any) -> list[Row]:
    """Set what a person says of an issue (unit, category, nature, focus, ok); an empty value is taken off."""
    index = index_of(rows, number)
    decided = {key: value for key, value in (rows[index] | words).items() if value or key not in words}
    return _with(rows, index, _looked_at(decided))


def adopt(rows: list[Row], said: dict[int, dict[str, Any]]) -> list[Row]:
    """Confirm several issues at once, each with what is said of it (by the row's id); what is set already stays."""
    for number in said:
        index_of(rows, number)
    taken = {number: {key: value for key, value in words.items() if value} for number, words in said.items()}
    return [_looked_at(taken[row["id"]] | row | {"ok": True}) if row["id"] in taken else row for row in rows]


def promote(rows: list[Row], number: int) -> list[Row]:
    """The manifestations straight below an issue become issues; the words above them their heading."""
    index = index_of(rows, number)
    end = below(rows, index)
    level = rows[index]["level"] + 1
    changed = list(rows)
    changed[index] = _unseen(changed[index]) | {"role": "heading"}
    for i in range(index + 1, end):
        if changed[i]["role"] == "manifestation" and changed[i]["level"] == level:
            changed[i] = _unseen(changed[i]) | {"role": "issue"}
    return settled(changed)


def note(rows: list[Row], number: int, words: str) -> list[Row]:
    """Keep what was checked beside the words of the text, which stay as they are."""
    index = index_of(rows, number)
    notes = [rows[index].get("note", ""), words]
    return _with(rows, index, rows[index] | {"note": within("；".join(filter(None, notes)), 300, "核对说明")})


def _with(rows: list[Row], index: int, row: Row) -> list[Row]:
    return [*rows[:index], row, *rows[index + 1 :]]


def _unseen(row: Row) -> Row:
    return {key: value for key, value in row.items() if key not in ("ok", "quick", "out", "each", "units", "aside")}


def _looked_at(row: Row) -> Row:
    """`quick` is a row that was confirmed with many others, without a look at its class."""
    return {key: value for key, value in row.items() if key != "quick"}


def _next(rows: list[Row]) -> int:
    return max((row["id"] for row in rows), default=0) + 1


def _cut(rows: list[Row], index: int, at: int, text: str) -> list[Row]:
    row = rows[index]
    at = min(max(at, row["a"]), row["b"])
    first, second = _trimmed(text, row["a"], at), _trimmed(text, at, row["b"])
    if first[0] >= first[1] or second[0] >= second[1]:
        raise Refused("拆开的地方要在这一条的文字中间")
    a, b = second
    new = {"id": _next(rows), "a": a, "b": b, "own": "", "number": "", "form": "taken"}
    new |= {"level": row["level"], "role": row["role"]}
    return [*rows[:index], _unseen(row) | {"b": first[1]}, new, *rows[index + 1 :]]


def _merged(rows: list[Row], first: int, second: int, read: Read) -> list[Row]:
    a, b = rows[first]["b"], rows[second]["a"]
    if any(a <= read["lines"][line][0] < b for line in read["cut"]):
        raise Refused(ACROSS)
    return [*rows[:first], _unseen(rows[first]) | {"b": rows[second]["b"]}, *rows[second + 1 :]]


def _trimmed(text: str, a: int, b: int) -> tuple[int, int]:
    while a < b and text[a].isspace():
        a += 1
    while b > a and text[b - 1].isspace():
        b -= 1
    return a, b


def _level_at(rows: list[Row], place: int, role: str) -> int:
    """Where a new row belongs: beside the one of its kind before it, or under the heading before it."""
    for row in reversed(rows[:place]):
        if row["role"] == role:
            return row["level"]
        if row["role"] in ("aspect", "heading"):
            return row["level"] + 1
    return rows[place]["level"]
