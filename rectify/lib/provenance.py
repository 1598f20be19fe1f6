"""Where a workbook of ours comes from: a hidden sheet with the key of each row, its version and a print of each cell.

Signed with a key of this installation, so that what comes back can be held against what was written: a print tells whether a
cell was changed, not what stood in it. A sheet that is unsigned, changed or another installation's proves nothing.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings

from rectify.lib import cells

NAME, MARK, FORM = "来源", "本表由系统写出，请勿改动", "1"
TABLE, SEAL = "表", "签"
PRINT = 8
UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff]")


class Keyed(NamedTuple):
    """A row to be written: what it is a row of, in which version, and its values."""

    key: str
    version: int
    values: Sequence[Any]


@dataclass(frozen=True)
class Provenance:
    """The book that a sheet shows, the round it was taken from, and the columns (by place) that tell its rows apart."""

    book: str
    round: str
    identity: tuple[int, ...] = (0,)


@dataclass
class Traced:
    """A table of a workbook of ours: its headings, and by key the version and the prints of every row as it was written."""

    name: str
    book: str
    round: str
    identity: list[int]
    headings: list[str]
    rows: dict[str, tuple[int, list[str]]] = field(default_factory=dict)


def secret() -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"rectify.lib.provenance", "sha256")


def heading(parts: Iterable[str]) -> str:
    """The heading of a column as the reader gives it: its different cells from top to bottom, without blanks."""
    bare = ("".join(part.split()).replace("*", "").replace("＊", "") for part in parts)
    return "/".join(dict.fromkeys(part for part in bare if part))


def bare(text: str) -> str:
    """What a program may do to a text by opening and saving it is no change of it: blanks, line ends, a quote before it."""
    return "".join(UNSEEN.sub("", text).split()).lstrip("'")


class Printer:
    """Prints of cells. One for a workbook: the key is derived once."""

    def __init__(self) -> None:
        self.key = secret()

    def __call__(self, text: str) -> str:
        return hashlib.blake2b(bare(text).encode(), key=self.key, digest_size=PRINT // 2).hexdigest()

    def value(self, value: Any) -> str:
        """The print of a value as `rectify.lib.sheets` writes it."""
        number = cells.as_number(value)
        return self(cells.clean(cells.words(value)) if number is None else f"{number:.15g}")

    def fits(self, wanted: str, *texts: str) -> bool:
        """Whether one of the texts, or the number it shows, has that print."""
        return any(self(text) == wanted or "," in text and self(text.replace(",", "")) == wanted for text in texts)


class ProvenanceWriter:
    """Writes the hidden sheet row by row beside the sheets it speaks of, so that memory does not grow with them."""

    def __init__(self, page: Any) -> None:
        self.page, self.row, self.print = page, 0, Printer()
        self.seal = hmac.new(secret(), digestmod=settings.DIGEST)
        page.hide()
        self.line([MARK, FORM])

    def line(self, words: Sequence[str]) -> None:
        for column, word in enumerate(words):
            self.page.write_string(self.row, column, word)
        self.seal.update(sealed(words))
        self.row += 1

    def table(self, name: str, origin: Provenance, headings: Sequence[str]) -> None:
        about = json.dumps([list(origin.identity), list(headings)], ensure_ascii=False, separators=(",", ":"))
        self.line([TABLE, name, origin.book, origin.round, about])

    def note(self, row: Keyed) -> None:
        self.line([row.key, str(row.version), "".join(map(self.print.value, row.values))])

    def close(self) -> None:
        self.page.write_string(self.row, 0, SEAL)
        self.page.write_string(self.row, 1, self.seal.hexdigest())


def sealed(words: Sequence[str]) -> bytes:
    return json.dumps([bare(word) for word in words], ensure_ascii=False).encode()


def is_marked(first: str) -> bool:
    """Whether a sheet whose first cell says this may be one of ours."""
    return bare(first) == bare(MARK)


def read(lines: Sequence[Sequence[str]]) -> list[Traced]:
    """The tables of a hidden sheet; none where the signature is not this installation's or a line was changed."""
    *body, last = lines or [[]]
    seal = hmac.new(secret(), digestmod=settings.DIGEST)
    for words in body:
        seal.update(sealed(words))
    if len(last) != 2 or last[0] != SEAL or not hmac.compare_digest(last[1].encode(), seal.hexdigest().encode()):
        return []
    traced: list[Traced] = []
    for words in body[1:]:
        if words[0] == TABLE:
            identity, headings = json.loads(words[4])
            traced.append(Traced(words[1], words[2], words[3], identity, headings))
        else:
            key, version, prints = words
            traced[-1].rows[key] = int(version), [prints[at : at + PRINT] for at in range(0, len(prints), PRINT)]
    return traced
