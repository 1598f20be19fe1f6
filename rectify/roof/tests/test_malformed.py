"""Requests nobody should send, at every address of their kind: none is answered by an error of ours, none hangs.

RECTIFY_SEED draws another sample, RECTIFY_SHOTS a bigger one, `make night` one of 5,000;
RECTIFY_WHOLE=1 fires every shot (about an hour).
"""

import os
import random
import re
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve
from lxml import html

from rectify.audit.trail import verify
from rectify.roof.testing import malformed
from rectify.roof.testing.canary import sing
from rectify.roof.testing.malformed import Shot
from rectify.roof.testing.seed import SEED, often
from rectify.roof.testing.walk import Address, every_address
from rectify.roof.testing.world import build
from rectify.roof.tests.expectations import EXPECT, KNOWS
from rectify.roof.tests.test_addresses import entered, fill, keys_of

pytestmark = [pytest.mark.django_db, pytest.mark.engines, pytest.mark.sampled, pytest.mark.slow]
WHOLE = os.environ.get("RECTIFY_WHOLE") == "1"
# What a database cannot take is refused before it is asked, so the second engine gets fewer.
BY_DAY = 120 if os.environ["DATABASE_URL"].startswith("sqlite:") else 300
SAMPLE = int(os.environ.get("RECTIFY_SHOTS", often(BY_DAY, 5000)))
SLOWEST = 4  # seconds of the processor: those of the clock depend on what else the machine does
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
COMMON = dict.fromkeys(("version", "key", "note", "move", "act", "ids", "row", "seen", "digest"), "")


class Range:
    """The addresses with their objects, and every shot at them."""

    def __init__(self, world):
        self.objects = sing(world)
        self.keys = keys_of(self.objects)
        self.clients: dict[str, Client] = {}
        self.pages: list[tuple[Address, str, str]] = []
        self.sheets: list[tuple[str, str, str]] = []  # (who, address, HTML) of every page that is one
        self.forms: dict[str, tuple[str, str, dict, bool]] = {}

    def client(self, who: str) -> Client:
        if who not in self.clients:
            self.clients[who] = entered(self.objects.world, who)
            self.clients[who].raise_request_exception = False
        return self.clients[who]

    def readers(self, address: Address) -> tuple[str, ...]:
        kind, readers = EXPECT[address.route]
        return readers or KNOWS.get(kind) or ("head",)

    def url(self, address: Address) -> str:
        return fill(address, self.objects, self.keys.get(EXPECT[address.route][0]))

    def look(self) -> None:
        """Open every page as its first and its last reader: which there are, and which forms they hold."""
        for address in every_address():
            readers = self.readers(address)
            for who in dict.fromkeys((readers[0], readers[-1])):
                answer = self.client(who).get(self.url(address))
                if answer.status_code != 200:
                    continue
                self.pages.append((address, who, self.url(address)))
                if answer.headers["Content-Type"].startswith("text/html") and answer.content.strip():
                    self.sheets.append((who, self.url(address), answer.content.decode()))
                    self.read_forms(*self.sheets[-1])

    def read_forms(self, who: str, url: str, page: str) -> None:
        tree = html.fromstring(page)
        tree.make_links_absolute(f"http://testserver{url}")
        for form in tree.forms:
            target = re.sub(r"^http://testserver|[?#].*$", "", form.action or url)
            fields = {name: str(value or "") for name, value in alike(form.form_values(), form.fields)}
            fields.pop("csrfmiddlewaretoken", None)
            takes_files = bool(form.xpath(".//input[@type='file']"))
            key = f"{form.method} {route_of(target)} {who if form.method == 'GET' else ''}"
            if target.startswith("/") and key not in self.forms:
                self.forms[key] = (who, target, fields, takes_files)

    def shots(self) -> Iterator[Shot]:
        for address, who, url in self.pages:
            if address.route.startswith("api/"):
                yield from malformed.on_api_list(who, url)
            yield from malformed.on_cursor(who, url)
        for address in every_address():
            yield from self.at_ids(address)
            yield from self.at_api(address)
        posted = {route_of(target) for key, (_, target, _, _) in self.forms.items() if key.startswith("POST")}
        for key, (who, target, fields, takes_files) in self.forms.items():
            if key.startswith("GET"):
                yield from malformed.on_list(who, target, fields)
            else:
                yield from malformed.on_form(who, target, fields)
            if takes_files:
                yield from malformed.on_upload(who, target)
        for address in every_address():
            if not address.is_api and address.route not in posted:
                yield from malformed.on_form(self.readers(address)[0], self.url(address), COMMON)
        for url in ("/", "/issues/", "/api/v1/issues/", "/login/", f"/evidence/{self.objects.evidence.public_id}/"):
            yield from malformed.on_any("clerk", url)

    def at_ids(self, address: Address) -> Iterator[Shot]:
        whole = self.url(address)
        pieces = resolve(whole).kwargs
        for name in pieces:
            url = "/" + PARAMETER.sub(lambda m, n=name: "{}" if m[1] == n else str(pieces[m[1]]), address.route)
            yield from malformed.on_id(self.readers(address)[0], url)

    def at_api(self, address: Address) -> Iterator[Shot]:
        view = getattr(resolve(self.url(address)).func, "cls", None)
        who = self.readers(address)[0]
        for method in ("post", "put"):
            if address.is_api and hasattr(view, method):
                yield from malformed.on_api_write(who, method.upper(), self.url(address))
        if address.is_api and address.route.endswith("moves/"):
            moves = ("sign", "send", "approve", "transfer", "revise_plan", "give", "accept")
            yield from malformed.on_api_move(who, self.url(address), moves)


