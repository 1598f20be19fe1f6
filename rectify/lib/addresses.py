"""Addresses of pages by their names, for the layers that may not import the page."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=4096)
def address(name: str, /, **kwargs: str) -> str:
    """`reverse`, remembered: a page asks for the same dozens again and again. Raises NoReverseMatch for a name that is none."""
    return reverse(name, kwargs=kwargs)
