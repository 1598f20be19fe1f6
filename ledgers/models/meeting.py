from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from issues.models.status import Grade
from ledgers.models.querysets import MeetingQuerySet, OfMeetingQuerySet
from rectify.lib.constraints import together
from rectify.lib.ids import new_id


class Meeting(models.Model):
    """领导小组会议: an agenda drawn up beforehand, then one minutes number and a word for each of its issues."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    office = models.ForeignKey(
        "accounts.Unit", verbose_name="督查单位", on_delete=models.PROTECT, related_name="meetings"
    )
    round = models.ForeignKey(
        "issues.Round", verbose_name="轮次", null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    title = models.CharField("会议", max_length=100)
    held_on = models.DateField("会议日期")
    minutes = models.CharField("会议纪要号", max_length=80, blank=True)
    chair = models.CharField("主持人", max_length=60, blank=True)
    attendees = models.TextField("参加人员", blank=True)
    made_at = models.DateTimeField("建立时间", default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="建立人", on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField("归档时间", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="归档人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]
        verbose_name = verbose_name_plural = "领导小组会议"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "minutes"], condition=~Q(minutes=""), name="minutes_once_per_office"
            ),
            models.CheckConstraint(condition=Q(closed_at=None) | ~Q(minutes=""), name="meeting_closed_has_minutes"),
            together("closed"),
        ]

    def __str__(self):
        return f"{self.title}（{self.held_on:%Y-%m-%d}）"


class MeetingItem(models.Model):
    """One issue on the agenda, and the meeting's word on it: a grade, 不予销号, or not this time."""

    class Word(models.TextChoices):
        FULL = Grade.FULL.value, Grade.FULL.label
        MOSTLY = Grade.MOSTLY.value, Grade.MOSTLY.label
        PARTLY = Grade.PARTLY.value, Grade.PARTLY.label
        UNVERIFIABLE = Grade.UNVERIFIABLE.value, Grade.UNVERIFIABLE.label
        DECLINE = "decline", "不予销号"
        LATER = "later", "暂缓审议"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, verbose_name="会议", on_delete=models.PROTECT, related_name="items")
    issue = models.ForeignKey(
        "issues.Issue", verbose_name="问题", on_delete=models.PROTECT, related_name="meeting_items"
    )
    closure = models.ForeignKey(
        "ledgers.Closure", verbose_name="销号申请", on_delete=models.PROTECT, related_name="meeting_items"
    )
    order = models.PositiveSmallIntegerField("次序")
    word = models.CharField("结论", max_length=20, choices=Word, blank=True)
    note = models.TextField("意见", blank=True)
    decided_at = models.DateTimeField("定的时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="录入人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "order", "id"]
        verbose_name = verbose_name_plural = "会议议题"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "closure"], name="closure_once_per_meeting"),
            models.UniqueConstraint(
                fields=["closure"], condition=Q(decided_at=None), name="closure_on_one_agenda_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, word="") | (Q(decided_at__isnull=False) & ~Q(word="")),
                name="meetingitem_word_when_decided",
            ),
            together("decided"),
        ]

    def __str__(self):
        return f"{self.meeting.title}议题 {self.order}"

    @property
    def trail_subject(self):
        return self.issue
