"""The original of an issue is every passage of its item; what is left out has a name; every character is counted once."""

import pytest

from issues.reading import labels
from issues.reading.papers import read_feedback, split_text
from issues.splitting import draft, marking
from issues.splitting.account import account, left_of
from issues.splitting.passages import original, passages
from issues.splitting.stated import announced, disagree, in_short, sums
from issues.splitting.suggested import suggested
from issues.tests.interrupted import ANNEX, HEADS, NOTICE, PASSAGES, annexed, word
from rectify.lib.errors import Refused


def begun(text, kind=None):
    text = text.strip()
    return (*draft.begun(split_text(text, kind=kind), text), text)


def originals(rows, text):
    return [original(rows, n, text) for n, row in enumerate(rows) if row["role"] == "issue" and not row.get("out")]


def ids(rows, text, *words):
    return [next(row["id"] for row in rows if one in text[row["a"] : row["b"]]) for one in words]


def from_word(place):
    paper = read_feedback(place)
    text = draft.text_of(paper)
    return (*draft.begun(paper, text), text)


@pytest.mark.parametrize("as_word", [False, True], ids=["txt", "docx"])
def test_every_passage_of_an_interrupted_item_stands_in_its_original(tmp_path, as_word):
    read, rows, text = from_word(word(NOTICE, tmp_path / "通报.docx")) if as_word else begun(NOTICE)
    held = [(draft.title(words), words) for words in originals(rows, text)]
    assert [(title, tuple(words.splitlines()[1:])) for title, words in held] == list(PASSAGES)
    assert not any("反馈问题" in words or "整改情况" in words for _, words in held)
    issues = [n for n, row in enumerate(rows) if row["role"] == "issue"]
    assert [left_of(rows, n, text) for n in issues] == [{"整改情况": 2}, {"整改情况": 3}]
    assert account(read, rows, text).lost == 0


def test_a_page_head_is_set_aside_and_the_sentence_goes_on_behind_it():
    _, rows, text = begun(HEADS)
    heads = ids(rows, text, "第 2 页", "图1")
    rows = marking.mark(rows, heads, "other", text)
    first = originals(rows, text)[0]
    assert first.splitlines() == [
        "（一）护林防火责任悬空。火险期值班表空缺十一天，",
        "未按规定补岗，",
        "两处瞭望塔无人值守。",
    ]
    issue = next(n for n, row in enumerate(rows) if row["role"] == "issue")
    assert left_of(rows, issue, text) == {"您定为不计入的": 2}


def test_what_goes_on_behind_a_misread_heading_is_brought_back_to_its_issue():
    text = "关于巡察市林业局党组的反馈意见\n一、主要问题\n1.值班空缺。\n二、\n瞭望塔无人。\n2.补偿迟缓。"
    _, rows, text = begun(text)
    aside, part = ids(rows, text, "二、", "瞭望塔")
    with pytest.raises(Refused, match="前面没有问题可以归入"):
        marking.mark(rows, [part], "manifestation", text)
    rows = marking.mark(marking.mark(rows, [aside], "other", text), [part], "manifestation", text)
    assert originals(rows, text)[0] == "1.值班空缺。\n瞭望塔无人。"


def test_rows_of_an_annex_become_issues_with_the_words_of_their_column(tmp_path):
    read, rows, text = from_word(annexed(tmp_path / "反馈.docx"))
    table = [row["id"] for row in rows if row["form"] == "row"][1:]
    rows = marking.mark(rows, table, "issue", text)
    assert originals(rows, text) == [row[1] for row in ANNEX[1:]]
    assert [one.made for one in announced(read, rows) if one.role == "issue"] == [3]
    assert account(read, rows, text).lost == 0


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("（一）反馈问题：河岸垃圾未清理", "河岸垃圾未清理"),
        ("1.存在的问题：台账不全", "台账不全"),
        ("问题3：台账不全", "台账不全"),
        ("具体问题： 台账不全", "台账不全"),
        ("具体表现：台账不全", "台账不全"),
        ("（一）问题导向不强：巡河走过场", "（一）问题导向不强：巡河走过场"),
        ("主要表现为有的会议走样", "主要表现为有的会议走样"),
        ("反馈问题整改不彻底", "反馈问题整改不彻底"),
    ],
)
def test_a_label_is_no_word_of_the_issue(line, words):
    assert line[labels.begin(line) :] == words


