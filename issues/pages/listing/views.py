"""The list of issues, as a page and as a workbook."""

import tempfile

from django.http import FileResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from issues.actions import exports
from issues.pages.listing.page import Listing
from rectify.lib.dates import today
from rectify.lib.pages import acted


def listing(request):
    """The issues of the chosen round, filtered by the address. A number typed whole leads to its issue."""
    shown = Listing(request)
    if straight_to := shown.straight_to:
        return redirect(straight_to)
    return render(request, "issues/list.html", shown.context())


def export(request):
    """The rows of the list as a workbook."""
    shown = Listing(request)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it when the last byte is sent)
    asked = {"issues": shown.ordered, "round_": shown.round, "asked": shown.filter, "target": file}
    if not acted(request, exports.export, **asked):
        return redirect(shown.filter.address(reverse("issues:list")))
    file.seek(0)
    name = f"{shown.round}问题台账{today():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)
