import pytest
from django.urls import reverse

from issues.models import Status


def enter(client, user, settings):
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


@pytest.mark.sampled
@pytest.mark.parametrize("status", list(Status))
def test_every_state_has_a_page_for_everybody_who_sees_it(world, client, settings, status):
    issue = world.issue(at=status)
    for who in ("clerk", "checker", "head", "liaison", "principal", "leader"):
        enter(client, getattr(world, who), settings)
        hidden = status == Status.DRAFT and who in ("liaison", "principal", "leader")
        assert (who, client.get(issue.get_absolute_url()).status_code) == (who, 404 if hidden else 200)
        assert (who, client.get(reverse("issues:list")).status_code) == (who, 200)
