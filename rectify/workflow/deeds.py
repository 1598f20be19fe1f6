from typing import Any

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
    deed, created = Deed.objects.get_or_create(by=by, key=key[:40], defaults={"what": what[:120]})
    if created or deed.what == what[:120]:
        return created
    deed.what = what[:120]
    deed.save(update_fields=["what"])
    return True


def _print(content: dict[str, Any]) -> str:
    return digest_of({name: str(value) for name, value in content.items() if not callable(value)})[:32]
