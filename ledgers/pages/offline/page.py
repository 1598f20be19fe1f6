"""不联网: the units without network of a round, and one signed sheet that came back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet

from issues.models import Round
from ledgers.models import OfflineEntry, OfflineFile, OfflineSheet
from ledgers.offline.comparing import changes
from ledgers.offline.proof import SheetProof, proofs
from ledgers.offline.reading import FOREIGN, UNSIGNED
from ledgers.offline.wanted import SheetChange
from rectify.accounts.models import Unit, User
from rectify.lib.components import Crumb
from rectify.lib.page import Page
from rectify.options.storage import near

LATELY = 30


@dataclass(frozen=True)
class OfflineUnit:
    """A unit without network, and the workbook given out last."""

    unit: Unit
    last: OfflineSheet | None


@dataclass(frozen=True)
class OfflinePage(Page):
    """Giving out, taking in, and what came back; `errors` say why a file that was sent is not taken;
    `is_ledger`: 导入台账 may take it; `near`: which quota is nearly used up."""

    template: ClassVar[str] = "ledgers/offline/listing.html"
    round: Round | None
    units: Sequence[OfflineUnit]
    entries: QuerySet[OfflineEntry]
    errors: Sequence[str]
    is_ledger: bool
    near: Sequence[str]


@dataclass(frozen=True)
class OfflineEntryPage(Page):
    """What a sheet wants done, beside what stands; or, where it was entered, what became of it."""

    template: ClassVar[str] = "ledgers/offline/entry.html"
    entry: OfflineEntry
    changes: Sequence[SheetChange]
    proofs: Sequence[SheetProof]
    missing: Sequence[str]
    outcomes: Sequence[dict[str, Any]]
    files: Sequence[OfflineFile]
    later: OfflineSheet | None
    errors: Sequence[str]
    crumb: Crumb


def offline_page(round_: Round | None, entries: QuerySet[OfflineEntry], errors: Sequence[str] = ()) -> OfflinePage:
    """`entries` are those of the round."""
    units = Unit.objects.filter(in_rounds__round=round_, is_offline=True).distinct() if round_ else Unit.objects.none()
    last: dict[int, OfflineSheet] = {}
    for sheet in OfflineSheet.objects.filter(round=round_).select_related("made_by"):
        last.setdefault(sheet.unit_id, sheet)
    return OfflinePage(
        round=round_,
        units=[OfflineUnit(unit, last.get(unit.pk)) for unit in units],
        entries=entries[:LATELY],
        errors=errors,
        is_ledger=not {UNSIGNED, FOREIGN}.isdisjoint(errors),
        near=near(office=round_.office) if round_ else [],
    )


def entry_page(
    entry: OfflineEntry,
    user: User,
    *,
    here: str,
    errors: Sequence[str] = (),
    choices: Mapping[str, str] | None = None,
) -> OfflineEntryPage:
    """`here` is the address of the list; `choices` what was chosen in a form that said no."""
    ready = entry.state == OfflineEntry.State.READY
    files, missing = proofs(entry, user) if ready else ([], [])
    wanted = changes(entry, user) if ready else []
    rows: list[SheetChange | SheetProof] = [*wanted, *files]
    for row in rows:
        row.chosen = (choices or {}).get(row.key, "").partition(":")[0]
    later = OfflineSheet.objects.filter(round=entry.sheet.round_id, unit=entry.sheet.unit_id)
    return OfflineEntryPage(
        entry=entry,
        changes=wanted,
        proofs=files,
        missing=missing,
        outcomes=entry.outcomes,
        files=list(entry.files.exclude(part=OfflineFile.Part.EVIDENCE)),
        later=later.filter(made_at__gt=entry.sheet.made_at).first() if ready else None,
        errors=errors,
        crumb=[("不联网单位", here), (entry.sheet.unit.full_name, "")],
    )
