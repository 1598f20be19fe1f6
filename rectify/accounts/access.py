"""Pages of the three administrators: for anybody else they do not exist."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from rectify.accounts.models import User
from rectify.accounts.roles import AccountKind

View = Callable[..., HttpResponseBase]
FIRST = {
    AccountKind.SYSTEM_ADMIN: "accounts:users",
    AccountKind.SECURITY_ADMIN: "accounts:grants",
    AccountKind.AUDITOR: "audit:events",
}


def only(*kinds: AccountKind) -> Callable[[View], View]:
    """The view is for these kinds of account; all others get the same page as for an address that never was."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not isinstance(request.user, User) or request.user.kind not in kinds:
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return wrap


def first_page(user) -> str:
    """The URL name of an administrator's own first page; empty for people who do business."""
    return FIRST.get(user.kind, "")
