"""对账: the ledger balances, and agrees with the issues, the feedback and the closures (docs/rules.md: ledger-equation).

    opening + opened + reopened + moved in − closed − terminated − moved out = closing

Two ways lead to every closing balance: the sum of an account's entries, and the walk along each issue's own chain of
entries. Damage to a row breaks one of them, and the row is named.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from issues.models import COUNTED, OPEN, STRUCK_OFF, Ending, FeedbackItem, Issue, RecommendationStatus, Status
from ledgers.models import Closure, Entry
from ledgers.models.entry import MINUS, PLUS
from rectify.lib.dates import month_start
from rectify.lib.reach import Door, by_number
from rectify.lib.text import shortened

K = Entry.Kind
# What may follow what in one issue's chain; None is the beginning.
FOLLOWS: dict[str | None, frozenset[str]] = {
    None: frozenset({K.OPENED}),
    K.OPENED: frozenset({K.CLOSED, K.TERMINATED, K.MOVED_OUT}),
    K.REOPENED: frozenset({K.CLOSED, K.TERMINATED, K.MOVED_OUT}),
    K.MOVED_IN: frozenset({K.CLOSED, K.TERMINATED, K.MOVED_OUT}),
    K.MOVED_OUT: frozenset({K.MOVED_IN}),
    K.CLOSED: frozenset({K.REOPENED}),
    K.TERMINATED: frozenset(),
}


@dataclass
class AccountLine:
    """One account in one month: what it began with, what came, what went, what is left."""

    round_id: int
    unit_id: int
    month: date
    opening: int = 0
    counts: Counter = field(default_factory=Counter)

    @property
    def closing(self) -> int:
        return self.opening + sum(self.counts[k] for k in PLUS) - sum(self.counts[k] for k in MINUS)


@dataclass(frozen=True)
class Difference:
    """Something that does not agree: which check, which row, in words, and what to do about it."""

    check: str
    row: str
    text: str
    cure: str
    issue_id: int | None = None


@dataclass
class Reconciled:
    """The lines of all accounts and every difference found; `counted` says how much was compared."""

    lines: list[AccountLine]
    differences: list[Difference]
    counted: dict[str, int]

    @property
    def balanced(self) -> bool:
        return not self.differences


def reconcile(entries, issues, items, closures) -> Reconciled:
    """Compare the querysets given (all rows, or what one reader may see); reads only.

    Memory grows with the number of issues (about 100 bytes each), statements do not.
    """
    chains: dict[int, list[tuple]] = defaultdict(list)
    fields = ("issue_id", "sequence", "kind", "round_id", "unit_id", "on", "id")
    for row in entries.order_by("issue_id", "sequence").values_list(*fields).iterator(chunk_size=5000):
        chains[row[0]].append(row[1:])
    lines = account_lines(chains)
    differences = [
        *chain_faults(chains),
        *balance_faults(lines, chains),
        *issue_faults(issues, chains),
        *item_faults(items),
        *kin_faults(issues),
        *closure_faults(issues, closures, chains),
    ]
    counted = {
        "accounts": len({(line.round_id, line.unit_id) for line in lines}),
        "entries": sum(map(len, chains.values())),
        "issues": issues.count(),
        "items": items.count(),
        "closures": closures.count(),
    }
    return Reconciled(lines, differences, counted)


def everything() -> Reconciled:
    """Reconcile all there is: what the command and the nightly check do."""
    return reconcile(Entry.objects.all(), Issue.objects.all(), FeedbackItem.objects.all(), Closure.objects.all())


def visible(user, rounds) -> Reconciled:
    """Reconcile what counts for `user` of `rounds`. Units are compared on the accounts they lead."""
    seen = Issue.objects.counted_for(user).filter(round__in=rounds)
    entries = Entry.objects.visible_to(user).filter(round__in=rounds)
    led = seen.filter(Q(pk__in=entries.values("issue")) | Q(status=Status.DRAFT))
    whole = Entry.objects.filter(issue__in=led)  # an issue's chain is judged whole, also the part in another account
    items = FeedbackItem.objects.visible_to(user).filter(feedback__round__in=rounds)
    return reconcile(whole, led, items, Closure.objects.counted_for(user).filter(issue__in=led))


def account_lines(chains: dict[int, list[tuple]]) -> list[AccountLine]:
    """A line for every account and every month from its first entry to its last, in order."""
    movements: dict[tuple[int, int], dict[date, Counter]] = defaultdict(lambda: defaultdict(Counter))
    for chain in chains.values():
        for _, kind, round_id, unit_id, on, _ in chain:
            movements[round_id, unit_id][month_start(on)][kind] += 1
    lines = []
    for (round_id, unit_id), months in sorted(movements.items()):
        balance = 0
        for month in sorted(months):
            line = AccountLine(round_id, unit_id, month, balance, months[month])
            balance = line.closing
            lines.append(line)
    return lines


def chain_faults(chains: dict[int, list[tuple]]) -> Iterator[Difference]:
    """Each issue's entries are numbered without a gap and follow one another as they can."""
    for issue_id, chain in chains.items():
        before, place, day = None, 0, date.min
        for sequence, kind, _, unit_id, on, pk in chain:
            place += 1
            row = f"ledgers_entry:{pk}"
            if sequence != place:
                yield _entry(row, issue_id, f"应是第 {place} 笔，记成了第 {sequence} 笔，中间缺账")
            elif kind not in FOLLOWS[before[0] if before else None]:
                yield _entry(
                    row, issue_id, f"“{K(kind).label}”不能接在“{K(before[0]).label if before else '开头'}”之后"
                )
            elif before and kind in MINUS and unit_id != before[1]:
                yield _entry(row, issue_id, "从别的单位账上减了出去")
            elif on < day:
                yield _entry(row, issue_id, f"记账日期 {on} 早于上一笔 {day}")
            before, place, day = (kind, unit_id), sequence, on


