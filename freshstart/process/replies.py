"""What did one person answer: under a paper, or to a question?"""

from dataclasses import dataclass, field
from datetime import date, datetime

from freshstart.process.values import Values
from freshstart.process.vocabulary import Method, Reply


@dataclass(frozen=True, slots=True)
class Signature:
    """What one person answered under one version in their own name: yes, no, or open again."""

    signer: str
    name: str
    reply: Reply
    view: str
    at: datetime
    on: date
    method: Method

    @property
    def signed(self) -> bool:
        """Tell whether it is a yes."""
        return self.reply is Reply.YES


@dataclass(frozen=True, slots=True)
class Delivery:
    """When a paper reached one of the family, and when they said that they need no more time to think."""

    signer: str
    at: datetime
    shortened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PaperVersion:
    """One version of a plan or agreement, with who must sign it and who has."""

    id: int
    paper: str
    phase: int | None
    version: int
    digest: str
    drawn_on: date
    signers: dict[str, str]
    signatures: tuple[Signature, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    readings: dict[str, str] = field(default_factory=dict)

    def answer_of(self, signer: str) -> Signature | None:
        """Give what a signer last answered; an answer that is open again is none."""
        given = [one for one in self.signatures if one.signer == signer]
        return given[-1] if given and given[-1].reply is not Reply.OPEN else None

    def delivery_to(self, signer: str) -> Delivery | None:
        """Give when the paper reached a signer of the family."""
        return next((one for one in self.deliveries if one.signer == signer), None)

    def digest_for(self, signer: str) -> str:
        """Give the digest of exactly what a signer reads: in their language, and what they may know."""
        return self.readings.get(signer, self.digest)


@dataclass(frozen=True, slots=True)
class View:
    """What one parent or the pupil answered to one question, each alone.

    `items` are the answers to its parts; `readers` whom a child lets read it, where the child was asked.
    """

    question: str
    party: int
    value: str
    words: str
    on: date
    method: Method
    occurrence: str = ""
    items: Values = field(default_factory=dict)
    readers: tuple[str, ...] = ()
    alone: bool | None = None
