"""The tree: paths, moves, names; and a whole tree from a workbook."""

import re
from io import BytesIO

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from issues.models import Gate, Issue, Status
from rectify.accounts import tree
from rectify.accounts.actions import units
from rectify.accounts.actions.changes import confirm
from rectify.accounts.actions.tree import import_tree
from rectify.accounts.models import AskedChange, Holding, Sector, Unit
from rectify.audit.models import Event
from rectify.lib.errors import Refused
from rectify.roof.testing.counting import counted
from rectify.roof.testing.markup import flat
from rectify.roof.testing.world import again

pytestmark = pytest.mark.engines


def paths():
    """Every unit's path as its parents say it should be."""
    rows = {unit.pk: unit for unit in Unit.objects.all()}

    def path(unit):
        return f"{path(rows[unit.parent_id]) if unit.parent_id else ''}{unit.pk}/"

    return {unit.pk: path(unit) for unit in rows.values()} == {unit.pk: unit.path for unit in rows.values()}


def test_a_new_unit_has_its_path_and_its_letters(world):
    unit = units.create(name="市水务局", parent=world.city, order=9, aliases=["水务局", "原水利局"], by=world.sysadmin)
    assert unit.path == f"{world.city.path}{unit.pk}/"
    assert unit.pinyin == "shi shui wu ju sswj"
    assert [alias.name for alias in unit.aliases.all()] == ["原水利局", "水务局"]
    assert Event.objects.about(unit).get().facts["parent"] == "江州市"


def test_moving_a_branch_changes_who_sees_it(world):
    issue = world.issue(at="dispatched", lead_unit=world.branch)
    seen = {"liaison": True, "other_liaison": False, "leader": True, "other_leader": False}
    for who, sees in seen.items():
        assert (issue in Issue.objects.visible_to(getattr(world, who))) is sees
    units.move(unit=world.branch, to=world.other, by=world.sysadmin)
    for who, sees in seen.items():
        assert (issue in Issue.objects.visible_to(getattr(world, who))) is not sees
    assert paths()


def test_a_move_takes_the_whole_branch_along_in_one_statement(world):
    for number in range(30):
        units.create(name=f"街道 {number}", parent=world.branch, order=number, by=world.sysadmin)
    with counted(22):
        units.move(unit=world.lead, to=world.other, by=world.sysadmin)
    assert Unit.objects.below(world.other).count() == Unit.objects.below(again_unit(world.lead)).count() + 1
    assert paths()
    assert Event.objects.about(world.lead).last().facts["count"] == 31


def again_unit(unit):
    return Unit.objects.get(pk=unit.pk)


