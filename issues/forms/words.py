"""Text that people write and that may be kept here."""

from django import forms
from django.core.exceptions import ValidationError

from rectify.lib.secrecy import EXPLAINED, marked


class Words(forms.CharField):
    """Text that may be kept here: a mark of classified material stops it."""

    def clean(self, value):
        text = super().clean(value)
        if mark := marked(text):
            raise ValidationError(f"{EXPLAINED}：文字里有“{mark}”字样。确实不涉密的，请换个写法")
        return text.strip()


def area(rows: int, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})
