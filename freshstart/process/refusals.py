"""What may the service answer instead of doing a thing, and what does it say then?

One tree of refusals. Each tells what, why and what to do next, in this order, and is turned into a page or
an API answer in one place.
"""

from dataclasses import dataclass

from freshstart.process.vocabulary import Effect


@dataclass(frozen=True, slots=True)
class Reason:
    """Give one reason why a step cannot be taken, or what it still needs."""

    rule: str
    effect: Effect
    why: str
    way_on: str
    source: str
    sign_off_by: str = ""


class Refused(Exception):
    """Refuse an act: nothing was changed."""

    def __init__(self, what: str, reasons: tuple[Reason, ...] = (), *, next_step: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.reasons = reasons
        self.next_step = next_step or " ".join(reason.way_on for reason in reasons)


class NotNow(Refused):
    """Refuse because the case is not at that point, or a rule stands in the way."""


class NotYours(Refused):
    """Refuse because another person takes this step."""


class Stale(Refused):
    """Refuse because somebody else changed the same thing meanwhile.

    `changed` holds, for each question, its words, what stands now and who wrote it.
    """

    def __init__(self, what: str, changed: tuple[tuple[str, str, str], ...]) -> None:
        super().__init__(what, next_step="Your words are kept below. Look at what changed, then save again.")
        self.changed = changed


class Incomplete(Refused):
    """Refuse because an answer is missing or cannot be right; `errors` is by question."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("Something is missing.", next_step="Fill in what is marked, then save again.")
        self.errors = errors


class ProtocolInvalid(Refused):
    """Refuse a protocol or law file; `problems` are lines that name file, key and remedy."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("The protocol cannot be used.\n" + "\n".join(problems))
        self.problems = problems
