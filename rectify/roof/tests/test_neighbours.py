"""Nobody reads what is another office's, nor another unit's: every model, every address, every list, both ways.

Two cities (`rectify.roof.testing.life`), each with a row of every model. In the texts of each sings its own bird, in those of the
first city another one for each who may hear it: lead unit, other unit, office alone.
"""

import zipfile
from io import BytesIO

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse

from issues.models import Opinion, Round
from ledgers.kinds import KINDS
from rectify.accounts.models import Unit, User
from rectify.accounts.roles import AccountKind
from rectify.accounts.scoping import ScopedQuerySet
from rectify.audit.models import Event, Proof, ProofFault
from rectify.roof.testing.canary import NEVER
from rectify.roof.testing.life import DRAFT, HIDDEN, NEIGHBOUR, ONE, OTHER
from rectify.roof.testing.seed import some
from rectify.roof.testing.walk import every_address
from rectify.roof.tests.expectations import EXPECT
from rectify.roof.tests.test_addresses import FIXED, NEVER_NUMBER, NOT_KNOWN, told

pytestmark = pytest.mark.django_db
ADDRESSES = every_address()
BIRDS = {ONE, OTHER, DRAFT, NEIGHBOUR, HIDDEN}
HEARS = {
    "head": {ONE, OTHER, DRAFT, HIDDEN},
    "deputy": {ONE, OTHER, DRAFT, HIDDEN},  # stands in for the head
    "leader": {ONE},
    "liaison": {ONE},
    "other_liaison": {OTHER},
}
SHARED = {"event", "procedure"}  # the auditor's trail is one; how a round works is no secret
# Addresses with a second object in them: it must hang on the first.
NESTED = {
    "issues/<str:public_id>/measures/<str:measure_id>/": ("issue", "measure"),
    "issues/<str:public_id>/measures/<str:measure_id>/move/": ("issue", "measure"),
    "issues/<str:public_id>/measures/<str:measure_id>/reach/": ("issue", "measure"),
    "issues/<str:public_id>/measures/<str:measure_id>/link/": ("issue", "measure"),
    "issues/<str:public_id>/measures/<str:measure_id>/unlink/": ("issue", "measure"),
    "issues/<str:public_id>/lasting/reviews/<str:review_id>/": ("issue", "review"),
    "issues/<str:public_id>/parts/<str:part_id>/drop/": ("issue", "part"),
    "issues/<str:public_id>/objections/<str:objection_id>/": ("issue", "objection"),
    "closures/<str:public_id>/review/<str:evidence_id>/": ("closing", "evidence"),
    "rounds/<str:public_id>/phases/<str:change_id>/": ("round", "change"),
    "rounds/feedback/<str:public_id>/items/<int:pk>/": ("feedback", "item"),
    "offline/<str:public_id>/files/<int:pk>/": ("offline", "offline_file"),
    "meetings/<str:public_id>/items/<str:item_id>/": ("meeting", "meeting_item"),
    "books/<slug:slug>/views/<int:pk>/drop/": ("", "view"),
    "me/stand-ins/<int:pk>/end/": ("", "standin"),
}
LISTS = [
    address
    for address in ADDRESSES
    if EXPECT[address.route][0] in (None, "plain") and not address.route.startswith(("login", "logout"))
]


def scoped(model) -> bool:
    """Whether the rows of the model belong to somebody; the trail and its proofs are the auditor's alone."""
    return isinstance(model._default_manager.all(), ScopedQuerySet) and model not in (Event, Proof, ProofFault)


def concerns(model) -> bool:
    """Whether a row of the model is some office's, unit's or person's own."""
    linked = {field.related_model for field in model._meta.get_fields() if field.many_to_one}
    return scoped(model) or bool(linked & {Unit, Round})


OURS = [m for m in apps.get_models() if m.__module__.split(".")[0] in ("rectify", "issues", "ledgers") and concerns(m)]


def people(city):
    """All of the city's own people who do business; administrators serve every office."""
    return User.objects.filter(pk__in=city.rows[User], kind=AccountKind.BUSINESS)


def visible(model, user) -> set:
    return set(model.objects.visible_to(user).values_list("pk", flat=True))


@pytest.mark.sampled
def test_each_city_has_a_row_of_every_model(life):
    """A new model without one is seen by nobody here: give it a row in `rectify/roof/testing/life.py`."""
    for city in (life.here, life.away):
        assert [model._meta.label for model in OURS if not city.rows[model]] == []


def test_nobody_sees_a_row_of_the_other_city(life):
    """8.1.4.2 a Every model, both ways."""
    here, away = life.here, life.away
    for own, foreign in ((here, away), (away, here)):
        for user in people(own):
            seen = {m._meta.label for m in OURS if scoped(m) and visible(m, user) & foreign.rows[m]}
            assert not seen, f"{user.username} sees the other office's {seen}"


