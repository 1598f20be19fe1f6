"""What was acknowledged is there, whoever was killed meanwhile, and a backup made in the midst of it can be read.

Web workers are killed 5 times and PostgreSQL twice, 20 and 5 times where CI runs, 200 and 50 times by night (`make night`).
One installation bears both: what it ends with is looked at once.
"""

import http.client
import json
import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from rectify.roof.testing import template
from rectify.roof.testing.installation import Installation
from rectify.roof.testing.seed import dice, often

CI = bool(os.environ.get("CI"))
pytestmark = [
    *([] if CI else [pytest.mark.sampled]),  # where CI runs it waits for no turn
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc").exists(), reason="reads processes from /proc"),
    pytest.mark.skipif(not os.environ.get(template.VARIABLE), reason="needs a migrated database to copy"),
]
WRITERS = 3
OF_WEB, OF_POSTGRESQL = often(20 if CI else 5, 200), often(5 if CI else 2, 50)
FOUND = f"""
import json
from django.conf import settings
from django.test import Client
from issues.models import Status
from rectify.roof.testing.world import build
from rectify.roof.testing.grants import granted
world = build()
issues = [world.issue(at=Status.PLANNING).public_id for _ in range({WRITERS})]
granted()
client = Client()
client.force_login(world.liaison, backend=settings.AUTHENTICATION_BACKENDS[-1])
print(json.dumps({{"session": client.cookies[settings.SESSION_COOKIE_NAME].value, "issues": issues}}))
"""
LOST = """
import json, os
from rectify.audit.models import Event
from rectify.lib.digests import digest_of
sealed = set()
for facts in Event.objects.filter(kind="issues.measure.write").values_list("facts", flat=True).iterator():
    sealed |= {columns["text"] for columns in facts["seal"].values() if columns and "text" in columns}
texts = json.load(open(os.environ["ACKNOWLEDGED"], encoding="utf-8"))
print(json.dumps([text for text in texts if digest_of(text) not in sealed]))
"""
PROVED = """
import io, json
from django.core.management import call_command
bad = []
for words in (["backup"], ["prove"], ["reconcile"], ["verify_audit"], ["backup", "--check"]):
    out = io.StringIO()
    try:
        call_command(*words, stdout=out)
    except (Exception, SystemExit) as error:
        bad.append([words, repr(error), out.getvalue()[-1500:]])
print(json.dumps(bad))
"""


class Writer(threading.Thread):
    """Writes the plan of one issue again and again; keeps what was acknowledged."""

    def __init__(self, place: Installation, session: str, issue: str, name: str) -> None:
        super().__init__(daemon=True)
        self.place, self.issue, self.title = place, issue, name
        self.headers = {"Cookie": f"rectify={session}; csrf={'a' * 32}", "X-CSRFToken": "a" * 32}
        self.acknowledged: list[str] = []
        self.statuses: dict[int, int] = {}
        self.over = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.over.is_set():
            number += 1
            text = f"措施 {self.title}-{number}"
            try:
                status = self.place.ask("PUT", f"/api/v1/issues/{self.issue}/plan/", self.headers, plan(text))
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                continue
            self.statuses[status] = self.statuses.get(status, 0) + 1
            if status == 200:
                self.acknowledged.append(text)


def plan(text: str) -> dict:
    return {"measures": [{"text": text, "criterion": "完成", "person": "科长", "kind": "reform", "due": "2027-03-01"}]}


@pytest.fixture
def place(tmp_path):
    made = Installation(tmp_path, postgres=not os.environ["DATABASE_URL"].startswith("sqlite:"))
    yield made
    made.stop()


def survives(place: Installation, folder: Path, kills: Sequence[Callable[[], None]]) -> None:
    """Kill while people write and backups are made; nothing that was acknowledged is lost."""
    begun = place.asked(FOUND)
    place.serve()
    writers = [Writer(place, begun["session"], issue, str(at)) for at, issue in enumerate(begun["issues"])]
    backups: list[int] = []
    over = threading.Event()
    saving = threading.Thread(target=lambda: save(place, backups, over), daemon=True)
    for thread in (*writers, saving):
        thread.start()
    chance = dice("kills")
    for kill in kills:
        before = acknowledged(writers)
        end = time.monotonic() + 60
        while acknowledged(writers) == before and time.monotonic() < end:
            time.sleep(0.02)
        assert acknowledged(writers) > before, [writer.statuses for writer in writers]
        time.sleep(chance.random() * 0.1)
        kill()
    over.set()
    for writer in writers:
        writer.over.set()
    for thread in (*writers, saving):
        thread.join(timeout=120)
    texts = [text for writer in writers for text in writer.acknowledged]
    (folder / "acknowledged.json").write_text(json.dumps(texts), encoding="utf-8")
    place.environment["ACKNOWLEDGED"] = str(folder / "acknowledged.json")
    assert place.asked(LOST) == []
    assert place.asked(PROVED) == []
    print(f"{len(kills)} kills, {len(texts)} acknowledged, 0 lost; backups meanwhile ended with {backups}")


def acknowledged(writers: Sequence[Writer]) -> int:
    return sum(len(writer.acknowledged) for writer in writers)


def save(place: Installation, ends: list[int], over: threading.Event) -> None:
    while True:
        ends.append(place.manage("backup").returncode)
        if over.wait(5):  # the processor is the writers' and the killed ones'
            return


@pytest.mark.engines
def test_killed_under_writes(place, tmp_path):
    kills = [place.kill_a_worker] * OF_WEB
    if place.servers:
        kills += [place.kill_a_backend] * OF_POSTGRESQL
    survives(place, tmp_path, kills)
