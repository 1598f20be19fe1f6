"""The whole story by clicks: from an office's workbook to a closed issue and balanced books, with a return at each desk.

Every person has a browser profile of their own; nothing is done behind the pages but the clock of the week.
"""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from issues.models import Category, Issue, Measure, Status
from ledgers.models import Entry, FileVerdict
from rectify.calendars import days
from rectify.lib.dates import monday

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "保障性住房分配审核把关不严"
DUE = timezone.localdate() + timedelta(days=60)
CLASS = "民生实事落实不到位"
ROWS = (
    ("序号", "反馈问题", "问题类别", "牵头单位", "完成时限"),
    (1, TITLE, CLASS, "市住建局", DUE.isoformat()),
    (2, "老旧小区改造进度迟缓", CLASS, "市住建局", DUE.isoformat()),
    (3, "维修资金归集监管缺位", CLASS, "住保中心筹备组", DUE.isoformat()),
    (4, "民办学校招生监管不严", CLASS, "市教育局", "待定"),
    (5, "校外培训机构日常监管缺位", CLASS, "市教育局", DUE.isoformat()),
)
PEOPLE = ("clerk", "checker", "head", "liaison", "principal", "leader")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def world(transactional_db, settings, tmp_path):
    from rectify.roof.testing.world import build

    settings.MEDIA_ROOT = tmp_path
    days.seed()
    return build()


@pytest.fixture
def at_desk(world, open_page, enter):
    """A page for each person, the liaison's on a phone."""
    pages = {}
    for who in PEOPLE:
        pages[who] = open_page(390, 844) if who == "liaison" else open_page()
        enter(pages[who], getattr(world, who))
    return pages


def test_from_a_workbook_to_a_closed_issue_and_balanced_books(world, at_desk):
    assert Category.objects.filter(name=CLASS).exists()
    bring_in(world, at_desk["clerk"])
    dispatch(at_desk["head"])
    issue = Issue.objects.get(title=TITLE)
    plan(issue, at_desk)
    report(world, issue, at_desk["liaison"])
    prove(issue, at_desk["liaison"])
    ask(issue, at_desk)
    send_back(issue, at_desk["checker"])
    mend(issue, at_desk["liaison"])
    ask(issue, at_desk)
    accept(issue, at_desk["checker"])
    decide(issue, at_desk["head"])
    look_at_the_books(at_desk["clerk"])
    look_at_the_board(at_desk["leader"])
    call_command("reconcile")
    call_command("verify_audit")


def workbook() -> bytes:
    book, out = Workbook(), BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def bring_in(world, page):
    """One unit nobody knows, one date nobody can read: two questions, then all five rows at once."""
    page.goto("/")
    page.get_by_role("link", name="轮次与导入").click()
    page.get_by_role("link", name="导入台账").click()
    page.set_input_files("[name=file]", {"name": "整改台账.xlsx", "mimeType": "x/y", "buffer": workbook()})
    page.get_by_role("button", name="读这个文件").click()
    page.get_by_text("现在什么都没有写入").wait_for()
    answer = page.locator("tr", has_text="住保中心筹备组").filter(has=page.locator("select[name=unit]")).first
    answer.locator("select").select_option(world.lead.public_id)
    answer.get_by_role("button", name="就是它").click()
    answer = page.locator("tr", has_text="待定").filter(has=page.locator("input[name=date]")).first
    answer.locator("[name=date]").fill(DUE.isoformat())
    answer.get_by_role("button", name="记这一天").click()
    assert Issue.objects.count() == 0
    page.get_by_role("button", name="写入 5 件").click()
    page.get_by_text("写到哪些单位").wait_for()
    assert Issue.objects.filter(status=Status.DRAFT).count() == 5


def dispatch(page):
    page.goto("/")
    page.get_by_role("link", name="草稿待下发").first.click()
    page.get_by_label("选择本页全部").check()
    page.get_by_role("button", name="下发所选草稿").click()
    page.get_by_role("button", name="下发 5 件").click()
    page.get_by_text("已下发 5 件").wait_for()


