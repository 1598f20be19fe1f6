"""接口密钥: asked for by the system administrator, granted by the security administrator, handed over in two halves;
either ends it. What was called stands in the trail by the hour."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from rectify.accounts import policies
from rectify.accounts.actions.users import created, insert
from rectify.accounts.machines import code_of, new_half
from rectify.accounts.models import ApiKey, ApiKeyUse, Unit, User
from rectify.accounts.roles import AccountKind
from rectify.audit.trail import Fact, record, record_many
from rectify.lib.dates import today
from rectify.lib.errors import Conflict, Refused
from rectify.lib.locks import lock
from rectify.notices.notify import notify
from rectify.workflow.form_keys import first_time
from rectify.workflow.move import demand_all

State = ApiKey.State
LONGEST = timedelta(days=366)
MOST_ROUTES = 8  # named in an event
ONCE = "这一半已经显示过，只显示那一次。没有记下的话，请停用这把密钥，再申请一把"


@transaction.atomic
def ask(*, name: str, role: str, unit: Unit, rights: Collection[str], reason: str, ends_on: date, by: User) -> ApiKey:
    """Ask for a key by which the system `name` reads as `role` at `unit` until a day, and does what `rights` say."""
    demand_all([policies.system_admin(by)])
    demand_all([policies.role_fits(role, unit)])
    if not today() <= ends_on <= today() + LONGEST:
        raise Refused(f"截止日要在今天到 {today() + LONGEST} 之间；到期前再申请一把新的")
    about = {"name": name, "role": role, "unit": unit, "rights": list(rights), "reason": reason, "ends_on": ends_on}
    key = ApiKey.objects.create(**about, asked_by=by)
    deciders = User.objects.filter(kind=AccountKind.SECURITY_ADMIN, is_active=True)
    _tell(key, deciders, f"接口密钥等您同意：{name}", why="安全管理员，读什么由您授权")
    record("accounts.apikey.ask", key, by=by, note=reason, **_facts(key))
    return key


@transaction.atomic
def grant(*, key: ApiKey, by: User, form_key: str = "") -> str:
    """Let it be; gives the half that the security administrator hands over, shown once. Raises Conflict when it was decided."""
    _demand_waiting(lock(key), by)
    _demand_once(by, form_key, key)
    if key.ends_on < today():
        raise Refused("要求的截止日已经过了，请系统管理员再申请一把")
    demand_all([policies.role_fits(key.role, key.unit)])
    half = new_half()
    account = insert(username=f"key-{key.public_id}", name=f"{key.name}（接口）", is_active=False)
    key.account, key.last_code = account, code_of(half)
    _decide(key, State.GRANTED, by)
    record_many([created(account), Fact("accounts.apikey.grant", key, facts=_facts(key))], by=by)
    return half


@transaction.atomic
def decline(*, key: ApiKey, reason: str, by: User) -> None:
    """Not granted, with the reason that who asked reads."""
    _demand_waiting(lock(key), by)
    key.refusal = reason
    _decide(key, State.DECLINED, by)
    record("accounts.apikey.decline", key, by=by, note=reason, system=key.name)


@transaction.atomic
def collect(*, key: ApiKey, by: User, form_key: str = "") -> str:
    """The half that the system administrator hands over, shown once. Raises Refused before the grant and the second time."""
    lock(key)
    demand_all([policies.system_admin(by)])
    _demand_once(by, form_key, key)
    if key.state != State.GRANTED:
        raise Refused(f"这把密钥现在是“{key.get_state_display()}”，没有可领的")
    if key.first_code:
        raise Refused(ONCE)
    half = new_half()
    key.first_code = code_of(half)
    key.save(update_fields=["first_code"])
    record("accounts.apikey.collect", key, by=by, system=key.name)
    return half


@transaction.atomic
def end(*, key: ApiKey, by: User) -> None:
    """The key opens nothing from its next call on. Taking away needs one hand."""
    lock(key)
    demand_all([policies.ends_keys(by)])
    if key.state != State.GRANTED:
        raise Conflict(f"这把密钥现在是“{key.get_state_display()}”，不用再停用")
    key.state, key.ended_at, key.ended_by = State.ENDED, timezone.now(), by
    key.save(update_fields=["state", "ended_at", "ended_by"])
    record("accounts.apikey.end", key, by=by, system=key.name)


@transaction.atomic
def tell_uses(*, at: datetime) -> int:
    """Write what was called in the hours before `at` into the trail, an event for each key and hour; gives how many. Run it as
    often as you like: what was told is no longer there to be told."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    uses = list(ApiKeyUse.objects.select_for_update(of=("self",)).filter(minute__lt=hour).select_related("api_key"))
    by_hour = defaultdict[tuple[ApiKey, datetime], list[ApiKeyUse]](list)
    for use in uses:
        by_hour[use.api_key, use.minute.replace(minute=0)].append(use)
    facts = [Fact("accounts.apikey.use", key, facts=_used(key, begun, rows)) for (key, begun), rows in by_hour.items()]
    for (key, _), rows in by_hour.items():
        last, calls = max(row.minute for row in rows), sum(row.calls for row in rows)
        ApiKey.objects.filter(pk=key.pk).update(calls=F("calls") + calls, used_at=last)
    ApiKeyUse.objects.filter(pk__in=[use.pk for use in uses]).delete()
    if facts:
        record_many(facts, by=None)
    return len(facts)


def _used(key: ApiKey, hour: datetime, rows: Iterable[ApiKeyUse]) -> dict:
    calls, refused = defaultdict[str, int](int), 0
    for row in rows:
        calls[row.route.removeprefix("api/v1/")] += row.calls
        refused += row.refused
    often = sorted(calls.items(), key=lambda one: (-one[1], one[0]))[:MOST_ROUTES]
    return {
        "system": key.name,
        "hour": f"{timezone.localtime(hour):%Y-%m-%d %H}",
        "calls": sum(calls.values()),
        "refused": refused,
        "routes": "、".join(f"{route} {count}" for route, count in often),
    }


def _facts(key: ApiKey) -> dict:
    about = {"system": key.name, "unit": key.unit.full_name, "role": key.get_role_display()}
    return about | {"rights": key.rights_words, "ends": key.ends_on}


def _demand_waiting(key: ApiKey, by: User) -> None:
    demand_all([policies.security_admin(by)])
    if key.state != State.WAITING:
        raise Conflict(f"这把密钥{key.decided_by}已经办过：{key.get_state_display()}")


def _demand_once(by: User, form_key: str, key: ApiKey) -> None:
    if not first_time(by=by, key=form_key, what=f"accounts.apikey.half:{key.pk}"):
        raise Refused(ONCE)


def _decide(key: ApiKey, state: State, by: User) -> None:
    key.state, key.decided_at, key.decided_by = state, timezone.now(), by
    key.save(update_fields=["state", "refusal", "decided_at", "decided_by", "account", "last_code"])
    _tell(key, [key.asked_by], f"接口密钥{state.label}：{key.name}", why="申请的人", text=key.refusal)


def _tell(key: ApiKey, people: Iterable[User], title: str, *, why: str, text: str = "") -> None:
    url = reverse("accounts:api_key", args=[key.public_id])
    notify(people, key=f"api-key:{key.public_id}:{key.state}", kind="unit", title=title, why=why, text=text, url=url)
