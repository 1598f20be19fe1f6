"""Drafts are kept, ended and forgotten here. None of it is an act: they are one's own, and no event tells of them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from rectify.accounts.models import User
from rectify.drafts.models import FormDraft
from rectify.lib.errors import Refused
from rectify.lib.gate import Stopped, examine, words_of

LIVES = timedelta(days=14)
UNSENT_LIVES = timedelta(hours=24)  # of what came after a session had ended
UNSENT = "unsent:"  # how the names of those begin
MOST_BYTES = 256 * 2**10  # of one draft
MOST_DRAFTS = 60  # of a person: the oldest give way
PAUSE = timedelta(milliseconds=300)  # between two savings of one form
TOO_LARGE = "这张表填得太多，服务器存不下草稿，只存在这台电脑上。请先提交，或分几次填"
TOO_SOON = "存得太快，过一会儿再存"


class SavedElsewhere(Exception):
    """Another window has saved this form since: `draft` is what it saved, None where the form was taken or given up there."""

    def __init__(self, draft: FormDraft | None):
        self.draft = draft
        super().__init__(draft)


@dataclass(frozen=True)
class Typed:
    """What a form holds: its name, the page it stands on, what is in its fields."""

    form: str
    page: str
    title: str
    values: Mapping[str, Any]


def keep(typed: Typed, *, owner: User, version: int = 0) -> FormDraft:
    """Store what was typed over `version`, the last that the window knows of (0: it knows of none). Raises SavedElsewhere, and
    Refused for what is too much, too soon, or bears a marking of secrecy: that stays out of the database as a draft too."""
    _demand_fit(typed)
    try:
        with transaction.atomic():
            draft = _kept(typed, owner, version)
    except IntegrityError:  # two windows began at one moment
        raise SavedElsewhere(FormDraft.objects.visible_to(owner).filter(form=typed.form).first()) from None
    _make_room(owner)
    return draft


def _kept(typed: Typed, owner: User, version: int) -> FormDraft:
    about = {"page": typed.page, "title": typed.title, "values": dict(typed.values)}
    draft = FormDraft.objects.visible_to(owner).select_for_update().filter(form=typed.form).first()
    if draft is None:
        if version:
            raise SavedElsewhere(None)
        return FormDraft.objects.create(owner=owner, form=typed.form, **about)
    if draft.values == about["values"]:  # the answer to the same was lost on its way
        return draft
    if draft.version != version:
        raise SavedElsewhere(draft)
    now = timezone.now()
    if now - draft.changed_at < PAUSE:
        raise Refused(TOO_SOON)
    FormDraft.objects.filter(pk=draft.pk).update(**about, version=version + 1, changed_at=now)
    draft.refresh_from_db()
    return draft


def _demand_fit(typed: Typed) -> None:
    if len(json.dumps(dict(typed.values), ensure_ascii=False).encode()) > MOST_BYTES:
        raise Refused(TOO_LARGE)
    try:
        examine([typed.title, *words_of(dict(typed.values))], sure=True)
    except Stopped as stopped:
        raise Refused(stopped.sentence) from None


def _make_room(owner: User) -> None:
    beyond = FormDraft.objects.visible_to(owner).values_list("pk", flat=True)[MOST_DRAFTS:]
    if old := list(beyond):
        FormDraft.objects.filter(pk__in=old).delete()


def of_forms(names: Iterable[str], *, owner: User) -> list[FormDraft]:
    """The drafts of these forms that are not too old."""
    return list(FormDraft.objects.visible_to(owner).filter(form__in=list(names), changed_at__gt=timezone.now() - LIVES))


def end(form: str, *, owner: User) -> None:
    """The form was taken, or its draft given up."""
    FormDraft.objects.visible_to(owner).filter(form=form).delete()


def forget_old() -> int:
    """What nobody came back to within its time goes; how many went."""
    now = timezone.now()
    old = FormDraft.objects.filter(changed_at__lte=now - LIVES)
    unsent = FormDraft.objects.filter(form__startswith=UNSENT, changed_at__lte=now - UNSENT_LIVES)
    return old.delete()[0] + unsent.delete()[0]
