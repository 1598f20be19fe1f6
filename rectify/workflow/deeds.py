from rectify.workflow.models import Deed


def first_time(*, by, key: str, what: str) -> bool:
    """Whether this form has not been acted on before; call it under the lock of what the form changes.

    A form without a key (the API may leave it out) is always new.
    """
    if not key:
        return True
    _, created = Deed.objects.get_or_create(by=by, key=key[:40], defaults={"what": what[:120]})
    return created
