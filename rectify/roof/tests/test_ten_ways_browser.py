"""In Chromium: ten ways of losing a form, on the five forms people fill in most. Each ends with the words in the form, or stored
once and forgotten."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper

from rectify.drafts.models import FormDraft
from rectify.roof.testing.seed import some
from rectify.roof.testing.world import build
from rectify.roof.tests.test_lost_forms import FORMS, NOW, WORDS, Filled, a_closure, a_plan, a_report

pytestmark = [pytest.mark.browser, pytest.mark.sampled, pytest.mark.slow]
PASSWORD = "Jiang-he-hu-hai-7"
VERSIONED = (a_plan, a_report, a_closure)  # what two people write in; a new issue and a note on a file are one's own


@dataclass
class Typing:
    """A form filled in a browser, kept on the server, and what holds it."""

    page: Any
    sent: Filled
    complaints: list[str]
    patch: pytest.MonkeyPatch

    @property
    def words(self) -> Any:
        name = next(name for name, value in self.sent.fields.items() if value == WORDS)
        return self.page.locator(f"[name='{name}']")

    @property
    def form(self) -> Any:
        return self.page.locator("form[data-draft]").filter(has=self.words).first

    def open(self) -> None:
        """The page on which the form stands: that of a weekly report is sent to an address of its own."""
        self.page.goto(self.sent.address.removesuffix("send/"))

    def fill(self) -> None:
        for name, value in self.sent.fields.items():
            self._put(self.form.locator(f"[name='{name}']:visible"), str(value))
        self.page.get_by_text("已存草稿").first.wait_for()

    def _put(self, fields: Any, value: str) -> None:
        if not fields.count() or fields.first.evaluate("field => field.tagName") == "BUTTON":
            return
        kind = fields.first.get_attribute("type")
        if kind in ("radio", "checkbox"):
            self.form.locator(f"[name='{fields.first.get_attribute('name')}'][value='{value}']").first.check()
        elif fields.first.evaluate("field => field.tagName") == "SELECT":
            fields.first.select_option(value)
        else:
            fields.first.fill(value)

    def press(self) -> None:
        save = self.form.locator("button[name=act][value=save]")
        if save.count():  # what Enter in a field presses
            save.first.evaluate("button => button.form.requestSubmit(button)")
        else:
            self.form.locator("button.btn-primary").first.click()

    def restore(self) -> None:
        self.page.wait_for_load_state()
        self.complaints.clear()
        self.open()
        self.page.get_by_role("button", name="恢复那份").first.click()
        assert self.form.locator(self.words).input_value() == WORDS

    def arrives(self) -> None:
        with self.page.expect_navigation():
            self.press()

    def answers(self, answer: Callable[[Any], None]) -> None:
        """The form that is sent next is answered by `answer`, not by the server."""
        address = f"**{self.sent.address}"
        self.page.route(address, lambda route: answer(route) if route.request.method == "POST" else route.continue_())
        self.press()
        self.page.wait_for_timeout(300)
        self.page.unroute(address)


def session_ended(typing: Typing) -> None:
    """What reads along while somebody types may be told before the form is: whichever leads to the log-in."""
    Session.objects.all().delete()
    typing.press()
    typing.page.wait_for_url(lambda url: "/login/" in url)
    typing.page.fill("[name=username]", typing.sent.who.username)
    typing.page.fill("[name=password]", PASSWORD)
    typing.page.get_by_role("button", name="登录").click()
    typing.page.wait_for_url(lambda url: "/login/" not in url)
    typing.restore()


def stale_token(typing: Typing) -> None:
    typing.page.evaluate(
        "document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((one) => { one.value = 'a'.repeat(64) })"
    )
    typing.press()
    typing.restore()


def no_net_at_the_click(typing: Typing) -> None:
    typing.page.context.set_offline(True)
    typing.press()
    typing.page.wait_for_timeout(300)
    typing.page.context.set_offline(False)
    typing.restore()


def server_stopped(typing: Typing) -> None:
    typing.answers(lambda route: route.abort("connectionreset"))
    typing.restore()


def database_locked(typing: Typing) -> None:
    execute = CursorWrapper.execute

    def locked(cursor: Any, sql: str, params: Any = None) -> Any:
        if sql.startswith(("INSERT", "UPDATE")) and "session" not in sql:
            raise OperationalError("database is locked")
        return execute(cursor, sql, params)

    with typing.patch.context() as patch:
        patch.setattr(CursorWrapper, "execute", locked)
        typing.press()
        typing.page.get_by_text("恢复那份").first.wait_for()
    typing.restore()


def somebody_was_faster(typing: Typing) -> None:
    typing.page.evaluate("document.querySelectorAll('[name=version]').forEach((one) => { one.value = '99' })")
    typing.arrives()
    assert WORDS in typing.page.content()
    typing.restore()


def too_large_for_the_door(typing: Typing) -> None:
    typing.answers(lambda route: route.fulfill(status=413, content_type="text/html", body="太大，没有接收"))
    typing.restore()


def closed_while_typing(typing: Typing) -> None:
    context = typing.page.context
    typing.page.close()
    typing.page = context.new_page()
    typing.restore()


def back_after_storing(typing: Typing) -> None:
    typing.arrives()
    typing.page.go_back()
    typing.page.wait_for_load_state()
    assert typing.page.get_by_role("button", name="恢复那份").count() == 0


def two_windows(typing: Typing) -> None:
    typing.page = typing.page.context.new_page()
    typing.restore()


WAYS = (
    session_ended,
    stale_token,
    no_net_at_the_click,
    server_stopped,
    database_locked,
    somebody_was_faster,
    too_large_for_the_door,
    closed_while_typing,
    back_after_storing,
    two_windows,
)
PAIRS = [(way, form) for way in WAYS for form in FORMS if way is not somebody_was_faster or form in VERSIONED]


@pytest.fixture
def world(transactional_db: None) -> Iterator[Any]:
    with time_machine.travel(NOW, tick=True):
        yield build()


@pytest.mark.parametrize(
    ("way", "form"), some(PAIRS, least=3, about="ten ways"), ids=lambda part: getattr(part, "__name__", None)
)
def test_no_way_loses_a_form(way, form, world, open_page, enter, traffic, complaints, monkeypatch):
    sent = form(world)
    sent.who.set_password(PASSWORD)
    sent.who.save()
    typing = Typing(open_page(), sent, complaints, monkeypatch)
    enter(typing.page, sent.who)
    typing.open()
    typing.fill()
    way(typing)
    traffic.settle()
    if not sent.stored():
        typing.arrives()
        traffic.settle()
    complaints.clear()
    in_browser = typing.page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft:')).length")
    assert (sent.stored(), in_browser, FormDraft.objects.count()) == (1, 0, 0)
