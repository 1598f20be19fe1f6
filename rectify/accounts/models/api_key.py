from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from rectify.accounts.roles import AccountKind, choices
from rectify.accounts.scoping import ScopedQuerySet
from rectify.lib.constraints import together
from rectify.lib.dates import today
from rectify.lib.ids import new_id

SIDES = (AccountKind.SYSTEM_ADMIN, AccountKind.SECURITY_ADMIN)


class KeyRight(models.TextChoices):
    """What a key may do beside reading. A move or an address of the API names the one that it asks."""

    REPORT = "report", "报送周报"
    IMPORT = "import", "送来台账，等人核对"


class ApiKeyQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        """The two administrators see that a key is there, for whom and until when; what it says is kept nowhere."""
        return self.all() if user.kind in SIDES else self.none()

    def working(self) -> Self:
        """Those that open something today."""
        return (
            self.filter(state=ApiKey.State.GRANTED, ends_on__gte=today()).exclude(first_code="").exclude(last_code="")
        )


class ApiKey(models.Model):
    """接口密钥: another system reads as a role at a unit would, asked for by the system administrator, granted by the security
    administrator. Each of them hands over one half, kept as its hash (docs/rules.md: machine-key). `account` is who it is in the
    trail: it is never in use and holds no post of its own, so nobody comes in as it."""

    class State(models.TextChoices):
        WAITING = "waiting", "等安全管理员同意"
        GRANTED = "granted", "已同意"
        DECLINED = "declined", "没有同意"
        ENDED = "ended", "已停用"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    name = models.CharField("系统", max_length=40)
    role = models.CharField("角色", max_length=20, choices=choices)
    unit = models.ForeignKey("accounts.Unit", verbose_name="单位", on_delete=models.PROTECT, related_name="api_keys")
    rights = models.JSONField("除了读还可以", default=list)
    reason = models.CharField("用来做什么", max_length=200)
    ends_on = models.DateField("截止日")
    asked_at = models.DateTimeField("申请时间", default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="申请人", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField("结果", max_length=10, choices=State, default=State.WAITING)
    refusal = models.CharField("没有同意的理由", max_length=200, blank=True)
    decided_at = models.DateTimeField("同意时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="同意人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="在记录里的名字",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="api_key",
    )
    first_code = models.CharField("前一半的密文", max_length=64, blank=True)
    last_code = models.CharField("后一半的密文", max_length=64, blank=True)
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="停用人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    calls = models.PositiveBigIntegerField("调用次数", default=0)
    used_at = models.DateTimeField("最近调用", null=True, blank=True)

    use: "ApiKeyUse | None" = None  # the row in which this call is counted

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = verbose_name_plural = "接口密钥"
        constraints = [
            together("decided"),
            together("ended"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None) | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="api_key_decided_or_waits",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="api_key_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) | (~Q(state="ended") & Q(ended_at=None)),
                name="api_key_ended_or_not",
            ),
        ]

    def __str__(self):
        return self.name

    def may(self, right: str) -> bool:
        """Whether the key was granted `right`; what asks none is no machine's."""
        return bool(right) and right in self.rights

    @property
    def rights_words(self) -> str:
        return "、".join(["读", *(KeyRight(right).label for right in self.rights)])

    def count_refusal(self) -> None:
        """Note that the call under way was answered by a no."""
        if self.use is not None:
            ApiKeyUse.objects.filter(pk=self.use.pk).update(refused=F("refused") + 1)


class ApiKeyUseQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> Self:
        return self.filter(api_key__in=ApiKey.objects.visible_to(user))


class ApiKeyUse(models.Model):
    """How often a key was used in a minute at one address: what its limit counts, until the hour stands in the trail."""

    api_key = models.ForeignKey(ApiKey, verbose_name="接口密钥", on_delete=models.CASCADE, related_name="uses")
    minute = models.DateTimeField("分钟")
    route = models.CharField("地址", max_length=120)
    calls = models.PositiveIntegerField("调用次数", default=0)
    refused = models.PositiveIntegerField("被拒次数", default=0)

    objects = ApiKeyUseQuerySet.as_manager()

    class Meta:
        ordering = ["minute", "route"]
        verbose_name = verbose_name_plural = "接口调用"
        constraints = [
            models.UniqueConstraint(fields=["api_key", "minute", "route"], name="one_use_of_a_key_minute_and_address"),
        ]

    def __str__(self):
        return f"{self.api_key} {self.minute:%Y-%m-%d %H:%M}"
