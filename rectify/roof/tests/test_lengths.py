"""Length is counted as a person types it and said; no text of a person is cut to fit, by a browser or by us."""

import re
from operator import itemgetter
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.db import transaction
from lxml import html

from issues.models import Issue, Status
from rectify.audit.models import Event
from rectify.lib.errors import Refused
from rectify.lib.tags import widget
from rectify.lib.text import shortened, within
from rectify.roof.testing.seed import some

WRITERS = ("actions", "effects", "moves", "forms", "pages", "splitting", "importing", "calendars")
CUT = re.compile(r"(?:strip\(\)|POST\.get\([^)]*\)|\.get\(\"\w+\", \"\"\)|note|reason|words)\[: ?[A-Z_0-9]+\]")


@pytest.mark.parametrize(("text", "most"), [("", 3), ("甲乙丙", 3), (" 甲\n乙 ", 3), ("\U00020000" * 3, 3)])
def test_a_text_within_its_length_is_whole(text, most):
    assert within(text, most, "说明") == text.strip()


def test_a_text_beyond_it_is_refused_with_both_lengths():
    with pytest.raises(Refused, match="说明最多 10,000 个字，现有 20,017 个字"):
        within("整" * 20_017, 10_000, "说明")


def test_what_a_list_shortens_says_so():
    assert (shortened("甲乙丙", 3), shortened("甲乙丙丁", 3)) == ("甲乙丙", "甲乙丙…")


def test_no_writer_cuts_a_text():
    sources = [path for path in Path(settings.BASE_DIR).rglob("*.py") if set(path.parts) & set(WRITERS)]
    sources = [path for path in sources if not set(path.parts) & {"tests", ".venv", "testing", "demo", "node_modules"}]
    cut = {f"{path.name}: {found[0]}" for path in sources for found in CUT.finditer(path.read_text(encoding="utf-8"))}
    assert len(sources) > 100
    # A title out of a paper is a proposal, what is compared is not kept, the words of a hint or a sample are a list.
    lists = {"hints.py: words[:2]", "import_reading.py: words[:6]"}
    assert cut == {"draft.py: strip()[:TITLE]", 'views.py: .get("title", "")[:200]', *lists}


def test_no_control_lets_the_browser_cut():
    class Form(forms.Form):
        note = forms.CharField(max_length=300)

    control = widget(Form()["note"])
    assert "maxlength" not in control
    assert 'data-longest="300"' in control
    templates = (Path(settings.BASE_DIR) / "templates").rglob("*.html")
    assert [path.name for path in templates if "maxlength" in path.read_text(encoding="utf-8")] == ["login.html"]


@pytest.mark.django_db
def test_line_breaks_count_one_and_too_long_a_text_is_refused_where_it_was_cut_before(client, world):
    client.force_login(world.liaison)
    issue = world.issue(at=Status.DISPATCHED)
    url, sent = f"/issues/{issue.public_id}/move/", {"move": "contest", "version": issue.version}
    lines = "\r\n".join(["整改"] * 667)  # 2,000 as typed, 2,666 as sent
    refused = client.post(url, sent | {"note": f"{lines}。" * 2})
    assert refused.status_code in (200, 400, 422)
    assert "最多 2000 个字，现有 4002 个字" in refused.content.decode()
    assert client.post(url, sent | {"note": lines}).status_code == 302
    assert Event.objects.on(issue).latest("number").note == lines.replace("\r\n", "\n")


@pytest.mark.django_db
@pytest.mark.sampled
def test_no_field_of_any_page_keeps_part_of_a_text(doors):
    said, count, kept = 0, 0, []
    every = list(limits(doors))
    for who, target, fields, name, most in some(every, itemgetter(1), least=len(every) // 2):
        text = "长文" * (most // 2) + "长短文"
        with transaction.atomic():
            answer = doors.client(who).post(target, fields | {name: text}, follow=True)
            if (
                Event.objects.filter(note__contains="长文长文").exists()
                or Issue.objects.filter(title__contains="长文").exists()
            ):
                kept.append(f"{target} {name} {most}")
            said += bool(re.search(r"最多 [\d,]+ 个字，现有 [\d,]+ 个字", answer.content.decode()))
            count += 1
            transaction.set_rollback(True)
    assert not kept, "\n".join(kept)
    print(f"\n{said} of {count} fields said both lengths; the others were refused before")
    assert len(every) > 40
    assert said > count // 2


def limits(doors):
    """Every field with a length in every form that is posted, as the pages show them."""
    seen = set()
    for who, url, page in doors.sheets:
        tree = html.fromstring(page)
        tree.make_links_absolute(f"http://testserver{url}")
        for form in tree.forms:
            target = re.sub(r"^http://testserver|[?#].*$", "", form.action or url)
            fields = {name: str(value or "") for name, value in form.form_values()}
            for control in form.xpath(".//*[@data-longest and @name]"):
                shape = re.sub(r"\d+|[a-z0-9]{12}", "#", f"{target} {control.get('name')}")
                if form.method == "POST" and shape not in seen:
                    seen.add(shape)
                    yield who, target, fields, control.get("name"), int(control.get("data-longest"))