def plan(issue, desks):
    liaison, principal, checker = desks["liaison"], desks["principal"], desks["checker"]
    liaison.goto("/")
    liaison.get_by_role("link", name=issue.number, exact=True).click()
    liaison.get_by_role("button", name="签收", exact=True).click()
    liaison.get_by_role("link", name="编写方案").click()
    write(liaison, 0, "逐户复核", "复核表签字", "住保科科长", "reform")
    liaison.get_by_role("button", name="加一条措施").click()
    write(liaison, 1, "修订办法", "办法印发并执行", "法规科科长", "prevent")
    liaison.get_by_role("button", name="存草稿").click()
    liaison.get_by_text("方案已存为草稿").wait_for()
    hand_in(principal, issue)
    checker.goto("/")
    checker.get_by_role("link", name="从等得最久的开始办").click()
    checker.get_by_role("link", name="审核方案").or_(checker.get_by_label("意见")).first.wait_for()
    if checker.get_by_role("link", name="审核方案").count():
        checker.get_by_role("link", name="审核方案").click()
    checker.get_by_label("意见").fill("措施 1 的标准没有数")
    checker.get_by_role("button", name="退回，附意见").click()
    checker.get_by_text("方案已退回").wait_for()
    liaison.goto("/")
    assert "措施 1 的标准没有数" in liaison.locator("#back").inner_text()
    liaison.locator("#back").get_by_role("link", name=issue.title).click()
    liaison.get_by_role("link", name="编写方案").click()
    liaison.locator("#id_measures-0-criterion").fill("47 户复核表逐户签字")
    liaison.get_by_role("button", name="存草稿").click()
    liaison.get_by_text("方案已存为草稿").wait_for()
    hand_in(principal, issue)
    checker.goto(f"{issue.get_absolute_url()}plan/")
    checker.get_by_role("button", name="方案通过").click()
    checker.get_by_text("方案已通过").wait_for()


def write(page, place, text, criterion, person, kind):
    row = f"#id_measures-{place}-"
    for name, value in (("text", text), ("criterion", criterion), ("person", person), ("due", DUE.isoformat())):
        page.locator(row + name).fill(value)
    page.locator(f"{row}kind").select_option(kind)


def hand_in(principal, issue):
    principal.goto(issue.get_absolute_url())
    principal.get_by_role("link", name="编写方案并报送").click()
    principal.get_by_role("button", name="报送方案").click()
    principal.get_by_text("方案已报送").wait_for()


def report(world, issue, liaison):
    """The clock opens next week; the unit reports on the phone."""
    day = monday(timezone.localdate()) + timedelta(days=7)
    call_command("week", on=f"{day}T08:50")
    liaison.goto("/")
    liaison.get_by_role("link", name="填本周周报").click()
    liaison.get_by_label("本周进展").fill("已复核 31 户，腾退 9 户，签确认单 9 份。")
    liaison.get_by_label("下周承诺").fill("下周五前复核剩下的 16 户")
    liaison.get_by_label("整改中", exact=True).check()
    liaison.get_by_role("button", name="报送").last.click()
    liaison.locator(".messages").wait_for()
    assert issue.reports.get().status == "sent"


def prove(issue, liaison):
    """What is missing shrinks with every file and every measure reported done."""
    shrinks = [reasons(liaison, issue)]
    for measure in Measure.objects.filter(issue=issue).order_by("order"):
        attach(liaison, issue, measure)
        shrinks.append(reasons(liaison, issue))
        row = liaison.locator("#measures tbody tr").nth(measure.order - 1)
        row.get_by_role("button", name="报完成").click()
        liaison.locator(".messages").wait_for()
        shrinks.append(reasons(liaison, issue))
    assert shrinks == sorted(shrinks, reverse=True)
    assert shrinks[0] == 3
    assert shrinks[-1] == 0


def reasons(page, issue) -> int:
    """How many reasons stand under 为什么现在不能申请销号."""
    page.goto(issue.get_absolute_url())
    return page.locator("#why-apply li:not(.met)").count()


def attach(liaison, issue, measure):
    liaison.goto(reverse("issues:evidence_upload", args=[issue.public_id]))
    summary = liaison.locator("#evidence-add > summary")
    if liaison.locator("#evidence-add[open]").count() == 0:
        summary.click()
    liaison.get_by_label("证明哪条措施").select_option(measure.public_id)
    liaison.get_by_label("材料形成日期").fill(timezone.localdate().isoformat())
    name = f"核查记录{measure.order}.pdf"
    liaison.set_input_files("#upload", [{"name": name, "mimeType": "application/pdf", "buffer": PDF}])
    liaison.get_by_role("link", name=name, exact=True).wait_for()


