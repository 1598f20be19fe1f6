"""manage.py marked_texts: where stored texts bear a marking of secrecy, for administrators. Reads only, prints no text."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import models

from rectify.lib.gate import words_of
from rectify.lib.secrecy import marked

OURS = ("accounts", "audit", "calendars", "options", "notices", "workflow", "issues", "ledgers")
TEXTS = (models.CharField, models.TextField, models.JSONField)


class Command(BaseCommand):
    help = "列出库里标有密级的文字在哪里（哪张表、哪一条、哪一栏），不显示文字，不改动任何数据；有则返回 1。"

    def handle(self, *args: object, **options: object) -> None:
        count = 0
        for model in (model for app in OURS for model in apps.get_app_config(app).get_models()):
            for pk, field in places(model):
                count += 1
                self.stdout.write(f"{model._meta.verbose_name}　{model._meta.label_lower} {pk}　{field.verbose_name}")
        self.stdout.write(f"标有密级的文字 {count} 处。" if count else "没有标有密级的文字。")
        if count:
            raise SystemExit(1)


def places(model: type[models.Model]) -> Iterator[tuple[Any, models.Field]]:
    """Key and column of each marked text of a table."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, TEXTS) and not field.choices]
    names = [field.attname for field in fields]
    for pk, *values in model._base_manager.order_by("pk").values_list("pk", *names).iterator(chunk_size=500):
        for field, value in zip(fields, values, strict=True):
            if any(marked(text) for text in words_of(value) if text):
                yield pk, field
