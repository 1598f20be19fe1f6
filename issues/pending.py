"""Slices of what is asked for beside the path of an issue: to be kept on, more time, opinions of other bodies. Each says since
when it waits."""

from django.db.models import CharField, DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Cast

from issues.entrants import unreviewed
from issues.models import (
    OPEN,
    PENDING,
    STRUCK_OFF,
    Extension,
    Grade,
    JointReview,
    Lasting,
    Opinion,
    StageReview,
    Status,
)
from issues.slices import REVIEWED, declare, earliest
from rectify.accounts.models import Unit

LASTING = Lasting.objects.filter(status=Lasting.Status.WAITING)
UNREAD = StageReview.objects.filter(read_at=None)
ASKED = Extension.objects.filter(status__in=PENDING)


@declare(
    "lasting_waiting",
    "长期坚持待决定",
    "有转长期坚持的申请在等督查负责人",
    since=earliest(LASTING, "status_since"),
)
def lasting_waiting(on):
    return Q(pk__in=LASTING.values("issue"))


@declare(
    "stage_review_due",
    "阶段检视到期",
    "长期坚持（含已销号的），下次检视的日子已到，还没有报",
    since=Cast("next_review", DateTimeField()),
)
def stage_review_due(on):
    return Q(status__in=REVIEWED, long_term=True, next_review__lte=on)


@declare("stage_review_waiting", "阶段检视待阅", "单位已报阶段检视，督查办还没有阅", since=earliest(UNREAD, "at"))
def stage_review_waiting(on):
    return Q(pk__in=UNREAD.values("issue"))


@declare("stage_met", "长期坚持，阶段目标达到", "推进中的长期坚持，督查办最近一次阅的认定是“阶段目标达到”")
def stage_met(on):
    later = StageReview.objects.filter(issue=OuterRef("issue"), number__gt=OuterRef("number")).exclude(accepted="")
    met = StageReview.objects.filter(~Exists(later), accepted=StageReview.Word.MET)
    return Q(status__in=OPEN, long_term=True, pk__in=met.values("issue"))


@declare("staged", "阶段性完成", "已销号且认定全面、基本、部分完成的，加推进中长期坚持、阶段目标达到的：阶段口径的分子")
def staged(on):
    grades = [Grade.FULL, Grade.MOSTLY, Grade.PARTLY]
    return Q(status__in=STRUCK_OFF, grade__in=grades) | stage_met(on)


@declare("extension_waiting", "延期待决定", "有延期申请在等督查负责人", since=earliest(ASKED, "status_since"))
def extension_waiting(on):
    ready = Q(status=Extension.Status.CONSENTED) | Q(status=Extension.Status.WAITING, number=1)
    return Q(pk__in=Extension.objects.filter(ready).values("issue"))


@declare(
    "extension_consent",
    "延期待领导同意",
    "第 2 次起的延期申请，在等分管领导",
    since=earliest(ASKED, "status_since"),
)
def extension_consent(on):
    waiting = Extension.objects.filter(status=Extension.Status.WAITING, number__gte=2)
    return Q(pk__in=waiting.values("issue"))


@declare("extension_asked", "申请延期", "有延期申请还没有答复，不论在等谁", since=earliest(ASKED, "status_since"))
def extension_asked(on):
    return Q(pk__in=ASKED.values("issue"))


@declare("opinion_asked", "等我提意见", "联审正在进行，问的是我所在的单位，还没有提意见")
def opinion_asked(on, body=""):
    asked = _asked()
    if body:
        path = ExpressionWrapper(OuterRef("body__path"), output_field=CharField())
        above = Unit.objects.filter(public_id=body).annotate(asked_path=path)
        asked = asked.filter(Exists(above.filter(asked_path__startswith=F("path"))))
    return Q(pk__in=asked.values("review__issue"))


@declare("joint_waiting", "联审在等意见", "方案或销号联审正在进行，还有单位没有提意见")
def joint_waiting(on):
    return Q(pk__in=_asked().values("review__issue"))


@declare("joint_late", "联审逾期未提", "联审正在进行，过了时限还有单位没有提意见")
def joint_late(on):
    return Q(pk__in=_asked().filter(review__due__lt=on).values("review__issue"))


@declare("joint_ready", "联审待合并", "方案或销号联审的意见已齐，等督查办合并答复")
def joint_ready(on):
    live = JointReview.objects.live().exclude(pk__in=_asked().values("review"))
    return Q(pk__in=live.values("issue"))


@declare(
    "outside_review",
    "请我初审",
    "督查办的人都代责任单位录入过的销号申请，待初审，由分管领导初审",
    page="ledgers:review",
)
def outside_review(on):
    return Q(pk__in=unreviewed().values("pk"))


@declare("plan_to_review", "方案待审", "方案已报，不在联审，等督查办审核")
def plan_to_review(on):
    return Q(status=Status.PLAN_REVIEW) & ~Q(pk__in=JointReview.objects.live().values("issue"))


def _asked():
    """Opinions that are waited for."""
    return Opinion.objects.filter(status=Opinion.Status.ASKED, review__outcome=JointReview.Outcome.LIVE)
