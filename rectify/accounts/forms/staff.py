"""Forms of a workbook of people, of its approval, and of the slips that follow."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet

from rectify.accounts.models import User
from rectify.accounts.models.password_half import sides_of
from rectify.accounts.roles import ADMINISTRATORS, AccountKind
from rectify.accounts.staff import MEANT, StaffLine
from rectify.lib.fields import Choice, Refs, Words
from rectify.workflow.inputs import ActInput

CHOOSE = ("", "请选")


def newcomers(form: ActInput) -> QuerySet[User]:
    """Who has not chosen a password yet and waits for a half that the reader prints."""
    printed_for = [kind for kind in AccountKind if form.user.kind in sides_of(kind)]
    people = User.objects.visible_to(form.user).filter(kind__in=printed_for, is_active=True)
    from_the_server = Q(kind__in=ADMINISTRATORS) & ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return people.filter(must_change_password=True).exclude(from_the_server)


class StaffMeantForm(ActInput):
    """What is meant by rows of which it is asked: which unit, whether the same person."""

    def __init__(self, *args: Any, lines: Iterable[StaffLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            if line.is_asked:
                name = self.name_of(line)
                choices = [(unit.public_id, unit.full_name) for unit in line.asked_unit] or list(MEANT.items())
                attrs = {"aria-label": f"第 {line.number} 行：{line.question}", "class": "w-auto"}
                self.fields[name] = Choice(
                    label=f"第 {line.number} 行",
                    choices=[CHOOSE, *choices],
                    required=False,
                    widget=forms.Select(attrs=attrs),
                )

    @staticmethod
    def name_of(line: StaffLine) -> str:
        return f"{'unit' if line.asked_unit else 'person'}_{line.number}"

    def meant(self) -> dict[str, str]:
        """What was said, by the name of the field."""
        return {name: meaning for name, meaning in self.cleaned_data.items() if meaning}


class DeclineForm(ActInput):
    reason = Words(label="不同意的理由", max_length=200, help_text="系统管理员照着改名单，再提交一次")


class SlipsForm(ActInput):
    people = Refs(newcomers, label="人员", error_messages={"required": "请先勾选要打印的人"})
