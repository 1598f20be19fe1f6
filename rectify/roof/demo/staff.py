"""Whose turn it is on a problem of the demo city: of the cast, by unit and by what has been done."""

from issues.models import Issue
from rectify.accounts.models import Unit, User
from rectify.roof.demo.cast import Cast


class Staff:
    """The people of one problem. Who enters a problem is not who checks it; `names` are those of the unit's own staff."""

    cast: Cast
    unit: Unit
    registered: Issue | None
    names: dict[str, str]

    @property
    def issue(self) -> Issue:
        """The issue that it became. Raises LookupError before it was registered."""
        if self.registered is None:
            raise LookupError(f"{self.unit}: no issue yet")
        return self.registered

    @property
    def liaison(self) -> User:
        return self.cast.liaison(self.issue.lead_unit_id)

    @property
    def principal(self) -> User:
        return self.cast.principal(self.issue.lead_unit_id)

    @property
    def clerks(self) -> list[User]:
        """Whoever enters the unit's problems first; the other two check."""
        people = [self.cast.clerk, self.cast.clerk2, self.cast.clerk3]
        first = self.unit.pk % 3
        return people[first:] + people[:first]

    @property
    def dispatcher(self) -> User:
        return self.cast.head if self.unit.pk % 2 else self.clerks[1]

    @property
    def reviewer(self) -> User:
        return self.clerks[1]

    @property
    def examiner(self) -> User:
        return self.clerks[2]

    @property
    def head(self) -> User:
        return self.cast.head

    def person(self, post: str) -> str:
        """The one who answers for a measure: a post of this unit and the name of who holds it."""
        key = f"{self.issue.lead_unit_id}{post}"
        if key not in self.names:
            self.names[key] = next(self.cast.names)
        return f"{post}{self.names[key]}"

    @property
    def leader(self) -> User | None:
        """The leader who has the unit in charge."""
        unit = self.registered.lead_unit if self.registered else self.unit
        leaders = (self.cast.leader, self.cast.leader2, self.cast.leader3)
        return next((person for person in leaders if person.holds("leader", at=unit)), None)
