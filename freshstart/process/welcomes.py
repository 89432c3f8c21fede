"""What does a school tell a child who is about to come, who may write it, and who reads it when?"""

from collections.abc import Iterable

from freshstart.process.facts import Facts, Party
from freshstart.process.predicates import holds
from freshstart.process.protocols import Protocol, Question
from freshstart.process.values import EMPTY, Value
from freshstart.process.vocabulary import Hidden, Post, Relation, Strand, Tri

TEXTS = ("day", "meals", "uniform", "travel", "clubs", "help", "options", "ring")
LONGEST = 1_500  # characters of one text: a screen and a half of a telephone
MOST_PICTURES = 30
SPEAKING = (Post.LEAD, Post.HEAD, Post.SENCO, Post.KEY_ADULT, Post.ATTENDANCE)  # for their own school

# What the schools have answered for one child, in the order in which a child needs it.
OWN = ("report_to", "session_times", "first_week", "travel", "uniform_and_meals")
OVER = ("host_withdrew", "going_back")  # the child does not come, or goes back


def may_speak(posts: Iterable[str]) -> bool:
    """Tell whether one of these posts speaks for its school."""
    return any(post in SPEAKING for post in posts)


def is_open(facts: Facts, party: Party) -> bool:
    """Tell whether one of the family reads about the new school: once it has accepted the child.

    `facts` are those of the whole case. Never for whoever must not learn which school it is.
    """
    reads = party.relation is Relation.PUPIL or party.is_parent
    comes = facts.host is not None and holds(facts, "host_accepted") is Tri.YES
    over = any(holds(facts, one) is Tri.YES for one in OVER)
    return reads and comes and not over and Hidden.SCHOOL not in party.hides


def for_child(protocol: Protocol, facts: Facts, party: Party) -> dict[str, tuple[str, ...]]:
    """Give as lines, by question, what is arranged for this one child; what is not known is not there."""
    return {
        name: _lines(facts.value(name))
        for name in OWN
        if _reads(protocol.questions.get(name), party) and facts.value(name) not in EMPTY
    }


def _reads(question: Question | None, party: Party) -> bool:
    own = "pupil" if party.relation is Relation.PUPIL else "parents"
    return (
        question is not None and question.strand is Strand.PLAN and question.shown_to in {"", "family", own}
    )


def _lines(value: Value) -> tuple[str, ...]:
    lines = value if isinstance(value, list) else str(value).splitlines()
    return tuple(line for line in lines if line.strip())


def is_of(picture: str, person: str) -> bool:
    """Tell whether the name under a picture is that of a person, however it was spaced."""
    return _folded(picture) == _folded(person)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
