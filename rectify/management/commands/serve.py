"""One command for everything: front end, database, web, worker and clock."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from rectify.lib.environment import is_loopback
from rectify.serving import place
from rectify.serving.children import Child, Supervisor
from rectify.serving.prepare import prepare


class Command(BaseCommand):
    help = "准备好一切并提供服务：网页、后台工作进程和时钟，一条命令。按 Ctrl+C 停止。"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=settings.HOST, help="监听的地址，默认 127.0.0.1（环境变量 HOST）")
        parser.add_argument("--port", type=int, default=settings.PORT, help="端口，默认 8000（环境变量 PORT）")

    def handle(self, *, host: str, port: int, **options: object) -> None:
        demand_open_settings(host)
        place.claim_port(host, port)
        with place.claim_folder(settings.VAR / "run" / "serve.lock"):
            prepare(self.say)
            os.environ.update(HOST=host, PORT=str(port))
            os.environ.pop("MIGRATE_DATABASE_URL", None)  # what follows is no longer the owner
            self.say("正在启动网页、后台工作进程和时钟……")
            supervisor = Supervisor(children(host, port), say=self.say)
            supervisor.run(when_started=lambda: self.announce(host, port, supervisor))

    def announce(self, host: str, port: int, supervisor: Supervisor) -> None:
        name = settings.ALLOWED_HOSTS[0].lstrip(".")
        if place.wait_for_web(host, port, name=name, stopped=lambda: supervisor.stopping):
            shown = f"[{host}]" if ":" in host else host
            self.say(f"可以使用了：http://{shown}:{port}    按 Ctrl+C 停止。")
        elif not supervisor.stopping:
            self.say("网页进程一分钟没有应答，请看上面的错误信息。仍在继续尝试。")

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def demand_open_settings(host: str) -> None:
    """A server others can reach needs its names set and must not be the demo."""
    if is_loopback(host):
        return
    if settings.DEMO:
        raise CommandError("演示城市只可在本机使用。要让别的机器访问，请设置 DEMO=0。")
    if not os.environ.get("ALLOWED_HOSTS", "").strip():
        raise CommandError("要让别的机器访问，请先设置 ALLOWED_HOSTS，写明访问用的域名或地址。")


def children(host: str, port: int) -> list[Child]:
    """The three programs: web, worker, and the clock as a process of its own (inside a worker it would outlive it)."""
    run = settings.VAR / "run"
    # On a container's or a trial machine's root account Celery would print twelve lines of warning at each start.
    celery = [sys.executable, "-W", "ignore:You're running the worker", "-m", "celery", "-A", "rectify", "--quiet"]
    pool = ["--pool", "solo"] if os.name == "nt" else ["--concurrency", "2"]
    pidfile = run / "beat.pid"
    return [
        Child("网页", web(f"[{host}]:{port}" if ":" in host else f"{host}:{port}")),
        Child(
            "后台工作进程", [*celery, "worker", "--loglevel", "WARNING", "--without-gossip", "--without-mingle", *pool]
        ),
        Child("时钟", [*celery, "beat", "--loglevel", "WARNING", "--pidfile", str(pidfile)], leavings=[pidfile]),
    ]


def web(bind: str) -> list[str]:
    if os.name == "nt":
        return [sys.executable, "-m", "waitress", f"--listen={bind}", "--threads=8", "rectify.wsgi:application"]
    shared = Path("/dev/shm")  # noqa: S108  workers' heartbeats must not wait for a disk
    return [
        *[sys.executable, "-m", "gunicorn", "rectify.wsgi:application", "--bind", bind],
        *["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"],
        *[
            "--graceful-timeout",
            "10",
            "--log-level",
            "warning",
            "--max-requests",
            "20000",
            "--max-requests-jitter",
            "2000",
        ],
        *(["--worker-tmp-dir", str(shared)] if shared.is_dir() and os.access(shared, os.W_OK) else []),
    ]
