"""`manage.py serve`: comes up, brings back what dies, and leaves nothing behind."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from rectify.roof.testing.covered import surroundings
from rectify.roof.tests.source import HOME

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc").exists(), reason="reads processes from /proc")]


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def wait_until(true, seconds=180):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := true():
            return answer
        time.sleep(0.2)
    raise AssertionError("waited in vain")


def children_of(parent):
    """pid → command line of the direct children."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1]) == parent:
                found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
    return found


def family_of(parent):
    own = children_of(parent)
    return own | {pid: line for child in own for pid, line in family_of(child).items()}


def pids_of(process, title):
    return [pid for pid, line in children_of(process.pid).items() if f" --quiet {title} " in line]


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """Where all data is: empty at the first start, a database of the same version at the next."""
    return tmp_path_factory.mktemp("served") / "var"


@pytest.fixture
def served(tmp_path, installation, front_end):
    """A running `serve`, and its log."""
    log, port = tmp_path / "log", free_port()
    environment = surroundings(VAR_DIR=str(installation), DEMO="0", LC_ALL="C.UTF-8")
    with log.open("w") as out:
        command = [sys.executable, str(HOME / "manage.py"), "serve", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        wait_until(lambda: "可以使用了" in log.read_text() or process.poll() is not None)
        yield process, port, log
    finally:
        process.kill()
        process.wait()


def test_serve_comes_up_brings_back_what_dies_and_stops_clean(served):
    process, port, log = served
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
        assert json.loads(answer.read())["status"] == "ok"

    (worker,) = pids_of(process, "worker")
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: set(pids_of(process, "worker")) - {worker})
    assert re.search("后台工作进程停了.*秒后重新启动", log.read_text())
    assert len(pids_of(process, "beat")) == 1

    everybody = family_of(process.pid)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=120) == 0
    assert "已全部停止" in log.read_text()
    assert [pid for pid in everybody if Path(f"/proc/{pid}").exists()] == []


def test_nothing_outlives_a_serve_that_was_killed(served):
    process, _, _ = served
    everybody = family_of(process.pid)
    assert len(everybody) >= 4
    process.kill()
    wait_until(lambda: not [pid for pid in everybody if Path(f"/proc/{pid}").exists()])
