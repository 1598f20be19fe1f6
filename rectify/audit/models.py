"""What happened, in order: append-only events, each carrying the hash of the one before."""

from django.apps import apps
from django.conf import settings
from django.db import models

from rectify.accounts.roles import AccountKind
from rectify.accounts.scoping import ScopedQuerySet


class EventQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "EventQuerySet":
        """The auditor reads the whole trail. Others read the trail of an object they may see, through `about`."""
        return self.all() if user.kind == AccountKind.AUDITOR else self.none()

    def about(self, obj) -> "EventQuerySet":
        """The trail of one object that the caller has already fetched through its own `visible_to`."""
        return self.filter(subject=label_of(obj))

    def on(self, obj) -> "EventQuerySet":
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


def label_of(obj) -> str:
    """`issues.issue:12`: how the trail names an object; `trail_label` where the model was renamed since."""
    return f"{getattr(obj, 'trail_label', obj._meta.label_lower)}:{obj.pk}"


def model_of(label: str) -> type[models.Model]:
    """The model of a label of the trail, `issues.issue`. Raises LookupError, ValueError where there is none."""
    named = {getattr(model, "trail_label", ""): model for model in apps.get_models()}
    return named.get(label) or apps.get_model(label)
