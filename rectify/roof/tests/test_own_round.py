"""A page about a thing of a round bears that round, whichever one its reader has chosen to look at."""

import pytest
from django.urls import reverse

from ledgers.models import Meeting
from rectify.roof.testing.canary import sing
from rectify.roof.testing.keys import keys_of
from rectify.roof.testing.walk import every_address
from rectify.roof.tests.expectations import EXPECT
from rectify.roof.tests.test_addresses import entered, fill

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
OF_A_ROUND = {
    "issue",
    "closing",
    "closure",
    "evidence",
    "measure",
    "extension",
    "report",
    "week",
    "feedback",
    "round",
    "item",
    "batch",
    "visit",
    "visitfile",
    "meeting",
    "opinion",
    "asked",
    "joint",
    "reviewed",
}


@pytest.mark.parametrize("who", ["clerk", "head", "liaison"])
def test_a_page_about_a_thing_bears_its_round(world, settings, tmp_path, who):
    settings.MEDIA_ROOT = tmp_path
    objects = sing(world)
    keys, later = keys_of(objects), world.later_round()
    Meeting.objects.filter(pk=objects.meeting.pk).update(round=world.round)  # one may be about several rounds
    world.issue(round_=later)
    client, wrong, seen = entered(objects.world, who), [], 0
    client.get(reverse("issues:home"), {"round": later.public_id})
    for address in every_address():
        kind, readers = EXPECT[address.route]
        if address.is_api or kind not in OF_A_ROUND or who not in readers:
            continue
        url = fill(address, objects, keys[kind])
        answer = client.get(url)
        frame = answer.context and answer.context.get("frame")
        if frame is None or "<header" not in answer.content.decode():
            continue
        seen += 1
        if frame.round != world.round:
            wrong.append(f"{url}: {frame.round}")
    assert "\n".join(wrong) == ""
    assert seen > 10