def balance_faults(lines: list[AccountLine], chains: dict[int, list[tuple]]) -> Iterator[Difference]:
    """The closing balance by sums equals the number of issues that stand open in the account by their own chains."""
    by_sum = {(line.round_id, line.unit_id): line.closing for line in lines}
    by_chain: Counter = Counter()
    for chain in chains.values():
        _, kind, round_id, unit_id, _, _ = chain[-1]
        by_chain[round_id, unit_id] += kind in PLUS
    for line in lines:
        if line.closing < 0:
            row = f"account:{line.round_id}/{line.unit_id}"
            yield Difference("账户", row, f"{line.month:%Y-%m} 月末余额是 {line.closing}", "有销号或转出没有对应的立账")
    for (round_id, unit_id), total in by_sum.items():
        if total != by_chain[round_id, unit_id]:
            text = f"账上余 {total} 件，逐件数是 {by_chain[round_id, unit_id]} 件"
            yield Difference("账户", f"account:{round_id}/{unit_id}", text, "按下面列出的账目逐笔查")


def issue_faults(issues, chains: dict[int, list[tuple]]) -> Iterator[Difference]:
    """The issues agree with the ledger: open, struck off or terminated in both; same account; everything in its place."""
    rows = issues.annotate(measure_count=Count("measures", distinct=True)).values_list(
        "pk", "number", "status", "round_id", "lead_unit_id", "due", "closed_on", "ended_on", "measure_count"
    )
    planned = OPEN - {Status.DISPATCHED, Status.CONTESTED, Status.PLANNING}
    for pk, number, status, round_id, unit_id, due, closed_on, ended_on, measures in rows.iterator(chunk_size=5000):
        chain, row = chains.get(pk), f"issues_issue:{pk}"
        last = chain[-1] if chain else None
        if (text := _disagreement(status, last)) is not None:
            yield Difference("问题", row, f"{number} {text}", "查这件的经过，看状态或账目哪一边被改过", pk)
        elif last and (last[2], last[3]) != (round_id, unit_id):
            yield Difference("问题", row, f"{number} 的牵头单位与账户不是同一家", "改派须用“改派”办理才会记账", pk)
        elif last and last[1] == K.CLOSED and last[4] != closed_on:
            yield Difference(
                "问题", row, f"{number} 销号日期 {closed_on}，账上是 {last[4]}", "以账目日期为准查更改", pk
            )
        elif last and last[1] == K.TERMINATED and last[4] != ended_on:
            yield Difference("问题", row, f"{number} 终止日期 {ended_on}，账上是 {last[4]}", "以账目日期为准查更改", pk)
        if status in COUNTED and due is None:
            yield Difference("问题", row, f"{number} 没有期限", "补定期限", pk)
        if status in planned | STRUCK_OFF and not measures:
            yield Difference("问题", row, f"{number} 没有措施", "条条要整改：请单位补报方案", pk)


def _disagreement(status: str, last: tuple | None) -> str | None:
    should = {True: PLUS, False: frozenset()}[status in OPEN]
    if status in STRUCK_OFF:
        should = frozenset({K.CLOSED})
    elif status == Status.TERMINATED:
        should = frozenset({K.TERMINATED})
    kind = last[1] if last else None
    if status == Status.DRAFT:
        return None if kind is None else f"还是草稿，账上却已“{K(kind).label}”"
    if kind is None:
        return f"是“{Status(status).label}”，账上没有立账"
    return None if kind in should else f"是“{Status(status).label}”，账上最后一笔是“{K(kind).label}”"