def test_a_label_is_no_evidence_for_a_class():
    _, rows, text = begun(NOTICE)
    found = suggested(rows, text, [], home=0)
    assert [one.category.code for one in found.values() if one.category and one.category.code == "C21"] == []


def test_a_number_of_the_text_is_held_against_what_is_made_and_a_calculation_only_against_itself():
    read, rows, _ = begun(NOTICE)
    assert [(one.words, one.agrees) for one in sums(read)] == [("6＋3＝9", True), ("6÷9＝66.7%", True)]
    stated = announced(read, rows)
    assert [(one.role, one.expected, one.read, one.made, one.agrees) for one in stated] == [("issue", 9, 2, 0, False)]
    assert in_short(stated) == "9 条问题"
    assert len(disagree(read, rows)) == 1


def test_a_number_of_the_last_round_is_none_of_this_paper():
    text = "关于巡察市林业局党组的反馈意见\n一、主要问题\n上轮巡察反馈问题9个，完成整改7个，未完成2个。\n1.值班空缺。"
    read, rows, _ = begun(text)
    assert announced(read, rows) == []
    assert [one.words for one in sums(read)] == ["7＋2＝9"]


OUTLINE = """关于巡察市林业局党组的反馈意见
巡察发现2个问题。
一、党建引领方面
（一）学习不深入。
1.用文件代替学习。
（二）支部换届超期。
"""


def test_what_the_reader_offers_is_taken_at_once_with_what_stands_below():
    read, rows, text = begun(OUTLINE)
    offers = marking.offered(read, rows)
    assert offers
    rows = marking.accept(rows, offers, text, read)
    assert marking.offered(read, rows) == []
    assert originals(rows, text) == ["（一）学习不深入。\n1.用文件代替学习。", "（二）支部换届超期。"]
    assert all(row["ok"] and row["hand"] for row in draft.issues(rows))


@pytest.mark.parametrize(
    ("kind", "role", "sets"),
    [
        ("issue", "issue", {"ok", "quick"}),
        ("manifestation", "manifestation", set()),
        ("other", "other", {"aside"}),
        ("recommendation", "recommendation", set()),
    ],
)
def test_many_lines_are_called_one_thing(kind, role, sets):
    text = "关于巡察市林业局党组的反馈意见\n一、主要问题\n1.值班空缺。\n2.补偿迟缓。\n3.台账不全。"
    _, rows, text = begun(text)
    chosen = ids(rows, text, "补偿", "台账")
    after = {row["id"]: row for row in marking.mark(rows, chosen, kind, text)}
    assert {after[number]["role"] for number in chosen} == {role}
    assert all(after[number]["hand"] and sets <= after[number].keys() for number in chosen)
    assert len(after) == len(rows)


@pytest.mark.parametrize(("numbers", "kind"), [([], "issue"), ([1], "nonsense"), ([999], "issue")])
def test_what_cannot_be_marked_is_refused(numbers, kind):
    _, rows, text = begun(HEADS)
    with pytest.raises(Refused):
        marking.mark(rows, numbers, kind, text)


def test_confirming_one_that_was_marked_with_many_ends_the_offer_of_a_class():
    from issues.splitting import edits

    _, rows, text = begun(HEADS)
    number = draft.issues(rows)[0]["id"]
    rows = marking.mark(rows, [number], "issue", text)
    rows = edits.decide(rows, number, ok=True, category=7)
    again = marking.mark(rows, [number], "issue", text)
    assert (draft.issues(again)[0]["category"], "quick" in draft.issues(again)[0]) == (7, False)


def test_a_passage_is_never_in_two_issues():
    _, rows, text = begun(NOTICE)
    nested = ids(rows, text, "供货数量")
    rows = marking.mark(rows, nested, "issue", text)
    issues = [n for n, row in enumerate(rows) if row["role"] == "issue"]
    held = [{at for a, b in passages(rows, n, text).places for at in range(a, b)} for n in issues]
    assert len(held) == 3
    assert sum(map(len, held)) == len(set.union(*held))
