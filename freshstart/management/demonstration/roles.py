"""Who has which role in a child's case?"""

from dataclasses import dataclass, field

from freshstart.management.demonstration.areas import Area
from freshstart.management.demonstration.timetables import Timetable
from freshstart.models.cases import Party
from freshstart.models.organisations import Organisation
from freshstart.models.people import User


@dataclass
class Roles:
    """Find the people of one case: the staff of the area, and the family once the case is open."""

    timetable: Timetable
    area: Area
    family: dict[str, Party] = field(default_factory=dict)

    def person(self, role: str) -> User:
        """Give the person who has a role in this case."""
        child, council = self.timetable.child, self.area.council
        if role == "lead":
            return self.area.holder(self.timetable.home, child.opened_by)
        if role == "facilitator":
            return self.area.holder(council, role, child.facilitator)
        side, _, post = role.partition("_")
        place = {"home": self.timetable.home, "host": self.timetable.host, "council": council}[side]
        return self.area.holder(place, post, child.key_adult if role == "host_key_adult" else 0)

    def head_of(self, school: Organisation) -> User:
        """Give the head of a school that was asked."""
        return self.area.holder(school, "head")

    def named(self, role: str) -> str:
        """Name a role as answers do: one of the family by their place among the people of the case."""
        return f"party:{self.family[role].pk}" if role in self.family else role
