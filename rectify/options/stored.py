"""Values of options: read from memory, set with validation. Who may set them and the audit are the calling action's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max

from rectify.lib.remembered import Remembered
from rectify.options.models import StoredOption
from rectify.options.registry import Option, all_declared, declared


@dataclass(frozen=True)
class OptionLine:
    """An option as a page shows it: the value in force, its words, whether this office has its own."""

    option: Option
    value: Any
    shown: str
    own: bool


def load() -> Mapping[tuple[str, int | None], Any]:
    return {
        (key, office): value for key, office, value in StoredOption.objects.values_list("key", "office_id", "value")
    }


remembered = Remembered(load, lambda: StoredOption.objects.aggregate(Max("changed_at"), Count("pk")))


def option(key: str, office: Any = None) -> Any:
    """The value in force: the office's own, else the common one, else the default.

    `office` is a unit, its pk, or None. Raises KeyError for a key that nobody declared.
    """
    known, values = declared(key), remembered.get()
    for place in ((key, getattr(office, "pk", office)), (key, None)):
        if place in values:
            return known.kind.take(values[place])
    return known.default


def clean(key: str, raw: Any) -> Any:
    """The value for what a person typed. Raises ValidationError with a sentence that names the option."""
    known = declared(key)
    try:
        return known.kind.read(raw)
    except ValueError as problem:
        raise ValidationError(f"“{known.title}”{problem}") from None


@transaction.atomic
def set_option(key: str, raw: Any, office: Any = None) -> tuple[Any, Any]:
    """Store a value for an office, or for all. Gives the value before and after. Raises ValidationError."""
    known, value = declared(key), clean(key, raw)
    if office is not None and not known.per_office:
        raise ValidationError(f"“{known.title}”对所有机构统一，不能单独设置。")
    before = option(key, office)
    StoredOption.objects.update_or_create(
        key=key, office_id=getattr(office, "pk", office), defaults={"value": known.kind.keep(value)}
    )
    changed()
    return before, value


@transaction.atomic
def reset_option(key: str, office: Any = None) -> tuple[Any, Any]:
    """Forget the office's own value (or the common one). Gives the value before and after."""
    before = option(key, office)
    StoredOption.objects.filter(key=key, office_id=getattr(office, "pk", office)).delete()
    changed()
    return before, option(key, office)


def changed() -> None:
    """Read anew here and now, and once more after commit, since another thread may have looked in between."""
    remembered.forget()
    transaction.on_commit(remembered.forget)


def listing(office: Any = None) -> list[OptionLine]:
    """Every option with the value in force for an office (or for all), for a page."""
    values, pk = remembered.get(), getattr(office, "pk", office)
    lines = []
    for known in all_declared():
        value = option(known.key, office)
        lines.append(OptionLine(known, value, known.kind.show(value), (known.key, pk) in values))
    return lines
