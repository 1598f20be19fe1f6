"""Kinds of damage behind the application's back, each done to a city: gives the rows that have to be named, and words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from issues.models import Evidence, Feedback, Issue, Opinion, Plan, Report, Status, Week
from ledgers.models import Closure, Draw, Entry, FileVerdict
from rectify.accounts.models import Holding, Unit, User
from rectify.audit import heads, trail
from rectify.audit.models import ChainHead, Event
from rectify.audit.seals import name_of
from rectify.lib.filestore import full_path
from rectify.roof.testing.behind import lifted, owning


@dataclass
class Named:
    """The rows that must be named, the words that must be said of them; whether nothing else may be."""

    rows: set[str]
    words: list[str] = field(default_factory=list)
    alone: bool = True


DAMAGE: dict[str, Callable[[], Named]] = {}


def kind(number: str) -> Callable:
    def note(damage: Callable[[], Named]) -> Callable[[], Named]:
        DAMAGE[number] = damage
        return damage

    return note


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def written(rows: Iterable[Model], **columns: object) -> None:
    """Columns written past every rule."""
    ids = [row.pk for row in rows]
    model = type(next(iter(rows)))
    with lifted(connection):
        model._base_manager.filter(pk__in=ids).update(**columns)


def one(rows, **conditions):
    """The first of the rows that fit: a city without one would prove nothing."""
    found = rows.filter(**conditions).order_by("pk").first()
    assert found is not None, f"no {rows.model.__name__} with {conditions}"
    return found


# ---- the trail: an event gone takes along what it sealed, so that more may be named ------------------------------------


def events(*numbers: int, alone: bool = False, words: Iterable[str] = ()) -> Named:
    return Named({f"audit.event:{number}" for number in numbers}, list(words), alone)


def last() -> int:
    return ChainHead.objects.get().number


@kind("D01")
def a_note():
    number = last() // 2
    with lifted(connection):
        Event.objects.filter(number=number).update(note="x")
    return events(number, alone=True)


@kind("D02")
def a_fact():
    event = Event.objects.filter(number__gt=20, facts__has_key="label").order_by("number").first()
    with lifted(connection):
        Event.objects.filter(number=event.number).update(facts=event.facts | {"label": "labe1"})
    return events(event.number, alone=True)


@kind("D03")
def an_author():
    event = Event.objects.get(number=last() // 2)
    with lifted(connection):
        Event.objects.filter(number=event.number).update(by=User.objects.exclude(pk=event.by_id).first())
    return events(event.number, alone=True)


@kind("D04")
def a_middle_event_gone():
    number = last() // 2
    with lifted(connection):
        sql("DELETE FROM audit_event WHERE number = %s", number)
    return events(number, words=[f"缺第 {number} 条"])


def copied(event: Event, **fields: object) -> None:
    with lifted(connection):
        Event.objects.bulk_create(
            [Event(**{f.attname: getattr(event, f.attname) for f in Event._meta.fields} | fields)]
        )


@kind("D05")
def an_event_before_the_first():
    copied(Event.objects.get(number=1), number=0, digest="0" * 64, facts={})
    return events(0, alone=True)


@kind("D06")
def an_event_behind_the_head():
    end = Event.objects.get(number=last())
    copied(end, number=end.number + 1, previous=end.digest, digest="0" * 64, facts={})
    return events(end.number + 1)


@kind("D07")
def two_neighbours_changed():
    number = last() // 2
    with lifted(connection):
        for before, after in ((number, -1), (number + 1, number), (-1, number + 1)):
            sql("UPDATE audit_event SET number = %s WHERE number = %s", after, before)
    return events(number)


@kind("D08")
def the_tail_gone():
    end = last() - 100
    with lifted(connection):
        sql("DELETE FROM audit_event WHERE number > %s", end)
    return events(end + 1, words=[f"链头记到第 {end + 100} 条，实有 {end} 条"])


@kind("D09")
def the_tail_gone_and_the_head_set_back():
    heads.keep()
    number = last()
    the_tail_gone()
    end = Event.objects.get(number=number - 100)
    ChainHead.objects.update(number=end.number, digest=end.digest)
    return events(number, words=["末尾被截去"])


@kind("D10")
def the_heads_digest():
    ChainHead.objects.update(digest="00")
    return events(last() + 1)


@kind("D11")
def no_head():
    number = last()
    with lifted(connection):
        sql("DELETE FROM audit_chainhead")
    return events(number + 1, words=[f"实有 {number} 条"])


@kind("D12")
def computed_anew():
    heads.keep()
    number, previous = last(), None
    with lifted(connection):
        for event in Event.objects.filter(number__gte=number // 2).order_by("number"):
            event.previous = previous or event.previous
            event.note = event.note if previous else "改过"
            event.digest = previous = trail.digest_of(event)
            Event.objects.filter(number=event.number).update(
                note=event.note, previous=event.previous, digest=event.digest
            )
        ChainHead.objects.update(digest=previous)
    return events(number, alone=True, words=["整链可能重算过"])


# ---- files -------------------------------------------------------------------------------------------------------------


def on_disk() -> list[Evidence]:
    return list(Evidence.objects.filter(withdrawn_at=None).order_by("pk")[:3])


def place(file: Evidence) -> Path:
    return full_path(file.path)


@kind("D13")
def a_byte():
    file = on_disk()[0]
    place(file).write_bytes(b"\0" + place(file).read_bytes()[1:])
    return Named({name_of(file)}, [file.issue.number, file.digest])


@kind("D14")
def a_file_gone():
    file = on_disk()[0]
    place(file).unlink()
    return Named({name_of(file)}, [file.issue.number, "盘上没有"])


@kind("D15")
def other_bytes():
    files = on_disk()[:2]
    for file in files:
        place(file).write_bytes(b"%PDF-1.7 another good file")
    return Named({name_of(file) for file in files})


@kind("D28")
def the_digest_of_a_row():
    file = on_disk()[0]
    written([file], digest="00")
    return Named({name_of(file)}, [file.issue.number, file.digest, "现在是 00"])


@kind("D29")
def a_files_row_gone():
    verdict = one(FileVerdict.objects.all(), evidence__replaced_by=None)
    file, number = verdict.evidence, verdict.closure.issue.number
    with lifted(connection):
        sql("DELETE FROM ledgers_verdict WHERE evidence_id = %s", file.pk)
        sql("DELETE FROM issues_evidence WHERE id = %s", file.pk)
    rows = {f"issues.evidence:{file.pk}", f"ledgers.verdict:{verdict.pk}", name_of(verdict.closure)}
    return Named(rows, [number, "它的文件还在盘上"])


# ---- ledger and issue --------------------------------------------------------------------------------------------------


def closed() -> Entry:
    return one(Entry.objects.all(), kind=Entry.Kind.CLOSED, issue__status=Status.CLOSED)


@kind("D16")
def an_entrys_kind():
    entry = closed()
    written([entry], kind=Entry.Kind.TERMINATED)
    return Named({f"ledgers.entry:{entry.pk}"}, [entry.issue.number, "终止"], alone=False)


@kind("D17")
def an_entry_gone():
    entry = closed()
    with lifted(connection):
        sql("DELETE FROM ledgers_entry WHERE id = %s", entry.pk)
    return Named({f"issues.issue:{entry.issue_id}"}, [entry.issue.number, "没有入账"], alone=False)


@kind("D18")
def an_entrys_day():
    entry = closed()
    written([entry], on=entry.on - timedelta(days=40))
    return Named({f"ledgers.entry:{entry.pk}"}, [entry.issue.number, f"{entry.on}"], alone=False)


@kind("D19")
def entry_and_issue_moved_together():
    entry = closed()
    day = entry.on + timedelta(days=3)
    written([entry], on=day)
    written([entry.issue], closed_on=day)
    rows = {f"ledgers.entry:{entry.pk}", name_of(entry.issue)}
    return Named(rows, [entry.issue.number, f"账上是 {day}，记录里是 {entry.on}"])


@kind("D21")
def closed_past_every_move():
    issue = one(Issue.objects.all(), status=Status.RECTIFYING)
    written([issue], status=Status.CLOSED, closed_on=timezone.localdate(), grade="full")
    return Named({name_of(issue)}, [issue.number, "rectifying"], alone=False)


@kind("D22")
def a_deadline():
    issue = one(Issue.objects.all(), status=Status.RECTIFYING)
    due = issue.due + timedelta(days=60)
    written([issue], due=due)
    return Named({name_of(issue)}, [issue.number, f"“期限”记录里是 {issue.due}，现在是 {due}"])


@kind("D23")
def the_original_wording():
    issue = one(Issue.objects.all(), status=Status.CLOSED)
    written([issue], original=issue.original + "改")
    return Named({name_of(issue)}, [issue.number, "“原文”"])


@kind("D20")
def a_guard_gone():
    name = "guard_ledgers_entry_update"
    with owning(connection):
        sql(f"DROP TRIGGER {name}" + (" ON ledgers_entry" if connection.vendor == "postgresql" else ""))
    return Named({name}, ["ledgers_entry"])


# ---- what was asked, said and decided ----------------------------------------------------------------------------------


def approved() -> Closure:
    return one(Closure.objects.all(), outcome=Closure.Outcome.APPROVED)


def of_closure(closure: Closure, *words: str) -> Named:
    return Named({name_of(closure)}, [f"问题 {closure.issue.number} 第 {closure.number} 次申请", *words])


@kind("D24")
def an_accepted_grade():
    closure = approved()
    written([closure], grade="partly")
    return of_closure(closure, "“监督认定”")


@kind("D25")
def a_snapshot():
    closure = approved()
    written([closure], snapshot=closure.snapshot | {"title": "改"})
    return of_closure(closure, closure.digest)


@kind("D26")
def a_result():
    closure = approved()
    written([closure], result=closure.result + "改")
    return of_closure(closure, "“整改结果”")


@kind("D27")
def a_plan():
    plan = one(Plan.objects.all())
    written([plan], body=plan.body | {"goal": "改"})
    return Named({name_of(plan)}, [f"{plan.issue.number} 第 {plan.version} 版"])


@kind("D30")
def a_verdict():
    verdict = one(FileVerdict.objects.all(), closure__outcome=Closure.Outcome.APPROVED)
    written([verdict], word="unclear", note="x")
    rows = {name_of(verdict), name_of(verdict.closure)}
    return Named(rows, [verdict.closure.issue.number, verdict.evidence.public_id])


@kind("D31")
def a_report():
    report = one(Report.objects.all(), status=Report.Status.READ)
    written([report], text=report.text + "改")
    return Named({name_of(report)}, [report.issue.number, f"第 {report.week.number} 周", str(report.unit)])


@kind("D32")
def a_published_week():
    week = one(Week.objects.all(), published_at__isnull=False)
    written([week], facts=week.facts | {"改": 2})
    return Named({name_of(week)}, [week.round.public_id, f"第 {week.number} 周"])


@kind("D33")
def a_draw():
    draw = one(Draw.objects.all(), drawn_at__isnull=False)
    written([draw], result=[1])
    return Named({name_of(draw)}, ["重抽得到"])


@kind("D34")
def an_opinion():
    opinion = one(Opinion.objects.all(), status=Opinion.Status.GIVEN)
    written([opinion], word="agree" if opinion.word == "return" else "return")
    return Named({name_of(opinion)}, [opinion.review.issue.number, str(opinion.body)])


@kind("D35")
def a_post_that_nobody_granted():
    user, unit = User.objects.filter(kind="business").first(), Unit.objects.filter(is_office=True).first()
    holding = Holding(role="office_head", starts=date(2020, 1, 1), ends=date(2030, 1, 1), user=user, unit=unit)
    Holding.objects.bulk_create([holding])
    return Named({name_of(holding)}, [user.name, unit.name, "没有哪一条记录"])


@kind("D36")
def a_feedback():
    feedback = one(Feedback.objects.all())
    written([feedback], text=feedback.text + "改")
    return Named({name_of(feedback)}, [feedback.round.public_id, "“原文”"])
