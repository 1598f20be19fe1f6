"""What an office meets now and then, once each in the last days of the city's story: a person who hands over or is away, a matter
kept on, a rule of the unit's own, a feedback being taken apart, a ledger with questions, what waits for a leader."""

from collections.abc import Iterable
from datetime import timedelta
from io import BytesIO
from random import Random
from typing import Any

from openpyxl import Workbook

from issues.actions import (
    extensions,
    feedback,
    handover,
    knowing,
    lasting,
    links,
    phases,
    regulations,
    splitting,
    views,
)
from issues.filters import IssueFilter
from issues.models import (
    ISSUES,
    Extension,
    ExtensionReason,
    Feedback,
    Issue,
    Lasting,
    PhaseKind,
    Regulation,
    Round,
    Status,
    Track,
)
from ledgers import books
from ledgers.actions import bundles, import_reading, imports, layouts, objections, templates, visit_files
from ledgers.actions import papers as office_papers
from ledgers.kinds import KINDS
from ledgers.models import Visit
from ledgers.papers import PAPERS
from ledgers.templating import starter
from rectify.accounts.actions import api_keys, standins, unit_requests, units
from rectify.accounts.roles import AccountKind, Role
from rectify.lib.dates import today
from rectify.lib.filestore import keep
from rectify.lib.levels import Confidentiality
from rectify.roof.demo import cast as people
from rectify.roof.demo import evidence, papers, statements
from rectify.roof.demo.cast import Cast
from rectify.roof.demo.clock import Life, clock_at
from rectify.roof.demo.layouts import own_ledger
from rectify.workflow.move import make
from rectify.workflow.moves import moves_of

PAPER = """关于选人用人工作的专项检查反馈意见
根据统一安排，检查组对水利局党组选人用人工作进行了专项检查。现将有关问题反馈如下。
一、干部选拔任用程序执行不够严格
1. 动议环节酝酿不充分。抽查的12名科级干部中，有3名没有会前酝酿记录。
2. 任前公示不规范。有的公示少于5个工作日，有的公示材料没有归档。
二、干部日常监督有薄弱环节
1. 个人有关事项报告核查不及时。2名干部的报告逾期3个月才核查。
2. 因私出国（境）证件没有集中保管，涉及4名干部。
三、干部人事档案审核不到位
1. 有9卷档案缺少任免审批表，其中2卷出生时间前后不一致。
以上问题请在收到反馈之日起两个月内整改到位。"""
LEDGER = (
    ("序号", "存在问题", "责任单位", "整改措施", "责任人", "整改时限"),
    (
        1,
        "三家下属单位的往来款长期挂账，金额186.4万元",
        "市交通局",
        "逐笔核对，能收的限期收回",
        "财务科长",
        "2026年年底前",
    ),
    (2, "农村公路养护合同未按规定公开招标", "市公路中心", "修订采购办法，清理在手合同", "养护科长", "三个月"),
    (3, "执法车辆使用登记不全", "运输执法队", "补齐登记，加装定位", "队长", "立行立改"),
    (4, "客运站安全隐患整改后又出现", "市交通局、市应急局", "逐站复查，落实专人", "安全科长", "13月31日前"),
    (5, "工会经费列支不规范", "市交通局", "", "工会主席", "长期坚持"),
)
GOAL = "每月抽查一次，抽查合格率不低于95%，连续四个季度没有反弹。"


def lives(city: Any, county: Cast) -> list[Life]:
    """A life each."""
    return [
        *(phase(city, 3, kind, months) for kind, months in ((PhaseKind.DEEPENING, 91), (PhaseKind.NORMAL, 275))),
        kept_on(city),
        made_a_rule(city),
        known_to_few(city),
        one_measure_for_two(city),
        objected(city, county),
        handed_over(city),
        away(city),
        taking_apart(city),
        importing(city),
        saved(city),
        on_site(city, county),
        waiting_for_a_leader(city),
        sent_papers(city),
        statements.checked(city, days_ago),
    ]


