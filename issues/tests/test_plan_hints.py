"""While a plan is written and judged: hints that block nothing, and measures that stand elsewhere word for word."""

import pytest
from django.urls import reverse

from issues.actions.measures import write_plan
from issues.management.commands.load_defaults import fill_fingerprints
from issues.models import Measure, Status

ROW = {"text": "进一步加强住房分配管理", "kind": "reform", "criterion": "管理加强", "person": "相关责任人"}


@pytest.fixture
def enter(client, settings):
    def go(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return go


def ask(client, issue, at=0, **row):
    url = f"{reverse('issues:plan_hints', args=[issue.public_id])}?at={at}"
    return client.post(url, {f"measures-{at}-{name}": value for name, value in row.items()})


def test_a_row_is_read_while_it_is_typed(world, enter):
    issue = world.issue(at=Status.PLANNING)
    page = ask(enter(world.liaison), issue, at=3, **ROW).content.decode()
    for words in ("相关责任人", "还没有写期限", "进一步", "拿什么证明"):
        assert words in page
    assert issue.measures.count() == 0


def test_a_phrase_that_means_a_day_is_a_deadline(world, enter):
    issue = world.issue(at=Status.PLANNING)
    client = enter(world.liaison)
    assert "何时" not in ask(client, issue, **ROW, due="12月底前").content.decode()
    assert "何时" in ask(client, issue, **ROW, due="尽快").content.decode()


def test_strangers_learn_nothing_by_asking(world, enter):
    issue = world.issue(at=Status.PLANNING)
    assert ask(enter(world.other_liaison), issue, **ROW).status_code == 404
    assert enter(world.liaison).get(reverse("issues:plan_hints", args=[issue.public_id])).status_code == 302


def test_without_script_the_hints_stand_under_each_measure_after_saving_and_nothing_is_blocked(world, enter):
    issue = world.issue(at=Status.PLANNING)
    client = enter(world.liaison)
    sent = {"measures-count": 1, "act": "save"} | {f"measures-0-{name}": value for name, value in ROW.items()}
    assert client.post(reverse("issues:plan", args=[issue.public_id]), sent).status_code == 302
    page = client.get(reverse("issues:plan", args=[issue.public_id])).content.decode()
    assert "“进一步”“加强”" in page
    assert issue.measures.get().text == ROW["text"]


def test_a_field_given_oddly_is_no_error(world, enter):
    issue = world.issue(at=Status.PLANNING)
    client = enter(world.liaison)
    assert ask(client, issue, at=0).content.decode().strip() == ""
    url = reverse("issues:plan_hints", args=[issue.public_id])
    assert client.post(f"{url}?at=abc", {"measures-0-text": "x" * 9000}).status_code == 200


def plan(world, issue, *texts):
    rows = [
        {"text": t, "kind": "prevent", "criterion": "印发并执行", "person": "科长", "due": issue.due} for t in texts
    ]
    write_plan(issue=issue, measures=rows, by=world.actor(issue, "liaison"))


@pytest.fixture
def three(world):
    """The same words in two issues of one unit, twice in the first, and in an issue of another unit."""
    first, second = world.issue(at=Status.PLANNING), world.issue(at=Status.PLANNING)
    theirs = world.issue(at=Status.PLANNING, lead_unit=world.other)
    plan(world, first, "建立健全长效机制，防止反弹。", "建立健全长效机制,防止反弹", "逐户复核")
    plan(world, second, "建立健全长效机制、防止反弹")
    plan(world, theirs, "建立健全长效机制，防止反弹")
    return first, second, theirs


def places(page):
    return {one.order: {name: len(there) for name, there, _ in one.places} for one in page.context["copied"]}


def test_the_author_sees_the_copies_of_the_own_unit_only(world, enter, three):
    page = enter(world.liaison).get(reverse("issues:plan", args=[three[0].public_id]))
    assert places(page) == {1: {"本件": 1, "本单位其他问题": 1}, 2: {"本件": 1, "本单位其他问题": 1}}
    assert three[2].number not in page.content.decode()


def test_the_reviewer_sees_them_across_units(world, enter, three):
    first = three[0]
    world.move(first, "submit_plan", "principal")
    page = enter(world.checker).get(reverse("issues:plan", args=[first.public_id]))
    assert places(page)[1] == {"本件": 1, "本单位其他问题": 1, "其他单位": 1}
    assert three[2].get_absolute_url() in page.content.decode()
    assert [order for order, _ in page.context["hinted"]] == [1, 2]


def test_measures_of_an_older_version_get_their_fingerprint(world, three):
    Measure.objects.update(fingerprint="")
    fill_fingerprints()
    assert Measure.objects.exclude(fingerprint="").values("fingerprint").distinct().count() == 1
