"""Page and API are two doors of one act: the same words have the same verdict, the same sentences, the same stored rows.

Where they differ today stands in `twins.tsv` (act, field, how it is filled in, in what they differ, the fault). A line whose
difference is gone fails as well: whoever mends a fault takes its lines away. RECTIFY_TWINS=file writes down what differs,
with how; by night (RECTIFY_NIGHT=1) every case is tried, by day one for each field of each act.
"""

import csv
import os
from collections.abc import Iterator
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import pytest

from ledgers.tests import doors, twins
from ledgers.tests.moves import WAITS
from ledgers.tests.said import Case, cases, ground
from rectify.roof import apiurls
from rectify.roof.testing.acts import ActStage
from rectify.roof.testing.seed import some
from rectify.roof.tests.test_sentences import kinds_of_moves
from rectify.workflow.moves import moves_of

TABLE = Path(__file__).parent / "twins.tsv"
KINDS = [*doors.kinds(), *doors.ACTS]
NEW = os.environ.get("RECTIFY_TWINS", "")


@cache
def known() -> dict[tuple[str, str, str], tuple[str, str]]:
    """(act, field, how) → (in what they differ, the fault)."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {tuple(line[:3]): (line[3], line[4]) for line in csv.reader(file, delimiter="\t")}


@pytest.fixture(scope="module")
def stage(shared_world) -> ActStage:
    return ActStage(shared_world)


@pytest.mark.sampled
@pytest.mark.parametrize("kind", KINDS)
def test_both_doors_answer_alike(stage, db, kind):
    obj, user, right = ground(stage, kind)
    every = cases(stage, kind, right)
    lost = {line for line in known() if line[0] == kind} - {case[:3] for case in every}
    told = [f"{field} {how}: no such case, take it off the table" for _, field, how in sorted(lost)]
    for case in some(every, lambda case: case.field):
        with stage.world.ripe(obj) if kind in WAITS else nullcontext():
            found = difference(case, obj, user)
        aspect = found.aspect if found else ""
        expected, fault = known().get(case[:3], ("", ""))
        if NEW and found:
            note(case, found)
        elif aspect != expected:
            told.append(
                f"{case.field or 'all'} {case.how}: {found or f'alike now, take its line ({fault}) off the table'}"
            )
    assert not told, "\n".join(told)


@pytest.mark.sampled
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in doors.ACTS])
def test_a_form_of_rows_that_comes_without_any_is_shown_again(stage, db, kind):
    """What no page sends and every broken one may: the count of rows is missing."""
    obj, user, right = ground(stage, kind)
    for case in cases(stage, kind, right):
        if case.how == "absent" and isinstance(right.get(case.field), list):
            came = twins.page(user, doors.through_page(kind, obj, case.said), kind)
            assert not came.failed, case.field


def difference(case: Case, obj, user) -> twins.Difference | None:
    """What the two doors make of one case. What is right is taken at both."""
    method = doors.ACTS[case.kind].method if case.kind in doors.ACTS else "post"
    page = twins.page(user, doors.through_page(case.kind, obj, case.said), case.kind)
    api = twins.api(user, doors.through_api(case.kind, obj, case.said), case.kind, method)
    if case.how == "right" and not case.field:
        assert (page.made, api.made) == (True, True), (case.kind, sorted(page.sentences), sorted(api.sentences))
    return twins.compare(page, api, there=case.field in doors.page_fields(case.kind))


def note(case: Case, found: twins.Difference) -> None:
    with Path(NEW).open("a", encoding="utf-8") as file:
        file.write("\t".join([*case[:3], found.aspect, found.told]) + "\n")


def test_every_move_has_its_doors():
    """All but those made by no hand, 报送方案 (on its page one act with writing it), and what has no API."""
    left = kinds_of_moves() - set(doors.kinds())
    unmade = {kind for kind in left if not moves_of(kind.rpartition(".")[0])[kind.rpartition(".")[2]].by_hand}
    lone = {kind for kind in left if kind.rpartition(".")[0] in doors.ONE_DOOR}
    assert left - unmade - lone == {"issues.issue.submit_plan"}


def writing(patterns) -> Iterator[str]:
    """The names of the addresses at which something is written."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from writing(pattern.url_patterns)
        elif {"post", "put", "patch", "delete"} & set(dir(getattr(pattern.callback, "cls", None))):
            yield pattern.name


def test_every_address_of_the_api_that_writes_is_a_door_of_these():
    """A move of one or of many, or an act whose page is its twin: no act can be added to the API alone."""
    moves = {
        f"{noun}_moves" for noun in ("issue", "measure", "extension", "report", "opinion", "recommendation", "paper")
    }
    handed_in = (
        "imports"  # a workbook for people to look at: its fields are those of the page's own form (test_api_keys.py)
    )
    assert set(writing(apiurls.urlpatterns)) - moves == {"issues", "issues_move", "plan", handed_in}
    assert len(doors.ACTS) == 2
