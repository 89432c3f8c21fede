"""Which words does the service use for roles, answers, phases and outcomes?

Stored values are these short strings; nothing else is ever written to a column that holds one of them.
"""

from enum import StrEnum


class Tri(StrEnum):
    """Answer a yes-or-no question, where not knowing yet is an answer too."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"

    @classmethod
    def of(cls, truth: bool | None) -> "Tri":
        """Turn a truth value into an answer; None is not known."""
        return cls.NOT_KNOWN if truth is None else cls.YES if truth else cls.NO


class Side(StrEnum):
    """Say on which side of a move a role stands."""

    HOME = "home"
    HOST = "host"
    APPROACHED = "approached"
    COUNCIL = "council"
    CASE = "case"
    FAMILY = "family"


class Post(StrEnum):
    """Name the posts that a person can hold in a school, a council or beside a case."""

    LEAD = "lead"
    HEAD = "head"
    SENCO = "senco"
    SAFEGUARDING = "safeguarding"
    ATTENDANCE = "attendance"
    KEY_ADULT = "key_adult"
    CLERK = "clerk"
    NOMINEE = "nominee"
    INCLUSION = "inclusion"
    SEN = "sen"
    ADMISSIONS = "admissions"
    ADVISER = "adviser"
    FACILITATOR = "facilitator"
    SOCIAL_WORKER = "social_worker"
    ADMINISTRATOR = "administrator"


SCHOOL_POSTS = (
    Post.LEAD,
    Post.HEAD,
    Post.SENCO,
    Post.SAFEGUARDING,
    Post.ATTENDANCE,
    Post.KEY_ADULT,
    Post.CLERK,
    Post.NOMINEE,
)
COUNCIL_POSTS = (Post.INCLUSION, Post.SEN, Post.ADMISSIONS, Post.ADVISER)

POST_WORDS = {
    Post.LEAD: "Pastoral lead",
    Post.HEAD: "Headteacher",
    Post.SENCO: "SENCO",
    Post.SAFEGUARDING: "Safeguarding lead",
    Post.ATTENDANCE: "Attendance officer",
    Post.KEY_ADULT: "Key adult",
    Post.CLERK: "Clerk to the governing board",
    Post.NOMINEE: "Governing board",
    Post.INCLUSION: "Inclusion officer",
    Post.SEN: "SEN caseworker",
    Post.ADMISSIONS: "Admission authority",
    Post.ADVISER: "Family adviser, outside both schools",
    Post.FACILITATOR: "Facilitator",
    Post.SOCIAL_WORKER: "Social worker",
    Post.ADMINISTRATOR: "System administrator",
}


class Effect(StrEnum):
    """Say what a rule does: the first four to a step when it bites, the others to a protocol or a date.

    Where evidence is asked for and is not there, a named person's reason stands in its place.
    """

    BLOCK = "block"
    WARN = "warn"
    SIGN_OFF = "sign_off"
    EVIDENCE = "evidence"
    DOCUMENT = "document"
    DEADLINE = "deadline"
    TELL = "tell"


class Strand(StrEnum):
    """Divide what is written about a child by who may read it (security.md 2.1)."""

    PLAN = "plan"
    DISCLOSURE = "disclosure"
    SAFEGUARDING = "safeguarding"
    LOCATION = "location"


class PhaseKind(StrEnum):
    """Name the kinds of placement, each with its own legal basis (mission.md)."""

    OFF_SITE_DIRECTION = "off_site_direction"
    MANAGED_MOVE = "managed_move"
    TRIAL_MANAGED_MOVE = "trial_managed_move"
    NAMED_IN_PLAN = "named_in_plan"


# From these the child comes back, unless everyone agrees on something else; the others are for good.
TEMPORARY = frozenset({PhaseKind.OFF_SITE_DIRECTION, PhaseKind.TRIAL_MANAGED_MOVE})


class PhaseOutcome(StrEnum):
    """Say how a placement came to its end."""

    MANAGED_MOVE = "managed_move"
    RETURNED = "returned"
    ENDED_EARLY = "ended_early"
    SETTLED = "settled"


class CaseOutcome(StrEnum):
    """Say how a case came to its end. Nothing here is a fault of the child."""

    SETTLED = "settled"
    RETURNED = "returned"
    NOT_TAKEN_FURTHER = "not_taken_further"
    EXCLUDED = "excluded"
    OPENED_IN_ERROR = "opened_in_error"


OUTCOME_WORDS = {
    CaseOutcome.SETTLED: "Settled",
    CaseOutcome.RETURNED: "Safely back, with a plan",
    CaseOutcome.NOT_TAKEN_FURTHER: "Not taken further",
    CaseOutcome.EXCLUDED: "Excluded, with education arranged",
    CaseOutcome.OPENED_IN_ERROR: "Opened in error",
}


# How far something on a checklist is in place; the word always stands beside the colour.
RATINGS = {"red": "Red: not in place", "amber": "Amber: partly", "green": "Green: in place"}


class Channel(StrEnum):
    """Say how a person without an account is reached."""

    EMAIL = "email"
    TEXT = "text"
    POST = "post"


class Method(StrEnum):
    """Say how an answer or a signature came."""

    ACCOUNT = "account"
    LINK = "link"
    PAPER = "paper"
    VOICE = "voice"


class Reply(StrEnum):
    """Say what a signature amounts to: yes, no, or open again, as if nothing had been answered."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


class Private(StrEnum):
    """Name the answers that only somebody outside both schools reads; all others see no answer yet."""

    TALK = "talk"
    PRESSED = "pressed"


class GapKind(StrEnum):
    """Say why it is not known where a child is taught today."""

    NOTHING_ARRANGED = "nothing_arranged"
    NOT_BACK = "not_back"
    NOT_ARRIVED = "not_arrived"
    NOT_SEEN = "not_seen"


class Heard(StrEnum):
    """Say why somebody outside both schools rings one of a family."""

    TALK = "talk"
    PRESSED = "pressed"
    SIGNED_AT_SCHOOL = "at_school"
    GUESSED = "guessed"


class CodeBy(StrEnum):
    """Say how the code reaches a person that opens their link: another way than the link itself."""

    TEXT = "text"
    SHEET = "sheet"


class Verified(StrEnum):
    """Say how it was made sure that a telephone is the person's own."""

    IN_PERSON = "in_person"
    CALL_BACK = "call_back"


class Hidden(StrEnum):
    """Say what somebody must not learn."""

    ADDRESS = "address"
    SCHOOL = "school"


HIDDEN_WORDS = {
    Hidden.ADDRESS: "Where the child lives",
    Hidden.SCHOOL: "Which the new school is, and where",
}


class Relation(StrEnum):
    """Say what a person without an account is to the child."""

    PUPIL = "pupil"
    MOTHER = "mother"
    FATHER = "father"
    CARER = "carer"
    COUNCIL_PARENT = "council_parent"
    SOCIAL_WORKER = "social_worker"
    GOVERNOR = "governor"
    PROVIDER = "provider"


RELATION_WORDS = {
    Relation.PUPIL: "Pupil",
    Relation.MOTHER: "Mother",
    Relation.FATHER: "Father",
    Relation.CARER: "Carer",
    Relation.COUNCIL_PARENT: "Council as parent",
    Relation.SOCIAL_WORKER: "Social worker",
    Relation.GOVERNOR: "Governor",
    Relation.PROVIDER: "Provider",
}
