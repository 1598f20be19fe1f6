"""What happens to the files of a form that a person sends: kept before its view is asked, let go of when it was taken."""

import logging
from collections.abc import Container, Iterable
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict

from rectify.accounts.models import User
from rectify.drafts import chosen
from rectify.drafts.models import ChosenFile
from rectify.lib import filestore
from rectify.lib.filecheck import look
from rectify.lib.filekinds import KINDS, Unfit, check_whole, clean_name
from rectify.lib.filestore import full_path
from rectify.lib.uploads import Arrived, Receiver

logger = logging.getLogger(__name__)


def named(request: HttpRequest, sent: Container[str]) -> list[ChosenFile]:
    """The files that a form names, as far as they still wait for it. A field of `sent`, into which another one was put, has that
    one, unless it takes several."""
    alone, beside = request.POST.getlist(chosen.FIELD), request.POST.getlist(chosen.BESIDE)
    if not isinstance(request.user, User) or not (alone or beside):
        return []
    rows = chosen.waiting(owner=request.user, form=request.path).filter(public_id__in=[*alone, *beside])
    stand = [row for row in rows.order_by("pk") if row.field not in sent or row.public_id in beside]
    return [row for row in stand if full_path(row.path).exists()]


def will_name(request: HttpRequest, name: str, rows: Iterable[ChosenFile]) -> None:
    """The form, sent once more from a page that asks, names the files that were kept."""
    form = cast(MultiValueDict, request.POST.copy())
    for row in rows:
        form.appendlist(name, row.public_id)
    request.POST = form  # type: ignore[assignment]


class PlainForms:
    """For every view that reads `request.FILES`."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.rows: list[ChosenFile] = []

    def bring(self) -> None:
        """What waits is put into `request.FILES`, what was sent is kept; whatever hinders that leaves the view as it was."""
        files = cast(MultiValueDict, self.request.FILES)
        try:
            sent = [(field, cast(UploadedFile, file)) for field, file in files.items()]
            held = [row for field, file in sent if (row := _hold(file, self.request, field))]
            for row in (waiting := named(self.request, set(files))):
                files.setlist(row.field, [opened(row)])
            self.rows = [*held, *waiting]
            will_name(self.request, chosen.FIELD, held)
        except (DatabaseError, OSError):
            logger.exception("files of a form are not kept")
        self.request.all_files_kept = set(files) <= {row.field for row in self.rows}  # type: ignore[attr-defined]

    def settle(self, response: HttpResponse) -> None:
        """A form whose view leads on was taken."""
        if self.rows and 300 <= response.status_code < 400:
            chosen.let_go(self.rows)


def opened(row: ChosenFile) -> UploadedFile:
    """A file that waits, as a form takes it."""
    file = full_path(row.path).open("rb")
    return UploadedFile(file, name=row.name, content_type=KINDS[row.kind].media, size=row.size)


def _hold(file: UploadedFile, request: HttpRequest, field: str) -> ChosenFile | None:
    """None for what may not be kept here: the view has the word on it."""
    try:
        name = clean_name(file.name or "")
    except Unfit:
        return None
    stored = filestore.keep(file.chunks(), folder=chosen.FOLDER)
    file.seek(0)
    try:
        kind = check_whole(name, full_path(stored.path))
        fit = not look(full_path(stored.path), kind).marking
    except Unfit:
        fit = False
    if not fit:
        filestore.forget(stored.path)
        return None
    return chosen.hold(stored, name=name, kind=kind, owner=cast(User, request.user), form=request.path, field=field)


class Arrivals:
    """For every view behind `receives` (rectify.lib.uploads), which registers it in `ready`."""

    @staticmethod
    def bring(request: HttpRequest, arrivals: Receiver) -> None:
        """What waits arrives; what arrived is kept until the view has taken it."""
        rows: dict[str, ChosenFile] = {}
        try:
            waiting = named(request, {file.field for file in arrivals.taken})
            rows |= {file.stored.path: _hold_arrived(file, request) for file in arrivals.taken}
            will_name(request, chosen.BESIDE, rows.values())
            for row in waiting:
                file = _arrive(row, arrivals.folder)
                arrivals.taken.append(file)
                rows[file.stored.path] = row
        except (DatabaseError, OSError):
            logger.exception("files of a form are not kept")
        request.kept_by_path = rows  # type: ignore[attr-defined]
        request.all_files_kept = len(rows) == len(arrivals.taken)  # type: ignore[attr-defined]

    @staticmethod
    def settle(request: HttpRequest, arrivals: Receiver) -> None:
        """What the view has taken waits no more, nor what it gave a reason against."""
        rows: dict[str, Any] = getattr(request, "kept_by_path", {})
        chosen.let_go(row for path, row in rows.items() if arrivals.is_settled(path))


def _arrive(row: ChosenFile, folder: str) -> Arrived:
    stored = filestore.copy(row.path, folder=folder)
    return Arrived(row.name, row.kind, stored, look(full_path(row.path), row.kind), row.field)


def _hold_arrived(file: Arrived, request: HttpRequest) -> ChosenFile:
    stored = filestore.copy(file.stored.path, folder=chosen.FOLDER)
    about: dict[str, Any] = {"name": file.name, "kind": file.kind, "field": file.field}
    return chosen.hold(stored, owner=cast(User, request.user), form=request.path, **about)
