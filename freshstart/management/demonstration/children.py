"""Which children does the demonstration have, and how far has each of them come?"""

import tomllib
from datetime import date, time
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from freshstart.actions.cases import NewParty
from freshstart.management.demonstration.areas import FOLDER, read
from freshstart.models.facts import academic_year_of
from freshstart.process.vocabulary import Post


class Leg(BaseModel):
    """One act of somebody on a child's way: on which school day counted from which date, and at what time.

    `act` is a step of the protocol, `family:` and a question to the family, or `sign:` and a paper.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: int
    at: time
    act: str
    by: str
    since: str = "first_day"
    occasion: str = ""
    values: dict[str, Any] = {}


class Asked(BaseModel):
    """A school that was asked; without an answer it still thinks about it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    school: str
    answer: str = ""
    why: str = ""


class Said(BaseModel):
    """What somebody of the family answers to a question, and what comes of it where they want to be heard."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: str
    words: str = ""
    heard: str = ""


class Child(BaseModel):
    """An invented child, with family, schools and the words that people write down on the way.

    `day` is the school day of the way that the child has come to (0 is the first at the new school), `week`
    the school week there, `since_last_review` the least number of school days since the last review of the
    direction: one of the three. The way stops after the act `until`. What stands under `on` belongs to one
    occasion.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    given: str
    family: str
    known_as: str = ""
    year_group: int
    birthday: str = Field(pattern=r"^\d\d-\d\d$")
    upn: str = ""
    parties: tuple[NewParty, ...]
    home: str
    host: str = ""
    opened_by: Post = Post.LEAD
    facilitator: int = 0
    key_adult: int = 0
    asked: tuple[Asked, ...] = ()
    day: int = 0
    week: int = 0
    since_last_review: int = 0
    week_missing: bool = False
    until: str = ""
    also: tuple[Leg, ...] = ()
    answers: dict[str, Any]
    on: dict[str, dict[str, Any]] = {}
    reasons: dict[str, dict[str, str]] = {}
    says: dict[str, dict[str, Said]] = {}
    signing: dict[str, str] = {}
    marks: dict[str, tuple[str, str]] = {}

    def born_on(self, today: date) -> date:
        """Give the date of birth that puts the child in the year group today."""
        month, day = (int(part) for part in self.birthday.split("-"))
        year = academic_year_of(today) - self.year_group - 5
        return date(year + (month < 9), month, day)


def read_all() -> tuple[Child, ...]:
    """Read every child, in the order of their files' names."""
    common = read("answers.toml")
    files = [
        tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("children/*.toml"))
    ]
    return tuple(Child.model_validate(file | {"answers": common | file["answers"]}) for file in files)
