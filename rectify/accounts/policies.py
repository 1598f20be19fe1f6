"""Who may do what with accounts, units and grants (docs/rules.md: see-administrators, 三员)."""

from rectify.accounts.models import Holding, Unit, User
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


def security_admin(user: User) -> Verdict:
    return _is(user, AccountKind.SECURITY_ADMIN)


def auditor(user: User) -> Verdict:
    return _is(user, AccountKind.AUDITOR)


def keeps(user: User, kind: AccountKind | str) -> Verdict:
    """Who opens, changes, stops and resets accounts of `kind`."""
    keeper = KEEPER[AccountKind(kind)]
    return YES if _is(user, keeper) else no(f"{AccountKind(kind).label}的账号由{keeper.label}办理")


def keeps_account(user: User, account: User) -> Verdict:
    return keeps(user, account.kind)


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
    """One half of a first password is printed by each of the two (docs/rules.md: first-password)."""
    prints = user.is_active and user.kind in (AccountKind.SYSTEM_ADMIN, AccountKind.SECURITY_ADMIN)
    return YES if prints else no("密码条由系统管理员和安全管理员各打印一半")


def needs_slip(account: User) -> Verdict:
    """Who does business and has no password of their own yet."""
    if account.is_administrator:
        return no(f"{account.name}是{account.get_kind_display()}，密码由另一名管理员重置，不用密码条")
    if not account.is_active:
        return no(f"{account.name}的账号已停用，先请系统管理员启用")
    if not account.must_change_password:
        return no(f"{account.name}已有自己的密码。忘记了，先请系统管理员重置")
    return YES


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
