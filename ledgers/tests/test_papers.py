"""The office's papers: each is made of whatever object it fits, holds no empty place, and nobody makes those of others."""

import io
import json
import re
from contextlib import suppress
from itertools import islice

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from docx import Document

from ledgers.papers import PAPERS
from ledgers.papers.minutes import MINUTES
from ledgers.paperwork import About, PaperReader, anything, candidates, copy_to, find, made, paper
from ledgers.templating import rows_of
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.lib.paper import FormTable
from rectify.lib.words import paper_bytes
from rectify.roof.testing.life import DRAFT, NEIGHBOUR, OTHER

pytestmark = pytest.mark.django_db
LEFT_OVER = re.compile(r"\bNone\b|\bnan\b|\{\{|\{%|XX|《\s*》|（\s*）|〔\s*〕|<[a-z]+ object|20\d\d年0")


@pytest.fixture(scope="module")
def world(life):
    return life.here.world


@pytest.fixture(scope="module")
def issue(life):
    return life.here.objects.issue


def reader(user):
    return PaperReader(user, today())


def runs_of(content):
    """The runs in paragraphs and cells."""
    document = Document(io.BytesIO(content))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    paragraphs = [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
    return [run for one in paragraphs for run in one.runs]


def words_of(content):
    """What is not quoted."""
    return "\n".join(run.text for run in runs_of(content) if run.style.name != "Verbatim")


def drawn(kind, user):
    """The papers of the kind that can be made, with what they are about."""
    for obj in candidates(kind.about, reader(user)):
        with suppress(Refused):
            yield obj, paper_bytes(made(kind, obj, reader(user)))


@pytest.mark.sampled
@pytest.mark.parametrize("slug", PAPERS)
def test_a_paper_has_no_empty_place_whatever_it_is_about(world, slug):
    kind = PAPERS[slug]
    for obj, content in islice(drawn(kind, world.head), 4):
        text = words_of(content)
        assert not LEFT_OVER.findall(text), (str(obj), text)
        assert not kind.series or re.search(r"〔20\d\d〕(\d+|　)号", text)


def test_words_of_a_page_are_printed_without_its_spaces(world):
    _, content = next(drawn(PAPERS["summary"], world.head))
    assert re.search("本周应报[0-9]+件", words_of(content))
    assert not re.search(r"[\u4e00-\u9fff] \d|\d [\u4e00-\u9fff]", words_of(content))


@pytest.mark.parametrize("slug", PAPERS)
def test_the_names_of_a_paper_are_those_that_it_prints(world, slug):
    """What `labels` and `lists` promise is in the paper; a list has the columns that its rows have."""
    kind = PAPERS[slug]
    for obj in candidates(kind.about, reader(world.head)):
        try:
            paper = made(kind, obj, reader(world.head))
        except Refused:
            continue
        blocks = [*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks)]
        labels = {
            label for block in blocks if isinstance(block, FormTable) for row in block.rows for label, _ in row.cells
        }
        assert set(kind.labels) <= labels
        named = {block.name: tuple(block.head) for block in blocks if getattr(block, "name", "")}
        assert {name: tuple(kind.lists[name]) for name in named} == named
        for name in named:
            assert all(set(row) == set(kind.lists[name]) for row in rows_of(blocks, name))


def test_only_the_office_of_an_object_makes_its_papers(world, issue):
    for kind in (one for one in PAPERS.values() if one.about == About.ISSUE and not one.shared):
        with pytest.raises(Refused, match="由督查办制作"):
            made(kind, issue, reader(world.liaison))
    assert anything(issue.public_id, reader(world.stranger)) == (None, [])
    assert find(About.ISSUE, issue.public_id, reader(world.stranger)) is None


def test_a_paper_to_a_unit_holds_nothing_that_the_unit_may_not_read(life, world):
    """Every text of the world sings whose it is: the unit's own, another unit's, the office's alone, the neighbour's."""
    seen = set()
    for kind in (one for one in PAPERS.values() if one.about in (About.UNIT, About.STATEMENT, About.ISSUE)):
        for obj, content in drawn(kind, world.head):
            unit = obj.lead_unit if kind.about == About.ISSUE else obj.unit
            if unit == world.lead:
                text = "".join(run.text for run in runs_of(content))
                assert not [bird for bird in (OTHER, DRAFT, NEIGHBOUR) if bird in text], (kind.slug, str(obj))
                seen.add(kind.slug)
    assert len(seen) >= 5


def test_two_papers_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two papers"):
        paper(type(MINUTES)(MINUTES.slug, "另一种", MINUTES.form, MINUTES.about, MINUTES.build))


def test_the_pages_lead_from_the_object_to_the_word_file(world, issue, client):
    client.force_login(world.head)
    listing = client.get(reverse("ledgers:papers", args=[issue.public_id])).content.decode()
    slug = next(slug for slug, one in PAPERS.items() if f"/{slug}/" in listing and one.about == About.ISSUE)
    preview = client.get(reverse("ledgers:paper", args=[issue.public_id, slug]))
    made_before = copy_to(world.head, PAPERS[slug], paper_bytes(made(PAPERS[slug], issue, reader(world.head))))
    file = client.get(reverse("ledgers:paper_file", args=[issue.public_id, slug]))
    content = b"".join(file.streaming_content)
    assert issue.title in preview.content.decode()
    assert issue.title in "".join(node.text or "" for node in Document(io.BytesIO(content)).element.iter())
    made_after = copy_to(world.head, PAPERS[slug], paper_bytes(made(PAPERS[slug], issue, reader(world.head))))
    assert content in (made_before, made_after)  # the minute stands on it


def test_the_command_lists_and_writes_and_says_why_not(world, issue, tmp_path, capsys):
    call_command("paper", "--list", "--json")
    rows = json.loads(capsys.readouterr().out)
    assert {row["slug"] for row in rows} == set(PAPERS)
    assert {"slug": "order", "title": "督办单", "about": "issue", "form": "sheet", "number": "督"} in rows
    call_command("paper", "copy", "--for", issue.public_id, "--out", str(tmp_path / "a.docx"))
    assert issue.number in words_of((tmp_path / "a.docx").read_bytes())
    for wrong in (("nothing",), ("copy",), ("copy", "--for", "nowhere", "--out", str(tmp_path / "b.docx"))):
        with pytest.raises(CommandError):
            call_command("paper", *wrong)
    assert not (tmp_path / "b.docx").exists()
