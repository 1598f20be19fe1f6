"""What every API view stands on: who is asking, and a JSON reader that can not be abused."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, parsers
from rest_framework.exceptions import APIException, ParseError

from rectify.lib.text import unfit

DEEPEST = 32
LONGEST_NUMBER = 30


class TooLarge(APIException):
    """More than one request may carry."""

    status_code = 413


class SessionAuthentication(authentication.SessionAuthentication):
    """The pages' session. Naming a scheme turns “not logged in” into 401 instead of 403."""

    def authenticate_header(self, request: object) -> str:
        return "Session"


class SessionScheme(OpenApiAuthenticationExtension):
    """How the schema describes it."""

    target_class = SessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class BoundedJSONParser(parsers.JSONParser):
    """JSON within bounds: depth, length of numbers, no NUL and no half characters in any text."""

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping | None = None) -> Any:
        try:
            text = within_bounds(stream).decode("utf-8")
            value = json.loads(
                text, object_pairs_hook=once_each, parse_int=whole, parse_float=decimal, parse_constant=refuse
            )
        except (ValueError, RecursionError) as wrong:
            raise ParseError("请求内容不是正确的 JSON。") from wrong
        look_into(value)
        return value


def within_bounds(stream: IO[bytes]) -> bytes:
    """The body. Raises TooLarge before more than the limit has been read."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    body = stream.read(most + 1)
    if len(body) > most:
        raise TooLarge(f"请求内容超过 {most // 2**20} MB。")
    return body


def once_each(pairs: list[tuple[str, object]]) -> dict:
    """An object whose names stand once: of two values nobody knows which was meant."""
    value = dict(pairs)
    if len(value) < len(pairs):
        raise ValueError("name given twice")
    return value


def whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError("number too long")
    return int(digits)


def decimal(digits: str) -> float:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError("number too long")
    return float(digits)


def refuse(name: str) -> None:
    raise ValueError(name)


def look_into(value: object, depth: int = 1) -> None:
    """Raises ParseError where a value is too deep or a text holds what no database takes."""
    if depth > DEEPEST:
        raise ParseError(f"请求内容的层次超过 {DEEPEST} 层。")
    if isinstance(value, str):
        if unfit(value):
            raise ParseError("请求内容含有不能保存的字符。")
    elif isinstance(value, dict):
        for key, part in value.items():
            look_into(key, depth)
            look_into(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            look_into(part, depth + 1)
