"""The example of the page 接口说明 as a stranger runs it, against a server."""

import subprocess
import sys

import pytest
from django.utils import timezone

from issues.actions import weeks
from issues.models import Report, Status
from ledgers.kinds import KINDS
from rectify.accounts.models import KeyRight
from rectify.accounts.pages.api_keys import page as pages
from rectify.accounts.tests.test_api_keys import key_text

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_example_of_the_page_runs(live_server, world):
    """Twenty lines of the standard library read the books and send a report; a signature is refused."""
    issue, waits = world.issue(at=Status.RECTIFYING), world.issue(at=Status.AWAITING_SIGNATURE)
    week = weeks.start(round_=world.round, at=timezone.now(), by=world.clerk)
    owed = {"unit": world.lead, "why": "集中整改期每周"}
    report, _ = Report.objects.get_or_create(week=week, issue=issue, defaults=owed)
    around = {"SITE": live_server.url, "KEY": key_text(world, KeyRight.REPORT), "REPORT": report.public_id}
    program = pages.guide().example + f"\nprint(call('issues/{waits.public_id}/moves/', {{'move': 'sign'}}))\n"
    ran = subprocess.run([sys.executable, "-I", "-c", program], env=around, capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stderr) == (0, "")
    *books, sent, refused = ran.stdout.splitlines()
    assert len(books) == len(KINDS)
    report.refresh_from_db()
    assert (report.status, report.sent_by.name) == ("sent", "协同办公（接口）")
    assert sent.startswith("(200,")
    assert refused.startswith("(403,")
