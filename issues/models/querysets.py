"""Who may see which issue, and everything that hangs on an issue: the only way to rows."""

from typing import Self

from django.apps import apps
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from issues.models.status import OPEN
from rectify.accounts.roles import Reads, Role
from rectify.accounts.scoping import ScopedQuerySet, under
from rectify.lib.dates import today


class RoundQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """Rounds that one's office runs, and rounds in which a unit of one's own branch is inspected or has an issue."""
        paths = user.reads(Reads.BRANCH)
        taking_part = self.model.round_units.rel.related_model.objects.filter(
            under("unit", paths), round=OuterRef("pk")
        )
        return self.filter(Q(office__in=user.offices()) | Exists(taking_part)) if paths else self.run_by(user)

    def run_by(self, user) -> Self:
        """Rounds whose office the person works in."""
        return self.filter(office__in=user.offices())


class OfRoundQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """Read through its round."""
        rounds = self.model._meta.get_field("round").related_model
        return self.filter(round__in=rounds.objects.visible_to(user))


class FeedbackQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        return self.filter(Q(round__office__in=user.offices()) | under("unit", user.reads(Reads.BRANCH)))

    def current(self) -> Self:
        """The newest version of each."""
        return self.filter(replaced_by=None)


class OfFeedbackQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        paths = user.reads(Reads.BRANCH)
        return self.filter(Q(feedback__round__office__in=user.offices()) | under("feedback__unit", paths))


class RecommendationQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "RecommendationQuerySet":
        """Offices: those of the rounds they run. Units and leaders: what was given to their branch."""
        mine = under("lead_unit", user.reads(Reads.BRANCH)) & Q(assigned_at__isnull=False)
        return self.filter(Q(round__office__in=user.offices()) | mine)


class OfRecommendationQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "OfRecommendationQuerySet":
        """Read through its recommendation."""
        whole = self.model._meta.get_field("recommendation").related_model
        return self.filter(recommendation__in=whole.objects.visible_to(user))


class IssueQuerySet(ScopedQuerySet):
    def visible_to(self, user, *, within=None) -> Self:
        """What `user` may read: of what is counted for them all that is not restricted, or that they were named for."""
        return self._in_scope(user, within).filter(may_read(user))

    def counted_for(self, user, *, within=None) -> Self:
        """What counts in the figures and lists of `user`: also what they may not read. Such a row says so (`withheld`) and
        has lost its words before anybody sees it (docs/rules.md: knowers)."""
        return self._in_scope(user, within).annotate(withheld=withheld_from(user))

    def _in_scope(self, user, within) -> Self:
        """Offices: every issue of the rounds they run. Units and leaders: what was dispatched to their branch, as lead or as
        responsible unit; drafts and issues terminated before dispatch do not exist for them. `within` one round: whether
        the reader runs it is known then, and no row has to ask."""
        if within is not None:
            of_round = self.filter(round=within)
            return of_round if within.office_id in user.offices() else of_round._in_scope(user, None)
        condition = Q(pk__in=[])
        offices = user.offices()
        if offices:
            condition |= Q(round__office__in=offices)
        paths = user.reads(Reads.BRANCH)
        if paths:
            sharing = self.model.shares.rel.related_model.objects.filter(under("unit", paths))
            mine = under("lead_unit", paths) | Q(pk__in=sharing.values("issue"))
            condition |= mine & Q(dispatched_at__isnull=False)
        bodies = user.reads(Reads.ASKED)
        if bodies:
            condition |= Q(pk__in=_asked(self.model, bodies))
        return self.filter(condition)

    def veiled(self) -> Self:
        """For what has readers of its own, such as a paper: what is restricted is withheld from everybody."""
        return self.annotate(withheld=ExpressionWrapper(~Q(restricted=""), output_field=BooleanField()))

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def for_list(self) -> Self:
        """What a row of a list needs, in one statement."""
        return self.select_related("round", "lead_unit", "category")

    def with_extensions(self) -> Self:
        """With `extension_count`: how often more time was granted. `due_version` also counts the deadlines of reopenings."""
        granted = self.model.extensions.rel.related_model.objects.filter(issue=OuterRef("pk"), status="approved")
        counts = granted.order_by().values("issue").annotate(count=Count("pk")).values("count")
        return self.annotate(extension_count=Coalesce(Subquery(counts), 0))

    def by_deadline(self) -> Self:
        """The order of lists: the earliest deadline first, those without one last; unique by id."""
        return self.order_by("due_order", "pk")