def test_a_unit_can_move_to_the_top_and_not_below_itself(world):
    with pytest.raises(Refused, match="不能移到自己的下级"):
        units.move(unit=world.lead, to=world.branch, by=world.sysadmin)
    units.move(unit=world.lead, to=None, by=world.sysadmin)
    assert again_unit(world.branch).path == f"{world.lead.pk}/{world.branch.pk}/"
    assert paths()


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda w: units.create(name="市教育局", parent=w.city, by=w.sysadmin), "已有单位叫"),
        (lambda w: units.create(name="甲", supervising_office=w.lead, by=w.sysadmin), "不是督查"),
        (lambda w: units.edit(unit=w.office, is_office=False, by=w.sysadmin), "还督查着 3 家"),
        (lambda w: units.edit(unit=w.lead, aliases=["市教育局"], by=w.sysadmin), "另一家单位的名称"),
        (lambda w: units.stop(unit=w.lead, by=w.sysadmin), "1 家在用的单位"),
        (lambda w: units.stop(unit=w.other, by=w.sysadmin), "3 项任职授权"),
        (lambda w: units.create(name="乙", by=w.secadmin), "只有系统管理员"),
        (lambda w: units.move(unit=w.branch, to=None, by=w.head), "只有系统管理员"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(world, act, why):
    before = list(Unit.objects.values())
    with pytest.raises(Refused, match=why):
        act(world)
    assert list(Unit.objects.values()) == before


def agree(world):
    """The second hand."""
    confirm(change=AskedChange.objects.waiting().get(), by=world.secadmin)


def test_the_pages_show_and_change_the_tree(world, client):
    client.force_login(world.sysadmin, backend=settings.AUTHENTICATION_BACKENDS[-1])
    names = [unit.name for unit, _ in client.get("/units/").context["rows"]]
    assert names == ["江州市", "市委整改办", "市住建局", "市房管中心", "市教育局"]
    data = {"name": "市住房局", "order": "2", "short_name": "住房局", "aliases": "住建局\n老住建"}
    data["supervising_office"] = world.office.public_id
    client.post(reverse("accounts:unit_edit", args=[world.lead.public_id]), data)
    assert again_unit(world.lead).name == "市住房局"
    for word in ("szfj", "老住建", "住房局"):
        rows = client.get("/units/", {"q": word}).context["rows"]
        assert [unit.name for unit, _ in rows] == ["市住房局"]
    client.post(reverse("accounts:unit_move", args=[world.branch.public_id]), {"to": world.other.public_id})
    agree(world)
    client.post(reverse("accounts:unit_switch", args=[world.branch.public_id]), {"act": "stop"})
    agree(world)
    branch = again_unit(world.branch)
    assert (branch.parent, branch.is_active) == (world.other, False)
    client.post(reverse("accounts:unit_new"), {"name": "市审计局", "parent": world.city.public_id, "order": 8})
    assert paths()


HEAD = ["单位名称", "简称", "上级单位", "排序", "板块", "督查单位", "是督查办", "别名", "不联网"]
ROWS = [
    ["柳河镇", "", "清河县", 110, "乡镇", "县委整改办", "", "柳河", "是"],
    ["清河县", "", "江州市", 100, "区县", "市委整改办", "", ""],
    ["县委整改办", "", "清河县", 101, "", "", "是", ""],
    ["市教育局", "教育局", "", "", "部门", "", "", "市教委"],
]


@pytest.fixture
def sectors(world):
    for code, name in (("county", "区县"), ("town", "乡镇")):
        Sector.objects.get_or_create(code=code, defaults={"name": name})


def workbook(rows, title="单位名单"):
    book, out = openpyxl.Workbook(), BytesIO()
    book.active.append([title])
    for row in rows:
        book.active.append(row)
    book.save(out)
    return SimpleUploadedFile("单位.xlsx", out.getvalue())


@pytest.fixture
def admin(world, client):
    client.force_login(world.sysadmin, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def sent(admin, rows):
    return admin.post(reverse("accounts:unit_import"), {"file": workbook(rows)}, follow=True)


def test_a_tree_is_read_shown_confirmed_and_written(world, admin, sectors):
    answer = sent(admin, [HEAD, *ROWS])
    assert answer.context["acts"] == {"new": 3, "change": 1, "same": 0}
    assert Unit.objects.count() == 5
    admin.post(reverse("accounts:unit_import_apply"))
    town = Unit.objects.get(name="柳河镇")
    assert (town.parent.name, town.supervising_office.name, town.sector.name) == ("清河县", "县委整改办", "乡镇")
    school = again_unit(world.other)
    assert (school.short_name, school.order, school.parent) == ("教育局", 4, world.city)
    assert [alias.name for alias in school.aliases.all()] == ["市教委"]
    assert list(Unit.objects.filter(is_offline=True)) == [town]
    assert paths()
    assert Event.objects.filter(kind="accounts.unit.create").count() == 3


def test_the_same_file_again_changes_nothing(world, admin, sectors):
    sent(admin, [HEAD, *ROWS])
    admin.post(reverse("accounts:unit_import_apply"))
    before = list(Unit.objects.order_by("pk").values())
    assert sent(admin, [HEAD, *ROWS]).context["acts"] == {"new": 0, "change": 0, "same": 4}
    admin.post(reverse("accounts:unit_import_apply"))
    assert list(Unit.objects.order_by("pk").values()) == before


def test_a_changed_file_moves_and_renames_nothing_else(world, admin, sectors):
    sent(admin, [HEAD, *ROWS])
    admin.post(reverse("accounts:unit_import_apply"))
    sent(admin, [["名称", "上级单位", "排序"], ["柳河镇", "市教育局", 5], ["清河县", "柳河镇", ""]])
    admin.post(reverse("accounts:unit_import_apply"), {"all": "moves"})
    assert Unit.objects.get(name="清河县").parent.name == "江州市"
    agree(world)
    county = Unit.objects.get(name="清河县")
    assert (county.parent.name, county.order) == ("柳河镇", 100)
    assert Unit.objects.get(name="县委整改办").path.startswith(county.path)
    assert paths()


def test_every_complaint_is_told_and_nothing_is_written(world, admin, sectors):
    bad = [
        HEAD,
        ["", "", "江州市", "", "", "", "", ""],
        ["甲", "", "没有的县", "十", "外星", "市教育局", "也许", "市住建局", "大概"],
        ["乙", "", "丙", "", "", "", "", ""],
        ["丙", "", "乙", "", "", "", "", ""],
        ["丁" * 101, "", "", "", "", "", "", ""],
        ["戊", "", "", "", "", "", "", ""],
        ["戊", "", "", "", "", "", "", ""],
    ]
    text = sent(admin, bad).content.decode()
    for part in (
        "没有单位名称",
        "“没有的县”不在文件中",
        "排序“十”不是整数",
        "板块“外星”不在名单里",
        "“市教育局”不是督查",
        "是督查办一列应写“是”或“否”",
        "不联网一列应写“是”或“否”",
        "“市住建局”已经指另一家",
        "绕成了圈",
        "最多 100 个字",
        "出现了 2 次",
    ):
        assert part in text
    assert "还没有写入任何数据" in text
    admin.post(reverse("accounts:unit_import_apply"))
    assert Unit.objects.count() == 5


def test_all_or_nothing(world, sectors):
    rows = [{"number": 2, "name": "甲"}, {"number": 3, "name": "市委整改办", "is_office": "否"}]
    with pytest.raises(Refused, match="还督查着 3 家"):
        import_tree(rows=rows, source="单位.xlsx", by=world.sysadmin)
    assert not Unit.objects.filter(name="甲").exists()


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_a_broken_file_gets_a_sentence(world, admin, content):
    file = SimpleUploadedFile("单位.xlsx", content)
    text = admin.post(reverse("accounts:unit_import"), {"file": file}, follow=True).content.decode()
    assert "打不开这个文件" in text or "这个文件是空的" in text


def test_a_sheet_without_the_column_is_told_what_it_needs(world, admin):
    assert "没有“单位名称”这一列" in sent(admin, [["甲", "乙"], ["1", "2"]]).content.decode()


def test_the_template_is_the_tree_and_comes_back_unchanged(world, admin):
    body = b"".join(admin.get(reverse("accounts:unit_template")).streaming_content)
    file = SimpleUploadedFile("单位名单.xlsx", body)
    answer = admin.post(reverse("accounts:unit_import"), {"file": file}, follow=True)
    assert answer.context["acts"] == {"new": 0, "change": 0, "same": 5}


def test_a_name_in_the_file_may_be_the_other_name_of_a_parent(world):
    units.edit(unit=world.lead, aliases=["建设局"], by=world.sysadmin)
    (line,) = tree.judge([{"number": 2, "name": "甲", "parent": "建设局"}])
    assert (line.parent, line.complaints) == ("市住建局", [])


def test_dropping_the_file_leaves_nothing(world, admin):
    sent(admin, [HEAD, *ROWS[1:2]])
    admin.post(reverse("accounts:unit_import_drop"))
    assert admin.get(reverse("accounts:unit_import_check")).url == reverse("accounts:unit_import")
    assert again(world.sysadmin)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.DISPATCHED, Status.AWAITING_DECISION])
