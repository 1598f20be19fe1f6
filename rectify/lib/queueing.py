"""Handing work to a worker. The message is a hint: the row says what is to be done, and a clock asks for it again."""

import logging
from typing import Any

from celery import Task
from django.db import transaction

logger = logging.getLogger(__name__)


def after_commit(task: Task, *args: Any) -> None:
    """Send `task` once what it is about is committed. A broker that does not answer loses nobody's upload: it is logged."""

    def send() -> None:
        try:
            task.delay(*args)
        except Exception:
            logger.exception("%s is not sent", task.name)

    transaction.on_commit(send, robust=True)
