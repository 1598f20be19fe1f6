"""What goes on in the server of the browser tests: a test ends only when nothing of it runs any more.

A request that outlives its test holds locks when the tables are emptied, leaves rows for the next test, or meets a
database that is closed. Closing the browser's profile is not enough: the server's thread works on.
"""

import contextlib
import socket
from threading import Condition
from typing import Any


class Traffic:
    """The connections of one live server, from the moment each is taken on until its thread has let go of the database."""

    def __init__(self, httpd: Any) -> None:
        self.address = httpd.server_address
        self.open: set[socket.socket] = set()
        self.seen: set[Any] = set()
        self.running = 0
        self.changed = Condition()
        self.take_on, self.let_go, self.answer = httpd.process_request, httpd.close_request, httpd.get_app()
        httpd.process_request, httpd.close_request = self.process_request, self.close_request
        httpd.set_app(self.application)

    def process_request(self, request: socket.socket, address: Any) -> None:
        with self.changed:
            self.open.add(request)
            self.seen.add(address)
            self.changed.notify_all()
        self.take_on(request, address)

    def close_request(self, request: socket.socket) -> None:
        try:
            self.let_go(request)  # Django closes the thread's connections to the database here
        finally:
            with self.changed:
                self.open.discard(request)
                self.changed.notify_all()

    def application(self, environ: dict, start_response: Any) -> "SentAnswer":
        with self.changed:
            self.running += 1
        try:
            return SentAnswer(self.answer(environ, start_response), self.answered)
        except BaseException:
            self.answered()
            raise

    def answered(self) -> None:
        with self.changed:
            self.running -= 1
            self.changed.notify_all()

    def settle(self, seconds: float = 60) -> None:
        """Wait until no request runs; for a look at the database in the middle of a test, while its pages stay open."""
        with self.changed:
            if not self.changed.wait_for(lambda: self.running == 0, seconds):
                raise AssertionError(f"{self.running} requests were still running after {seconds:.0f} seconds")

    def knock(self, seconds: float) -> None:
        """Return when all that had reached the server's door before has been let in: it takes them in their order."""
        with socket.create_connection(self.address[:2], timeout=seconds) as line, self.changed:
            self.changed.wait_for(lambda: line.getsockname() in self.seen, seconds)
            self.seen.clear()

    def end(self, seconds: float = 60) -> None:
        """Let what runs run to its end, then hang up; returns when no thread holds a connection. The browser is gone."""
        self.knock(seconds)
        self.settle(seconds)
        with self.changed:
            for line in self.open:
                with contextlib.suppress(OSError):
                    line.shutdown(socket.SHUT_RD)
            if not self.changed.wait_for(lambda: not self.open, seconds):
                raise AssertionError(f"{len(self.open)} connections were still open after {seconds:.0f} seconds")


class SentAnswer:
    """An answer that says when it has been sent: a streamed file is read long after the view has returned."""

    def __init__(self, parts: Any, done: Any) -> None:
        self.parts, self.done = parts, done

    def __iter__(self) -> Any:
        return iter(self.parts)

    def close(self) -> None:
        try:
            if hasattr(self.parts, "close"):
                self.parts.close()
        finally:
            self.done()
