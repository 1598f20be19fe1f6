"""A slice that is called with what is none of its arguments is not understood; nothing breaks."""

import inspect
from operator import itemgetter

import pytest

from issues import slices
from issues.models import Status
from rectify.roof.testing.malformed import DAYS, NUMBERS, SIGNS
from rectify.roof.testing.seed import some

pytestmark = [pytest.mark.django_db, pytest.mark.engines, pytest.mark.sampled]


def shots() -> list[tuple[str, str]]:
    """Every slice with every value in the place of its arguments; one without arguments once."""
    values = ("1", *NUMBERS, *DAYS, *(sign for sign in SIGNS if isinstance(sign, str)))
    asked = {name: len(inspect.signature(one.build).parameters) - 1 for name, one in slices._SLICES.items()}
    return [(name, value) for name, count in asked.items() for value in (values if count else ("",))]


def test_every_slice_with_arguments_nobody_should_give(client, world):
    client.force_login(world.clerk)
    wrong = []
    world.issue(at=Status.DRAFT)
    assert len(shots()) > 100
    for name, value in some(shots(), itemgetter(0), itemgetter(1)):
        count = len(inspect.signature(slices._SLICES[name].build).parameters) - 1
        given = ":".join([name, *[value] * count])
        answer = client.get("/issues/", {"slice": given})
        if answer.status_code not in (200, 400):
            wrong.append(f"{answer.status_code} {given[:80]}")
    assert not wrong, "\n".join(wrong)
