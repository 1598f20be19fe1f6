"""What a page answers when words of a form may not pass the gate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from rectify.lib.errors import Reused
from rectify.lib.fitness import texts
from rectify.lib.gate import CONFIRM, DROPPED, NO_WORDS, Stopped, examine, settle, words_of
from rectify.lib.page import Page, show
from rectify.lib.pages import form_key
from rectify.lib.secrecy import marks


@dataclass(frozen=True)
class WordsPage(Page):
    """Words that are refused, or may be confirmed: then with the form as it was sent, and the texts that hold them."""

    template: ClassVar[str] = "errors/words.html"
    stopped: Stopped
    confirm: str
    action: str
    fields: Sequence[tuple[str, str]] = ()
    shown: Sequence[str] = ()


@dataclass(frozen=True)
class TwicePage(Page):
    """What was stored beside what is typed now, and the form under a key of its own."""

    template: ClassVar[str] = "errors/twice.html"
    reused: Reused
    fields: Sequence[tuple[str, str]]
    action: str


def answer(request: HttpRequest) -> HttpResponse | None:
    """The page that refuses the form of `request` or asks about it; None where all may pass. Every view then finds the form
    without unseen controls and with one kind of line break."""
    form = dict(request.POST.lists())
    if dropped := settle(form):
        messages.warning(request, DROPPED.format(dropped))
    settled = request.POST.copy()
    for name, values in form.items():
        settled.setlist(name, values)
    request.POST = settled  # type: ignore[assignment]  # a copy that may be changed serves as well
    try:
        asked = texts(request.GET) if request.method == "POST" else []  # a condition that is kept under a name
        examine([*words_of(form), *asked], sure=request.POST.get(CONFIRM) == "1")
    except Stopped as stopped:
        request.stopped = stopped  # type: ignore[attr-defined]  # whoever answers otherwise, and the trail
        page = WordsPage(stopped=stopped, confirm=CONFIRM, action=request.get_full_path())
        if not stopped.marking and keeps_files(request):
            page = replace(page, fields=fields(request), shown=shown(request))
        return show(request, page, status=422)
    return None


def both(request: HttpRequest, reused: Reused) -> HttpResponse:
    """The page that shows what was stored beside what is typed now; the form can be sent once more as one of its own."""
    again = [(name, form_key() if name == "key" else value) for name, value in fields(request)]
    return show(request, TwicePage(reused=reused, fields=again, action=request.get_full_path()), status=409)


def keeps_files(request: HttpRequest) -> bool:
    """Whether the form can be sent once more as it is: it had no files, or they wait for it (rectify.drafts.sent_files)."""
    return getattr(request, "all_files_kept", not request.FILES)


def fields(request: HttpRequest) -> list[tuple[str, str]]:
    """The form as it was sent, to be sent again."""
    left_out = {"csrfmiddlewaretoken", CONFIRM}
    return [(name, value) for name, values in request.POST.lists() if name not in left_out for value in values]


def shown(request: HttpRequest) -> list[str]:
    """The texts that hold the words."""
    return [value for name, value in fields(request) if name not in NO_WORDS and marks(value).words]
