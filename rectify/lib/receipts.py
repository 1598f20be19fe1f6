"""A receipt for what was sent: the server names the draft that it has taken, and only then does the browser let go of it.

A form that keeps a draft (static/src/js/draft.js) sends the draft's name along. Whoever has made what the form asked for says
`took`; the answer, whatever page it is, then carries the name in a cookie that the next page's script reads. No receipt, no
forgetting: a session that ended, an error, a net that dropped leave the draft where it is.
"""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError

FIELD, COOKIE, BETWEEN = "draft", "taken", "|"
LONGEST, MOST = 300, 8  # signs of a name; names that wait in the cookie until a page with scripts is drawn
DAY = 86_400


def took(request: HttpRequest) -> None:
    """What this form asked for has been done."""
    request.took = True  # type: ignore[attr-defined]


def named(request: HttpRequest) -> str:
    """The draft that was sent; empty where there is none, or where it is another person's."""
    try:
        name = request.POST.get(FIELD, "")
    except (RawPostDataException, UnreadablePostError):  # a body that the view read by itself
        return ""
    own = f"draft:{getattr(request.user, 'public_id', '')}:"
    return name if name.startswith(own) and len(name) <= LONGEST else ""


def hand_out(request: HttpRequest, response: HttpResponse) -> str:
    """Put the receipt on the answer, beside those that no page has read yet: the form that was taken, empty where none was. The
    cookie is for the script: it holds the names of forms, nothing that was typed."""
    if not getattr(request, "took", False) or not (name := named(request)):
        return ""
    waiting = [one for one in request.COOKIES.get(COOKIE, "").split(BETWEEN) if one][-(MOST - 1) :]
    names = BETWEEN.join(dict.fromkeys([*waiting, quote(name, safe="")]))
    response.set_cookie(COOKIE, names, max_age=DAY, secure=request.is_secure(), samesite="Strict")
    return name.split(":", 2)[2]
