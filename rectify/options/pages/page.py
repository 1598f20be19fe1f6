"""The pages of options: all of them, and one that is changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from django.urls import reverse
from django.utils.http import urlencode

from rectify.accounts.models import Unit
from rectify.lib.components import Crumb, ViewLink
from rectify.lib.page import Page
from rectify.options.forms import OptionForm
from rectify.options.registry import Option
from rectify.options.stored import OptionLine, listing


@dataclass(frozen=True)
class OptionsPage(Page):
    """Options in groups, for all offices or for `office`; a view for each."""

    template: ClassVar[str] = "options/list.html"
    groups: Sequence[tuple[str, Sequence[OptionLine]]]
    office: Unit | None
    views: Sequence[ViewLink]


@dataclass(frozen=True)
class OptionPage(Page):
    """One option to be changed, for all offices or for `office`."""

    template: ClassVar[str] = "options/edit.html"
    form: OptionForm
    option: Option
    office: Unit | None
    crumb: Crumb
    back: str


def options(office: Unit | None, offices: Iterable[Unit]) -> OptionsPage:
    """Groups stand in the order in which their options were declared."""
    lines = [line for line in listing(office) if office is None or line.option.per_office]
    order = list(dict.fromkeys(line.option.group for line in lines))
    lines.sort(key=lambda line: order.index(line.option.group))
    views = [ViewLink("所有机构", address(None), office is None)]
    views += [ViewLink(str(each), address(each), each == office) for each in offices]
    return OptionsPage(
        groups=[(name, list(group)) for name, group in groupby(lines, key=lambda line: line.option.group)],
        office=office,
        views=views,
    )


def option(form: OptionForm, option: Option, office: Unit | None) -> OptionPage:
    """The form of one option."""
    back = address(office)
    return OptionPage(form=form, option=option, office=office, crumb=[("规则", back), (option.title, "")], back=back)


def address(office: Unit | None) -> str:
    """The list for an office, or for all."""
    return reverse("options:list") + (f"?{urlencode({'office': office.public_id})}" if office else "")
