"""Who may see and do what, by the role they have on a case?

Roles are relative to the case: the same headteacher is home head in one case and receiving head in another.
A protocol may narrow what is written here, never widen it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from freshstart.process.vocabulary import Post, Strand


class Permission(StrEnum):
    """Name what can be permitted: a noun and a verb."""

    CASE_SEE = "case.see"
    PEOPLE_CHANGE = "people.change"
    LINK_SEND = "link.send"
    PAPER_ANSWER_RECORD = "paper_answer.record"
    CASE_CORRECT = "case.correct"
    ATTENDANCE_SEE = "attendance.see"
    LETTER_SEE = "letter.see"
    HISTORY_SEE = "history.see"
    CODE_PRINT = "code.print"
    VOICE_RECORD = "voice.record"
    RESTRICTION_MAKE = "restriction.make"


@dataclass(frozen=True, slots=True)
class Role:
    """Say what one role may do and read, in a sentence a practitioner can check."""

    sentence: str
    permissions: frozenset[Permission]
    strands: frozenset[Strand]


_NOTHING: frozenset[Permission] = frozenset()
_LIST = frozenset({Permission.CASE_SEE})
_FOLLOW = _LIST | {Permission.ATTENDANCE_SEE}
_SEE = _FOLLOW | {Permission.LETTER_SEE, Permission.HISTORY_SEE}
_RUN = _SEE | {
    Permission.PEOPLE_CHANGE,
    Permission.LINK_SEND,
    Permission.PAPER_ANSWER_RECORD,
    Permission.CASE_CORRECT,
}
# Outside both schools: what a family says there is not said before a school.
_OUTSIDE = frozenset({Permission.CODE_PRINT, Permission.VOICE_RECORD})
_PLAN = frozenset({Strand.PLAN})
_OPEN = frozenset({Strand.PLAN, Strand.DISCLOSURE})
_FULL = frozenset({Strand.PLAN, Strand.DISCLOSURE, Strand.SAFEGUARDING})


ROLES: dict[str, Role] = {
    "lead": Role(
        "Runs the case from beginning to end and reads all of it but the safeguarding file.",
        _RUN,
        _OPEN,
    ),
    "home_lead": Role("Opens cases of the school and works on them with the lead.", _RUN, _OPEN),
    "home_head": Role(
        "Decides for the home school and reads the whole of its cases.",
        _RUN | {Permission.RESTRICTION_MAKE},
        _FULL,
    ),
    "home_senco": Role("Reads the school’s cases and answers for special needs.", _SEE, _OPEN),
    "home_safeguarding": Role(
        "Reads the school’s cases with what keeps the child safe, and hands that over.",
        _SEE | {Permission.RESTRICTION_MAKE},
        _FULL,
    ),
    "home_attendance": Role("Keeps the register: reads plan and attendance.", _FOLLOW, _PLAN),
    "home_key_adult": Role("Supports the child at the home school: reads the plan.", _FOLLOW, _PLAN),
    "home_clerk": Role("Records the board’s decisions and sends its notices.", _SEE, _PLAN),
    "home_nominee": Role(
        "Decides for the governing board and reads what the decision rests on.", _SEE, _OPEN
    ),
    "host_head": Role(
        "Accepts the child, decides for the receiving school, reads the case from its yes on.", _SEE, _FULL
    ),
    "host_lead": Role("Welcomes the child at the receiving school and works on the plan.", _SEE, _OPEN),
    "host_senco": Role("Reads the case from the school’s yes on, for special needs.", _SEE, _OPEN),
    "host_safeguarding": Role("Receives what keeps the child safe.", _SEE, _FULL),
    "host_attendance": Role("Keeps the register of the receiving school.", _FOLLOW, _PLAN),
    "host_key_adult": Role("Meets the child each week: reads the plan, not the disclosures.", _FOLLOW, _PLAN),
    "approached_head": Role(
        "Reads the least that is needed to offer a place: no name, no story.", _NOTHING, frozenset()
    ),
    "council_inclusion": Role(
        "Advises, finds places and watches over cases in the council’s area once the family knows.",
        _SEE | _OUTSIDE,
        _OPEN,
    ),
    "council_adviser": Role(
        "Listens to the family, outside both schools, and reads what the family reads.",
        _LIST | _OUTSIDE,
        _PLAN,
    ),
    "council_sen": Role("Reads cases with an education, health and care plan, for the plan.", _SEE, _OPEN),
    "council_admissions": Role(
        "Reads names, year and registers, for places and returns.", _LIST, frozenset()
    ),
    "facilitator": Role(
        "Helps everyone talk and reads the case they were appointed to.",
        _RUN - {Permission.CASE_CORRECT},
        _OPEN,
    ),
    "social_worker": Role("Reads the case of the child they work with.", _SEE, _FULL),
}


def may(roles: frozenset[str], permission: Permission) -> bool:
    """Tell whether any of the roles carries a permission; an unknown role carries none."""
    return any(permission in ROLES[role].permissions for role in roles if role in ROLES)


def strands_for(roles: frozenset[str]) -> frozenset[Strand]:
    """Give the strands that any of the roles may read; pages, letters and exports share this."""
    return frozenset().union(*(ROLES[role].strands for role in roles if role in ROLES))


def may_listen(posts: Iterable[str]) -> bool:
    """Tell whether one of these posts hears, outside both schools, what families tell nobody else."""
    return any(post in {Post.ADVISER, Post.INCLUSION} for post in posts)
