"""The two doors of each move and of each act that has two: how a page and the API are told the same words.

What is said is written as the API takes it (`said`: field → value). A page is told under the same names, except where this
module says otherwise; so a field that the API gains is sent to the page too, without a line here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.forms import Form
from django.urls import reverse

from issues.forms.new import Register
from issues.forms.plan import WritePlan
from rectify.workflow.inputs import Input, input_of
from rectify.workflow.moves import moves_of

Said = dict[str, Any]
Sent = tuple[str, Said]  # address, body
API = "/api/v1"
PLACES = {
    "issues.issue": "issues",
    "issues.measure": "measures",
    "issues.extension": "extensions",
    "issues.opinion": "opinions",
    "issues.report": "reports",
    "issues.recommendation": "recommendations",
    "ledgers.issuedpaper": "papers",
}
# Of one door only: 长期坚持 is asked and answered on its page, a 对账单 is checked line by line on its own.
ONE_DOOR = frozenset({"issues.lasting", "ledgers.accountstatement", "ledgers.statementdispute"})


@dataclass(frozen=True)
class Door:
    """A page: its forms (else the input of the row), its address and its body for what is said."""

    forms: tuple[type[Form], ...]
    place: Callable[[Any, Said], str]
    body: Callable[[Any, Said], Said] = lambda obj, said: flat(said)


def flat(said: Mapping[str, Any]) -> Said:
    """As a browser sends it: a box that is not ticked is not sent, nothing is an empty text, rows have numbers."""
    found = {}
    for name, value in said.items():
        if isinstance(value, list) and all(isinstance(row, dict) for row in value) and value:
            found |= {f"{name}-count": len(value)}
            found |= {f"{name}-{n}-{part}": text for n, row in enumerate(value) for part, text in flat(row).items()}
        elif value is not False:
            found[name] = "on" if value is True else "" if value is None else value
    return found


def at(name: str, get: Callable[[Any], Any] = lambda obj: obj) -> Callable[[Any, Said], str]:
    return lambda obj, said: reverse(name, args=[get(obj).public_id])


# ---- what a page calls otherwise --------------------------------------------------------------------------------------


def weekly_place(obj: Any, said: Said) -> str:
    return reverse("issues:report_none" if said.get("no_progress") else "issues:report_send", args=[obj.public_id])


def weekly(obj: Any, said: Said) -> Said:
    if not said.get("no_progress"):
        return flat(said)
    return {f"none-{name}": value for name, value in flat(said).items()}


def plan(obj: Any, said: Said) -> Said:
    """The words with the act that the button names."""
    return {"act": "save", **({"measures-count": 0} if said.get("measures") == [] else {})} | flat(said)


def revision(obj: Any, said: Said) -> Said:
    return plan(obj, said) | {"act": "submit"}


def entry(obj: Any, said: Said) -> Said:
    """录入一件: the round is the one that the page stands in."""
    return flat({name: value for name, value in said.items() if name != "round"})


# ---- the table --------------------------------------------------------------------------------------------------------

OWN = {
    "issues.issue.revise_plan": Door((), at("issues:plan"), revision),
    "issues.issue.apply": Door((), at("ledgers:apply")),
    "issues.issue.endorse": Door((), at("ledgers:sign")),
    "issues.issue.decline_signature": Door((), at("ledgers:sign")),
    "issues.issue.pass_review": Door((), at("ledgers:review")),
    "issues.issue.return_review": Door((), at("ledgers:review")),
    "issues.issue.approve": Door((), at("ledgers:decide")),
    "issues.issue.decline": Door((), at("ledgers:decide")),
    "issues.issue.pass_joint": Door((), at("issues:joint_review", lambda issue: issue.joint_reviews.live().get())),
    "issues.issue.return_joint": Door((), at("issues:joint_review", lambda issue: issue.joint_reviews.live().get())),
    "issues.opinion.give": Door((), at("issues:opinion")),
    "issues.opinion.take_back": Door((), at("issues:opinion")),
    "issues.opinion.skip": Door((), at("issues:opinion_skip")),
    "issues.report.send": Door((), weekly_place, weekly),
    "issues.report.read": Door((), at("issues:report_read")),
    "issues.report.send_back": Door((), at("issues:report_return")),
}


def door_of(kind: str) -> Door:
    """The page of a move: its own, or the common one of its table."""
    label, _, name = kind.rpartition(".")
    forms = (input_of(moves_of(label)[name]),)
    if kind in OWN:
        return replace(OWN[kind], forms=OWN[kind].forms or forms)
    if label == "issues.measure":
        return Door(forms, lambda obj, said: reverse("issues:measure_move", args=[obj.issue.public_id, obj.public_id]))
    if label == "issues.extension":
        return Door(forms, at("issues:extension", lambda obj: obj.issue))
    if label == "issues.recommendation":
        return Door(forms, at("issues:recommendation"))
    if label == "ledgers.issuedpaper":
        return Door(forms, at("ledgers:issued_paper"))
    return Door(forms, at("issues:move"))


def kinds() -> list[str]:
    """Every move that people make by both doors."""
    return [
        f"{label}.{name}"
        for label in PLACES
        for name, move in moves_of(label).items()
        if move.by_hand and name != "submit_plan"
    ]


def shape(kind: str) -> dict[str, Any]:
    """The fields that the API takes."""
    label, _, name = kind.rpartition(".")
    return dict((ACTS[kind].takes if kind in ACTS else input_of(moves_of(label)[name])).shape())


def through_page(kind: str, obj: Any, said: Said) -> Sent:
    door = ACTS[kind].door if kind in ACTS else door_of(kind)
    body = door.body(obj, said)
    if kind not in ACTS:
        body |= {"move": kind.rpartition(".")[2], "confirm": getattr(obj, "number", "") or ""}
    return door.place(obj, said), body


def through_api(kind: str, obj: Any, said: Said) -> Sent:
    if kind in ACTS:
        return ACTS[kind].address(obj), said
    label, _, name = kind.rpartition(".")
    own = {key: said[key] for key in ("note", "version") if key in said}
    data = {key: value for key, value in said.items() if key not in own}
    body = {"move": name} | own | ({"data": data} if data else {})
    return f"{API}/{PLACES[label]}/{obj.public_id}/moves/", body


def page_fields(kind: str) -> set[str]:
    """What the page of an act asks for, by the API's names; every page knows which version it showed."""
    door = ACTS[kind].door if kind in ACTS else door_of(kind)
    return {name for form in door.forms for name in form.base_fields} | {"", "version"}


@dataclass(frozen=True)
class Act:
    """An act that is no move and has two doors."""

    door: Door
    takes: type[Input]
    address: Callable[[Any], str]
    method: str = "post"


ACTS = {
    "issues.issue.register": Act(
        Door((Register,), lambda obj, said: reverse("issues:new"), entry), Register, lambda obj: f"{API}/issues/"
    ),
    "issues.measure.write": Act(
        Door((WritePlan,), at("issues:plan"), plan), WritePlan, lambda obj: f"{API}/issues/{obj.public_id}/plan/", "put"
    ),
}
