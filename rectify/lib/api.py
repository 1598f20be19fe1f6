"""What every API view stands on: who is asking, and a JSON reader that can not be abused."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.db import IntegrityError
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, parsers, views
from rest_framework.exceptions import ParseError
from rest_framework.response import Response

from rectify.lib.errors import AT_ONCE, Faster, Refused, is_at_once
from rectify.lib.text import unfit

DEEPEST = 32
LONGEST_NUMBER = 30


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
    """JSON within bounds: depth, length of numbers, no NUL and no half characters in any text (security.md D25)."""

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping | None = None) -> Any:
        try:
            text = stream.read().decode("utf-8")
            value = json.loads(text, parse_int=whole, parse_float=decimal, parse_constant=refuse)
        except (ValueError, RecursionError) as wrong:
            raise ParseError("请求内容不是正确的 JSON。") from wrong
        look_into(value)
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


def answer_to(exception: Exception, context: dict) -> Response | None:
    """A rule's no as data: 409 when somebody was faster, 422 with every reason when a rule refuses."""
    if isinstance(exception, Refused):
        views.set_rollback()
        status = 409 if isinstance(exception, Faster) else 422
        return Response({"reasons": exception.reasons}, status=status)
    if isinstance(exception, IntegrityError) and is_at_once(exception):
        views.set_rollback()
        return Response({"reasons": [AT_ONCE]}, status=409)
    return views.exception_handler(exception, context)
