"""What was acknowledged is there, whoever was killed meanwhile, and a backup made in the midst of it can be read.

Web workers are killed 20 times and PostgreSQL 5 times by day, 200 and 50 times by night (`make night`).
"""

import http.client
import json
import os
import threading
import time
from pathlib import Path

import pytest

from rectify.roof.testing import template
from rectify.roof.testing.installation import Installation
from rectify.roof.testing.seed import dice, often

pytestmark = [
    pytest.mark.sampled,
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc").exists(), reason="reads processes from /proc"),
    pytest.mark.skipif(not os.environ.get(template.VARIABLE), reason="needs a migrated database to copy"),
]
WRITERS = 3
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


def survives(place: Installation, folder: Path, kill, times: int) -> None:
    """Kill `times` times while people write and a backup is made; nothing that was acknowledged is lost."""
    begun = place.asked(FOUND)
    place.serve()
    writers = [Writer(place, begun["session"], issue, str(at)) for at, issue in enumerate(begun["issues"])]
    backups: list[int] = []
    over = threading.Event()
    saving = threading.Thread(target=lambda: save(place, backups, over), daemon=True)
    for thread in (*writers, saving):
        thread.start()
    chance = dice("kills")
    for _ in range(times):
        before = sum(len(writer.acknowledged) for writer in writers)
        end = time.monotonic() + 60
        while sum(len(writer.acknowledged) for writer in writers) <= before + WRITERS and time.monotonic() < end:
            time.sleep(0.02)
        assert sum(len(writer.acknowledged) for writer in writers) > before, [writer.statuses for writer in writers]
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
    assert place.manage("backup").returncode == 0
    for words in (["prove"], ["reconcile"], ["verify_audit"], ["backup", "--check"]):
        done = place.manage(*words)
        assert done.returncode == 0, f"{words}: {done.stdout[-1500:]}{done.stderr[-500:]}"
    print(f"{times} kills, {len(texts)} acknowledged, 0 lost; backups meanwhile ended with {backups}")


def save(place: Installation, ends: list[int], over: threading.Event) -> None:
    while True:
        ends.append(place.manage("backup").returncode)
        if over.wait(2):  # the processor is the writers' and the killed ones'
            return


@pytest.mark.engines
def test_web_killed_under_writes(place, tmp_path):
    survives(place, tmp_path, place.kill_a_worker, often(20, 200))


@pytest.mark.postgresql
def test_postgresql_killed_under_writes(place, tmp_path):
    survives(place, tmp_path, place.kill_a_backend, often(5, 50))
