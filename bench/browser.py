"""A small browser: logs in through a form, asks an address over one kept connection, and times it."""

import http.client
import re
import time
import urllib.parse

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Browser:
    """One person on one connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, {}
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Status and body. A connection that the server has closed is opened again once."""
        for again in (False, True):
            try:
                return self._ask(path, form)
            except (ConnectionError, http.client.HTTPException):
                self.line.close()
                if again:
                    raise
        raise AssertionError

    def _ask(self, path: str, form: dict[str, str] | None) -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        self.line.request("GET" if form is None else "POST", path, body, headers)
        answer = self.line.getresponse()
        text = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        return answer.status, text

    def log_in(self, username: str, password: str) -> None:
        """Through the log-in form. Raises SystemExit when it is not let in."""
        _, page = self.ask("/login/")
        token = TOKEN.search(page.decode())
        form = {"username": username, "password": password, "csrfmiddlewaretoken": token.group(1) if token else ""}
        status, _ = self.ask("/login/", form)
        if status not in (301, 302, 303):
            raise SystemExit(f"127.0.0.1:{self.port} did not let {username} in: status {status}")

    def timed(self, path: str, expect: str, times: int, seconds: float) -> list[float]:
        """Seconds of each answer, at most so many and not longer than `seconds`. Raises SystemExit on a wrong answer."""
        found, end = [], time.perf_counter() + seconds
        while len(found) < times and time.perf_counter() < end:
            started = time.perf_counter()
            status, body = self.ask(path)
            found.append(time.perf_counter() - started)
            if status != 200 or expect.encode() not in body:
                raise SystemExit(f"127.0.0.1:{self.port}{path}: status {status}, or without “{expect}”")
        return found
