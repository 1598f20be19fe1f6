"""Reading a part of a zipped workbook: bounded, without any definition from within or without the file."""

import posixpath
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from ledgers.reading.guard import BOMB, BROKEN, ENTITIES, MOST_UNPACKED, inside
from ledgers.reading.sheet import ReadRefused

CHUNK = 1 << 18
DEEPEST = 256


class ArchiveParts:
    """The members of the archive. What has been unpacked is counted, whatever the directory says."""

    def __init__(self, archive: zipfile.ZipFile):
        self.archive, self.room = archive, MOST_UNPACKED
        self.names = {inside(name).lower(): name for name in archive.namelist()}

    def has(self, name: str) -> bool:
        return name.lower() in self.names

    def parse(
        self,
        name: str,
        start: Callable,
        end: Callable | None = None,
        text: Callable | None = None,
        *,
        bare: bool = True,
    ) -> None:
        """Run a member through expat. `start(name, attributes)`, `end(name)`, `text(data)` get names without prefix.

        Raises ReadRefused when the part is damaged, too large, or defines entities.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
        parser.CharacterDataHandler = text

        def root(name, attributes):
            """The first element shows whether names carry a prefix; most files do without, and are read faster."""
            strip = bare and ":" in name
            parser.StartElementHandler = _bare_start(start) if strip else start
            parser.EndElementHandler = _bare_end(end) if end and strip else end
            parser.StartElementHandler(name, attributes)

        parser.StartElementHandler = root
        try:
            with self.archive.open(self.names[name.lower()]) as stream:
                while chunk := stream.read(CHUNK):
                    self.room -= len(chunk)
                    if self.room < 0:
                        raise ReadRefused(BOMB)
                    parser.Parse(chunk, False)
                parser.Parse(b"", True)
        except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, RuntimeError) as error:
            raise ReadRefused(BROKEN) from error
        except (NotImplementedError, ValueError, LookupError, ArithmeticError, RecursionError) as error:
            raise ReadRefused(BROKEN) from error

    def whole(self, name: str) -> bytes:
        """A member's bytes, for a library that wants them all. Raises ReadRefused."""
        try:
            with self.archive.open(self.names[name.lower()]) as stream:
                data = stream.read(self.room + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, RuntimeError, ValueError) as error:
            raise ReadRefused(BROKEN) from error
        self.room -= len(data)
        if self.room < 0:
            raise ReadRefused(BOMB)
        return data


def main_part(parts: ArchiveParts) -> str | None:
    """The part that the package says is its document."""
    return next((target for kind, target in relations(parts, "").values() if kind.endswith("/officeDocument")), None)


def relations(parts: ArchiveParts, part: str) -> dict[str, tuple[str, str]]:
    """The relations of a part: id → (kind, target inside the file). External ones are left out."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    by_id: dict[str, tuple[str, str]] = {}
    if not parts.has(listed):
        return by_id

    def start(tag, attributes):
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = inside(attributes.get("Target", ""))
            whole = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            by_id[attributes.get("Id", "")] = (attributes.get("Type", ""), whole)

    parts.parse(listed, start)
    return by_id


def _refuse(*args):
    raise ReadRefused(ENTITIES)


def _bare_start(start: Callable) -> Callable:
    def handler(name, attributes):
        start(name.rpartition(":")[2] if ":" in name else name, attributes)

    return handler


def _bare_end(end: Callable) -> Callable:
    def handler(name):
        end(name.rpartition(":")[2] if ":" in name else name)

    return handler
