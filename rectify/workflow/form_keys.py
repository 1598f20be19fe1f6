"""Forms that act once: the key of a form, what was done with it, and what was filled in."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from rectify.lib.digests import digest_of
from rectify.lib.errors import Reused
from rectify.workflow.models import FormKey


def first_time(*, by: Any, key: str, what: str, content: Mapping[str, Any] | None = None) -> bool:
    """Whether this form has not been acted on before; call it under the lock of what the form changes.

    A form without a key (the API may leave it out) is always new. `content` is what was filled in. Raises Reused where the key
    has done something else, or the same with other words (a page gone back to and changed): nothing that somebody typed is
    passed over, and nothing is done twice that was meant once.
    """
    if not key:
        return True
    shown = _shown(content or {})
    done = f"{what}:{digest_of(shown)[:32]}" if content else what
    filled = {name: text for name, text in shown.items() if text}
    try:
        with transaction.atomic():
            FormKey.objects.create(by=by, key=key[:40], what=done[:120], content=filled)
        return True
    except IntegrityError:  # nearly always the key is new: asking first would cost a statement
        used = FormKey.objects.get(by=by, key=key[:40])
    if used.what != done[:120]:
        raise Reused(at=used.at, stored=used.content, typed=filled)
    return False


def _shown(content: Mapping[str, Any]) -> dict[str, str]:
    return {name: _words(value) for name, value in content.items() if not callable(value)}


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return "，".join(filter(None, map(_words, value.values())))
    if isinstance(value, list | tuple | set):
        return "；".join(filter(None, map(_words, value)))
    return "" if value is None else str(value)
