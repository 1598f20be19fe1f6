"""成批文书: which were asked for, the choice of objects, how far one is, the archive."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, ClassVar, NamedTuple

from django.urls import reverse

from issues.models import Issue, Round
from issues.models.issue import WITHHELD
from ledgers.actions.bundles import DAYS_KEPT, MOST, is_stale
from ledgers.forms.bundles import PaperBundleForm
from ledgers.models import BundledPaper, PaperBundle
from ledgers.papers import PAPERS
from ledgers.paperwork import About, OfficePaper, PaperReader, candidates, copy_to, office_of
from rectify.accounts.models import User
from rectify.lib.components import Crumb
from rectify.lib.page import Page
from rectify.lib.reach import Door, by_number
from rectify.lib.text import shortened
from rectify.lib.wordpackage import ALWAYS

State = BundledPaper.State
MANY = {About.ISSUE, About.UNIT, About.STATEMENT, About.WEEK, About.MEETING, About.HANDOVER}
UNFIT = str.maketrans(dict.fromkeys('\\/:*?"<>|\r\n\t', "＿"))
LONGEST = 60


@dataclass(frozen=True)
class BundleCount:
    """A bundle in numbers."""

    bundle: PaperBundle
    kind: OfficePaper
    total: int
    written: int
    failed: int

    @property
    def waiting(self) -> int:
        return self.total - self.written - self.failed

    @property
    def words(self) -> str:
        """写好 499 份，写不出 1 份."""
        parts = [f"写好 {self.written} 份"]
        parts += [f"写不出 {self.failed} 份"] if self.failed else []
        parts += [f"还在写 {self.waiting} 份"] if self.waiting else []
        return "，".join(parts)


@dataclass(frozen=True)
class PaperBundlesPage(Page):
    """Bundles of the last week, and the papers that can be written at once."""

    template: ClassVar[str] = "ledgers/paper_bundles/bundles.html"
    crumb: Crumb
    round: Round
    bundles: Sequence[BundleCount]
    kinds: Sequence[OfficePaper]
    days: int


@dataclass(frozen=True)
class NewPaperBundlePage(Page):
    """The choice of objects, of which there are `count`."""

    template: ClassVar[str] = "ledgers/paper_bundles/new.html"
    crumb: Crumb
    round: Round
    kind: OfficePaper
    form: PaperBundleForm
    count: int
    most: int


@dataclass(frozen=True)
class BundleProgress:
    """How far a bundle is, as the bar shows it."""

    url: str
    done: int
    total: int
    text: str
    finished: bool
    label: str = "写文书的进度"


@dataclass(frozen=True)
class BundleProgressPart(Page):
    """The part of the page that asks again."""

    template: ClassVar[str] = "components/_progress.html"
    progress: BundleProgress


class BundleAct(NamedTuple):
    """The button of the bar below the ticks."""

    name: str
    label: str


REVIEW = (BundleAct("review", "核稿，送签发"),)


@dataclass(frozen=True)
class PaperBundlePage(Page):
    """One bundle: how far it is, which drafts can be reviewed, and what could not be written; `is_stale`: it must be written anew
    before it is given out."""

    template: ClassVar[str] = "ledgers/paper_bundles/bundle.html"
    crumb: Crumb
    counted: BundleCount
    progress: BundleProgress
    failed: Sequence[BundledPaper]
    days: int
    reviewable: Sequence[BundledPaper]
    is_stale: bool
    acts: Sequence[BundleAct] = REVIEW


def bundles(round_: Round, rows: Sequence[PaperBundle]) -> PaperBundlesPage:
    kinds = [kind for kind in PAPERS.values() if kind.about in MANY]
    return PaperBundlesPage([register(), ("成批文书", "")], round_, [counted(row) for row in rows], kinds, DAYS_KEPT)


def counted(bundle: PaperBundle) -> BundleCount:
    states = list(bundle.rows.values_list("state", flat=True))
    written, failed = states.count(State.WRITTEN), states.count(State.FAILED)
    return BundleCount(bundle, PAPERS[bundle.slug], len(states), written, failed)


def new(round_: Round, kind: OfficePaper, form: PaperBundleForm) -> NewPaperBundlePage:
    crumb = [register(), listing(), (kind.title, "")]
    return NewPaperBundlePage(crumb, round_, kind, form, len(form.among), MOST)


def bundle(one: PaperBundle) -> PaperBundlePage:
    numbers = counted(one)
    failed = one.rows.filter(state=State.FAILED).exclude(about_id__in=restricted(one)).defer("content")
    crumb = [register(), listing(), (numbers.kind.title, "")]
    return PaperBundlePage(crumb, numbers, progress(numbers), list(failed), DAYS_KEPT, reviewable(one), is_stale(one))


def reviewable(one: PaperBundle, ids: Sequence[str] | None = None) -> list[BundledPaper]:
    """The drafts that can be reviewed: written, of a paper that takes a number; of `ids` alone where they are given."""
    if not PAPERS[one.slug].series:
        return []
    rows = one.rows.filter(state=State.WRITTEN).exclude(about_id__in=restricted(one)).defer("content").order_by("pk")
    return list(rows if ids is None else rows.filter(about_id__in=ids))


def progress(numbers: BundleCount) -> BundleProgress:
    url = reverse("ledgers:paper_bundle_progress", args=[numbers.bundle.public_id])
    done = numbers.total - numbers.waiting
    return BundleProgress(url, done, numbers.total, numbers.words, finished=not numbers.waiting)


def register() -> tuple[str, str]:
    return "文书登记", reverse("ledgers:paper_register")


def listing() -> tuple[str, str]:
    return "成批文书", reverse("ledgers:paper_bundles")


def objects_of(kind: OfficePaper, reader: PaperReader, round_: Round) -> list[Any]:
    """The objects of the round that the paper may be about."""
    return [one for one in candidates(kind.about, reader, round_) if office_of(one).pk == round_.office_id]


def secret(one: PaperBundle) -> dict[str, str]:
    """The numbers of the issues that are told by number alone, also in the name of a file."""
    silent = Issue.objects.filter(round=one.round, confidentiality__in=by_number(Door.TELL))
    return dict(silent.values_list("public_id", "number"))


def restricted(one: PaperBundle) -> dict[str, str]:
    """The issues that were restricted since the drafts were written, with their numbers (docs/rules.md: knowers)."""
    return dict(Issue.objects.filter(round=one.round).exclude(restricted="").values_list("public_id", "number"))


def archive(one: PaperBundle, reader: User) -> bytes:
    """The drafts as one zip, each a copy for `reader` under the number of its row and the name of its object, and a list of
    those that are not."""
    kind, stream = PAPERS[one.slug], BytesIO()
    failed, numbers, silent = [], restricted(one), secret(one)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
        for number, row in enumerate(one.rows.order_by("pk").iterator(50), 1):
            if row.about_id in numbers:
                failed.append(f"{number:03d} {numbers[row.about_id]}：{WITHHELD}，成批以后才限定的，不给出")
            elif row.state == State.WRITTEN:
                about = shortened(silent.get(row.about_id, row.about_words), LONGEST).translate(UNFIT)
                name = zipfile.ZipInfo(f"{number:03d} {kind.title} {about}.docx", ALWAYS)
                packed.writestr(name, copy_to(reader, kind, bytes(row.content)))
            else:
                about = silent.get(row.about_id, row.about_words)
                failed.append(f"{number:03d} {about}：{row.why or row.get_state_display()}")
        if failed:
            packed.writestr(zipfile.ZipInfo("没有写成的.txt", ALWAYS), "\r\n".join(failed).encode("utf-8-sig"))
    return stream.getvalue()
