"""Where to serve: is the port free, is it the only supervisor, does the web answer."""

import errno
import http.client
import os
import shlex
import socket
import sys
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
        return f"端口 {port} 已被别的程序占用。请换一个，例如：{typed(f'serve --port {port + 1}')}"
    if error.errno == errno.EACCES:
        return f"没有权限使用端口 {port}。1024 以下的端口只有系统管理员能用，请换一个大一些的。"
    return f"不能在 {host}:{port} 上提供服务：{error.strerror or error}。请检查 HOST 和 PORT。"


def claim_folder(path: Path, *, wait: bool = False) -> TextIO:
    """The lock of the one supervisor on this data folder; held until the returned file is closed. Raises CommandError where
    another holds it, unless it may `wait`."""
    lock = path.open("w")
    if os.name == "posix":
        import fcntl  # not on Windows

        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
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


def typed(command: str) -> str:
    """The command as it must be typed here: by the very Python that runs, which is seldom the one that `python` names."""
    python, here = Path(sys.executable), Path.cwd()
    python = python.relative_to(here) if python.is_relative_to(here) else python
    return f"{shlex.quote(str(python))} manage.py {command}"


def is_held(path: Path) -> bool:
    """Whether some process holds the lock of this file (`claim_folder`)."""
    if not path.exists():
        return False
    try:
        claim_folder(path).close()
    except CommandError:
        return True
    return False


def wait_until_free(path: Path, *, say: Callable[[str], None], seconds: float = 900) -> None:
    """Return when nobody holds the lock of this file; says once that one waits. Raises CommandError after `seconds`."""
    end, has_said = time.monotonic() + seconds, False
    while is_held(path):
        if not has_said:
            say("系统还在准备（第一次启动要几分钟），准备好就接着办，请稍候……")
            has_said = True
        if time.monotonic() > end:
            raise CommandError("等了很久还没有准备好。请看启动服务的那个窗口里写着什么，处理好以后再运行一次。")
        time.sleep(0.5)
