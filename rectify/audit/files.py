"""Stored files held against the rows that name them."""

import hashlib
from collections.abc import Iterator
from typing import Any

from rectify.lib.digests import ALGORITHMS
from rectify.lib.filestore import full_path

PIECE = 2**20
GONE = "盘上没有它的文件"


def faults(row: Any) -> Iterator[str]:
    """What does not agree between a row with `path`, `digest`, perhaps `size` and `algorithm`, and the bytes on disk."""
    try:
        size, digests = measured(row.path, getattr(row, "algorithm", ""))
    except FileNotFoundError:
        yield GONE
        return
    except (OSError, ValueError) as error:
        yield f"盘上的文件读不出来（{type(error).__name__}）"
        return
    if row.digest not in digests:
        yield f"盘上的字节与登记的校验码不符：登记 {row.digest}，算得 {digests[0]}"
    elif getattr(row, "size", size) not in (size, None):
        yield f"盘上有 {size} 字节，登记 {row.size} 字节"


def measured(path: str, algorithm: str) -> tuple[int, list[str]]:
    """Bytes of a stored file and its digests: by its algorithm, or by every one where none was noted. Raises OSError."""
    known = [algorithm] if algorithm else [name for name in ALGORITHMS if name in hashlib.algorithms_available]
    totals, size = [hashlib.new(name) for name in known], 0
    with full_path(path).open("rb") as file:
        while piece := file.read(PIECE):
            size += len(piece)
            for total in totals:
                total.update(piece)
    return size, [total.hexdigest() for total in totals]