def test_who_reviews_here_and_is_a_clerk_there_sees_each_by_its_own_post(life):
    here, away, both = life.here, life.away, life.both
    own = {
        "notices.Notice",
        "notices.Mailing",
        "issues.SavedView",
        "issues.ListLook",
        "accounts.StandIn",
        "accounts.User",
    }
    for model in (m for m in OURS if scoped(m) and m._meta.label not in own):
        seen = visible(model, both)
        assert seen & away.rows[model] == visible(model, away.world.checker) & away.rows[model], model
        assert seen & here.rows[model] <= visible(model, here.world.discipline), model
    assert Opinion.objects.within_reach(both).filter(pk__in=here.rows[Opinion]).exists()


def entered(user) -> Client:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def filled(address, first, second=None) -> str:
    """The address with `first` in the place of its object and `second` in that of what hangs on it."""
    values = {name: FIXED.get(name, NEVER) for name in address.params}
    objects = [name for name in address.params if name not in ("slug", "which", "name", "key", "number", "version")]
    for name, value in zip(objects, (first, second), strict=False):
        if value is not None:
            values[name] = value
    return reverse(address.name, kwargs=values)


def never(key) -> str | int:
    return NEVER if isinstance(key, str) else NEVER_NUMBER


READERS = some([("here", "clerk"), ("here", "liaison"), ("away", "head")], least=2, about="readers")


@pytest.fixture(params=[pytest.param(one, marks=pytest.mark.sampled) for one in READERS], ids=".".join)
def reader(request, life):
    """Who reads, and the other city."""
    city, who = request.param
    own, foreign = (life.here, life.away)[:: 1 if city == "here" else -1]
    return own, foreign, entered(getattr(own.world, who))


def test_an_object_of_the_other_city_is_as_unknown_as_one_that_never_was(reader):
    _, foreign, client = reader
    walked = set()
    for address in ADDRESSES:
        kind = EXPECT[address.route][0]
        if kind in foreign.keys and kind not in SHARED:
            key = foreign.keys[kind]
            for ask in (client.get, client.post):
                theirs, nobodys = (told(client, ask(filled(address, one))) for one in (key, never(key)))
                assert theirs.status in NOT_KNOWN, f"{ask.__name__} {address.route}: {theirs.status}"
                assert theirs == nobodys, address.route
            walked.add(kind)
    assert len(walked) > 25


def test_a_part_of_the_other_city_does_not_hang_on_an_own_object(reader):
    own, foreign, client = reader
    for address in (address for address in ADDRESSES if address.route in NESTED):
        first, second = NESTED[address.route]
        key = foreign.keys[second]
        values = [own.keys[first]] if first else []
        for ask in (client.get, client.post):
            theirs = ask(filled(address, *values, key))
            nobodys = ask(filled(address, *values, never(key)))
            assert theirs.status_code == nobodys.status_code, f"{ask.__name__} {address.route}"
            assert foreign.objects.bird not in heard(theirs), f"{ask.__name__} {address.route}"


def test_every_second_object_of_an_address_is_walked():
    second = {
        address.route
        for address in ADDRESSES
        if len([name for name in address.params if name == "pk" or name.endswith("_id")]) > 1
    }
    assert second <= set(NESTED)


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def heard(response) -> set[str]:
    """The birds that sing in an answer; in a workbook too, whose parts are compressed."""
    raw = body(response)
    if raw[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(raw)) as parts:
            raw = b"".join(parts.read(name) for name in parts.namelist())
    text = raw.decode(errors="replace")
    if "json" in response.headers.get("Content-Type", ""):
        text = response.content.decode("utf-8")
    return {bird for bird in BIRDS if bird in text}


def lists(round_: str):
    """Every address of a list, a book or figures: of the chosen round, and searched with another's round in the address."""
    for address in LISTS:
        slugs = KINDS if "slug" in address.params and "books" in address.route else [None]
        for slug in slugs:
            values = {name: FIXED.get(name, NEVER) for name in address.params} | ({"slug": slug} if slug else {})
            url = reverse(address.name, kwargs=values)
            yield from (url, f"{url}?round={round_}&q=original")


@pytest.mark.sampled
@pytest.mark.parametrize("who", some(HEARS))
def test_lists_books_and_figures_sing_to_nobody_else(life, who):
    here, away = life.here, life.away
    client, songs = entered(getattr(here.world, who)), set()
    for url in lists(away.keys["round"]):
        birds = heard(client.get(url))
        assert birds <= HEARS[who], f"{who} hears {birds - HEARS[who]} at {url}"
        songs |= birds
    assert songs == HEARS[who], "the walk heard too little: it would notice no leak"


@pytest.mark.sampled
def test_the_other_office_hears_its_own_bird_only(life):
    client = entered(life.away.world.head)
    for url in lists(life.here.keys["round"]):
        assert heard(client.get(url)) <= {NEIGHBOUR}, url
