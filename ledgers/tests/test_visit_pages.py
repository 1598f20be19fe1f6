"""回头看、现场核查、抽查、异议 by their pages: planned unseen, recorded once, followed up; refusals say why."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from issues.models import Gate, Issue, Status
from ledgers.conditions import live_closure, standing_closure
from ledgers.models import Closure, Draw, Visit
from ledgers.reconcile import visible
from rectify.lib.dates import plus_months, today
from rectify.lib.pages import form_key
from rectify.lib.tests.samples import PNG
from rectify.roof.testing.world import reopening

pytestmark = pytest.mark.django_db
RECORD = {"place": "幸福里小区", "people": "住户", "seen": "门禁在用", "note": "按标准"}


def as_(person) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def at(name, *args):
    return reverse(f"ledgers:{name}", args=args)


def text(answer) -> str:
    return answer.content.decode()


def plan(world, issue, who="visitor", kind="look_back", **more):
    given = {
        "step": "plan",
        "ids": issue.public_id,
        "kind": kind,
        "on": f"{today():%Y-%m-%d}",
        "key": form_key(),
        "visitors": getattr(world, who).public_id,
    } | more
    return as_(world.second_head).post(at("visit_plan"), given, follow=True)


def fill(world, visit, finding, who="visitor", **more):
    given = RECORD | {"on": f"{today():%Y-%m-%d}", "finding": finding, "key": form_key()} | more
    return as_(getattr(world, who)).post(at("visit", visit.public_id), given, follow=True)


def make_move(world, issue, name, who="visitor", **more):
    issue.refresh_from_db()
    given = {"move": name, "version": issue.version, "key": form_key()} | more
    return as_(getattr(world, who)).post(reverse("issues:move", args=[issue.public_id]), given, follow=True)


def period_over(issue):
    Issue.objects.filter(pk=issue.pk).update(look_back_on=today())


# ---- 回头看 ---------------------------------------------------------------------------------------------------------


def test_what_is_planned_is_unknown_to_the_unit_everywhere(world):
    issue = world.issue(at=Status.CLOSED)
    visit = Visit.objects.get() if "已安排" in text(plan(world, issue)) else None
    assert visit.draw is None
    office, unit = as_(world.clerk), as_(world.liaison)
    assert "安排回头看" in text(office.get(reverse("issues:trail", args=[issue.public_id])))
    for name in ("issues:trail", "issues:detail"):
        page = text(unit.get(reverse(name, args=[issue.public_id])))
        assert "安排回头看" not in page
        assert "已安排" not in page
        assert visit.public_id not in page
    assert unit.get(at("visit", visit.public_id)).status_code == 404
    assert unit.get(at("look_back", issue.public_id)).status_code == 404
    assert visit.public_id in text(office.get(reverse("issues:detail", args=[issue.public_id])))
    fill(world, visit, "holds")
    assert "属实" in text(unit.get(at("visit", visit.public_id))), "what was found is no secret"


def test_who_had_a_hand_in_the_closing_is_refused_by_name(world):
    issue = world.issue(at=Status.CLOSED)
    page = as_(world.clerk).get(f"{at('visit_plan')}?ids={issue.public_id}")
    assert "checker" in text(page)
    assert "checker参与过这件的销号，回头看须换人去" in text(plan(world, issue, "checker"))
    assert not Visit.objects.exists()


def test_a_look_back_that_holds_leads_to_the_archive_when_the_period_is_over(world):
    issue = world.issue(at=Status.CLOSED)
    plan(world, issue)
    visit = Visit.objects.get()
    page = text(fill(world, visit, "holds"))
    assert "观察期到" in page
    assert "归档 " + issue.number not in page
    period_over(issue)
    assert f"归档 {issue.number}" in text(as_(world.visitor).get(at("visit", visit.public_id)))
    make_move(world, issue, "hold_up")
    issue.refresh_from_db()
    assert issue.status == Status.ARCHIVED
    assert "又发现同样的问题" in text(as_(world.clerk).get(issue.get_absolute_url()))
    assert "又发现同样的问题" not in text(as_(world.liaison).get(issue.get_absolute_url()))


def test_partly_sets_the_next_day_and_asks_for_it(world):
    issue = world.issue(at=Status.CLOSED)
    plan(world, issue)
    visit = Visit.objects.get()
    assert "请定下次回头看的日期" in text(fill(world, visit, "partly", look_back_on=""))
    later = plus_months(today(), 4)
    fill(world, visit, "partly", look_back_on=f"{later:%Y-%m-%d}")
    issue.refresh_from_db()
    assert issue.look_back_on == later
    assert "已安排" in text(plan(world, issue)), "the next one may be planned"


@pytest.mark.parametrize("fault", ["relapsed", "false"])
def test_a_failed_look_back_reopens_and_is_counted_by_its_nature(world, fault):
    issue, other = world.issue(at=Status.CLOSED), world.issue(at=Status.CLOSED)
    old = standing_closure(issue)
    before = text(as_(world.clerk).get(at("closure", old.public_id)))
    plan(world, issue)
    visit = Visit.objects.get()
    assert "请选是反弹还是虚假" in text(fill(world, visit, "fails"))
    assert "按反弹重开" in text(fill(world, visit, "fails", fault=fault))
    make_move(world, issue, "relapse", note="又漏水了", **reopening())
    issue.refresh_from_db()
    old_again = Closure.objects.get(pk=old.pk)
    assert (issue.status, issue.reopenings) == (Status.RECTIFYING, 1)
    assert (old_again.outcome, old_again.final_digest) == (Closure.Outcome.REOPENED, old.final_digest)
    after = text(as_(world.clerk).get(at("closure", old.public_id)))
    assert all(part in after for part in (old.final_digest, old.result))
    assert before.count(old.final_digest) == after.count(old.final_digest)
    page = as_(world.clerk).get(at("look_back_results")).context["held"].sums
    assert page["ever_closed"] == 2
    assert (page["looked_back"], page["relapsed"]) == (1, 1)
    assert (page["look_back_relapsed"], page["look_back_false"]) == ((1, 0) if fault == "relapsed" else (0, 1))
    assert not visible(world.clerk, [world.round]).differences
    assert other.status == Status.CLOSED


def test_only_who_went_records_and_only_once(world):
    issue = world.issue(at=Status.CLOSED)
    plan(world, issue)
    visit = Visit.objects.get()
    assert 'name="finding"' not in text(as_(world.clerk).get(at("visit", visit.public_id)))
    fill(world, visit, "holds", who="clerk")
    visit.refresh_from_db()
    assert visit.recorded_at is None
    fill(world, visit, "holds")
    again = fill(world, visit, "fails", fault="false")
    visit.refresh_from_db()
    assert visit.finding == "holds"
    assert again.status_code == 200


def test_a_planned_visit_is_called_off_and_the_issue_is_free_again(world):
    issue = world.issue(at=Status.CLOSED)
    plan(world, issue)
    as_(world.clerk).post(at("visit_call_off", Visit.objects.get().public_id))
    assert not Visit.objects.exists()
    plan(world, issue)
    assert Visit.objects.count() == 1


def test_every_number_opens_the_list_it_counts(world):
    first, second, third = (world.issue(at=Status.CLOSED) for _ in range(3))
    world.look_back(first, "holds")
    world.look_back(second, "fails")
    world.move(second, "relapse", "visitor", note="反弹", data=reopening())
    period_over(third)
    for who in ("clerk", "liaison", "leader"):
        client = as_(getattr(world, who))
        held = client.get(at("look_back_results")).context["held"]
        rows = [*held.units, *held.classes, held.total]
        assert sum(cell.count for row in rows for cell in row.cells)
        for cell in (cell for row in rows for cell in row.cells):
            assert client.get(cell.url).context["total"] == str(cell.count), cell.url


def test_the_calendar_says_what_is_due_planned_and_to_be_followed_up(world):
    due, month, ahead, held = (world.issue(at=Status.CLOSED) for _ in range(4))
    period_over(due)
    plan(world, ahead)
    world.look_back(held, "holds")
    period_over(held)
    client = as_(world.clerk)
    seen = {view: text(client.get(f"{at('look_backs')}?view={view}")) for view in ("overdue", "planned", "follow")}
    seen["month"] = text(client.get(f"{at('look_backs')}?view=month&month={month.look_back_on:%Y-%m}"))
    shown = {"overdue": {due}, "planned": {ahead}, "follow": {held}, "month": {month, ahead}}
    for view, page in seen.items():
        assert {issue for issue in (due, month, ahead, held) if issue.get_absolute_url() in page} == shown[view], view
    assert as_(world.liaison).get(at("look_backs")).status_code == 404


def test_photos_come_with_the_visit_and_go_to_whoever_may_read_it(world):
    issue = world.issue(at=Status.CLOSED)
    plan(world, issue)
    visit = Visit.objects.get()
    visitor, script = as_(world.visitor), {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
    send = {"file": _file("门禁.png", PNG), "note": "3 单元"}
    assert "已收到" in visitor.post(at("visit_upload", visit.public_id), send, **script).json()["message"]
    bad = visitor.post(at("visit_upload", visit.public_id), {"file": _file("假.png", b"%PDF-1.4" * 200)}, **script)
    assert bad.status_code == 400
    assert as_(world.clerk).post(at("visit_upload", visit.public_id), {"file": _file("x.png", PNG)}).status_code == 404
    file = visit.files.get()
    small = at("visit_thumb", file.public_id)
    assert small in text(visitor.get(at("visit", visit.public_id)))
    assert visitor.get(small)["Content-Type"] == "image/jpeg"
    assert as_(world.liaison).get(small).status_code == 404
    assert as_(world.liaison).get(at("visit_file", file.public_id)).status_code == 404
    fill(world, visit, "holds")
    assert b"".join(as_(world.liaison).get(at("visit_file", file.public_id)).streaming_content) == PNG
    visitor.post(at("visit_file_withdraw", file.public_id))
    file.refresh_from_db()
    assert file.withdrawn_at is None, "part of the record now"


def test_what_was_said_of_a_refused_photo_is_still_there_without_scripts(world):
    plan(world, world.issue(at=Status.CLOSED))
    visit = Visit.objects.get()
    send = {"file": _file("假.png", b"%PDF-1.4" * 200), "note": "3 单元门禁已装"}
    answer = as_(world.visitor).post(at("visit_upload", visit.public_id), send)
    assert answer.status_code == 200
    assert "3 单元门禁已装" in text(answer)
    assert f'action="{at("visit", visit.public_id)}"' in text(answer), (
        "the record goes to its own address from here too"
    )
    assert not visit.files.exists()


def _file(name, body):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, body)


def test_the_form_prints_blank_and_filled(world):
    issue = world.issue(at=Status.CLOSED)
    plan(world, issue)
    visit = Visit.objects.get()
    blank = text(as_(world.visitor).get(at("visit_print", visit.public_id)))
    assert "□ 属实" in blank
    assert issue.original in blank.replace("&quot;", '"')
    fill(world, visit, "holds")
    filled = text(as_(world.visitor).get(at("visit_print", visit.public_id)))
    assert "门禁在用" in filled
    assert "□" not in filled


# ---- 现场核查 -------------------------------------------------------------------------------------------------------


def waiting(world, **step):
    world.work_by(world.procedure(Gate.SITE_CHECK, **step))
    issue = world.issue(at=Status.AWAITING_DECISION)
    world.work_by(None)
    return issue


def decide(world, issue, **more):
    given = {
        "move": "approve",
        "version": issue.version,
        "key": form_key(),
        "grade": "full",
        "site_note": "看过属实",
        "site_by": "督查科",
    } | more
    return as_(world.head).post(at("decide", issue.public_id), given, follow=True)


def test_where_the_procedure_asks_nothing_is_decided_without_a_record(world):
    issue = waiting(world)
    page = as_(world.head).get(at("decide", issue.public_id))
    assert "不能免" in text(page)
    assert page.context["form"].fields["site"].choices == []
    for site in ("done", "waived"):
        decide(world, issue, site=site)
        issue.refresh_from_db()
        assert issue.status == Status.AWAITING_DECISION
    plan(world, issue, "checker", kind="site_check")
    fill(world, Visit.objects.get(), "holds", who="checker")
    page = as_(world.head).get(at("decide", issue.public_id))
    assert page.context["form"]["site"].value() == "done"
    assert "幸福里小区" in page.context["form"]["site_note"].value()
    assert [value for value, _ in page.context["form"].fields["site"].choices] == ["done"]
    decide(world, issue, site="done")
    issue.refresh_from_db()
    assert issue.status == Status.CLOSED
    sheet = text(as_(world.clerk).get(at("closure", standing_closure(issue).public_id)))
    assert "现场核查" in sheet
    assert "幸福里小区" in sheet


def test_where_it_may_be_waived_the_form_offers_just_that(world):
    issue = waiting(world, may_waive=True)
    page = as_(world.head).get(at("decide", issue.public_id))
    assert [value for value, _ in page.context["form"].fields["site"].choices] == ["waived"]
    decide(world, issue, site="waived", site_note="材料可证", site_by="李主任")
    issue.refresh_from_db()
    assert issue.status == Status.CLOSED


def test_the_review_page_shows_and_plans_the_look_on_site(world):
    issue = world.issue(at=Status.FIRST_REVIEW)
    page = text(as_(world.checker).get(at("review", issue.public_id)))
    assert "安排现场核查" in page
    plan(world, issue, "clerk", kind="site_check")
    assert Visit.objects.get().kind == "site_check"
    assert Visit.objects.get().closure == live_closure(issue)


# ---- 抽查 -----------------------------------------------------------------------------------------------------------


def test_a_draw_by_its_pages_then_visits_for_all_drawn_in_one_act(world):
    issues = [world.issue(at=Status.CLOSED) for _ in range(4)]
    head = as_(world.second_head)
    asked = {
        "title": "四季度",
        "rounds": world.round.public_id,
        "size": 2,
        "source": "12月1日双色球",
        "key": form_key(),
    }
    page = text(head.post(at("draw_new"), asked | {"percent": 50}, follow=True))
    assert "写一个" in page
    head.post(at("draw_new"), asked)
    draw = Draw.objects.get()
    assert draw.pool_digest in text(head.get(at("draw", draw.public_id)))
    head.post(at("draw_make", draw.public_id))
    draw.refresh_from_db()
    assert draw.drawn_at is None
    head.post(at("draw", draw.public_id), {"seed": "03 07 11", "key": form_key()})
    head.post(at("draw_make", draw.public_id))
    draw.refresh_from_db()
    page = text(head.get(at("draw", draw.public_id)))
    assert all(number in page for number in draw.result)
    published = head.get(at("draw_text", draw.public_id))
    assert published["Content-Type"].startswith("text/plain")
    assert all(word in text(published) for word in (draw.seed, draw.pool_digest, *draw.result))
    drawn = [issue for issue in issues if issue.number in draw.result]
    given = {
        "step": "plan",
        "kind": "look_back",
        "draw": draw.public_id,
        "ids": [issue.public_id for issue in drawn],
        "on": f"{today():%Y-%m-%d}",
        "visitors": world.visitor.public_id,
        "key": form_key(),
    }
    result = head.post(at("visit_plan"), given)
    assert (result.context["done"], result.context["left"]) == (2, 0)
    head.post(at("visit_plan"), given)
    assert draw.visits.count() == 2, "the same form twice plans once"
