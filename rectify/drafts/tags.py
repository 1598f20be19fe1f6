"""What a form shows of the files that wait for it, known to every template."""

from typing import Any
from urllib.parse import urlsplit

from django import template
from django.forms import BoundField, FileInput
from django.template.context import RequestContext

from rectify.drafts import chosen

register = template.Library()


@register.filter
def is_file(field: BoundField) -> bool:
    """Whether a field takes a file."""
    return isinstance(field.field.widget, FileInput)


@register.inclusion_tag("components/_chosen.html", takes_context=True)
def chosen_files(context: RequestContext, field: str, to: str = "", several: bool = False) -> dict[str, Any]:
    """The files that wait for `field` of the form that is sent to `to` (left out: to the page's own address): a tick each."""
    name = chosen.BESIDE if several else chosen.FIELD
    request = getattr(context, "request", None)
    if request is None or not request.user.is_authenticated:  # drawn without a request
        return {"files": (), "name": name}
    waiting = chosen.waiting(owner=request.user, form=urlsplit(to).path or request.path)
    return {"files": waiting.filter(field=field), "name": name}
