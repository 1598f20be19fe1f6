import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.conf import settings
from django.template import engines
from django.test import RequestFactory

from rectify.lib import tags
from rectify.lib.dates import today


def drawn(text, **context):
    return engines["django"].from_string(text).render(context)


def test_a_day_of_this_year_goes_without_the_year():
    day = date(today().year, 11, 30)
    assert tags.short_date(day) == "11-30"
    assert tags.day_sentence(day) == "11月30日"


def test_a_day_of_another_year_has_it():
    assert tags.short_date(date(2019, 3, 5)) == "2019-03-05"
    assert tags.day_sentence(date(2019, 3, 5)) == "2019年3月5日"


def test_moments_are_told_on_the_clock_of_the_office():
    late = datetime(2026, 11, 19, 17, 30, tzinfo=UTC)
    assert tags.moment(late) == "2026-11-20 01:30"
    assert tags.weekday(late) == "星期五"
    assert tags.as_day(late) == date(2026, 11, 20)


def test_quotes_within_quotes_are_single_ones():
    assert tags.quoted("下周完成“对非税收入”整改") == "“下周完成‘对非税收入’整改”"
    assert drawn("{{ note|quoted }}", note="<b>好</b>") == "“&lt;b&gt;好&lt;/b&gt;”"


def test_what_somebody_wrote_is_quoted_by_the_filter():
    bare = re.compile(r"“{{ (?:[a-z_]+\.)*(?:note|text|reason|words|promise|to_due_text)[ |][^}]*}}”")
    pages = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
    assert [page.name for page in pages if bare.search(page.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("say", [tags.short_date, tags.day_sentence, tags.weekday, tags.moment, tags.short_moment])
def test_nothing_is_said_of_no_day(say):
    assert say(None) == ""


@pytest.mark.parametrize(
    "value,words", [(12345, "12,345"), (0, "0"), (Decimal("1286.4"), "1,286.40"), (None, "未填"), ("", "未填")]
)
def test_numbers(value, words):
    assert tags.thousands(value) == words


def test_a_rate_has_its_two_numbers():
    assert drawn("{% rate 92 188 %}") == "92/188 48.9%"
    assert drawn("{% rate 0 0 %}") == "0/0 —"


@pytest.mark.parametrize("value,words", [(2, "+2"), (-1, "−1"), (0, "0"), (1200, "+1,200")])
def test_changes(value, words):
    assert tags.signed(value) == words


@pytest.mark.parametrize("size,words", [(0, "0 B"), (2048, "2.0 KB"), (1887437, "1.8 MB"), (3 * 1024**3, "3.0 GB")])
def test_sizes(size, words):
    assert tags.file_size(size) == words


def test_the_query_keeps_what_it_is_not_asked_to_change():
    request = RequestFactory().get("/", {"unit": "05", "after": "x", "q": "燃气&电"})
    address = drawn("{% query after='y' unit=None %}", request=request)
    assert address == "?q=%E7%87%83%E6%B0%94%26%E7%94%B5&amp;after=y"
    assert drawn("{% query %}", request=RequestFactory().get("/")) == "?"


def test_an_icon_is_hidden_from_readers_unless_it_has_words():
    assert 'aria-hidden="true"' in drawn('{% icon "bell" %}')
    assert "icons.svg#bell" in drawn('{% icon "bell" %}')
    assert '<span class="visually-hidden">通知</span>' in drawn('{% icon "bell" "通知" %}')


def test_one_sign_has_its_meaning_beside_it():
    assert drawn('{% sign "missed" %}') == '<span class="c-late" title="未报">未</span>'


class Asking(forms.Form):
    day = forms.DateField(label="新期限", help_text="今天以后")
    why = forms.ChoiceField(label="原因", choices=[("", "请选"), ("a", "等批复")])
    kept = forms.ChoiceField(label="兑现了吗", choices=[("y", "兑现"), ("n", "没有")], widget=forms.RadioSelect)
    text = forms.CharField(label="说明", min_length=20, widget=forms.Textarea, required=False)
    sure = forms.BooleanField(label="属实")


def form_html(data):
    return drawn('{% include "components/_form.html" with form=form only %}', form=Asking(data))


def test_a_form_tells_all_its_faults_on_top_and_at_the_field():
    html = form_html({"day": "昨天", "why": "", "kept": "y", "text": "推进中"})
    assert "有 4 处要改" in html
    assert '<a href="#id_day">新期限：不是日期，请写成 2026-11-30 的样子</a>' in html
    assert "原因：请选一项" in html
    assert "说明：至少 20 个字，现有 3 个字" in html
    assert 'aria-describedby="id_day-hint id_day-says"' in html
    assert html.count('aria-invalid="true"') == 4


def test_every_link_of_the_summary_leads_to_something():
    html = form_html({})
    for anchor in ("id_day", "id_why", "id_kept", "id_sure"):
        assert f'id="{anchor}' in html
        assert f'href="#{anchor}' in html


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    html = form_html({"kept": "n"})
    assert "<legend>兑现了吗" in html
    assert html.count("big-choice") == 3


def test_what_was_typed_stays():
    assert "推进中" in form_html({"text": "推进中"})


def test_a_filter_control_carries_its_name():
    html = drawn("{% filter_control form.why %}", form=Asking())
    assert 'aria-label="原因"' in html
    assert "form-select-sm" in html


def test_lookup_of_nothing_is_nothing():
    assert tags.lookup({"a": 1}, "a") == 1
    assert tags.lookup(None, "a") is None
    assert tags.lookup({"a": 1}, "") is None
