"""In Chromium, with the keyboard alone: a closure from 申请 to 审定. Tab and Shift reach everything, space and Enter do it."""

from typing import Any

import pytest
from django.urls import reverse

from issues.models import Status
from rectify.roof.testing.world import build

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST_TABS = 250
# What a person who hears the page is told of the control that has the focus.
FOCUSED = """() => {
  const one = document.activeElement;
  const labels = Array.from(one.labels || []).map((label) => label.textContent);
  const group = one.closest("fieldset, tr");
  const words = [one.getAttribute("aria-label") || "", ...labels, one.tagName === "BODY" ? "" : one.textContent];
  return [words.join(" ").replace(/\\s+/g, ""), group ? group.textContent.replace(/\\s+/g, "") : ""];
}"""


class Keys:
    """A person without a mouse on one page after the other."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def to(self, name: str, within: str = "") -> None:
        """Tab on until the control called `name` has the focus."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            called, around = self.page.evaluate(FOCUSED)
            if name in called and within in around:
                return
        pytest.fail(f"the keyboard does not reach “{name}” on {self.page.url}")

    def press(self, name: str, within: str = "") -> None:
        self.to(name, within)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, name: str, within: str = "") -> None:
        """A box is ticked by space. Of a group of choices one has the focus, arrows lead to the others; with no `name` the first
        will do."""
        self._to_choice(name, within)
        self.page.keyboard.press("Space")
        for _ in range(8):
            if self.page.evaluate(FOCUSED)[0].startswith(name):
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"the keyboard does not choose “{name}” on {self.page.url}")

    def _to_choice(self, name: str, within: str) -> None:
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            around = self.page.evaluate(FOCUSED)[1]
            kind = self.page.evaluate("document.activeElement.type")
            if (kind == "checkbox" and name in self.page.evaluate(FOCUSED)[0]) or (
                kind == "radio" and name in around and within in around
            ):
                return
        pytest.fail(f"the keyboard does not reach the choice “{name}” on {self.page.url}")

    def write(self, name: str, words: str) -> None:
        self.to(name)
        self.page.keyboard.type(words)

    def sees(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()


@pytest.fixture
def world(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return build()


@pytest.fixture
def desk(world, open_page, enter):
    def at(who, address):
        page = open_page()
        enter(page, getattr(world, who))
        page.goto(address)
        return Keys(page)

    return at


def test_a_closure_goes_from_its_request_to_the_decision(world, desk):
    issue = world.issue(at=Status.RECTIFYING)
    world.prove(issue)

    liaison = desk("liaison", issue.get_absolute_url())
    liaison.press("申请销号")
    liaison.sees("送主要负责人审签")
    for question in liaison.page.locator("fieldset legend").all_inner_texts():
        liaison.choose("", within="".join(question.split())[:6])
    liaison.write("整改结果", "四十七户复核完毕，办法已印发")
    liaison.press("申请销号，送主要负责人审签")
    liaison.page.locator(".messages").wait_for()

    principal = desk("principal", "/")
    principal.press("审签1件")
    principal.press("看申请并签字")
    principal.choose("我承诺")
    principal.press("签字背书")
    principal.sees("送督查办初审")

    checker = desk("checker", reverse("ledgers:review", args=[issue.public_id]))
    for _ in issue.measures.all():
        checker.choose("认可", within="核查记录")
    checker.page.get_by_text("已存").nth(1).wait_for()
    checker.press("初审通过，送审定")
    checker.sees("送督查负责人审定")

    head = desk("head", "/")
    head.press("从等得最久的开始办")
    head.choose("全面完成")
    head.choose("已现场核查")
    head.write("核查情况", "现场查看属实")
    head.write("核查人", "督查科")
    head.press("审定销号")
    head.sees("记入台账，已通知责任单位")
    issue.refresh_from_db()
    assert issue.status == Status.CLOSED
