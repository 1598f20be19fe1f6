"""The key of the backups: made once, kept apart from them. Who has it reads every backup; without it nobody reads any."""

import hashlib
import hmac
import json
from datetime import datetime
from pathlib import Path

import pyrage
from django.conf import settings
from django.utils import timezone

from rectify.lib.errors import Refused

PRINTED = 6  # signs of the printed key that whoever keeps it types, to show that it can be read


def folder() -> Path:
    return Path(settings.VAR) / "keys"


def identity() -> pyrage.x25519.Identity:
    """The key of this installation; made on first use, readable by its account alone."""
    place = folder() / "backup.key"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = place.with_suffix(".part")
        draft.touch(mode=0o600)
        draft.write_text(str(pyrage.x25519.Identity.generate()), encoding="ascii")
        draft.rename(place)
    return read(place.read_text(encoding="ascii"))


def read(text: str) -> pyrage.x25519.Identity:
    """A key as it stands in the file or was typed off paper. Raises Refused for what is none."""
    try:
        return pyrage.x25519.Identity.from_str("".join(text.split()).upper())
    except pyrage.IdentityError as error:
        raise Refused("这不是备份密钥：应以 AGE-SECRET-KEY-1 开头，共 74 个字符，请照打印件逐字核对") from error


def printed(key: pyrage.x25519.Identity) -> str:
    """The key in groups, for paper."""
    text = str(key)
    return " ".join(text[start : start + PRINTED] for start in range(0, len(text), PRINTED))


def seal(key: pyrage.x25519.Identity, content: dict) -> str:
    """What only whoever has the key can write under `content`: a backup that was put in from elsewhere shows."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
    return hmac.new(hashlib.sha256(str(key).encode()).digest(), text, hashlib.sha256).hexdigest()


def confirm(last_signs: str) -> None:
    """Somebody keeps the key elsewhere and shows it by its last signs. Raises Refused when they are others."""
    text = str(identity())
    if "".join(last_signs.split()).upper() != text[-PRINTED:]:
        raise Refused(f"末 {PRINTED} 个字符不符，请照打印件再核对一次")
    note = {"at": timezone.now().isoformat(), "key": hashlib.sha256(text.encode()).hexdigest()}
    (folder() / "backup.kept").write_text(json.dumps(note), encoding="ascii")


def confirmed() -> datetime | None:
    """When somebody last showed that the present key is kept elsewhere."""
    place = folder() / "backup.kept"
    if not place.exists():
        return None
    note = json.loads(place.read_text(encoding="ascii"))
    same = note["key"] == hashlib.sha256(str(identity()).encode()).hexdigest()
    return datetime.fromisoformat(note["at"]) if same else None