def ask(issue, desks):
    liaison, principal = desks["liaison"], desks["principal"]
    liaison.goto(issue.get_absolute_url())
    liaison.get_by_role("link", name="申请销号").click()
    liaison.get_by_label("整改结果").fill("47 户复核完毕，腾退 9 户，办法已印发。")
    for question in liaison.locator("fieldset").all():
        question.locator("input[type=radio]").first.check()
    liaison.get_by_role("button", name="申请销号，送主要负责人审签").click()
    liaison.locator(".messages").wait_for()
    principal.goto("/")
    principal.get_by_role("link", name="审签 1 件").click()
    principal.get_by_role("link", name="看申请并签字").click()
    principal.get_by_label("我承诺").check()
    principal.get_by_role("button", name="签字背书").click()
    principal.get_by_text("送督查办初审").wait_for()


def judge(checker, issue, words: dict[str, str]):
    checker.goto(reverse("ledgers:review", args=[issue.public_id]))
    for name, why in words.items():
        cell = checker.locator("tr", has_text=name).locator("td.review-word")
        cell.get_by_label("不认可" if why else "认可", exact=True).check()
        if why:
            cell.get_by_text("请写理由").wait_for()
            cell.locator("textarea").fill(why)
            cell.locator("textarea").blur()
        cell.get_by_text("已存").wait_for()


def send_back(issue, checker):
    judge(checker, issue, {"核查记录1.pdf": "", "核查记录2.pdf": "缺签字页"})
    checker.get_by_role("button", name="退回，附 1 条理由").click()
    checker.get_by_text("理由已发给责任单位").wait_for()
    assert FileVerdict.objects.filter(closure__number=1).count() == 2


def mend(issue, liaison):
    liaison.goto("/")
    assert "缺签字页" in liaison.locator("#back").inner_text()
    liaison.goto(reverse("issues:evidence_upload", args=[issue.public_id]))
    liaison.locator("li", has_text="核查记录2.pdf").get_by_role("link", name="换新版").click()
    liaison.get_by_label("新版本的材料形成日期").fill(timezone.localdate().isoformat())
    new = {"name": "核查记录2（含签字页）.pdf", "mimeType": "application/pdf", "buffer": PDF + b"%2\n"}
    liaison.set_input_files("#again-file", [new])
    liaison.get_by_role("button", name="上传新版本").click()
    liaison.locator(".messages").wait_for()


def accept(issue, checker):
    judge(checker, issue, {"核查记录1.pdf": "", "核查记录2（含签字页）.pdf": ""})
    checker.get_by_role("button", name="初审通过，送审定").click()
    checker.get_by_text("送督查负责人审定").wait_for()


def decide(issue, head):
    head.goto("/")
    head.get_by_role("link", name="从等得最久的开始办").click()
    head.get_by_label("全面完成").check()
    head.get_by_label("已现场核查").check()
    head.get_by_label("核查情况").fill("现场查看属实")
    head.get_by_label("核查人").fill("督查科")
    head.get_by_role("button", name="审定销号").click()
    head.get_by_text("记入台账，已通知责任单位").wait_for()
    issue.refresh_from_db()
    assert issue.status == Status.CLOSED
    assert Entry.objects.filter(issue=issue, kind=Entry.Kind.CLOSED).count() == 1


def look_at_the_books(clerk):
    clerk.goto("/")
    clerk.get_by_role("link", name="对账", exact=True).click()
    assert "没有差异" in clerk.locator(".head .sub").inner_text()
    rows = clerk.locator("main table").first.locator("tbody tr, tfoot tr").all()
    assert len(rows) == 3
    for row in rows:
        opening, *moved, closing = [int(text) for text in row.locator("td.num").all_inner_texts()]
        assert opening + sum(moved[:3]) - sum(moved[3:]) == closing


def look_at_the_board(leader):
    """Each of the five figures opens exactly the list it counts."""
    leader.goto("/board/")
    for place in range(5):
        figure = leader.locator(".figs a").nth(place)
        count = int(figure.locator(".v").inner_text())
        figure.click()
        leader.wait_for_url("**/issues/**")
        assert leader.locator("#list tbody tr").count() == count
        leader.go_back()
