"""Stored files, given out: the one way, whatever they belong to. Who may have one, and the note in the trail, is the caller's."""

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from rectify.lib.filestore import full_path

# What a file may do in a browser: nothing. The reader of PDFs built into a browser refuses to start in a sandbox, and needs
# its own styles; a PDF is never taken for a page, since its type is ours and nosniff holds.
POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
COPY_POLICY = "default-src 'none'; img-src data:; sandbox; frame-ancestors 'self'"
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def handed_out(path: str, name: str, media: str, *, inline: bool = False) -> HttpResponseBase:
    """The bytes stored at `path`, or the name under which the web server in front finds them."""
    answer: HttpResponseBase = FileResponse(
        full_path(path).open("rb"), as_attachment=not inline, filename=name, content_type=media
    )
    if settings.FILES_LOCATION:
        answer.close()
        headers = {header: answer[header] for header in ("Content-Disposition", "Content-Type")}
        answer = HttpResponse(headers=headers | {"X-Accel-Redirect": f"{settings.FILES_LOCATION}{path}"})
    answer["Content-Security-Policy"] = PDF_POLICY if inline and media == "application/pdf" else POLICY
    _guard(answer, inline=inline)
    return answer


def shown_as_copy(content: bytes, name: str, media: str) -> HttpResponse:
    """A copy that was made for this reader, inside a page of ours."""
    answer = HttpResponse(content, content_type=media)
    answer["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    answer["Content-Security-Policy"] = PDF_POLICY if media == "application/pdf" else COPY_POLICY
    _guard(answer, inline=True)
    return answer


def _guard(answer: HttpResponseBase, *, inline: bool) -> None:
    answer["X-Frame-Options"] = "SAMEORIGIN" if inline else "DENY"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
