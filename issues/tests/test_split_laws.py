"""Laws of splitting, over random outlines: verbatim, noise, width of numbers, draft and back."""

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from issues.reading.paper import PaperLine, pack, unpack
from issues.reading.papers import split, split_text
from issues.reading.rows import counts, relocated, rows
from issues.tests.papers import is_verbatim, squeezed

TITLES = (
    "县委第二巡察组关于巡察县水务局党组的反馈意见",
    "关于巡察整改进展情况的通报",
    "在巡察整改会上的讲话",
    "工作简报",
)
CN = "一二三四五六七八九十"
PHRASES = " ".join(
    (
        "学习不够深入 问题突出 巡察发现一些问题，主要是： 有的支部换届超期 还有的台账涂改 一是抓得不紧 二是督得不实",
        "①未招标 ②未公示 （1）超标 (2)漏项 第一，站位不高 第二，能力不足 同时，移交线索",
        "整改情况： 在“履责”方面 关于“作风”问题 李某强调 提出三点意见建议： 下一步 **个单位",
        "对以上5个问题 存在账实不符、票据缺失等问题 作风建设方面 工作要求 XX月 “四风”（含酒驾） 3.5万元 2022年6月 ３个 》",
    )
).split()
SIGNS = ("，", "。", "；", "：", "、", "”", " ", "　", "")
NOISE = (
    "发布日期：2024-01-01",
    "【打印本页】【关闭窗口】",
    "扫一扫在手机打开当前页",
    "版权所有：某某局",
    "上一篇：无",
    "下载某某APP",
)


def numbers():
    """A number of any class at the start of a line, or none."""
    n = st.integers(0, 9)
    return st.one_of(
        n.map(lambda i: f"{CN[i]}、"),
        n.map(lambda i: f"（{CN[i]}）"),
        n.map(lambda i: f"{i + 1}."),
        n.map(lambda i: f"（{i + 1}）"),
        n.map(lambda i: chr(0x2460 + i)),
        n.map(lambda i: f"第{CN[i]}，"),
        n.map(lambda i: f"{CN[i]}是"),
        st.sampled_from(("", "", "**", "## ", "有的", "- ", "1) ", "特此", "2024年5月6日")),
    )


def sentences():
    piece = st.tuples(st.sampled_from(PHRASES), st.sampled_from(SIGNS)).map("".join)
    return st.lists(piece, min_size=1, max_size=8).map("".join)


def documents():
    lines = st.lists(st.tuples(numbers(), sentences()).map("".join), min_size=1, max_size=14)
    return st.tuples(st.sampled_from(TITLES), lines).map(lambda both: [both[0], *both[1]])


def words(paper):
    return [(node.locator, node.role, squeezed(node.text)) for node in paper.nodes()]


@given(documents())
def test_every_sign_comes_back_in_order(lines):
    assert is_verbatim(split_text("\n".join(lines)))


@given(st.text(alphabet="一二是要、。；：，有的还问题发现主(（）)1２①第＊*#\n ｜-年月日", max_size=120))
def test_whatever_is_written_comes_back(text):
    assert is_verbatim(split_text(text))


@given(documents(), st.lists(st.tuples(st.integers(0, 99), st.sampled_from(NOISE)), max_size=4))
def test_page_furniture_changes_nothing(lines, noise):
    noisy = list(lines)
    for place, words_ in noise:
        noisy.insert(1 + place % len(noisy), words_)
    plain, other = split_text("\n".join(lines)), split_text("\n".join(noisy))
    assert words(plain) == words(other)
    assert (plain.title, plain.kind, plain.facts) == (other.title, other.kind, other.facts)
    assert sorted(other.cut) == sorted([*plain.cut, *(one for _, one in noise)])


WIDE = str.maketrans("()1234567890.,:", "（）１２３４５６７８９０．，：")
NARROW = str.maketrans("（）１２３４５６７８９０．", "()1234567890.")
START = re.compile(r"^(?:[（(](?:\d+|[一二三四五六七八九十]+)[）)]|\d+\.(?!\d))")


def widened(line, table):
    found = START.match(line)
    return line[: found.end()].translate(table) + line[found.end() :] if found else line


@given(documents())
def test_the_width_of_a_number_does_not_matter(lines):
    trees = [split_text("\n".join(widened(line, table) for line in lines)) for table in (WIDE, NARROW)]
    shapes = [[(node.locator, node.level, node.role) for node in paper.nodes()] for paper in trees]
    assert shapes[0] == shapes[1]


@given(documents())
def test_a_draft_comes_back_as_it_was(lines):
    paper = split_text("\n".join(lines))
    assert unpack(json.loads(json.dumps(pack(paper)))) == paper
    flat = rows(paper)
    assert relocated(flat) == flat
    assert sum(counts(flat).values()) == len(flat)
    assert all(paper.lines[row["line"]].text[row["start"] : row["end"]] == row["text"] for row in flat)


@given(documents())
def test_levels_follow_the_tree_and_names_follow_the_parents(lines):
    def check(nodes, above, level):
        for node in nodes:
            assert node.level == level
            assert node.locator == above + node.own
            check(node.children, node.locator, level + 1)

    check(split_text("\n".join(lines)).items, "", 1)


@given(st.lists(st.integers(1, 3), min_size=1, max_size=12))
def test_automatic_and_typed_numbers_give_the_same_tree(depths):
    typed, counted, open_ = [], [], [0, 0, 0]
    for depth in depths:
        open_[depth - 1] += 1
        open_[depth:] = [0] * (3 - depth)
        mark = (f"{cn(open_[0])}、", f"（{cn(open_[1])}）", f"{open_[2]}.")[depth - 1]
        typed.append(PaperLine(f"{mark}党费收缴不及时"))
        counted.append(PaperLine("党费收缴不及时", mark))
    trees = [[(node.locator, node.role) for node in split(lines).nodes()] for lines in (typed, counted)]
    assert trees[0] == trees[1]


def cn(number):
    return CN[number - 1] if number <= 10 else f"十{CN[number - 11]}"


@settings(max_examples=30)
@given(documents(), st.integers(0, 12), st.integers(-2, 3))
def test_a_level_changed_by_hand_keeps_the_words(lines, place, by):
    flat = rows(split_text("\n".join(lines)))
    if not flat:
        return
    place %= len(flat)
    flat[place]["level"] += by
    again = relocated(flat)
    assert [row["text"] for row in again] == [row["text"] for row in flat]
    assert all(1 <= row["level"] <= before["level"] + 1 for before, row in zip(again, again[1:], strict=False))