def days_ago(city: Any, days: int, hour: int, minute: int = 0) -> Any:
    """A moment before the evening on which the story ends."""
    return clock_at((city.evening - timedelta(days=days)).date(), hour, minute)


def under_way(city: Any) -> Iterable[Issue]:
    """What the city's office supervises and nothing is asked for at the moment, oldest first."""
    asked = Extension.objects.filter(status__in=(Extension.Status.WAITING, Extension.Status.CONSENTED))
    rows = Issue.objects.filter(round__office=city.cast.office, status=Status.RECTIFYING, lastings=None)
    return rows.exclude(pk__in=asked.values("issue")).select_related("lead_unit", "round").order_by("pk")


def phase(city: Any, number: int, kind: str, days: int) -> Life:
    """A round goes on to its next phase when the one before is over."""
    delivered = next(plan.delivered for plan in city.plans if plan.number == number)
    yield clock_at(delivered + timedelta(days=days + 2), 9)
    round_ = Round.objects.get(office=city.cast.office, number=number)
    note = "上一阶段期满，尚未销号的问题结转下一阶段继续整改。"
    phases.begin_phase(round_=round_, kind=kind, on=today(), note=note, by=city.cast.head)


def kept_on(city: Any) -> Life:
    """长期坚持: asked for by the unit, approved, and looked at once since."""
    yield days_ago(city, 8, 10)
    issue = next(iter(under_way(city)))
    liaison = city.cast.liaison(issue.lead_unit_id)
    reason = "主体任务已经完成，成效要靠日常管理守住，申请转为长期坚持。"
    asked: Lasting | None = lasting.apply(
        issue=issue,
        stage_goal=GOAL,
        next_review=today() + timedelta(days=30),
        rhythm="monthly",
        reason=reason,
        by=liaison,
    )
    yield days_ago(city, 7, 16)
    make(moves_of(asked)["approve"], asked, by=city.cast.head, note="同意，按月报送。")
    yield days_ago(city, 2, 15)
    issue.refresh_from_db()
    words = "本月抽查20份，合格20份，没有发现反弹。"
    lasting.review(issue=issue, declared="met", text=words, by=liaison)


def known_to_few(city: Any) -> Life:
    """知悉范围: a finding about a cadre, which only those read who work on it."""
    yield days_ago(city, 5, 11)
    issue, cast = list(under_way(city))[-1], city.cast
    knowing.restrict(issue=issue, why="person", reason="涉及具体干部，尚在核实", by=cast.head)
    for person in (cast.clerk, cast.liaison(issue.lead_unit_id), cast.principal(issue.lead_unit_id)):
        until = today() + timedelta(days=90)
        knowing.name(issue=issue, person=person, until=until, reason="承办本件", by=cast.head)


def made_a_rule(city: Any) -> Life:
    """制度: what a unit has laid down so that it does not happen again."""
    yield days_ago(city, 6, 9, 40)
    for issue in list(under_way(city))[1:4]:
        measure = issue.measures.filter(kind="prevent").first()
        regulations.add(
            issue=issue,
            title=f"{issue.lead_unit.short_name or issue.lead_unit.name}内部监督检查办法",
            kind=Regulation.Kind.NEW,
            by=city.cast.liaison(issue.lead_unit_id),
            measure=measure,
            maker=issue.lead_unit.name,
            issued_on=today() - timedelta(days=3),
            is_public=True,
        )


def one_measure_for_two(city: Any) -> Life:
    """联动: two issues of one unit with one cause."""
    yield days_ago(city, 5, 14, 20)
    by_unit: dict[int, Issue] = {}
    for issue in under_way(city):
        first = by_unit.setdefault(issue.lead_unit_id, issue)
        measure = first.measures.filter(kind="prevent").first() or first.measures.first()
        if first.pk != issue.pk and first.round_id == issue.round_id and measure:
            links.link(measure=measure, issue=issue, by=city.cast.clerk, note="两件同一个原因，一条措施一起管。")
            return


