"""A zip from outside, taken apart in the limited process: bounded files, bounded bytes, names as they were meant."""

import shutil
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from rectify.lib import limited

MOST_FILES, MOST_BYTES = 200, 2 * 2**30
WALL, CPU = 120, 60
UNSEEN = ("__MACOSX/", ".")
PIECE = 2**20


class Unpacked(Exception):
    """The archive cannot be taken apart; the sentence says why."""


@dataclass(frozen=True)
class PackedFile:
    """A file of the archive: its place within, where it lies now; `fault` says why it does not."""

    place: str
    path: Path
    fault: str = ""


def unpack(archive: Path, folder: Path, *, largest: int) -> list[PackedFile]:
    """Every file of `archive` below `folder`, numbered; those of more than `largest` bytes are only named. Raises Unpacked."""
    try:
        parts = limited.call(
            "rectify.lib.unpacking:taken_apart",
            str(archive.resolve()),
            str(folder.resolve()),
            largest,
            wall=WALL,
            cpu=CPU,
            output=max(largest, limited.OUTPUT),
            reraise=(Unpacked,),
        )
    except limited.LimitExceeded as error:
        raise Unpacked("压缩包太大，没有在允许的时间里解开。请分成几个再传") from error
    except limited.ChildFailed as error:
        raise Unpacked("压缩包打不开，像是没有存完或已损坏。请重新压缩") from error
    return [PackedFile(place, folder / name, fault) for place, name, fault in parts]


def taken_apart(archive: str, folder: str, largest: int) -> list[list[str]]:
    """What the limited process runs: place, name below `folder`, fault."""
    try:
        with zipfile.ZipFile(archive) as packed:
            files = [info for info in packed.infolist() if not info.is_dir() and not _is_unseen(place_of(info))]
            if len(files) > MOST_FILES:
                raise Unpacked(f"压缩包里有 {len(files)} 个文件，一次最多 {MOST_FILES} 个。请分成几次")
            if sum(info.file_size for info in files) > MOST_BYTES:
                raise Unpacked(f"压缩包解开后超过 {MOST_BYTES // 2**30} GB。请分成几次")
            return [
                [place_of(info), str(n), _copy(packed, info, Path(folder, str(n)), largest)]
                for n, info in enumerate(files)
            ]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError) as error:
        raise Unpacked("压缩包打不开，像是没有存完或已损坏。请重新压缩") from error


def place_of(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: programs of before write Chinese names without saying in which code."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = info.filename
    return name.replace("\\", "/").lstrip("/")


def _is_unseen(place: str) -> bool:
    """What systems put beside: resource forks, hidden files."""
    return place.startswith(UNSEEN) or place.rpartition("/")[2].startswith(".")


def _copy(packed: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, largest: int) -> str:
    if info.flag_bits & 1:
        return "有打开密码"
    if info.file_size > largest:
        return f"超过 {largest // 2**20} MB"
    with packed.open(info) as source, target.open("wb") as out:
        shutil.copyfileobj(source, out, PIECE)
    return ""
