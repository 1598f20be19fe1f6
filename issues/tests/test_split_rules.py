"""Laws of reading a feedback: however a thing is written that the rules call the same, it is read the same."""

from hypothesis import given
from hypothesis import strategies as st

from issues.reading.papers import split_text
from issues.tests.papers import is_verbatim
from issues.tests.test_split_laws import documents

TITLE = "县委第二巡察组向县粮食局党组反馈巡察情况\n"
CN = "一二三四五六七八九十"
HALF = str.maketrans("，；：（）", ",;:()")
FAULTS = st.lists(
    st.sampled_from(
        (
            "轮换台账不实",
            "仓房带病运行",
            "收购资金挤占",
            "安全员长期缺位",
            "维修款拨付滞后",
            "质检走过场（含快检；复检）",
            "学习不经常，记录补签",
        )
    ),
    min_size=2,
    max_size=7,
    unique=True,
)
# Subject, verb, what follows: a promise of the unit, words of the team or the office, a turn to something else.
PROMISES = st.builds(
    "{}{}{}。".format,
    st.sampled_from(["", "会上，", "最后，"]),
    st.sampled_from(["县粮食局党组书记", "该局党组", "被巡察单位主要负责人", "局长李强", "社区党支部"]),
    st.sampled_from(["表示，将照单全收", "表态，坚决整改", "作了表态发言，认领全部问题", "表示：逐条销号；按月报告"]),
)
TURNS = st.sampled_from(
    (
        "同时，线索已移交。",
        "此外，另有信访件。",
        "针对以上问题，须立行立改。",
        "对此，已约谈。",
        "反馈要求，限期报告。",
        "会议要求，举一反三。",
        "巡察组要求，逐条整改。",
    )
)
LEADS = st.sampled_from(
    [
        "巡察发现一些问题，主要是：",
        "存在的主要问题：",
        "巡察也发现了不足。主要表现在：",
        "组长指出存在的问题有：",
        "反映出以下不足：",
    ]
)


def issues(text, role="issue"):
    return [node.text for node in split_text(text).nodes() if node.role == role]


@given(LEADS, FAULTS, st.one_of(PROMISES, TURNS), st.sampled_from(["", "下一步将建章立制。"]))
def test_what_ends_a_list_is_no_issue_nor_is_what_follows(lead, faults, end, more):
    paper = split_text(TITLE + lead + "；".join(faults) + "。" + end + more)
    parts = [node for node in paper.nodes() if node.role == "issue"]
    assert [node.text.rstrip("；。") for node in parts] == faults
    rest = [node for node in paper.nodes() if node.form == "rest"]
    assert [(node.role, node.text) for node in rest] == [("other", end + more)]


@given(LEADS, FAULTS)
def test_ways_to_announce_and_to_number_a_list_are_alike(lead, faults):
    plain = issues(TITLE + lead + "；".join(faults) + "。")
    numbered = issues(TITLE + lead + "；".join(f"{CN[i]}、{fault}" for i, fault in enumerate(faults)) + "。")
    bare = issues(TITLE + "巡察发现一些问题，主要是" + "；".join(faults) + "。")
    series = issues(TITLE + lead + "；".join(f"{CN[i]}是{fault}" for i, fault in enumerate(faults)) + "。")
    assert [one[2:] for one in numbered] == [one[2:] for one in series] == plain == bare


@given(LEADS, FAULTS, st.one_of(PROMISES, TURNS))
def test_half_width_signs_are_alike(lead, faults, end):
    text = lead + "；".join(faults) + "。" + end
    wide, half = split_text(TITLE + text), split_text(TITLE + text.translate(HALF))
    shapes = [
        [(node.locator, node.role, node.text.translate(HALF)) for node in paper.nodes()] for paper in (wide, half)
    ]
    assert shapes[0] == shapes[1]


@given(
    FAULTS,
    st.sampled_from("，；"),
    st.sampled_from(["巡察也发现", "巡察发现，", "巡察中暴露出", "巡察指出了一些不足，"]),
)
def test_each_有的_is_an_issue_with_commas_too(faults, sign, lead):
    found = issues(TITLE + "该局党组履职较好。" + lead + sign.join(f"有的支部{fault}" for fault in faults) + "。")
    assert [one.removeprefix("有的支部").rstrip("，；。") for one in found] == faults


COUNTED = st.integers(2, 40)


@given(COUNTED, st.sampled_from("个类项条"), st.sampled_from(["", "具体", "突出", "主要"]), FAULTS, st.booleans())
def test_a_number_announced_is_compared_or_explained(count, unit, sort, faults, listed):
    told = f"巡察共发现{count}{unit}{sort}问题。"
    listing = "存在的问题：" + "；".join(faults) + "。" if listed else "详见清单。"
    (total,) = split_text(TITLE + told + "\n" + listing).totals
    assert (total.of, total.expected, total.counted) == ("issue", count, len(faults) if listed else 0)
    assert total.agrees == (not total.reason)


