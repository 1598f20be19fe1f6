"""A first password in two halves: made, held against what is typed. Neither administrator ever knows both."""

import secrets
from enum import Enum

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.http import HttpRequest

from rectify.accounts.models import User
from rectify.accounts.models.password_half import sides_of
from rectify.lib.passwords import SIGNS

LENGTH = 8
ROUNDS = 20_000  # eight random signs for three days need no more, and a hundred slips are printed in one request
HASHER = PBKDF2PasswordHasher()


class SlipCheck(Enum):
    """What a typed password is, held against the two slips of a person."""

    WRONG = "wrong"
    RIGHT = "right"
    TOO_LATE = "too late"


def new_half() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def code_of(half: str) -> str:
    """What is stored of a half."""
    return HASHER.encode(half, HASHER.salt(), iterations=ROUNDS)


def shown(half: str) -> str:
    """As it stands on the slip: in fours, which are copied with fewer slips of the eye."""
    return f"{half[:4]} {half[4:]}"


def opening(user: User, typed: str) -> SlipCheck:
    """Whether `typed` is both halves of `user`, one behind the other. Blanks and dashes do not count."""
    plain = "".join(sign for sign in typed if sign.isalnum())
    halves = {half.side: half for half in user.password_halves.all()}
    sides = sides_of(user.kind)
    if len(plain) != 2 * LENGTH or not halves.keys() >= set(sides) or not user.must_change_password:
        return SlipCheck.WRONG
    parts = {side: plain[at * LENGTH : (at + 1) * LENGTH] for at, side in enumerate(sides)}
    if not all(HASHER.verify(parts[side], halves[side].code) for side in sides):
        return SlipCheck.WRONG
    return SlipCheck.RIGHT if all(half.is_good for half in halves.values()) else SlipCheck.TOO_LATE


class HalvesBackend(ModelBackend):
    """The log-in of who has never chosen a password."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **more: object
    ) -> User | None:
        user = User.objects.filter(username=username or "", is_active=True).first()
        return user if user and opening(user, password or "") is SlipCheck.RIGHT else None
