from datetime import time

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError

from rectify.accounts.models import Unit
from rectify.lib.remembered import forget_all
from rectify.options import registry
from rectify.options.kinds import CHOICE, FLAG, INT, LINES, TEXT, TIME, WEEKDAY
from rectify.options.models import StoredOption
from rectify.options.registry import Option, declare
from rectify.options.stored import clean, listing, option, reset_option, set_option

DEADLINE = Option("test.deadline", "周报截止时间", TIME, time(17, 0), group="周调度")
STEPS = Option("test.steps", "提前提醒天数", INT(1, 60), 20)
COMMON = Option("test.common", "统一选项", FLAG, False, per_office=False)


@pytest.fixture(autouse=True)
def _own_options(monkeypatch):
    monkeypatch.setattr(registry, "_declared", {})
    forget_all()
    declare(DEADLINE, STEPS, COMMON)
    yield
    forget_all()


@pytest.fixture
def office(db):
    return Unit.objects.create(name="市委巡察办", path="1/", is_office=True)


@pytest.mark.engines
def test_an_office_has_its_own_value_then_the_common_one_then_the_default(office):
    assert option("test.deadline", office) == time(17, 0)
    assert set_option("test.deadline", "16:30") == (time(17, 0), time(16, 30))
    assert option("test.deadline", office) == time(16, 30)
    assert set_option("test.deadline", "9：05", office) == (time(16, 30), time(9, 5))
    assert (option("test.deadline", office.pk), option("test.deadline")) == (time(9, 5), time(16, 30))
    assert reset_option("test.deadline", office) == (time(9, 5), time(16, 30))
    reset_option("test.deadline")
    assert option("test.deadline", office) == time(17, 0)
    assert not StoredOption.objects.exists()


def test_reading_an_option_asks_the_database_once(office, django_assert_num_queries):
    with django_assert_num_queries(2):
        option("test.deadline", office)
    with django_assert_num_queries(0):
        assert [option("test.steps", office), option("test.common")] == [20, False]


def test_a_wrong_value_is_refused_with_a_sentence(office):
    with pytest.raises(ValidationError, match="“提前提醒天数”须为 1 到 60 之间的整数"):
        set_option("test.steps", "七", office)
    with pytest.raises(ValidationError, match="统一"):
        set_option("test.common", "是", office)
    assert not StoredOption.objects.exists()


def test_the_page_lists_every_option_with_its_value(office):
    set_option("test.steps", "10", office)
    assert [(line.option.title, line.shown, line.own) for line in listing(office)] == [
        ("周报截止时间", "17:00", False),
        ("提前提醒天数", "10", True),
        ("统一选项", "否", False),
    ]


def test_slips_in_a_declaration_stop_the_start():
    declare(DEADLINE)
    with pytest.raises(ImproperlyConfigured, match="twice"):
        declare(Option("test.deadline", "别的", TIME, time(8, 0)))
    with pytest.raises(ImproperlyConfigured, match="Default"):
        declare(Option("test.new", "新", INT(1, 5), 9))
    with pytest.raises(KeyError):
        clean("test.unknown", "1")


@pytest.mark.parametrize(
    "kind,raw,value",
    [
        (INT(-5, 5), " -3 ", -3),
        (FLAG, "on", True),
        (FLAG, "", False),
        (TEXT(10), "  甲  乙 ", "甲 乙"),
        (LINES(), "甲\n\n 乙 \n甲", ("甲", "乙")),
        (TIME, "08:45", time(8, 45)),
        (WEEKDAY, "3", 3),
        (CHOICE((("a", "甲"), ("b", "乙"))), "b", "b"),
    ],
)
def test_kinds_read_keep_and_take(kind, raw, value):
    assert kind.read(raw) == value
    assert kind.take(kind.keep(value)) == value
    assert kind.read(kind.keep(value)) == value
    assert isinstance(kind.show(value), str)


@pytest.mark.parametrize(
    "kind,raw",
    [
        (INT(0, 5), "6"),
        (INT(), "1.5"),
        (FLAG, "也许"),
        (TEXT(2), "三个字"),
        (TEXT(), " "),
        (LINES(most=1), "甲\n乙"),
        (LINES(max_length=1), "甲乙"),
        (LINES(), "\n"),
        (TIME, "25:00"),
        (TIME, "八点"),
        (WEEKDAY, "7"),
        (CHOICE((("a", "甲"),)), "b"),
    ],
)
def test_kinds_refuse_with_a_sentence(kind, raw):
    with pytest.raises(ValueError, match="。$"):
        kind.read(raw)
