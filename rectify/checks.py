"""System checks: mistakes of deployment that nothing else would tell. `manage.py check --deploy` shows them."""

from collections.abc import Sequence

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections

from rectify.lib.environment import is_loopback

FORBIDDEN_APPS = ("django.contrib.admin",)


@register()
def no_admin_site(app_configs: object, **options: object) -> list[Error]:
    """The admin site writes past every rule, so it must not be there."""
    installed = [name for name in FORBIDDEN_APPS if name in settings.INSTALLED_APPS]
    return [Error(f"不能安装 {name}：它绕过流转和留痕。", id="rectify.E001") for name in installed]


@register(Tags.security, deploy=True)
def https_beyond_loopback(app_configs: object, **options: object) -> list[Warning]:
    if settings.HTTPS or all(is_loopback(host) or host == "testserver" for host in settings.ALLOWED_HOSTS):
        return []
    hint = "在前面的网页服务器上配好证书后设置 HTTPS=1。"
    return [Warning("别的机器用不加密的 http 访问，口令会被看到。", hint=hint, id="rectify.W001")]


@register(Tags.security, deploy=True)
def mail_goes_out(app_configs: object, **options: object) -> list[Warning]:
    if settings.EMBEDDED or "console" not in settings.EMAIL_BACKEND:
        return []
    hint = "设置 EMAIL_URL，例如 smtp://用户:密码@mail.example.gov.cn:25；不用邮件则设为 dummymail://"
    return [Warning("邮件只会写到日志里，收不到。", hint=hint, id="rectify.W002")]


@register(Tags.database)
def letters_are_known(app_configs: object, databases: Sequence[str] | None = None, **options: object) -> list[Warning]:
    """A PostgreSQL database made with LC_CTYPE=C treats Chinese as bytes: case and trigrams go wrong silently."""
    warnings = []
    for alias in databases or ():
        if connections[alias].vendor != "postgresql":
            continue
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT datctype, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
            )
            ctype, encoding = cursor.fetchone()
        if ctype in {"C", "POSIX"} or encoding != "UTF8":
            hint = "重建数据库：createdb -E UTF8 --lc-ctype=C.UTF-8 --lc-collate=C.UTF-8 -T template0 rectify"
            warnings.append(
                Warning(f"数据库的字符设置是 {ctype}/{encoding}，不认识汉字。", hint=hint, id="rectify.W003")
            )
    return warnings
