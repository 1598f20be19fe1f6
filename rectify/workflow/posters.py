"""What every move must do in the books: one explicit list, filled from `AppConfig.ready` of the apps below."""

from collections.abc import Callable

_POSTERS: dict[str, list[Callable]] = {}


def register(model_label: str, poster: Callable) -> None:
    """`poster(move, obj, before, act)` is called inside the transaction of every move over `model_label`, after its effects."""
    if poster not in _POSTERS.setdefault(model_label, []):
        _POSTERS[model_label].append(poster)


def posters(model_label: str) -> list[Callable]:
    """The posters of a model, in the order in which they were registered."""
    return list(_POSTERS.get(model_label, []))
