"""Template tags and filters every page has without loading them."""

from django.template import Library

register = Library()
