"""What a closing rests on is sealed by its final digest: whatever is changed in it, the digest is another."""

import pytest
from django.db import connection, transaction

from issues.models import Grade, Status
from ledgers.conditions import live_closure, words_on_files
from ledgers.models import Closure
from ledgers.seals import decision_faults, decisions
from rectify.lib.digests import digest_of
from rectify.roof.testing.behind import lifted
from rectify.roof.testing.world import DECISION

pytestmark = pytest.mark.workflow


def of_a_file(**fields):
    def change(world, closure):
        closure.verdicts.filter(pk=closure.verdicts.first().pk).update(**fields)

    return change


def of_the_request(**fields):
    def change(world, closure):
        with lifted(connection):  # the database would refuse to have it rewritten
            Closure.objects.filter(pk=closure.pk).update(**fields)

    return change


def by_another(world, closure):
    of_a_file(by=world.visitor)(world, closure)


BEFORE = {
    "the reason for the word on a file": of_a_file(note="原件已核"),
    "that word, with the same reason": of_a_file(word="unclear", note="原件已核"),
    "who gave that word": by_another,
    "what was asked for": of_the_request(digest="0" * 64),
    "what was signed": of_the_request(signed_digest="0" * 64),
}
DECIDED = {
    "the grade": {"grade": Grade.MOSTLY},
    "the minutes": {"minutes": "会议纪要第 3 号"},
    "the site": {"site_note": "未见"},
    "whether somebody went": {"site_check": False},
    "who went": {"site_by": "督查二科"},
}


def sealed(world, issue, change=None, decision=None) -> str:
    """The digest of a decision on `issue`, which is taken back again."""
    with transaction.atomic():
        if change:
            change(world, live_closure(issue))
        moved = world.move(issue, "approve", "head", data=DECISION | (decision or {}))
        digest = moved.closures.get().final_digest
        transaction.set_rollback(True)
    issue.refresh_from_db()
    return digest


@pytest.fixture
def issue(world):
    return world.issue(at=Status.AWAITING_DECISION)


def test_the_same_decision_has_the_same_digest_and_any_other_has_another(world, issue):
    digests = {"nothing": sealed(world, issue)}
    assert sealed(world, issue) == digests["nothing"]
    digests |= {what: sealed(world, issue, change) for what, change in BEFORE.items()}
    digests |= {what: sealed(world, issue, decision=decision) for what, decision in DECIDED.items()}
    same = [what for what, digest in digests.items() if list(digests.values()).count(digest) > 1]
    assert same == []


def test_what_was_sealed_in_an_earlier_way_still_holds(issue, world):
    """Decisions of before left out who went to the site, the opinion and who decided; their digests are what they were."""
    closure = world.move(issue, "approve", "head", data=DECISION).closures.get()
    _, first = decisions(closure, words_on_files(closure))
    closure.final_digest = digest_of(first)
    assert list(decision_faults(closure)) == []
    closure.minutes = "会议纪要第 3 号"
    assert len(list(decision_faults(closure))) == 1
