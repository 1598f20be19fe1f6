"""What no store takes, found in a request before anything reads it: NUL, half of a surrogate pair, bytes that are no UTF-8."""

from collections.abc import Iterable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from rectify.lib.text import unfit

BROKEN = "\ufffd"  # what the framework writes in the place of bytes that are no text


def texts(form: MultiValueDict) -> list[str]:
    """All names and values of a query or form."""
    return [text for name, values in form.lists() for text in (name, *values)]


def demand_fit(given: Iterable[str]) -> None:
    """Raise BadRequest (answered 400, with a sentence) where one of the texts could not be stored."""
    if any(unfit(text) for text in given):
        raise BadRequest("请求中含有不能保存的字符。")


def demand_fit_query(request: HttpRequest) -> None:
    """The same for path and query."""
    demand_fit([request.path])
    query = texts(request.GET)
    demand_fit(query)
    demand_text(query, request.META.get("QUERY_STRING", "").encode("latin-1", "replace"))


def demand_fit_form(request: HttpRequest) -> None:
    """The same for a form with its files: reads the body. The bytes of a form with files are gone once it is read: there a
    sign that stands for broken bytes is refused, whoever wrote it."""
    form = texts(request.POST)
    demand_fit(form)
    demand_fit(request.FILES)
    demand_text(form, request.body if request.content_type == "application/x-www-form-urlencoded" else b"\xff")


def demand_text(given: Iterable[str], raw: bytes) -> None:
    """Raise BadRequest where `raw`, percent-coded, held bytes that are no UTF-8 and were replaced in `given`."""
    if not any(BROKEN in text for text in given):
        return
    try:
        unquote_to_bytes(raw.replace(b"+", b" ")).decode()
    except UnicodeDecodeError as error:
        raise BadRequest("请求中含有不能保存的字符。") from error
