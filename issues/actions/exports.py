"""Taking a copy of the issue list away: the same rows as the page, and a record of who took how many."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import QuerySet, Value

from issues.models import Category, Cause, Grade, Issue, Nature, Round, Status
from issues.models.issue import WITHHELD
from issues.models.querysets import IssueQuerySet
from rectify.accounts.filing import filing
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.lib.copies import copy_line
from rectify.lib.dates import today
from rectify.lib.filtering import Filtering
from rectify.lib.provenance import Keyed, Provenance
from rectify.lib.reach import LEFT_OUT, Door, Given, by_number, given, left_out
from rectify.lib.secrecy import unmarked
from rectify.lib.sheets import Col, Sheet, write_book
from rectify.lib.verdict import YES, Verdict, no
from rectify.workflow.move import demand_all

ROUND = Col("轮次", width=20)
COLUMNS = (
    Col("编号", width=10, kind="center"),
    Col("定位", width=12),
    Col("问题", width=48),
    Col("原文", width=60),
    Col("工作表述", width=40),
    Col("牵头单位", width=16),
    Col("类别", width=20),
    Col("专项", width=12),
    Col("分类", width=24),
    Col("性质", width=10, kind="center"),
    Col("根源类型", width=10, kind="center"),
    Col("环节", width=12, kind="center"),
    Col("单位申报", width=12, kind="center"),
    Col("监督认定", width=12, kind="center"),
    Col("原定期限", width=12, kind="date"),
    Col("期限", width=12, kind="date"),
    Col("延期次数", width=9, kind="number"),
    Col("退回次数", width=9, kind="number"),
    Col("销号日期", width=12, kind="date"),
)
FIELDS = (
    "number",
    "item__locator",
    "title",
    "original",
    "wording",
    "lead_unit__name",
    "category__name",
    "track__name",
    "groups",
    "nature",
    "cause",
    "status",
    "declared",
    "grade",
    "original_due",
    "due",
    "extension_count",
    "returns",
    "closed_on",
)
NUMBERS = frozenset({"number", "extension_count", "returns"})  # what a row by number alone still shows
BOOK, TITLE = "issues", "问题台账"
PLAIN: dict[str, dict[str, str]] = {
    "status": dict(Status.choices),
    "declared": dict(Grade.choices),
    "grade": dict(Grade.choices),
    "nature": dict(Nature.choices),
    "cause": dict(Cause.choices),
}
CHUNK = 2000


@transaction.atomic
def export(
    *,
    issues: IssueQuerySet,
    round_: Round | None,
    asked: Filtering,
    target: BinaryIO,
    by: User,
    ticked: bool = False,
    reason: str = "",
) -> int:
    """Write `issues` (scoped and as `asked`, in order) to `target` and record it. Gives the number of rows. `round_`: None takes
    all rounds together, with the round of each row; such a workbook does not come back. `ticked`: only some of the rows.
    `reason`: what the words of 工作秘密 are taken along for; without it such a row is its number alone.

    Raises Refused for whom there is no round or where a condition was not understood, and `TooLong` above what a worksheet holds.
    """
    post = demand_all([_has_rounds(by, round_), asked.verdict])
    words = f"{asked.words}；只导出勾选的" if ticked else asked.words
    notes = [f"轮次：{round_ or '全部'}　条件：{words}", filing(by, today(), round_.office_id if round_ else None)]
    answers, line = bool(reason.strip()), copy_line(by.name)
    about: dict[str, Any] = {"notes": [*notes, line], "mark": line}
    about["footnotes"] = [] if answers else left_out(secrets(issues))
    if round_ is None:
        sheet = Sheet(TITLE, (ROUND, *COLUMNS), with_rounds(issues, answers=answers), **about)
    else:
        origin = Provenance(BOOK, round_.public_id)
        sheet = Sheet(TITLE, COLUMNS, rows(issues, answers=answers), provenance=origin, **about)
    count = write_book(target, sheet)
    facts = {"rows": count, "conditions": unmarked(words)}
    record("issues.round.export", round_ or by, by=by, post=post, note=reason.strip(), **facts)
    return count


def secrets(issues: QuerySet[Issue]) -> int:
    """How many of `issues` leave by number alone, unless a reason is given."""
    return issues.order_by().filter(confidentiality__in=by_number(Door.ROW)).count()


def _has_rounds(user: User, round_: Round | None) -> Verdict:
    known = Round.objects.visible_to(user)
    mine = known if round_ is None else known.filter(pk=round_.pk)
    return YES if mine.exists() else no("还没有可以导出的轮次")


def with_rounds(issues: IssueQuerySet, *, answers: bool) -> Iterator[Sequence[Any]]:
    """The same lines, each with its round before it."""
    names = dict(Round.objects.values_list("pk", "name"))
    rounds = dict(issues.order_by().values_list("pk", "round"))
    return ((names[rounds[int(line.key)]], *line.values) for line in rows(issues, answers=answers))


def rows(issues: IssueQuerySet, *, answers: bool) -> Iterator[Keyed]:
    """The lines of the list as they are written, each with its issue's key and version. A statement more for each 2,000.
    `answers`: with the words of 工作秘密, too."""
    own = [name for name in FIELDS if name != "groups"]
    if "withheld" not in issues.query.annotations:  # fetched to be read
        issues = issues.annotate(withheld=Value(False))
    lines = (
        issues.with_extensions()
        .values_list("pk", "version", "confidentiality", "withheld", "lead_unit__ahead", *own)
        .iterator(chunk_size=CHUNK)
    )
    while part := list(islice(lines, CHUNK)):
        classes = classes_of([line[0] for line in part])
        for key, version, level, withheld, ahead, *row in part:
            by_field = dict(zip(own, row, strict=True)) | {"groups": "\n".join(classes.get(key, ()))}
            by_field["lead_unit__name"] = f"{ahead}{by_field['lead_unit__name']}"
            by_field |= {name: words.get(by_field[name], "") for name, words in PLAIN.items()}
            if withheld or given(level, Door.ROW, answers=answers) == Given.NUMBER:
                by_field = {name: by_field[name] if name in NUMBERS else "" for name in FIELDS}
                by_field["title"] = WITHHELD if withheld else LEFT_OUT
            values = [by_field[name] for name in FIELDS]
            yield Keyed(str(key), version, [value or "" if isinstance(value, str) else value for value in values])


def classes_of(issues: Sequence[int]) -> dict[int, list[str]]:
    """By issue its classes in the schemes in use: 四个落实：… a piece each."""
    shown = Category.objects.filter(scheme__is_current=True, grouped_issues__in=issues).order_by(
        "scheme__code", "order"
    )
    by_issue: dict[int, list[str]] = {}
    for issue, scheme, name in shown.values_list("grouped_issues", "scheme__name", "name"):
        by_issue.setdefault(issue, []).append(f"{scheme}：{name}")
    return by_issue
