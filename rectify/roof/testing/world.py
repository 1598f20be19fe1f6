"""A small cast and a builder that reaches every state by making the moves, never by writing the column.

Used by tests and, with a bigger cast, by the demo city.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, time, timedelta
from types import MappingProxyType

import time_machine
from django.utils import timezone

from issues.actions import evidence as evidence_actions
from issues.actions import issues as issue_actions
from issues.actions import measures as measure_actions
from issues.models import (
    Category,
    Feedback,
    Gate,
    Grade,
    Issue,
    MeasureKind,
    Opinion,
    Procedure,
    ProcedureStep,
    Round,
    RoundKind,
    RuleProfile,
    Scheme,
    Shows,
    Status,
    Term,
    Track,
)
from issues.reviews import live_review
from ledgers.actions import verdicts, visits
from ledgers.conditions import live_closure, live_evidence, standing_closure
from ledgers.models import FileVerdict, Visit
from rectify.accounts.models import Holding, Sector, Unit, User
from rectify.accounts.roles import AccountKind, Role
from rectify.lib.dates import at_time, today
from rectify.lib.filestore import keep
from rectify.workflow.move import make
from rectify.workflow.moves import moves_of

S = Status
# The way on: the move that leads out of each state, and who of the cast makes it.
ON = {
    S.DRAFT: ("dispatch", "head"),
    S.DISPATCHED: ("sign", "liaison"),
    S.PLANNING: ("submit_plan", "principal"),
    S.PLAN_REVIEW: ("pass_plan", "checker"),
    S.RECTIFYING: ("apply", "liaison"),
    S.AWAITING_SIGNATURE: ("endorse", "principal"),
    S.FIRST_REVIEW: ("pass_review", "checker"),
    S.JOINT_REVIEW: ("pass_joint", "checker"),
    S.OBJECTION_WINDOW: ("window_ends", "checker"),
    S.AWAITING_DECISION: ("approve", "head"),
    S.CLOSED: ("hold_up", "visitor"),
}
BODIES = {"discipline": "市纪委监委", "organisation": "市委组织部", "team": "市委第三巡察组"}
LATE = ("visitor", *BODIES)
# Frozen, as is DECISION: a move writes its facts into the data it is given.
ANSWERS = MappingProxyType(
    {
        "declared": Grade.FULL,
        "result": "已按方案整改到位，现场复核无反复。",
        "matter": "yes",
        "persons": "not_applicable",
        "persons_note": "不涉及人员处理",
        "mechanism": "yes",
    }
)
DECISION = MappingProxyType({"grade": Grade.FULL, "site_check": True, "site_note": "现场查看属实", "site_by": "督查科"})


def reopening(source: str = "") -> dict:
    """What is filled in with 反弹, and with its source 重开."""
    return {"due": today() + timedelta(days=60)} | ({"source": source} if source else {})


def unit(name: str, *, parent: Unit | None = None, order: int = 0, **fields) -> Unit:
    """A unit in the tree, its path set."""
    row = Unit.objects.create(name=name, parent=parent, order=order, path="", **fields)
    row.path = f"{parent.path if parent else ''}{row.pk}/"
    row.save(update_fields=["path"])
    return row


def person(username: str, *posts: tuple[Role, Unit], kind: str = AccountKind.BUSINESS, **fields) -> User:
    """An active person who holds `posts` since a year ago."""
    fields = {"name": username, "kind": kind, "must_change_password": False} | fields
    user = User.objects.create(username=username, **fields)
    since = timezone.localdate() - timedelta(days=365)
    for role, at in posts:
        Holding.objects.create(user=user, role=role, unit=at, starts=since)
    return user


def again(user: User) -> User:
    """The same person as a later request would find them: nothing remembered."""
    return User.objects.get(pk=user.pk)


@dataclass
class World:
    """One office, two units (one with a branch below it), a stranger unit, a round, and the people of each."""

    city: Unit
    office: Unit
    lead: Unit
    branch: Unit
    other: Unit
    round: Round
    category: Category
    cast: dict[str, User] = field(default_factory=dict)
    tag: str = ""  # before the names of accounts and codes: two worlds fit into one database
    prefix: str = ""  # before the names of units
    feedback: Feedback | None = None
    count: int = 0
    present: dict[str, User] | None = None  # who has come while an issue is brought on its way

    def __getattr__(self, name: str) -> User:
        """`world.clerk`, `world.head` …: a person of the cast, fetched anew (while an issue is brought on its way: once)."""
        if self.present is None:
            return self.come(name)
        return self.present.get(name) or self.present.setdefault(name, self.come(name))

    def come(self, name: str) -> User:
        """A person of the cast, fetched anew. Raises AttributeError."""
        cast = self.__dict__.get("cast", {})
        if name in cast:
            return again(cast[name])
        if name in LATE:
            return self.late(name)
        raise AttributeError(name)

    def late(self, name: str) -> User:
        """Who is called in only where a story needs them: most worlds have one clerk to check and no joint review."""
        if name in BODIES:
            assert self.bodies
        username = f"{self.tag}{name}"
        known = User.objects.filter(username=username).first()
        return known or person(username, (Role.OFFICE_CLERK, self.office))

    def later_round(self) -> Round:
        """Another round of the same office: people serve several at a time."""
        return work(self.office, 6, "九届市委第六轮巡察")[0]

    @property
    def bodies(self) -> list[Unit]:
        """The three that review jointly, each with its reviewer."""
        names = {reviewer: f"{self.prefix}{name}" for reviewer, name in BODIES.items()}
        known = {unit.name: unit for unit in Unit.objects.filter(name__in=names.values())}
        for order, (reviewer, name) in enumerate(names.items(), start=5):
            if name not in known:
                known[name] = unit(name, parent=self.city, order=order)
                person(f"{self.tag}{reviewer}", (Role.REVIEWER, known[name]))
        return [known[name] for name in names.values()]

    def issue(
        self, at: Status = S.DRAFT, *, lead_unit: Unit | None = None, round_: Round | None = None, **fields
    ) -> Issue:
        """An issue that has reached `at` by the moves of the short path (or by 异议, 终止 for those two states)."""
        self.count += 1
        today = timezone.localdate()
        fields = {
            "title": f"第 {self.count} 个问题",
            "original": f"“第 {self.count} 个问题”的反馈原文。",
            "category": self.category,
            "due": today + timedelta(days=60),
            "feedback": self.feedback,
        } | fields
        issue = issue_actions.register(
            round_=round_ or self.round, lead_unit=lead_unit or self.lead, by=self.clerk, **fields
        )
        return self.bring(issue, at)

    def bring(self, issue: Issue, at: Status) -> Issue:
        """Make the moves from the present state to `at`, which lies ahead on the path."""
        before, self.present = self.present, self.present or {}
        try:
            return self._bring(issue, at)
        finally:
            self.present = before

    def _bring(self, issue: Issue, at: Status) -> Issue:
        if at == S.CONTESTED:
            self.move(self._bring(issue, S.DISPATCHED), "contest", "liaison", note="不属于我单位职责")
        elif at == S.TERMINATED:
            self._bring(issue, S.DISPATCHED)
            self.move(issue, "terminate", "head", note="政策已调整", data={"ending": "not_applicable"})
        else:
            gates = {S.JOINT_REVIEW: Gate.CLOSURE_REVIEW, S.OBJECTION_WINDOW: Gate.OBJECTION}
            if at in gates and issue.status == S.DRAFT:
                self.work_by(self.procedure(gates[at]))
            while issue.status != at:
                name, who = ON[Status(issue.status)]
                with self.ripe(issue):
                    self.prepare(issue, name)
                    self.move(issue, name, who, data=self.filled(issue, name))
                if name == "dispatch" and at in gates:
                    self.work_by(None)
        return issue

    @contextmanager
    def ripe(self, issue: Issue) -> Iterator[None]:
        """The clock stands where what is ahead may happen: after the objection window, on the day of the look back.

        Elsewhere, and where that day has come, it stays as it is; afterwards it is today again.
        """
        day = None
        if issue.status == S.OBJECTION_WINDOW:
            day = live_closure(issue).window_until + timedelta(days=1)
        elif issue.status == S.CLOSED:
            day = issue.look_back_on
        if day is None or day <= today():
            yield
        else:
            with time_machine.travel(at_time(day, time(10)).astimezone(UTC), tick=True):
                yield

    def procedure(self, *gates: Gate, **fields) -> Procedure:
        """A procedure that puts `gates` into the way of every issue: three bodies, a window of three working days."""
        code = "-".join(sorted("".join(word[:3] for word in gate.split("_")) for gate in gates)) or "short"
        found, made = Procedure.objects.get_or_create(code=f"{self.tag}{code}", defaults={"name": "测试规程"})
        for gate in gates if made else ():
            step = ProcedureStep.objects.create(procedure=found, gate=gate, days=3, **fields)
            step.bodies.set(self.bodies)
        return found

    def work_by(self, procedure: Procedure | None) -> None:
        """What is dispatched in the round from now on goes by `procedure`."""
        self.round.procedure = procedure
        self.round.save(update_fields=["procedure"])

    def opine(self, issue: Issue, *words: str, **data) -> None:
        """Each body asked gives an opinion: `words` in order, 同意 where none is left."""
        for opinion in live_review(issue).opinions.order_by("order"):
            if opinion.status == Opinion.Status.ASKED:
                word = words[opinion.order] if opinion.order < len(words) else Opinion.Word.AGREE
                marks = dict.fromkeys(("organisation", "responsibility", "measures"), "good")
                given = {"word": word, "text": "请把标准写实。"} | marks | data
                self.move(opinion, "give", list(BODIES)[opinion.order], data=given)

    def look_back(
        self, issue: Issue, finding: str = Visit.Finding.HOLDS, who: str = "visitor", fault: str = Visit.Fault.RELAPSED
    ) -> Visit:
        """A look back at a closed issue, planned and recorded."""
        person = getattr(self, who)
        fault = fault if finding == Visit.Finding.FAILS else ""
        visit = visits.plan(
            closure=standing_closure(issue),
            kind=Visit.Kind.LOOK_BACK,
            on=timezone.localdate(),
            visitors=[person],
            by=self.second_head,
        )
        return visits.record_visit(
            visit=visit,
            by=person,
            on=timezone.localdate(),
            place="现场",
            people="住户三人",
            finding=finding,
            seen="现场看过",
            note="按记录",
            fault=fault,
        )

    def move(self, issue, name: str, who: str, **kwargs):
        """One move by one of the cast; the unit's people are those of the issue's lead unit, or of who receives a paper."""
        return make(moves_of(issue)[name], issue, by=self.actor(issue, who), **kwargs)

    def actor(self, issue, who: str) -> User:
        owner = getattr(issue, "issue", issue)
        other = self.other.pk in (getattr(owner, "lead_unit_id", None), getattr(owner, "unit_id", None))
        return getattr(self, f"other_{who}" if other and who in ("liaison", "principal") else who)

    def prepare(self, issue: Issue, name: str) -> None:
        """What must be there before a move: measures before 报送方案, proof before 申请销号, verdicts before 初审通过."""
        if name == "submit_plan" and not issue.measures.exists():
            self.plan(issue)
        if name == "apply":
            self.prove(issue)
        if name in ("pass_plan", "pass_joint") and live_review(issue):
            self.opine(issue)
        if name == "hold_up":
            self.look_back(issue)
        if name == "pass_review":
            for row in live_evidence(issue):
                verdicts.give(issue=issue, evidence=row, word=FileVerdict.Word.ACCEPTED, by=self.checker)

    def filled(self, issue: Issue, name: str) -> dict:
        """What people fill in with a move."""
        if name == "endorse":
            closure = live_closure(issue)
            return {"pledge": True, "digest": closure.digest if closure else ""}
        if name in ("pass_plan", "pass_joint", "return_joint"):
            return {"reply": "各家同意。", "reason": "经商各家"}
        always = {"apply": ANSWERS, "approve": DECISION, "relapse": reopening(), "reopen": reopening("回头看")}
        return dict(always.get(name, {}))

    def plan(self, issue: Issue) -> None:
        reform = (MeasureKind.REFORM, "逐项核查并整改到位", "核查表逐户签字", "业务科科长")
        prevent = (MeasureKind.PREVENT, "修订管理办法", "办法印发并执行", "法规科科长")
        rows = [
            {"kind": kind, "text": text, "criterion": criterion, "person": person, "due": issue.due}
            for kind, text, criterion, person in (reform, prevent)
        ]
        measure_actions.write_plan(issue=issue, measures=rows, by=self.actor(issue, "liaison"), goal="整改到位")

    def prove(self, issue: Issue) -> None:
        """One file for each measure, and each measure reported done."""
        for measure in issue.measures.order_by("order"):
            if not live_evidence(issue).filter(measure=measure).exists():
                self.attach(issue, measure)
            if measure.status in ("todo", "doing"):
                self.move(measure, "finish", "liaison")

    def attach(self, issue: Issue, measure=None, *, name: str = "核查记录.pdf", body: bytes = b"", **fields):
        """A small file as evidence."""
        body = body or f"%PDF-1.4 {issue.pk} {measure} {name} {issue.evidence.count()}".encode()
        stored = keep([body], folder="evidence")
        fields = {"shows": Shows.DONE, "document_date": timezone.localdate()} | fields
        return evidence_actions.attach(
            issue=issue,
            stored=stored,
            name=name,
            kind="pdf",
            by=self.actor(issue, "liaison"),
            measure=measure,
            **fields,
        )


def build(*, prefix: str = "", tag: str = "", alone: bool = False) -> World:
    """The cast: clerk, checker (a second clerk), head, second_head, liaison, principal, other_liaison, other_principal,
    leader, other_leader, stranger (holds nothing), sysadmin, secadmin, auditor; and where a story asks for them visitor (a
    third clerk), discipline, organisation and team (reviewers of three bodies).

    `prefix` stands before the names of units and `tag` before those of accounts: another city beside the first. `alone`: an
    office of two people, where checker is the clerk and second_head the head."""
    sector = Sector.objects.get_or_create(code="department", defaults={"name": "部门"})[0]
    city = unit(f"{prefix or '江州'}市", order=0)
    office = unit(f"{prefix}市委整改办", parent=city, order=1, is_office=True)
    below = {"sector": sector, "supervising_office": office}
    lead = unit(f"{prefix}市住建局", parent=city, order=2, **below)
    branch = unit(f"{prefix}市房管中心", parent=lead, order=3, **below)
    other = unit(f"{prefix}市教育局", parent=city, order=4, **below)
    cast = people(office, lead, other, tag, alone)
    round_, category = work(office)
    return World(city, office, lead, branch, other, round_, category, cast, tag, prefix)


def people(office: Unit, lead: Unit, other: Unit, tag: str = "", alone: bool = False) -> dict[str, User]:
    """The cast and their posts."""
    posts = {
        "clerk": (Role.OFFICE_CLERK, office),
        "checker": (Role.OFFICE_CLERK, office),
        "head": (Role.OFFICE_HEAD, office),
        "second_head": (Role.OFFICE_HEAD, office),
        "liaison": (Role.UNIT_LIAISON, lead),
        "principal": (Role.UNIT_PRINCIPAL, lead),
        "other_liaison": (Role.UNIT_LIAISON, other),
        "other_principal": (Role.UNIT_PRINCIPAL, other),
        "leader": (Role.LEADER, lead),
        "other_leader": (Role.LEADER, other),
    }
    doubles = {"checker": "clerk", "second_head": "head"} if alone else {}
    cast = {name: person(f"{tag}{name}", post) for name, post in posts.items() if name not in doubles}
    cast |= {name: cast[other_name] for name, other_name in doubles.items()}
    kinds = {
        "stranger": AccountKind.BUSINESS,
        "sysadmin": AccountKind.SYSTEM_ADMIN,
        "secadmin": AccountKind.SECURITY_ADMIN,
        "auditor": AccountKind.AUDITOR,
    }
    return cast | {name: person(f"{tag}{name}", kind=kind) for name, kind in kinds.items()}


def work(office: Unit, number: int = 5, name: str = "九届市委第五轮巡察") -> tuple[Round, Category]:
    """A round of the office, and a class for its issues."""
    profile = RuleProfile.objects.get_or_create(code="test", defaults={"name": "测试方案"})[0]
    kind = RoundKind.objects.get_or_create(code="regular", defaults={"name": "常规"})[0]
    term = Term.objects.get_or_create(name="九届市委", defaults={"starts": date(2021, 9, 1)})[0]
    round_ = Round.objects.create(term=term, number=number, name=name, kind=kind, office=office, profile=profile)
    catalogue = Scheme.objects.get_or_create(
        code="common", version="test", defaults={"name": "共性问题", "kind": Scheme.Kind.CATALOGUE}
    )[0]
    category = Category.objects.get_or_create(scheme=catalogue, code="C07", defaults={"name": "民生实事落实不到位"})[0]
    return round_, category


def track() -> Track:
    """The main track."""
    return Track.objects.get_or_create(code="main", defaults={"name": "巡察"})[0]
