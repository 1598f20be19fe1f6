"""The calendar's pages."""

from datetime import date

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from rectify.audit.models import Event
from rectify.calendars.days import current
from rectify.calendars.models import Day


@pytest.fixture
def admin(world, client):
    client.force_login(world.sysadmin, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def sent(admin, text, **more):
    return admin.post("/calendar/import/", {"file": SimpleUploadedFile("放假.csv", text.encode())} | more, follow=True)


def test_a_day_is_set_and_restored(admin):
    admin.post("/calendar/", {"day": "2031-03-03", "works": "0", "name": "停电"})
    assert not current().is_working(date(2031, 3, 3))
    assert "停电" in admin.get("/calendar/?year=2031").content.decode()
    admin.post("/calendar/restore/", {"day": "2031-03-03"})
    assert current().is_working(date(2031, 3, 3))
    assert list(Event.objects.values_list("kind", flat=True)) == ["calendars.day.set", "calendars.day.restore"]


def test_a_year_nobody_entered_is_said_loudly(world, client, time_machine):
    time_machine.move_to("2031-05-05 09:00:00+08:00", tick=False)
    client.force_login(world.sysadmin, backend=settings.AUTHENTICATION_BACKENDS[-1])
    text = client.get("/calendar/").content.decode()
    assert "还没有录入2031年的放假调休安排" in text
    assert "还没有录入2032年的放假调休安排" in text


def test_a_file_is_read_in_whole(admin):
    text = "日期,是否上班,名称\n2031-01-01,0,元旦\n2031-01-04,1,元旦调休\n"
    assert "已读入 2 天" in sent(admin, text).content.decode()
    assert current().is_working(date(2031, 1, 4))
    assert Event.objects.get(kind="calendars.day.import").facts["added"] == 2


def test_a_file_with_a_fault_is_not_read_at_all(admin):
    before = Day.objects.count()
    text = sent(admin, "日期,是否上班,名称\n2031-01-01,0,元旦\n31日,0,\n2031-01-02,也许,\n").content.decode()
    assert "文件里有 2 处要改" in text
    assert "“31日”不是日期" in text
    assert Day.objects.count() == before


def test_what_a_person_set_stays_unless_the_file_may_overwrite(admin):
    admin.post("/calendar/", {"day": "2031-01-01", "works": "1", "name": "值班"})
    text = "date,works,name\n2031-01-01,0,元旦\n"
    sent(admin, text)
    assert current().is_working(date(2031, 1, 1))
    sent(admin, text, overwrite="on")
    assert not current().is_working(date(2031, 1, 1))


def test_a_year_of_nonsense_shows_this_one(admin):
    assert admin.get("/calendar/?year=99999").status_code == 200
    assert admin.post("/calendar/restore/", {"day": "x"}).status_code == 404
