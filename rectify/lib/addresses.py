"""Addresses that may belong to a part of the application which an installation leaves out."""

from functools import lru_cache

from django.urls import NoReverseMatch, reverse


@lru_cache(maxsize=4096)
def address(name: str, /, **kwargs: str) -> str:
    """The address of a page by its name; empty while the page does not exist."""
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""
