"""What README says of adding a field to the weekly report is enough: two files and a migration, made here on a copy of the
project; the form, the API, the page and the checks follow."""

import os
import subprocess
import sys

import pytest

from rectify.roof.testing.planted import copied

pytestmark = [pytest.mark.slow, pytest.mark.sampled]
COLUMN = '    guests = models.CharField("来访的人", max_length=100, blank=True, default="")\n'
FIELD = '    guests = Words(label="来访的人", max_length=100, required=False)\n'
READ = """
from issues.tests.test_week_pages import FILLED, city, enter_as, of, page

GUESTS = "三位老同志"


def test_by_the_page_and_by_the_api(city, enter_as):
    client = enter_as(city.liaison)
    assert "来访的人" in client.get(page("report", public_id=of(city.one).public_id)).content.decode()
    client.post(page("report_send", public_id=of(city.one).public_id), FILLED | {"guests": GUESTS})
    assert GUESTS in client.get(page("report", public_id=of(city.one).public_id)).content.decode()
    report = of(city.two)
    sent = {"move": "send", "version": report.version, "data": FILLED | {"guests": GUESTS}}
    answer = client.post(f"/api/v1/reports/{report.public_id}/moves/", sent, content_type="application/json")
    assert answer.status_code == 200, answer.content.decode()
    listed = client.get(f"/api/v1/issues/{city.two.public_id}/reports/").json()
    assert [row["guests"] for row in listed] == [GUESTS]
"""


def ran(folder, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False, env=alone()
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def alone() -> dict[str, str]:
    """Services of its own, as a stranger's first run has them."""
    ours = ("DATABASE_URL", "CELERY_BROKER_URL", "VAR_DIR", "RECTIFY_", "PYTEST_", "DJANGO_", "COV")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def put(path, before: str, line: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, line + before), encoding="utf-8")


def test_a_field_of_the_report_is_two_files_and_a_migration(tmp_path):
    folder = copied(tmp_path)
    put(folder / "issues/models/week.py", "    problems = models.", COLUMN)
    put(folder / "issues/moves/reports.py", "    problems = Words(", FIELD)
    ran(folder, "manage.py", "makemigrations", "issues", "-n", "guests")
    (folder / "issues/tests/test_guests.py").write_text(READ, encoding="utf-8")
    ran(folder, "-m", "pytest", "-q", "--sqlite", "issues/tests/test_guests.py", "issues/tests/test_report_fields.py")
