"""The issue page and the moves made there."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from issues.actions import extensions, measures
from issues.models import Extension, ExtensionReason, Issue, Plan, Report, Status, Week
from rectify.audit.models import Event
from rectify.lib.dates import business_now, today
from rectify.roof.testing.counting import counted


@pytest.fixture
def enter(client, settings):
    def go(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return go


def at(issue, name, *more):
    return reverse(f"issues:{name}", args=[issue.public_id, *more])


def told(answer):
    return "\n".join(str(message) for message in get_messages(answer.wsgi_request))


def fresh(issue):
    return Issue.objects.get(pk=issue.pk)


def report_weeks(world, issue, count, since=0):
    for n in range(since, count):
        now = business_now() - timedelta(weeks=n)
        week = Week.objects.create(
            round=world.round,
            starts=today() - timedelta(weeks=n),
            number=n + 1,
            opens_due=now,
            dispatch_due=now,
            nudge_due=now,
            report_due=now,
            missed_due=now,
            summary_due=now,
            opened_at=now,
        )
        Report.objects.create(week=week, issue=issue, unit=issue.lead_unit, why="集中整改期", promise="做完")


@pytest.mark.parametrize("who", ["checker", "liaison", "principal", "leader", "other_liaison"])
def test_a_page_costs_the_same_however_much_hangs_on_the_issue(world, enter, who):
    issue = world.issue(at=Status.RECTIFYING)
    issue.shares.create(unit=world.other)
    first = issue.measures.order_by("order").first()
    world.attach(issue, first)
    report_weeks(world, issue, 1)
    client = enter(getattr(world, who))
    client.get(issue.get_absolute_url())
    with counted() as few:
        client.get(issue.get_absolute_url())
    report_weeks(world, issue, 20, since=1)
    for n in range(20):
        issue.measures.create(order=10 + n, text=f"措施 {n}", status="todo")
        world.attach(issue, first, name=f"{n}.pdf")
    with counted() as lots:
        assert client.get(issue.get_absolute_url()).status_code == 200
    assert len(lots) == len(few), "\n".join(q["sql"][:140] for q in lots)
    assert len(lots) <= 45


def test_what_is_missing_stands_on_the_page_with_its_cure(world, enter):
    issue = world.issue(at=Status.RECTIFYING)
    page = enter(world.liaison).get(issue.get_absolute_url())
    assert "为什么现在不能申请销号" in page.content.decode()
    assert page.context["main"].refused
    assert page.context["cures"]["evidence"][0]


def test_who_may_not_make_the_next_move_still_sees_what_it_lacks(world, enter):
    issue = world.issue(at=Status.PLANNING)
    page = enter(world.liaison).get(issue.get_absolute_url())
    assert page.context["why"].move.name == "submit_plan"
    assert page.context["why"].missing


def test_a_move_without_words_is_made_by_its_button_once(world, enter):
    issue = world.issue(at=Status.DISPATCHED)
    client = enter(world.liaison)
    sent = {"move": "sign", "version": issue.version, "key": "k1"}
    answer = client.post(at(issue, "move"), sent)
    assert "已签收" in told(answer)
    count = Event.objects.count()
    client.post(at(issue, "move"), sent)
    assert (fresh(issue).status, Event.objects.count()) == (Status.PLANNING, count)


def test_a_move_that_needs_words_asks_for_them_and_keeps_them(world, enter):
    issue = world.issue(at=Status.DISPATCHED)
    client = enter(world.liaison)
    assert "异议理由" in client.get(f"{at(issue, 'move')}?move=contest").content.decode()
    assert client.post(at(issue, "move"), {"move": "contest"}).context["form"].errors["note"] == ["请写明异议理由"]
    client.post(at(issue, "move"), {"move": "contest", "note": "不属于我局职责"})
    assert fresh(issue).status == Status.CONTESTED


def test_a_refusal_lists_its_reasons(world, enter):
    issue = world.issue()
    answer = enter(world.clerk).post(at(issue, "move"), {"move": "dispatch", "version": issue.version})
    assert "须由另一人办理" in answer.content.decode()
    assert fresh(issue).status == Status.DRAFT


def test_a_deadline_that_is_past_is_asked_before_a_draft_goes_out(world, enter):
    issue, client = world.issue(due=today() - timedelta(days=400)), enter(world.head)
    ask = f"{at(issue, 'move')}?move=dispatch"
    assert ask.replace("&", "&amp;") in client.get(issue.get_absolute_url()).content.decode()
    assert "照样下发" in client.get(ask).content.decode()
    sent = {"move": "dispatch", "version": issue.version}
    assert "确实是这样的，请勾选后再下发" in client.post(at(issue, "move"), sent).content.decode()
    assert fresh(issue).status == Status.DRAFT
    client.post(at(issue, "move"), sent | {"meant": "on"})
    assert fresh(issue).status == Status.DISPATCHED


def test_the_second_of_two_is_told_who_was_faster(world, enter):
    issue = world.issue(at=Status.PLAN_REVIEW)
    seen = issue.version
    world.move(issue, "return_plan", "head", note="措施太空")
    answer = enter(world.checker).post(at(issue, "move"), {"move": "pass_plan", "version": seen})
    assert answer.url == issue.get_absolute_url()
    assert "已由head于" in told(answer)
    assert "方案退回" in told(answer)


def test_a_stale_page_keeps_the_words_when_the_move_is_still_possible(world, enter):
    issue = world.issue(at=Status.DISPATCHED)
    sent = {"move": "contest", "note": "不属于我局职责", "version": issue.version + 7}
    answer = enter(world.liaison).post(at(issue, "move"), sent)
    assert "不属于我局职责" in answer.content.decode()
    assert fresh(issue).status == Status.DISPATCHED


@pytest.mark.parametrize("name", ["lapse", "nonsense", ""])
def test_a_move_that_is_none_is_not_found(world, enter, name):
    issue = world.issue(at=Status.DISPATCHED)
    assert enter(world.liaison).get(f"{at(issue, 'move')}?move={name}").status_code == 404


def test_terminating_takes_the_number_typed_once_more(world, enter):
    issue, target = world.issue(at=Status.RECTIFYING), world.issue(at=Status.RECTIFYING)
    client = enter(world.head)
    sent = {"move": "terminate", "note": "与另一件相同", "ending": "merged", "merged_into": target.number}
    answer = client.post(at(issue, "move"), sent | {"confirm": "99-999"})
    assert "不一致" in answer.content.decode()
    client.post(at(issue, "move"), sent | {"confirm": issue.number})
    assert (fresh(issue).status, fresh(issue).merged_into) == (Status.TERMINATED, target)


def test_reopening_names_its_source(world, enter):
    issue = world.issue(at=Status.CLOSED)
    client = enter(world.second_head)
    sent = {"move": "reopen", "note": "又有 3 户", "confirm": issue.number}
    assert client.post(at(issue, "move"), sent).context["form"].errors["source"]
    sent |= {"source": "回头看", "due": f"{today():%Y-%m-%d}"}
    assert "不晚于今天" in client.post(at(issue, "move"), sent).content.decode()
    client.post(at(issue, "move"), sent | {"due": f"{today() + timedelta(days=9):%Y-%m-%d}"})
    again = fresh(issue)
    assert (again.status, again.due, again.due_version) == (Status.RECTIFYING, today() + timedelta(days=9), 2)
    page = client.get(issue.get_absolute_url()).content.decode()
    assert "重开前" in page
    assert "期限由 " in page


def test_an_objection_may_be_answered_by_another_unit(world, enter):
    issue = world.issue(at=Status.CONTESTED)
    sent = {"move": "reassign", "note": "职责在教育局", "unit": world.other.public_id}
    enter(world.head).post(at(issue, "move"), sent)
    assert fresh(issue).lead_unit == world.other


def test_measures_are_moved_from_the_table(world, enter):
    issue = world.issue(at=Status.RECTIFYING)
    measure = issue.measures.order_by("order").first()
    url = at(issue, "measure_move", measure.public_id)
    enter(world.liaison).post(f"{url}?version={measure.version}", {"move": "finish"})
    measure.refresh_from_db()
    assert measure.status == "done"
    client = enter(world.checker)
    assert client.post(url, {"move": "send_back"}).context["form"].errors["note"]
    client.post(url, {"move": "send_back", "note": "凭证不全"})
    measure.refresh_from_db()
    assert measure.status == "doing"


def test_an_extension_is_asked_for_decided_and_kept(world, enter):
    issue = world.issue(at=Status.RECTIFYING)
    reason = ExtensionReason.objects.create(code="wait", name="等批复", kind="objective")
    client = enter(world.principal)
    bad = client.post(at(issue, "extend"), {"to_due": "2020-01-01", "text": "正在推进之中"})
    assert set(bad.context["form"].errors) == {"to_due", "reason", "text"}
    assert "有 3 处要改" in bad.content.decode()
    sent = {"to_due": issue.due + timedelta(days=20), "reason": reason.code, "text": "等市财政局开专户，" * 4}
    client.post(at(issue, "extend"), sent)
    extension = issue.extensions.get()
    head = enter(world.head)
    refused = head.post(at(issue, "extension"), {"move": "refuse", "version": extension.version})
    assert "请写明" in refused.content.decode()
    head.post(at(issue, "extension"), {"move": "approve", "version": extension.version})
    assert fresh(issue).due == issue.due + timedelta(days=20)
    assert Extension.objects.get().status == "approved"


def test_the_second_extension_waits_for_a_leader(world, enter):
    issue = world.issue(at=Status.RECTIFYING)
    reason = ExtensionReason.objects.create(code="wait", name="等批复", kind="objective")
    for n in (1, 2):
        asked = {"reason": reason, "text": "等批复", "to_due": issue.due + timedelta(days=9 * n)}
        extensions.apply(issue=fresh(issue), by=world.principal, **asked)
        if n == 1:
            world.move(issue.extensions.get(), "approve", "head")
    page = enter(world.head).get(at(issue, "extension"))
    assert "须先由分管领导同意" in page.content.decode()
    enter(world.leader).post(at(issue, "extension"), {"move": "consent"})
    enter(world.head).post(at(issue, "extension"), {"move": "approve", "note": "同意"})
    assert fresh(issue).due == issue.due + timedelta(days=18)


def test_a_draft_is_corrected_until_it_is_dispatched(world, enter):
    issue = world.issue()
    client = enter(world.clerk)
    form = client.get(at(issue, "edit")).context["form"]
    sent = {field.html_name: value for field in form if (value := field.value()) not in (None, False, [])}
    answer = client.post(
        at(issue, "edit"), sent | {"title": "改过的题目", "responsible": [world.other.public_id], "version": 1}
    )
    assert answer.url == issue.get_absolute_url()
    assert (fresh(issue).title, fresh(issue).shares.get().unit) == ("改过的题目", world.other)
    stale = client.post(at(issue, "edit"), sent | {"title": "晚到的题目", "version": 1})
    assert "刚刚被别人改过" in stale.content.decode()
    assert "晚到的题目" in stale.content.decode()
    assert enter(world.liaison).get(at(issue, "edit")).status_code == 404


def test_the_working_wording_changes_and_the_original_does_not(world, enter):
    issue = world.issue(at=Status.RECTIFYING)
    enter(world.checker).post(at(issue, "reword"), {"wording": "公示不到位"})
    assert (fresh(issue).wording, fresh(issue).original) == ("公示不到位", issue.original)
    assert enter(world.liaison).get(at(issue, "reword")).status_code == 404


def test_the_trail_tells_everything_in_sentences(world, enter):
    issue = world.issue(at=Status.RECTIFYING)
    page = enter(world.liaison).get(at(issue, "trail")).content.decode()
    for words in ("录入", "下发", "签收", "编写措施，共 2 条", "报送整改方案第 1 版", "整改方案第 1 版通过"):
        assert words in page


def test_every_version_of_a_plan_can_be_read_as_it_was(world, enter):
    issue = world.issue(at=Status.PLAN_REVIEW)
    world.move(issue, "return_plan", "checker", note="措施太空")
    measures.write_plan(issue=issue, measures=[{"text": "新的一条"}], by=world.liaison)
    page = enter(world.leader).get(at(issue, "plan_version", 1)).content.decode()
    assert "逐项核查并整改到位" in page
    assert "措施太空" in page
    assert "新的一条" not in page
    assert Plan.objects.get().verdict == Plan.Verdict.RETURNED


def test_what_the_old_ledger_said_is_shown(client, world):
    """The import promises to keep these words; whoever opens the issue reads them."""
    issue = world.issue(at=Status.PLANNING)
    type(issue).objects.filter(pk=issue.pk).update(ledger_note="整改状态：已销号\n整改进展：已清退")
    client.force_login(world.liaison, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(issue.get_absolute_url()).content.decode()
    assert "原台账所记" in page
    assert "整改状态：已销号<br>整改进展：已清退" in page
