import hashlib
import json
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

ALGORITHMS = ("sha256", "sm3")  # the setting DIGEST may have been the other one when something was sealed


def plain(value: Any) -> Any:
    """`value` as plain JSON data (dates and decimals as text), as it would come back from the database."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False))


def digest_of(value: Any, algorithm: str = "") -> str:
    """The hash of `value` written as canonical JSON: the same content has the same hash, whatever the order of keys."""
    text = json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.new(algorithm or settings.DIGEST, text.encode()).hexdigest()


def fits(digest: str, *values: Any) -> bool:
    """Whether `digest` is that of one of `values`, by whichever algorithm it was sealed."""
    for algorithm in ALGORITHMS:
        with suppress(ValueError):  # this machine's OpenSSL has no SM3: then nothing here was sealed by it
            if digest in [digest_of(value, algorithm) for value in values]:
                return True
    return False
