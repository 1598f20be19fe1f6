"""The table of planted faults: each still fits the source, each names tests that there are, and a crash does not count."""

import ast

import pytest

from rectify.roof.testing.planted import judged, planted
from rectify.roof.testing.plantings import PLANTINGS
from rectify.roof.tests.source import HOME, functions

NAMES = [one.name for one in PLANTINGS]


@pytest.mark.parametrize("one", PLANTINGS, ids=NAMES)
def test_a_planting_fits_the_source_and_changes_it(one):
    source = (HOME / one.file).read_text(encoding="utf-8")
    changed = planted(source, one)
    assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(source))


@pytest.mark.parametrize("one", PLANTINGS, ids=NAMES)
def test_its_tests_are_there(one):
    for test in one.tests:
        file, _, name = test.partition("::")
        known = {function.name for function in functions(HOME / file)}
        assert name.partition("[")[0] in known | {""}, test


def test_names_stand_once():
    assert len(set(NAMES)) == len(NAMES)


def test_a_line_that_is_gone_is_an_error():
    with pytest.raises(LookupError, match="stands 0 times"):
        planted("nothing of the kind", PLANTINGS[0])
    with pytest.raises(LookupError, match="stands 2 times"):
        planted(PLANTINGS[0].old * 2, PLANTINGS[0])


CASE = '<testsuite><testcase classname="a" name="t0"/><testcase classname="a" name="t">{}</testcase></testsuite>'
REPORTS = {
    "an assertion": ('<failure message="assert 12 == 14"/>', True),
    "an assertion with words": ('<failure message="AssertionError: clerk /x/: 200"/>', True),
    "nothing was refused": ('<failure message="Failed: DID NOT RAISE Refused"/>', True),
    "a crash": ('<failure message="AttributeError: no such thing"/>', False),
    "a crash before the test": ('<error message="ImportError while importing"/>', False),
    "nothing": ("", False),
}


@pytest.mark.parametrize("what", REPORTS)
def test_a_fault_is_noticed_by_a_test_that_says_why(what):
    inside, noticed = REPORTS[what]
    assert judged(CASE.format(inside)).noticed == noticed
