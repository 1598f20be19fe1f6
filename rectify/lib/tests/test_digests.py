"""One digest for one content, whatever the order of its keys and whether it has been in the database or not."""

from datetime import date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rectify.lib.dates import SHANGHAI
from rectify.lib.digests import digest_of, plain

words = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=8)
leaves = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | words | st.dates()
contents = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3))


@given(st.dictionaries(words, contents, max_size=4))
def test_the_order_of_keys_says_nothing(content):
    assert digest_of(dict(reversed(content.items()))) == digest_of(content)


@given(contents)
def test_what_comes_back_from_the_database_has_the_digest_of_what_went_in(content):
    assert plain(plain(content)) == plain(content)
    assert digest_of(plain(content)) == digest_of(content)


@given(contents, contents)
def test_other_content_has_another_digest(one, other):
    # By what is written: to Python True is 1 and 1 is 1.0.
    assert (digest_of(one) == digest_of(other)) == (repr(sorted_deep(plain(one))) == repr(sorted_deep(plain(other))))


def sorted_deep(value):
    if isinstance(value, dict):
        return {key: sorted_deep(value[key]) for key in sorted(value)}
    return [sorted_deep(part) for part in value] if isinstance(value, list) else value


def test_days_moments_and_amounts_are_written_as_text():
    moment = datetime(2026, 11, 24, 0, 30, tzinfo=SHANGHAI)
    assert plain([date(2026, 11, 24), moment, Decimal("1.50")]) == ["2026-11-24", "2026-11-24T00:30:00+08:00", "1.50"]


def test_the_rule_of_the_place_is_followed(settings):
    settings.DIGEST = "sha512"
    assert len(digest_of("校验")) == 128