def objected(city: Any, county: Cast) -> Life:
    """异议: somebody writes while a result is shown to the public."""
    yield days_ago(city, 1, 11)
    issue = Issue.objects.filter(round__office=county.office, status=Status.OBJECTION_WINDOW).first()
    if issue is not None:
        words = "公示说已经全部发放到户，我们组还有两户没有收到。"
        objections.enter(issue=issue, raised_by="村民来信", text=words, by=county.clerk)


def handed_over(city: Any) -> Life:
    """交接: a new person answers for a unit; the letter waits for the receipt."""
    yield days_ago(city, 3, 9)
    cast, unit = city.cast, city.cast.units["jtj"]
    password = cast.people["jtj2"].password
    incoming = people.account(
        "jtj3", next(cast.names), AccountKind.BUSINESS, title="党组书记", password=password, by=cast.sysadmin
    )
    people.give(cast, incoming, role="unit_principal", code="jtj", since=today())
    handover.draw_up(unit=unit, outgoing=cast.people["jtj2"], incoming=incoming, on=today(), by=cast.head)


def away(city: Any) -> Life:
    """AB角: a clerk is at a course, a colleague does the work."""
    yield days_ago(city, 1, 9)
    standins.name_deputy(
        deputy=city.cast.clerk,
        starts=today(),
        ends=today() + timedelta(days=10),
        reason="参加业务培训班",
        by=city.cast.clerk3,
    )


def taking_apart(city: Any) -> Life:
    """A second feedback of the newest round, of a special check of promotions: 工作秘密, half taken apart."""
    yield days_ago(city, 2, 9, 20)
    cast = city.cast
    newest = Round.objects.filter(office=cast.office).order_by("-number")[0]
    paper: Feedback = feedback.register(
        round_=newest,
        unit=cast.units["slj"],
        track=Track.objects.get(code="personnel"),
        delivered_on=today() - timedelta(days=1),
        title="关于市水利局选人用人工作的专项检查反馈意见",
        text=PAPER,
        confidentiality=Confidentiality.WORK_SECRET,
        by=cast.clerk,
    )
    splitting.begin(feedback=paper, by=cast.clerk)


def importing(city: Any) -> Life:
    """A ledger that somebody else kept: read, with questions that only the office can answer."""
    yield days_ago(city, 1, 14)
    book, file = Workbook(), BytesIO()
    for row in LEDGER:
        book.active.append(row)
    book.save(file)
    newest = Round.objects.filter(office=city.cast.office).order_by("-number")[0]
    stored = keep([file.getvalue()], folder="imports")
    batch = imports.upload(round_=newest, stored=stored, name="交通系统移交问题台账.xlsx", by=city.cast.clerk)
    import_reading.read(batch=batch)


def saved(city: Any) -> Life:
    """What people keep for themselves, other names of a unit, and a unit that is asked for."""
    yield days_ago(city, 4, 16)
    cast, kind = city.cast, KINDS["problems"]
    round_ = Round.objects.get(office=cast.office, number=4)
    for name, conditions in (("逾期的", {"overdue": "on"}), ("重点关注", {"focus": "on"})):
        asked = books.ask(kind, cast.clerk, conditions, round_).filter
        views.save_view(place=kind.slug, title=kind.title, asked=asked, name=name, by=cast.clerk)
    focused = IssueFilter({"focus": "on", "side": "unit"}, Issue.objects.visible_to(cast.clerk))
    shared = {"name": "重点，在单位手里", "shared_with": cast.office}
    views.save_view(place=ISSUES, title="问题台账", asked=focused, by=cast.head, **shared)
    units.edit(unit=cast.units["gjjt"], name="远江市公交集团有限公司", by=cast.sysadmin)
    units.edit(unit=cast.units["jtj"], aliases=["市交通运输局", "原市交通委"], by=cast.sysadmin)
    unit_requests.ask(names=["远江市数据局"], office=cast.office, by=cast.clerk)
    api_keys.ask(
        name="市督查平台",
        role=Role.OFFICE_CLERK,
        unit=cast.office,
        rights=[],
        reason="每天读一次问题台账，放到市里的督查大屏",
        ends_on=today() + timedelta(days=180),
        by=cast.sysadmin,
    )


