"""Who comes in otherwise than by a password of their own, as a test of acts calls them: machines, who asks too often, the first
administrator of all."""

from datetime import timedelta

from django.utils import timezone

from rectify.accounts.actions import api_keys, users
from rectify.accounts.models import ApiKey, ApiKeyUse, ThrottleCount, User
from rectify.accounts.roles import AccountKind, Role
from rectify.accounts.throttles import SEARCH, of_person
from rectify.lib.dates import today
from rectify.roof.testing.acts import ActStage


def machine(w: ActStage) -> dict:
    about = {"name": "协同办公", "role": Role.UNIT_LIAISON, "unit": w.lead, "rights": ["report"], "reason": "对接"}
    return about | {"ends_on": today() + timedelta(days=30)}


def machine_asked(w: ActStage) -> ApiKey:
    return api_keys.ask(**machine(w), by=w.sysadmin)


def machine_granted(w: ActStage) -> ApiKey:
    api_keys.grant(key=(key := machine_asked(w)), by=w.secadmin)
    return key


def called(w: ActStage) -> dict:
    ApiKeyUse.objects.create(api_key=machine_granted(w), minute=timezone.now() - timedelta(hours=2), calls=3)
    return {"at": timezone.now()}


def too_often(w: ActStage) -> dict:
    """The clerk has searched more than a person does."""
    about = {"throttle": SEARCH.name, "counted": of_person(w.clerk), "calls": SEARCH.most + 1}
    ThrottleCount.objects.create(since=timezone.now(), **about)
    return {"at": timezone.now()}


def first_of_all() -> User:
    """A system administrator who waits for the first password of all."""
    return users.insert(username="first", name="第一位", kind=AccountKind.SYSTEM_ADMIN)
