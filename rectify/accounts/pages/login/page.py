"""The pages of coming in: name and password, and a password of one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest
from django.urls import reverse

from rectify.accounts.demo import PeopleOfRole, allowed, people
from rectify.accounts.entrance import was_sent
from rectify.accounts.forms.people import LoginForm, PasswordForm
from rectify.accounts.steps import safe_next
from rectify.lib.page import Page


@dataclass(frozen=True)
class LoginPage(Page):
    """The only page a stranger reads; `sent`: a form came after its session had ended. `demo_people` is empty outside the
    demo."""

    template: ClassVar[str] = "registration/login.html"
    form: LoginForm
    next: str
    sent: bool
    demo_people: Sequence[PeopleOfRole]
    demo_url: str


@dataclass(frozen=True)
class PasswordPage(Page):
    """`forced`: the first password has to go, then one is led to `next`."""

    template: ClassVar[str] = "accounts/login/password.html"
    form: PasswordForm
    forced: bool
    next: str


def login(request: HttpRequest, form: LoginForm) -> LoginPage:
    """With the people of the demo city where log-in by one click is there."""
    return LoginPage(
        form=form,
        next=safe_next(request),
        sent=was_sent(request),
        demo_people=people() if allowed(request) else [],
        demo_url=reverse("accounts:demo_login"),
    )
