"""Pytest plugin: `--now "2026-12-05 23:50"` lets a whole run take place then, its clock going on from there.

Nothing that is tested may depend on the hour or the day on which somebody happens to test: a Saturday, a working Saturday,
the minute before midnight, the last day of a year. The time is Shanghai's.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--now", type=moment, help="day and hour at which the run takes place, e.g. '2026-12-05 23:50'")


def pytest_configure(config: pytest.Config) -> None:
    if now := config.getoption("--now"):
        travel = time_machine.travel(now, tick=True)
        travel.start()
        config.add_cleanup(travel.stop)


def pytest_report_header(config: pytest.Config) -> str | None:
    now = config.getoption("--now")
    return f"the clock begins at {now:%Y-%m-%d %H:%M (%A)}" if now else None
