"""Forms that act once: the key of a form, what was done with it, and what was filled in."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, transaction

from rectify.audit.models import model_of
from rectify.lib.digests import digest_of
from rectify.lib.errors import Reused
from rectify.workflow.models import FormKey

OTHER = "其他"
LABELS = {
    "note": "说明",
    "reason": "理由",
    "text": "内容",
    "title": "标题",
    "rows": "各行",
    "measures": "措施",
    "unit": "单位",
    "lead_unit": "牵头单位",
    "shares": "责任单位",
    "goal": "整改目标",
    "on": "日期",
    "due": "期限",
    "to_due": "延至",
}


def first_time(*, by: Any, key: str, what: str, content: Mapping[str, Any] | None = None) -> bool:
    """Whether this form has not been acted on before; call it under the lock of what the form changes.

    A form without a key (the API may leave it out) is always new. `content` is what was filled in. Raises Reused where the key
    has done something else, or the same with other words (a page gone back to and changed): nothing that somebody typed is
    passed over, and nothing is done twice that was meant once.
    """
    if not key:
        return True
    shown = _shown(content or {})
    done, labelled = f"{what}:{digest_of(shown)[:32]}" if content else what, _labelled(what, shown)
    try:
        with transaction.atomic():
            FormKey.objects.create(by=by, key=key[:40], what=done[:120], content=labelled)
        return True
    except IntegrityError:  # nearly always the key is new: asking first would cost a statement
        used = FormKey.objects.get(by=by, key=key[:40])
    if used.what != done[:120]:
        raise Reused(at=used.at, stored=used.content, typed=labelled)
    return False


def _shown(content: Mapping[str, Any]) -> dict[str, str]:
    return {name: _words(value) for name, value in content.items() if not callable(value)}


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return "，".join(filter(None, map(_words, value.values())))
    if isinstance(value, list | tuple | set):
        return "；".join(filter(None, map(_words, value)))
    return "" if value is None else str(value)


def _labelled(what: str, shown: Mapping[str, str]) -> dict[str, str]:
    """What was filled in under the words that a person knows; what has no words of its own together."""
    told: dict[str, str] = {}
    for name, text in shown.items():
        label = _label(what, name)
        told[label] = "；".join(filter(None, (told.get(label, ""), text)))
    return {label: text for label, text in told.items() if text}


def _label(what: str, name: str) -> str:
    if not name.isascii():
        return name
    app, model, *_ = [*what.partition(":")[0].split("."), ""]
    try:
        field = model_of(f"{app}.{model}")._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):
        return LABELS.get(name, OTHER)
    return str(getattr(field, "verbose_name", LABELS.get(name, OTHER)))
