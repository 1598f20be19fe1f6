"""What a page shows, as one value: a template names the fields of a frozen dataclass and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Page:
    """What one template reads. A subclass names the template and declares a field for each of the template's names."""

    template: ClassVar[str] = ""

    def context(self) -> Mapping[str, Any]:
        """The fields by their names; rows stay the objects they are."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def drawn(page: Page) -> SafeString:
    """The page without a request: of what every page gets from it, its template finds nothing."""
    return render_to_string(page.template, page.context())


def show(request: HttpRequest, page: Page, *, status: int = 200, template: str = "") -> HttpResponse:
    """The answer with the page in it; `template` where a row of a table names it, not the page."""
    return render(request, template or page.template, page.context(), status=status)