@given(COUNTED, COUNTED, COUNTED)
def test_parts_of_another_noun_are_not_held_against_the_problems(whole, tasks, done):
    text = f"反馈问题{whole}个，细化任务{tasks + done}个，已完成{done}个，正在推进{tasks}个。"
    figures = [(one.expected, one.counted) for one in split_text("关于巡察整改情况的通报\n" + text).totals]
    assert figures in ([], [(whole, whole)])


ADVICE = st.sampled_from(
    (
        "意见建议",
        "意见和建议",
        "整改意见",
        "整改建议：",
        "工作意见建议",
        "巡察组提出如下意见建议：",
        "##意见建议",
        "**整改意见及建议**",
    )
)
NUMBERS = st.sampled_from(["{c}、", "（{c}）", "{n}．", "（{n}）", "{c}是"])


@given(st.integers(1, 4), ADVICE, NUMBERS, st.integers(2, 5), st.booleans())
def test_recommendations_are_never_part_of_an_issue(found, heading, number, count, deeper):
    asked = [number.format(c=CN[i], n=i + 1) + f"压实第{i}项责任。" for i in range(count)]
    body = ["一、发现的主要问题", *(f"（{CN[i]}）粮库第{i}号仓超期未检。" for i in range(found))]
    if deeper:
        body.append("1. 台账补记。")
    paper = split_text("\n".join([TITLE.strip(), *body, heading, *asked, "县委巡察组", "2026年5月6日"]))
    assert issues_of(paper, "recommendation") == asked
    assert len(issues_of(paper, "issue")) == found
    below = [node.text for node in paper.items[0].walk()]
    assert not set(below) & {heading, *asked}


def issues_of(paper, role):
    return [node.text for node in paper.nodes() if node.role == role]


LABELS = st.sampled_from(["索引号", "文　号", "标 题", "发布机构", "成文日期", "信息来源", "发 文 机 关"])


@given(
    st.lists(st.tuples(st.sampled_from(["", "- ", "| "]), LABELS, st.sampled_from("：:|")), max_size=5), st.booleans()
)
def test_metadata_and_signed_lines_are_never_the_title(rows, signed):
    lines = [f"{dash}{label}{colon}巡察整改〔2026〕1号" for dash, label, colon in rows]
    lines += ["某县审计局局长　王某"] * signed
    title = "关于巡察整改进展情况的通报"
    paper = split_text("\n".join([*lines, title, "正文。"]))
    assert (paper.title, paper.cut, paper.kind) == (title, lines, "notice")


SILENT = st.sampled_from(["", "县委巡察工作动态\n", "中共某县委巡察组\n"])
TELLING = st.sampled_from(["巡察整改推进会召开\n", "在巡察工作会上的讲话\n", "巡察整改动员会\n"])
BODIES = st.sampled_from(
    [
        ("3月，县委巡察组向县粮食局反馈情况。\n巡察发现，该局存在一些问题。", "feedback"),
        ("5月反馈审计意见。\n审计指出，内控制度有不足。", "feedback"),
        ("巡察组反馈了意见。现将整改进展情况予以公布。", "notice"),
        ("现将审计整改情况报告如下。", "notice"),
        ("巡察反馈了5个问题。现将整改进展情况向社会公开，接受监督。", "notice"),
        ("会议听取了汇报。\n存在的问题要重视。", "other"),
    ]
)


@given(SILENT, TELLING, BODIES)
def test_the_text_decides_only_where_the_title_is_silent(silent, telling, body):
    text, kind = body
    paper = split_text(silent + text)
    assert paper.kind == kind
    assert paper.kind_reason.startswith("标题没有写明" if silent else "没有标题")
    assert split_text(telling + text).kind == split_text(telling + "正文。").kind


@given(documents())
def test_suggestions_are_words_of_the_text_that_no_rule_took(lines):
    paper = split_text("\n".join(lines))
    ends = {}
    for one in paper.suggested:
        end = one.start + len(one.text)
        assert paper.kind == "feedback"
        assert one.text == paper.lines[one.line].text[one.start : end]
        assert one.start >= ends.get(one.line, 0), "offered twice"
        assert any(holds(node, one) for node in paper.nodes())
        assert one.text
        assert one.reason
        ends[one.line] = end
    assert is_verbatim(paper)


def holds(node, one):
    """Whether a node has the words of a suggestion and is not itself what is suggested."""
    within = node.line == one.line and node.start <= one.start <= one.start + len(one.text) <= node.start + len(
        node.text
    )
    return within and (node.role in ("other", "heading") or (node.role == "issue" and len(one.text) < len(node.text)))


