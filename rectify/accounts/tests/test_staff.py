"""A workbook of people: rows become accounts and posts, what is not clear is asked, another administrator does it at once."""

from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from rectify.accounts.actions import staff_lists, units
from rectify.accounts.models import Holding, StaffList, User
from rectify.accounts.roles import Role
from rectify.accounts.staff import judge_staff
from rectify.audit.models import Event
from rectify.lib.errors import Conflict, Refused
from rectify.roof.testing.world import person

HEAD = ["姓名", "单位", "角色", "账号", "职务"]


def row(number, name, unit, role, **more):
    return {"number": number, "name": name, "unit": unit, "role": role} | more


def of(rows, meant=None):
    return judge_staff(rows, meant or {})


def test_a_new_person_gets_an_account_by_the_sound_of_the_name(world):
    first, second = of([row(2, "张珊", "市住建局", "联络员"), row(3, "章山", "市教育局", "主要负责人")])
    assert [(line.account, line.act, line.complaints) for line in (first, second)] == [
        ("zhangshan", "new", []),
        ("zhangshan2", "new", []),
    ]


def test_a_row_without_a_name_is_left_out(world):
    assert of([row(2, "", "市住建局", "联络员")]) == []


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"role": "科员"}, "角色“科员”看不懂"),
        ({"role": ""}, "没有写角色"),
        ({"unit": ""}, "没有写单位"),
        ({"role": "督查经办人"}, "只能授在督查"),
        ({"username": "张三"}, "3 到 50 个字母"),
        ({"username": "clerk"}, "账号 clerk 是"),
        ({"username": "auditor"}, "账号 auditor 是"),
        ({"email": "abc"}, "邮箱“abc”不对"),
        ({"name": "长" * 51}, "姓名最多 50 个字"),
    ],
)
def test_what_cannot_be_done_is_said_at_its_row(world, cells, why):
    (line,) = of([row(2, "张珊", "市住建局", "联络员") | cells])
    assert why in "；".join(line.complaints)


def test_the_word_of_a_post_is_read_by_its_unit(world):
    office, bureau = of([row(2, "甲乙", "市委整改办", "负责人"), row(3, "丙丁", "市住建局", "主要负责人")])
    assert (office.role, bureau.role) == (Role.OFFICE_HEAD, Role.UNIT_PRINCIPAL)


def test_an_unknown_unit_is_asked_once_for_all_its_rows(world):
    rows = [row(2, "甲乙", "住建", "联络员"), row(3, "丙丁", "住建", "主要负责人")]
    asked = of(rows)
    assert [bool(line.asked_unit) for line in asked] == [True, False]
    assert world.lead in asked[0].asked_unit
    answered = of(rows, {"unit_2": world.lead.public_id})
    assert [(line.unit, line.is_asked, line.complaints) for line in answered] == [(world.lead, False, [])] * 2


def test_a_namesake_is_asked_about_unless_at_the_same_unit(world):
    old = person("lisi", (Role.UNIT_LIAISON, world.lead), name="李四")
    here = of([row(2, "李四", "市住建局", "主要负责人")])[0]
    there = row(2, "李四", "市教育局", "联络员")
    assert (here.user, here.act) == (old, "post")
    assert of([there])[0].question == "系统里已有“李四”（lisi），是同一个人吗？"
    assert of([there], {"person_2": "same"})[0].user == old
    assert of([there], {"person_2": "another"})[0].account == "lisi2"
    twice = [row(2, "王五", "市住建局", "联络员"), row(3, "王五", "市教育局", "联络员")]
    assert "第 2 行" in of(twice)[1].question
    assert {line.account for line in of(twice, {"person_3": "same"})} == {"wangwu"}
    assert [line.account for line in of(twice, {"person_3": "another"})] == ["wangwu", "wangwu2"]


def test_a_post_that_is_held_is_no_news(world):
    person("lisi", (Role.UNIT_LIAISON, world.lead), name="李四")
    rows = [row(2, "李四", "市住建局", "联络员", username="lisi")]
    assert of(rows)[0].act == "same"
    with pytest.raises(Refused, match="没有要办的"):
        staff_lists.submit(rows=rows, source="名单.xlsx", by=world.sysadmin)


