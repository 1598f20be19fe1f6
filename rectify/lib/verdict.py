"""Yes, or no with a reason. What a guard answers, a button shows, the API returns and a test asserts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Verdict:
    """`ok`, and when not ok `reason` (a sentence that says what to do) and `cure`, the name of the place that cures it.

    A rule about who may says by which `post` it allows: the act is done by that post, and for whoever lent it.
    """

    ok: bool
    reason: str = ""
    cure: str = ""
    post: Any = None

    def __bool__(self):
        return self.ok


YES = Verdict(True)


def yes(reason: str) -> Verdict:
    """A yes worth showing among the conditions that are met."""
    return Verdict(True, reason)


def by_post(post: Any, reason: str) -> Verdict:
    """Yes by this post; where there is none, no with `reason`."""
    return Verdict(True, post=post) if post else no(reason)


def no(reason: str, cure: str = "") -> Verdict:
    """A no: `reason` for people, `cure` an anchor or key that a page turns into a link."""
    return Verdict(False, reason, cure)


def several(answer: Verdict | Iterable[Verdict]) -> list[Verdict]:
    """What a guard answers, one verdict or many, as a list."""
    return [answer] if isinstance(answer, Verdict) else list(answer)
