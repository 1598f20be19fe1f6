"""The number of the request being answered, for log lines, error pages and events."""

import logging
from contextvars import ContextVar

current: ContextVar[str] = ContextVar("request_number", default="-")


class AddRequestNumber(logging.Filter):
    """Puts the number on every log line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request = current.get()
        return True
