"""What administrators meet before their acts: the place from which they work, and after five minutes the password once more, with
the code of the telephone where one is bound."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import Http404, HttpRequest, HttpResponse

from rectify.accounts.actions import factors, sessions
from rectify.accounts.devices import counted_name
from rectify.accounts.models import Factor, User
from rectify.lib.clients import client_of, lies_in
from rectify.lib.confirming import fields, keeps_files
from rectify.lib.errors import Refused
from rectify.lib.page import Page, show

FRESH = 5 * 60  # seconds for which a password is good for acts
PROVEN = "proven"  # of a session: when the password was given last
FIELD, CODE = "password_again", "code_again"
WRONG = "密码不对，请再输一次。"
# What is one's own and no administrative act.
OWN = frozenset(
    f"{space}:{name}"
    for space, names in {
        "accounts": ("login", "demo_login", "logout", "password", "factor"),
        "drafts": ("keep", "drop", "choose"),
        "notices": ("open", "read_all"),
    }.items()
    for name in names
)


@dataclass(frozen=True)
class PasswordAgainPage(Page):
    """The form as it was sent, to be sent again with the password, and with a code where `code` names its field; `files`: it had
    files, which must be chosen anew."""

    template: ClassVar[str] = "accounts/login/again.html"
    fields: Sequence[tuple[str, str]]
    action: str
    name: str
    code: str
    files: bool
    wrong: str


class Administering:
    """Middleware: an administrator works from where they work (ADMIN_ADDRESSES), and acts only with a password that was given
    within five minutes. Whatever was sent is shown again, whole, with a field for the password, and goes on from there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: tuple, kwargs: dict) -> HttpResponse | None:
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or not user.is_administrator or match is None:
            return None
        if match.view_name == "accounts:logout":
            return None
        if settings.ADMIN_ADDRESSES and not lies_in(client_of(request), settings.ADMIN_ADDRESSES):
            raise Http404
        if request.method != "POST" or match.view_name in OWN or request.path.startswith("/api/") or is_fresh(request):
            return None
        return ask(request, user)


def prove(request: HttpRequest) -> None:
    """The password has been given now."""
    request.session[PROVEN] = int(time.time())


def is_fresh(request: HttpRequest) -> bool:
    """Whether it was given within five minutes; a session begins with it."""
    return time.time() - request.session.get(PROVEN, request.session.get("began", 0)) <= FRESH


def ask(request: HttpRequest, user: User) -> HttpResponse | None:
    """The page that asks; None where the form brings what is right, which no view then sees."""
    typed, bound = request.POST.get(FIELD), Factor.objects.filter(user=user).exists()
    wrong = "" if typed is None else fault(request, user, typed, bound=bound)
    if typed is not None and not wrong:
        go_on(request)
        return None
    page = PasswordAgainPage(
        fields=[(name, value) for name, value in fields(request) if name not in (FIELD, CODE)],
        action=request.get_full_path(),
        name=FIELD,
        code=CODE if bound else "",
        files=not keeps_files(request),
        wrong=wrong,
    )
    return show(request, page, status=403)


def go_on(request: HttpRequest) -> None:
    """What was shown holds for five minutes, and the form goes to its view as it was sent first."""
    prove(request)
    request.session.cycle_key()
    form = request.POST.copy()
    for name in (FIELD, CODE):
        form.pop(name, None)
    request.POST = form  # type: ignore[assignment]  # a copy that may be changed serves as well


def fault(request: HttpRequest, user: User, typed: str, *, bound: bool) -> str:
    """Why the act does not go on, nothing where it may. The code is looked at behind the right password alone, so that it tells a
    stranger nothing; a code off a slip is used up."""
    if not is_right(request, user, typed):
        return WRONG
    if not bound:
        return ""
    oneself = User.objects.get(pk=user.pk)  # what is locked is a row, not what stands for it
    try:
        right = factors.show(user=oneself, typed=request.POST.get(CODE, ""), by=user)
    except Refused as refused:
        return f"{refused.reasons[0]}。"
    return "" if right else f"{factors.WRONG}。"


def is_right(request: HttpRequest, user: User, typed: str) -> bool:
    """Whether it is the password; a wrong one counts as one at the log-in does."""
    if authenticate(request, username=user.username, password=typed) == user:
        return True
    counted = counted_name(request, {"username": user.username})
    sessions.note_failure(username=user.username, counted_name=counted, address=client_of(request))
    return False
