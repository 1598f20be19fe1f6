"""Who may see which row of the books."""

from typing import Self

from django.apps import apps
from django.db.models import OuterRef, Q, Subquery

from issues.models import Round
from issues.models.querysets import OfIssueQuerySet, issue_of, issues_of, may_read, withheld_from
from rectify.accounts.roles import Reads
from rectify.accounts.scoping import ScopedQuerySet, under
from rectify.lib.reach import Door, by_number


class EntryQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """The office: the accounts of the rounds it runs. Units and leaders: the accounts of their own branch."""
        return self.filter(Q(round__office__in=user.offices()) | under("unit", user.reads(Reads.BRANCH)))


class AccountStatementQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """As the entries: the office those of the rounds it runs, units and leaders those of their own branch."""
        return self.filter(Q(round__office__in=user.offices()) | under("unit", user.reads(Reads.BRANCH)))

    def standing(self) -> Self:
        """Those that nobody took back."""
        return self.exclude(status="withdrawn")


class StatementDisputeQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """Both sides of the statement."""
        statements = self.model._meta.get_field("statement").related_model
        return self.filter(statement__in=statements.objects.visible_to(user))

    def open(self) -> Self:
        """Those over which both sides are not agreed yet."""
        return self.exclude(status="resolved")


class ClosureQuerySet(OfIssueQuerySet):
    """Seen by whoever sees the issue."""


class OfClosureQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        closures = self.model._meta.get_field("closure").related_model
        return self.filter(closure__in=closures.objects.visible_to(user))


class ObjectionQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """The office alone: the unit must not learn who objected."""
        return self.filter(may_read(user, "closure__issue__"), closure__issue__round__office__in=user.offices())


class VisitQuerySet(OfIssueQuerySet):
    def visible_to(self, user) -> Self:
        """A visit ahead is known to the office and to who goes; what was found, to all who see the issue."""
        return self.filter(may_read(user, "issue__"), self._known_to(user, issues_of(self, user)))

    def counted_for(self, user) -> Self:
        known = self._known_to(user, issue_of(self).objects.counted_for(user))
        return self.filter(known).annotate(withheld=withheld_from(user, "issue__"))

    def _known_to(self, user, issues) -> Q:
        ours = Q(issue__round__office__in=user.offices()) | Q(pk__in=user.visits.values("pk"))
        return ours | Q(recorded_at__isnull=False, issue__in=issues)


class OfVisitQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        visits = self.model._meta.get_field("visit").related_model
        return self.filter(visit__in=visits.objects.visible_to(user))


class DrawQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """The office alone: who knows what was drawn knows which visit is coming. What may be published, it publishes."""
        return self.filter(office__in=user.offices())


class OfDrawQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        return self.filter(draw__office__in=user.offices())


class IssuedPaperQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """The office's own register; a unit and its leaders what was delivered to the unit, also where it was spoiled since. Each
        with the number of the issue it is about where that may not be called by its words any more (`silent_number`)."""
        ours = under("unit", user.reads(Reads.BRANCH)) & Q(delivered_on__isnull=False)
        silent = apps.get_model("issues", "Issue").objects.filter(confidentiality__in=by_number(Door.ROW))
        number = silent.filter(public_id=OuterRef("about_id")).order_by().values("number")[:1]
        return self.filter(Q(office__in=user.offices()) | ours).annotate(silent_number=Subquery(number))

    def waiting(self) -> Self:
        """Reviewed and not signed yet."""
        return self.filter(status="reviewed")

    def numbered(self) -> Self:
        """Those that have taken a number, whatever became of them."""
        return self.exclude(serial="")


class PaperTemplateQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """The office's own."""
        return self.filter(office__in=user.offices())

    def in_use(self) -> Self:
        """By which papers are laid out today."""
        return self.filter(used_at__isnull=False)


class LedgerLayoutQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """The office's own; for who reads one of its rounds the one in use."""
        theirs = Round.objects.visible_to(user).order_by().values("office")
        return self.filter(Q(office__in=user.offices()) | Q(office__in=theirs, used_at__isnull=False))

    def in_use(self) -> Self:
        """By which ledgers are written today."""
        return self.filter(used_at__isnull=False)


class BatchQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """Imports are the office's own work."""
        return self.filter(round__office__in=user.offices())


class BatchRowQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        return self.filter(batch__round__office__in=user.offices())


class MeetingQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """The office's own; a unit reads the word on its issue and the minutes number, not the rest of the agenda."""
        return self.filter(office__in=user.offices())


class OfMeetingQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        return self.filter(meeting__office__in=user.offices())


class OfRunRoundQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "OfRunRoundQuerySet":
        """The office that runs the round."""
        return self.filter(round__office__in=user.offices())


class PaperBundleQuerySet(OfRunRoundQuerySet):
    """Drafts of a round are read by the office that runs it."""


class BundledPaperQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        return self.filter(bundle__round__office__in=user.offices())


class OfflineEntryQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "OfflineEntryQuerySet":
        return self.filter(sheet__round__office__in=user.offices())


class OfflineFileQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "OfflineFileQuerySet":
        return self.filter(entry__sheet__round__office__in=user.offices())
