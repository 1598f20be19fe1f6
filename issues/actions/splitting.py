"""Taking a feedback's text apart: the draft and its steps, kept at once; and the act that makes items and drafts of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from issues import policies
from issues.actions import feedback as feedbacks
from issues.models import Feedback, Splitting
from issues.reading.paper import Paper, PaperLine
from issues.reading.papers import split, split_text
from issues.splitting import draft, edits, history
from rectify.accounts.models import Holding, User
from rectify.audit.trail import Fact, record, record_many
from rectify.lib.errors import Conflict, Refused
from rectify.lib.filestore import Stored, forget, keep
from rectify.lib.locks import lock
from rectify.options.storage import demand_room
from rectify.workflow.move import demand_all

Change = Callable[[list[draft.Row]], list[draft.Row]]
KINDS = {"feedback": "反馈意见", "notice": "整改通报", "other": "不分种类"}


FOLDER = "feedback"


@dataclass(frozen=True)
class SourceFile:
    """The file that was read, as it lies in the store, and its name: the paper itself can be opened beside its text."""

    name: str
    stored: Stored

    @classmethod
    def of(cls, file: File) -> "SourceFile":
        """Put the file into the store. Who does not register it in the end calls `forget`."""
        return cls((file.name or "")[:255], keep(file.chunks(), folder=FOLDER))

    def forget(self) -> None:
        forget(self.stored.path)


@transaction.atomic
def register(*, by: User, paper: Paper, source: SourceFile | None = None, **words: Any) -> Feedback:
    """Register a document that was read: its text frozen as feedback, the proposal kept as a draft."""
    feedback = feedbacks.register(by=by, **words)
    _begin(feedback, paper, by, source)
    post = policies.runs_round(by, feedback.round).post
    original = {"name": source.name, "digest": source.stored.digest} if source else {}
    record("issues.splitting.begin", feedback, by=by, post=post, title=feedback.told_title, **original)
    return feedback


@transaction.atomic
def begin(*, feedback: Feedback, by: User) -> Splitting:
    """Begin to take apart a text that was registered by hand."""
    lock(feedback)
    post = demand_all([policies.runs_round(by, feedback.round)])
    if begun := Splitting.objects.filter(feedback=feedback).first():
        return begun
    if feedback.items.exists():
        raise Refused("这份反馈意见已经手工分了条目，请在条目里接着改")
    if not feedback.text.strip():
        raise Refused("这份反馈意见没有登记原文，无法拆分")
    _current(feedback)
    made = _begin(feedback, split_text(feedback.text), by, None)
    record("issues.splitting.begin", feedback, by=by, post=post, title=feedback.told_title)
    return made


def _begin(feedback: Feedback, paper: Paper, by: User, source: SourceFile | None) -> Splitting:
    read, rows = draft.begun(paper, feedback.text)
    file = {}
    if source:
        demand_room(adding=source.stored.size, office=feedback.round.office)
        file = {
            "file_name": source.name,
            "file_size": source.stored.size,
            "digest": source.stored.digest,
            "algorithm": source.stored.algorithm,
            "path": source.stored.path,
        }
    return Splitting.objects.create(feedback=feedback, paper=read, rows=rows, saved_by=by, **file)


@transaction.atomic
def change(
    *,
    splitting: Splitting,
    version: int,
    what: str,
    by: User,
    rows: Change | None = None,
    answers: dict[str, Any] | None = None,
) -> None:
    """One step: the rows as `rows` makes them of the present ones, and what was answered.

    Raises Refused, Conflict.
    """
    post = claim(splitting, version, by)
    before = splitting.rows
    after = rows(before) if rows else before
    step = history.step(before, after) | {"what": what, "by": by.name}
    if answers:
        step["answers"] = splitting.answers
        splitting.answers = splitting.answers | answers
    _keep(splitting, after, [*splitting.steps, step][-history.LONGEST :], by)
    record("issues.splitting.change", splitting, by=by, post=post, what=what)


@dataclass(frozen=True)
class Adopted:
    """A suggestion that a person takes for one issue: what is set, and how it is told (“C16、共性问题，因为出现…”)."""

    said: dict[str, Any]
    locator: str
    words: str


@transaction.atomic
def adopt(*, splitting: Splitting, version: int, adopted: dict[int, Adopted], by: User) -> None:
    """Confirm several issues with what is suggested for them: one step, undone as one; each told in the trail as taken by
    this person. Raises Refused for a row that somebody has confirmed, left out or still has to answer for, Conflict."""
    post = claim(splitting, version, by)
    if not adopted:
        raise Refused("没有选中条目。请勾选要采用建议的条目")
    rows = {row["id"]: row for row in splitting.rows}
    for number, one in adopted.items():
        row = rows.get(number)
        if row is None or row["role"] != "issue" or row.get("out") or (row.get("ok") and not row.get("quick")):
            raise Refused(f"{one.locator} 已经定了，请看新的条目")
    after = edits.adopt(splitting.rows, {number: one.said for number, one in adopted.items()})
    what = f"采用 {len(adopted)} 条建议"
    step = history.step(splitting.rows, after) | {"what": what, "by": by.name}
    _keep(splitting, after, [*splitting.steps, step][-history.LONGEST :], by)
    each = [
        Fact("issues.splitting.adopt", splitting, facts={"locator": one.locator, "words": one.words})
        for one in adopted.values()
    ]
    record_many([*each, Fact("issues.splitting.change", splitting, facts={"what": what})], by=by, post=post)


@transaction.atomic
def undo(*, splitting: Splitting, version: int, by: User) -> None:
    """Take the last step back."""
    post = claim(splitting, version, by)
    if not splitting.steps:
        raise Refused("没有可以撤回的步骤")
    *steps, last = splitting.steps
    splitting.answers = last.get("answers", splitting.answers)
    splitting.paper = last.get("paper", splitting.paper)
    _keep(splitting, history.undone(splitting.rows, last), steps, by)
    record("issues.splitting.undo", splitting, by=by, post=post, what=last["what"])


@transaction.atomic
def reread(*, splitting: Splitting, version: int, kind: str, by: User) -> None:
    """Recognise the same text again as a paper of another kind; what was changed by hand can be had back by undoing."""
    if kind not in KINDS:
        raise Refused("没有这种材料")
    post = claim(splitting, version, by)
    text = splitting.feedback.text
    lines = [PaperLine(text[a:b], number) for a, b, number in splitting.paper["lines"]]
    read, rows = draft.begun(split(lines, kind=kind), text)
    what = f"按{KINDS[kind]}重新识别"
    step = history.step(splitting.rows, rows) | {"what": what, "by": by.name}
    step |= {"answers": splitting.answers, "paper": splitting.paper}
    splitting.answers, splitting.paper = {}, read | {"markings": splitting.paper["markings"]}
    _keep(splitting, rows, [*splitting.steps, step][-history.LONGEST :], by)
    record("issues.splitting.change", splitting, by=by, post=post, what=what)


@transaction.atomic
def read_file(*, splitting: Splitting, by: User) -> None:
    """Note in the trail that `by` took the uploaded file away. The content is not touched."""
    post = demand_all([policies.runs_round(by, splitting.feedback.round)])
    record("issues.splitting.read_file", splitting, by=by, post=post, name=splitting.file_name)


@transaction.atomic
def turn_away(*, round_: Any, by: User) -> None:
    """Note that a document with a mark of secrecy was refused at the door; neither its name nor its content (UP-26)."""
    post = demand_all([policies.runs_round(by, round_)])
    record("issues.feedback.turn_away", round_, by=by, post=post)


def claim(splitting: Splitting, version: int, by: User) -> Holding | None:
    """Lock the draft; refuse when somebody has gone on from the same version meanwhile, or it is finished. Gives the post by
    which they may."""
    lock(splitting)
    post = demand_all([policies.runs_round(by, splitting.feedback.round)])
    if splitting.confirmed_at:
        who_confirmed = splitting.confirmed_by.name if splitting.confirmed_by else ""
        raise Conflict(f"已由{who_confirmed}于 {_clock(splitting.confirmed_at)} 确认生成草稿，不能再改拆分")
    _current(splitting.feedback)
    if splitting.version != version:
        who, when = splitting.saved_by, _clock(splitting.saved_at)
        whose = "您在另一个窗口" if who.pk == by.pk else who.name
        raise Conflict(f"{whose}于 {when} 改过这份拆分，您刚才这一步没有写入。请看新的条目再改")
    return post


def _clock(at: Any) -> str:
    return timezone.localtime(at).strftime("%H:%M")


def _current(feedback: Feedback) -> None:
    if Feedback.objects.filter(replaces=feedback).exists():
        raise Refused("这一版反馈意见已被更正，请到最新一版上拆分")


def _keep(splitting: Splitting, rows: list[draft.Row], steps: list, by: User) -> None:
    splitting.rows, splitting.steps = rows, steps
    splitting.version += 1
    splitting.saved_at, splitting.saved_by = timezone.now(), by
    splitting.save(update_fields=["rows", "steps", "answers", "paper", "version", "saved_at", "saved_by"])
