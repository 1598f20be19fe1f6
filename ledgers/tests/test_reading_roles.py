"""Who leads and who supports: tables of what people write, and the laws of the three ways of writing it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers.reading import roles

LEAD, SHARE, HELP = "lead_unit", "responsible_units", "supporting_units"


@pytest.mark.parametrize(
    "text,field,units",
    [
        ("牵头单位：甲局 配合单位：乙局、丙局", SHARE, {LEAD: ["甲局"], HELP: ["乙局", "丙局"]}),
        ("牵头：甲局；配合：乙局", LEAD, {LEAD: ["甲局"], HELP: ["乙局"]}),
        ("牵头单位:甲局配合单位:乙局", SHARE, {LEAD: ["甲局"], HELP: ["乙局"]}),
        ("牵头单位：甲局\n责任单位：乙局\n配合单位：丙局", SHARE, {LEAD: ["甲局"], SHARE: ["乙局"], HELP: ["丙局"]}),
        ("（牵头单位：甲局；配合单位：乙局）", SHARE, {LEAD: ["甲局"], HELP: ["乙局"]}),
        ("【牵头】甲局 【配合】乙局、丙局", SHARE, {LEAD: ["甲局"], HELP: ["乙局", "丙局"]}),
        ("牵头单位为甲局，配合单位为乙局", SHARE, {LEAD: ["甲局"], HELP: ["乙局"]}),
        ("甲局，配合单位：乙局", LEAD, {LEAD: ["甲局"], HELP: ["乙局"]}),
        ("甲局牵头，乙局配合", SHARE, {LEAD: ["甲局"], HELP: ["乙局"]}),
        ("甲局牵头，乙局、丙局配合", LEAD, {LEAD: ["甲局"], HELP: ["乙局", "丙局"]}),
        ("由甲局负责牵头，乙局协助配合。", SHARE, {LEAD: ["甲局"], HELP: ["乙局"]}),
        ("甲局牵头乙局配合", SHARE, {LEAD: ["甲局"], HELP: ["乙局"]}),
        ("甲局，乙局（牵头）", SHARE, {SHARE: ["甲局"], LEAD: ["乙局"]}),
        ("甲局（牵头单位）、乙局（配合）", LEAD, {LEAD: ["甲局"], HELP: ["乙局"]}),
        ("甲局（牵头）乙局（配合）", SHARE, {LEAD: ["甲局"], HELP: ["乙局"]}),
        ("甲局\n（牵头）\n乙局", SHARE, {LEAD: ["甲局"], SHARE: ["乙局"]}),
        ("暂无", LEAD, {}),
        ("甲局 （牵头）、乙局", SHARE, {LEAD: ["甲局"], SHARE: ["乙局"]}),
        ("牵头：甲局；配合：无", SHARE, {LEAD: ["甲局"]}),
        ("甲局、乙局", SHARE, {SHARE: ["甲局", "乙局"]}),
        ("甲局（本级）", LEAD, {LEAD: ["甲局（本级）"]}),
        ("协同创新中心、部门协同办公室", SHARE, {SHARE: ["协同创新中心", "部门协同办公室"]}),
        ("市 住 建 局", LEAD, {LEAD: ["市 住 建 局"]}),
        ("街道（城东、城西）、乡镇", SHARE, {SHARE: ["街道（城东、城西）", "乡镇"]}),
        ("无", LEAD, {}),
        ("—", SHARE, {}),
        ("/", HELP, {}),
    ],
)
def test_what_is_clear(text, field, units):
    read = roles.read(text, field)
    assert (read.units, read.asked) == (units, None)


@pytest.mark.parametrize(
    "text,field,units",
    [
        ("甲局、乙局", LEAD, {SHARE: ["甲局", "乙局"]}),
        ("甲局/乙局", LEAD, {SHARE: ["甲局", "乙局"]}),
        ("甲局（牵头）、乙局（牵头）", SHARE, {SHARE: ["甲局", "乙局"]}),
        ("甲局、乙局牵头，丙局配合", SHARE, {SHARE: ["甲局", "乙局"], HELP: ["丙局"]}),
        ("甲局 乙局", LEAD, {LEAD: ["甲局 乙局"]}),
        ("甲局、乙局 丙局", HELP, {HELP: ["甲局", "乙局 丙局"]}),
        ("甲局（牵头，张三）、乙局", SHARE, {SHARE: ["甲局（牵头，张三）", "乙局"]}),
        ("甲局、乙局共同负责", SHARE, {SHARE: ["甲局", "乙局共同负责"]}),
        ("甲局牵头办理此事的单位", SHARE, {SHARE: ["甲局牵头办理此事的单位"]}),
        ("甲局牵头，乙局配合，丙局", SHARE, {LEAD: ["甲局"], HELP: ["乙局"], SHARE: ["丙局"]}),
    ],
)
def test_what_is_asked(text, field, units):
    read = roles.read(text, field)
    assert read.units == units
    assert read.asked is not None


NAMES = st.lists(
    st.text("甲乙丙丁戊己庚辛", min_size=2, max_size=5).map("{}局".format), min_size=1, max_size=4, unique=True
)
BEFORE = st.sampled_from(
    [("牵头：", "；配合："), ("牵头单位：", " 配合单位："), ("【牵头】", " 【配合】"), ("主责单位:", "\n协办单位:")]
)
BEHIND = st.sampled_from([("牵头，", "配合"), ("牵头；", "协办。"), ("主责、", "配合")])
COMMA = st.sampled_from(["、", "，", "；", ",", "/", "\n"])


@given(NAMES, st.data())
def test_the_ways_of_writing_say_the_same(names, data):
    """Written before the names or behind them, in any column: one leads, the others support."""
    lead, *helpers = names
    comma, field = data.draw(COMMA), data.draw(st.sampled_from([LEAD, SHARE, HELP]))
    (first, second), (third, fourth) = data.draw(BEFORE), data.draw(BEHIND)
    joined = comma.join(helpers)
    texts = [
        first + lead + (second + joined if helpers else ""),
        lead + (third + joined + fourth if helpers else third[:-1]),
    ]
    expected = {LEAD: [lead]} | ({HELP: helpers} if helpers else {})
    for text in texts:
        assert (roles.read(text, field).units, roles.read(text, field).asked) == (expected, None), text


def test_a_lead_written_twice_is_one():
    assert roles.read("市住建局；市住建局", LEAD).units == {LEAD: ["市住建局"]}


@given(
    st.text("甲乙局牵头配合协办单位：:（）()、，；;\n /。无由负责【】", max_size=24),
    st.sampled_from([LEAD, SHARE, HELP]),
)
def test_no_name_is_lost_and_nobody_leads_without_a_mark(text, field):
    read = roles.read(text, field)
    listed = "".join("".join(units) for units in read.units.values())
    assert {sign for sign in text if sign in "甲乙"} <= set(listed)
    if field != LEAD and not any(word in text for word in ("牵头", "主责", "主办")):
        assert LEAD not in read.units
    assert len(read.units.get(LEAD, ())) <= 1
