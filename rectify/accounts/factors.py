"""The second factor: seeds made, sealed and opened; what a telephone shows held against them; recovery codes.

The key of the seeds lies beside that of the backups (`VAR/keys/factor.key`): who has the database, or a backup, has no seed.
"""

import base64
import hashlib
import secrets
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, urlencode

import pyrage
import segno
from django.conf import settings
from django.utils import timezone
from django_otp.oath import TOTP

from rectify.accounts.models import Factor, RecoveryCode, User
from rectify.lib.numbers import whole
from rectify.lib.passwords import SIGNS

SEED_BYTES = 20  # RFC 4226: as long as the hash
DIGITS = 6
TOLERANCE = 1  # half minutes that a telephone may be before or behind
MOST_FAILURES, PAUSE = 5, timedelta(minutes=30)
CODES, CODE_LENGTH = 10, 12  # 69 bits each: a fast hash is enough


class SeedLost(Exception):
    """The key that would open a seed is not here: it was left behind on another machine."""


def key_file() -> Path:
    return Path(settings.VAR) / "keys" / "factor.key"


def _key() -> pyrage.x25519.Identity:
    """The key of this installation; made on first use, readable by its account alone."""
    place = key_file()
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = place.with_suffix(".part")
        draft.touch(mode=0o600)
        draft.write_text(str(pyrage.x25519.Identity.generate()), encoding="ascii")
        draft.rename(place)
    return pyrage.x25519.Identity.from_str(place.read_text(encoding="ascii").strip())


def new_seed() -> str:
    """A fresh seed, sealed."""
    return base64.b64encode(pyrage.encrypt(secrets.token_bytes(SEED_BYTES), [_key().to_public()])).decode()


def opened(sealed: str) -> bytes:
    """The seed. Raises SeedLost where this machine has another key."""
    try:
        return pyrage.decrypt(base64.b64decode(sealed), [_key()])
    except pyrage.DecryptError as error:
        raise SeedLost from error


def shown(sealed: str) -> str:
    """The seed as it is typed off the screen where no camera is at hand: in fours."""
    text = base64.b32encode(opened(sealed)).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def picture(sealed: str, username: str, issuer: str) -> bytes:
    """What a telephone photographs (SVG, without any style in it)."""
    query = urlencode({"secret": base64.b32encode(opened(sealed)).decode(), "issuer": issuer})
    out = BytesIO()
    code = segno.make(f"otpauth://totp/{quote(f'{issuer}:{username}')}?{query}", error="m", micro=False)
    code.save(out, kind="svg", scale=5, border=3, svgclass=None, lineclass=None, light="#ffffff")
    return out.getvalue()


def is_paused(factor: Factor) -> bool:
    """Whether too many wrong codes were typed of late."""
    late = factor.failed_at is not None and factor.failed_at > timezone.now() - PAUSE
    return late and factor.failures >= MOST_FAILURES


def take_code(factor: Factor, typed: str) -> bool:
    """Whether `typed` is a code of now that was not used before; its half minute is noted in `factor`, which the caller
    has locked and saves. A lost seed fits nothing."""
    text = "".join(typed.split())
    number = whole(text) if len(text) == DIGITS else None
    try:
        clock = TOTP(opened(factor.seed), digits=DIGITS)
    except SeedLost:
        return False
    if number is None or not clock.verify(number, tolerance=TOLERANCE, min_t=factor.last_step + 1):
        return False
    factor.last_step, factor.offset = clock.t(), clock.drift
    return True


def new_codes(user: User) -> list[str]:
    """Fresh recovery codes, as they are printed; those of before are dead."""
    codes = ["".join(secrets.choice(SIGNS) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    user.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, code=_code_of(code)) for code in codes)
    return [f"{code[:4]} {code[4:8]} {code[8:]}" for code in codes]


def use_code(user: User, typed: str) -> bool:
    """Whether `typed` is a recovery code; then it is used up."""
    plain = "".join(sign for sign in typed if sign.isalnum())
    fitting = user.recovery_codes.unused().filter(code=_code_of(plain))
    return bool(fitting.update(used_at=timezone.now()))


def _code_of(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
