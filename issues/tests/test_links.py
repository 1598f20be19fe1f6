"""联动整改: one measure answers several issues; progress counts it everywhere, it is worked on at home only."""

import pytest
from django.urls import reverse

from issues.actions.links import link, unlink
from issues.effects.measures import write_measures
from issues.models import MeasureLink, Status
from issues.plans.progress import Progress, of_issues, of_statuses
from rectify.audit.models import Event
from rectify.lib.errors import Refused


@pytest.fixture
def enter(client, settings):
    def go(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return go


@pytest.fixture
def two(world):
    """Two issues of one unit and one of another, all under way."""
    own = [world.issue(at=Status.RECTIFYING) for _ in range(2)]
    return (*own, world.issue(at=Status.RECTIFYING, lead_unit=world.other))


def test_the_unit_that_leads_both_links_and_the_office_links_anything(world, two):
    first, second, theirs = two
    measure = first.measures.first()
    link(measure=measure, issue=second, by=world.liaison, note="同一套办法")
    with pytest.raises(Refused, match="督查办"):
        link(measure=measure, issue=theirs, by=world.liaison)
    link(measure=measure, issue=theirs, by=world.clerk)
    assert Event.objects.filter(kind="issues.measurelink.link").count() == 2


@pytest.mark.parametrize("who", ["leader", "stranger", "other_liaison"])
def test_nobody_else_links(world, two, who):
    with pytest.raises(Refused):
        link(measure=two[0].measures.first(), issue=two[1], by=getattr(world, who))


def test_a_link_is_made_once_not_to_itself_and_not_to_what_is_over(world, two):
    first, second, _ = two
    measure = first.measures.first()
    link(measure=measure, issue=second, by=world.clerk)
    with pytest.raises(Refused, match="已经联动"):
        link(measure=measure, issue=second, by=world.clerk)
    with pytest.raises(Refused, match="本来就在"):
        link(measure=measure, issue=first, by=world.clerk)
    with pytest.raises(Refused, match="已经终止"):
        link(measure=measure, issue=world.issue(at=Status.TERMINATED), by=world.clerk)


def test_progress_counts_linked_measures_in_both_columns_and_forgets_those_taken_off(world, two):
    first, second, theirs = two
    measure = first.measures.first()
    world.move(measure, "finish", "liaison")
    made = link(measure=measure, issue=second, by=world.clerk)
    ids = [first.pk, second.pk, theirs.pk]
    assert of_issues(ids) == {first.pk: Progress(1, 0, 2), second.pk: Progress(1, 0, 3), theirs.pk: Progress(0, 0, 2)}
    world.move(measure, "accept", "clerk")
    assert of_issues([second.pk])[second.pk] == Progress(1, 1, 3)
    unlink(link=made, by=world.liaison)
    assert of_issues([second.pk])[second.pk] == Progress(0, 0, 2)
    assert MeasureLink.objects.get().ended_by == world.liaison
    assert of_statuses(["accepted", "cancelled", "done", "todo"]) == Progress(2, 1, 3)


def test_a_cancelled_measure_counts_nowhere(world, two):
    first, second, _ = two
    measure = first.measures.first()
    link(measure=measure, issue=second, by=world.clerk)
    world.move(measure, "cancel", "head", note="不再需要")
    assert of_issues([second.pk])[second.pk].whole == 2


def test_a_measure_that_answers_another_issue_is_not_written_away(world, two):
    first, second, _ = two
    last = first.measures.last()
    link(measure=last, issue=second, by=world.clerk)
    kept = first.measures.first()
    row = {name: getattr(kept, name) for name in ("text", "kind", "criterion", "person", "due", "due_text")}
    with pytest.raises(Refused, match="别的问题"):
        write_measures(first, [row | {"id": kept.public_id}], by=world.liaison)


def test_the_linked_issue_shows_the_measure_to_read_and_opens_its_files_for_those_who_may(world, enter, two):
    first, _, theirs = two
    measure = first.measures.first()
    file = world.attach(first, measure, name="清退凭证.pdf")
    link(measure=measure, issue=theirs, by=world.clerk)
    page = enter(world.other_liaison).get(theirs.get_absolute_url()).content.decode()
    opens = reverse("issues:evidence_file", args=[file.public_id])
    assert "联动过来的措施" in page
    assert "清退凭证.pdf" in page
    assert opens not in page
    assert first.get_absolute_url() not in page
    assert opens in enter(world.clerk).get(theirs.get_absolute_url()).content.decode()


def test_links_are_made_and_taken_off_on_the_measures_page(world, enter, two):
    first, second, theirs = two
    measure = first.measures.first()
    at = [first.public_id, measure.public_id]
    client = enter(world.liaison)
    page = client.get(reverse("issues:measure", args=at)).content.decode()
    assert second.public_id in page
    assert theirs.public_id not in page
    client.post(reverse("issues:measure_link", args=at), {"issue": second.public_id, "note": "一并解决"})
    answer = client.post(
        reverse("issues:measure_link", args=at), {"issue": theirs.public_id, "note": "试试"}, follow=True
    )
    assert "没有这件问题" in answer.content.decode()
    assert "从这里复制：试试" in answer.content.decode()
    made = MeasureLink.objects.get()
    assert (made.issue, made.note, made.made_by) == (second, "一并解决", world.liaison)
    client.post(reverse("issues:measure_unlink", args=at), {"link": second.public_id})
    assert not MeasureLink.objects.standing().exists()
    answer = client.post(reverse("issues:measure_unlink", args=at), {"link": second.public_id}, follow=True)
    assert "这条联动已经解除" in answer.content.decode()


def test_the_list_shows_both_columns(world, enter, two):
    measure = two[0].measures.first()
    world.move(measure, "finish", "liaison")
    link(measure=measure, issue=two[1], by=world.clerk)
    page = enter(world.clerk).get(reverse("issues:list")).content.decode()
    assert '<td class="num">1/3</td><td class="num">0/3</td>' in page


def test_a_linked_measure_answers_once_it_is_accepted(world, two):
    first, second, _ = two
    link(measure=first.measures.first(), issue=second, by=world.clerk)
    world.prepare(second, "apply")
    with pytest.raises(Refused, match="还没有核准"):
        world.move(second, "apply", "liaison", data=world.filled(second, "apply"))
    world.prove(first)
    world.move(first.measures.first(), "accept", "checker")
    world.move(second, "apply", "liaison", data=world.filled(second, "apply"))
    assert second.status == Status.AWAITING_SIGNATURE