def item_faults(items) -> Iterator[Difference]:
    """条条要整改: every item of the feedback has an issue or a written reason why not, every recommendation a unit that
    answers it."""
    bare = items.filter(kind="issue", issues=None, no_issue_reason="", feedback__replaced_by=None)
    for pk, locator, words in _told_items(bare):
        row = f"issues_feedbackitem:{pk}"
        yield Difference("反馈", row, f"{locator}{words}没有立为问题", "立为问题，或写明不立的理由")
    advice = items.filter(kind=FeedbackItem.Kind.RECOMMENDATION, feedback__replaced_by=None)
    idle = advice.filter(Q(recommendation=None) | Q(recommendation__status=RecommendationStatus.DRAFT))
    for pk, locator, words in _told_items(idle):
        row = f"issues_feedbackitem:{pk}"
        cure = "分办给责任单位，或写明不再办理的理由"
        yield Difference("反馈", row, f"{locator}意见建议{words}没有分办", cure)


def _told_items(items) -> Iterator[tuple[int, str, str]]:
    """Key and place of each, with its first words where its feedback's mark lets them be told (docs/rules.md: feedback-mark)."""
    silent = by_number(Door.TELL)
    for pk, locator, text, level in items.values_list("pk", "locator", "text", "feedback__confidentiality"):
        yield pk, locator, "" if level in silent else f"“{shortened(text, 20)}”"


def kin_faults(issues) -> Iterator[Difference]:
    """A compound issue goes on in two or more dispatched parts, a merged one in its target: no words of the document are lost."""
    parts = Count("parts", filter=~Q(parts__status=Status.DRAFT))
    split = issues.filter(ending=Ending.SPLIT).annotate(made=parts).filter(made__lt=2)
    for pk, number, made in split.values_list("pk", "number", "made"):
        yield Difference("拆分", f"issues_issue:{pk}", f"{number} 已拆分，下发的只有 {made} 件", "查拆分的经过", pk)
    for pk, number in issues.filter(ending=Ending.MERGED, merged_into=None).values_list("pk", "number"):
        yield Difference("合并", f"issues_issue:{pk}", f"{number} 已合并，没有并入哪一件", "查终止的经过", pk)


def closure_faults(issues, closures, chains: dict[int, list[tuple]]) -> Iterator[Difference]:
    """件件有着落: each closing in the ledger has its approved request, with files behind it and its hash."""
    approved: dict[int, int] = Counter()
    standing: set[int] = set()
    rows = closures.filter(outcome__in=[Closure.Outcome.APPROVED, Closure.Outcome.REOPENED])
    for issue_id, outcome, digest, snapshot, pk in rows.values_list(
        "issue_id", "outcome", "final_digest", "snapshot", "pk"
    ).iterator(chunk_size=2000):
        approved[issue_id] += 1
        if outcome == Closure.Outcome.APPROVED:
            standing.add(issue_id)
        if not digest or not snapshot.get("evidence"):
            row = f"ledgers_closure:{pk}"
            yield Difference("销号", row, "销号没有佐证或没有归档校验码", "核对销号申请与佐证", issue_id)
    closed = issues.filter(status__in=STRUCK_OFF).values_list("pk", "number")
    for pk, number in closed.iterator(chunk_size=5000):
        if pk not in standing:
            yield Difference("销号", f"issues_issue:{pk}", f"{number} 已销号，没有审定的申请", "查这件的经过", pk)
    for issue_id, chain in chains.items():
        times = sum(1 for row in chain if row[1] == K.CLOSED)
        if times != approved[issue_id]:
            text = f"账上销号 {times} 次，审定的申请有 {approved[issue_id]} 份"
            yield Difference("销号", f"issues_issue:{issue_id}", text, "查这件的销号申请", issue_id)


def _entry(row: str, issue_id: int, text: str) -> Difference:
    return Difference("账目", row, text, "账目只增不改：查谁动过数据库，以操作记录为准恢复", issue_id)


def totals(lines: Iterable[AccountLine]) -> dict[tuple[int, int], AccountLine]:
    """One line per account over all its months: the equation that the page prints."""
    whole: dict[tuple[int, int], AccountLine] = {}
    for line in lines:
        key = (line.round_id, line.unit_id)
        if key not in whole:
            whole[key] = AccountLine(line.round_id, line.unit_id, line.month, line.opening, Counter())
        whole[key].counts.update(line.counts)
    return whole
