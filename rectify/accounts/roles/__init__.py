"""The roles, a file each: a new role is one new file here, which declares `ROLE`, and nothing else.

Administrators are no roles: they are kinds of account.
"""

from importlib import import_module
from pkgutil import iter_modules

from django.db import models

from rectify.accounts.role import Reads, Role, WorksFor, register


class AccountKind(models.TextChoices):
    """A person who does business, or one of the three administrators (三员): never both."""

    BUSINESS = "business", "业务人员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDITOR = "auditor", "审计管理员"


ADMINISTRATORS = (AccountKind.SYSTEM_ADMIN, AccountKind.SECURITY_ADMIN, AccountKind.AUDITOR)


def gather() -> None:
    """Read every role's file; what begins with _ is shared by several. Raises ValueError where a file is not named like its
    role."""
    for module in iter_modules(__path__):
        if not module.name.startswith("_"):
            role = import_module(f"{__name__}.{module.name}").ROLE
            if role.value != module.name:
                raise ValueError(f"{module.name}.py declares {role.value}")
            register(role)


def offered() -> tuple[Role, ...]:
    """The roles that can be granted."""
    return tuple(role for role in Role if not role.not_yet)


def reading(what: Reads) -> tuple[Role, ...]:
    """The roles whose posts show this."""
    return tuple(role for role in Role if role.reads is what)


def choices() -> list[tuple[str, str]]:
    """Every role there is or was, for what is stored and for filters."""
    return [(role.value, role.label) for role in Role]


gather()
OFFICE_ROLES = frozenset(role for role in Role if role.works_for is WorksFor.OFFICE)
UNIT_ROLES = frozenset(role for role in Role if role.works_for is WorksFor.UNIT)

__all__ = [
    "ADMINISTRATORS",
    "OFFICE_ROLES",
    "UNIT_ROLES",
    "AccountKind",
    "Reads",
    "Role",
    "WorksFor",
    "choices",
    "gather",
    "offered",
    "reading",
]
