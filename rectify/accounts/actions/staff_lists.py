"""人员名单: accounts and posts of a whole office from one workbook, handed in by one administrator and approved by another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from rectify.accounts import policies
from rectify.accounts.actions.holdings import granted
from rectify.accounts.actions.users import created, insert
from rectify.accounts.models import Holding, StaffList, Unit, User
from rectify.accounts.roles import AccountKind
from rectify.accounts.staff import NOBODY_SAID, as_rows, judge_staff
from rectify.audit.trail import Fact, record, record_many
from rectify.lib.dates import today
from rectify.lib.errors import Conflict, Refused
from rectify.lib.locks import lock
from rectify.lib.verdict import no
from rectify.notices.notify import notify
from rectify.workflow.move import demand_all

State = StaffList.State


@dataclass(frozen=True)
class StaffWritten:
    """How many accounts were opened, and posts given."""

    accounts: int
    posts: int


@transaction.atomic
def submit(*, rows: Iterable[dict], source: str, by: User, meant: Mapping[str, str] = NOBODY_SAID) -> StaffList:
    """Judge the rows again and hand them to the security administrator. Raises Refused when a single row has a complaint, or is
    asked about yet, and when nothing would be done."""
    demand_all([policies.system_admin(by)])
    lines = judge_staff(rows, meant)
    bad = [f"第{line.number}行：{'；'.join(line.complaints)}" for line in lines if line.complaints]
    bad += [f"第{line.number}行：{line.question}" for line in lines if line.is_asked]
    if bad:
        raise Refused(*bad)
    kept_rows = as_rows(lines)
    if not kept_rows:
        raise Refused("名单里的人都已有账号和任职，没有要办的")
    listed = StaffList.objects.create(source=source, rows=kept_rows, asked_by=by)
    approvers = User.objects.filter(kind=AccountKind.SECURITY_ADMIN, is_active=True)
    title = f"人员名单《{source}》等您核对：{listed.people} 人"
    _tell(listed, approvers, what="asked", title=title, why="安全管理员，任职由您授予")
    record("accounts.stafflist.submit", listed, by=by, source=source, people=listed.people, posts=len(kept_rows))
    return listed


@transaction.atomic
def approve(*, listed: StaffList, by: User) -> StaffWritten:
    """Open every account of the list and give every post, in one act. Raises Refused, and does nothing, where one of them cannot
    be had any more, Conflict where the list was decided."""
    _demand_waiting(lock(listed), by)
    units = {unit.public_id: unit for unit in Unit.objects.filter(public_id__in={row["unit"] for row in listed.rows})}
    people = _people(listed)
    wrong, facts, note = [], [], f"人员名单《{listed.source}》，{listed.asked_by.name}提交"
    for row in listed.rows:
        unit = units.get(row["unit"])
        verdict = policies.role_fits(row["role"], unit) if unit else no("这家单位没有了")
        if not verdict:
            wrong.append(f"第{row['number']}行：{verdict.reason}")
    demand_all([policies.takes_posts(person) for person in people.values()])
    if wrong:
        raise Refused(*wrong)
    for row in listed.rows:
        if row["username"] not in people:
            data = {name: row[name] for name in ("title", "phone", "email")}
            people[row["username"]] = insert(username=row["username"], name=row["name"], **data)
            facts.append(created(people[row["username"]], note))
    opened = len(facts)
    facts += [granted(holding, note) for row in listed.rows if (holding := _give(row, people, units))]
    _decide(listed, State.APPROVED, by)
    done = StaffWritten(opened, len(facts) - opened)
    facts_of_list = {"source": listed.source, "accounts": done.accounts, "posts": done.posts}
    record_many([*facts, Fact("accounts.stafflist.approve", listed, facts=facts_of_list)], by=by)
    return done


@transaction.atomic
def decline(*, listed: StaffList, reason: str, by: User) -> None:
    """Send the list back with a reason; nothing of it is done."""
    _demand_waiting(lock(listed), by)
    if not reason.strip():
        raise Refused("请写明不同意的理由，系统管理员照着改")
    listed.reason = reason.strip()
    _decide(listed, State.DECLINED, by)
    record("accounts.stafflist.decline", listed, by=by, note=listed.reason, source=listed.source)


def _demand_waiting(listed: StaffList, by: User) -> None:
    demand_all([policies.security_admin(by)])
    if listed.state != State.WAITING:
        raise Conflict(f"这份名单{listed.decided_by}已经办过：{listed.get_state_display()}")


def _people(listed: StaffList) -> dict[str, User]:
    """The people of the list who have accounts, by account."""
    ids = {row["person"] for row in listed.rows if row["person"]}
    users = User.objects.select_for_update(no_key=True).filter(public_id__in=ids).order_by("pk")
    return {user.username: user for user in users}


def _give(row: dict, people: Mapping[str, User], units: Mapping[str, Unit]) -> Holding | None:
    """The post of a row from today; None where the person holds it meanwhile."""
    held = {"user": people[row["username"]], "role": row["role"], "unit": units[row["unit"]]}
    return None if Holding.objects.current().filter(**held).exists() else Holding.objects.create(**held, starts=today())


def _decide(listed: StaffList, state: State, by: User) -> None:
    listed.state, listed.decided_at, listed.decided_by = state, timezone.now(), by
    listed.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    title = f"人员名单《{listed.source}》{state.label}"
    _tell(listed, [listed.asked_by], what="decided", title=title, why="提交名单的人")


def _tell(listed: StaffList, people: Iterable[User], *, what: str, title: str, why: str) -> None:
    url, key = reverse("accounts:staff_list", args=[listed.public_id]), f"staff-list:{listed.public_id}:{what}"
    notify(people, key=key, kind="unit", title=title, why=why, text=listed.reason, url=url)
