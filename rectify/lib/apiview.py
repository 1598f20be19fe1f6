"""What every view of the API is: one that takes no parameter it does not know."""

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView


class Asks(APIView):
    """`asks` names the parameters of the address that a view reads. Any other is refused by name: a misspelt filter would
    otherwise show everything."""

    asks: frozenset[str] = frozenset()

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        unknown = sorted(set(request.query_params) - self.asks)
        if unknown:
            raise ValidationError({name: ["没有这个参数"] for name in unknown})


class View(Asks):
    """A view of the API."""