def test_a_unit_that_carries_open_issues_is_not_stopped(world, status):
    world.issue(at=status, lead_unit=world.branch)
    with pytest.raises(Refused, match="1 件"):
        units.stop(unit=world.branch, by=world.sysadmin)


def test_a_unit_whose_issues_are_done_is_stopped(world):
    for status in (Status.CLOSED, Status.TERMINATED):
        world.issue(at=status, lead_unit=world.branch)
    units.stop(unit=world.branch, by=world.sysadmin)
    assert not Unit.objects.get(pk=world.branch.pk).is_active


def test_a_body_that_is_asked_for_an_opinion_is_not_stopped(world):
    world.work_by(world.procedure(Gate.PLAN_REVIEW))
    world.issue(at=Status.PLAN_REVIEW)
    body = world.bodies[0]
    Holding.objects.filter(unit=body).delete()
    with pytest.raises(Refused, match="1 份联审意见"):
        units.stop(unit=body, by=world.sysadmin)


SAME = [
    ["单位名称", "上级单位"],
    ["办公室", "市教育局"],
    ["人事科", "市教育局"],
]


@pytest.fixture
def departments(world):
    """办公室 and 人事科 of 市住建局."""
    return [units.create(name=name, parent=world.lead, by=world.sysadmin) for name in ("办公室", "人事科")]


