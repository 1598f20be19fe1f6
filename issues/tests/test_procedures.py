"""办理规程 through its pages: a new version for what comes, the old one for what is under way."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from issues.actions.procedures import revise
from issues.gates import gate
from issues.models import Gate, Issue, Procedure, Status
from rectify.audit.models import Event
from rectify.lib.errors import Conflict, Refused
from rectify.roof.testing.markup import flat

pytestmark = [pytest.mark.workflow, pytest.mark.slow]


@pytest.fixture
def enter(client, settings):
    def go(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return go


def joint(world, **more):
    return {"gate": Gate.PLAN_REVIEW, "days": 5, "bodies": world.bodies} | more


def write(world, *steps, code="ours", who="head", **more):
    return revise(code=code, name="三方联审", steps=steps, by=getattr(world, who), **more)


def test_a_new_version_holds_for_what_comes_and_the_old_one_for_what_is_under_way(world):
    first = write(world, joint(world))
    world.work_by(first)
    before = world.issue(at=Status.PLANNING)
    second = write(world, joint(world, days=9, bodies=world.bodies[:2]), {"gate": Gate.OBJECTION, "days": 3})
    world.round.refresh_from_db()
    after = world.issue(at=Status.PLANNING)
    assert (before.procedure, after.procedure, world.round.procedure) == (first, second, second)
    assert (gate(before, Gate.PLAN_REVIEW).days, gate(after, Gate.PLAN_REVIEW).days) == (5, 9)
    assert (gate(before, Gate.OBJECTION), gate(after, Gate.OBJECTION).days) == (None, 3)
    assert list(Procedure.objects.filter(code="ours").values_list("version", "is_current")) == [(2, True), (1, False)]
    event = Event.objects.filter(kind="issues.procedure.revise").latest("number")
    assert (event.facts["version"], event.facts["rounds"]) == (2, [world.round.name])


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([{"gate": Gate.PLAN_REVIEW, "days": 5}], "请选联审单位"),
        ([{"gate": Gate.OBJECTION, "days": 11}], "1—10 个工作日"),
        ([{"gate": Gate.STANDARD}], "请写标准"),
        ([{"gate": Gate.LEADING_GROUP}, {"gate": Gate.LEADING_GROUP, "focus": "only"}], "永远轮不到"),
    ],
)
def test_a_step_that_could_never_work_is_refused(world, steps, words):
    with pytest.raises(Refused, match=words):
        write(world, *steps)
    assert not Procedure.objects.exists()


def test_a_body_without_reviewers_is_not_asked(world):
    with pytest.raises(Refused, match="还没有联审成员"):
        write(world, joint(world, bodies=[world.lead]))


def test_who_comes_second_is_told_and_who_may_not_is_refused(world):
    write(world, joint(world))
    write(world, joint(world, days=6), seen=1)
    with pytest.raises(Conflict):
        write(world, joint(world, days=7), seen=1)
    with pytest.raises(Refused, match="没有改动"):
        write(world, joint(world, days=6), seen=2)
    with pytest.raises(Refused):
        write(world, joint(world, days=8), who="clerk")
    assert Procedure.objects.count() == 2


def posted(*steps, **more):
    body = {"name": "按难度", "note": "", "act": "save", "steps-count": len(steps), "seen": ""} | more
    for place, step in enumerate(steps):
        body |= {f"steps-{place}-{name}": value for name, value in step.items()}
    return body


def test_the_editor_writes_versions_and_says_what_they_change(world, enter):
    client = enter(world.head)
    rows = [
        {"gate": "plan_review", "focus": "any", "days": 4, "bodies": [b.public_id for b in world.bodies]},
        {"gate": "standard", "focus": "any", "difficulty": "hard", "text": "一\n二"},
    ]
    assert client.post(reverse("issues:procedure_new"), posted(*rows)).status_code == 302
    made = Procedure.objects.get()
    assert [step.gate for step in made.steps.all()] == ["plan_review", "standard"]
    world.work_by(made)
    world.issue(at=Status.PLANNING)
    url = reverse("issues:procedure_edit", args=[made.public_id])
    page = flat(client.get(url).content.decode())
    assert "第 1 版 1 件" in page
    assert "今后下发的问题按新版" in page
    client.post(url, posted(rows[0], seen=1))
    second = Procedure.objects.get(is_current=True)
    assert (second.version, second.steps.count(), Issue.objects.get().procedure) == (2, 1, made)
    page = flat(client.get(reverse("issues:procedure", args=[made.public_id])).content.decode())
    assert "旧版" in page
    assert client.get(url).status_code == 404
    assert "按难度" in flat(client.get(reverse("issues:procedures")).content.decode())


def test_rows_are_added_moved_and_taken_out_without_losing_what_was_typed(world, enter):
    client, url = enter(world.head), reverse("issues:procedure_new")
    rows = [{"gate": "objection", "focus": "any", "days": 5}, {"gate": "leading_group", "focus": "only"}]
    page = client.post(url, posted(*rows, act="up:1")).context["steps"]
    assert [form.row["gate"] for form in page.forms] == ["leading_group", "objection"]
    assert len(client.post(url, posted(*rows, act="add")).context["steps"].forms) == 3
    assert [f.row["gate"] for f in client.post(url, posted(*rows, act="remove:0")).context["steps"].forms] == [
        "leading_group"
    ]
    assert not Procedure.objects.exists()
    page = client.post(url, posted({"gate": "objection", "focus": "any", "days": 30}))
    assert "1—10 个工作日" in flat(page.content.decode())


def test_ready_made_procedures_are_there_and_a_round_waits_for_their_bodies(world, enter):
    call_command("load_defaults")
    codes = {"short": 0, "three": 2, "five_window": 3, "group_standard": 7}
    assert {p.code: p.steps.count() for p in Procedure.objects.all()} == codes
    client, round_ = enter(world.head), world.round
    url = reverse("issues:round_edit", args=[round_.public_id])
    form = client.get(url).context["form"]
    body = {field.html_name: field.value() for field in form if field.value() not in (None, "")}
    body |= {"procedure": Procedure.objects.get(code="three").public_id}
    assert "还没有定联审单位" in flat(client.post(url, body).content.decode())
    body |= {"procedure": Procedure.objects.get(code="group_standard").public_id}
    assert client.post(url, body).status_code == 302
    round_.refresh_from_db()
    assert round_.procedure.code == "group_standard"
    assert "办理规程" in flat(client.get(reverse("issues:round", args=[round_.public_id])).content.decode())


def test_an_issue_says_by_which_version_it_goes_and_what_lies_ahead(world, enter):
    world.work_by(
        write(world, joint(world), joint(world, gate=Gate.CLOSURE_REVIEW), {"gate": Gate.OBJECTION, "days": 3})
    )
    issue = world.issue(at=Status.PLANNING)
    write(world, joint(world, days=7))
    page = enter(world.liaison).get(issue.get_absolute_url())
    names = {stage.name: stage.note for stage in page.context["stages"]}
    assert names["联审"] == "3 家联审"
    assert names["异议期"] == "3 个工作日"
    text = flat(page.content.decode())
    assert "三方联审（第 1 版）" in text
    assert "已有新版，本件仍按下发时这一版" in text
    plain = world.issue(at=Status.DRAFT)
    assert "办理规程" not in flat(enter(world.head).get(plain.get_absolute_url()).content.decode())
