"""Every address of the application, made from the resolver, so that nobody can forget one."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One address: its full name (`issues:detail`), its route, and the names of its parameters."""

    name: str
    route: str
    params: tuple[str, ...]

    @property
    def is_api(self) -> bool:
        return self.route.startswith("api/")


def every_address() -> list[Address]:
    """All named addresses, in the order of the resolver. A pattern without a name raises: it could not be walked."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, route, inner)
        elif isinstance(entry, URLPattern):
            if not entry.name:
                raise LookupError(f"{route} has no name")
            yield Address(namespace + entry.name, route, tuple(entry.pattern.converters))
