"""Units that an office asks for: asked by people who do business, decided by the system administrator alone."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from rectify.accounts import policies
from rectify.accounts.actions.units import insert, lock_tree
from rectify.accounts.models import Sector, Unit, UnitAlias, UnitRequest, User
from rectify.accounts.namesakes import tell_apart
from rectify.accounts.roles import AccountKind
from rectify.audit.trail import Fact, record, record_many
from rectify.lib.columns import set_columns
from rectify.lib.errors import Conflict, Refused
from rectify.lib.locks import lock
from rectify.notices.notify import notify
from rectify.workflow.move import demand_all

State = UnitRequest.State
MOST_NAMES, LONGEST, SHORTEST = 200, 100, 2


@transaction.atomic
def ask(*, names: Iterable[str], office: Unit, by: User) -> list[UnitRequest]:
    """Ask for units called `names`; what is a unit already or waits already is passed over. Gives the new requests."""
    demand_all([policies.asks_for_units(by, office)])
    lock_tree()
    wanted = _fitting(names)
    seen = Unit.objects.visible_to(by).active()
    known = set(seen.filter(name__in=wanted).values_list("name", flat=True))
    known |= set(UnitRequest.objects.waiting().filter(name__in=wanted).values_list("name", flat=True))
    fresh = [name for name in wanted if name not in known]
    made = UnitRequest.objects.bulk_create(UnitRequest(name=name, office=office, asked_by=by) for name in fresh)
    if made:
        keepers = User.objects.filter(kind=AccountKind.SYSTEM_ADMIN, is_active=True)
        title = f"{office.name}申请新增单位 {len(made)} 家"
        why = "系统管理员，单位由您新增"
        notify(
            keepers,
            key=f"unit-request:{made[0].public_id}",
            kind="unit",
            title=title,
            why=why,
            url=reverse("accounts:unit_requests"),
        )
        record("accounts.unit.ask", office, by=by, office=office.name, count=len(made), names=_list(fresh))
    return made


def _fitting(names: Iterable[str]) -> list[str]:
    unique = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    odd = [name for name in unique if not SHORTEST <= len(name) <= LONGEST]
    if odd:
        raise Refused(f"“{odd[0][:20]}”不像单位名称：要 {SHORTEST} 到 {LONGEST} 个字")
    if len(unique) > MOST_NAMES:
        raise Refused(f"一次最多申请 {MOST_NAMES} 家；这么多请把单位名单交给系统管理员，从表格导入")
    return unique


@transaction.atomic
def make(*, requests: Sequence[UnitRequest], parent: Unit | None, sector: Sector | None, by: User) -> list[Unit]:
    """Make every unit asked for below `parent`, supervised by the office that asked. All of them or none."""
    demand_all([policies.system_admin(by)])
    lock_tree()
    rows = _waiting(requests)
    if there := list(Unit.objects.filter(name__in=[row.name for row in rows]).select_related("parent")):
        raise Refused(*(_namesake(unit) for unit in there))
    units = []
    for row in rows:
        unit = insert(
            name=row.name, parent=parent, sector=sector, supervising_office=row.office, order=_next_order(parent)
        )
        _decide(row, State.MADE, by, unit=unit)
        units.append(unit)
    tell_apart()
    _tell(rows, "已经新增，可以接着导入")
    above = parent.full_name if parent else "（最上级）"
    record_many(
        [
            Fact("accounts.unit.make", unit, facts={"name": unit.name, "office": row.office.name, "parent": above})
            for row, unit in zip(rows, units, strict=True)
        ],
        by=by,
    )
    return units


@transaction.atomic
def call_it(*, requests: Sequence[UnitRequest], unit: Unit, by: User) -> None:
    """What was asked for is a unit that is there: the names become its other names."""
    demand_all([policies.system_admin(by)])
    lock(unit)
    rows = _waiting(requests)
    taken = UnitAlias.objects.filter(name__in=[row.name for row in rows]).exclude(unit=unit).select_related("unit")
    if reasons := [f"“{alias.name}”已经是{alias.unit.full_name}的别名" for alias in taken]:
        raise Refused(*reasons)
    for row in rows:
        if row.name != unit.name:
            UnitAlias.objects.get_or_create(name=row.name, defaults={"unit": unit})
        _decide(row, State.SAME, by, unit=unit)
    _tell(rows, f"是{unit.full_name}的另一个名字，已记作别名")
    facts = [{"name": unit.name, "office": row.office.name, "alias": row.name} for row in rows]
    record_many([Fact("accounts.unit.same", unit, facts=fact) for fact in facts], by=by)


@transaction.atomic
def decline(*, requests: Sequence[UnitRequest], reason: str, by: User) -> None:
    """Not made, with the reason that the office reads."""
    demand_all([policies.system_admin(by)])
    if not reason.strip():
        raise Refused("请写明为什么不新增，申请的人看得到")
    rows = _waiting(requests)
    for row in rows:
        _decide(row, State.DECLINED, by, reason=reason.strip())
    _tell(rows, f"没有新增：{reason.strip()}")
    office, names = rows[0].office, _list(row.name for row in rows)
    note = reason.strip()
    record("accounts.unit.decline", office, by=by, note=note, office=office.name, count=len(rows), names=names)


def _namesake(unit: Unit) -> str:
    """Why a unit is not made by the way: most likely the same is meant; one that is really another is added by hand."""
    where = f"在{unit.parent.full_name}下面" if unit.parent else "在最上级"
    return f"已有单位叫“{unit.name}”（{where}）。是它，请选作已有单位；确是另一家，请到“单位”页新增"


def _waiting(requests: Sequence[UnitRequest]) -> list[UnitRequest]:
    """The requests, locked and fresh. Raises Conflict when one was decided meanwhile."""
    asked = UnitRequest.objects.filter(pk__in=[one.pk for one in requests]).order_by("pk")
    rows = list(asked.select_related("office", "asked_by").select_for_update(of=("self",)))
    if not rows:
        raise Refused("请先勾选要办的单位")
    if done := [row for row in rows if row.state != State.WAITING]:
        raise Conflict(f"“{done[0].name}”刚刚由别人办了（{done[0].get_state_display()}），这次什么都没有改")
    return rows


def _decide(row: UnitRequest, state: str, by: User, **fields: object) -> None:
    row.state, row.decided_at, row.decided_by = state, timezone.now(), by
    set_columns(row, fields)
    row.save(update_fields=["state", "decided_at", "decided_by", *fields])


def _next_order(parent: Unit | None) -> int:
    last = Unit.objects.filter(parent=parent).order_by("-order").values_list("order", flat=True).first()
    return (last or 0) + 1


def _tell(rows: Sequence[UnitRequest], what: str) -> None:
    for row in rows:
        title, why = f"您申请的单位“{row.name}”{what}"[:200], "申请新增这家单位的人"
        notify([row.asked_by], key=f"unit-request:{row.public_id}:{row.state}", kind="unit", title=title, why=why)


def _list(names: Iterable[str]) -> str:
    names = list(names)
    return "、".join(names[:10]) + (f" 等 {len(names)} 家" if len(names) > 10 else "")
