"""开局: every step says whose it is and leads there; the page is on the way until the first issue is dispatched."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from issues.actions import rounds
from issues.models import Round, Status
from issues.setup import Setup, begun
from rectify.accounts.models import User

pytestmark = pytest.mark.model


def enter(client, user):
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def at_setup(client, user):
    begun.forget()
    answer = enter(client, user).get(reverse("issues:home"))
    return answer.status_code == 302 and answer.url == reverse("issues:setup")


@pytest.mark.django_db
def test_an_empty_installation_begins_with_its_units(client):
    call_command("create_administrators", verbosity=0)
    for person in User.objects.all():
        person.must_change_password = False
        person.save(update_fields=["must_change_password"])
    nexts = {person.username: Setup(person).next for person in User.objects.all()}
    assert {name: step and step.name for name, step in nexts.items()} == {
        "sysadmin": "单位",
        "secadmin": None,
        "auditor": None,
    }
    assert [step.name for step in Setup(User.objects.get(username="auditor")).steps if step.waits] == [
        "人员和任职",
        "轮次",
        "本轮单位",
        "反馈意见和问题",
        "下发",
    ]
    for person in User.objects.all():
        assert at_setup(client, person)
        page = client.get(reverse("issues:setup")).content.decode()
        assert "等前面的步骤" in page
        assert reverse("issues:setup") in client.get(reverse("accounts:me")).content.decode()


def test_an_office_goes_from_its_round_to_the_first_dispatch(world, client):
    step = Setup(world.clerk).next
    assert (step.name, step.url) == ("本轮单位", reverse("issues:round_units", args=[world.round.public_id]))
    rounds.set_units(round_=world.round, numbers={world.lead: None, world.other: None}, by=world.clerk)
    assert Setup(world.clerk).next.name == "反馈意见和问题"
    issue = world.issue()
    assert Setup(world.head).next.name == "下发"
    assert "看开局" in enter(client, world.head).get(reverse("issues:home")).content.decode()
    assert issue.number in client.get(Setup(world.head).next.url).content.decode()
    world.bring(issue, Status.DISPATCHED)
    assert Setup(world.head).left <= 2  # names and calendar hold nobody up
    assert "看开局" not in client.get(reverse("issues:home")).content.decode()
    assert not at_setup(client, world.sysadmin)
    assert reverse("issues:setup") in client.get(reverse("manual")).content.decode()


def test_without_a_round_the_office_begins_there(world, client):
    Round.objects.all().delete()
    assert at_setup(client, world.clerk)
    assert Setup(world.clerk).next.url == reverse("issues:round_new")


def test_a_unit_has_no_part_in_it(world, client):
    assert enter(client, world.liaison).get(reverse("issues:setup")).status_code == 404
    assert reverse("issues:setup") not in client.get(reverse("manual")).content.decode()
