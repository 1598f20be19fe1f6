"""The page of rules."""

import pytest
from django.conf import settings

from rectify.audit.models import Event
from rectify.options.stored import option


@pytest.fixture
def admin(world, client):
    client.force_login(world.sysadmin, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def test_a_rule_is_changed_and_restored(world, admin):
    assert "巡察整改跟踪" in admin.get("/options/").content.decode()
    admin.post("/options/frame.phone/", {"value": "8000-0000"})
    assert option("frame.phone") == "8000-0000"
    assert "人工设定" in admin.get("/options/").content.decode()
    admin.post("/options/frame.phone/reset/")
    assert option("frame.phone") == ""
    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["options.storedoption.set", "options.storedoption.reset"]


@pytest.mark.parametrize(("key", "value"), [("frame.name", ""), ("frame.name", "长" * 31)])
def test_a_value_that_will_not_do_is_refused_at_the_field(world, admin, key, value):
    answer = admin.post(f"/options/{key}/", {"value": value})
    assert answer.status_code == 200
    assert answer.context["form"].errors["value"]
    assert option(key) == "巡察整改跟踪"


def test_what_is_the_same_everywhere_has_no_page_for_one_office(world, admin):
    assert admin.get(f"/options/frame.name/?office={world.office.public_id}").status_code == 404
    assert admin.get("/options/no.such/").status_code == 404
    assert admin.get(f"/options/?office={world.office.public_id}").status_code == 200
    assert admin.get(f"/options/?office={world.lead.public_id}").status_code == 404


def test_every_rule_has_its_form(world, admin):
    from rectify.options.registry import all_declared

    for known in all_declared():
        assert admin.get(f"/options/{known.key}/").status_code == 200
