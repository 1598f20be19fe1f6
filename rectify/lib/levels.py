"""How far a thing may go: 公开, 内部, 工作秘密. Classified material has no level here, since none may be held."""

from django.db import models


class Confidentiality(models.TextChoices):
    """In rising order: a file is never more open than the issue it belongs to."""

    PUBLIC = "public", "公开"
    INTERNAL = "internal", "内部"
    WORK_SECRET = "work_secret", "工作秘密"

    @classmethod
    def stricter(cls, *levels: str) -> "Confidentiality":
        """The one that goes least far."""
        return max((cls(level) for level in levels), key=list(cls).index)

    def wider(self) -> list["Confidentiality"]:
        """What goes further than this."""
        levels = list(type(self))
        return levels[: levels.index(self)]

    @classmethod
    def from_floor(cls, floor: str) -> list["Confidentiality"]:
        """`floor` and what is stricter."""
        levels = list(cls)
        return levels[levels.index(cls(floor)) :]
