"""docs/security.md says what is so: its clauses are shown by tests that name them."""

from rectify.roof.testing.clauses import CLAUSES, PAGE, drawn, shown


def test_the_page_is_drawn_from_the_tests():
    assert PAGE.read_text(encoding="utf-8") == drawn(), "python -m rectify.roof.testing.clauses"


def test_each_clause_is_shown():
    assert set(shown()) == {clause.name for clause in CLAUSES}
