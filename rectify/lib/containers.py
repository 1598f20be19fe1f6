"""What a container file says it holds, without opening anything in it: the list of a zip, the directory of an OLE file.

Only bounded tables are read, so a bomb costs no more than an honest file.
"""

import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

MOST_MEMBERS = 20_000
MOST_LIST = 8 * 2**20
OLE_END = 0xFFFFFFFA  # this and above: no further sector
OLE_CHAIN = 1024
MOST_PART = 2**18
TYPES = "[Content_Types].xml"
MACRO_SIGNS = ((TYPES, b"macroEnabled"), ("word/_rels/settings.xml.rels", b"attachedTemplate"))


class Damaged(Exception):
    """The container's own table cannot be read."""


class TooMany(Exception):
    """The container lists more than any honest file."""


@dataclass(frozen=True)
class Member:
    """A line of a zip's list: its size is what the list claims."""

    name: str
    size: int
    packed: int
    locked: bool


def zip_members(path: Path) -> list[Member]:
    """The list of a zip. Raises Damaged when there is none, TooMany when it is beyond bounds (or in the zip64 form)."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_600))
        tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        raise Damaged
    count, length = struct.unpack_from("<HI", tail, end + 10)
    if count > MOST_MEMBERS or length > MOST_LIST or tail[end - 20 : end - 16] == b"PK\x06\x07":
        raise TooMany
    try:
        with zipfile.ZipFile(path) as archive:
            return [Member(i.filename, i.file_size, i.compress_size, bool(i.flag_bits & 1)) for i in archive.infolist()]
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError) as error:
        raise Damaged from error


def is_macro_enabled(path: Path) -> bool:
    """Whether an Office document calls itself one with macros, or takes its template from elsewhere. Raises Damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(sign in _beginning(archive, part) for part, sign in MACRO_SIGNS)
    except (zipfile.BadZipFile, zlib.error, ValueError, struct.error, NotImplementedError, EOFError) as error:
        raise Damaged from error


def _beginning(archive: zipfile.ZipFile, part: str) -> bytes:
    try:
        with archive.open(part) as file:
            text = file.read(MOST_PART)
    except KeyError:
        return b""
    return text if part == TYPES or b'TargetMode="External"' in text else b""


def ole_names(path: Path) -> set[str]:
    """The names of streams and storages in an OLE file (.doc .xls .ppt .wps). Raises Damaged."""
    with path.open("rb") as file:
        head = file.read(512)
        try:
            shift = struct.unpack_from("<H", head, 30)[0]
            if shift not in (9, 12):
                raise Damaged
            return _names(_Sectors(file, 1 << shift, head), struct.unpack_from("<I", head, 48)[0])
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise Damaged from error


class _Sectors:
    """The sectors of an OLE file and which follows which."""

    def __init__(self, file, size: int, head: bytes):
        self.file, self.size = file, size
        self.tables = [n for n in struct.unpack_from("<109I", head, 76) if n < OLE_END]
        further = struct.unpack_from("<I", head, 68)[0]
        for _ in range(OLE_CHAIN):
            if further >= OLE_END:
                break
            entries = struct.unpack(f"<{size // 4}I", self.read(further))
            self.tables += [n for n in entries[:-1] if n < OLE_END]
            further = entries[-1]

    def read(self, number: int) -> bytes:
        self.file.seek((number + 1) * self.size)
        body = self.file.read(self.size)
        if len(body) < self.size:
            raise Damaged
        return body

    def after(self, number: int) -> int:
        each = self.size // 4
        return struct.unpack_from("<I", self.read(self.tables[number // each]), number % each * 4)[0]


def _names(sectors: _Sectors, number: int) -> set[str]:
    names: set[str] = set()
    for _ in range(OLE_CHAIN):
        if number >= OLE_END:
            break
        body = sectors.read(number)
        for start in range(0, len(body), 128):
            length = struct.unpack_from("<H", body, start + 64)[0]
            if 2 <= length <= 64 and body[start + 66]:
                names.add(body[start : start + length - 2].decode("utf-16-le"))
        number = sectors.after(number)
    return names
