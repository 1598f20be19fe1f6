"""Machine keys at the door of the API: what a key says, whom it stands for, how often it may call."""

import hashlib
import hmac
import re
import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from rectify.accounts import throttles
from rectify.accounts.models import ApiKey, ApiKeyUse, Holding, User
from rectify.lib.dates import today
from rectify.lib.passwords import SIGNS
from rectify.lib.restored import restored

HALF = 24  # random signs, 138 bits: a fast hash of them is as good as a slow one
WRITTEN = re.compile(rf"rk-([0-9a-z]{{12}})-([{SIGNS}]{{{HALF}}})([{SIGNS}]{{{HALF}}})")
WRONG = "接口密钥不对、已停用或者已到期。请向系统管理员核对"
RESTORED = "系统刚由备份还原，管理员核对以前接口不开放，请稍后再试"


def new_half() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(HALF))


def code_of(half: str) -> str:
    """What is stored of a half."""
    return hashlib.sha256(half.encode()).hexdigest()


def beginning(key: ApiKey, half: str) -> str:
    """The first part as it is handed over; what the security administrator hands over is written right behind it."""
    return f"rk-{key.public_id}-{half}"


def opened(text: str) -> ApiKey | None:
    """The key that `text` is, where it opens something today."""
    written = WRITTEN.fullmatch(text)
    if written is None:
        return None
    key = ApiKey.objects.working().select_related("account", "unit").filter(public_id=written[1]).first()
    if key is None:
        return None
    halves = (
        hmac.compare_digest(code_of(written[2]), key.first_code),
        hmac.compare_digest(code_of(written[3]), key.last_code),
    )
    return key if all(halves) else None


def stands_for(key: ApiKey) -> User:
    """Who acts with the key: its account with the one post it was granted, which is stored nowhere. What the account may read
    follows from that post as for everybody (`visible_to`)."""
    account = key.account
    assert account is not None  # what opens has been granted
    account.is_active = account.is_machine = True
    account.posts = [Holding(user=account, role=key.role, unit=key.unit, starts=today())]
    return account


def count(key: ApiKey, route: str) -> None:
    """Note a call for the trail, and against the limit of a minute. Raises Throttled above it."""
    minute = timezone.now().replace(second=0, microsecond=0)
    with transaction.atomic():
        key.use, _ = ApiKeyUse.objects.get_or_create(api_key=key, minute=minute, route=route[:120])
        ApiKeyUse.objects.filter(pk=key.use.pk).update(calls=F("calls") + 1)
    if stop := throttles.count(throttles.KEY, throttles.of_key(key)):
        throttled = Throttled(detail=stop.sentence)
        throttled.wait = stop.wait  # type: ignore[attr-defined]  # the header is made of it
        raise throttled


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer rk-…`: no cookie, and so no form of another site can use it."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        scheme, _, text = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        key = opened(text.strip())
        if key is None:
            raise AuthenticationFailed(WRONG)
        if (state := restored()) and state.closed:
            raise AuthenticationFailed(RESTORED)
        count(key, request.resolver_match.route if request.resolver_match else "")
        return stands_for(key), key

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class KeyScheme(OpenApiAuthenticationExtension):
    """How the schema describes it."""

    target_class = KeyAuthentication
    name = "key"

    def get_security_definition(self, auto_schema: object) -> dict:
        return {"type": "http", "scheme": "bearer", "description": "接口密钥，rk- 开头"}
