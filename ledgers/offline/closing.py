"""申请销号 on the sheets of a unit without network: what is asked of whoever asks, and the principal's signature under a request
that was entered before (docs/rules.md: offline-closing)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from issues.models import Grade, Issue, Status
from ledgers.conditions import standard_of
from ledgers.models import Closure
from ledgers.models.closure import Answer
from ledgers.moves.requesting import APPLY, ENDORSE
from ledgers.offline.wanted import SINCE, ChangedCell, SheetChange, SheetLine
from rectify.accounts.models import User
from rectify.lib.blanks import Field
from rectify.lib.provenance import Keyed

CLOSING, SIGNING = "closing", "signing"
GRADES = {label: value for value, label in Grade.choices if value != Grade.UNVERIFIABLE}
ANSWERS = {label: value for value, label in Answer.choices}
SOLVED, MET, SIGNED = "解决了", "都做到了", "属实，签字背书"
CELLS = {
    "单位申报": "declared",
    "整改结果": "result",
    "事要解决": "matter",
    "怎么解决的": "matter_note",
    "人要处理": "persons",
    "处理情况或不适用的原因": "persons_note",
    "长效机制要建立": "mechanism",
    "制度和执行情况或不适用的原因": "mechanism_note",
}
CODES: Mapping[str, Mapping[str, str]] = {
    "declared": GRADES,
    "matter": {SOLVED: Answer.YES.value},
    "persons": ANSWERS,
    "mechanism": ANSWERS,
}
LINES = "对照标准"
UNPROVEN = "申请和签字要凭签了字的纸：请连同签字盖章的扫描件或照片重新上传"
SAME_HAND = "这份申请是您代录的，签字须由督查办另一位同事代录"

CLOSING_FIELDS = (
    Field("编号", 10, locked=True),
    Field("问题", 30, locked=True),
    Field("销号标准", 40, locked=True),
    Field(LINES, 12, choices=[MET], help="逐条做到了才选；没有列标准的不填。"),
    Field("单位申报", 14, choices=list(GRADES), help="这是单位自己的判断，监督认定由督查办另定。"),
    Field("整改结果", 60, help="做了什么、到什么程度、凭什么说到位。措施都报完成、佐证交齐了再填。"),
    Field("事要解决", 12, choices=[SOLVED], help="还没有解决的，先不要申请。"),
    Field("怎么解决的", 30),
    Field("人要处理", 10, choices=list(ANSWERS), help="该追究的责任追究了吗。"),
    Field("处理情况或不适用的原因", 30, help="例如：批评教育 2 人。不写线索。"),
    Field("长效机制要建立", 10, choices=list(ANSWERS)),
    Field("制度和执行情况或不适用的原因", 30),
)
SIGNING_FIELDS = (
    Field("编号", 10, locked=True),
    Field("问题", 30, locked=True),
    Field("单位申报", 14, locked=True),
    Field("整改结果", 60, locked=True),
    Field("三问", 50, locked=True),
    Field("校验码", 20, locked=True),
    Field(
        "主要负责人意见", 18, choices=[SIGNED], help="申请已由督查办代录。主要负责人看过属实的选这一项，并在纸上签字。"
    ),
)


def of_closing(issue: Issue) -> Keyed:
    """An empty line for an issue that is being put right."""
    lines = "\n".join(standard_of(issue))
    return Keyed(str(issue.pk), issue.version, [issue.number, issue.title, lines, *[""] * (len(CLOSING_FIELDS) - 3)])


def of_signing(closure: Closure) -> Keyed:
    """A request that waits for its signature, as it will be signed."""
    issue = closure.issue
    asked = (
        ("事要解决", closure.get_matter_display(), closure.matter_note),
        ("人要处理", closure.get_persons_display(), closure.persons_note),
        ("长效机制要建立", closure.get_mechanism_display(), closure.mechanism_note),
    )
    answers = "\n".join(f"{name}：{answer}{f'，{note}' if note else ''}" for name, answer, note in asked)
    values = [issue.number, issue.title, closure.get_declared_display(), closure.result, answers, closure.digest, ""]
    return Keyed(str(issue.pk), issue.version, values)


def waiting(issues: Iterable[Issue]) -> list[Closure]:
    """The requests among `issues` that wait for a signature."""
    waits = [issue.pk for issue in issues if issue.status == Status.AWAITING_SIGNATURE]
    return list(Closure.objects.filter(issue__in=waits, outcome=Closure.Outcome.LIVE).select_related("issue"))


def requests(lines: Sequence[SheetLine], issues: Mapping[str, Issue]) -> Iterator[SheetChange]:
    """申请销号, a line each that anything was written on."""
    for line in lines:
        issue, texts = issues.get(line.key), {heading: line.cells.get(heading, "") for heading in (*CELLS, LINES)}
        if issue is None or not any(texts.values()):
            continue
        cells = [ChangedCell(heading, "", text) for heading, text in texts.items() if text]
        change = SheetChange(f"{CLOSING}:{issue.pk}", issue, issue, APPLY.label, cells, APPLY)
        change.body = {name: CODES.get(name, {}).get(texts[heading], texts[heading]) for heading, name in CELLS.items()}
        if standard := standard_of(issue):
            change.body["standards"] = standard if texts[LINES] == MET else []
        _held(change, line)
        yield change


def signatures(lines: Sequence[SheetLine], issues: Mapping[str, Issue], user: User) -> Iterator[SheetChange]:
    """签字背书 under exactly what was on the sheet, by another hand than the one that entered the request."""
    live = {closure.issue_id: closure for closure in waiting(issues.values())}
    for line in lines:
        issue, word = issues.get(line.key), line.cells.get("主要负责人意见", "")
        if issue is None or not word:
            continue
        closure = live.get(issue.pk)
        stands = str(closure) if closure else issue.get_status_display()
        cell = ChangedCell("主要负责人意见", stands, word)
        change = SheetChange(f"{SIGNING}:{issue.pk}", issue, issue, ENDORSE.label, [cell], ENDORSE)
        change.body = {"pledge": word == SIGNED, "digest": line.cells.get("校验码", "")}
        _held(change, line)
        if closure and closure.applied_by_id == user.pk:
            change.fault = SAME_HAND
        if word != SIGNED:
            change.fault = f"“{word}”不在下拉列表里"
        yield change


def _held(change: SheetChange, line: SheetLine) -> None:
    """Against where the issue stands now."""
    move, issue = change.move, change.issue
    if move is not None and issue.status not in move.sources:
        change.conflict, change.fault = SINCE, f"网上现在是“{issue.get_status_display()}”，不能{move.label}"
    elif issue.version != line.version:
        change.conflict = SINCE


def is_last(change: SheetChange) -> bool:
    """A request rests on the files of the zip: it is entered behind them."""
    return change.move is APPLY
