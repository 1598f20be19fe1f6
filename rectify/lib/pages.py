"""What every view needs: calling an action so that a refusal becomes a sentence, form keys, keyset pages."""

import logging
import secrets
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import BadRequest
from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from rectify.lib.errors import AT_ONCE, Conflict, Refused, Reused, is_at_once
from rectify.lib.numbers import whole
from rectify.lib.receipts import took
from rectify.lib.text import shortened

COUNT_STOP = 1000
logger = logging.getLogger(__name__)


def acted(request: HttpRequest, action: Callable, *, said: str = "", form: Any = None, **kwargs: Any) -> bool:
    """Call `action(..., by=request.user)` and say whether it went through.

    A refusal's reasons go onto `form` (so that what was typed stays) or become messages; `said` is the line that tells
    what happened and what comes next. Two people at one moment, told apart by the database alone, are no error either.
    """
    try:
        action(**kwargs, by=request.user)
    except Reused:
        raise  # a page of its own shows both (rectify.middleware)
    except Conflict as faster:
        messages.warning(request, str(faster))
        return False
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason) if form is not None else messages.error(request, reason)
        return False
    except IntegrityError as error:
        if not is_at_once(error):
            raise
        logger.warning("two at once: %s", error)
        messages.warning(request, AT_ONCE)
        return False
    took(request)
    if said:
        messages.success(request, said)
    return True


def offer_back(request: HttpRequest, words: str) -> None:
    """Words that nobody may lose: shown again where the form that held them is gone, because somebody else was faster."""
    if words.strip():
        messages.info(request, f"您刚才写的没有写入，可以从这里复制：{words}")


def picked(request: HttpRequest, name: str, among: Container[str], *, label: str) -> str:
    """What `?name=` picks of `among`; empty where it picks nothing. What is none of them is told above the page as `label`:
    nobody takes the usual page for the one asked for."""
    text = request.GET.get(name, "")
    if text and text not in among:
        messages.warning(request, f"看不懂的条件“{label}：{shortened(text, 40)}”，没有用它。请在本页重新选")
        return ""
    return text


def form_key() -> str:
    """A fresh key for a form: the same form sent twice acts once."""
    return secrets.token_hex(12)


def version_seen(request: HttpRequest, name: str = "version") -> int | None:
    """The version of an object that the reader saw, as the page sends it; None where it sends none. Raises BadRequest for
    what is no number: taken for “none seen”, it would switch the check off."""
    text = request.POST.get(name) or request.GET.get(name) or ""
    version = whole(text)
    if text and version is None:
        raise BadRequest("版本号不是数字")
    return version


@dataclass(frozen=True)
class PageOfRows:
    """A page of rows in a stable order, with the keys of its neighbours (None at an end)."""

    rows: list
    before: str | None
    after: str | None


def keyset(queryset: QuerySet, *, fields: tuple[str, ...], request: HttpRequest, size: int = 50) -> PageOfRows:
    """One page of `queryset` ordered by `fields` (the last one unique, none null; "-" for descending, all alike).

    Reads `?after=` or `?before=`. Costs the same at the millionth row as at the first. A key is signed for its list: one that
    was damaged, made by hand or given by another list shows the start.
    """
    falling = fields[0].startswith("-")
    names = [field.lstrip("-") for field in fields]
    signer = _signer(queryset, names)
    after, before = (_read_key(signer, request.GET.get(side, "")) for side in ("after", "before"))
    backwards = before is not None and after is None
    key = before if backwards else after
    ordered = queryset.order_by(*(fields if not backwards else [_turned(f) for f in fields]))
    if key is not None:
        ordered = ordered.filter(_beyond(names, key, upwards=falling == backwards))
    rows = list(ordered[: size + 1])
    more = len(rows) > size
    rows = rows[:size][::-1] if backwards else rows[:size]
    if not rows:
        return PageOfRows([], None, None)
    has_before = more if backwards else key is not None
    has_after = True if backwards else more
    ends = [signer.sign_object([str(_follow(row, name)) for name in names]) for row in (rows[0], rows[-1])]
    return PageOfRows(rows, ends[0] if has_before else None, ends[1] if has_after else None)


def count_up_to(queryset: QuerySet, stop: int = COUNT_STOP) -> tuple[int, str]:
    """How many rows, counted to `stop` at most: the number and its words (“1,000+”)."""
    count = queryset.order_by()[: stop + 1].count()
    return (stop, f"{stop:,}+") if count > stop else (count, f"{count:,}")


def _beyond(names: list[str], key: list, *, upwards: bool) -> Q:
    """Rows after `key` in the order of `names`: (a > x) or (a = x and b > y) …, with a bound the index can use."""
    compare = "gt" if upwards else "lt"
    condition = Q()
    for depth in range(len(names)):
        equal = {name: key[place] for place, name in enumerate(names[:depth])}
        condition |= Q(**equal, **{f"{names[depth]}__{compare}": key[depth]})
    return condition & Q(**{f"{names[0]}__{compare}e": key[0]})


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _signer(queryset: QuerySet, names: list[str]) -> signing.Signer:
    """What signs the keys of one list, so that no database is ever asked for a value we have not written ourselves."""
    return signing.Signer(salt=f"keyset:{queryset.model._meta.label_lower}:{','.join(names)}")


def _follow(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _read_key(signer: signing.Signer, text: str) -> list | None:
    try:
        return signer.unsign_object(text) if text else None
    except signing.BadSignature:
        return None
