"""Two people at one issue at the same moment, on the real PostgreSQL: one wins, nothing is half done, the books agree.

Each pair meets four times by day and 200 times by night (`make night`).
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections

from issues.actions import extensions, measures
from issues.actions.parts import draft_part
from issues.models import Extension, ExtensionReason, Gate, Issue, JointReview, Status
from issues.reviews import live_review
from ledgers.conditions import live_closure
from ledgers.models import Closure
from ledgers.reconcile import everything
from ledgers.tests.test_walk import laws_of
from rectify.accounts.models import User
from rectify.audit import checks
from rectify.audit.trail import verify
from rectify.lib.errors import Refused
from rectify.roof.testing.grants import granted
from rectify.roof.testing.seed import often
from rectify.roof.testing.world import build, reopening
from rectify.workflow.move import make
from rectify.workflow.moves import moves_of

pytestmark = [
    pytest.mark.sampled,
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]

ROUNDS = often(4, 200)
S = Status


@pytest.fixture
def world(transactional_db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    return build()


@pytest.fixture
def meet():
    """Two threads, each with a connection of its own, begin together; gives what each was answered, None for done."""
    barrier = Barrier(2)

    def together(*acts):
        def one(act):
            barrier.wait()
            try:
                act()
            except Refused as refused:
                return refused
            return None

        answers = list(pool.map(one, acts))
        assert all(answer is None or all(answer.reasons) for answer in answers)
        return answers

    with ThreadPoolExecutor(2) as pool:
        yield together
        list(pool.map(lambda _: (barrier.wait(), connections.close_all()), range(2)))


def press(obj, name: str, user: User, *, note: str = "写明了理由", **data):
    """What a browser does: fetch anew, press."""

    def act():
        found = type(obj).objects.get(pk=obj.pk)
        make(moves_of(found)[name], found, by=User.objects.get(pk=user.pk), data=dict(data), note=note)

    return act


def agree(*issues: Issue) -> None:
    for issue in issues:
        issue.refresh_from_db()
        laws_of(issue)


def finish() -> None:
    """The books balance, the trail is whole, and `manage.py prove` names nothing."""
    assert everything().balanced
    assert verify()[1] is None
    granted()
    assert [fault for check in checks.every() for piece in check.slices(0, None) for fault in piece.faults] == []


def one_wins(answers: list) -> None:
    assert sum(answer is None for answer in answers) == 1, answers


def test_closing_against_returning(world, meet):
    for _ in range(ROUNDS):
        issue = world.issue(at=S.AWAITING_DECISION)
        closing = press(issue, "approve", world.head, **world.filled(issue, "approve"))
        one_wins(meet(closing, press(issue, "decline", world.second_head)))
        agree(issue)
        assert issue.status in (S.CLOSED, S.RECTIFYING)
    finish()


def test_reviewer_against_reviewer(world, meet):
    """Two clerks at one first review; two reviewers of the last body; the last opinion against its withdrawal by force."""
    for _ in range(ROUNDS):
        issue = world.issue(at=S.FIRST_REVIEW)
        world.prepare(issue, "pass_review")
        one_wins(meet(press(issue, "pass_review", world.checker), press(issue, "return_review", world.visitor)))
        agree(issue)
    finish()


def test_one_opinion_of_a_body_and_one_merged_reply(world, meet):
    words = {"word": "agree", "text": "同意", "note": ""}
    for _ in range(ROUNDS):
        issue = world.issue(at=S.JOINT_REVIEW)
        first, second, third = live_review(issue).opinions.order_by("order")
        answers = meet(
            press(first, "give", world.discipline, **words), press(second, "give", world.organisation, **words)
        )
        assert answers == [None, None]
        again = press(third, "give", world.team, **words)
        one_wins(meet(again, again))
        reply = {"reply": "各家同意。", "reason": "经商各家"}
        one_wins(
            meet(press(issue, "pass_joint", world.checker, **reply), press(issue, "return_joint", world.head, **reply))
        )
        agree(issue)
        assert issue.joint_reviews.get().outcome != JointReview.Outcome.LIVE
    finish()


def test_child_against_parent(world, meet):
    """A part dispatched by itself against the split of the whole; a merge into an issue that is being struck off."""
    for _ in range(ROUNDS):
        whole = world.issue(at=S.RECTIFYING)
        one, two = (
            draft_part(issue=whole, title="一部分", original=whole.original, lead_unit=world.lead, by=world.clerk)
            for _ in range(2)
        )
        meet(press(whole, "split_up", world.head), press(one, "dispatch", world.second_head))
        agree(whole, one, two)
        assert (whole.status == S.TERMINATED) <= (one.status == two.status == S.DISPATCHED)

        target, merged = world.issue(at=S.AWAITING_DECISION), world.issue(at=S.DISPATCHED)
        closing = press(target, "approve", world.head, **world.filled(target, "approve"))
        merging = press(merged, "terminate", world.second_head, ending="merged", merged_into=target)
        answers = meet(closing, merging)
        agree(target, merged)
        assert answers[0] is None
        assert merged.status == (S.TERMINATED if answers[1] is None else S.DISPATCHED)
    finish()


def test_two_issues_merged_into_each_other(world, meet):
    for _ in range(ROUNDS):
        one, two = world.issue(at=S.DISPATCHED), world.issue(at=S.DISPATCHED)
        one_wins(
            meet(
                press(one, "terminate", world.head, ending="merged", merged_into=two),
                press(two, "terminate", world.second_head, ending="merged", merged_into=one),
            )
        )
        agree(one, two)
        assert {one.status, two.status} == {S.TERMINATED, S.DISPATCHED}
    finish()


def test_extension_against_closure(world, meet):
    reason = ExtensionReason.objects.create(code="race", name="资金未到", kind="objective")
    for _ in range(ROUNDS):
        issue = world.issue(at=S.RECTIFYING)
        world.prepare(issue, "apply")
        asking = {"issue": issue, "reason": reason, "text": "钱没到", "to_due": issue.due + timedelta(days=9)}

        def extend(asking=asking, pk=issue.pk):
            extensions.apply(**asking | {"issue": Issue.objects.get(pk=pk), "by": world.principal})

        answers = meet(extend, press(issue, "apply", world.liaison, **world.filled(issue, "apply")))
        assert answers[0] is None or answers[1] is None
        agree(issue)

        ready = world.issue(at=S.AWAITING_DECISION)
        waiting = Extension.objects.create(
            issue=ready,
            number=1,
            reason=reason,
            text="钱没到",
            from_due=ready.due,
            to_due=ready.due + timedelta(days=9),
            applied_by=world.principal,
        )
        due = ready.due
        closing = press(ready, "approve", world.head, **world.filled(ready, "approve"))
        answers = meet(press(waiting, "approve", world.second_head), closing)
        assert answers[1] is None
        agree(ready)
        waiting.refresh_from_db()
        approved = waiting.status == Extension.Status.APPROVED
        assert approved == (answers[0] is None) == (ready.due != due)
    finish()


def test_plan_edit_against_approval(world, meet):
    seen = Counter()
    for _ in range(ROUNDS):
        issue = world.issue(at=S.PLAN_REVIEW)
        one_wins(meet(press(issue, "unsubmit_plan", world.principal), press(issue, "pass_plan", world.checker)))
        agree(issue)
        seen[issue.status] += 1
        assert issue.plans.get().verdict == ("passed" if issue.status == S.RECTIFYING else "void")

        drafted = world.issue(at=S.PLANNING)
        world.plan(drafted)
        rows = [{"text": "另写一条", "kind": "prevent", "criterion": "印发", "person": "科长", "due": drafted.due}]

        def write(pk=drafted.pk, rows=rows):
            measures.write_plan(issue=Issue.objects.get(pk=pk), measures=rows, by=world.liaison)

        meet(write, press(drafted, "submit_plan", world.principal))
        agree(drafted)
        body = drafted.plans.get().body["measures"]
        assert [row["text"] for row in body] == list(drafted.measures.order_by("order").values_list("text", flat=True))
    assert set(seen) <= {S.RECTIFYING, S.PLANNING}
    finish()


def test_evidence_change_against_submission(world, meet):
    """What is signed is what is there: a file that came at the same moment is in the request, or the request is gone."""
    for number in range(ROUNDS):
        issue = world.issue(at=S.RECTIFYING)
        world.prove(issue)
        measure = issue.measures.first()

        def attach(pk=issue.pk, measure=measure, number=number):
            world.attach(
                Issue.objects.get(pk=pk), measure, name=f"补充{number}.pdf", body=f"%PDF-1.4 {number}".encode()
            )

        meet(attach, press(issue, "apply", world.liaison, **world.filled(issue, "apply")))
        agree(issue)
        closure = live_closure(issue)
        if closure:
            handed = {row["public_id"] for row in closure.snapshot["evidence"]}
            assert handed == set(issue.evidence.standing().values_list("public_id", flat=True))
        else:
            assert not issue.closures.filter(outcome=Closure.Outcome.LIVE).exists()
    finish()


def test_measure_returned_against_submission(world, meet):
    for _ in range(ROUNDS):
        issue = world.issue(at=S.RECTIFYING)
        world.prove(issue)
        measure = issue.measures.first()
        one_wins(
            meet(
                press(measure, "send_back", world.checker),
                press(issue, "apply", world.liaison, **world.filled(issue, "apply")),
            )
        )
        agree(issue)
    finish()


def test_look_back_against_reopening(world, meet):
    for _ in range(ROUNDS):
        issue = world.issue(at=S.CLOSED)
        with world.ripe(issue):
            world.prepare(issue, "hold_up")
            one_wins(
                meet(
                    press(issue, "hold_up", world.visitor),
                    press(issue, "reopen", world.second_head, **reopening("信访")),
                )
            )
        agree(issue)
    finish()


def test_a_rule_switched_on_meanwhile_strands_nobody(world):
    """The version of the procedure that an issue was dispatched under holds to its end."""
    before = world.issue(at=S.FIRST_REVIEW)
    world.work_by(world.procedure(Gate.CLOSURE_REVIEW))
    after = world.issue(at=S.DRAFT)
    for issue in (before, world.bring(after, S.FIRST_REVIEW)):
        world.prepare(issue, "pass_review")
        world.move(issue, "pass_review", "checker")
    assert (before.status, after.status) == (S.AWAITING_DECISION, S.JOINT_REVIEW)
    world.work_by(None)
    world.bring(after, S.CLOSED)
    agree(before, after)
