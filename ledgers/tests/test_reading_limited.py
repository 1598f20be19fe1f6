"""The limited process: answers, refusals, and what it does to a child that asks too much."""

import json
import socket
import sys
import time

import pytest

from rectify.lib import limited

HERE = "ledgers.tests.test_reading_limited"


class Own(Exception):
    pass


def double(number):
    return {"twice": number * 2}


def count_to(number, then=""):
    for one in range(number):
        yield {"一": one}
    if then:
        raise Own(then)


def loaded():
    return sorted(sys.modules)


def raise_own(text):
    raise Own(text)


def eat_memory():
    return len(bytearray(2**31))


def spin():
    while True:
        pass


def sleep():
    time.sleep(60)


def write_much(path):
    with open(path, "wb") as file:
        for _ in range(64):
            file.write(b"0" * 2**20)


def dial(port):
    with socket.create_connection(("127.0.0.1", port), timeout=3):
        return True


def test_a_child_loads_neither_the_queue_nor_django():
    """Everybody who uploads a file waits until it is up."""
    assert {name.partition(".")[0] for name in limited.call(f"{HERE}:loaded")} & {"celery", "kombu", "django"} == set()


def test_a_value_comes_back():
    assert limited.call(f"{HERE}:double", 21) == {"twice": 42}


def test_a_named_refusal_crosses_over():
    with pytest.raises(Own, match="为什么"):
        limited.call(f"{HERE}:raise_own", "为什么", reraise=(Own,))
    with pytest.raises(limited.ChildFailed, match="Own"):
        limited.call(f"{HERE}:raise_own", "为什么")


def test_many_parts_come_back_line_by_line_or_not_at_all():
    found = limited.lines(f"{HERE}:count_to", 3)
    assert [json.loads(line) for line in found] == [{"一": 0}, {"一": 1}, {"一": 2}]
    assert limited.lines(f"{HERE}:count_to", 0) == []
    with pytest.raises(Own, match="到头了"):
        limited.lines(f"{HERE}:count_to", 3, "到头了", reraise=(Own,))
    with pytest.raises((limited.ChildFailed, limited.LimitExceeded)):
        limited.lines(f"{HERE}:count_to", 10**6, output=2**20)


def test_memory_time_and_output_are_bounded(tmp_path):
    with pytest.raises(limited.LimitExceeded):
        limited.call(f"{HERE}:eat_memory")
    with pytest.raises(limited.LimitExceeded):
        limited.call(f"{HERE}:spin", cpu=1)
    with pytest.raises(limited.LimitExceeded):
        limited.call(f"{HERE}:sleep", wall=1)
    with pytest.raises((limited.ChildFailed, limited.LimitExceeded)):
        limited.call(f"{HERE}:write_much", str(tmp_path / "x"), output=2**20)
    assert (tmp_path / "x").stat().st_size <= 2**20


def test_the_network_is_away_where_the_kernel_allows():
    if not limited.call("rectify.lib.limited:leave_network"):
        pytest.skip("内核不允许建立网络命名空间，没有验证断网")
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(limited.ChildFailed):
        limited.call(f"{HERE}:dial", server.getsockname()[1])
