"""Stored reasons at the first review, without script: by an ordinary form."""

import pytest
from django.urls import reverse

from issues.models import Phrase, Status
from ledgers.models import FileVerdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewing(world, client, settings):
    issue = world.issue(at=Status.FIRST_REVIEW)
    phrase = Phrase.objects.get_or_create(use=Phrase.Use.RETURN, text="缺少签字页")[0]
    client.force_login(world.checker, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return issue, phrase, client


def give(client, issue, **sent):
    file = issue.evidence.order_by("pk").first()
    client.post(reverse("ledgers:verdict", args=[issue.public_id, file.public_id]), sent)
    return FileVerdict.objects.filter(evidence=file).values_list("word", "note").first()


def test_a_stored_reason_is_enough_for_a_doubt(reviewing):
    issue, phrase, client = reviewing
    assert give(client, issue, word="rejected", phrase=phrase.pk) == ("rejected", "缺少签字页")


def test_without_a_word_it_asks_for_more_and_stands_before_what_was_typed(reviewing):
    issue, phrase, client = reviewing
    assert give(client, issue, phrase=phrase.pk, note="第 3 页") == ("unclear", "缺少签字页；第 3 页")
    assert give(client, issue, word="unclear", phrase=phrase.pk, note="缺少签字页；第 3 页") == (
        "unclear",
        "缺少签字页；第 3 页",
    )


@pytest.mark.parametrize("wrong", ["", "0", "x", "9" * 30])
def test_a_reason_that_is_none_changes_nothing(reviewing, wrong):
    issue, _, client = reviewing
    assert give(client, issue, word="accepted", phrase=wrong) == ("accepted", "")


def test_the_page_lists_keys_and_reasons_and_the_head_may_change_them(reviewing, world, settings):
    issue, phrase, client = reviewing
    page = client.get(reverse("ledgers:review", args=[issue.public_id])).content.decode()
    assert "<kbd>J</kbd>" in page
    assert 'data-phrase-key="1"' in page
    assert f'<option value="{phrase.pk}">' in page
    assert "改常用理由" not in page
    client.force_login(world.head, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert client.get(reverse("issues:catalogue_table", args=["phrases"])).status_code == 200
