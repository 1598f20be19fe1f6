"""A browser test is over when its last request is: not when the browser is gone, and not when the answer has begun."""

import threading
from http.client import HTTPConnection

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

from rectify.roof.testing.traffic import Traffic


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


class Slow:
    """An application that holds its answer back, before it begins or in the midst of it, until it is let go."""

    def __init__(self, where):
        self.where, self.begun, self.go, self.over = where, threading.Event(), threading.Event(), False

    def __call__(self, environ, start_response):
        self.hold("before")
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
        return self.parts()

    def parts(self):
        yield b"a"
        self.hold("amid")
        self.over = True
        yield b"b"

    def hold(self, place):
        if place == self.where:
            self.begun.set()
            self.go.wait(20)


@pytest.fixture(params=["before", "amid"])
def slow(request):
    return Slow(request.param)


@pytest.fixture
def traffic(slow):
    httpd = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    httpd.set_app(slow)
    watched = Traffic(httpd)
    serving = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    yield watched
    httpd.shutdown()
    httpd.server_close()
    serving.join()


def asked(traffic):
    client = HTTPConnection(*traffic.address, timeout=20)
    client.request("GET", "/")
    return client


def test_the_end_waits_for_a_request_whose_asker_has_gone(slow, traffic):
    client = asked(traffic)
    assert slow.begun.wait(20)
    client.close()
    threading.Timer(0.1, slow.go.set).start()
    traffic.end()
    assert slow.over or slow.where == "before"
    assert (traffic.running, traffic.open) == (0, set())


def test_a_request_that_hangs_is_told_and_not_waited_for_for_ever(slow, traffic):
    client = asked(traffic)
    assert slow.begun.wait(20)
    with pytest.raises(AssertionError, match="1 requests were still running"):
        traffic.end(seconds=0.05)
    slow.go.set()
    client.close()
    traffic.end()


def test_a_line_that_is_kept_open_and_asks_nothing_is_hung_up(slow, traffic):
    slow.go.set()
    client = asked(traffic)
    assert client.getresponse().read() == b"ab"
    traffic.settle()
    assert traffic.open
    traffic.end()
    assert not traffic.open
    client.close()
