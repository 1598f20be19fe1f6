"""Run a function in a separate limited process: for whatever opens the inside of a file that came from outside.

The rule (docs/rules.md: file-limited): bounded memory and processor time, no network name space where the kernel allows it,
a temporary
folder of its own, killed with its group. Arguments and result travel as JSON, so nothing of the child's is executed here.
"""

import gc
import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import chain, repeat
from pathlib import Path
from typing import Any

MEMORY, CPU, WALL, OUTPUT, FILES = 512 * 2**20, 30, 60, 256 * 2**20, 64
ROOT = Path(__file__).resolve().parents[2]
KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "VIRTUAL_ENV")
LONG = 500
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000


class LimitExceeded(Exception):
    """The child needed more time or memory than it may have."""


class ChildFailed(Exception):
    """The child ended without an answer. The text is for the log."""


def call(
    target: str,
    *args: Any,
    memory: int = MEMORY,
    cpu: int = CPU,
    wall: float = WALL,
    output: int = OUTPUT,
    files: int = FILES,
    reraise: tuple[type[Exception], ...] = (),
) -> Any:
    """The JSON value of `package.module:function` called with JSON arguments.

    Exceptions named in `reraise` cross over with their text. Raises LimitExceeded, ChildFailed.
    """
    order = {"target": target, "args": args, "memory": memory, "cpu": cpu, "output": output, "files": files}
    return _value(target, *_run(order, wall, _whole), reraise=reraise)


def lines(
    target: str,
    *args: Any,
    memory: int = MEMORY,
    cpu: int = CPU,
    wall: float = WALL,
    output: int = OUTPUT,
    reraise: tuple[type[Exception], ...] = (),
) -> list[bytes]:
    """What the generator `package.module:function` yields, each value one line of JSON, not taken apart yet.

    For answers of many parts: neither process ever holds them all as objects. Raises as `call` does.
    """
    order = {"target": target, "args": args, "memory": memory, "cpu": cpu, "output": output, "lines": True}
    return _value(target, *_run(order, wall, _apart), reraise=reraise)


def _value(target: str, answer: dict | None, code: int, errors: bytes, *, reraise: tuple[type[Exception], ...]) -> Any:
    """What the child answered, or the exception for what became of it."""
    if answer is None:
        if code in (-signal.SIGXCPU, -signal.SIGKILL) or b"MemoryError" in errors:
            raise LimitExceeded(f"{target}: {code}")
        raise ChildFailed(f"{target}: {code} {errors[-2000:].decode('utf-8', 'replace')}")
    if "value" in answer:
        return answer["value"]
    if answer["raised"] == "MemoryError":
        raise LimitExceeded(f"{target}: memory")
    for kind in reraise:
        if answer["raised"] == f"{kind.__module__}.{kind.__qualname__}":
            raise kind(answer["text"])
    raise ChildFailed(f"{target}: {answer['raised']}: {answer['text']}")


def _whole(result: Path) -> dict:
    return json.loads(result.read_bytes())


def _apart(result: Path) -> dict:
    """The lines but the last, which tells how it ended."""
    with open(result, "rb") as file:
        answers = list(file)
    ended = json.loads(answers.pop() if answers else b"")
    return {"value": answers} if "value" in ended else ended


def _run(order: dict, wall: float, load: Callable[[Path], dict]) -> tuple[dict | None, int, bytes]:
    """Start the child, wait, and end its whole group whatever happens; its answer, its code, what it complained of."""
    with tempfile.TemporaryDirectory(prefix="limited-") as folder:
        result = Path(folder) / "result.json"
        code, errors = _child(json.dumps(order), folder, result, wall)
        try:
            return load(result), code, errors
        except (OSError, ValueError):
            return None, code, errors


def _child(order: str, folder: str, result: Path, wall: float) -> tuple[int, bytes]:
    environment = {key: os.environ[key] for key in KEPT if key in os.environ}
    environment |= {"TMPDIR": folder, "HOME": folder, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", "rectify.lib.limited", str(result)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
        try:
            child.communicate(order.encode(), timeout=wall)
        except subprocess.TimeoutExpired as error:
            raise LimitExceeded(f"{wall} s") from error
        finally:
            _end(child)
        errors.seek(0)
        return child.returncode, errors.read(1 << 16)


def _end(child: subprocess.Popen) -> None:
    try:
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    except (ProcessLookupError, PermissionError):
        pass
    child.wait()


def confine(memory: int, cpu: int, output: int, files: int = FILES) -> None:
    """Bind this process; what the system does not know of is left out."""
    try:
        import resource
    except ImportError:  # Windows, where only development happens
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, files),
    ):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
    leave_network()


def leave_network() -> bool:
    """Move into an empty network name space. False where the kernel or the container does not allow it."""
    try:
        import ctypes

        library = ctypes.CDLL(None, use_errno=True)
        return library.unshare(NEW_NETWORK) == 0 or library.unshare(NEW_USER | NEW_NETWORK) == 0
    except (OSError, AttributeError):
        return False


def main(result: str) -> None:
    """The child: read the order, bind itself, answer."""
    order = json.loads(sys.stdin.buffer.read())
    gc.disable()  # a short life in bounded memory: looking for cycles would take a third of it
    confine(order["memory"], order["cpu"], order["output"], order.get("files", FILES))
    with open(result, "w", encoding="utf-8") as file:
        try:
            module, _, name = order["target"].partition(":")
            outcome = getattr(importlib.import_module(module), name)(*order["args"])
            if order.get("lines"):
                for one in outcome:
                    file.write(json.dumps(one, ensure_ascii=False, check_circular=False) + "\n")
                outcome = True
            answer = {"value": outcome}
        except MemoryError:
            answer = {"raised": "MemoryError", "text": ""}
        except Exception as error:
            answer = {"raised": f"{type(error).__module__}.{type(error).__qualname__}", "text": str(error)}
        _write(answer, file.write)


def _write(value: Any, write: Callable[[str], object]) -> None:
    """JSON in pieces: a long list is never held as one text."""
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        for before, (key, one) in zip(chain("{", repeat(",")), value.items(), strict=False):
            write(f"{before}{json.dumps(key, ensure_ascii=False)}:")
            _write(one, write)
        write("}" if value else "{}")
    elif isinstance(value, list) and len(value) > LONG:
        for begin in range(0, len(value), LONG):
            text = json.dumps(value[begin : begin + LONG], ensure_ascii=False)
            write(("," if begin else "[") + text[1:-1])
        write("]")
    elif isinstance(value, list) and value:
        for before, one in zip(chain("[", repeat(",")), value, strict=False):
            write(before)
            _write(one, write)
        write("]")
    else:
        write(json.dumps(value, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
