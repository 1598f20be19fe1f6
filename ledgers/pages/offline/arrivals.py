"""The files of a signed sheet as a request brings them: the workbook, what was signed, the zip."""

from collections.abc import Sequence

from django.contrib import messages

from ledgers.actions import offline as actions
from ledgers.actions.offline_intake import Away, Taken, members_of
from ledgers.models import OfflineEntry, OfflineFile
from ledgers.offline import reading
from ledgers.reading.sheet import ReadRefused
from rectify.accounts.request import Uploading
from rectify.lib import gate
from rectify.lib.errors import Refused
from rectify.lib.filestore import forget, full_path
from rectify.lib.unpacking import Unpacked
from rectify.lib.uploads import Arrived

ARCHIVE = "zip"
WORKBOOKS, SCANS = frozenset({"xlsx", "et"}), frozenset({"pdf", "jpg", "png", "tif", "bmp", "ofd"})
ONE_BOOK = "请选一份工作簿（.xlsx）；签字的扫描件选 PDF 或图片，佐证打成一个 zip"
ONE_EACH = "签字的扫描件和佐证的压缩包每样只收一份：几页扫描件请合成一份 PDF，几个压缩包请打成一个 zip"
NOT_HERE = "《{}》这里不收：签字的扫描件用 PDF 或图片，佐证请打进 zip"


def take_in(request: Uploading) -> tuple[OfflineEntry | None, list[str]]:
    """The entry, or why there is none. What is not kept is gone when the request ends."""
    files = request.arrivals.taken
    errors = [str(unfit) for unfit in request.arrivals.refused] + _misplaced(files)
    if errors:
        return None, errors
    workbook = next(file for file in files if file.kind in WORKBOOKS)
    scans = [file for file in files if file.kind in SCANS]
    parts: Taken = [(OfflineFile.Part.WORKBOOK, workbook, ""), *[(OfflineFile.Part.SIGNED, file, "") for file in scans]]
    try:
        return _kept(request, parts), []
    except (ReadRefused, Unpacked) as refused:
        return None, [str(refused)]
    except Refused as refused:
        return None, refused.reasons


def _misplaced(files: Sequence[Arrived]) -> list[str]:
    """What is missing, too many or of another kind: nothing that was sent is passed over without a word."""
    counts = [sum(file.kind in kinds for file in files) for kinds in (WORKBOOKS, SCANS, {ARCHIVE})]
    strange = [NOT_HERE.format(file.name) for file in files if file.kind not in WORKBOOKS | SCANS | {ARCHIVE}]
    if not strange and counts[0] != 1:
        return [ONE_BOOK]
    return strange if max(counts[1:]) <= 1 else [*strange, ONE_EACH]


def _kept(request: Uploading, parts: Taken) -> OfflineEntry:
    """The entry with its files. Raises ReadRefused, Unpacked, Refused; then nothing stays."""
    workbook = parts[0][1]
    book = reading.read(full_path(workbook.stored.path), workbook.name)
    members, away = _unpacked(request)
    try:
        entry = actions.upload(book=book, files=[*parts, *members], turned_away=away, by=request.user)
    except Refused:
        for _, file, _ in members:
            forget(file.stored.path)
        raise
    for _, file, _ in parts:
        request.arrivals.keep(file)
    for arrived in request.arrivals.taken:
        request.arrivals.settle(arrived)
    messages.success(request, f"已读出{entry.sheet.unit}的签字表。核对以后再代录，现在还什么都没有写入。")
    return entry


def _unpacked(request: Uploading) -> tuple[Taken, Away]:
    archives = [file for file in request.arrivals.taken if file.kind == ARCHIVE]
    if not archives:
        return [], []
    return members_of(full_path(archives[0].stored.path), sure=request.POST.get(gate.CONFIRM) == "1")
