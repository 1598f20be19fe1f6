from typing import Any

from django.db import IntegrityError, transaction

from rectify.lib.digests import digest_of
from rectify.workflow.models import Deed


def first_time(*, by, key: str, what: str, content: dict[str, Any] | None = None) -> bool:
    """Whether this form has not been acted on before; call it under the lock of what the form changes.

    A form without a key (the API may leave it out) is always new. So is a form that comes with other words than before (a
    page gone back to and changed): `content` is what was filled in, and nothing that somebody typed is passed over.
    """
    if not key:
        return True
    what = f"{what}:{_print(content)}" if content else what
    try:
        with transaction.atomic():
            Deed.objects.create(by=by, key=key[:40], what=what[:120])
        return True
    except (
        IntegrityError
    ):  # the rule of the database; nearly always the key is new, and asking first would cost a statement
        deed = Deed.objects.get(by=by, key=key[:40])
    if deed.what == what[:120]:
        return False
    deed.what = what[:120]
    deed.save(update_fields=["what"])
    return True


def _print(content: dict[str, Any]) -> str:
    return digest_of({name: str(value) for name, value in content.items() if not callable(value)})[:32]
