"""Every deadline of the application is one field: a date or a phrase goes in, day and wording come out."""

import re
from datetime import date, timedelta

import pytest
from django import forms
from django.urls import reverse

from issues.deadlines import Basis, DeadlineField, ReadsDeadlines, in_words
from issues.forms.edit import DraftForm
from issues.forms.extension import ExtensionForm
from issues.forms.new import Register
from issues.forms.plan import Measures
from issues.forms.rounds import RoundForm
from issues.forms.splitting import ConfirmForm, SplitStepForm
from issues.models import Extension, ExtensionReason, Status
from issues.moves.planning import MeasureInput
from ledgers.forms.imports import ImportAnswerForm
from rectify.lib.dates import today

pytestmark = [pytest.mark.django_db, pytest.mark.model, pytest.mark.slow]
DAY = date(2026, 9, 8)


@pytest.fixture
def enter(client, settings):
    def go(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return go


class Sample(ReadsDeadlines, forms.Form):
    due = DeadlineField(label="期限", required=False)
    starts = DeadlineField(label="开始", required=False, first=True)

    def basis(self, name):
        return Basis(delivered_on=DAY, first=self.fields[name].first)


def filled(text, **more):
    form = Sample({"due": text}, **more)
    form.is_valid()
    return form.cleaned_data.get("due"), form.cleaned_data.get("due_text"), form.errors.get("due")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-30", date(2026, 11, 30)),
        ("10月底前，并长期坚持", date(2026, 10, 31)),
        ("3个月内", date(2026, 12, 8)),
        ("年底前", date(2026, 12, 31)),
        ("2026年11月30日", date(2026, 11, 30)),
        ("１１月底前", date(2026, 11, 30)),
    ],
)
def test_a_date_or_a_phrase_becomes_a_day(text, day):
    due, words, errors = filled(text)
    assert (due, errors) == (day, None)
    assert words == ("" if text == "2026-11-30" else text)


def test_a_doubtful_phrase_asks_with_its_own_words():
    assert filled("尽快")[2] == ["“尽快”：没有读出时限，请填写完成时限。"]
    assert filled("X月XX日")[2] == ["“X月XX日”：日期被遮盖，请填写真实日期。"]


def test_a_phrase_that_needs_no_day_is_kept_without_one():
    assert filled("长期坚持") == (None, "长期坚持", None)
    assert filled("") == (None, "", None)


def test_a_first_day_is_the_first_of_what_is_written():
    form = Sample({"starts": "10月"})
    assert form.is_valid()
    assert (form.cleaned_data["starts"], form.cleaned_data["starts_text"]) == (date(2026, 10, 1), "10月")


def test_words_on_file_stay_with_the_day_they_were_kept_for():
    kept = {"initial": {"due": date(2026, 12, 8), "due_text": "批复后尽快"}}
    assert filled("2026-12-08", **kept)[:2] == (date(2026, 12, 8), "批复后尽快")
    assert filled("2026-12-20", **kept)[:2] == (date(2026, 12, 20), "批复后尽快")
    kept = {"initial": {"due": date(2026, 10, 31), "due_text": "10月底前"}}
    assert filled("2026-12-20", **kept)[:2] == (date(2026, 12, 20), "")
    assert filled("11月底前", **kept)[:2] == (date(2026, 11, 30), "11月底前")


def test_the_box_shows_the_words_while_they_mean_the_day():
    assert Sample(initial={"due": date(2026, 10, 31), "due_text": "10月底前"})["due"].value() == "10月底前"
    assert Sample(initial={"due": date(2026, 11, 15), "due_text": "10月底前"})["due"].value() == "2026-11-15"
    assert Sample()["due"].value() == ""


def test_what_is_understood_stands_beside_the_box_without_script():
    form = Sample(initial={"due": date(2026, 10, 31), "due_text": "10月底前，并长期坚持"})
    assert form["due"].readout == ("ok", "记为 2026-10-31 星期六，另记“长期坚持”，原话保留")
    assert Sample()["due"].readout is None
    assert in_words("尽快", Basis()) == ("ask", "没有读出时限，请填写完成时限。")


def test_every_form_with_a_deadline_uses_the_one_field():
    for form, names in {
        Register: ["due"],
        DraftForm: ["due"],
        MeasureInput: ["due"],
        ExtensionForm: ["to_due"],
        RoundForm: ["report_due"],
        ConfirmForm: ["due"],
        SplitStepForm: ["day"],
        ImportAnswerForm: ["date"],
    }.items():
        assert issubclass(form, ReadsDeadlines)
        assert [name for name, field in form.base_fields.items() if isinstance(field, DeadlineField)] == names


