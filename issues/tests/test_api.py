"""The API is another door to the same rooms: same scope, same filters, same moves, same refusals."""

import pytest
from django.conf import settings
from rest_framework.test import APIClient

from issues.forms.new import Register
from issues.forms.plan import WritePlan
from issues.models import Issue, Status
from rectify.lib.fields import Rows
from rectify.lib.gate import CONFIRM
from rectify.workflow.inputs import input_of
from rectify.workflow.moves import moves_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(world):
    def as_(user):
        client = APIClient()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return as_


NOBODY = "x" * 12


def move(client, issue, name, **body):
    return client.post(f"/api/v1/issues/{issue.public_id}/moves/", {"move": name, **body})


def test_nobody_is_told_401(client):
    assert client.get("/api/v1/issues/").status_code == 401


@pytest.mark.parametrize("who", ["clerk", "liaison", "leader", "other_liaison", "stranger"])
def test_the_list_holds_what_the_reader_may_see(world, api, who):
    for status in (Status.DRAFT, Status.PLANNING, Status.CLOSED):
        world.issue(at=status)
    user = getattr(world, who)
    rows = api(user).get("/api/v1/issues/").json()["rows"]
    assert {row["id"] for row in rows} == set(Issue.objects.visible_to(user).values_list("public_id", flat=True))


def test_an_issue_of_others_is_as_unknown_as_one_that_never_was(world, api):
    issue = world.issue(at=Status.PLANNING)
    client = api(world.other_liaison)
    theirs = client.get(f"/api/v1/issues/{issue.public_id}/")
    nobodys = client.get("/api/v1/issues/222222222222/")
    assert (theirs.status_code, theirs.content) == (404, nobodys.content)


def test_the_whole_path_through_the_api(world, api):
    clerk, head, liaison, principal = (api(getattr(world, who)) for who in ("clerk", "head", "liaison", "principal"))
    body = {
        "round": world.round.public_id,
        "lead_unit": world.lead.public_id,
        "title": "经费管理不规范",
        "original": "“经费管理不规范，白条入账3笔。”",
        "category": "C07",
        "due": "2099-12-31",
    }
    answer = clerk.post("/api/v1/issues/", body)
    assert answer.status_code == 201, answer.json()
    issue = Issue.objects.get(public_id=answer.json()["id"])
    assert move(clerk, issue, "dispatch").json()["reasons"] == [
        "这件是您录入（导入）的，须由另一人办理：checker、head、second_head"
    ]
    assert move(head, issue, "dispatch", version=1).json()["status"] == "dispatched"
    assert move(liaison, issue, "sign").json()["status"] == "planning"
    rows = [
        {
            "text": "清理白条",
            "criterion": "3笔全部换回票据",
            "person": "财务科长",
            "due": "2099-06-30",
            "kind": "prevent",
        }
    ]
    assert liaison.put(f"/api/v1/issues/{issue.public_id}/plan/", {"measures": rows}).status_code == 200
    assert move(principal, issue, "submit_plan").json()["status"] == "plan_review"
    assert move(api(world.checker), issue, "pass_plan").json()["status"] == "rectifying"
    offered = liaison.get(f"/api/v1/issues/{issue.public_id}/moves/").json()
    apply = next(row for row in offered if row["name"] == "apply")
    assert (apply["ready"], "措施 1 还没有报完成" in [m["reason"] for m in apply["missing"]]) == (False, True)


def test_who_comes_second_gets_409_with_who_and_when(world, api):
    issue = world.issue(at=Status.DISPATCHED)
    client = api(world.liaison)
    assert move(client, issue, "sign", version=issue.version).status_code == 200
    answer = move(client, issue, "sign", version=issue.version)
    assert answer.status_code == 409
    assert "liaison" in answer.json()["reasons"][0]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"move": "no_such_move"}, 404),
        ({"move": "contest"}, 400),
        ({"move": "sign", "data": {"spare": 1}}, 400),
        ({"move": "terminate", "data": {"ending": "merged"}}, 422),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong(world, api, body, status):
    issue = world.issue(at=Status.DISPATCHED)
    answer = api(world.liaison).post(f"/api/v1/issues/{issue.public_id}/moves/", body)
    assert answer.status_code == status
    issue.refresh_from_db()
    assert issue.status == Status.DISPATCHED


def test_the_schema_is_served_and_whole(world, api):
    from drf_spectacular.validation import validate_schema

    answer = api(world.clerk).get("/api/v1/schema/?format=json")
    assert answer.status_code == 200
    validate_schema(answer.json())
    assert "/api/v1/issues/{public_id}/moves/" in answer.json()["paths"]


@pytest.fixture(scope="module")
def schema():
    from drf_spectacular.generators import SchemaGenerator

    return SchemaGenerator().get_schema(request=None, public=True)


def body(schema, name):
    """The body of a request by its name, a move's by `Model.move`."""
    named, _, move = name.partition(".")
    told = schema["components"]["schemas"][named]
    if not move:
        return told
    (one,) = (part for part in told["oneOf"] if part["properties"]["move"]["pattern"] == f"^{move}$")
    return one["properties"].get("data", {"properties": {}})


MODELS = {
    "Issue": "issues.issue",
    "Issues": "issues.issue",  # many at once
    "Measure": "issues.measure",
    "Extension": "issues.extension",
    "Report": "issues.report",
    "Opinion": "issues.opinion",
}
TAKES = {"NewIssue": Register, "PlanDraft": WritePlan} | {
    f"{model}Move.{name}": input_of(move)
    for model, label in MODELS.items()
    for name, move in moves_of(label).items()
    if move.by_hand
}


@pytest.mark.parametrize("name", TAKES)
def test_the_schema_tells_the_fields_of_the_input_with_their_limits(schema, name):
    told = body(schema, name)["properties"]
    fields = {n: field for n, field in TAKES[name].shape().items() if n != "note" or name in ("NewIssue", "PlanDraft")}
    assert set(told) - {CONFIRM} == set(fields)
    for n, field in fields.items():
        assert told[n].get("maxLength") == getattr(field, "max_length", None)
        assert field.label is None or str(field.label) in told[n]["description"]
        if isinstance(field, Rows):
            assert set(told[n]["items"]["properties"]) == set(field.row.base_fields)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("issues/{}/progress/", "issues/…/reports/"),
        ("progress/{}/moves/", "reports/…/moves/"),
    ],
)
def test_a_former_address_says_how_it_is_called_now(api, world, before, now):
    for ask in (api(world.clerk).get, api(world.clerk).post):
        answer = ask(f"/api/v1/{before.format(NOBODY)}")
        assert (answer.status_code, answer.json()) == (410, {"reasons": [f"这个地址不再使用，请改用 /api/v1/{now}"]})
