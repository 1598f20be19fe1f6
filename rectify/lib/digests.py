import hashlib
import json
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder


def plain(value: Any) -> Any:
    """`value` as plain JSON data (dates and decimals as text), as it would come back from the database."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False))


def digest_of(value: Any) -> str:
    """The hash of `value` written as canonical JSON: the same content has the same hash, whatever the order of keys."""
    text = json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.new(settings.DIGEST, text.encode()).hexdigest()
