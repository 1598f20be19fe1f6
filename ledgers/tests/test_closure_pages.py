"""审核销号 by its pages: asked for, signed, read file by file, returned, asked for again, decided; each refusal a sentence."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from issues.models import Gate, Status
from ledgers.actions.verdicts import give
from ledgers.conditions import live_closure, live_evidence
from ledgers.models import Closure, FileVerdict
from ledgers.states import CLOSURE
from rectify.accounts.roles import Role
from rectify.lib.errors import Refused
from rectify.lib.ids import new_id
from rectify.lib.pages import form_key
from rectify.roof.testing.counting import counted
from rectify.roof.testing.world import ANSWERS, person
from rectify.workflow.move import make

pytestmark = pytest.mark.django_db
ASKED = {
    "declared": "full",
    "result": "已全部整改到位",
    "matter": "yes",
    "persons": "not_applicable",
    "persons_note": "不涉及人员处理",
    "mechanism": "yes",
    "mechanism_note": "修订办法 1 项",
}
DECIDED = {
    "grade": "full",
    "site": "done",
    "site_note": "现场查看属实",
    "site_by": "督查科",
    "minutes": "巡改领〔2026〕5号",
}


def as_(person) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def at(name, issue, *more):
    return reverse(f"ledgers:{name}", args=[issue.public_id, *more])


def stamped(issue, **data):
    return {"version": issue.version, "key": form_key()} | data


def texts(answer):
    return answer.content.decode()


def test_the_unit_asks_and_its_principal_signs_what_was_shown(world):
    issue = world.issue(at=Status.RECTIFYING)
    world.prove(issue)
    liaison, principal = as_(world.liaison), as_(world.principal)
    assert "为什么现在不能" not in texts(liaison.get(at("apply", issue)))
    liaison.post(at("apply", issue), stamped(issue, **ASKED))
    issue.refresh_from_db()
    closure = live_closure(issue)
    assert (issue.status, closure.result) == (Status.AWAITING_SIGNATURE, "已全部整改到位")
    page = texts(principal.get(at("sign", issue)))
    assert closure.digest in page
    assert "核查记录.pdf" in page
    without = principal.post(at("sign", issue), stamped(issue, move="endorse", digest=closure.digest))
    assert "请先确认承诺" in texts(without)
    stale = principal.post(at("sign", issue), stamped(issue, move="endorse", digest="x", pledge="on"))
    assert "请刷新后看过再签" in texts(stale)
    principal.post(at("sign", issue), stamped(issue, move="endorse", digest=closure.digest, pledge="on"))
    issue.refresh_from_db()
    assert issue.status == Status.FIRST_REVIEW
    assert live_closure(issue).signed_digest == closure.digest


def test_what_is_signed_is_what_was_shown(world):
    """A request that was taken back and handed in anew between reading and signing is refused at both doors."""
    issue = world.issue(at=Status.AWAITING_SIGNATURE)
    seen, principal = live_closure(issue).digest, as_(world.principal)
    world.move(issue, "withdraw", "liaison")
    world.move(issue, "apply", "liaison", data=ANSWERS | {"result": "另写的整改结果，与先前看到的不同。"})
    assert live_closure(issue).digest != seen
    place, words = f"/api/v1/issues/{issue.public_id}/moves/", "申请内容在您打开页面之后有变动，请刷新后看过再签"
    body = {"move": "endorse", "data": {"pledge": True, "digest": seen}}
    answer = principal.post(place, body, content_type="application/json")
    assert (answer.status_code, answer.json()) == (422, {"reasons": [words]})
    assert words in texts(principal.post(at("sign", issue), stamped(issue, move="endorse", digest=seen, pledge="on")))
    issue.refresh_from_db()
    assert (issue.status, live_closure(issue).signed_at) == (Status.AWAITING_SIGNATURE, None)


def test_what_is_missing_comes_first_and_what_was_typed_stays(world):
    issue = world.issue(at=Status.RECTIFYING)
    liaison = as_(world.liaison)
    assert "措施 1 还没有佐证" in texts(liaison.get(at("apply", issue)))
    answer = texts(liaison.post(at("apply", issue), stamped(issue, **ASKED)))
    assert "措施 1 还没有佐证" in answer
    assert "已全部整改到位" in answer
    asked = texts(liaison.post(at("apply", issue), stamped(issue, **ASKED | {"result": "按机密文件整改"})))
    assert "请确认所填内容不涉密" in asked
    assert "按机密文件整改" in asked
    marked = texts(liaison.post(at("apply", issue), stamped(issue, **ASKED | {"result": "机密★5年 整改"})))
    assert "不得处理涉密信息" in marked


def test_pages_exist_only_for_those_who_act(world):
    signing, reviewing = world.issue(at=Status.AWAITING_SIGNATURE), world.issue(at=Status.FIRST_REVIEW)
    deciding, working = world.issue(at=Status.AWAITING_DECISION), world.issue(at=Status.RECTIFYING)
    seen = {
        "apply": (working, {"liaison"}),
        "sign": (signing, {"principal"}),
        "review": (reviewing, {"clerk", "checker", "head", "second_head"}),
        "decide": (deciding, {"head", "second_head"}),
    }
    people = ("clerk", "checker", "head", "second_head", "liaison", "principal", "other_liaison", "leader", "stranger")
    for name, (issue, who) in seen.items():
        found = {p for p in people if as_(getattr(world, p)).get(at(name, issue)).status_code == 200}
        assert found == who, name
    sheet = reverse("ledgers:closure", args=[live_closure(reviewing).public_id])
    readers = {p for p in people if as_(getattr(world, p)).get(sheet).status_code == 200}
    assert readers == set(people) - {"other_liaison", "stranger"}


def test_words_are_kept_file_by_file(world):
    issue = world.issue(at=Status.FIRST_REVIEW)
    first, second = live_evidence(issue).order_by("id")
    checker, part = as_(world.checker), {"HX-Request": "true"}
    answer = checker.post(at("verdict", issue, first.public_id), {"word": "accepted"}, headers=part)
    assert "2 份，已判 1" in texts(answer)
    assert "hx-swap-oob" in texts(answer)
    doubt = checker.post(at("verdict", issue, second.public_id), {"word": "rejected", "note": " "}, headers=part)
    assert "请写理由" in texts(doubt)
    assert FileVerdict.objects.count() == 1
    checker.post(at("verdict", issue, second.public_id), {"word": "rejected", "note": "只有封面"})
    assert FileVerdict.objects.get(evidence=second).note == "只有封面"
    assert "1 份佐证没有认可" in texts(checker.get(at("review", issue)))
    assert (
        as_(world.head).post(at("verdict", issue, first.public_id), {"word": "rejected", "note": "x"}).status_code
        == 302
    )
    assert FileVerdict.objects.get(evidence=first).word == "accepted"
    assert as_(world.liaison).post(at("verdict", issue, first.public_id), {"word": "accepted"}).status_code == 404


def test_a_return_carries_the_reasons_of_each_file(world):
    issue = world.issue(at=Status.FIRST_REVIEW)
    first, second = live_evidence(issue).order_by("id")
    checker = as_(world.checker)
    checker.post(at("verdict", issue, first.public_id), {"word": "accepted"})
    checker.post(at("verdict", issue, second.public_id), {"word": "unclear", "note": "补签字页"})
    refused = checker.post(at("review", issue), stamped(issue, move="pass_review"))
    assert "1 份佐证没有认可" in texts(refused)
    checker.post(at("review", issue), stamped(issue, move="return_review", note="下周一前补齐"))
    closure = issue.closures.get()
    assert closure.outcome == Closure.Outcome.RETURNED
    assert closure.review_note == "标准 2《核查记录.pdf》请补充：补签字页\n下周一前补齐"
    issue.refresh_from_db()
    assert (issue.status, issue.returns) == (Status.RECTIFYING, 1)


def test_the_second_to_press_keeps_the_words(world):
    issue = world.issue(at=Status.FIRST_REVIEW)
    seen = stamped(issue, move="return_review", note="我写了很久的理由")
    world.move(issue, "return_review", "clerk", note="先退了")
    answer = texts(as_(world.checker).post(at("review", issue), seen, follow=True))
    assert "已由clerk于" in answer
    assert "可以从这里复制：我写了很久的理由" in answer


def test_machine_sees_dates_words_and_twins(world):
    other = world.issue(at=Status.RECTIFYING)
    issue = world.issue(at=Status.RECTIFYING)
    measure = issue.measures.first()
    world.attach(other, other.measures.first(), body=b"%PDF-1.4 the same", name="别处.pdf")
    world.attach(issue, measure, body=b"%PDF-1.4 the same", name="两用.pdf", shows="said")
    world.attach(issue, measure, name="实.pdf")
    world.bring(issue, Status.FIRST_REVIEW)
    page = texts(as_(world.checker).get(at("review", issue)))
    assert "同一份文件也用在另外 1 件" in page
    assert other.number in page
    assert "3 个文件的校验码与审签时一致" in page


def test_the_head_decides_or_declines_with_a_reason(world):
    issue = world.issue(at=Status.AWAITING_DECISION)
    head = as_(world.head)
    assert "回头看日期定为" in texts(head.get(at("decide", issue)))
    bare = head.post(at("decide", issue), stamped(issue, move="decline"))
    assert "请写明理由" in texts(bare)
    without = texts(head.post(at("decide", issue), stamped(issue, move="approve", **DECIDED | {"site_by": ""})))
    assert "核查人；免核的写同意免核的人：请填写" in without
    assert "现场查看属实" in without
    head.post(at("decide", issue), stamped(issue, move="approve", **DECIDED))
    closure = issue.closures.get()
    assert (closure.outcome, closure.grade, closure.minutes) == ("approved", "full", "巡改领〔2026〕5号")
    declined = world.issue(at=Status.AWAITING_DECISION)
    head.post(at("decide", declined), stamped(declined, move="decline", note="佐证与现场不符"))
    assert declined.closures.get().outcome == "declined"


def test_the_decision_asks_for_each_fact_once(world):
    world.work_by(world.procedure(Gate.LEADING_GROUP))
    for asked_before in (False, True):
        issue, head = world.issue(at=Status.AWAITING_DECISION), as_(world.head)
        head.get(at("decide", issue))
        data = stamped(issue, move="approve", **DECIDED)
        with counted(at_most=41 if asked_before else None):
            assert head.post(at("decide", issue), data).status_code == 302


def test_a_form_sent_twice_acts_once(world):
    issue = world.issue(at=Status.AWAITING_DECISION)
    data, head = stamped(issue, move="approve", **DECIDED), as_(world.head)
    answers = [head.post(at("decide", issue), data).status_code for _ in range(3)]
    assert answers == [302, 302, 302]
    assert issue.entries.filter(kind="closed").count() == 1


def test_who_gave_a_word_on_a_file_does_not_decide(world):
    both = person("both", (Role.OFFICE_CLERK, world.office), (Role.OFFICE_HEAD, world.office))
    issue = world.issue(at=Status.FIRST_REVIEW)
    for file in live_evidence(issue):
        give(issue=issue, evidence=file, word="accepted", by=both)
    world.move(issue, "pass_review", "checker")
    with pytest.raises(Refused, match="另一人审定"):
        make(CLOSURE["approve"], issue, by=both, data=world.filled(issue, "approve"))


def test_a_reason_too_long_for_a_verdict_is_told(world):
    issue = world.issue(at=Status.FIRST_REVIEW)
    file = live_evidence(issue).first()
    answer = as_(world.checker).post(
        reverse("ledgers:verdict", args=[issue.public_id, file.public_id]),
        {"word": "unclear", "note": "长" * 301},
        headers={"HX-Request": "true"},
    )
    assert "最多 300 个" in texts(answer)


def test_queues_show_who_has_waited_too_long(world):
    issue = world.issue(at=Status.FIRST_REVIEW)
    page = texts(as_(world.checker).get(reverse("ledgers:closures")))
    assert issue.number in page
    assert at("review", issue) in page
    assert "超时限</span>　<b>" not in page
    type(issue).objects.filter(pk=issue.pk).update(status_since=timezone.now() - timedelta(days=20))
    assert "超时限</span>　<b>" in texts(as_(world.checker).get(reverse("ledgers:closures")))
    page = texts(as_(world.head).get(reverse("ledgers:closures")))
    assert "待审定" in page
    assert issue.number not in texts(
        as_(world.other_liaison).get(reverse("ledgers:closures"), {"queue": "first_review"})
    )


def test_the_paper_holds_every_step(world):
    issue = world.issue(at=Status.CLOSED)
    closure = issue.closures.get()
    page = texts(as_(world.liaison).get(reverse("ledgers:closure", args=[closure.public_id])))
    for text in ("销号审批表", closure.digest, closure.final_digest, "认定全面完成", issue.original):
        assert text in page


def test_pages_cost_the_same_for_few_and_many(world):
    issues, checker = [world.issue(at=Status.FIRST_REVIEW)], as_(world.checker)
    for page in (reverse("ledgers:closures"), at("review", issues[0])):
        with counted() as few:
            checker.get(page)
        issues += [world.issue(at=Status.FIRST_REVIEW) for _ in range(3)]
        for number in range(4):
            clone(live_evidence(issues[0]).first(), number)
        with counted() as many:
            checker.get(page)
        assert len(many) <= len(few)


def clone(file, number):
    """Another handed-in file beside `file`, written as a row: only the count of statements is measured."""
    file.pk, file.public_id, file.path = None, f"copy{number}{new_id()[:6]}", f"evidence/copy-{new_id()}"
    file.save(force_insert=True)
    return file


def test_the_sheet_names_the_round_of_its_issue(world):
    issue = world.issue(at=Status.FIRST_REVIEW)
    later = world.later_round()
    world.issue(at=Status.DISPATCHED, round_=later)
    page = as_(world.clerk).get(at("closure", live_closure(issue)), {"round": later.public_id})
    head = texts(page).partition('class="print-head"')[2].partition("</div>")[0]
    assert (str(issue.round) in head, str(later) in head) == (True, False)


def test_a_decision_costs_few_statements(world):
    """What a decision asks is asked once: 26 statements, one of them whether the decider entered it for the unit, three for the
    round, its office and the unit, which the lock forgot; four that begin and end transactions; one looks for the next of the
    queue."""
    first, second = (world.issue(at=Status.AWAITING_DECISION) for _ in range(2))
    head = as_(world.head)
    assert head.post(at("decide", first), stamped(first, move="approve", **DECIDED)).status_code == 302
    with counted(at_most=31):
        answer = head.post(at("decide", second), stamped(second, move="approve", **DECIDED))
    assert answer.status_code == 302
