"""工作秘密 goes out of the application by number alone, unless somebody says what for."""

import io

import openpyxl
import pytest
from django.conf import settings
from django.urls import reverse

from issues.models import Status
from ledgers.kinds import KINDS
from rectify.audit.models import Event

pytestmark = pytest.mark.django_db
TITLE = "某处选址尚未公开"


@pytest.fixture
def secret(world):
    world.issue(at=Status.RECTIFYING, title="路灯不亮")
    return world.issue(at=Status.RECTIFYING, title=TITLE, original=TITLE, confidentiality="work_secret")


@pytest.fixture
def clerk(world, client):
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def book(answer) -> list[str]:
    content = b"".join(answer.streaming_content)
    rows = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    return ["|".join(str(cell) for cell in row if cell is not None) for row in rows]


DOORS = [("issues:export", [], "issues.round.export"), ("ledgers:book_file", ["problems"], "ledgers.book.export")]


@pytest.mark.parametrize(("door", "args", "kind"), DOORS)
def test_an_export_asks_how_a_work_secret_goes_out(secret, clerk, door, args, kind):
    """8.1.4.2 g"""
    address = reverse(door, args=args)
    page = clerk.get(address)
    assert "其中 1 件是工作秘密" in page.content.decode()
    assert TITLE not in page.content.decode()
    assert not Event.objects.filter(kind=kind).exists()
    assert clerk.post(address, {"reason": " "}).context["form"].errors
    rows = book(clerk.post(address, {"numbers": "1"}))
    assert any(secret.number in row and "只列编号" in row for row in rows)
    assert not any(TITLE in row for row in rows)
    assert any("路灯不亮" in row for row in rows)
    assert any("副本" in row for row in rows)
    assert Event.objects.filter(kind=kind).latest("number").note == ""
    rows = book(clerk.post(address, {"reason": "报市领导审阅"}))
    assert any(TITLE in row for row in rows)
    assert Event.objects.filter(kind=kind).latest("number").note == "报市领导审阅"


def test_without_a_work_secret_nothing_is_asked(world, clerk):
    world.issue(at=Status.RECTIFYING, title="路灯不亮")
    assert any("路灯不亮" in row for row in book(clerk.get(reverse("issues:export"))))


@pytest.mark.parametrize("slug", KINDS)
def test_no_book_prints_or_answers_with_its_words(secret, clerk, slug):
    """8.1.4.2 g"""
    printed = clerk.get(reverse("ledgers:book_print", args=[slug])).content.decode()
    answered = clerk.get(f"/api/v1/books/{slug}/").content.decode()
    assert TITLE not in printed + answered
    if slug == "problems":
        assert secret.number in printed
        assert secret.number in answered


def test_the_list_of_the_api_holds_numbers_and_its_own_address_the_words(secret, clerk):
    rows = {row["number"]: row for row in clerk.get("/api/v1/issues/").json()["rows"]}
    row = rows.pop(secret.number)
    assert (row["title"], row["status"], row["id"]) == ("工作秘密，只列编号", None, secret.public_id)
    assert all(row["status"] for row in rows.values())
    assert clerk.get(f"/api/v1/issues/{secret.public_id}/").json()["title"] == TITLE
