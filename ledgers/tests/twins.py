"""One act by two doors: the same words are sent to the page, taken back, and sent to the API; what came of each is compared.

Compared are the verdict (did the act leave its event), the sentences of a refusal, and the rows that were written: all
columns but keys, digests and moments, of which only whether they are set.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.test import Client

from ledgers.tests.doors import Sent
from rectify.accounts.models import User
from rectify.audit.models import Event
from rectify.audit.seals import SEAL
from rectify.lib.apiview import DROPPED
from rectify.lib.remembered import forget_all
from rectify.roof.tests.marktable import FREE, verdict_of

WRITE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
# Not the act's own: log-ins, form keys, the end of the chain, the cache.
BESIDE = frozenset({"django_session", "workflow_deed", "audit_chainhead", "rectify_cache"})
APART = ("public_id", "previous", "key")
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
LABEL = re.compile(r"^(\w+\.\w+):(\d+)$")


@dataclass(frozen=True)
class Came:
    """What came of an act: whether it was made, an answer of ours that is none, the sentences, the rows by table."""

    made: bool
    failed: bool
    sentences: frozenset[str]
    rows: dict[str, list[str]]
    verdict: str = FREE  # of the gate before words
    status: int = 200
    dropped: str = ""  # how many unseen controls, as the API tells it


@dataclass(frozen=True)
class Difference:
    """In what two doors differ (verdict, sentences, rows), and how."""

    aspect: str
    told: str


def compare(page: Came, api: Came, *, there: bool = True) -> Difference | None:
    """The first aspect in which they differ; None where they are alike.

    What the page has no field for (not `there`) the API need not take; but taking it, it may not keep what no page can say.
    """
    if there and (page.made, page.failed) != (api.made, api.failed) or api.failed:
        return Difference("verdict", f"page {_told(page)}; API {_told(api)}")
    if there and not page.made and page.sentences != api.sentences:
        return Difference("sentences", f"page {_told(page)}; API {_told(api)}")
    if page.made and api.made and page.rows != api.rows:
        return Difference("rows", f"by the page {_more(page.rows, api.rows)}; by the API {_more(api.rows, page.rows)}")
    return None


def _told(came: Came) -> str:
    verdict = "fails" if came.failed else "makes it" if came.made else "refuses"
    return f"{verdict} {sorted(came.sentences) or ''}".strip()


def _more(rows: dict[str, list[str]], others: dict[str, list[str]]) -> list[str]:
    """The rows that the other door did not write."""
    return [row for name, lines in rows.items() for row in lines if row not in others.get(name, ())]


def page(user: User, sent: Sent, kind: str) -> Came:
    return _came(kind, lambda: _post(user, *sent), told_on_page)


def api(user: User, sent: Sent, kind: str, method: str = "post") -> Came:
    return _came(kind, lambda: _json(user, *sent, method=method), _told_by_api)


def _came(kind: str, send: Callable[[], Any], told: Callable[[Any], set[str]]) -> Came:
    """Send in a savepoint that is rolled back."""
    with transaction.atomic():
        forget_all()
        last = Event.objects.order_by("-number").values_list("number", flat=True).first() or 0
        with _written() as tables:
            answer = send()
        made = Event.objects.filter(number__gt=last, kind=kind).exists()
        sentences, rows = frozenset(map(_plain, told(answer))), _rows(tables, last) if made else {}
        found = Came(
            made,
            answer.status_code >= 500,
            sentences,
            rows,
            verdict_of(answer),
            answer.status_code,
            answer.get(DROPPED, ""),
        )
        transaction.set_rollback(True)
    return found


def _client(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def _post(user: User, address: str, body: dict) -> Any:
    return _client(user).post(address, body)


def _json(user: User, address: str, body: dict, *, method: str) -> Any:
    return getattr(_client(user), method)(address, json.dumps(body, default=str), content_type="application/json")


def told_on_page(answer: Any) -> set[str]:
    """What a person reads: the errors of every form of the page, and the messages above it."""
    told = {
        str(message) for message in get_messages(answer.wsgi_request) if message.level_tag not in ("success", "info")
    }
    for scope in answer.context or ():
        for value in getattr(scope, "dicts", [scope]):
            told |= set(_errors(list(value.values()) if isinstance(value, dict) else []))
    return told


def _errors(values: list) -> Iterator[str]:
    for value in values:
        if isinstance(value, list | tuple):
            yield from _errors([one for one in value if hasattr(one, "errors")])
        elif hasattr(value, "forms") and isinstance(value.forms, list):
            yield from _errors(value.forms)
        elif hasattr(value, "is_bound") and value.is_bound and hasattr(value, "errors"):
            yield from (str(error) for errors in value.errors.values() for error in errors)


def _told_by_api(answer: Any) -> set[str]:
    try:
        body = answer.json()
    except ValueError:
        return set()
    return set(_strings(body)) if answer.status_code >= 400 else set()


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(part)


def _plain(sentence: str) -> str:
    return sentence.strip().rstrip("。")


# ---- rows -------------------------------------------------------------------------------------------------------------


@contextmanager
def _written() -> Iterator[set[str]]:
    """The tables that are written meanwhile."""
    tables: set[str] = set()

    def watch(execute: Callable, sql: Any, params: Any, many: bool, context: dict) -> Any:
        tables.update(WRITE.findall(sql) if isinstance(sql, str) else ())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield tables


def _rows(tables: set[str], last: int) -> dict[str, list[str]]:
    """Every row of the tables as a line; a key is the place of its row, since no two runs give the same."""
    found = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    chosen = {name: found[name] for name in tables - BESIDE if name in found}
    places = {
        model._meta.label_lower: {
            pk: n for n, pk in enumerate(model._base_manager.order_by("pk").values_list("pk", flat=True))
        }
        for model in chosen.values()
    }
    return {name: sorted(_line(row, places) for row in _new(model, last)) for name, model in chosen.items()}


def _new(model: type[models.Model], last: int) -> models.QuerySet:
    rows = model._base_manager.order_by("pk")
    return rows.filter(number__gt=last) if model is Event else rows


def _place_of(label: re.Match, places: dict[str, dict]) -> str:
    """A row by its place among those of its model: twins count on from where their own failed tries ended."""
    return f"{label[1]}:{places.get(label[1], {}).get(int(label[2]), label[2])}"


class RowEncoder(DjangoJSONEncoder):
    """A file in a column by its bytes."""

    def default(self, o):
        return bytes(o).hex() if isinstance(o, bytes | memoryview) else super().default(o)


def _line(row: models.Model, places: dict[str, dict]) -> str:
    told = {}
    for column in row._meta.concrete_fields:
        value = column.value_from_object(row)
        if column.primary_key or column.name in APART or "digest" in column.name:
            continue
        if isinstance(column, models.DateTimeField):
            value = value is not None
        elif isinstance(column, models.ForeignKey):
            value = places.get(column.related_model._meta.label_lower, {}).get(value, value)
        elif isinstance(value, str) and (match := LABEL.match(value)):
            value = _place_of(match, places)
        elif isinstance(value, dict) and isinstance(value.get(SEAL), str):  # what a paper rests on, of this very minute
            value = {name: held for name, held in value.items() if name not in (SEAL, "at")}
        elif isinstance(value, dict) and SEAL in value:
            value = value | {SEAL: {_place_of(LABEL.match(row), places): held for row, held in value[SEAL].items()}}
        told[column.name] = value
    return DIGEST.sub("…", json.dumps(told, ensure_ascii=False, sort_keys=True, cls=RowEncoder))
