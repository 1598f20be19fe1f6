"""The last resort, on the server itself: an administrator gets in again by the recovery code that was printed and sealed."""

from argparse import ArgumentParser
from getpass import getpass

from django.core.management.base import BaseCommand, CommandError

from rectify.accounts.actions.recovery import is_right, new_code, recover
from rectify.accounts.models import User
from rectify.accounts.roles import ADMINISTRATORS

WRONG = "恢复码不对，什么也没有改。恢复码由 recover_administrator --print-code 打印，只能用一次。"


class Command(BaseCommand):
    help = "三员都进不来时的最后一条路：凭封存的恢复码给一名管理员一个一次性密码。留痕，并告警给全部管理员。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", nargs="?", default="", help="要恢复的管理员账号")
        parser.add_argument("--print-code", action="store_true", help="打印一个新的恢复码，原来的作废")

    def handle(self, *, username: str, print_code: bool, **options: object) -> None:
        if print_code:
            self.stdout.write(f"恢复码  {new_code()}")
            self.stdout.write("只显示这一次。请打印、封存在保险柜里，不要存在电脑上。用过一次就作废。")
            return
        user = User.objects.filter(username=username, kind__in=ADMINISTRATORS).first()
        if user is None:
            raise CommandError("请写要恢复的管理员账号，例如 recover_administrator secadmin。")
        if not is_right(getpass("恢复码：")):
            raise CommandError(WRONG)
        self.stdout.write(f"{user.get_kind_display()}  账号 {user.username}  一次性密码 {recover(user=user)}")
        self.stdout.write("首次登录须改密码。恢复码已作废，请再打印一个封存。全部管理员都会收到告警。")
