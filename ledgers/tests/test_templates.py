"""文书模板: handed in by the office, put in use by its head, in the papers that are issued from then on and in no other."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from docx import Document

from issues.models import Status
from ledgers.actions import papers, templates
from ledgers.models import PaperTemplate
from ledgers.papers import PAPERS
from ledgers.paperwork import About, PaperReader, made
from ledgers.templating import in_use, sample, starter, values_of, words_of
from rectify.audit.seals import digested
from rectify.lib.dates import today
from rectify.lib.errors import Conflict, Refused
from rectify.lib.tests.layouts import GOOD, NO_WORD, layout
from rectify.lib.wordfill import filled

pytestmark = pytest.mark.django_db
LINES = ("{{ 密级 }}", "{{ 文号 }}", "本办版式：{{ 抄告事项 }}")


@pytest.fixture(scope="module")
def world(shared_world):
    return shared_world


@pytest.fixture(scope="module")
def issue(world):
    return world.issue(at=Status.RECTIFYING)


def uploaded(world, *more, by="clerk", slug="copy"):
    content = layout(*more, lines=LINES)
    return templates.upload(
        kind=PAPERS[slug], office=world.office, name="抄告单.docx", content=content, by=getattr(world, by)
    )


def issued(world, issue):
    return world.move(papers.review(kind=PAPERS["copy"], obj=issue, by=world.clerk), "issue", "head")


def text_of(content):
    return "".join(node.text or "" for node in Document(io.BytesIO(bytes(content))).element.iter())


def test_a_paper_is_issued_in_the_layout_in_use_and_keeps_it(world, issue, client):
    before = issued(world, issue)
    version = uploaded(world)
    assert in_use(PAPERS["copy"], world.office) is None
    templates.use(template=version, by=world.head)
    paper = issued(world, issue)
    assert paper.template == version
    assert before.template is None
    assert "本办版式：" in text_of(paper.content)
    assert paper.serial in text_of(paper.content)
    newer = uploaded(world, "第二版")
    templates.use(template=newer, by=world.head)
    assert in_use(PAPERS["copy"], world.office) == newer
    templates.retire(template=newer, by=world.head)
    again = issued(world, issue)
    assert (again.template, "本办版式" in text_of(again.content)) == (None, False)
    client.force_login(world.clerk)
    answer = client.get(reverse("ledgers:paper_issued", args=[paper.public_id]))
    assert b"".join(answer.streaming_content) == bytes(paper.content)
    assert "本单位模板第 1 版" in client.get(reverse("ledgers:issued_paper", args=[paper.public_id])).content.decode()


def test_only_the_head_says_which_is_in_use_and_twice_is_told(world):
    version = uploaded(world)
    with pytest.raises(Refused, match="由督查负责人"):
        templates.use(template=version, by=world.clerk)
    with pytest.raises(Refused, match="督查办"):
        uploaded(world, "别的", by="liaison")
    twin = {"name": "又一份.docx", "content": bytes(version.content), "by": world.clerk}
    with pytest.raises(Refused, match="没有重复接收"):
        templates.upload(kind=PAPERS["copy"], office=world.office, **twin)
    templates.use(template=version, by=world.head)
    with pytest.raises(Conflict, match="已经启用"):
        templates.use(template=version, by=world.head)
    templates.retire(template=version, by=world.head)
    with pytest.raises(Conflict, match="已经停用"):
        templates.retire(template=version, by=world.head)


def test_a_version_and_what_names_it_never_change(world, issue):
    version = uploaded(world)
    templates.use(template=version, by=world.head)
    paper = issued(world, issue)
    for change in ({"content": b"x"}, {"digest": "0" * 64}, {"slug": "order"}):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            PaperTemplate.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        type(paper).objects.filter(pk=paper.pk).update(template=None)
    (line,) = [one for one in digested() if one.model is PaperTemplate]
    assert list(line.faults(version)) == []
    version.content = b"x"
    assert list(line.faults(version))


@pytest.mark.parametrize(("name", "content", "said"), [one[1:] for one in NO_WORD], ids=[one[0] for one in NO_WORD])
def test_what_is_no_word_file_is_refused(world, name, content, said):
    with pytest.raises(Refused, match=re.escape(said)):
        templates.upload(kind=PAPERS["copy"], office=world.office, name=name, content=content, by=world.clerk)
    assert not PaperTemplate.objects.filter(office=world.office, name=name).exists()


def test_every_fault_is_told_on_the_page_and_nothing_is_kept(world, client):
    client.force_login(world.clerk)
    page = reverse("ledgers:paper_template", args=["copy"])
    bad = SimpleUploadedFile("坏.docx", layout("{{ 抄告事由 }}", "{{ 领导批示", lines=GOOD[:2]))
    answer = client.post(page, {"file": bad}).content.decode()
    assert "正文第3段：这份文书没有“抄告事由”这一项，是不是“抄告事项”" in answer
    assert "正文第4段：占位符没有写完整" in answer
    assert not PaperTemplate.objects.filter(name="坏.docx").exists()


def test_the_office_goes_from_the_shipped_layout_to_its_own_and_back(world, client):
    client.force_login(world.head)
    page = reverse("ledgers:paper_template", args=["circular"])
    assert reverse("ledgers:paper_template_starter", args=["circular"]) in client.get(page).content.decode()
    shipped = b"".join(client.get(reverse("ledgers:paper_template_starter", args=["circular"])).streaming_content)
    answer = client.post(page, {"file": SimpleUploadedFile("通报.docx", shipped)}, follow=True).content.decode()
    assert "已经收下" in answer
    version = PaperTemplate.objects.get(office=world.office, slug="circular")
    shown = client.get(reverse("ledgers:paper_template_preview", args=[version.public_id]))
    assert not re.search(r"\{\{|\{%", text_of(b"".join(shown.streaming_content)))
    assert (
        "在用"
        in client.post(reverse("ledgers:paper_template_use", args=[version.public_id]), follow=True).content.decode()
    )
    listing = client.get(reverse("ledgers:paper_templates")).content.decode()
    assert "本单位模板第 1 版" in listing
    back = client.post(reverse("ledgers:paper_template_retire", args=[version.public_id]), follow=True).content.decode()
    assert "现在用系统版式" in back


@pytest.mark.sampled
@pytest.mark.parametrize("slug", PAPERS)
def test_the_shipped_layout_of_every_paper_is_a_good_template(world, slug):
    """Taken without a fault; every name that the page offers is filled in."""
    kind = PAPERS[slug]
    version = templates.upload(kind=kind, office=world.office, name="样.docx", content=starter(kind), by=world.clerk)
    _, values = sample(kind)
    text = text_of(filled(bytes(version.content), values))
    assert not re.search(r"\{\{|\{%", text)
    assert [name for name in kind.labels if f"〔{name}〕" not in text] == []


def test_names_are_told_apart(world):
    for kind in PAPERS.values():
        assert len(words_of(kind)) == len(set(words_of(kind)))
        assert not set(kind.lists) & {"正文", "附件"}
    assert set(About) == {kind.about for kind in PAPERS.values()}


def test_the_starter_of_a_form_holds_its_tables_and_what_is_other_each_time(world):
    """归零表: the opinions of each step and the files; 对账单: the account and its lines."""
    issue = world.issue(at=Status.AWAITING_DECISION)
    kind, who = PAPERS["zero"], PaperReader(world.clerk, today())
    drawn = made(kind, issue, who)
    values = values_of(kind, drawn, issue)
    assert [row["项目"] for row in values.lists["答复和意见"]]
    text = text_of(filled(starter(kind), values))
    for row in (*values.lists["答复和意见"], *values.lists["佐证"]):
        for word in row.values():
            assert str(word).split("\n")[0] in text, row
    assert {"账目", "逐件", "结存"} <= set(PAPERS["statement"].tables)
    assert "{% 每条 逐件 %}" in text_of(starter(PAPERS["statement"]))
