"""How often one may ask: a table of limits, and the one statement that counts (docs/rules.md: throttle).

Counted in the database, so that all web workers count together and a restart forgives nothing. A span is fixed (this minute, this
hour), not sliding: a row a span, and nothing to read before it is written.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, ip_address
from math import ceil

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from rectify.accounts.devices import device_of
from rectify.accounts.models import ApiKey, ThrottleCount, User
from rectify.lib.clients import client_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE, TEN_MINUTES, HOUR = timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1)
SPANS = {MINUTE: "一分钟", TEN_MINUTES: "十分钟", HOUR: "一小时"}
HOSTS = 64  # bits of an IPv6 address that one machine has to itself
PERSON, KEY_OF, DEVICE, ADDRESS = "person", "key", "device", "address"
COUNT = """
    INSERT INTO accounts_throttlecount (throttle, counted, since, calls, told) VALUES (%s, %s, %s, 1, %s)
    ON CONFLICT (throttle, counted, since) DO UPDATE SET calls = accounts_throttlecount.calls + 1 RETURNING calls
"""


@dataclass(frozen=True)
class Throttle:
    """`most` times `within` a span. Beyond it the door `refuses`, or lets through and only tells the security administrator."""

    name: str
    label: str
    most: int
    within: timedelta
    refuses: bool = True

    @property
    def span(self) -> str:
        return SPANS[self.within]

    def begins(self, at: datetime) -> datetime:
        """When the span began in which `at` lies."""
        return at - (at - EPOCH) % self.within


KEY = Throttle("key", "用接口密钥调用", 300, MINUTE)
API = Throttle("api", "调用接口", 300, MINUTE)
# By address: a hundred people behind one come in at nine o'clock, each with a slip of the finger.
LOGIN = Throttle("login", "登录", 600, TEN_MINUTES)
PASSWORD = Throttle("password", "输密码和动态码", 20, TEN_MINUTES)
SEARCH = Throttle("search", "搜索", 120, MINUTE)
EXPORT = Throttle("export", "导出", 120, HOUR)
UPLOAD = Throttle("upload", "上传", 1200, HOUR)  # a chosen file is sent twice: when it is chosen, and with its form
DRAFT = Throttle("draft", "存草稿", 120, MINUTE)
DOWNLOAD = Throttle("download", "下载文件", 500, HOUR, refuses=False)
THROTTLES = {each.name: each for each in (KEY, API, LOGIN, PASSWORD, SEARCH, EXPORT, UPLOAD, DRAFT, DOWNLOAD)}


@dataclass(frozen=True)
class TooOften:
    """Whose turn it is not, and for how many seconds."""

    throttle: Throttle
    wait: int

    @property
    def sentence(self) -> str:
        limit = f"{self.throttle.label}太频繁：{self.throttle.span}最多 {self.throttle.most} 次"
        wait = f"{self.wait} 秒" if self.wait < 120 else f"{ceil(self.wait / 60)} 分钟"
        return f"{limit}。这一次没有办，请等 {wait}再试"


def count(throttle: Throttle, counted: str) -> TooOften | None:
    """Note a use of the door; what stops it where it was one too many. One statement."""
    now = timezone.now()
    since = throttle.begins(now)
    moment = ThrottleCount._meta.get_field("since").get_db_prep_value(since, connection)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [throttle.name, counted, moment, False])
        (calls,) = cursor.fetchone()
    if calls <= throttle.most or not throttle.refuses:
        return None
    return TooOften(throttle, max(1, ceil((since + throttle.within - now).total_seconds())))


def of_person(user: User) -> str:
    return f"{PERSON}:{user.public_id}"


def of_key(key: ApiKey) -> str:
    return f"{KEY_OF}:{key.public_id}"


def of_stranger(request: HttpRequest) -> str:
    """Who is not known yet: the device from which somebody came in before, so that no stranger behind the same address keeps its
    owner out; else the address, of IPv6 the network of one machine."""
    number = device_of(request)
    return f"{DEVICE}:{number}" if number else f"{ADDRESS}:{network_of(client_of(request))}"


def network_of(address: str) -> str:
    """What one machine can change of its address is left out. What is no address is counted as one."""
    try:
        one = ip_address(address.strip("[]"))
    except ValueError:
        return "?"
    if isinstance(one, IPv4Address):
        return str(one)
    if one.ipv4_mapped:
        return str(one.ipv4_mapped)
    return f"{type(one)(int(one) >> HOSTS << HOSTS)}/{HOSTS}"
