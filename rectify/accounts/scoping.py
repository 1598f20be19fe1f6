"""Who sees which unit and which person: the base of every `visible_to` in the application."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from rectify.accounts.roles import ADMINISTRATORS, OFFICE_ROLES, AccountKind, Role


class ScopedQuerySet(models.QuerySet):
    """A queryset that knows its reader. Every read of a page, export, job or API starts at `visible_to`."""

    def visible_to(self, user) -> Self:
        """The rows that `user` may know of; nothing, until a model says otherwise."""
        raise NotImplementedError(f"{self.model.__name__} does not say who may see it")


def under(field: str, paths: list[str]) -> Q:
    """Rows whose unit (`field`, a foreign key to Unit) lies at or below one of `paths`; no path, no row."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field}__path__startswith": path})
    return condition


class UnitQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """Offices see the units they supervise and their own branch; units and leaders their own branch; administrators of
        accounts and grants see the whole tree, which holds no business content."""
        if user.kind in (AccountKind.SYSTEM_ADMIN, AccountKind.SECURITY_ADMIN):
            return self.all()
        own = Q(pk__in=[])
        for post in user.posts:
            own |= Q(path__startswith=post.unit.path)
            if post.role in OFFICE_ROLES:
                own |= Q(supervising_office=post.unit_id)
        return self.filter(own)

    def active(self) -> Self:
        return self.filter(is_active=True)

    def below(self, unit) -> Self:
        """`unit` itself and all below it."""
        return self.filter(path__startswith=unit.path)


class UserQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """The two administrators see every account, the third those of administrators; others see the people at the units they
        may see."""
        if user.kind in (AccountKind.SYSTEM_ADMIN, AccountKind.SECURITY_ADMIN):
            return self.all()
        if user.is_administrator:
            return self.filter(kind__in=ADMINISTRATORS)
        from_units = self.model.holdings.rel.related_model.objects.visible_to(user)
        return self.filter(Q(pk=user.pk) | Q(holdings__in=from_units)).distinct()

    def holding(self, role: Role, unit) -> Self:
        """Active people who hold `role` today at exactly `unit`."""
        return self.filter(is_active=True, pk__in=self._holders(role, unit))

    def _holders(self, role, unit):
        model = self.model.holdings.rel.related_model
        return model.objects.current().filter(role=role, unit=unit).values("user_id")


class HoldingQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        if user.kind in (AccountKind.SYSTEM_ADMIN, AccountKind.SECURITY_ADMIN):
            return self.all()
        paths = [post.unit.path for post in user.posts]
        return self.filter(under("unit", paths) | Q(unit__supervising_office__in=user.offices()) | Q(user=user))

    def current(self, on=None) -> Self:
        """In force on `on` (today in Shanghai, when not given)."""
        on = on or timezone.localdate()
        return self.filter(Q(ends=None) | Q(ends__gte=on), starts__lte=on)

    def reach_of(self, user) -> Self:
        """What `user` may act by today: own grants, and while standing in for somebody (AB角) that person's grants at the
        units in which `user` has a post too. A borrowed post is not lent on. `holder_name` is whose it is; one statement."""
        own = self.model.objects.current().filter(user=user)
        absent = user.stand_ins.model.objects.in_force().filter(deputy=user, absent__is_active=True)
        borrowed = Q(user__in=absent.values("absent"), unit__in=own.values("unit"))
        return self.current().filter(Q(user=user) | borrowed).annotate(holder_name=F("user__name"))


class StandInQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """The security administrator sees all of them, others those that they are a side of."""
        if user.kind == AccountKind.SECURITY_ADMIN:
            return self.all()
        return self.filter(Q(absent=user) | Q(deputy=user))

    def in_force(self, on=None) -> Self:
        """Those of `on` (today in Shanghai, when not given) that nobody has ended."""
        on = on or timezone.localdate()
        return self.filter(ended_at=None, starts__lte=on, ends__gte=on)

    def overlapping(self, starts, ends) -> Self:
        """Those that nobody has ended and that share a day with the span."""
        return self.filter(ended_at=None, starts__lte=ends, ends__gte=starts)
