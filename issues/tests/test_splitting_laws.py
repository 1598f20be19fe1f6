"""Laws of the changes over random documents and steps: nothing is lost, nothing stands twice, each step can be undone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from issues.reading import labels
from issues.reading.papers import split_text
from issues.splitting import draft, edits, history, marking
from issues.splitting.account import account
from issues.splitting.passages import OWNERS, original
from rectify.lib.errors import Refused

NUMBERS = ("一、", "（一）", "1.", "（1）", "①", "第一，", "一是", "有的", "")
WORDS = (
    "巡察发现的主要问题",
    "履行职责方面",
    "制度执行不严。",
    "资金管理混乱，账实不符。",
    "有的会议走样，有的记录补写。",
    "反馈问题：巡护流于形式",
    "整改情况：已补正记录。",
    "𠮷安小区加梯缓慢。",
)
LINE = st.builds("".join, st.tuples(st.sampled_from(NUMBERS), st.sampled_from(WORDS)))
PAPERS = st.lists(LINE, min_size=1, max_size=14).map(
    lambda lines: "\n".join(["关于巡察市住建局党组的反馈意见", *lines])
)
STEP = st.tuples(
    st.sampled_from(("role", "out", "in", "join", "cut", "take", "leave", "back", "promote", "mark", "accept")),
    st.integers(0, 40),
    st.integers(0, 300),
    st.integers(0, 300),
    st.sampled_from(edits.ROLES),
)


def made(rows, read, text, step):
    act, which, a, b, role = step
    number = rows[which % len(rows)]["id"]
    acts = {
        "role": lambda: edits.role(rows, number, role),
        "out": lambda: edits.shift(rows, number, -1),
        "in": lambda: edits.shift(rows, number, 1),
        "join": lambda: edits.join(rows, number, read),
        "cut": lambda: edits.cut(rows, number, a, text),
        "take": lambda: edits.take(rows, min(a, b), b=max(a, b), text=text, read=read),
        "leave": lambda: edits.leave(rows, number, "另案办理"),
        "back": lambda: edits.back(rows, number),
        "promote": lambda: edits.promote(rows, number),
        "mark": lambda: marking.mark(rows, [row["id"] for row in rows[min(a, b) : which + 1]], role, text),
        "accept": lambda: marking.accept(rows, marking.offered(read, rows), text, read),
    }
    return acts[act]()


@settings(max_examples=150, deadline=None)
@given(PAPERS, st.lists(STEP, max_size=12))
def test_nothing_is_lost_or_said_twice_and_every_step_is_undone(text, steps):
    read, rows = draft.begun(split_text(text), text)
    if not rows:
        return
    done = []
    for step in steps:
        try:
            after = made(rows, read, text, step)
        except Refused:
            continue
        assert history.undone(after, history.step(rows, after)) == rows
        done.append((rows, history.step(rows, after)))
        rows = after
        holds(rows, read, text)
    for before, step in reversed(done):
        rows = history.undone(rows, step)
        assert rows == before


def holds(rows, read, text):
    everything_goes_somewhere(read, rows, text)
    assert [row["id"] for row in rows] == list(dict.fromkeys(row["id"] for row in rows))
    assert all(a["b"] <= b["a"] for a, b in zip(rows, rows[1:], strict=False))
    assert all(text[row["a"] : row["b"]].strip() for row in rows)
    assert rows[0]["level"] == 1
    assert all(b["level"] <= a["level"] + 1 for a, b in zip(rows, rows[1:], strict=False))


def everything_goes_somewhere(read, rows, text):
    """What the page claims: every character once; what an issue says is in its draft, whole, and in no other."""
    whole = account(read, rows, text)
    assert whole.lost == 0
    assert whole.whole == sum(not sign.isspace() for sign in text)
    said = {row["id"]: original(rows, n, text) for n, row in enumerate(rows) if row["role"] == "issue"}
    kept = "".join(words for row in rows if (words := said.get(row["id"])) and not row.get("out"))
    assert len("".join(kept.split())) == dict(whole.shares).get("问题原文", 0)
    for row, above in draft.depths(rows):
        owner = next((one for one in reversed(above) if one["role"] in OWNERS), None)
        if row["role"] == "manifestation" and owner and owner["role"] == "issue":
            words = text[row["a"] : row["b"]]
            assert words[labels.begin(words) :] in said[owner["id"]]


@given(PAPERS)
@settings(max_examples=80, deadline=None)
def test_the_proposal_stands_in_the_text_to_the_letter(text):
    paper = split_text(text)
    _, rows = draft.begun(paper, text)
    assert [text[row["a"] : row["b"]] for row in rows] == [node.text for node in paper.nodes()]
    assert draft.settled(rows) == rows


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\n\n", "\n　\n"])
def test_line_ends_and_blanks_between_lines_do_not_matter(ends):
    text = ends.join(["关于巡察市住建局党组的反馈意见", "一、主要问题", "1.制度执行不严。", "2.资金管理混乱。"])
    read, rows = draft.begun(split_text(text), text)
    everything_goes_somewhere(read, rows, text)
    assert len(draft.issues(rows)) == 2
