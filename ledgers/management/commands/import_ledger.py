"""The same import as on the page: prints every complaint and question, writes only when no question is open."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from issues.models import Round
from ledgers.actions import import_reading, import_writing, imports
from ledgers.importing.names import Names
from ledgers.importing.remarks import ASK, BAD
from ledgers.importing.settling import fingerprint
from ledgers.models import Batch
from rectify.accounts.models import Unit, User
from rectify.accounts.roles import OFFICE_ROLES
from rectify.lib.errors import Refused
from rectify.lib.filestore import forget, keep
from rectify.lib.secrecy import EXPLAINED, marks


class Command(BaseCommand):
    help = "导入台账：读表、列出每一条提问和不符；没有待答的提问时整批写成草稿，否则留在“导入台账”页上待答，返回 1。"

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--round", required=True, help="轮次的名称或编码")
        parser.add_argument("--by", help="导入人账号；不写时取本轮督查办的第一位经办人")
        parser.add_argument("--unit", help="表里没有写单位时归哪个单位")
        parser.add_argument("--anchor", type=date.fromisoformat, help="反馈日期，“1 个月内”从这天起算")
        parser.add_argument(
            "--confirmed-unclassified", action="store_true", help="已核对：表里的“机密”“内部资料”等词不表示密级"
        )
        parser.add_argument("--dry-run", action="store_true", help="只读、只列，什么都不留下")

    def handle(self, *args, file, round, by, unit, anchor, dry_run, confirmed_unclassified, **options):
        where = Round.objects.filter(public_id=round).first() or Round.objects.filter(name=round).first()
        if where is None:
            raise CommandError(
                f"没有“{round}”这一轮。现有：{'、'.join(Round.objects.values_list('name', flat=True)) or '无'}"
            )
        person = importer(where, by)
        demand_clean_name(Path(file).name, sure=confirmed_unclassified)
        try:
            with transaction.atomic():
                batch = self.taken(Path(file), where=where, person=person, unit=home(unit, person), anchor=anchor)
                waiting = self.report(batch)
                transaction.set_rollback(dry_run)
            if dry_run:
                forget(batch.path)
                self.stdout.write("试读：什么都没有写入。")
                self.stdout.write("新增 {new}，更新 {update}，没变 {same}".format(**batch.layout["figures"]))
            elif not waiting:
                self.write(batch, person, sure=confirmed_unclassified)
        except Refused as refused:
            raise CommandError("；".join(refused.reasons)) from refused
        if waiting:
            raise SystemExit(1)

    def taken(self, path: Path, *, where: Round, person: User, unit: Unit | None, anchor: date | None) -> Batch:
        if not path.is_file():
            raise CommandError(f"没有这个文件：{path}")
        with path.open("rb") as source:
            stored = keep(iter(lambda: source.read(1 << 20), b""), folder="imports")
        batch = imports.upload(round_=where, stored=stored, name=path.name, by=person, unit=unit, anchor=anchor)
        import_reading.read(batch=batch)
        batch.refresh_from_db()
        if batch.state != Batch.Status.READY:
            raise CommandError(batch.error)
        return batch

    def report(self, batch: Batch) -> bool:
        """Print everything; whether something must still be answered or put right."""
        for row in batch.rows.order_by("order").iterator(chunk_size=500):
            for remark in row.complaints:
                self.stdout.write(f"{row.sheet} 第 {row.number} 行　{WORDS[remark['kind']]}　{remark['text']}")
        counts = batch.layout["figures"]
        self.stdout.write(
            f"共 {counts['all']} 行：可以写入 {counts['ready']}，要您回答 {counts['ask']}，需更正 {counts['bad']}；"
            f"新增 {counts['new']}，更新 {counts['update']}，没变 {counts['same']}，已下发不改 {counts['differs']}"
        )
        for word, where in batch.layout.get("words", {}).items():
            self.stdout.write(f"{where}有“{word}”：核对不涉密的，加 --confirmed-unclassified 再运行")
        asked = [q for q in batch.layout["questions"] if q["kind"] == ASK and not q["answered"]]
        if asked:
            self.stdout.write(f"还有 {len(asked)} 个提问没有回答，什么都没有写入。请到“导入台账”页上回答后确认。")
        return bool(asked) or bool(counts[BAD])

    def write(self, batch: Batch, person: User, *, sure: bool) -> None:
        if not batch.layout["figures"]["ready"]:
            return
        import_writing.confirm(batch=batch, seen=fingerprint(batch), by=person, sure=sure)
        import_writing.perform(batch=batch, by=person)
        batch.refresh_from_db()
        self.stdout.write(
            f"已写入：新增 {batch.added} 件，更新 {batch.updated} 件，没变 {batch.unchanged} 件。须由另一人下发。"
        )


WORDS = {"bad": "需更正", "ask": "要回答", "may": "最好答", "fix": "已整理"}


def demand_clean_name(name: str, *, sure: bool) -> None:
    """Raises CommandError for the name of a file that bears a marking, or words nobody has confirmed."""
    borne = marks(name, file_name=True)
    if borne.marking:
        raise CommandError(f"{EXPLAINED}：文件名带密级“{borne.marking}”，没有读入")
    if borne.words and not sure:
        raise CommandError(f"文件名里有“{'”“'.join(borne.words)}”：核对不涉密的，加 --confirmed-unclassified 再运行")


def importer(where: Round, username: str | None) -> User:
    """The named person, else the first who works in the round's office."""
    people = User.objects.filter(is_active=True)
    if username:
        user = people.filter(username=username).first()
    else:
        user = next((u for u in people.order_by("pk") if u.holds(*OFFICE_ROLES, at=where.office)), None)
    if user is None:
        raise CommandError(
            f"没有账号“{username}”。" if username else f"{where.office}没有在用的经办人账号，请用 --by 指定。"
        )
    return user


def home(name: str | None, person: User) -> Unit | None:
    """The one unit that is called so. Raises CommandError where there is none, or several."""
    if not name:
        return None
    names = Names.for_user(person)
    unit = names.find(name)
    if unit is None:
        alike = "、".join(one.full_name for one in names.like(name))
        raise CommandError(f"单位库里没有只有一家叫“{name}”的单位。{f'是不是：{alike}' if alike else ''}")
    return unit
