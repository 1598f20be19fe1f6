import re
from typing import get_args

from django.utils.html import escape
from hypothesis import example, given
from hypothesis.strategies import text

from rectify.lib import marks, tags
from rectify.roof.tests.source import shipped

STATES = [
    "draft",
    "dispatched",
    "contested",
    "planning",
    "plan_review",
    "rectifying",
    "awaiting_signature",
    "first_review",
    "joint_review",
    "objection_window",
    "awaiting_decision",
    "closed",
    "archived",
    "terminated",
    "todo",
    "doing",
    "done",
    "accepted",
    "cancelled",
    "due",
    "sent",
    "read",
    "returned",
    "missed",
    "overdue",
    "soon",
    "long_term",
    "focus",
    "relapse",
]


def test_every_state_has_a_mark():
    assert set(STATES) - set(marks.MARKS) == set()


def test_every_mark_has_a_shape_and_a_tone_that_exist():
    assert {mark.shape for mark in marks.MARKS.values()} <= set(marks.SHAPES)
    assert {mark.tone for mark in marks.MARKS.values()} <= set(get_args(marks.Tone))


def test_no_word_stands_for_two_looks():
    looks = {}
    for code, mark in marks.MARKS.items():
        looks.setdefault(mark.word, set()).add((mark.shape, mark.tone, code))
    by_word = {word: {look[:2] for look in found} for word, found in looks.items()}
    # 待答复 is the unit's promise (open circle) or a question to the office (question mark).
    assert {word for word, found in by_word.items() if len(found) > 1} <= {"待答复"}


def test_a_pill_says_shape_word_and_tone():
    assert 'class="pill pill-late"' in marks.pill("overdue", "逾期 4 个工作日")
    assert marks.pill("overdue", "逾期 4 个工作日").endswith("</svg>逾期 4 个工作日</span>")
    assert "<svg" in marks.pill("closed")
    assert marks.pill("closed").endswith("已销号</span>")


def test_the_text_of_a_pill_is_escaped():
    assert "<b>" not in marks.pill("soon", "<b>")


@given(code=text())
@example("随便写的")
@example("<b>")
@example("")
def test_a_code_that_the_table_does_not_have_is_shown_as_it_stands(code):
    """What a template types is held against the table elsewhere; what a store holds must never take a page away."""
    assert marks.pill(code).endswith(f"</svg>{escape(code)}</span>") or code in marks.MARKS
    assert tags.sign(code).startswith("<span")


def test_pages_ask_where_every_code_has_an_answer():
    asking = re.compile(r"marks import .*\bMARKS\b|\bmarks\.MARKS\b")
    assert [path for path in shipped() if asking.search(path.read_text(encoding="utf-8"))] == []
