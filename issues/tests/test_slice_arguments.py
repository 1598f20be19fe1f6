"""A slice that is called with what is none of its arguments is not understood; nothing breaks."""

import inspect

import pytest

from issues import slices
from issues.models import Status
from rectify.testing.malformed import DAYS, NUMBERS, SIGNS

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


def test_every_slice_with_arguments_nobody_should_give(client, world):
    client.force_login(world.clerk)
    wrong, count = [], 0
    world.issue(at=Status.DRAFT)
    for name, one in slices._SLICES.items():
        asked = len(inspect.signature(one.build).parameters) - 1
        for value in ("1", *NUMBERS, *DAYS, *(sign for sign in SIGNS if isinstance(sign, str))):
            given = ":".join([name, *[value] * asked])
            answer = client.get("/issues/", {"slice": given})
            count += 1
            if answer.status_code not in (200, 400):
                wrong.append(f"{answer.status_code} {given[:80]}")
            if not asked:
                break
    assert count > 100
    assert not wrong, "\n".join(wrong)
