"""An input is judged alike by page and JSON; JSON is looked at before the form sees it."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from rectify.lib.errors import Unfilled
from rectify.lib.fields import Choice, DayField, Flag, Number, Row, Rows, Words
from rectify.workflow.inputs import Input
from rectify.workflow.moves import Move

MOVE = Move("try", "试", frozenset(), "", may=lambda user, obj: True)
WITH_REASON = Move("try", "试", frozenset(), "", may=lambda user, obj: True, needs_note=True, note_label="理由")
WHOM = {"move": MOVE, "obj": None, "user": None}


class Line(Row):
    text = Words(max_length=5)
    count = Number(required=False)


class Everything(Input):
    text = Words(max_length=5)
    word = Choice(choices=lambda: [("a", "甲"), ("b", "乙")])
    on = DayField(required=False)
    count = Number(required=False)
    sure = Flag()
    lines = Rows(Line, required=False)


RIGHT = {
    "text": "写实",
    "word": "a",
    "on": "2026-11-30",
    "count": 3,
    "sure": True,
    "lines": [{"text": "一行", "count": 1}],
}
PAGE = "text=写实&word=a&on=2026-11-30&count=3&sure=on&lines-count=1&lines-0-text=一行&lines-0-count=1"


def by_json(body, form=Everything, move=MOVE):
    filled = form.from_json(body, **WHOM | {"move": move})
    filled.demand()
    return filled.given | ({"note": filled.stated_reason} if filled.stated_reason else {})


def test_page_and_json_give_the_same_values():
    page = Everything(QueryDict(PAGE), **WHOM)
    page.demand()
    assert page.given == by_json(RIGHT)
    assert page.given["lines"] == [{"text": "一行", "count": 1}]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", 5),
        ("text", None),
        ("text", True),
        ("text", ["写实"]),
        ("word", None),
        ("word", 1),
        ("count", "3"),
        ("count", True),
        ("count", 3.0),
        ("sure", "true"),
        ("sure", None),
        ("on", 20261130),
        ("lines", {"text": "一行"}),
        ("lines", "一行"),
        ("lines", ["一行"]),
        ("lines", None),
        ("spare", 1),
        ("lines-0-text", "一行"),
        ("lines.0.text", "x"),
    ],
)
def test_nothing_is_coerced_and_unknown_keys_are_named(name, value):
    with pytest.raises(Unfilled) as refused:
        by_json(RIGHT | {name: value})
    assert list(refused.value.errors) == [name]


@pytest.mark.parametrize(("name", "value"), [("on", None), ("count", None), ("on", ""), ("lines", [])])
def test_what_may_be_left_out_may_be_nothing(name, value):
    assert not by_json(RIGHT | {name: value})[name]


def test_errors_of_rows_stand_by_row():
    with pytest.raises(Unfilled) as refused:
        by_json(RIGHT | {"text": "", "lines": [{"text": "一行"}, {"text": "太长的一行字"}, {"text": 1}]})
    assert refused.value.errors == {"lines": [{}, {}, {"text": ["这一项要写成文字"]}]}
    with pytest.raises(Unfilled) as refused:
        by_json(RIGHT | {"text": "", "lines": [{"text": "一行"}, {"text": "太长的一行字"}]})
    assert set(refused.value.errors) == {"text", "lines"}
    assert [list(row) for row in refused.value.errors["lines"]] == [[], ["text"]]
    assert len(refused.value.reasons) == 2


def test_the_reason_of_the_row_is_asked_for():
    with pytest.raises(Unfilled, match="请写明理由"):
        by_json({}, Input, WITH_REASON)
    assert by_json({"note": " 因为 "}, Input, WITH_REASON) == {"note": "因为"}
    assert by_json({"note": "顺便说"}, Input) == {"note": "顺便说"}


def test_a_silent_input_takes_no_reason():
    class Silent(Input):
        silent = True

    with pytest.raises(Unfilled) as refused:
        by_json({"note": "顺便说"}, Silent)
    assert list(refused.value.errors) == ["note"]


@pytest.mark.django_db
def test_what_is_not_there_is_refused_by_the_rules_first(world, client, settings):
    """A stranger to the move hears the rule's no, whoever may make it what the words lack."""
    issue = world.issue(at="dispatched")
    url = (
        reverse("issues:move", args=[issue.public_id])
        .replace("/issues/", "/api/v1/issues/")
        .replace("/move/", "/moves/")
    )
    answers = {}
    for who in ("principal", "liaison"):
        client.force_login(getattr(world, who), backend=settings.AUTHENTICATION_BACKENDS[-1])
        answers[who] = client.post(url, {"move": "contest"}, content_type="application/json")
    assert answers["principal"].status_code == 422
    assert answers["liaison"].json() == {"note": ["请写明异议理由"]}
    assert answers["liaison"].status_code == 400
