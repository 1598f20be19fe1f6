"""Files that were chosen in a form and not taken yet: the form comes back with them, refused or not, for the person who chose
them and for nobody else.

A page with scripts sends a file here when it is chosen; a plain form brings it along, and it is kept before the view is asked.
The form names what waits for it (`FIELD`); a form that was taken lets go of it.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rectify.accounts.models import User
from rectify.drafts.models import ChosenFile
from rectify.lib import filestore
from rectify.lib.filestore import Stored

FIELD = "chosen"  # in a form: the public id of a file that waits for it, unless another one is put into its field
BESIDE = "chosen_beside"  # the same, of a field that takes several
FOLDER = "chosen"
LIVES = timedelta(hours=24)
MOST_FILES, MOST_BYTES = 50, 2**30  # of a person: the oldest give way


def waiting(*, owner: User, form: str) -> QuerySet[ChosenFile]:
    """What waits for the form that is sent to the address `form`."""
    return ChosenFile.objects.visible_to(owner).filter(form=form, chosen_at__gt=timezone.now() - LIVES)


@transaction.atomic
def hold(stored: Stored, *, name: str, kind: str, owner: User, form: str, field: str) -> ChosenFile:
    """Keep a file that lies below FOLDER and may be kept: its name, kind and text were looked at."""
    about = {"name": name, "kind": kind, "form": form[:500], "field": field[:100]}
    twins = waiting(owner=owner, form=form).filter(field=field, digest=stored.digest, name=name)
    let_go(list(twins))
    row = ChosenFile.objects.create(owner=owner, **about, **asdict(stored))
    _make_room(owner)
    return row


def _make_room(owner: User) -> None:
    beyond, size = [], 0
    for count, file in enumerate(ChosenFile.objects.visible_to(owner), start=1):
        size += file.size
        if count > 1 and (count > MOST_FILES or size > MOST_BYTES):
            beyond.append(file)
    let_go(beyond)


def let_go(files: Iterable[ChosenFile]) -> int:
    """Rows first: a file without a row is swept by night, a row without its file would promise what is not there."""
    files = list(files)
    count, _ = ChosenFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    for file in files:
        transaction.on_commit(lambda path=file.path: filestore.forget(path))  # type: ignore[misc]
    return count


def forget_old() -> int:
    """What nobody came back to goes, and what a process left behind that died between file and row; how many
    went that people had chosen. May run twice."""
    gone = let_go(ChosenFile.objects.filter(chosen_at__lte=timezone.now() - LIVES))
    filestore.sweep(FOLDER, _named)
    return gone


def _named(paths: list[str]) -> set[str]:
    return set(ChosenFile.objects.filter(path__in=paths).values_list("path", flat=True))
