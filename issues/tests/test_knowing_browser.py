"""In a browser: the head restricts an issue and names the liaison; a clerk sees a number, the liaison a copy with a name."""

import pytest
from django.urls import reverse

from issues.actions.evidence import FOLDER, attach
from issues.models import Status
from rectify.lib.dates import today
from rectify.lib.filestore import keep
from rectify.lib.tests.samples import PNG
from rectify.roof.testing.pictures import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_issue_becomes_known_to_few(world, open_page, enter):
    issue = world.issue(at=Status.RECTIFYING, title="某干部违规经商办企业")
    stored = keep([PNG], folder=FOLDER)
    file = attach(issue=issue, stored=stored, name="现场.png", kind="png", by=world.liaison)
    head, clerk, phone = open_page(), open_page(), open_page(width=390, height=844)
    for page, who in ((head, "head"), (clerk, "clerk"), (phone, "liaison")):
        enter(page, getattr(world, who))
    head.goto(issue.get_absolute_url())
    head.get_by_role("link", name="知悉范围").click()
    head.get_by_label("情形").select_option(label="重点人")
    head.get_by_label("理由").fill("涉及具体干部，尚在核实")
    head.get_by_role("button", name="限定知悉范围").click()
    head.get_by_label("知悉人").select_option(value=world.liaison.public_id)
    head.get_by_label("知悉到").fill(today().isoformat())
    head.get_by_label("理由").fill("承办本件")
    head.get_by_role("button", name="列入知悉范围").click()
    head.get_by_text("可以看", exact=True).wait_for()
    picture(head, "knowing")
    clerk.goto(reverse("issues:list"))
    row = clerk.get_by_role("row", name=issue.number)
    assert "限知悉范围" in row.inner_text()
    assert row.get_by_role("link").count() == 0
    picture(clerk, "knowing-list")
    phone.goto(reverse("issues:evidence_preview", args=[file.public_id]))
    assert phone.locator("svg.watermark text").first.text_content().startswith(f"副本　{world.liaison.name}")
    assert phone.locator(".viewer-image").evaluate("image => image.naturalWidth") > 0
    picture(phone, "knowing-copy")
