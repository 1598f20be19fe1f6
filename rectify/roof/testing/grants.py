"""The events of posts that the builder of worlds gives by hand."""

from rectify.accounts.models import Holding
from rectify.audit.trail import Fact, record_many


def granted() -> None:
    """The events of the posts that were given by hand, as a grant leaves them: without them a proof names every post."""
    posts = Holding.objects.select_related("user", "unit").order_by("pk")
    facts = [
        Fact(
            "accounts.holding.grant",
            post.user,
            facts={"holding": post.pk, "person": post.user.name, "unit": post.unit.name, "role": post.role, "span": ""},
        )
        for post in posts
    ]
    record_many(facts, by=None)
