"""Parts of a backup: encrypted on the way in, proved on the way out."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyrage

from rectify.drafts.chosen import FOLDER as UNSENT
from rectify.lib.errors import Refused

CHUNK = 2**20


def digest_of(path: Path) -> str:
    """SHA-256 of the bytes on disk."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def lock_up(source: Path, target: Path, key: pyrage.x25519.Identity) -> str:
    """Encrypt `source` into `target`, on disk before its name stands there; gives the digest of what was written."""
    draft = target.with_suffix(".part")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with source.open("rb") as plain, draft.open("wb") as secret:
            pyrage.encrypt_io(plain, secret, [key.to_public()])
        digest = digest_of(draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return digest


def open_up(source: Path, target: Path, key: pyrage.x25519.Identity) -> str:
    """Decrypt `source` into `target`; gives the digest of the plain bytes. Raises Refused when it does not open."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with source.open("rb") as secret, target.open("wb") as plain:
            pyrage.decrypt_io(secret, plain, [key])
    except FileNotFoundError as error:
        raise Refused(f"备份缺 {source.name}") from error
    except pyrage.DecryptError as error:
        raise Refused(f"{source.name} 打不开：密钥不是制作这份备份时用的，或者文件已损坏") from error
    return digest_of(target)


class _Hashing:
    """Takes bytes and keeps their digest alone."""

    def __init__(self):
        self.digest = hashlib.sha256()

    def write(self, chunk: bytes) -> int:
        self.digest.update(chunk)
        return len(chunk)

    def flush(self) -> None:
        """There is nothing to flush; who writes into it asks for it."""


def digest_inside(source: Path, key: pyrage.x25519.Identity) -> str:
    """The digest of the plain bytes of an encrypted file; nothing where it does not open or is not there."""
    inside = _Hashing()
    try:
        with source.open("rb") as secret:
            pyrage.decrypt_io(secret, inside, [key])
    except (OSError, pyrage.DecryptError):
        return ""
    return inside.digest.hexdigest()


def write_json(content: Any, target: Path, key: pyrage.x25519.Identity) -> str:
    secret = pyrage.encrypt(json.dumps(content, ensure_ascii=False).encode(), [key.to_public()])
    target.write_bytes(secret)
    return hashlib.sha256(secret).hexdigest()


def read_json(source: Path, key: pyrage.x25519.Identity) -> Any:
    """Raises Refused when it is not there or does not open."""
    try:
        return json.loads(pyrage.decrypt(source.read_bytes(), [key]))
    except FileNotFoundError as error:
        raise Refused(f"备份缺 {source.name}") from error
    except (pyrage.DecryptError, ValueError) as error:
        raise Refused(f"{source.name} 打不开：密钥不是制作这份备份时用的，或者文件已损坏") from error


def files_below(root: Path) -> Iterator[Path]:
    """Whole files of the store; one in the making has another name, one that was chosen and not sent is nobody's word yet."""
    whole = (path for path in sorted(root.rglob("*")) if path.is_file() and path.suffix != ".part")
    return (path for path in whole if path.relative_to(root).parts[0] != UNSENT)
