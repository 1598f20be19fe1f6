"""Every address, walked as nobody, as strangers and as each of the cast, with canaries in every text that is not theirs."""

import re
import zipfile
from io import BytesIO
from itertools import product
from operator import itemgetter
from typing import NamedTuple

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from issues.actions.levels import set_level
from issues.models import Status
from rectify.roof.testing.canary import CANARY, NEVER, TEXTS, sing
from rectify.roof.testing.keys import keys_of
from rectify.roof.testing.seed import some
from rectify.roof.testing.walk import every_address
from rectify.roof.tests.expectations import EVERYBODY, EXPECT, KNOWS, OPEN

pytestmark = pytest.mark.django_db
ADDRESSES = every_address()
FIXED = {
    "slug": "problems",
    "paper": "zero",
    "which": "dispatch",
    "name": "owed",
    "key": "frame.name",
    "objection_id": "nobody",
    "number": 1,
    "version": 1,
    "pk": 1,
}
NEVER_NUMBER = 999_999_999


def test_every_address_has_an_expectation_and_none_is_stale():
    assert {address.route for address in ADDRESSES} == set(EXPECT)


@pytest.fixture(scope="module")
def world(shared_world):
    return shared_world


@pytest.fixture(scope="module")
def objects(world):
    return sing(world)


@pytest.fixture(scope="module")
def keys(objects):
    return keys_of(objects)


