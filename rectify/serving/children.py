"""Programs that run beside each other: started, watched, started again, stopped."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

LONGEST_WAIT = 30.0
CALM_AFTER = 60.0  # seconds a child must have lived for the next wait to be short again
STOP_WITHIN = 25.0
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def die_with_parent() -> None:
    """Runs in the child before its program: the kernel ends it when the supervisor is gone, even by kill -9."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


@dataclass
class Child:
    """One program. `leavings` are files that its sudden death leaves behind and that would stop the next start."""

    title: str
    command: list[str]
    leavings: list[Path] = field(default_factory=list)
    process: subprocess.Popen | None = None
    started: float = 0.0
    wait: float = 1.0
    due: float = 0.0

    def start(self) -> None:
        for path in self.leavings:
            path.unlink(missing_ok=True)
        # A session of its own: Ctrl+C in the terminal reaches only the supervisor, which stops everybody in order.
        self.process = subprocess.Popen(
            self.command,
            start_new_session=os.name == "posix",
            preexec_fn=die_with_parent if sys.platform == "linux" else None,
        )
        self.started = time.monotonic()

    def died(self) -> int | None:
        """The exit code of a child that is gone, else None."""
        return self.process.poll() if self.process else None

    def bury(self) -> float:
        """Ends what a dead child left running and says after how many seconds to start it again."""
        self.signal_all(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        if time.monotonic() - self.started > CALM_AFTER:
            self.wait = 1.0
        pause, self.wait = self.wait, min(self.wait * 2, LONGEST_WAIT)
        self.process, self.due = None, time.monotonic() + pause
        return pause

    def signal_all(self, number: int) -> None:
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.name == "posix":
                os.killpg(self.process.pid, number)
            else:
                self.process.terminate()

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def stop_by(self, moment: float) -> None:
        """Waits until then, after that without mercy; whoever it started goes too."""
        if not self.process:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=max(0.1, moment - time.monotonic()))
        self.signal_all(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        self.process.wait()


class Supervisor:
    """Keeps children running until told to stop."""

    def __init__(self, children: list[Child], *, say: Callable[[str], None]) -> None:
        self.children, self.say, self.stopping = children, say, False

    def run(self, *, when_started: Callable[[], None]) -> None:
        """Start all, call when_started once, watch, stop all when a stop signal comes."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        try:
            for child in self.children:
                child.start()
            when_started()
            while not self.stopping:
                for child in self.children:
                    self.look_after(child)
                time.sleep(0.3)
        finally:
            self.end()

    def stop(self, number: int, frame: object) -> None:
        self.stopping = True

    def look_after(self, child: Child) -> None:
        if child.process is None:
            if time.monotonic() >= child.due:
                child.start()
        elif (code := child.died()) is not None:
            pause = child.bury()
            self.say(f"{child.title}停了（代码 {code}），{pause:.0f} 秒后重新启动。")

    def end(self) -> None:
        self.say("正在停止，等手头的工作做完……")
        for child in self.children:
            child.ask_to_stop()
        moment = time.monotonic() + STOP_WITHIN
        for child in self.children:
            child.stop_by(moment)
        self.say("已全部停止。")
