"""A form that came after its session had ended, from a browser without scripts: a copy is kept for the person whose browser it
was, and shown to that person alone, once logged in again."""

import logging

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from rectify.accounts.entrance import SENT, page_of
from rectify.accounts.models import User
from rectify.drafts import keeping
from rectify.lib import receipts
from rectify.lib.confirming import fields
from rectify.lib.errors import Refused
from rectify.lib.gate import NO_WORDS
from rectify.lib.numbers import whole

COOKIE = "whose"
SIGNER = signing.TimestampSigner(salt="rectify.drafts.unsent")
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
OURS = NO_WORDS | {"key", "version", "move", "next", "username", receipts.FIELD}
logger = logging.getLogger(__name__)


def mark(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser know, signed, whose session this is; it opens nothing. Gone with the log-out."""
    if request.user.is_authenticated and not request.user.is_machine:
        if _whose(request) != request.user.public_id:
            sign = SIGNER.sign(request.user.public_id)
            lives, secure = keeping.UNSENT_LIVES, request.is_secure()
            response.set_cookie(COOKIE, sign, max_age=lives, secure=secure, httponly=True, samesite="Strict")
    elif _is_log_out(request):
        response.delete_cookie(COOKIE, samesite="Strict")


def keep(request: HttpRequest, response: HttpResponse) -> None:
    """Keep the copy of a form that was sent to the log-in instead of to its view. What a script has kept already, what holds
    files and what is too much is left alone."""
    if not _was_turned_away(request, response) or receipts.FIELD in request.POST:
        return
    owner = User.objects.filter(public_id=_whose(request), is_active=True).first()
    values = {name: value for name, value in fields(request) if name not in OURS and value.strip()}
    if owner is None or not values:
        return
    page = page_of(request)
    name = f"{keeping.UNSENT}{request.path}"[:300]
    typed = keeping.Typed(form=name, page=page[:500], title=f"没有交上的一页 {page}"[:200], values=values)
    try:
        keeping.keep(typed, owner=owner)
    except keeping.SavedElsewhere as elsewhere:  # the newest is what counts
        if elsewhere.draft is not None:
            _over(typed, owner, elsewhere.draft.version)
    except Refused as refused:
        logger.info("a form is not kept: %s", refused)


def _over(typed: keeping.Typed, owner: User, version: int) -> None:
    try:
        keeping.keep(typed, owner=owner, version=version)
    except (keeping.SavedElsewhere, Refused) as refused:
        logger.info("a form is not kept: %s", refused)


def _whose(request: HttpRequest) -> str:
    try:
        return SIGNER.unsign(request.COOKIES.get(COOKIE, ""), max_age=keeping.UNSENT_LIVES)
    except signing.BadSignature:
        return ""


def _is_log_out(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name == "accounts:logout"


def _was_turned_away(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether `LogInFirst` answered a form whose body has been read already."""
    match = request.resolver_match
    return (
        request.method == "POST"
        and response.status_code == 302
        and response["Location"].startswith(f"{settings.LOGIN_URL}?")
        and f"{SENT}=1" in response["Location"]
        and request.content_type in FORMS
        and (whole(request.META.get("CONTENT_LENGTH") or "") or 0) <= keeping.MOST_BYTES
        and match is not None
        and not hasattr(match.func, "receives")
    )
