import pytest

from rectify.lib import numbers


@pytest.mark.parametrize("number,text", [(1, "一"), (10, "十"), (36, "三十六"), (123, "一百二十三")])
def test_numbers_are_written_in_chinese(number, text):
    assert numbers.chinese(number) == text


def test_thousands_and_percent():
    assert numbers.thousands(1234567) == "1,234,567"
    assert numbers.percent(19, 25) == "76.0%"
    assert numbers.percent(688, 697, 2) == "98.71%"
    assert numbers.percent(0, 25) == "0.0%"
    assert numbers.percent(0, 0) == "—"


@pytest.mark.parametrize(
    "text,number",
    [("0", 0), ("7", 7), ("007", 7), ("2147483647", 2147483647), ("2147483648", None), ("9" * 5000, None)],
)
def test_a_whole_number_of_a_request_fits_its_column(text, number):
    assert numbers.whole(text) == number


@pytest.mark.parametrize("text", ["", " 1", "1 ", "-1", "+1", "1.0", "1e3", "1_0", "0x1", "²", "٣", "１", "五"])
def test_what_is_written_otherwise_is_no_number_of_a_request(text):
    assert numbers.whole(text) is None


def test_a_number_within_a_bound():
    assert numbers.whole("99", 99) == 99
    assert numbers.whole("100", 99) is None
