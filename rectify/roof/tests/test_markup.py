"""Templates are laid out, and laying out shows nobody a blank that was not there."""

import pytest

from rectify.roof.testing import markup

LONG = "这一段话写得很长，" * 6


def test_every_template_is_laid_out():
    assert list(markup.laid_out(markup.TEMPLATES)) == []


def test_styles_and_scripts_are_laid_out():
    assert markup.styles_and_scripts(write=False) == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<div><p>甲</p><p>乙</p></div>", "<div>\n  <p>甲</p>\n  <p>乙</p>\n</div>"),
        ("<p>{% if a %}甲{% endif %}</p>", "<p>\n  {% if a %}甲{% endif %}\n</p>"),
        ("<b class='x'>甲</b>", "<b\n  class='x'\n>甲</b>"),
        ("<button>甲</button>", "<button>\n  甲\n</button>"),
        ("<b>{{ a|default:'x' }}</b>", "<b>{{ a|default:'x' }}</b>"),
        ("{# takes a #}<ul></ul>", "{# takes a #}\n<ul></ul>"),
        ("甲<br>乙", "甲\n<br>\n乙"),
    ],
)
def test_a_blank_that_nobody_sees_may_be_put(before, after):
    assert list(markup.new_blanks(before, after)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "<p>{% if a %}甲{% endif %}{% if b %}，乙{% endif %}</p>",
            "<p>{% if a %}甲{% endif %}\n{% if b %}，乙{% endif %}</p>",
        ),
        ("<p>甲，乙</p>", "<p>甲，\n乙</p>"),
        ("<b>甲</b><b>乙</b>", "<b>甲</b>\n<b>乙</b>"),
        ("<p>甲{{ b }}</p>", "<p>甲\n{{ b }}</p>"),
        ("<button>甲</button><button>乙</button>", "<button>甲</button>\n<button>乙</button>"),
    ],
)
def test_a_blank_in_a_text_is_named(before, after):
    assert len(list(markup.new_blanks(before, after))) == 1


def test_what_is_more_than_a_blank_is_refused():
    with pytest.raises(ValueError, match="more than blanks"):
        list(markup.new_blanks("<p>甲</p>", "<p>乙</p>"))


def test_a_template_that_would_show_a_blank_is_left_alone(tmp_path, monkeypatch, capsys):
    fine, other = tmp_path / "fine.html", tmp_path / "other.html"
    fine.write_text(f"<div><p>{LONG}</p><p>{LONG}</p></div>\n", "utf-8")
    other.write_text(f"<p>{LONG}{{% if a %}}{LONG}{{% endif %}}{{% if b %}}乙{{% endif %}}</p>\n", "utf-8")
    was = other.read_text("utf-8")
    monkeypatch.setattr(markup, "TEMPLATES", tmp_path)
    monkeypatch.setattr(markup, "HOME", tmp_path)
    assert markup.templates(write=True) == 1
    assert "other.html: a blank would be seen here" in capsys.readouterr().out
    assert len(fine.read_text("utf-8").splitlines()) > 3
    assert other.read_text("utf-8") == was


def test_no_tag_of_the_engine_is_broken():
    """Over two lines it would be text to it."""
    texts = {path: path.read_text("utf-8") for path in markup.TEMPLATES.rglob("*.html")}
    assert [path for path, text in texts.items() if "{%" in markup.TEMPLATE_TAG.sub("", text)] == []
    assert [path for path, text in texts.items() if "{{" in markup.VALUE.sub("", text)] == []
