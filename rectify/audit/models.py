"""What happened, in order: append-only events, each carrying the hash of the one before."""

from typing import Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone

from rectify.accounts.roles import AccountKind
from rectify.accounts.scoping import ScopedQuerySet


class EventQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """The auditor reads the whole trail. Others read the trail of an object they may see, through `about`."""
        return self.all() if user.kind == AccountKind.AUDITOR else self.none()

    def about(self, obj) -> Self:
        """The trail of one object that the caller has already fetched through its own `visible_to`."""
        return self.filter(subject=label_of(obj))

    def on(self, obj) -> Self:
        """What was done to `obj` itself, not to what hangs on it: of a measure, among the events of its issue."""
        subject = getattr(obj, "trail_subject", obj)
        return self.filter(subject=label_of(subject), object=label_of(obj))


class Event(models.Model):
    """One act: who, when, what kind, on what, with which facts. Written once (`trail.record`), never changed.

    `facts` holds ids, codes and values before and after; `note` the reason a person gave. Both are covered by the hash.
    """

    number = models.BigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="经办", null=True, on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField("事项", max_length=80)
    object = models.CharField("对象", max_length=80)
    subject = models.CharField("归属", max_length=80)
    note = models.TextField("说明", blank=True)
    facts = models.JSONField("事实", default=dict)
    algorithm = models.CharField(max_length=10)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = verbose_name_plural = "操作记录"
        indexes = [
            models.Index(fields=["subject", "number"], name="event_by_subject"),
            models.Index(fields=["by", "number"], name="event_by_person"),
            models.Index(fields=["kind", "number"], name="event_by_kind"),
        ]

    def __str__(self):
        return f"{self.number} {self.kind}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("操作记录只增不改")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("操作记录不能删除")


class ChainHead(models.Model):
    """The end of the chain; its row is the lock that puts events in order."""

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "记录链头"

    def __str__(self):
        return f"{self.number}"


class ProofQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """The auditor's."""
        return self.all() if user.kind == AccountKind.AUDITOR else self.none()

    def finished(self) -> Self:
        """The newest first."""
        return self.filter(finished_at__isnull=False).order_by("-finished_at", "-pk")


class Proof(models.Model):
    """核验: one run over everything that is sealed, in slices; with `since` what was sealed before that day is left out. `check`,
    `after` say where it goes on; whoever works on it holds it until `busy_until`, so that a run that died is taken up again
    and two do not do the same."""

    started_at = models.DateTimeField("开始时间", default=timezone.now)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="发起人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    since = models.DateField("只核此日以来封存的", null=True, blank=True)
    busy_until = models.DateTimeField("占用至", null=True, blank=True)
    check_code = models.CharField("核到哪一项", max_length=80, blank=True)
    after = models.BigIntegerField("核到哪一行", default=0)
    looked = models.JSONField("核了多少", default=dict)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = ProofQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        verbose_name = verbose_name_plural = "核验"

    def __str__(self):
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class ProofFault(models.Model):
    """不符: one row or file that a proof found not to hold. Public ids and numbers, no names of files, no texts."""

    proof = models.ForeignKey(Proof, verbose_name="核验", on_delete=models.CASCADE, related_name="faults")
    check_name = models.CharField("核的是什么", max_length=60)
    row = models.CharField("哪一行", max_length=120)
    about = models.CharField("所在", max_length=300)
    why = models.TextField("怎样不符")

    objects = ProofQuerySet.as_manager()

    class Meta:
        ordering = ["proof", "id"]
        verbose_name = verbose_name_plural = "核验不符"

    def __str__(self):
        return self.row


def named(model: type[models.Model] | models.Model) -> str:
    """`issues.issue`: how the trail names a model. One that was renamed keeps its name of before as `trail_label`."""
    return getattr(model, "trail_label", model._meta.label_lower)


def label_of(obj: models.Model) -> str:
    """`issues.issue:12`: how the trail names an object."""
    return f"{named(obj)}:{obj.pk}"


def model_of(label: str) -> type[models.Model]:
    """The model that the trail calls so. Raises LookupError, ValueError where there is none."""
    return {named(model): model for model in apps.get_models()}.get(label) or apps.get_model(label)
