"""The life of one problem: its moves, made by the people whose turn it is, at moments between a start and an end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from issues.actions import extensions, issues, measures, reports
from issues.models import (
    Category,
    Difficulty,
    Extension,
    ExtensionReason,
    Feedback,
    FeedbackItem,
    Grade,
    Issue,
    MeasureStatus,
    Report,
    Round,
    Source,
)
from ledgers.actions import verdicts
from ledgers.conditions import live_closure, live_evidence
from ledgers.models import FileVerdict
from rectify.accounts.models import Unit, User
from rectify.lib.dates import today
from rectify.roof.demo import milestones
from rectify.roof.demo.cast import Cast
from rectify.roof.demo.clock import Life, spread
from rectify.roof.demo.evidence import hand_in
from rectify.roof.demo.findings import Finding, filled
from rectify.roof.demo.staff import Staff
from rectify.workflow.move import make
from rectify.workflow.moves import moves_of

Step = tuple[float, Callable[[], None]]
PATH = (
    "draft",
    "dispatched",
    "planning",
    "plan_review",
    "rectifying",
    "awaiting_signature",
    "first_review",
    "awaiting_decision",
    "closed",
)


@dataclass
class Problem(Staff):
    """One problem of the demo city: what it is, what becomes of it and when."""

    cast: Cast
    rng: Random
    round: Round
    unit: Unit
    finding: Finding
    fate: str
    turns: frozenset[str]
    start: datetime
    end: datetime
    due: date
    due_text: str
    immediate: bool
    feedback: Feedback | None = None
    item: FeedbackItem | None = None
    names: dict[str, str] = field(default_factory=dict)
    registered: Issue | None = None

    def life(self) -> Life:
        steps = self.steps()
        moments = spread(self.start, self.end, [weight for weight, _ in steps], self.rng)
        for moment, (_, step) in zip(moments, steps, strict=True):
            yield moment
            step()

    # ---- what happens, in order -------------------------------------------------------------------------------------

    def steps(self) -> list[Step]:
        life: list[Step] = [(0, self.register)]
        aim = {"contested": "dispatched", "terminated": "rectifying", "reopened": "closed"}.get(self.fate, self.fate)
        for stage in PATH[1 : PATH.index(aim) + 1]:
            life += getattr(self, f"to_{stage}")()
        if self.fate == "contested":
            life += [
                (1, lambda: self.move("contest", self.liaison, note="该事项职能已随机构改革划出，建议由承接单位牵头。"))
            ]
        if self.fate == "terminated":
            words = "相关政策已于今年调整，该事项不再实施，经研究终止。"
            life += [(3, lambda: self.move("terminate", self.head, note=words, ending="not_applicable"))]
        if self.fate == "reopened":
            words = "回访发现同类情况再次出现，原整改没有到位。"
            life += [(5, lambda: self.move("reopen", self.cast.head2, note=words, source="回访", due=self.anew()))]
        return life

    def to_dispatched(self) -> list[Step]:
        steps: list[Step] = [(0.6, lambda: self.move("dispatch", self.dispatcher))]
        if "upheld" in self.turns:
            steps.append(
                (
                    1,
                    lambda: self.move("contest", self.liaison, note="该项工作由几家单位共同承担，建议调整牵头单位。"),
                )
            )
            steps.append(
                (1, lambda: self.move("uphold", self.head, note="经核对职责分工，牵头责任明确，维持原牵头单位。"))
            )
        if "moved" in self.turns:
            steps.append(
                (
                    1,
                    lambda: self.move("contest", self.liaison, note="该事项由上级主管部门管理，我单位没有审批权限。"),
                )
            )
            steps.append((1, self.reassign))
        return steps

    def to_planning(self) -> list[Step]:
        return [(0.8, lambda: self.move("sign", self.liaison)), (2, lambda: self.plan(thin="returned" in self.turns))]

    def to_plan_review(self) -> list[Step]:
        steps: list[Step] = [(2, lambda: self.move("submit_plan", self.principal))]
        if "returned" in self.turns:
            note = "措施笼统，第 1 条没有写清做到什么程度、以什么证明；请补写销号标准后再报。"
            steps.append((1, lambda: self.move("return_plan", self.reviewer, note=note)))
            steps.append((2, self.plan))
            steps.append((1, lambda: self.move("submit_plan", self.principal)))
        return steps

    def to_rectifying(self) -> list[Step]:
        steps: list[Step] = [(1.5, lambda: self.move("pass_plan", self.reviewer, note="措施具体，同意实施。"))]
        if "revised" in self.turns:
            steps += [(2, self.revise), (1, lambda: self.move("pass_plan", self.reviewer))]
        steps += [(1.5, lambda: self.work(0))]
        if "longer" in self.turns:
            steps += [(2, self.ask_for_time), (1, lambda: self.answer("approve"))]
        if "shorter" in self.turns:
            steps += [
                (2, self.ask_for_time),
                (1, lambda: self.answer("refuse", "主观原因，不符合延期条件，请倒排工期。")),
            ]
        steps += [(3, lambda: self.work(1)), (0.3, lambda: milestones.reach(self.issue, by=self.liaison))]
        if "again" in self.turns:
            steps += [(3, self.ask_for_time), (1, self.consent)]
        if "asking" in self.turns:
            steps += [(2, self.ask_for_time)]
        if "unsigned" in self.turns:
            steps += [(3, self.finish), (1, self.apply)]
            steps.append(
                (1, lambda: self.move("decline_signature", self.principal, note="第 2 条措施的凭证不全，补齐后再报。"))
            )
        for turn in sorted(self.turns & {"back", "declined"}):
            steps += self.round_trip(turn)
        return steps

    def round_trip(self, turn: str) -> list[Step]:
        """A request for closure that comes back from the office."""
        steps: list[Step] = [
            (3, self.finish),
            (1, self.apply),
            (1, self.endorse),
            (1, lambda: self.review(doubt=turn == "back")),
        ]
        if turn == "back":
            note = "“整改前后对比”缺整改后照片，凭证没有经办人签字，与销号标准不对应。"
            steps.append((0.5, lambda: self.move("return_review", self.examiner, note=note)))
        else:
            steps.append((0.5, lambda: self.move("pass_review", self.examiner)))
            note = "现场核查发现仍有同类情况，整改没有到位，暂不销号。"
            steps.append((1, lambda: self.move("decline", self.head, note=note)))
        return [*steps, (2, self.supplement)]

    def to_awaiting_signature(self) -> list[Step]:
        steps: list[Step] = [(3, self.finish), (1, self.apply)]
        if "withdrawn" in self.turns:
            steps += [(1, lambda: self.move("withdraw", self.liaison)), (1, self.supplement), (1, self.apply)]
        return steps

    def to_first_review(self) -> list[Step]:
        return [(1, self.endorse)]

    def to_awaiting_decision(self) -> list[Step]:
        return [
            (1.5, self.review),
            (0.3, lambda: self.move("pass_review", self.examiner, note="佐证与标准对应，同意报审定。")),
        ]

    def to_closed(self) -> list[Step]:
        return [(1.5, self.decide)]

    # ---- acts -------------------------------------------------------------------------------------------------------

    def move(self, name: str, by: User, *, on: object = None, note: str = "", **data: object) -> None:
        obj = on or self.issue
        make(moves_of(obj)[name], obj, by=by, note=note, data=data)

    def register(self) -> None:
        category = Category.objects.get(scheme__code="common_problems", code=self.finding.code)
        leader = self.leader
        self.registered = issues.register(
            round_=self.round,
            lead_unit=self.unit,
            by=self.clerks[0],
            title=self.finding.title,
            original=self.finding.original,
            wording=self.finding.wording,
            aspect=self.finding.aspect,
            category=category,
            feedback=self.feedback,
            track=self.feedback.track if self.feedback else None,
            item=self.item,
            due=self.due,
            due_text=self.due_text,
            is_immediate=self.immediate,
            lead_leader=leader.name if leader else "",
            is_focus="focus" in self.turns,
            focus_reason="群众反映强烈、长期未解决" if "focus" in self.turns else "",
            source=Source.IN_PROGRESS if "added" in self.turns else Source.FEEDBACK,
            difficulty=self.rng.choice([*Difficulty.values, Difficulty.MEDIUM]),
            shares=self.sharing(),
        )

    def sharing(self) -> list[tuple[Unit, str]]:
        """The unit above shares what a branch leads; now and then a neighbour lends a hand."""
        above = [
            unit for unit in self.cast.units.values() if unit.pk == self.unit.parent_id and unit.supervising_office_id
        ]
        shares = [(unit, "responsible") for unit in above]
        if self.rng.random() < 0.2:
            shares.append((self.cast.units["czj"], "supporting"))
        return shares

    def reassign(self) -> None:
        unit = next(
            (u for u in self.cast.units.values() if u.pk == self.unit.parent_id and u.supervising_office_id), None
        )
        note = "同意异议，由主管部门牵头，原单位配合。"
        self.move("reassign", self.head, note=note, unit=unit or self.cast.units["czj"])

    def rows(self, *, thin: bool = False) -> list[dict]:
        """The measures as they are written: the first time perhaps too thin, but complete."""
        chosen = self.finding.measures[:2] if thin and len(self.finding.measures) > 2 else self.finding.measures
        latest = self.issue.due or self.due
        return [
            {
                "text": "加强整改，确保到位" if thin and not place else measure.text,
                "kind": measure.kind,
                "criterion": "整改到位" if thin and not place else measure.criterion,
                "person": self.person(measure.post),
                "due": latest - timedelta(days=(len(chosen) - 1 - place) * 6),
                "steps": milestones.steps(self.unit, latest) if not place and not thin else [],
            }
            for place, measure in enumerate(chosen)
        ]

    def plan(self, *, thin: bool = False) -> None:
        rows = self.rows(thin=thin)
        reason = "" if any(row["kind"] == "prevent" for row in rows) else "原有制度已作规定，本次重在执行"
        measures.write_plan(
            issue=self.issue,
            measures=rows,
            by=self.liaison,
            goal=f"{self.finding.wording}的问题整改到位，同类问题不再发生。",
            no_prevention=reason,
            root_cause="责任没有分解到岗，日常检查不够，制度执行不严。",
        )

    def revise(self) -> None:
        rows = [
            *self.rows(),
            {
                "text": "对同类事项开展一次全面自查，发现问题一并整改",
                "kind": "correct",
                "criterion": "自查报告经主要负责人签字",
                "person": self.person("办公室主任"),
                "due": self.issue.due,
            },
        ]
        present = list(self.issue.measures.order_by("order").values_list("public_id", flat=True))
        rows = [row | ({"id": present[n]} if n < len(present) else {}) for n, row in enumerate(rows)]
        note = "自查发现同类事项，增加一条措施。"
        self.move("revise_plan", self.principal, note=note, measures=rows)

    def live(self) -> list:
        return list(self.issue.measures.exclude(status=MeasureStatus.CANCELLED).order_by("order"))

    def work(self, part: int) -> None:
        """First the measures are begun, then the first of them is done and proven."""
        for measure in self.live()[: 2 if part else 1]:
            if part and measure.status == MeasureStatus.DOING:
                hand_in(self, measure)
                self.move("finish", self.liaison, on=measure)
            elif measure.status == MeasureStatus.TODO:
                self.move("start", self.liaison, on=measure)

    def finish(self) -> None:
        for measure in self.live():
            if not measure.evidence.exists():
                hand_in(self, measure)
            if measure.status in (MeasureStatus.TODO, MeasureStatus.DOING):
                self.move("finish", self.liaison, on=measure)

    def supplement(self) -> None:
        """A newer version of the first file, and one more."""
        newest = live_evidence(self.issue).order_by("id").first()
        hand_in(self, newest.measure, replaces=newest)

    def ask_for_time(self) -> None:
        reason = self.rng.choice(list(ExtensionReason.objects.all()))
        words = "前期工作已完成六成，受上述因素影响，剩余部分需顺延；期间每周报送进度，倒排到人。"
        extensions.apply(
            issue=self.issue,
            reason=reason,
            text=words,
            by=self.principal,
            to_due=max(self.issue.due, today()) + timedelta(days=self.rng.choice([20, 30, 45])),
        )

    @staticmethod
    def anew() -> date:
        """The deadline of what is reopened."""
        return today() + timedelta(days=60)

    def answer(self, name: str, note: str = "同意。请按新期限抓紧。") -> None:
        self.move(name, self.head, on=self.waiting(), note=note)

    def consent(self) -> None:
        leaders = [
            p
            for p in (self.cast.leader, self.cast.leader2, self.cast.leader3)
            if p.holds("leader", at=self.issue.lead_unit)
        ]
        if leaders:
            self.move("consent", leaders[0], on=self.waiting(), note="情况属实，同意延期。")

    def waiting(self) -> Extension:
        return self.issue.extensions.get(status=Extension.Status.WAITING)

    def apply(self) -> None:
        """Promises still open in weekly reports are answered first."""
        unanswered = self.issue.reports.filter(sent_at=None, week__opened_at__isnull=False).exclude(promise="")
        for report in unanswered.select_related("week"):
            reports.send(
                report=report,
                by=self.liaison,
                kept=Report.Kept.KEPT,
                text="上周事项已完成，本件措施全部落实，准备申请销号。",
                next_step="申请销号",
            )
        done = filled(self.rng.choice(self.finding.progress), rng=self.rng)
        self.move(
            "apply",
            self.liaison,
            declared=self.rng.choices([Grade.FULL, Grade.MOSTLY], [5, 1])[0],
            result=f"{done}；各项措施均已落实，经自查没有反复。",
            matter="yes",
            mechanism="yes",
            **(
                {"persons": "yes"}
                if self.finding.measures[0].kind == "punish"
                else {"persons": "not_applicable", "persons_note": "不涉及人员处理"}
            ),
        )

    def endorse(self) -> None:
        self.move("endorse", self.principal, pledge=True, digest=live_closure(self.issue).digest)

    def review(self, *, doubt: bool = False) -> None:
        for place, evidence in enumerate(live_evidence(self.issue).order_by("id")):
            bad = doubt and not place
            verdicts.give(
                issue=self.issue,
                evidence=evidence,
                by=self.examiner,
                word=FileVerdict.Word.UNCLEAR if bad else FileVerdict.Word.ACCEPTED,
                note="没有经办人签字" if bad else "",
            )

    def decide(self) -> None:
        grade = self.rng.choices([Grade.FULL, Grade.MOSTLY, Grade.PARTLY], [14, 5, 1])[0]
        seen = self.rng.random() < 0.7
        self.move(
            "approve",
            self.head,
            grade=grade,
            site_check=seen,
            site_note="到现场查看并走访群众，情况属实。" if seen else "属制度建设类，查阅资料即可。",
            site_by=self.examiner.name if seen else self.head.name,
            minutes=f"会纪〔{today().year}〕{self.rng.randint(3, 40)}号",
            note="同意销号。",
        )
