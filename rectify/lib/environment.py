"""Reading settings from the environment: every wrong one is answered by a sentence that says what to set."""

import contextlib
import hashlib
import os
import secrets
import shlex
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

YES_WORDS = {"1", "true", "yes", "on"}
NO_WORDS = {"0", "false", "no", "off"}


class SettingWrong(ImproperlyConfigured):
    """A setting is missing or wrong. The text is for the person who starts the program."""


def flag(name: str, *, default: bool) -> bool:
    """A yes or no. Raises SettingWrong for anything that is neither."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in YES_WORDS:
        return True
    if value in NO_WORDS:
        return False
    raise SettingWrong(f"环境变量 {name} 的值是“{value}”，只能写 1 或 0。")


def number(name: str, *, default: int, least: int, most: int) -> int:
    """A whole number within bounds. Raises SettingWrong otherwise."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise SettingWrong(f"环境变量 {name} 的值是“{value}”，须为 {least} 到 {most} 之间的整数。")
    return int(value)


def words(name: str) -> list[str]:
    """A list written with commas."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def networks(name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Addresses and ranges written with commas: 10.1.2.3, 10.1.0.0/16. Raises SettingWrong for what is neither."""
    try:
        return tuple(ip_network(word, strict=False) for word in words(name))
    except ValueError as error:
        raise SettingWrong(
            f"环境变量 {name} 里有不是地址或网段的内容：{error}。请写成 10.1.2.3,10.1.0.0/16。"
        ) from error


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server bound to host."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def kept_secret(path: Path) -> str:
    """The secret key kept in a file, made on first use. Two processes that start at once get the same one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()


def secret_key(*, embedded: bool, path: Path) -> str:
    """SECRET_KEY from the environment; a single machine makes its own and keeps it."""
    key = os.environ.get("SECRET_KEY", "").strip()
    if key:
        if len(key) < 50 or len(set(key)) < 5:
            raise SettingWrong("环境变量 SECRET_KEY 太短，须是至少 50 个字符的随机文字。" + HOW_TO_MAKE_A_KEY)
        return key
    if embedded:
        return kept_secret(path)
    raise SettingWrong("没有设置 SECRET_KEY。使用服务器数据库时须由环境变量给出。" + HOW_TO_MAKE_A_KEY)


def allowed_hosts(*, embedded: bool, host: str) -> list[str]:
    """Names the web may be called by. On one's own machine they are known, elsewhere they must be given."""
    hosts = words("ALLOWED_HOSTS")
    if "*" in hosts:
        raise SettingWrong("环境变量 ALLOWED_HOSTS 不能写“*”，请写明访问用的域名或地址，例如 zhenggai.example.gov.cn。")
    if hosts:
        return hosts
    if embedded and is_loopback(host):
        return ["127.0.0.1", "localhost", "[::1]"]
    raise SettingWrong(
        "没有设置 ALLOWED_HOSTS。请写明访问用的域名或地址，多个用逗号隔开，例如 ALLOWED_HOSTS=zhenggai.example.gov.cn,10.1.2.3"
    )


HOW_TO_MAKE_A_KEY = '可用这条命令生成：python -c "import secrets; print(secrets.token_urlsafe(50))"'


def digest(name: str) -> str:
    """The hash algorithm for trail, files and papers: sha256, or sm3 where this machine's OpenSSL has it."""
    value = os.environ.get(name, "").strip().lower() or "sha256"
    if value not in ("sha256", "sm3"):
        raise SettingWrong(f"{name}={value} 不认识。请写 sha256 或 sm3。")
    try:
        hashlib.new(value)
    except ValueError as error:
        raise SettingWrong(f"{name}={value}，但这台机器的 OpenSSL 没有 SM3。请换 OpenSSL 3，或去掉 {name}。") from error
    return value


def command(variable: str) -> list[str]:
    """The words of a command line; none where the variable is not set. Raises SettingWrong for a quote that is not closed."""
    try:
        return shlex.split(os.environ.get(variable, ""))
    except ValueError as error:
        raise SettingWrong(f"环境变量 {variable} 的引号没有配对：{os.environ[variable]}") from error
