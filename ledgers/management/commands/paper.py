"""The office's papers at the command line: what there is, and the paper of an object as a Word file."""

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledgers.actions import papers as actions
from ledgers.models import IssuedPaper
from ledgers.moves.papers import ISSUE
from ledgers.papers import PAPERS
from ledgers.paperwork import OfficePaper, PaperReader, candidates, find, made, office_of
from ledgers.templating import in_use, laid_out
from rectify.accounts.models import Holding, User
from rectify.accounts.roles import Role
from rectify.lib import cells
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.lib.paper import OfficialPaper
from rectify.workflow.move import make

MOST = 400  # objects tried for an example
ANSWER_DAYS = 10  # by which an example asks for its answer


class Command(BaseCommand):
    help = "文书：--list 列出种类；文书名加 --for 编号（或 --demo）写出 Word 草稿，不编号、不留存。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", default="", help="文书名，见 --list")
        parser.add_argument("--list", action="store_true", help="列出文书的种类")
        parser.add_argument("--json", action="store_true", help="按 JSON 输出")
        parser.add_argument("--for", dest="public_id", default="", help="对象的编号：页面地址里的那一段")
        parser.add_argument("--demo", action="store_true", help="演示城市里第一个合适的对象")
        parser.add_argument("--issue", action="store_true", help="与 --demo 一起：走完核稿、签发，写出文号和校验码")
        parser.add_argument("--issued", default="", help="文号：写出签发时的那一份，一字节不差")
        parser.add_argument("--register", action="store_true", help="文书登记：每个文号的文书、日期、状态")
        parser.add_argument("--out", type=Path, help="写到哪个文件（.docx）")

    def handle(self, *, slug: str, public_id: str, out: Path | None, **options: Any) -> None:
        if options["list"]:
            self.listed(as_json=options["json"])
            return
        if options["register"]:
            self.registered(as_json=options["json"])
            return
        if options["issued"]:
            self.reprinted(options["issued"], out)
            return
        if slug not in PAPERS:
            raise CommandError(f"没有叫“{slug}”的文书，manage.py paper --list 列出全部")
        if options["issue"]:
            self.issued(PAPERS[slug], demo=options["demo"])
            return
        if not out or bool(public_id) == bool(options["demo"]):
            raise CommandError("请用 --out 指定文件，并用 --for 指定对象的编号（演示城市可以用 --demo）")
        kind = PAPERS[slug]
        drawn, obj, _ = example(kind) if options["demo"] else draft(kind, public_id)
        out.write_bytes(laid_out(kind, drawn, obj, in_use(kind, office_of(obj))))

    def issued(self, kind: OfficePaper, *, demo: bool) -> None:
        if not demo:
            raise CommandError("--issue 只在演示城市里和 --demo 一起用；平常在文书页上核稿、签发")
        _, obj, reader = example(kind)
        office = office_of(obj)
        clerk = User.objects.holding(Role.OFFICE_CLERK, office).exclude(pk=reader.user.pk).order_by("pk").first()
        if clerk is None:
            raise CommandError("督查办没有可以核稿的经办人")
        try:
            paper = actions.review(kind=kind, obj=obj, by=clerk, answer_by=today() + timedelta(days=ANSWER_DAYS))
            make(ISSUE, paper, by=reader.user)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        facts = {"number": paper.serial, "digest": paper.digest, "about": paper.about_id}
        self.stdout.write(json.dumps(facts, ensure_ascii=False))

    def reprinted(self, serial: str, out: Path | None) -> None:
        papers = list(IssuedPaper.objects.filter(serial=serial))
        if len(papers) != 1 or out is None:
            raise CommandError(f"文号 {serial} 有 {len(papers)} 份；一份时用 --out 指定写到哪里")
        out.write_bytes(bytes(papers[0].content))

    def registered(self, *, as_json: bool) -> None:
        papers = IssuedPaper.objects.numbered().order_by("office", "series", "year", "number", "pk")
        rows = [
            {
                "number": one.serial,
                "slug": one.slug,
                "date": cells.words(cells.local(one.signed_at).date()),
                "state": one.get_status_display(),
            }
            for one in papers.defer("content")
            if one.signed_at
        ]
        lines = [" ".join(row.values()) for row in rows]
        self.stdout.write(json.dumps(rows, ensure_ascii=False) if as_json else "\n".join(lines))

    def listed(self, *, as_json: bool) -> None:
        if as_json:
            rows = [
                {
                    "slug": one.slug,
                    "title": one.title,
                    "about": one.about.value,
                    "form": one.form.value,
                    "number": one.series or None,
                }
                for one in PAPERS.values()
            ]
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for one in PAPERS.values():
            self.stdout.write(f"{one.slug:16s} {one.title}{f'（{one.series}）' if one.series else ''}")


def heads() -> Iterator[PaperReader]:
    """The heads of the offices: as one of them a paper is drawn where nobody sits at the page."""
    posts = Holding.objects.current().filter(role=Role.OFFICE_HEAD, user__is_active=True)
    for user in User.objects.filter(pk__in=posts.values("user")).order_by("pk"):
        yield PaperReader(user, today())


def draft(kind: OfficePaper, public_id: str) -> tuple[OfficialPaper, Any, PaperReader]:
    """The paper of one object, as a head of its office has it, with object and reader. Raises CommandError with the reason why
    there is none."""
    for reader in heads():
        if obj := find(kind.about, public_id, reader):
            try:
                return made(kind, obj, reader), obj, reader
            except Refused as refused:
                raise CommandError(str(refused)) from refused
    raise CommandError(f"没有编号为 {public_id} 的对象，没有写出文书")


def example(kind: OfficePaper) -> tuple[OfficialPaper, Any, PaperReader]:
    """The paper of the first object that it fits, with object and reader. Raises CommandError where none does."""
    if not settings.DEMO:
        raise CommandError("--demo 只用于演示城市；请用 --for 指定对象的编号")
    reason = "没有这样的对象"
    for reader in heads():
        for obj in islice(candidates(kind.about, reader), MOST):
            try:
                return made(kind, obj, reader), obj, reader
            except Refused as refused:
                reason = str(refused)
    raise CommandError(f"演示城市里没有可以写{kind.title}的对象：{reason}")
