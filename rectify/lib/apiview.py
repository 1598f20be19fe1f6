"""What every view of the API is: one that takes no parameter it does not know."""

from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import APIException, PermissionDenied, ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from rectify.lib.gate import CONFIRM, Stopped, examine, settle, words_of

DROPPED = "X-Dropped-Characters"
REFUSED = 400
NO_MACHINE = "接口密钥不能办这一步：要签字的、要两人办的，都由人登录办理"
NOT_GRANTED = "这把接口密钥没有授权办这一步，请系统管理员另外申请"


class Unconfirmed(APIException):
    """Words that may mark something classified: sent again with `confirmed_unclassified: true` they pass."""

    status_code = 409


class Gone(APIException):
    """An address that is called otherwise now."""

    status_code = 410


class View(APIView):
    """A view of the API. `asks` names the parameters of the address that it reads; any other is refused by name: a misspelt
    filter would otherwise show everything. A machine key reads; it writes where `by_key` names, by method, the right that it
    needs, or where the row of the move does (`row_decides`)."""

    asks: frozenset[str] = frozenset()
    by_key: Mapping[str, str] = {}
    row_decides = False
    dropped = 0

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        if request.method not in SAFE_METHODS and not self.row_decides:
            demand_key(request, self.by_key.get(request.method or "", ""))
        unknown = sorted(set(request.query_params) - self.asks)
        if unknown:
            raise ValidationError({name: ["没有这个参数"] for name in unknown})
        if request.method not in SAFE_METHODS and request.data:  # without a body it is an empty, frozen form
            self.dropped = settle(request.data)
            self.pass_gate(request.data)

    def finalize_response(self, request: Request, response: Response, *args: object, **kwargs: object) -> Response:
        """How many unseen controls the words of the body held: they are dropped, whatever becomes of the rest. What is refused
        to a machine key is counted."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        if answer.status_code >= REFUSED and (key := getattr(request, "auth", None)) is not None:
            key.count_refusal()
        if self.dropped:
            answer[DROPPED] = str(self.dropped)
        return answer

    def pass_gate(self, body: object) -> None:
        """Every word of a body stands before the gate; the confirmation is taken out of it."""
        sure = body.pop(CONFIRM, False) is True if isinstance(body, dict) else False
        try:
            examine(words_of(body), sure=sure)
        except Stopped as stopped:
            self.request._request.stopped = stopped  # type: ignore[attr-defined]  # the trail tells of it
            if stopped.marking:
                raise ValidationError({"reasons": [stopped.sentence]}) from stopped
            raise Unconfirmed(
                {"reasons": [stopped.sentence], "words": list(stopped.words), "confirm": CONFIRM}
            ) from stopped


def demand_key(request: Request, right: str) -> None:
    """Raises PermissionDenied where a machine key asks for what it was not granted; nothing else is asked here."""
    key: Any = request.auth  # an ApiKey, which this library may not know, or nothing for who has a session
    if key is not None and not key.may(right):
        raise PermissionDenied(NO_MACHINE if not right else NOT_GRANTED)


class FormerAddress(View):
    """An address that had another name once: whoever calls it is told the new one. `now` completes /api/v1/."""

    now = ""

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super(View, self).initial(request, *args, **kwargs)
        raise Gone({"reasons": [f"这个地址不再使用，请改用 /api/v1/{self.now}"]})
