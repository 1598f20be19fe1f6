"""Starting it somewhere: what is set wrong is answered by a sentence, what is set right passes every check."""

import re
import stat
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from rectify.roof.testing.covered import surroundings
from rectify.roof.tests.source import HOME, files, relative

KEY = "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PRODUCTION = {
    "DATABASE_URL": "postgres://rectify:secret@db.example.gov.cn:5432/rectify",
    "CELERY_BROKER_URL": "redis://queue.example.gov.cn:6379/0",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "zhenggai.example.gov.cn",
    "EMAIL_URL": "smtp://mail.example.gov.cn:25",
    "HTTPS": "1",
}


@pytest.fixture
def manage(tmp_path):
    """manage(arguments, **environment): the command in a process of its own, with nothing set but that."""

    def run(*arguments, **environment):
        command = [sys.executable, str(HOME / "manage.py"), *arguments]
        alone = surroundings(VAR_DIR=str(tmp_path), LC_ALL="C.UTF-8", **environment)
        return subprocess.run(command, env=alone, cwd=tmp_path, capture_output=True, text=True, timeout=180)

    return run


def test_production_settings_pass_every_check(manage):
    """8.1.4.1 c TLS, cookies and headers as a server needs them."""
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"SECRET_KEY": ""}, "没有设置 SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY 太短"),
        ({"ALLOWED_HOSTS": ""}, "没有设置 ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS 不能写“*”"),
        ({"DATABASE_URL": "mysql://u@h/d"}, "只支持 postgres://"),
        ({"DATABASE_URL": "postgres://u@h"}, "没有写明数据库名"),
        ({"CELERY_BROKER_URL": "amqp://h"}, "只支持 redis://"),
        ({"DEBUG": "1"}, "请去掉 DEBUG"),
        ({"DEBUG": "perhaps"}, "DEBUG 的值是“perhaps”，只能写 1 或 0"),
        ({"DEMO": "1"}, "请设置 DEMO=0"),
        ({"IDLE_MINUTES": "soon"}, "须为 1 到 480 之间的整数"),
        ({"PORT": "70000"}, "须为 1 到 65535 之间的整数"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_sentence(manage, change, says):
    done = manage("check", **{**PRODUCTION, **change})
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_with_nothing_set_one_machine_runs_it_all(manage, tmp_path):
    done = manage("check", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    key = tmp_path / "secret_key"
    assert len(key.read_text()) >= 50
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_text()
    manage("check")
    assert key.read_text() == before


@pytest.mark.parametrize(
    ("host", "environment", "says"),
    [
        ("0.0.0.0", {}, "演示城市只可在本机使用"),
        ("0.0.0.0", {"DEMO": "0"}, "请先设置 ALLOWED_HOSTS"),
        ("203.0.113.7", {"DEMO": "0", "ALLOWED_HOSTS": "a.example"}, "请检查 HOST 和 PORT"),
    ],
)
def test_serve_refuses_a_place_it_may_not_have(manage, host, environment, says):
    done = manage("serve", "--host", host, **environment)
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_only_pages_get_short_time_outs():
    from rectify.lib.connections import database

    url = PRODUCTION["DATABASE_URL"]
    assert "statement_timeout=15000" in database(url, web=True)["OPTIONS"]["options"]
    assert database(url, web=False)["OPTIONS"]["options"] == "-c jit=off -c join_collapse_limit=3"
    assert database(url, web=True)["CONN_HEALTH_CHECKS"] is True


@pytest.mark.engines
def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_package_is_pinned():
    lines = [line.split("#")[0].split(";")[0].strip() for line in (HOME / "requirements.txt").read_text().splitlines()]
    assert [line for line in lines if line and not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def test_there_is_no_admin_site_and_no_superuser():
    """8.1.4.2 b"""
    from django.contrib.auth import get_user_model

    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert "is_superuser" not in {field.name for field in get_user_model()._meta.get_fields()}


def test_pages_may_load_only_from_here():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["script-src"] == directives["style-src"] == directives["default-src"] == ["'self'"]
    assert directives["object-src"] == directives["base-uri"] == directives["frame-ancestors"] == ["'none'"]


def test_every_static_file_named_in_a_page_is_built(front_end):
    """In production a name without a file breaks the page."""
    texts = {relative(path): path.read_text(encoding="utf-8") for path in files(".html")}
    named = {
        (page, name) for page, text in texts.items() for name in re.findall(r"{% static [\"']([^\"']+)[\"']", text)
    }
    assert named
    assert [(page, name) for page, name in sorted(named) if finders.find(name) is None] == []


def test_the_web_server_in_front_says_no_in_words():
    """A body that nginx refuses by itself is larger than what we take, and is answered by a sentence of no other host."""
    conf = (HOME / "deploy/nginx.conf").read_text(encoding="utf-8")
    most = int(re.search(r"client_max_body_size (\d+)m;", conf)[1])
    assert most * 2**20 > settings.UPLOAD_MAX_BYTES
    pages = dict(re.findall(r"error_page ([\d ]+) /(\w+\.html);", conf))
    assert set(pages) == {"413", "502 504"}
    for name in pages.values():
        page = (HOME / "deploy" / name).read_text(encoding="utf-8")
        assert "请" in page, "what to do next"
        assert "://" not in page
        assert not re.search(r"<style|<script|style=", page)
