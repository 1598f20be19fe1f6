"""The web server in front, for real: nginx as deploy/nginx.conf has it, with a small limit and without TLS. What it refuses by
itself is answered by a sentence, and nothing that was typed is lost."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.urls import reverse

from issues.models import Status
from rectify.roof.testing.world import build

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("nginx") is None, reason="no nginx on this machine (Debian: apt-get install nginx-light)"
    ),
]
DEPLOY = project.BASE_DIR / "deploy"
WORDS = "关于对市住建局党组巡察的反馈意见"
LARGE = {"name": "反馈意见.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 " + b"x" * 3 * 2**20}
HERE = """daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors; events {{}}
http {{ access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e; {server} }}"""


@pytest.fixture
def front(live_server: Any, tmp_path: Path) -> Iterator[str]:
    """The address of nginx, before the server of the test."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    conf = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    server = re.sub(r"\n *ssl_.*", "", conf[conf.rindex("server {") :])
    for written, here in {
        "listen 443 ssl;": f"listen 127.0.0.1:{port};",
        "client_max_body_size 210m;": "client_max_body_size 1m;",
        "/srv/rectify/app/deploy": str(DEPLOY),
        "/srv/rectify/var/files": str(tmp_path),
        "http://127.0.0.1:8000": live_server.url.replace("localhost", "127.0.0.1"),
        "Host $host;": "Host $http_host;",
    }.items():
        assert written in server
        server = server.replace(written, here)
    path = tmp_path / "nginx.conf"
    path.write_text(HERE.format(folder=tmp_path, server=server), encoding="utf-8")
    process = subprocess.Popen(["nginx", "-p", str(tmp_path), "-c", str(path)])
    until = time.monotonic() + 20
    while socket.socket().connect_ex(("127.0.0.1", port)):
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.05)
    yield f"http://localhost:{port}"
    process.terminate()
    process.wait()


@pytest.fixture
def world(transactional_db: None, settings: Any, tmp_path: Path) -> Any:
    settings.MEDIA_ROOT = tmp_path / "media"
    return build()


def test_what_is_too_large_is_told_and_what_was_typed_stays(world, front, open_page, enter, complaints, traffic):
    form = front + reverse("issues:feedback_new", args=[world.round.public_id])
    page = open_page()
    enter(page, world.clerk)
    page.goto(form)
    page.fill("[name=title]", WORDS)
    page.set_input_files("[name=file]", LARGE)
    page.get_by_text("太大，服务器没有接收").wait_for()
    assert page.input_value("[name=title]") == WORDS

    plain = open_page(java_script_enabled=False)
    enter(plain, world.clerk)
    plain.goto(form)
    plain.fill("[name=title]", WORDS)
    plain.set_input_files("[name=file]", LARGE)
    plain.locator("form:has([name=file]) button.btn-primary").click()
    plain.get_by_role("heading", name="文件太大，没有接收").wait_for()
    plain.go_back()
    assert plain.input_value("[name=title]") == WORDS

    issue = world.issue(at=Status.RECTIFYING)
    unit = open_page()
    enter(unit, world.liaison)
    unit.goto(front + reverse("issues:evidence_upload", args=[issue.public_id]))
    unit.set_input_files("form[data-upload] input[type=file]", LARGE)
    unit.get_by_text("文件太大，服务器没有接收").wait_for()
    traffic.settle()
    complaints.clear()
