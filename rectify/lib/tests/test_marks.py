import pytest

from rectify.lib import marks

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
    assert {mark.tone for mark in marks.MARKS.values()} <= marks.TONES


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


def test_an_unknown_code_is_a_mistake_in_the_page():
    with pytest.raises(KeyError):
        marks.pill("no-such-state")
