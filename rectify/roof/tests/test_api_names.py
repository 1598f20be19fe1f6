"""No address of the API passes over a name that it does not know, in the address or in the body: it is told by name."""

import json

import pytest
from django.db import transaction
from django.urls import resolve

from rectify.roof.testing.walk import every_address

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
NAME = "no_such_name"
OTHERS = ("api/v1/schema/",)  # of the library that writes it


def test_a_name_nobody_knows_is_refused_by_name(doors):
    count, wrong = 0, []
    for address in every_address():
        if not address.is_api or address.route in OTHERS:
            continue
        view, url, client = (
            resolve(doors.url(address)).func.cls,
            doors.url(address),
            doors.client(doors.readers(address)[0]),
        )
        for method in ("get", "post", "put"):
            if not hasattr(view, method):
                continue
            tries = (
                [(f"{url}?{NAME}=1", {})]
                if method == "get"
                else [(url, {NAME: 1}), (f"{url}?{NAME}=1", {"move": "sign"})]
            )
            for to, body in tries:
                with transaction.atomic():
                    sent = () if method == "get" else (json.dumps(body), "application/json")
                    answer = getattr(client, method)(to, *sent)
                    transaction.set_rollback(True)
                count += 1
                if answer.status_code != 400 or NAME not in answer.content.decode():
                    wrong.append(f"{answer.status_code} {method} {to} {answer.content.decode()[:120]}")
    assert count > 30
    assert not wrong, "\n".join(wrong)