def on_site(city: Any, county: Cast) -> Life:
    """A picture from a look on site."""
    yield days_ago(city, 1, 16)
    visit = Visit.objects.filter(issue__round__office=county.office).exclude(visitors=None).order_by("-pk").first()
    if visit is not None:
        stored = keep([papers.png(Random(7))], folder=visit_files.FOLDER)  # noqa: S311  a picture, not a secret
        visit_files.attach(
            visit=visit,
            stored=stored,
            name="现场照片.png",
            kind="png",
            by=visit.visitors.first(),
            note="核查当日拍摄",
            check=evidence.checked(stored, "png"),
        )


def waiting_for_a_leader(city: Any) -> Life:
    """Two units ask for more time a second time: that needs the leader in charge."""
    yield days_ago(city, 6, 15)
    leader, cast = city.cast.leader, city.cast
    untouched = [issue for issue in list(under_way(city))[4:] if not issue.extensions.exists()]
    for issue in [issue for issue in untouched if leader.holds("leader", at=issue.lead_unit)][:3]:
        _ask(city, issue, days=20)
        waiting = issue.extensions.get(status=Extension.Status.WAITING)
        make(moves_of(waiting)["approve"], waiting, by=cast.head, note="同意。请按新期限抓紧。")
    yield days_ago(city, 1, 10)
    longer = [issue for issue in under_way(city) if issue.extensions.filter(status=Extension.Status.APPROVED).exists()]
    for issue in [issue for issue in longer if leader.holds("leader", at=issue.lead_unit)][:2]:
        _ask(city, issue, days=30)


def _ask(city: Any, issue: Issue, *, days: int) -> None:
    extensions.apply(
        issue=issue,
        reason=ExtensionReason.objects.order_by("pk")[0],
        text="土地手续由上级审批，批复时间晚于预期，剩余部分需顺延；期间每周报送进度。",
        by=city.cast.principal(issue.lead_unit_id),
        to_due=max(issue.due or today(), today()) + timedelta(days=days),
    )


def sent_papers(city: Any) -> Life:
    """文书: four instructions passed on to units, each a step less far, a copy that was spoiled, a layout of its that nobody has
    put in use, and the office's own ledger, which is in use."""
    yield days_ago(city, 6, 9)
    cast, kind = city.cast, PAPERS["inform"]
    issues = list(under_way(city))[4:8]
    due = today() + timedelta(days=10)
    layout = starter(PAPERS["copy"])
    templates.upload(
        kind=PAPERS["copy"], office=cast.office, name="抄告单（本办版式）.docx", content=layout, by=cast.clerk
    )
    own = layouts.upload(office=cast.office, name="整改台账（本办）.xlsx", content=own_ledger(), by=cast.clerk)
    layouts.use(layout=own, by=cast.head)
    bundles.write(bundle=bundles.ask(kind=kind, round_=issues[0].round, objects=issues[:1], by=cast.clerk))
    rows = [office_papers.review(kind=kind, obj=issue, by=cast.clerk, answer_by=due) for issue in issues]
    spoiled = office_papers.review(kind=PAPERS["copy"], obj=issues[0], by=cast.clerk)
    yield days_ago(city, 5, 10)
    for row in [*rows[:3], spoiled]:
        make(moves_of(row)["issue"], row, by=cast.head)
    make(moves_of(spoiled)["spoil"], spoiled, by=cast.head, note="抄送单位印错，重新抄告。")
    for row in rows[:3]:
        make(moves_of(row)["deliver"], row, by=cast.clerk, data={"on": today(), "delivery": "系统送达"})
    yield days_ago(city, 3, 15)
    for row in rows[:2]:
        make(moves_of(row)["receive"], row, by=cast.liaison(row.unit_id))
    words = "已召开专题会研究，明确由分管负责同志牵头，本月底前办结。"
    make(moves_of(rows[0])["answer"], rows[0], by=cast.liaison(rows[0].unit_id), data={"answer": words})
