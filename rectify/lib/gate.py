"""The one gate before every word that enters by a request: forms of pages, JSON of the API, whoever reads them afterwards.

A marking is refused, with no override. Words that may be one are asked about once; who confirms sends the same again with
`confirmed_unclassified`, and the trail of whatever is then written keeps it. A field of a form may ask `examine` itself.
Control signs nobody can see are dropped before (`settle`), and the person is told how many.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from rectify.lib.secrecy import EXPLAINED, marks
from rectify.lib.text import settled

CONFIRM = "confirmed_unclassified"
# Passwords, and what only looks something up: stored nowhere as words.
NO_WORDS = frozenset({"csrfmiddlewaretoken", "password", "old", "new", "again", "q", "back", CONFIRM})

DROPPED = "您填的文字里有 {} 个看不见的控制符，存不了，已经去掉；其余一字未动。"

confirmed: ContextVar[tuple[str, ...]] = ContextVar("confirmed_words", default=())


class Stopped(Exception):
    """Texts that may not pass: `marking` refuses them; without one `words` have to be confirmed."""

    def __init__(self, marking: str = "", words: tuple[str, ...] = ()):
        self.marking, self.words = marking, words
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """What a person is told."""
        if self.marking:
            return f"{EXPLAINED}：文字里标有密级“{self.marking}”，没有接收，也没有留存。涉密内容请按保密规定另行办理"
        return f"文字里有“{'”“'.join(self.words)}”。请确认所填内容不涉密，也不是不得公开的内部资料"


def examine(texts: Iterable[str], *, sure: bool) -> None:
    """Let `texts` pass or raise Stopped. `sure`: the person has confirmed that nothing classified is entered."""
    words: dict[str, None] = {}
    for text in texts:
        markings = marks(text)
        if markings.marking:
            raise Stopped(markings.marking)
        words |= dict.fromkeys(markings.words)
    if words and not sure:
        raise Stopped(words=tuple(words))
    confirmed.set(tuple(words))


@contextmanager
def confirming(words: Iterable[str]) -> Iterator[None]:
    """What is recorded within bears `words` as confirmed."""
    token = confirmed.set(tuple(dict.fromkeys([*confirmed.get(), *words])))
    try:
        yield
    finally:
        confirmed.reset(token)


def add_confirmed(words: Iterable[str]) -> None:
    """Words of files, confirmed beside those of the form they came with."""
    confirmed.set(tuple(dict.fromkeys([*confirmed.get(), *words])))


def words_of(value: Any) -> Iterator[str]:
    """Every text of a form or of JSON, wherever it stands in it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in NO_WORDS:
                yield from words_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from words_of(part)


def settle(value: Any) -> int:
    """Take the unseen controls out of every text of `value`, lists by name or JSON, in place. Gives how many there were."""
    parts = list(value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ())
    count = 0
    for place, part in parts:
        if isinstance(part, str):
            value[place], dropped = settled(part)
        else:
            dropped = 0 if place in NO_WORDS else settle(part)
        count += dropped
    return count
