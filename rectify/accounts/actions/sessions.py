"""Coming and going, and one's own password. What happened stands in the trail."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from rectify.accounts import policies
from rectify.accounts.lockout import is_locked, limit_of, minutes
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.workflow.move import demand_all


def note_entry(*, user: User, way: str, address: str, by: User) -> None:
    """A person has logged in: `way` is how, `address` the machine's."""
    demand_all([policies.oneself(by, user)])
    record("accounts.session.open", user, by=by, way=way, address=address)


def note_leaving(*, user: User, by: User) -> None:
    demand_all([policies.oneself(by, user)])
    record("accounts.session.close", user, by=by)


@transaction.atomic
def note_failure(*, username: str, counted_name: str, address: str) -> None:
    """A wrong password for a name that exists, at most as often as the lock allows; `counted_name`: rectify/accounts/devices.py.

    Names that do not exist stay out of the trail: people type passwords into the wrong box, and a stranger must not be
    able to fill it.
    """
    user = User.objects.filter(username=username).first()
    if user is None:
        return
    record("accounts.session.fail", user, by=None, address=address)
    if is_locked(counted_name):
        limit = limit_of(counted_name)
        record("accounts.session.lock", user, by=None, address=address, limit=limit, minutes=minutes())


@transaction.atomic
def change_password(*, user: User, password: str, by: User) -> None:
    """Set one's own password. Raises Refused with every rule that the new one does not meet."""
    lock(user)
    demand_all([policies.oneself(by, user)])
    if user.check_password(password):
        raise Refused("新密码与现在的一样，请换一个")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(*error.messages) from error
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    user.password_halves.all().delete()
    record("accounts.user.password", user, by=by)