def build_range() -> tuple[Range, list[str]]:
    """A world with all its doors, for the fixture `doors`, and who has to be entered there."""
    made = Range(build())
    made.look()
    people = list(made.clients)
    made.clients.clear()
    return made, people


def alike(values: list[tuple[str, str]], names) -> Iterator[tuple[str, str]]:
    """One field of each shape: of forty rows the first stands for all."""
    held, seen = dict(values), set()
    for name in names:
        shape = re.sub(r"[a-z0-9]{12}|\d+", "#", name or "")
        if name and shape not in seen:
            seen.add(shape)
            yield name, held.get(name, "")


def route_of(url: str) -> str:
    try:
        return get_resolver().resolve(url).route
    except Resolver404:
        return url


def fire(client: Client, shot: Shot) -> str:
    """What is wrong with the answer, or nothing. Whatever the shot wrote is taken back."""
    headers, cookies = dict(shot.headers), {name: cookie.value for name, cookie in client.cookies.items()}
    with transaction.atomic():
        began = time.process_time()
        answer = client.generic(
            shot.method, shot.url, shot.content, shot.content_type, headers=headers, QUERY_STRING=shot.query
        )
        if answer.streaming:
            b"".join(answer.streaming_content)
        lasted = time.process_time() - began
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies)
    if answer.status_code not in shot.right:
        return f"{answer.status_code}"
    if shot.url.startswith("/api/") and answer.status_code >= 400 and "html" in answer.headers["Content-Type"]:
        return f"{answer.status_code} as {answer.headers['Content-Type']}"
    return f"{lasted:.1f} s" if lasted > SLOWEST else ""


def drawn(shots: list[Shot]) -> list[Shot]:
    """A sample that holds every kind."""
    if WHOLE:
        return shots
    dice, kinds = random.Random(SEED), {}
    dice.shuffle(shots)
    for shot in shots:
        kinds.setdefault(shot.kind, []).append(shot)
    share = SAMPLE // len(kinds)
    return [shot for of_kind in kinds.values() for shot in of_kind[:share]]


def test_what_nobody_should_send_is_answered_and_nothing_breaks(doors):
    shots = list(doors.shots())
    chosen = drawn(shots)
    wrong = [f"{fault} {shot}" for shot in chosen if (fault := fire(doors.client(shot.who), shot))]
    print(f"\n{len(chosen)} of {len(shots)} shots: {dict(Counter(shot.kind for shot in chosen))}")
    assert len(shots) >= 2500
    assert not wrong, f"seed {SEED}: {len(wrong)} of {len(chosen)}\n" + "\n".join(wrong[:60])
    assert Client().get("/healthz").status_code == 200
    assert doors.client("clerk").get("/issues/").status_code == 200
    assert verify()[1] is None