def test_anybody_has_a_phrase_read_and_no_foreign_rules(world, enter):
    ask = reverse("issues:due_read")
    page = enter(world.liaison).get(ask, {"of": "measures-0-due", "measures-0-due": "3个月内", "from": "2026-09-08"})
    assert "记为 2026-12-08 星期二" in page.content.decode()
    world.round.report_due = date(2026, 12, 8)
    world.round.save()
    given = {"of": "due", "due": "", "round": world.round.public_id}
    assert enter(world.liaison).get(ask, given).content.decode().strip() == ""
    assert "本轮报告期限" in enter(world.clerk).get(ask, given).content.decode()
    assert enter(world.clerk).get(ask, {"from": "not a day"}).status_code == 200


def test_a_draft_keeps_the_wording_and_the_day(world, enter):
    issue = world.issue()
    client, url = enter(world.clerk), reverse("issues:edit", args=[issue.public_id])
    form = client.get(url).context["form"]
    sent = {field.html_name: field.value() for field in form if field.value() not in (None, [])}
    client.post(url, sent | {"due": "2027年3月底前", "version": issue.version})
    issue.refresh_from_db()
    assert (issue.due, issue.due_text) == (date(2027, 3, 31), "2027年3月底前")
    assert client.get(url).context["form"]["due"].value() == "2027年3月底前"


def test_a_draft_says_of_its_deadline_that_it_is_hardly_meant(world, enter):
    issue, past = world.issue(), today() - timedelta(days=9)
    client, url = enter(world.clerk), reverse("issues:edit", args=[issue.public_id])
    form = client.get(url).context["form"]
    ask = re.search(r'hx-get="([^"]+)"', str(form["due"])).group(1).replace("&amp;", "&")
    assert f"记为 {past}" in (typed := client.get(f"{ask}&due={past}").content.decode())
    assert "已经过了，下发当天就是逾期" in typed
    assert (
        client.get(f"{ask}&due=").content.decode().strip() == ""
    )  # no rule of the round stands in for a day taken out
    sent = {field.html_name: field.value() for field in form if field.value() not in (None, [])}
    client.post(url, sent | {"due": str(past), "version": issue.version})
    assert "已经过了，下发当天就是逾期" in client.get(issue.get_absolute_url()).content.decode()


def test_a_measure_written_once_more_keeps_its_wording(world):
    issue = world.issue(at=Status.RECTIFYING)
    measure = issue.measures.order_by("order").first()
    issue.measures.filter(pk=measure.pk).update(due_text="批复后两个月")
    rows = {
        "measures-count": "1",
        "measures-0-id": measure.public_id,
        "measures-0-text": "改",
        "measures-0-kind": "reform",
    }
    rows["measures-0-due"] = measure.due.isoformat()
    measures = Measures(issue, rows)
    assert measures.is_valid()
    assert measures.rows[0]["due_text"] == "批复后两个月"


def test_an_extension_is_asked_for_in_words(world, enter):
    issue = world.issue(at=Status.RECTIFYING)
    year = issue.due.year + 1
    reason = ExtensionReason.objects.create(code="wait", name="等批复", kind="objective")
    sent = {"to_due": f"{year}年6月底前", "reason": reason.code, "text": "等市财政局开专户，" * 4}
    page = enter(world.principal).get(reverse("issues:extend", args=[issue.public_id])).content.decode()
    assert "hx-get" in page
    assert 'type="date"' not in page
    enter(world.principal).post(reverse("issues:extend", args=[issue.public_id]), sent)
    extension = Extension.objects.get()
    assert (extension.to_due, extension.to_due_text) == (date(year, 6, 30), f"{year}年6月底前")
    late = {**sent, "to_due": (today() - timedelta(days=1)).isoformat()}
    form = ExtensionForm(late, user=world.principal, obj=issue)
    assert "不晚于今天" in form.errors["to_due"][0]
    assert (
        "没有读出日期"
        in ExtensionForm({**sent, "to_due": "长期坚持"}, user=world.principal, obj=issue).errors["to_due"][0]
    )


def test_the_dates_of_a_round_may_be_phrases(world, enter):
    client, url = enter(world.clerk), reverse("issues:round_edit", args=[world.round.public_id])
    form = client.get(url).context["form"]
    sent = {field.html_name: field.value() for field in form if field.value() not in (None, [])}
    sent |= {"report_due": "2026年12月上旬", "concentrated_starts": "2026年9月", "concentrated_ends": "2026年底前"}
    answer = client.post(url, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    world.round.refresh_from_db()
    phase = world.round.phases.get()
    assert (world.round.report_due, world.round.report_due_text) == (date(2026, 12, 10), "2026年12月上旬")
    assert (phase.starts, phase.starts_text) == (date(2026, 9, 1), "2026年9月")
    assert (phase.ends, phase.ends_text) == (date(2026, 12, 31), "2026年底前")
    assert client.get(url).context["form"]["concentrated_ends"].value() == "2026年底前"


def test_working_days_are_counted_by_the_calendar():
    mark, words = in_words("5个工作日内", Basis(delivered_on=DAY))
    assert mark == "ok"
    assert "记为 2026-09-15" in words
