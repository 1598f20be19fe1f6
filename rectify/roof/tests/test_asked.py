"""What an address asks for and there is not, is never passed over without a word.

Conditions of lists are judged by `rectify/lib/filtering.py`, choices of a page by `picked`; whatever else a page reads out of
its address by hand stands here, with what happens to a value that is none.
"""

import ast
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import reverse

from issues.models import Status
from rectify.roof.tests.source import relative, shipped, tree

NOT_FOUND = "is not found"
BY_HAND = {
    ("issues/api/issues.py", "round"): NOT_FOUND,
    ("issues/pages/plans/views.py", "against"): "the version before, which the page names",
    ("issues/pages/plans/views.py", "at"): "words that are read while they are typed",
    ("issues/pages/splitting/tree.py", "at"): "nothing is marked",
    ("issues/pages/splitting/tree.py", "pick"): "no line is ticked",
    ("issues/pages/splitting/tree.py", "row"): "the first row that nobody has looked at",
    ("issues/pages/handovers/views.py", "unit"): "asks for the unit",
    ("issues/pages/moves/views.py", "move"): NOT_FOUND,
    ("issues/pages/feedback/views.py", "unit"): "a form begun empty",
    ("issues/pages/entry/views.py", "again"): "a form begun empty",
    ("issues/pages/entry/views.py", "item"): "a form begun empty",
    ("issues/pages/entry/views.py", "of"): "words that are read while they are typed",
    ("issues/pages/issue/head.py", "list"): "judged as the list judges it",
    ("issues/pages/issue/page.py", "weeks"): "the newest weeks, with a link to all",
    ("issues/pages/issue/views.py", "of"): "the trail without readings, which its heading names",
    ("issues/pages/reports/views.py", "week"): NOT_FOUND,
    ("ledgers/pages/look_backs/page.py", "view"): "told by the filter of the list",
    ("ledgers/pages/look_backs/page.py", "month"): "told by the filter of the list",
    ("ledgers/pages/closures/queue.py", "queue"): "told by the filter of the list",
    ("ledgers/pages/visits/views.py", "draw"): NOT_FOUND,
    ("rectify/options/pages/views.py", "office"): NOT_FOUND,
    ("rectify/accounts/pages/grants/page.py", "by"): "told by the filter of the list",
    ("rectify/accounts/pages/grants/views.py", "person"): "a form begun empty",
    ("rectify/accounts/pages/grants/views.py", "unit"): "a form begun empty",
    ("rectify/accounts/pages/units/views.py", "parent"): "a form begun empty",
    ("rectify/accounts/steps.py", "next"): "the first page",
    ("rectify/roof/throttling.py", "q"): "only whether something is searched for",
    ("rectify/roof/frame.py", "round"): "the round looked at before, which every page names",
}


def read_by_hand() -> Iterator[tuple[str, str]]:
    """(file, name) of whatever the product reads straight out of `request.GET`."""
    for path in shipped():
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "get"
                and node.args
            ):
                held, name = node.func.value, node.args[0]
                if isinstance(held, ast.Attribute) and held.attr == "GET" and isinstance(name, ast.Constant):
                    yield relative(path), name.value


def test_what_a_page_reads_out_of_its_address_by_hand_is_known():
    assert set(read_by_hand()) == set(BY_HAND)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "page", "name", "label"),
    [
        ("head", "ledgers:board", "order", "排序"),
        ("clerk", "ledgers:reconcile", "unit", "单位"),
        ("sysadmin", "calendars:days", "year", "年份"),
    ],
)
@pytest.mark.parametrize(("value", "told"), [("", False), ("那一个", True)])
def test_a_choice_that_there_is_not_is_told(world, client, who, page, name, label, value, told):
    client.force_login(getattr(world, who), backend=settings.AUTHENTICATION_BACKENDS[-1])
    answer = client.get(reverse(page), {name: value}).content.decode()
    assert (f"看不懂的条件“{label}：那一个”" in answer) == told


@pytest.mark.django_db
def test_what_there_is_is_picked(world, client):
    issue = world.issue(at=Status.RECTIFYING)
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    answer = client.get(reverse("ledgers:reconcile"), {"unit": issue.lead_unit.public_id}).content.decode()
    assert "看不懂" not in answer
    assert 'class="is-on"' in answer
