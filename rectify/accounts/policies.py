"""Who may do what with accounts, units and grants (docs/rules.md: see-administrators, 三员)."""

from rectify.accounts.models import AskedChange, Holding, Unit, User
from rectify.accounts.models.asked_change import HEADS
from rectify.accounts.models.password_half import sides_of
from rectify.accounts.roles import OFFICE_ROLES, AccountKind, Role, WorksFor
from rectify.lib.verdict import YES, Verdict, by_post, no

# Nobody looks after an account of the own kind, so that no administrator can make a second self unseen.
KEEPER = {
    AccountKind.BUSINESS: AccountKind.SYSTEM_ADMIN,
    AccountKind.SECURITY_ADMIN: AccountKind.SYSTEM_ADMIN,
    AccountKind.SYSTEM_ADMIN: AccountKind.SECURITY_ADMIN,
    AccountKind.AUDITOR: AccountKind.SECURITY_ADMIN,
}


def _is(user: User, kind: AccountKind) -> Verdict:
    return YES if user.is_active and user.kind == kind else no(f"只有{kind.label}可以办理")


def system_admin(user: User) -> Verdict:
    return _is(user, AccountKind.SYSTEM_ADMIN)


def asks_for_units(user: User, office: Unit) -> Verdict:
    """People of an office may name units that are missing; making them is the system administrator's (docs/rules.md:
    unit-request)."""
    return by_post(user.post(*OFFICE_ROLES, at=office), "只有督查办的人可以申请新增单位")


def is_administrator(user: User) -> Verdict:
    return YES if user.is_active and user.is_administrator else no("只有管理员可以提出这项变更")


def security_admin(user: User) -> Verdict:
    return _is(user, AccountKind.SECURITY_ADMIN)


def auditor(user: User) -> Verdict:
    return _is(user, AccountKind.AUDITOR)


def keeps(user: User, kind: AccountKind | str) -> Verdict:
    """Who opens, changes, stops and resets accounts of `kind`."""
    keeper = KEEPER[AccountKind(kind)]
    return YES if _is(user, keeper) else no(f"{AccountKind(kind).label}的账号由{keeper.label}办理")


def keeps_account(user: User, account: User) -> Verdict:
    if hasattr(account, "api_key"):
        return no("这是接口密钥在记录里的名字，不能登录；要停用，请到“接口密钥”里办")
    return keeps(user, account.kind)


def ends_keys(user: User) -> Verdict:
    """A machine key is ended by either of the two who made it (docs/rules.md: machine-key)."""
    return YES if system_admin(user) or security_admin(user) else no("接口密钥由系统管理员或者安全管理员停用")


def kinds_kept(user: User) -> list[AccountKind]:
    """The kinds of account that `user` may open."""
    return [kind for kind in KEEPER if keeps(user, kind)]


def oneself(user: User, account: User) -> Verdict:
    return YES if user.pk == account.pk else no("密码只能由本人修改；忘记了请管理员重置")


def takes_posts(account: User) -> Verdict:
    """Only people who do business hold posts: an administrator's account never does."""
    if account.is_administrator:
        return no(
            f"{account.name}是{account.get_kind_display()}。三员不得兼任业务角色，请授给另一个人，或为其另开业务账号"
        )
    if not account.is_active:
        return no(f"{account.name}的账号已停用，先请系统管理员启用")
    return YES


def prints_slips(user: User) -> Verdict:
    """One half of a first password is printed by each of two administrators (docs/rules.md: first-password)."""
    return YES if user.is_active and user.is_administrator else no("密码条由两种管理员各打印一半")


def prints_slip_of(user: User, account: User) -> Verdict:
    """Never for the own kind."""
    if user.kind in sides_of(account.kind):
        return YES
    return no(f"{account.name}的密码条由{'和'.join(side.label for side in sides_of(account.kind))}各打印一半")


def needs_slip(account: User) -> Verdict:
    """Who has no password of their own yet."""
    if not account.is_active:
        return no(f"{account.name}的账号已停用，先请系统管理员启用")
    if not account.must_change_password or (account.is_administrator and account.has_usable_password()):
        return no(f"{account.name}已有自己的密码。忘记了，先请管理员重置")
    return YES


def confirms(user: User, change: AskedChange) -> Verdict:
    """Who may agree to a change or not (docs/rules.md: second-hand): another kind of administrator; of business also the head
    of the unit concerned, where a person has posts at several, of all. Nobody in a matter of one's own."""
    if user.pk in (change.asked_by_id, change.person_id):
        return no("自己提出的、涉及自己的变更，要由别人确认")
    if user.is_active and user.kind in change.confirming:
        return YES
    units = change.units if change.account in ("", AccountKind.BUSINESS) else []
    if units and all(heads(user, unit) for unit in units):
        return YES
    labels = "或".join(kind.label for kind in change.confirming)
    return no(f"由{labels}{'或有关单位的负责人' if units else ''}确认")


def heads(user: User, unit: Unit) -> bool:
    """Whether the person is the head of the unit, of one above it, or of the office that supervises it."""
    office = unit.supervising_office
    return user.holds(*HEADS, at=unit) or (office is not None and user.holds(Role.OFFICE_HEAD, at=office))


def calls_off(user: User, change: AskedChange) -> Verdict:
    """Who may still stop a change: who asked, who agreed, whom it concerns, and whoever might have agreed."""
    if user.pk in (change.asked_by_id, change.decided_by_id, change.person_id):
        return YES
    return confirms(user, change)


def is_offered(role: str) -> Verdict:
    """Nobody is put into a role that has no pages of its own."""
    if role not in tuple(Role):
        return no("没有这个角色，请改选角色")
    reason = Role.of(role).not_yet
    return no(reason) if reason else YES


def role_fits(role: str, unit: Unit) -> Verdict:
    """Clerks and heads work in an office; a unit out of use gets nobody new, nor does a role that is not offered."""
    if not (verdict := is_offered(role)):
        return verdict
    if not unit.is_active:
        return no(f"{unit.full_name}已停用，不能再授权")
    if Role.of(role).works_for is WorksFor.OFFICE and not unit.is_office:
        return no(f"{Role.of(role).label}只能授在督查（整改、巡察）办；{unit.full_name}不是，请改选单位或角色")
    return YES


def still_held(holding: Holding, day) -> Verdict:
    """Whether the grant can be ended: it is not over already."""
    if holding.ends and holding.ends < day:
        return no(f"这项授权已于 {holding.ends} 到期，不用再收回")
    return YES