class OfIssueQuerySet(ScopedQuerySet):
    """Rows that hang on an issue by a foreign key `issue`: seen by whoever sees the issue."""

    def visible_to(self, user) -> Self:
        return self.filter(issue__in=issues_of(self, user))

    def counted_for(self, user) -> Self:
        """Those of the issues that are counted for `user`, each saying whether it is withheld."""
        counted = issue_of(self).objects.counted_for(user)
        return self.filter(issue__in=counted).annotate(withheld=withheld_from(user, "issue__"))


class JointReviewQuerySet(OfIssueQuerySet):
    def live(self) -> Self:
        return self.filter(outcome="live")


class OpinionQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """One's own body's at any time; all of a review once nobody is asked any more, for its reviewers and the office.

        The unit never reads them: it reads the merged reply.
        """
        own = under("body", user.reads(Reads.ASKED))
        siblings = self.model.objects.filter(review=OuterRef("review"))
        all_in = ~Exists(siblings.filter(status="asked", review__outcome="live"))
        concerned = Q(review__issue__round__office__in=user.offices())
        if user.reads(Reads.ASKED):
            concerned |= Q(Exists(siblings.filter(own)))
        return self.filter(may_read(user, "review__issue__"), own | (concerned & all_in))

    def of_bodies(self, user) -> Self:
        """Those that the person's own bodies were asked for."""
        return self.filter(under("body", user.reads(Reads.ASKED)))

    def within_reach(self, user) -> Self:
        """Those that one has a move on: one's own bodies', and for the office all, to be asked about without being read."""
        ours = under("body", user.reads(Reads.ASKED)) | Q(review__issue__round__office__in=user.offices())
        return self.filter(may_read(user, "review__issue__"), ours)


class EvidenceQuerySet(OfIssueQuerySet):
    def standing(self) -> Self:
        """Files in their newest versions, without those taken off: what proves something."""
        return self.filter(withdrawn_at=None, replaced_by=None)


class WeekQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        rounds = self.model._meta.get_field("round").related_model
        return self.filter(round__in=rounds.objects.visible_to(user))

    def light(self) -> Self:
        """Without the facts and words of the summaries, which are long and which no list shows."""
        return self.defer("facts", "words")

    def newest(self) -> Self:
        """Of each round the week that was opened last; light."""
        opened = self.model.objects.filter(round=OuterRef("round"), opened_at__isnull=False)
        return (
            self.light().filter(opened_at__isnull=False).exclude(Exists(opened.filter(starts__gt=OuterRef("starts"))))
        )


class DispatchLineQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        return self.filter(Q(week__round__office__in=user.offices()) | under("unit", user.reads(Reads.BRANCH)))


def _asked(issue_model, paths: list[str]):
    """Ids of the issues on which the bodies under `paths` were asked for an opinion."""
    opinions = issue_model.joint_reviews.rel.related_model.opinions.rel.related_model
    return opinions.objects.filter(under("body", paths)).values("review__issue")


def issues_of(queryset: QuerySet, user) -> QuerySet:
    """The issues visible to `user`, for a queryset over a model with a foreign key `issue`."""
    return issue_of(queryset).objects.visible_to(user)


def issue_of(queryset: QuerySet):
    """The model of issues, for a queryset over a model with a foreign key `issue`."""
    return queryset.model._meta.get_field("issue").related_model


def may_read(user, path: str = "") -> Q:
    """The condition on rows whose `path` leads to an issue: it is not restricted, `user` was named and the day has not passed,
    or they head the office that runs its round, who name the others."""
    named = apps.get_model("issues", "Knower").objects.in_force(today()).filter(person=user)
    heads = [post.unit_id for post in user.posts if post.role == Role.OFFICE_HEAD]
    open_to_all = Q(**{f"{path}restricted": ""})
    return open_to_all | Q(**{f"{path}pk__in": named.values("issue")}) | Q(**{f"{path}round__office__in": heads})


def withheld_from(user, path: str = "") -> ExpressionWrapper:
    """Whether a row's issue counts for `user` without being read."""
    return ExpressionWrapper(~may_read(user, path), output_field=BooleanField())