def test_a_name_below_another_unit_is_asked_and_nobody_moves(world, admin, departments):
    text = flat(sent(admin, SAME).content.decode())
    assert "系统里的“办公室”在市住建局下面" in text
    admin.post(reverse("accounts:unit_import_apply"))
    assert Unit.objects.filter(name__in=["办公室", "人事科"]).count() == 2
    admin.post(reverse("accounts:unit_import_apply"), {"all": "another", "row_4": "moves"})
    agree(world)
    assert sorted(Unit.objects.filter(name="办公室").values_list("parent__name", flat=True)) == ["市住建局", "市教育局"]
    assert Unit.objects.get(name="人事科").parent == world.other
    assert paths()


def test_units_that_are_called_the_same_are_shown_with_the_unit_above(world, admin, departments):
    office, staff = departments
    second = units.create(name="办公室", parent=world.other, by=world.sysadmin)
    called = [(str(again_unit(unit)), again_unit(unit).full_name) for unit in (office, staff, second)]
    assert called == [("市住建局办公室",) * 2, ("人事科",) * 2, ("市教育局办公室",) * 2]
    page = admin.get(reverse("accounts:unit", args=[second.public_id])).content.decode()
    assert "<h1>市教育局办公室</h1>" in page
    below = units.create(name="文书组", parent=second, by=world.sysadmin)
    again = units.create(name="文书组", parent=office, by=world.sysadmin)
    assert {str(again_unit(unit)) for unit in (below, again)} == {"市教育局办公室文书组", "市住建局办公室文书组"}
    units.edit(unit=again, name="文印组", by=world.sysadmin)
    units.edit(unit=second, short_name="教办", by=world.sysadmin)
    assert (str(again_unit(below)), str(again_unit(second))) == ("文书组", "市教育局教办")
    units.edit(unit=second, name="综合科", by=world.sysadmin)
    assert (str(again_unit(office)), str(again_unit(second))) == ("办公室", "教办")


def test_a_tree_with_namesakes_comes_back_unchanged_and_updates_the_right_one(world, admin, departments):
    units.create(name="办公室", parent=world.other, by=world.sysadmin)
    body = b"".join(admin.get(reverse("accounts:unit_template")).streaming_content)
    file = SimpleUploadedFile("单位名单.xlsx", body)
    answer = admin.post(reverse("accounts:unit_import"), {"file": file}, follow=True)
    assert answer.context["acts"] == {"new": 0, "change": 0, "same": 8}
    answer = sent(admin, [["单位名称", "上级单位", "简称"], ["办公室", "市教育局", "教办"]])
    assert answer.context["acts"] == {"new": 0, "change": 1, "same": 0}
    text = sent(admin, [["单位名称", "简称"], ["办公室", "办"]]).content.decode()
    assert "系统里有 2 家叫“办公室”" in text
    text = sent(admin, [["单位名称", "上级单位"], ["文书组", "办公室"]]).content.decode()
    assert "上级单位“办公室”有 2 家" in text
    answer = sent(admin, [["单位名称", "上级单位"], ["文书组", "市教育局办公室"]])
    assert answer.context["acts"] == {"new": 1, "change": 0, "same": 0}


def test_a_unit_is_not_moved_beside_its_namesake(world):
    namesake = units.create(name="市教育局", by=world.sysadmin)
    with pytest.raises(Refused, match="江州市下面已有单位叫“市教育局”"):
        units.move(unit=namesake, to=world.city, by=world.sysadmin)


def test_the_database_takes_no_name_twice_below_one_unit(world, departments):
    for parent in (world.lead, None):
        units.insert(name="党办", parent=parent)
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.create(name="党办", parent=parent, path="9/")


def test_no_page_shows_a_unit_by_its_bare_name():
    """It may be that of several: what is shown or chosen is the unit itself, or its `full_name`."""
    bare = re.compile(r"\b(unit|office|body|lead_unit|parent)\.name\b")
    home = settings.BASE_DIR / "templates"
    shown = {str(path.relative_to(home)) for path in home.rglob("*.html") if bare.search(path.read_text("utf-8"))}
    assert shown == {"accounts/units/units.html"}, "in the tree a unit stands below the one above it"
    chosen = re.compile(r"called=lambda (\w+): \1\.name\b")
    forms = [path for folder in ("issues", "ledgers", "rectify") for path in (settings.BASE_DIR / folder).rglob("*.py")]
    assert {path.name for path in forms if chosen.search(path.read_text("utf-8"))} <= {"lasting.py"}
