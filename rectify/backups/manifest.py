"""What a backup says of itself, unencrypted and sealed: when, of what, how many, and the digest of each of its parts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

import pyrage
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from rectify.backups import keys
from rectify.backups.tables import Table
from rectify.lib.errors import Refused

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """`head` is the end of the trail (number, digest); `revoked` who may no longer come in or act, by numbers of rows."""

    made_at: datetime
    engine: str
    migrations: Sequence[str]
    tables: Mapping[str, Table]
    files: int
    bytes: int
    head: tuple[int, str]
    revoked: Mapping[str, Sequence[int]]
    parts: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def write(self, folder: Path, key: pyrage.x25519.Identity) -> None:
        content = json.loads(json.dumps(asdict(self) | {"made_at": self.made_at.isoformat()}))
        text = json.dumps(content | {"seal": keys.seal(key, content)}, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / NAME).write_text(text, encoding="utf-8")


def read(folder: Path, key: pyrage.x25519.Identity) -> Manifest:
    """The manifest of the backup in `folder`. Raises Refused when it is not there, damaged, not ours, or too new."""
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
        seal = content.pop("seal")
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise Refused(f"{folder.name} 的清单（{NAME}）缺失或已损坏，这份备份不能用") from error
    if content.get("format") != FORMAT:
        raise Refused(f"{folder.name} 由别的版本制作（格式 {content.get('format')}），本程序只认格式 {FORMAT}")
    if seal != keys.seal(key, content):
        raise Refused(f"{folder.name} 的清单与密钥不符：密钥不是制作这份备份时用的，或者清单被改过")
    tables = {name: Table(**each) for name, each in content["tables"].items()}
    made_at, head = datetime.fromisoformat(content["made_at"]), tuple(content["head"])
    return Manifest(**content | {"tables": tables, "made_at": made_at, "head": head})


def migrations() -> list[str]:
    """Those that the database has; each as app.name."""
    return sorted(".".join(each) for each in MigrationLoader(connection).applied_migrations)


def unknown(manifest: Manifest) -> list[str]:
    """Migrations of the backup that this program has not: it was made by a newer one."""
    known = {".".join(each) for each in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    return sorted(set(manifest.migrations) - known)
