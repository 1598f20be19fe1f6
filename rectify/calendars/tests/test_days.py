from datetime import date

import pytest

from rectify.calendars import days
from rectify.calendars.calendar import Exceptional
from rectify.calendars.models import Day, DaySource
from rectify.lib.remembered import forget_all

pytestmark = [pytest.mark.engines, pytest.mark.django_db]
NATIONAL_DAY = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    forget_all()
    yield
    forget_all()


def test_seeding_twice_changes_nothing():
    first = days.seed()
    again = days.seed()
    assert first.added == Day.objects.count() > 600
    assert (again.added, again.changed, again.left, again.same) == (0, 0, 0, first.added)


def test_seeding_leaves_what_a_person_decided():
    days.seed()
    days.set_day(NATIONAL_DAY, works=True, name="值班")
    days.restore_day(date(2026, 10, 10))
    assert days.seed().left == 2
    assert days.current().is_working(NATIONAL_DAY)
    assert not days.current().is_working(date(2026, 10, 10))


def test_the_calendar_is_read_once_and_a_change_is_seen_at_once(django_assert_num_queries):
    with django_assert_num_queries(2):
        days.current()
    with django_assert_num_queries(0):
        days.current().is_working(NATIONAL_DAY)
    days.set_day(NATIONAL_DAY, works=False, name="国庆节")
    assert not days.current().is_working(NATIONAL_DAY)


def test_a_file_from_a_spreadsheet_is_read_in_both_encodings():
    text = "日期,是否上班,名称\r\n2027-01-01,休,元旦\r\n2027年1月3日,1,元旦调休\r\n\r\n"
    expected = (Exceptional(date(2027, 1, 1), False, "元旦"), Exceptional(date(2027, 1, 3), True, "元旦调休"))
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        assert days.read_csv(text.encode(encoding)) == days.DaysFile(expected, ())


def test_every_bad_row_is_named():
    reading = days.read_csv(
        "date,works,name\n2027-02-30,0,春节\n2027-02-06,也许,\n2027-02-05,0,春节\n2027-02-05,1,\n,0\n"
    )
    assert reading.rows == (Exceptional(date(2027, 2, 5), False, "春节"),)
    assert [complaint[:3] for complaint in reading.complaints] == ["第2行", "第3行", "第5行", "第6行"]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00\x80", b"a;b;c\n1;2;3\n", b"PK\x03\x04" + bytes(range(256)), "名称\n春节".encode()]
)
def test_a_file_that_is_something_else_gets_one_sentence(content):
    reading = days.read_csv(content)
    assert reading.rows == ()
    assert len(reading.complaints) == 1


def test_an_imported_year_becomes_known_and_keeps_hand_written_days():
    days.set_day(date(2031, 1, 2), works=True, name="值班")
    rows = [Exceptional(date(2031, 1, n), False, "长假") for n in range(1, 12)]
    assert days.import_days(rows) == days.Imported(added=10, changed=0, same=0, left=1)
    assert days.current().known(2031)
    assert days.current().is_working(date(2031, 1, 2))
    assert days.import_days(rows, overwrite=True).changed == 1
    assert Day.objects.get(date=date(2031, 1, 2)).source == DaySource.FILE
    assert days.import_days(rows).same == 11
