"""Words that were refused at the door."""

from rectify.accounts.models import User
from rectify.audit.trail import record


def turn_away(*, where: str, by: User) -> None:
    """Note that a text with a marking of secrecy was refused: who sent it and to which address, never the text."""
    record("accounts.user.turn_away", by, by=by, where=where)
