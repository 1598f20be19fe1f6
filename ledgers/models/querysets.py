"""Who may see which row of the books."""

from django.db.models import Q

from issues.models.querysets import READERS_BELOW, issues_of
from rectify.accounts.scoping import ScopedQuerySet, under


class EntryQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "EntryQuerySet":
        """The office: the accounts of the rounds it runs. Units and leaders: the accounts of their own branch."""
        return self.filter(Q(round__office__in=user.offices()) | under("unit", user.paths(*READERS_BELOW)))


class ClosureQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "ClosureQuerySet":
        return self.filter(issue__in=issues_of(self, user))


class VerdictQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "VerdictQuerySet":
        closures = self.model._meta.get_field("closure").related_model
        return self.filter(closure__in=closures.objects.visible_to(user))


class BatchQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "BatchQuerySet":
        """Imports are the office's own work."""
        return self.filter(round__office__in=user.offices())


class BatchRowQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "BatchRowQuerySet":
        return self.filter(batch__round__office__in=user.offices())


class OwnQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "OwnQuerySet":
        """One's own."""
        return self.filter(user=user)
