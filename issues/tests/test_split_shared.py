"""The documents that lie beside the project: every node, role, fact and figure as expected there."""

import hashlib
import json
from pathlib import Path

import pytest
from django.conf import settings

from issues.reading.papers import read_feedback
from issues.tests.papers import is_verbatim, squeezed

SHARED = Path(settings.BASE_DIR).parent / "shared"
EXPECTED = sorted([*(SHARED / "gold").glob("*.json"), *(SHARED / "more" / "gold").glob("*.json")])


def flat(nodes):
    for node in nodes:
        yield node
        yield from flat(node["children"])


def key(node):
    digest = node.get("sha1") or hashlib.sha1(squeezed(node["text"]).encode()).hexdigest()
    return node["locator"], node["level"], node["role"], node.get("number"), digest


def test_the_documents_lie_beside_the_project():
    if not EXPECTED:
        pytest.skip("没有 ../shared/gold，样件没有核对")
    assert len(EXPECTED) >= 20


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.name)
def test_a_given_document(path):
    expected = json.loads(path.read_text(encoding="utf-8"))
    paper = read_feedback(path.parent.parent / expected["file"])
    got = paper.as_dict()
    assert [key(node) for node in flat(got["items"])] == [key(node) for node in flat(expected["items"])]
    assert (got["title"], got["kind"], got["markings"]) == (expected["title"], expected["kind"], expected["markings"])
    assert got["facts"] == expected["facts"]
    numbers = [[(one["expected"], one["counted"], one["agrees"]) for one in some["totals"]] for some in (got, expected)]
    assert numbers[0] == numbers[1]
    assert squeezed("".join(got["cut"])) == squeezed("".join(expected["cut"]))
    assert is_verbatim(paper)
