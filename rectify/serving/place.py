"""Where to serve: is the port free, is it the only supervisor, does the web answer."""

import errno
import http.client
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from django.core.management import CommandError


def claim_port(host: str, port: int) -> None:
    """Raises CommandError with a sentence when nobody could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        if os.name == "posix":
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host.strip("[]"), port))
        except OSError as error:
            raise CommandError(why_not(error, host, port)) from error


def why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"端口 {port} 已被别的程序占用。请换一个，例如：python manage.py serve --port {port + 1}"
    if error.errno == errno.EACCES:
        return f"没有权限使用端口 {port}。1024 以下的端口只有系统管理员能用，请换一个大一些的。"
    return f"不能在 {host}:{port} 上提供服务：{error.strerror or error}。请检查 HOST 和 PORT。"


def claim_folder(path: Path) -> TextIO:
    """The lock of the one supervisor on this data folder; held until the returned file is closed."""
    lock = path.open("w")
    if os.name == "posix":
        import fcntl  # not on Windows

        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.close()
            raise CommandError(
                "另一个 serve 正在使用同一份数据。请先停下它，或用 VAR_DIR 指定另一个数据文件夹。"
            ) from error
    return lock


def wait_for_web(host: str, port: int, *, name: str, stopped: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether the web answered within the time."""
    reach = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  compared, not bound
    end = time.monotonic() + seconds
    while time.monotonic() < end and not stopped():
        line = http.client.HTTPConnection(reach, port, timeout=5)
        try:
            line.request("GET", "/healthz", headers={"Host": name})
            return line.getresponse().status < 500
        except OSError:
            time.sleep(0.2)
        finally:
            line.close()
    return False
