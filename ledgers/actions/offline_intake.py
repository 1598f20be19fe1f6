"""The files of a zip beside a signed sheet, each judged as an upload of evidence is: name, kind, size, marks of secrecy."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from ledgers.actions.offline import FOLDER
from ledgers.models import OfflineFile
from rectify.lib import gate
from rectify.lib.filecheck import look
from rectify.lib.filekinds import Unfit, check_whole, clean_name
from rectify.lib.filestore import keep
from rectify.lib.secrecy import EXPLAINED, marks
from rectify.lib.unpacking import PackedFile, unpack
from rectify.lib.uploads import Arrived

PIECE = 2**20
UNSURE = "文件名或文字里有“{}”。请确认不涉密，也不是不得公开的内部资料：勾选“确认不涉密”，再传一次"

Taken = list[tuple[str, Arrived, str]]
Away = list[tuple[str, str]]


def members_of(archive: Path, *, sure: bool) -> tuple[Taken, Away]:
    """What is taken (as `offline.upload` takes it), and of the rest where it lies and why not. `sure`: the person has confirmed
    that words which may mark something mark nothing. Raises unpacking.Unpacked."""
    taken: Taken = []
    away: Away = []
    with TemporaryDirectory(prefix="offline-") as folder:
        for packed in unpack(archive, Path(folder), largest=settings.UPLOAD_MAX_BYTES):
            try:
                taken.append((OfflineFile.Part.EVIDENCE, _taken(packed, sure=sure), packed.place))
            except Unfit as unfit:
                away.append((packed.place, str(unfit)))
    return taken, away


def _taken(packed: PackedFile, *, sure: bool) -> Arrived:
    """One file into the store. Raises Unfit."""
    name = clean_name(packed.place)
    if packed.fault:
        raise Unfit("archive", f"《{name}》{packed.fault}，没有接收")
    if not packed.path.stat().st_size:
        raise Unfit("empty", f"《{name}》是空文件，请换一份")
    kind = check_whole(name, packed.path)
    check = look(packed.path, kind)
    if check.marking:
        raise Unfit("secret", f"{EXPLAINED}：{check.why}标有密级“{check.marking}”，没有接收，也没有留存")
    words = dict.fromkeys([*marks(name, file_name=True).words, *check.words])
    if words and not sure:
        raise Unfit("words", UNSURE.format("”“".join(words)))
    gate.add_confirmed(words)
    return Arrived(name, kind, keep(_pieces(packed.path), folder=FOLDER), check)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
