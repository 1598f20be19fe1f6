"""The three administrators (三员) of an empty installation: the only accounts that are not made by another person."""

from argparse import ArgumentParser
from getpass import getpass

from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from rectify.accounts.actions.slips import print_first
from rectify.accounts.models import User
from rectify.accounts.roles import AccountKind
from rectify.audit.trail import record
from rectify.serving import place
from rectify.serving.prepare import PREPARING

ADMINISTRATORS = (
    ("sysadmin", AccountKind.SYSTEM_ADMIN),
    ("secadmin", AccountKind.SECURITY_ADMIN),
    ("auditor", AccountKind.AUDITOR),
)


KEPT = (
    "三名管理员都已建立，没有改动。还没有登录过、密码过了 72 小时或者丢了的，加 --again 再显示一次；"
    "忘记密码由另外两名管理员一个提出、一个确认；都进不来，用 recover_administrator。"
)
HAND_OUT = (
    "请分别交给三个不同的人，72 小时内有效。系统管理员先登录，改密码，在“密码条”里打印另两人的前一半，当面交给本人；"
    "那两人先输前一半，接着输这里的后一半，登录后改密码。登录后首页是“开局”，写着接下来谁办什么。"
)
CHOSEN = "请三个不同的人各自登录一次，首次登录须改密码。登录后首页是“开局”，写着接下来谁办什么。"


class Command(BaseCommand):
    help = "建立系统管理员、安全管理员、审计管理员三个账号。已有的不动。首次登录须改密码。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ask", action="store_true", help="逐个输入初始密码；不加则随机生成，只显示这一次")
        parser.add_argument("--again", action="store_true", help="还没有登录过的，重新显示一次，原来的作废")

    def handle(self, *, ask: bool, again: bool, **options: object) -> None:
        place.wait_until_free(PREPARING, say=self.say)
        demand_prepared()
        missing = [(name, kind) for name, kind in ADMINISTRATORS if not User.objects.filter(kind=kind).exists()]
        if not missing and not again:
            self.stdout.write(KEPT)
            return
        create([(name, kind, self.ask(kind) if ask else "") for name, kind in missing])
        if ask:
            self.say(CHOSEN)
            return
        for user, text in hand_out():
            what = "一次性密码" if user.kind == AccountKind.SYSTEM_ADMIN else "后一半"
            self.stdout.write(f"{user.get_kind_display()}  账号 {user.username}  {what} {text}")
        self.say(HAND_OUT)

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def ask(self, kind: AccountKind) -> str:
        password = getpass(f"{kind.label}的初始密码：")
        try:
            validate_password(password)
        except ValidationError as error:
            rules = "\n".join(f"- {text}" for text in password_validators_help_texts())
            raise CommandError("；".join(error.messages) + f"\n密码规则：\n{rules}") from error
        if getpass("再输一遍：") != password:
            raise CommandError("两次输入不一致，没有建立任何账号。请重新运行。")
        return password


def demand_prepared() -> None:
    """Raises CommandError where the tables are not there yet: nothing was started on this database before."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(
            f"数据库还没有准备好。请先启动服务（{place.typed('serve')}），等它写着“可以使用了”，再运行一次。"
        )


@transaction.atomic
def create(made: list[tuple[str, AccountKind, str]]) -> None:
    """All of them or none; without a password they wait for their slips. Raises CommandError when a name is taken by another
    account."""
    for name, kind, password in made:
        if User.objects.filter(username=name).exists():
            raise CommandError(f"账号 {name} 已被占用，不能用作{kind.label}。没有建立任何账号。")
        user = User(username=name, name=kind.label, kind=kind, must_change_password=True)
        user.set_password(password or None)
        user.save()
        record("accounts.administrator.create", user, by=None, label=kind.label, username=name)


@transaction.atomic
def hand_out() -> list[tuple[User, str]]:
    """What each of the three who has not come in yet gets from this screen; shown once."""
    names = [name for name, _ in ADMINISTRATORS]
    people = User.objects.filter(username__in=names, is_active=True, must_change_password=True, past_passwords=None)
    waiting = [user for user in people.exclude(kind=AccountKind.BUSINESS) if not user.has_usable_password()]
    return [(user, print_first(user=user)) for user in sorted(waiting, key=lambda user: names.index(user.username))]
