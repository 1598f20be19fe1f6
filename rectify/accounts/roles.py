"""The roles of the trade (product.md section 1): business roles are held at a unit, administrators are kinds of account."""

from django.db import models


class Role(models.TextChoices):
    OFFICE_CLERK = "office_clerk", "督查经办人"
    OFFICE_HEAD = "office_head", "督查负责人"
    UNIT_LIAISON = "unit_liaison", "责任单位联络员"
    UNIT_PRINCIPAL = "unit_principal", "责任单位主要负责人"
    REVIEWER = "reviewer", "联审成员"
    LEADER = "leader", "领导"
    CLUE_KEEPER = "clue_keeper", "线索专管员"


class AccountKind(models.TextChoices):
    """A person who does business, or one of the three administrators (三员): never both."""

    BUSINESS = "business", "业务人员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDITOR = "auditor", "审计管理员"


OFFICE_ROLES = frozenset({Role.OFFICE_CLERK, Role.OFFICE_HEAD})
UNIT_ROLES = frozenset({Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL})
# What may be granted: a role has a desk, a menu and a chapter of the manual, or nobody is put into it (a test holds this).
OFFERED = tuple(role for role in Role if role != Role.CLUE_KEEPER)
