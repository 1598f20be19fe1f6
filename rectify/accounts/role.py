"""What a role is. Each is declared in a file of its own under `rectify/accounts/roles/`; no other place lists them."""

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from enum import Enum


class WorksFor(Enum):
    """Roles that work for the same one work together; those of different ones check one another. A role of neither stands by
    itself."""

    OFFICE = "office"  # works in a supervisory office, and can be held nowhere else
    UNIT = "unit"  # works for a unit that puts right


class Reads(Enum):
    """What of the business a post shows. Whoever may see a row starts here (`visible_to`)."""

    OFFICE = "office"  # every round that the office runs
    BRANCH = "branch"  # what was dispatched to the unit or to one below it
    ASKED = "asked"  # what the unit was asked for an opinion on


@dataclass(frozen=True)
class RoleTab:
    """A saved filter above the list of issues: its name, its slice, whether its number is shown (only where an index counts)."""

    name: str
    code: str = ""
    counted: bool = True


@dataclass(frozen=True)
class ChapterPart:
    """A heading of a chapter and the text below it (`rectify/roof/manual/guide.py` says how that is written)."""

    anchor: str
    words: str
    text: str


@dataclass(frozen=True)
class Chapter:
    """What one role does, for 使用说明; `slug` is its address there."""

    slug: str
    title: str
    gist: str
    parts: tuple[ChapterPart, ...]


@dataclass(frozen=True)
class Person:
    """Who holds the role in the demo city. Without a name it is one of a unit's own staff (`rectify/roof/demo/cast.py`)."""

    username: str
    name: str = ""
    title: str = ""
    units: str = ""  # codes of rectify/roof/demo/data/units.csv, with spaces


_ROLES: dict[str, "Role"] = {}


class _Named(type):
    """A role is named where a rule is about it: `Role.REVIEWER` is what `roles/reviewer.py` declares; `for role in Role`
    goes through all of them in the order in which pages list them."""

    def __getattr__(cls, name: str) -> "Role":
        if name.isupper() and name.lower() in _ROLES:
            return _ROLES[name.lower()]
        raise AttributeError(f"no file of rectify/accounts/roles declares {name}")

    def __iter__(cls) -> Iterator["Role"]:
        return iter(sorted(_ROLES.values(), key=lambda role: role.order))


@dataclass(frozen=True, eq=False, repr=False)
class Role(str, metaclass=_Named):
    """A business role, held at a unit. It is the word that a post stores, with all that belongs to it.

    `post` is how its holder is called beside the unit; `order` its place in lists of roles; of several roles of one person
    that with the lowest `rank` gives the first page, and its menu and queues come first. `queues` are slices with the verb of
    what is to be done, the most urgent first; {unit} in a slice stands for the unit of the post. `heading` and `tabs` are
    those of the list of issues. `needed`: a unit (an office, for who works for one) that has nobody in it is told of. A role that
    cannot be granted `not_yet` says why and has nothing else.
    """

    value: str
    label: str
    post: str = ""
    order: int = 0
    rank: int = 0
    works_for: WorksFor | None = None
    needed: bool = False
    reads: Reads | None = None
    home: str = ""
    menu: tuple[tuple[str, str], ...] = ()
    queues: tuple[tuple[str, str], ...] = ()
    heading: str = ""
    tabs: tuple[RoleTab, ...] = ()
    chapter: Chapter | None = None
    person: Person | None = None
    not_yet: str = ""

    def __new__(cls, value: str, *args: object, **kwargs: object) -> "Role":
        return super().__new__(cls, value)

    def __post_init__(self) -> None:
        if lacking := [] if self.not_yet else [name for name in PIECES if not getattr(self, name)]:
            raise ValueError(f"the role {self.value} lacks {', '.join(lacking)}")

    def __reduce__(self) -> tuple:
        return Role.of, (self.value,)

    @classmethod
    def of(cls, value: str) -> "Role":
        """The role that a post stores. Raises LookupError where no file declares it."""
        return _ROLES[value]


OPTIONAL = {"works_for", "needed", "not_yet"}
PIECES = tuple(field.name for field in fields(Role) if field.default is not MISSING and field.name not in OPTIONAL)


def register(role: Role) -> None:
    """Make a role known."""
    _ROLES[role.value] = role
