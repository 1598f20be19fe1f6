from functools import cached_property
from operator import attrgetter

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from rectify.accounts.models.holding import Holding, Lender
from rectify.accounts.models.unit import Unit
from rectify.accounts.roles import OFFICE_ROLES, AccountKind, Reads, Role, offered, reading
from rectify.accounts.scoping import UserQuerySet
from rectify.lib.ids import new_id

USERNAME = RegexValidator(r"^[A-Za-z0-9_.@-]{3,50}$", "账号用 3 到 50 个字母、数字或 _ . @ -，例如 zhangsan")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # the plugin knows Manager alone
    def get_by_natural_key(self, username):
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person. What the person may do follows from the posts held now (`Holding`), or from the kind of account."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    username = models.CharField("账号", max_length=50, unique=True)
    name = models.CharField("姓名", max_length=50)
    title = models.CharField("职务", max_length=50, blank=True)
    phone = models.CharField("电话", max_length=30, blank=True)
    email = models.EmailField("邮箱", blank=True)
    kind = models.CharField("账号类别", max_length=20, choices=AccountKind, default=AccountKind.BUSINESS)
    is_active = models.BooleanField("在用", default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=True)
    watched_until = models.DateTimeField("重置后标记到", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("建立时间", default=timezone.now, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    is_staff = False
    is_machine = False  # stands behind a key for the length of a call (rectify/accounts/machines.py), without a session

    objects = UserManager()

    class Meta:
        ordering = ["username"]
        verbose_name = verbose_name_plural = "人员"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=AccountKind.values), name="user_kind_known"),
        ]

    def __str__(self):
        return self.name

    @cached_property
    def posts(self) -> list[Holding]:
        """The holdings in force today with their units, the own ones first, then those of people for whom one stands in
        (`lender`); one query, kept for as long as this object lives. In a role that is not offered nothing is held."""
        if self.kind != AccountKind.BUSINESS or not self.is_active:
            return []
        held = self.holdings.model.objects.reach_of(self).select_related("unit").order_by("unit__order", "id")
        known = offered()
        posts_held = sorted((post for post in held if post.role in known), key=lambda post: post.user_id != self.pk)
        for post in posts_held:
            post.lender = None if post.user_id == self.pk else Lender(post.user_id, post.holder_name)
        return posts_held

    def post(self, *roles: Role, at: Unit | None = None) -> Holding | None:
        """The post by which the person holds one of `roles` now, at `at` or at a unit above it (anywhere, when `at` is None).

        An own post comes before a borrowed one, then the order of the units decides.
        """
        fitting = (post for post in self.posts if post.role in roles and (at is None or post.unit.contains(at)))
        return next(fitting, None)

    def holds(self, *roles: Role, at: Unit | None = None) -> bool:
        """Whether there is such a post."""
        return self.post(*roles, at=at) is not None

    def paths(self, *roles: Role) -> list[str]:
        """The tree paths at which the person holds one of `roles`."""
        return [p.unit.path for p in self.posts if p.role in roles]

    @property
    def roles(self) -> list[Role]:
        """The roles held now, the first of which says where the person begins."""
        return sorted({Role.of(post.role) for post in self.posts}, key=attrgetter("rank"))

    def reads(self, what: Reads) -> list[str]:
        """The tree paths at which the person's posts show this."""
        return self.paths(*reading(what))

    def offices(self) -> list[int]:
        """Ids of the offices in which the person works as clerk or head."""
        return [p.unit_id for p in self.posts if p.role in OFFICE_ROLES]

    @property
    def is_administrator(self) -> bool:
        return self.kind != AccountKind.BUSINESS

    @property
    def is_watched(self) -> bool:
        """Whether the password was reset lately: what the account does now is marked in the trail."""
        return self.watched_until is not None and self.watched_until > timezone.now()
