"""Who signs what, in which order, after how much time to think, and where do the answers stand?

An answer of one person never changes another's: each is read off that person's own rows alone.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from freshstart.process.facts import Facts, Party
from freshstart.process.protocols import Protocol, Step
from freshstart.process.refusals import NotNow, NotYours
from freshstart.process.replies import PaperVersion
from freshstart.process.tongues import told
from freshstart.process.vocabulary import Relation, Reply

LONDON = ZoneInfo("Europe/London")
FEWEST_HOURS = timedelta(hours=24)  # even who wants no time to think has a night (security.md, T-01)
UNDO = timedelta(minutes=30)  # in which a slip can be taken back, as if nothing had been answered


def signers_of(protocol: Protocol, facts: Facts, paper: str) -> dict[str, str]:
    """Name everyone who is to sign a paper: `home_head`, `host_head`, `party:7` …, each with their name."""
    parties = {"pupil": [facts.child] if facts.child else [], "parents": facts.parents}
    signers: dict[str, str] = {}
    for wanted in protocol.papers[paper].signers:
        if wanted in parties:
            signers |= {f"party:{party.id}": party.name for party in parties[wanted]}
        else:
            place = facts.place_of(wanted)
            signers[wanted] = f"Headteacher, {place.known_as if place else ''}"
    return signers


def _role(facts: Facts, signer: str) -> str:
    """Give the word that a protocol has for a signer: `pupil`, `parents`, or the role itself."""
    party = _party(facts, signer)
    return signer if party is None else "pupil" if party.relation is Relation.PUPIL else "parents"


def _party(facts: Facts, signer: str) -> Party | None:
    return facts.party(int(signer.removeprefix("party:"))) if signer.startswith("party:") else None


def waits_for(protocol: Protocol, facts: Facts, version: PaperVersion, signer: str) -> tuple[str, ...]:
    """Name those of earlier rounds who have not said yes yet; nobody where all sign side by side."""
    rounds = protocol.papers[version.paper].rounds
    mine = next((at for at, roles in enumerate(rounds) if _role(facts, signer) in roles), 0)
    earlier = {role for roles in rounds[:mine] for role in roles}
    return tuple(
        name
        for one, name in version.signers.items()
        if _role(facts, one) in earlier and not ((given := version.answer_of(one)) and given.signed)
    )


def may_sign_from(protocol: Protocol, facts: Facts, version: PaperVersion, signer: str) -> datetime | None:
    """Say from when one of the family may say yes: after the time to think. None while it is not delivered.

    The time is in school days of the home school after the day of delivery, from the hour of delivery. Only
    the family may shorten it, and never below 24 hours. Staff, and papers that ask for no yes, have none.
    """
    came = version.delivery_to(signer)
    if came is None:
        return None
    if came.shortened_at:
        return (came.at.astimezone(UTC) + FEWEST_HOURS).astimezone(LONDON)  # real hours
    days = protocol.papers[version.paper].thinking
    here = came.at.astimezone(LONDON)
    last = facts.calendar("home").add_school_days(here.date(), days)
    return datetime.combine(last, here.time().replace(microsecond=0), LONDON)


def has_time_to_think(protocol: Protocol, facts: Facts, version: PaperVersion, signer: str) -> bool:
    """Tell whether this signer is given time before a yes."""
    return bool(protocol.papers[version.paper].thinking) and _party(facts, signer) is not None


def after_thinking(facts: Facts, thinking: int, to_sign: int) -> date:
    """Give the day that leaves the family its school days to think, and some for everybody to sign."""
    return facts.calendar("home").add_school_days(facts.today, thinking + to_sign)


def thinking_before(protocol: Protocol, step: Step) -> int:
    """Give the school days that a step leaves the family to think: those of the paper that it draws up."""
    drawn = [effect.partition(":")[2] for effect in step.does if effect.startswith("draw_up:")]
    return max((protocol.papers[paper].thinking for paper in drawn), default=0)


def turn_of(protocol: Protocol, facts: Facts, version: PaperVersion, signer: str) -> date | None:
    """Say from which day a signer is asked: after the time to think, or when the earlier ones had answered.

    None while somebody else comes first.
    """
    terms = protocol.papers[version.paper]
    if waits_for(protocol, facts, version, signer):
        return None
    if has_time_to_think(protocol, facts, version, signer):
        return facts.calendar("home").add_school_days(version.drawn_on, terms.thinking)
    signed = [one.on for one in version.signatures if one.signed] if terms.rounds else []
    return max([version.drawn_on, *signed])


def check_signing(
    protocol: Protocol,
    facts: Facts,
    version: PaperVersion,
    signer: str,
    roles: frozenset[str],
    *,
    at: datetime,
    read: str,
    reply: Reply,
) -> None:
    """Refuse an answer that is not this person's, that comes too early or late, or belongs to another text.

    `read` is the digest of the text that was shown. A no, or taking an answer back, needs no time to think
    and waits for nobody. An answer may be changed until the move is complete or the placement is over: the
    latest counts. Refused: NotNow, NotYours.
    """
    current = facts.paper(version.paper)
    if current is None or current.id != version.id or read != version.digest_for(signer):
        raise NotNow(told("There is a newer text."), next_step=told("Read the new version, then sign it."))
    if signer not in version.signers or signer not in roles:
        raise NotYours("This is not yours to sign.", next_step="Each person signs in their own name.")
    given = version.answer_of(signer)
    if given and given.reply is reply:
        raise NotNow(told("You have answered already."), next_step=told("You may still give another answer."))
    placement_over = facts.placement is not None and facts.placement.outcome is not None
    if facts.outcome or facts.move or placement_over:
        raise NotNow(
            told("This paper is no longer in use."), next_step=told("Ask the person named on your letter.")
        )
    if reply is Reply.YES:
        _check_time(protocol, facts, version, signer, at)
        waiting = waits_for(protocol, facts, version, signer)
        if waiting:
            raise NotNow(
                f"{', '.join(waiting)} {'answers' if len(waiting) == 1 else 'answer'} first.",
                next_step="We tell you when it is your turn.",
            )


def _check_time(protocol: Protocol, facts: Facts, version: PaperVersion, signer: str, at: datetime) -> None:
    if not has_time_to_think(protocol, facts, version, signer):
        return
    ready = may_sign_from(protocol, facts, version, signer)
    if ready is None:
        raise NotNow(
            "It is not known that this has arrived.", next_step="Note first when it was handed over."
        )
    if at < ready:
        raise NotNow(
            f"There is time to think until {ready:%A} {ready.day} {ready:%B}, {ready:%H:%M}.",
            next_step="A no can be said at any time. The family may say that they need no more time.",
        )


class State(StrEnum):
    """Say where the answers to a paper stand: each has its own way on."""

    WAITING = "waiting"
    AGREED = "agreed"
    REFUSED = "refused"
    DISAGREE = "disagree"


@dataclass(frozen=True, slots=True)
class Answers:
    """Where the answers stand, who said yes or no, and whose answer is missing."""

    state: State
    yes: tuple[str, ...]
    no: tuple[str, ...]
    missing: tuple[str, ...]


def answers_to(facts: Facts, version: PaperVersion) -> Answers:
    """Read where the answers to a paper stand. Parents who differ disagree, whoever else said what."""
    given = {signer: version.answer_of(signer) for signer in version.signers}
    yes = tuple(one for one, answer in given.items() if answer and answer.signed)
    no = tuple(one for one, answer in given.items() if answer and not answer.signed)
    missing = tuple(one for one, answer in given.items() if answer is None)
    said = [{_role(facts, one) for one in side} for side in (yes, no)]
    if all("parents" in side for side in said):
        state = State.DISAGREE
    elif no:
        state = State.REFUSED
    else:
        state = State.WAITING if missing else State.AGREED
    return Answers(state, yes, no, missing)


def refused_for_good(facts: Facts, version: PaperVersion, at: datetime) -> bool:
    """Tell whether somebody has said no, and it cannot be a slip any more: before that nobody is told."""
    given = (version.answer_of(signer) for signer in answers_to(facts, version).no)
    return any(one is not None and one.at + UNDO <= at for one in given)
