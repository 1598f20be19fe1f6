"""The ways out of the application. Each takes a mailing that holds numbers and links, never content."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage

from rectify.accounts.models import User


@dataclass(frozen=True)
class Message:
    """What leaves the building. `key` is the same at every try, so that a receiver can drop a second copy."""

    subject: str
    body: str
    key: str


@dataclass(frozen=True)
class Channel:
    """An adapter: whom it reaches, and how it sends (any exception is a failed try)."""

    name: str
    label: str
    reaches: Callable[[User], bool]
    send: Callable[[User, Message], None]


def by_mail(user: User, message: Message) -> None:
    EmailMessage(
        message.subject,
        message.body,
        settings.DEFAULT_FROM_EMAIL,
        [user.email],
        headers={"Message-ID": f"<{message.key}@rectify>", "Auto-Submitted": "auto-generated"},
    ).send()


EMAIL = Channel("email", "邮件", lambda user: bool(user.email), by_mail)
CHANNELS = {EMAIL.name: EMAIL}
