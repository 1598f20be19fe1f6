"""The little of an old workbook that calamine does not tell: encryption, hidden rows, formats, formulas without result."""

import struct
from dataclasses import dataclass, field

from ledgers.reading.formats import Meaning, meaning

END, FREE = 0xFFFFFFFE, 0xFFFFFFFF
BOF, SHEETS, LOCK, XF, FORMAT, ROW = 0x809, 0x85, 0x2F, 0xE0, 0x41E, 0x208
COLUMNS, EPOCH, MOST_COLUMNS = 0x7D, 0x22, 256
NUMBER, RK, MULTIPLE, FORMULA, ERROR = 0x203, 0x27E, 0xBD, 0x06, 0x205


@dataclass(slots=True)
class SheetFacts:
    """Of one sheet; rows and columns from 1. `formats`: what the format of a number's cell makes of it, by row and column."""

    hidden: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formats: dict[tuple[int, int], Meaning] = field(default_factory=dict)
    broken: set[tuple[int, int]] = field(default_factory=set)


def streams(data: bytes) -> dict[str, bytes]:
    """The named streams of an OLE container. Raises ValueError or struct.error when it is damaged."""
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        raise ValueError("sector size")
    size = 1 << shift
    (first_directory,) = struct.unpack_from("<I", data, 48)
    cutoff, first_mini, _, first_more, more = struct.unpack_from("<5I", data, 56)
    table = _allocation(data, size, first_more, more)
    directory = _chain(data, size=size, table=table, begin=first_directory)
    entries = {}
    root = None
    for at in range(0, len(directory) - 127, 128):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        begin, count = struct.unpack_from("<II", directory, at + 116)
        if kind == 5:
            root = begin
        elif kind == 2 and 2 <= length <= 64:
            entries[directory[at : at + length - 2].decode("utf-16-le")] = (begin, count)
    if root is None:
        raise ValueError("no directory")
    mini = _chain(data, size=size, table=table, begin=root) if root < END else b""
    small = _numbers(_chain(data, size=size, table=table, begin=first_mini)) if first_mini < END else []
    by_name = {}
    for name, (begin, count) in entries.items():
        if count >= cutoff:
            by_name[name] = _chain(data, size=size, table=table, begin=begin, count=count)
        else:
            by_name[name] = _small(mini, small, begin, count)
    return by_name


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _allocation(data: bytes, size: int, first_more: int, more: int) -> list[int]:
    sectors = [one for one in struct.unpack_from("<109I", data, 76) if one < END]
    sector = first_more
    for _ in range(min(more, 10_000)):
        if sector >= END:
            break
        listed = _numbers(data[(sector + 1) * size : (sector + 2) * size])
        sectors += [one for one in listed[:-1] if one < END]
        sector = listed[-1]
    table: list[int] = []
    for sector in sectors:
        table += _numbers(data[(sector + 1) * size : (sector + 2) * size])
    return table


def _chain(data: bytes, *, size: int, table: list[int], begin: int, count: int | None = None) -> bytes:
    pieces, sector, seen = [], begin, 0
    while sector < END:
        seen += 1
        if seen > len(table) + 1 or sector >= len(table):
            raise ValueError("broken chain")
        pieces.append(data[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    joined = b"".join(pieces)
    if count is not None and len(joined) < count:
        raise ValueError("truncated")
    return joined if count is None else joined[:count]


def _small(mini: bytes, table: list[int], begin: int, count: int) -> bytes:
    pieces, sector, seen = [], begin, 0
    while sector < END and sector < len(table) and seen <= len(table):
        pieces.append(mini[sector * 64 : sector * 64 + 64])
        sector, seen = table[sector], seen + 1
    return b"".join(pieces)[:count]


def since_1904(book: bytes) -> bool:
    """Whether day numbers count from 1904."""
    at = 0
    while at + 6 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        if kind == EPOCH:
            return book[at + 4] == 1
        if kind == 0x0A:  # the end of what holds for the whole workbook
            break
        at += 4 + size
    return False


def facts(book: bytes) -> dict[str, SheetFacts] | None:
    """What each sheet hides; None when the stream is encrypted."""
    names: dict[int, str] = {}
    codes: dict[int, str] = {}
    styles: list[int] = []
    by_sheet: dict[str, SheetFacts] = {}
    current: SheetFacts | None = None
    meanings: list[Meaning | None] = []
    at, length = 0, len(book)
    while at + 4 <= length:
        kind, size = struct.unpack_from("<HH", book, at)
        body = at + 4
        if kind == LOCK:
            return None
        if kind == BOF and at in names:
            current = by_sheet.setdefault(names[at], SheetFacts())
            meanings = [meaning(style, codes.get(style)) for style in styles]
        elif kind == SHEETS and size >= 8:
            (place,) = struct.unpack_from("<I", book, body)
            names[place] = _short_text(book[body + 6 : body + size])
        elif kind == XF and size >= 4:
            styles.append(struct.unpack_from("<H", book, body + 2)[0])
        elif kind == FORMAT and size >= 5:
            codes[struct.unpack_from("<H", book, body)[0]] = _long_text(book[body + 2 : body + size])
        elif current is not None and size >= 6:
            _cell(book, kind=kind, body=body, size=size, current=current, meanings=meanings)
        at = body + size
    return by_sheet


def _cell(book: bytes, *, kind: int, body: int, size: int, current: SheetFacts, meanings: list) -> None:
    row, column, style = struct.unpack_from("<HHH", book, body)
    if kind == ROW and size >= 16:
        height, flags = struct.unpack_from("<H", book, body + 6)[0], struct.unpack_from("<H", book, body + 12)[0]
        if flags & 0x20 or height == 0:
            current.hidden.add(row + 1)
    elif kind == COLUMNS and size >= 10:
        if struct.unpack_from("<H", book, body + 8)[0] & 1 or style == 0:  # the third number is the width
            current.hidden_columns.update(range(row + 1, min(column, MOST_COLUMNS) + 2))
    elif kind in (NUMBER, RK, FORMULA):
        _note(current, meanings, row=row, column=column, style=style)
        if kind == FORMULA and size >= 14 and book[body + 12 : body + 14] == b"\xff\xff" and book[body + 6] == 2:
            current.broken.add((row + 1, column + 1))
    elif kind == MULTIPLE:
        for i in range((size - 6) // 6):
            _note(
                current, meanings, row=row, column=column + i, style=struct.unpack_from("<H", book, body + 4 + 6 * i)[0]
            )
    elif kind == ERROR and size >= 8 and book[body + 7] == 1:
        current.broken.add((row + 1, column + 1))


def _note(current: SheetFacts, meanings: list, *, row: int, column: int, style: int) -> None:
    shown_as = meanings[style] if style < len(meanings) else None
    if shown_as is not None:
        current.formats[(row + 1, column + 1)] = shown_as


def _short_text(data: bytes) -> str:
    count, wide = data[0], data[1] & 1
    return data[2 : 2 + count * 2].decode("utf-16-le") if wide else data[2 : 2 + count].decode("latin-1")


def _long_text(data: bytes) -> str:
    count, wide = struct.unpack_from("<HB", data)
    return data[3 : 3 + count * 2].decode("utf-16-le", "replace") if wide & 1 else data[3 : 3 + count].decode("latin-1")