def entered(world, who):
    client = Client(raise_request_exception=True)
    client.force_login(getattr(world, who), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def fill(address, objects, key):
    """The address with `key` in the place of its object; parts of the object go with it."""
    values = {}
    for place, name in enumerate(address.params):
        if place == 0 and key is not None:
            values[name] = key
        elif name == "measure_id":
            values[name] = objects.measure.public_id
        elif name in ("item_id", "part_id", "review_id", "change_id"):
            values[name] = NEVER
        elif name == "evidence_id":
            values[name] = objects.closed_file.public_id
        elif name == "pk" and "items" in address.route:
            values[name] = objects.item.pk
        elif name == "pk" and "files" in address.route:
            values[name] = NEVER_NUMBER
        elif "lists" in address.route:
            values[name] = objects.world.round.term_id if name == "pk" else "terms"
        else:
            values[name] = FIXED[name]
    return reverse(address.name, kwargs=values)


def key_of(address, keys):
    kind = EXPECT[address.route][0]
    return keys.get(kind)


NOT_KNOWN = (302, 404, 405, 410)  # 302: opened by the address of a button, whose page then is not there


class Told(NamedTuple):
    """What an answer tells: of an object that is unknown it must be the same as of one that never was."""

    status: int
    led_to: str
    body: bytes


def told(client, response):
    """The answer; what the next page would say above itself is taken along."""
    client.cookies.pop("messages", None)
    if response.status_code == 302:
        assert response.wsgi_request.method == "GET", "a form is not led on from what is unknown"
    return Told(response.status_code, response.headers.get("Location", ""), body(response))


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_nobody_is_sent_to_log_in(client, objects, keys):
    for address in ADDRESSES:
        url = fill(address, objects, key_of(address, keys))
        for ask in (client.get, client.post):
            response = ask(url)
            if address.route in OPEN:
                assert response.status_code in (200, 302, 405, 404), url
            elif address.is_api:
                assert response.status_code == 401, url
            else:
                assert response.status_code == 302, url
                assert response.url.startswith(settings.LOGIN_URL), url
            assert CANARY.encode() not in body(response), url


def route_of(pair):
    return pair[1].route


def is_reader(pair):
    who, address = pair
    return address.route, who in EXPECT[address.route][1]


# By day every address is walked by some who get its page and some who do not, by night by everybody.
READ = [(who, address) for who, address in product(EVERYBODY, ADDRESSES) if address.route in EXPECT]
UNKNOWN = [(who, address) for who, address in READ if who not in KNOWS.get(EXPECT[address.route][0], EVERYBODY)]
DRAWN_UNKNOWN = some(UNKNOWN, itemgetter(0), route_of, least=len(UNKNOWN) // 4)
DRAWN_READ = some(READ, itemgetter(0), is_reader, least=len(READ) // 4)


@pytest.mark.sampled
@pytest.mark.parametrize("who", EVERYBODY)
def test_an_object_of_others_is_as_unknown_as_one_that_never_was(objects, keys, who):
    """8.1.4.2 f Every address with an object."""
    client = entered(objects.world, who)
    walked = 0
    for address in [address for one, address in DRAWN_UNKNOWN if one == who]:
        kind = EXPECT[address.route][0]
        never = NEVER if isinstance(keys[kind], str) else NEVER_NUMBER
        for ask in (client.get, client.post):
            theirs, nobodys = (told(client, ask(fill(address, objects, key))) for key in (keys[kind], never))
            assert theirs.status in NOT_KNOWN, f"{who} {ask.__name__} {address.route}"
            assert theirs == nobodys, address.route
            walked += 1
    assert walked


@pytest.mark.sampled
@pytest.mark.parametrize("who", EVERYBODY)
def test_each_gets_exactly_the_pages_expected(objects, keys, who):
    for address in [address for one, address in DRAWN_READ if one == who]:
        kind, readers = EXPECT[address.route]
        # A log-in each: what a page leaves in the session (a factor half set up) would answer for the next address drawn.
        response = entered(objects.world, who).get(fill(address, objects, key_of(address, keys)))
        assert (response.status_code == 200) == (who in readers), f"{who} {address.route}: {response.status_code}"
        if who not in KNOWS["issue"]:
            assert CANARY.encode() not in body(response), f"{who} {address.route}"


SIGNED = {"ledgers:paper_issued", "ledgers:paper_issued_pdf"}  # byte for byte as it was signed
ASKING = {"issues:export", "ledgers:book_file", "ledgers:ledger_layout_file", "ledgers:offline_workbook"}


def leaves(response) -> bool:
    """Whether an answer is a file, or a page that is made to be printed."""
    printed = any(one.name == "base_print.html" for one in response.templates)
    return printed or "attachment" in response.headers.get("Content-Disposition", "")


def unpacked(raw: bytes) -> str:
    if raw[:2] != b"PK":
        return raw.decode(errors="replace")
    with zipfile.ZipFile(BytesIO(raw)) as parts:
        return "".join(unpacked(parts.read(name)) for name in parts.namelist())


def test_nothing_that_leaves_holds_the_words_of_a_work_secret(objects, keys):
    """8.1.4.2 g Every file and every print, of whatever kind: by number, as a copy that names its reader, or as it was signed."""
    for issue in (objects.issue, objects.closing):
        set_level(issue=issue, level="work_secret", reason="涉及选址", by=objects.world.head)
    client, left, bare = entered(objects.world, "clerk"), set(), set()
    line = f"副本　{objects.world.clerk.name}"
    urls = [(address.name, fill(address, objects, key_of(address, keys))) for address in ADDRESSES]
    draft = "ledgers:paper_file", reverse("ledgers:paper_file", args=[objects.issue.public_id, "copy"])
    for name, url in [*urls, draft]:
        answers = [client.get(url), *([client.post(url, {"numbers": "1"})] if name in ASKING else [])]
        for words in [unpacked(body(one)) for one in answers if leaves(one)]:
            left.add(name)
            if line not in words and any(f"{CANARY}{text}" in words for text in TEXTS):
                bare.add(name)
    assert bare <= SIGNED
    assert left >= {*ASKING, draft[0]}, "what asks for a reason was not taken"


@pytest.fixture(scope="module")
def issues(world):
    return {status: world.issue(at=status) for status in Status}


@pytest.mark.sampled
@pytest.mark.parametrize("who", ["clerk", "head", "liaison", "principal", "leader"])
def test_every_page_renders_for_issues_in_every_state(world, issues, who):
    """Every page and every state, and by night every page in every state."""
    pages = [a for a in ADDRESSES if EXPECT[a.route][0] == "issue" and set(a.params) == {"public_id"}]
    rows = list(product(pages, Status))
    client = entered(world, who)
    for address, status in some(rows, itemgetter(0), itemgetter(1), least=len(rows) // 10, about=who):
        response = client.get(reverse(address.name, kwargs={"public_id": issues[status].public_id}))
        assert response.status_code < 500, f"{address.route} {status}"
        assert not re.search(rb"(?i)traceback|\bNone\b</", body(response)[:200000]), address.route