def test_the_same_row_twice_is_left_once(world):
    twice = [row(2, "张珊", "市住建局", "联络员"), row(3, "张珊", "市住建局", "联络员")]
    assert "与第 2 行重复" in of(twice)[1].complaints[0]


def handed_in(world, *rows):
    rows = rows or (row(2, "张珊", "市住建局", "联络员"), row(3, "张珊", "市住建局", "主要负责人"))
    return staff_lists.submit(rows=rows, source="名单.xlsx", by=world.sysadmin)


def test_one_act_opens_the_accounts_and_gives_the_posts(world):
    listed = handed_in(world)
    assert not User.objects.filter(name="张珊").exists()
    assert listed.people == 1
    assert staff_lists.approve(listed=listed, by=world.secadmin) == staff_lists.StaffWritten(accounts=1, posts=2)
    user = User.objects.get(username="zhangshan")
    assert {post.role for post in user.posts} == {Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL}
    assert user.must_change_password
    assert not user.has_usable_password()
    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))[-4:]
    assert kinds == ["accounts.user.create", *["accounts.holding.grant"] * 2, "accounts.stafflist.approve"]
    with pytest.raises(Conflict, match="已经办过"):
        staff_lists.approve(listed=listed, by=world.secadmin)


def test_what_changed_meanwhile_stops_the_whole(world):
    listed = handed_in(world, row(2, "张珊", "市房管中心", "联络员"), row(3, "王五", "市住建局", "联络员"))
    units.stop(unit=world.branch, by=world.sysadmin)
    with pytest.raises(Refused, match="第2行：市房管中心已停用"):
        staff_lists.approve(listed=listed, by=world.secadmin)
    assert not User.objects.filter(name="王五").exists()


@pytest.mark.parametrize("who", ["sysadmin", "auditor", "head"])
def test_nobody_else_approves(world, who):
    with pytest.raises(Refused, match="只有安全管理员"):
        staff_lists.approve(listed=handed_in(world), by=getattr(world, who))


def test_a_list_goes_back_with_a_reason(world):
    listed = handed_in(world)
    staff_lists.decline(listed=listed, reason="张珊已调走", by=world.secadmin)
    assert (listed.state, Holding.objects.filter(user__name="张珊").exists()) == (StaffList.State.DECLINED, False)


def workbook(*rows):
    book, out = Workbook(), BytesIO()
    for line in (HEAD, *rows):
        book.active.append(line)
    book.save(out)
    return SimpleUploadedFile("名单.xlsx", out.getvalue())


def test_from_the_template_to_the_slips_by_pages(world, client):
    """The template has a row for every vacant post; filled in it is read, asked about, handed in and approved."""
    backend = settings.AUTHENTICATION_BACKENDS[-1]
    client.force_login(world.sysadmin, backend=backend)
    Holding.objects.filter(user=world.other_liaison).delete()
    sheet = client.get(reverse("accounts:staff_template"))
    cells = load_workbook(BytesIO(b"".join(sheet.streaming_content))).worksheets[0].iter_rows(values_only=True)
    vacant = [line for line in cells if line[1] == "市教育局"]
    assert [line[2] for line in vacant] == [Role.UNIT_LIAISON.label]
    file = workbook(["赵六", *vacant[0][1:3]], ["钱七", "住建", "联络员"])
    page = client.post(reverse("accounts:staff_import"), {"file": file}, follow=True)
    assert "“住建”是哪一家" in page.content.decode()
    client.post(reverse("accounts:staff_import_check"), {"unit_3": world.lead.public_id})
    answer = client.post(reverse("accounts:staff_submit"), follow=True)
    listed = StaffList.objects.get()
    assert "等安全管理员核对" in answer.content.decode()
    assert client.post(reverse("accounts:staff_approve", args=[listed.public_id])).status_code == 404
    client.force_login(world.secadmin, backend=backend)
    assert "同意 2 人" in client.get(reverse("accounts:staff_list", args=[listed.public_id])).content.decode()
    answer = client.post(reverse("accounts:staff_approve", args=[listed.public_id]))
    assert answer.url == reverse("accounts:slips")
    assert "qianqi" in client.get(answer.url).content.decode()