HEADINGS = st.sampled_from(
    ["作风建设方面", "（一）粮库管理方面", "一、管理抓得松", "一、存在的主要问题", "二、收储环节"]
)
MARKS = st.sampled_from(
    ["- ", "* ", "——", "● ", "{n}) ", "{n}）", "{l}. ", "1.{n} ", "{n}. ", "({n})", "①", "有的支部", ""]
)
NAMED = st.sampled_from(
    ["对以上{n}个问题，逐条整改。", "本轮共反馈{n}条问题。", "上述问题共{n}项。", "这{n}类突出问题要销号。"]
)
APART = st.sampled_from(
    ["二、意见建议", "三、整改要求", "有关要求", "四、下一步打算", "五、问题产生的原因", "巡察组要求："]
)
ASIDE = st.sampled_from(
    ["会议强调，未完成不销号。", "局长李强表示，不回避、不遮掩。", "此外，未办结的线索已移交县纪委。"]
)


@given(HEADINGS, MARKS, FAULTS, NAMED, st.booleans(), ASIDE, APART)
def test_findings_without_a_rule_are_offered_where_they_stand(heading, mark, faults, named, first, aside, apart):
    marks = [mark.format(n=i, l=chr(0x40 + i)) for i in range(1, len(faults) + 1)]
    findings = [f"{begin}{fault}，记录不全" for begin, fault in zip(marks, faults, strict=True)]
    asked = [f"{begin}不得拖延，没有整改的追责" for begin in marks]
    total = named.format(n=len(faults) + 1)
    body = [heading, *findings, aside, apart, *asked]
    paper = split_text("\n".join([TITLE.strip(), *([total, *body] if first else [*body, total])]))
    offered = [one.text for one in paper.suggested if one.role == "issue"]
    # 有关要求 without a number closes nothing in the tree: numbered lines below it may be made, never offered
    assert offered + [one for one in issues_of(paper, "issue") if one in findings] == findings
    if first:
        assert any(one.kind == "total" for one in paper.questions) or len(issues_of(paper, "issue")) > len(faults)


@given(
    COUNTED,
    st.sampled_from("个类项条"),
    st.sampled_from(["对以上", "针对上述", "对反馈的", "这", "共反馈", "共指出", "发现", "仍有", "对前述"]),
)
def test_however_it_is_led_in_a_total_of_problems_is_one(count, unit, lead):
    (total,) = split_text(TITLE + f"{lead}{count}{unit}问题，须逐项整改。").totals
    assert (total.of, total.expected, total.counted) == ("issue", count, 0)


def test_what_an_issue_lists_is_offered_as_its_manifestations():
    paper = split_text(TITLE + "一、主要问题\n1. 仓储管理乱。存在混堆混放、熏蒸超期等问题。\n2. 未盘库。")
    offered = [(one.role, one.locator, one.text) for one in paper.suggested]
    assert offered == [("manifestation", "一1", "混堆混放"), ("manifestation", "一1", "熏蒸超期")]


@given(FAULTS)
def test_a_sentence_of_faults_is_offered_and_makes_no_issue(faults):
    plain = [fault for fault in faults if "（" not in fault and "，" not in fault]
    paper = split_text(TITLE + f"反馈指出，该局党组存在{'、'.join(plain)}等{len(plain)}个突出问题。")
    assert issues_of(paper, "issue") == []
    if len(plain) > 1:
        assert [one.text for one in paper.suggested] == plain


@given(COUNTED, st.sampled_from("个项条类"))
def test_a_number_behind_its_noun_is_asked_about(count, unit):
    paper = split_text(TITLE + f"本轮巡察共发现问题{count}{unit}，已移交。")
    assert [one.words for one in paper.questions if one.kind == "total"] == [f"发现问题{count}{unit}"]
    assert paper.totals == []


@given(
    st.sampled_from(
        [
            "您当前所在位置：首页",
            "当前位置：首页 > 审计公开",
            "首页 > 巡视巡察 > 整改",
            "-> 审计通告",
            "网站首页 >> 巡察整改",
        ]
    )
)
def test_a_path_through_a_site_is_never_the_title(path):
    paper = split_text(path + "\n关于审计整改情况的报告\n正文。")
    assert (paper.title, paper.cut) == ("关于审计整改情况的报告", [path])


@given(LEADS, st.sampled_from(["但至今未落实", "却迟迟不办", "但整改台账空白"]))
def test_a_promise_that_was_broken_is_a_finding(lead, broken):
    text = f"租金欠收。民主生活会上班子成员表态要追缴，{broken}。"
    assert issues(TITLE + lead + text) == ["租金欠收。", text.removeprefix("租金欠收。")]
