"""Every act leaves its event: by its behaviour, and by the source, so that one that nobody thought of fails.

Each row of the tables of acts is called in a world; the new events are exactly those written in the row, bear the right
name and go on the chain. Each line of the source that records is one that some row comes to: a line taken out is noticed.
"""

import ast
from collections.abc import Iterator
from importlib import import_module

import pytest

from issues.tests import acts as issue_acts
from ledgers.tests import acts as ledger_acts
from ledgers.tests.moves import FILL, MOVES
from rectify.roof.testing.acts import ActStage, Case, Left, run, silenced
from rectify.roof.testing.seed import some
from rectify.roof.tests import acts as shared_acts
from rectify.roof.tests.calls import reaches, writes
from rectify.roof.tests.source import HOME, relative, shipped, tree
from rectify.roof.tests.source import name_of as module_of
from rectify.roof.tests.test_sentences import kinds_in_code, kinds_of_moves

pytestmark = [pytest.mark.slow, pytest.mark.sampled]  # what it holds does not hang on the engine: PostgreSQL alone
ROWS: list[Case] = [*issue_acts.ROWS, *ledger_acts.ROWS, *shared_acts.ROWS, *MOVES]
# What writes and leaves no event, and why that is right.
SILENT = {
    "rectify.notices.actions.read": "reading a notice is no business act",
    "rectify.notices.actions.read_all": "reading a notice is no business act",
    "ledgers.actions.import_reading.read": "a reading proposes; what comes of it is confirmed, and that leaves its event",
    "ledgers.actions.bundles.write": "drafts, for who asked for the bundle, which left its event",
    "ledgers.actions.bundles.sweep": "drafts that were asked for a week ago; a paper that is signed stands by itself",
    "ledgers.actions.imports.revive": "the worker died and nothing was written",
}
# Public, and a part of an act that others call under their lock.
PARTS = {
    "rectify.notices.actions.veil",
    "issues.actions.recall.take_back",
    "issues.actions.issues.share",
    "ledgers.actions.offline_intake.members_of",
    "issues.actions.recommendations.follow",
    "issues.actions.recommendations.go_over",
    "issues.actions.weeks.week_for",
    "issues.actions.weeks.stamp",
    "issues.actions.splitting.claim",
    "rectify.accounts.actions.changes.ask",
    "rectify.accounts.actions.changes.carry_out_due",
    "rectify.accounts.actions.slips.renew",
    "rectify.accounts.actions.users.insert",
    "rectify.accounts.actions.units.insert",
    "rectify.accounts.actions.units.change",
    "rectify.accounts.actions.units.replant",
    "rectify.accounts.actions.units.rename_aliases",
    "rectify.accounts.actions.units.keep_former_name",
    "ledgers.actions.import_undo.keep_before",
    "ledgers.actions.import_writing.take_numbers",
} | {f"issues.actions.weeks.{name}" for name in ("preview", "open_", "dispatch", "nudge", "fix_missed", "summarise")}
# Lines that record outside of acts: commands and the demo, which have tests of their own.
ELSEWHERE = (
    "rectify/roof/demo/",
    "rectify/management/",
    "rectify/roof/management/",
    "rectify/backups/management/",
    "rectify/audit/trail.py",
)
ELSEWHERE += ("rectify/backups/keeping.py", "rectify/backups/restoring.py")  # by nobody: rectify/backups/tests
ELSEWHERE += ("rectify/audit/proofs.py", "rectify/notices/alarms.py")  # no acts: ledgers/tests/test_proofs.py


def acts() -> dict[str, ast.FunctionDef]:
    """Every public function of the modules of acts."""
    found = {}
    for path in shipped():
        if path.parent.name == "actions" or path.name == "actions.py":
            for node in tree(path).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    found[f"{module_of(path)}.{node.name}"] = node
    return found


def lines_that_record() -> Iterator[tuple[str, range]]:
    """(file, lines) of each call of `record` and `record_many` in what is shipped."""
    for path in shipped():
        if not relative(path).startswith(ELSEWHERE):
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("record", "record_many"):
                    yield relative(path), range(node.lineno, node.end_lineno + 1)


@pytest.fixture(scope="module")
def stage(shared_world) -> ActStage:
    return ActStage(shared_world)


@pytest.fixture(scope="module")
def left(stage) -> list[tuple[Case, Left | Exception]]:
    """What each row left, called once."""
    found = []
    for case in ROWS:
        try:
            found.append((case, run(case, stage)))
        except Exception as error:  # told with the row it belongs to
            found.append((case, error))
    return found


def test_each_act_leaves_exactly_its_events(left, db):
    wrong = []
    for case, one in left:
        if isinstance(one, Exception):
            wrong.append(f"{case.name} ({case.leaves}): {one!r}")
        elif one.kinds != case.leaves.split():
            wrong.append(f"{case.name}: left {one.kinds} instead of {case.leaves}")
        elif one.hands != {one.by} or not one.whole:
            wrong.append(f"{case.name}: by {one.hands} instead of {one.by}, chain whole: {one.whole}")
    assert not wrong, "\n".join(wrong)


def test_each_line_that_records_is_come_to(left, db):
    """So the test above notices any one of them taken out."""
    walked = {line for _, one in left if isinstance(one, Left) for line in one.lines}
    missed = [f"{file}:{span[0]}" for file, span in lines_that_record() if not {(file, n) for n in span} & walked]
    assert missed == []


def test_a_line_taken_out_is_noticed(left, stage, db):
    """Some of them in each run, all by night."""
    for file, span in some(lines_that_record(), least=12):
        cases = [case for case, one in left if {(file, n) for n in span} & one.lines]
        with silenced(import_module(module_of(HOME / file)), span):
            assert any(run(case, stage).kinds != case.leaves.split() for case in cases), f"{file}:{span[0]}"


def test_each_kind_in_the_source_is_left_by_an_act(left, db):
    seen = {kind for _, one in left if isinstance(one, Left) for kind in one.kinds}
    written = {kind for path, kind in kinds_in_code() if not path.startswith(ELSEWHERE)}
    assert {kind for kind in written if not kind.endswith("*") and kind not in seen} == set()
    assert [kind for kind in written if kind.endswith("*") and not any(k.startswith(kind[:-1]) for k in seen)] == []


def test_each_act_has_a_row():
    """An act takes `by`, or it writes."""
    rows = {case.name for case in ROWS} - {"rectify.workflow.move.make"}
    known = rows | set(SILENT) | PARTS
    missing = [name for name, node in acts().items() if name not in known and (_takes_by(node) or writes(name))]
    assert missing == []
    assert known - set(acts()) == set(), "named here, and not there any more"


def test_each_move_has_a_row():
    assert set(FILL) == kinds_of_moves()


def test_by_the_source_what_writes_records():
    for name in acts():
        if name not in PARTS and name not in SILENT and writes(name):
            assert reaches(name, {"rectify.audit.trail.record", "rectify.audit.trail.record_many"}), name
    for name in SILENT:
        assert writes(name), f"{name} writes nothing: take it off the list"


def _takes_by(node: ast.FunctionDef) -> bool:
    return "by" in {one.arg for one in node.args.kwonlyargs}
