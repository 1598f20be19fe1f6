"""A list of units or of people that waits in the session between 选文件 and 确认: nothing of it is written before."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse

from rectify.accounts.forms.units import FileForm
from rectify.accounts.listfile import ListLayout, ListRefused, read
from rectify.accounts.request import Request
from rectify.lib import filestore
from rectify.lib.blanks import Blank, write_template
from rectify.lib.sheets import XLSX

FOLDER = "unit-import"


@dataclass(frozen=True)
class WaitingFile:
    """Where the session keeps it (`key`), and what the list holds."""

    key: str
    layout: ListLayout

    def take(self, request: Request, form: FileForm) -> None:
        """Keep the file of a valid form in place of the one before."""
        file = form.cleaned_data["file"]
        self.forget(request)
        stored = filestore.keep(file.chunks(), folder=FOLDER)
        request.session[self.key] = {"path": stored.path, "name": file.name, "meant": {}}

    def about(self, request: Request) -> dict[str, Any]:
        """Its name and what was answered about its rows."""
        return request.session[self.key]

    def rows(self, request: Request) -> list[dict] | None:
        """The rows of the file; None, with the reason as a message, when there is none or it cannot be read."""
        try:
            return read(filestore.full_path(self.about(request)["path"]), self.layout)
        except KeyError:
            messages.info(request, "没有待核对的文件，请先选文件。")
        except ListRefused as refused:
            messages.error(request, str(refused))
            self.forget(request)
        return None

    def forget(self, request: Request) -> None:
        if self.key in request.session:
            filestore.forget(request.session.pop(self.key)["path"])


def blank_answer(blank: Blank, name: str) -> FileResponse:
    """A workbook to be filled in, as a file called `name`."""
    out = BytesIO()
    write_template(out, blank)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
