"""One sentence for each kind of event. Every app adds its own table from `AppConfig.ready`; a test demands one for each kind."""

from string import Formatter

_SENTENCES: dict[str, str] = {}
_RESERVED: set[str] = set()


def add(sentences: dict[str, str]) -> None:
    """Register sentences: kind → text with {fact} places. A kind may be registered once."""
    for kind, text in sentences.items():
        if _SENTENCES.get(kind, text) != text:
            raise ValueError(f"two sentences for {kind}")
        _SENTENCES[kind] = text


def known() -> dict[str, str]:
    """All registered sentences."""
    return dict(_SENTENCES)


def reserve(*kinds: str) -> None:
    """Events of these kinds are told to the office alone where an object's trail is shown: what must come unannounced."""
    _RESERVED.update(kinds)


def reserved() -> list[str]:
    """The kinds that only the office reads."""
    return sorted(_RESERVED)


class _Gentle(Formatter):
    def get_value(self, key, args, kwargs):
        value = kwargs.get(key, "")
        return "" if value is None else value


def sentence(event) -> str:
    """The event as a Chinese sentence; a kind nobody registered shows itself, so that nothing is hidden."""
    told = _Gentle().format(_SENTENCES.get(event.kind, event.kind), **event.facts)
    words = event.facts.get("unclassified")
    return f"{told}（已确认不涉密：{words}）" if words else told
