"""Loads the default data: calendar, schemes, common problems, rule profiles, lists. Safe to run at every start.

What was loaded once is remembered by its code and never written again: a row somebody has edited, renamed or deleted
stays as that person left it, and a later version of the program still brings the rows that are new in it.
"""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from issues.models import (
    Category,
    ExtensionReason,
    LightRule,
    Measure,
    OutcomeKind,
    Phrase,
    Procedure,
    ProcedureStep,
    RoundKind,
    RuleProfile,
    RuleTerm,
    Scheme,
    Track,
)
from issues.plans.copies import fingerprint
from rectify.accounts.models import Sector
from rectify.calendars import days
from rectify.options.models import StoredOption

DATA = Path(__file__).resolve().parents[2] / "data"
MEMORY = "issues.defaults_loaded"


class Command(BaseCommand):
    help = "装入默认数据：工作日历、分类方案、22类共性问题、时限方案和各类列表。可反复运行，不改动已编辑的内容。"

    def handle(self, *args, **options):
        imported = days.seed()
        created = load_tables()
        fill_fingerprints()
        added = imported.added + imported.changed
        if added or created:
            self.stdout.write(f"默认数据：工作日历更新 {added} 天，分类、时限等新增 {created} 条。")
        else:
            self.stdout.write("默认数据已是最新，没有改动。")


@transaction.atomic
def load_tables() -> int:
    """Load what was never loaded before. Gives the number of rows made."""
    memory, _ = StoredOption.objects.get_or_create(key=MEMORY, office=None, defaults={"value": []})
    memory = StoredOption.objects.select_for_update().get(pk=memory.pk)
    known, made = set(memory.value), 0
    for table, key_fields, load in TABLES:
        for order, row in enumerate(rows(table), 1):
            key = ":".join([table, *(row[name] for name in key_fields)])
            if key not in known:
                made += load(row, order)
                known.add(key)
    if known != set(memory.value):
        memory.value = sorted(known)
        memory.save(update_fields=["value", "changed_at"])
    return made


def fill_fingerprints() -> None:
    """Of the measures that an older version wrote; those too short to have one are looked at again, which costs little."""
    missing = Measure.objects.filter(fingerprint="").only("pk", "text").order_by("pk")
    batch = []
    for measure in missing.iterator(chunk_size=2_000):
        measure.fingerprint = fingerprint(measure.text)
        batch += [measure] if measure.fingerprint else []
        if len(batch) == 2_000:
            Measure.objects.bulk_update(batch, ["fingerprint"])
            batch = []
    Measure.objects.bulk_update(batch, ["fingerprint"])


def rows(table: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def listed(model: Any) -> Callable[[dict, int], int]:
    """Of the lists that have only a code, a name and an order."""

    def load(row: dict[str, str], order: int) -> int:
        return model.objects.get_or_create(code=row["code"], defaults={"name": row["name"], "order": order})[1]

    return load


def scheme(row: dict[str, str], order: int) -> int:
    values = {"name": row["name"], "kind": row["kind"], "is_current": row["is_current"] == "1"}
    return Scheme.objects.get_or_create(code=row["code"], version=row["version"], defaults=values)[1]


def category(row: dict[str, str], order: int) -> int:
    """A class of a scheme that is still there, and where it belongs in other schemes."""
    owner = Scheme.objects.filter(code=row["scheme"], version=row["version"]).first()
    if owner is None:
        return 0
    made, new = Category.objects.get_or_create(
        scheme=owner, code=row["code"], defaults={"name": row["name"], "order": order}
    )
    if new:
        for group in row["groups"].split():
            code, version, value = group.split("/")
            made.groups.add(*Category.objects.filter(scheme__code=code, scheme__version=version, code=value))
    return new


def membership(row: dict[str, str], order: int) -> int:
    """Where a class belongs in a scheme that came later than it."""
    for member in _named(row["category"]):
        member.groups.add(*_named(row["group"]))
        return 1
    return 0


def _named(words: str) -> Iterator[Category]:
    code, version, value = words.split("/")
    yield from Category.objects.filter(scheme__code=code, scheme__version=version, code=value)


def profile(row: dict[str, str], order: int) -> int:
    values = {"name": row["name"], "level": row["level"]}
    return RuleProfile.objects.get_or_create(code=row["code"], defaults=values)[1]


def term(row: dict[str, str], order: int) -> int:
    owner = RuleProfile.objects.filter(code=row["profile"]).first()
    if owner is None:
        return 0
    values = {"number": int(row["number"]), **{name: row[name] for name in ("unit", "counted_from", "rule")}}
    return RuleTerm.objects.get_or_create(profile=owner, event=row["event"], defaults=values)[1]


def light(row: dict[str, str], order: int) -> int:
    owner = RuleProfile.objects.filter(code=row["profile"]).first()
    if owner is None:
        return 0
    names = ("when", "colour", "words", "tells", "paper", "rule")
    values = {"number": int(row["number"])} | {name: row[name] for name in names}
    return LightRule.objects.get_or_create(profile=owner, order=int(row["order"]), defaults=values)[1]


def reason(row: dict[str, str], order: int) -> int:
    values = {"name": row["name"], "kind": row["kind"], "order": order}
    return ExtensionReason.objects.get_or_create(code=row["code"], defaults=values)[1]


def phrase(row: dict[str, str], order: int) -> int:
    return Phrase.objects.get_or_create(use=row["use"], text=row["text"], defaults={"order": order})[1]


def outcome_kind(row: dict[str, str], order: int) -> int:
    values = {
        "name": row["name"],
        "unit": row["unit"],
        "decimals": int(row["decimals"]),
        "is_money": row["is_money"] == "1",
        "order": order,
    }
    return OutcomeKind.objects.get_or_create(code=row["code"], defaults=values)[1]


def procedure(row: dict[str, str], order: int) -> int:
    """A ready-made procedure with its steps, whole or not at all: the steps of a version are never added to later."""
    values = {"name": row["name"], "note": row["note"]}
    made, new = Procedure.objects.get_or_create(code=row["code"], version=1, defaults=values)
    steps = [step for step in rows("procedure_steps") if step["procedure"] == row["code"]] if new else []
    for place, step in enumerate(steps, 1):
        plain: dict[str, Any] = {name: step[name] for name in ("gate", "focus", "difficulty", "nature", "rule")}
        plain |= {
            "days": int(step["days"]),
            "may_waive": step["may_waive"] == "1",
            "text": step["text"].replace("|", "\n"),
        }
        ProcedureStep.objects.create(procedure=made, order=place, **plain)
    return new


# In the order they need each other; the fields are those that name a row for ever.
TABLES = (
    ("sectors", ("code",), listed(Sector)),
    ("tracks", ("code",), listed(Track)),
    ("round_kinds", ("code",), listed(RoundKind)),
    ("schemes", ("code", "version"), scheme),
    ("categories", ("scheme", "version", "code"), category),
    ("memberships", ("category", "group"), membership),
    ("profiles", ("code",), profile),
    ("procedures", ("code",), procedure),
    ("terms", ("profile", "event"), term),
    ("lights", ("profile", "order"), light),
    ("extension_reasons", ("code",), reason),
    ("phrases", ("use", "text"), phrase),
    ("outcome_kinds", ("code",), outcome_kind),
)
