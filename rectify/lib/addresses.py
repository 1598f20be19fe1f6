"""Addresses of pages by their names, for the layers that may not import the page."""

from collections.abc import Callable
from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=4096)
def address(name: str, /, **kwargs: str) -> str:
    """`reverse`, remembered: a page asks for the same dozens again and again. Raises NoReverseMatch for a name that is none."""
    return reverse(name, kwargs=kwargs)


def stands_on(find: Callable[..., str]) -> Callable[[Callable], Callable]:
    """Says of a view behind a button on which page that button is, where the address above it opens something else:
    `find(request, **kwargs)`, called as the view is. It may raise Http404."""

    def decorate(view: Callable) -> Callable:
        view.stands_on = find  # type: ignore[attr-defined]
        return view

    return decorate
