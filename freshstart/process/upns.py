"""Is this a UPN, a pupil's unique number?

Thirteen characters: a check letter, then council (3 digits), school (4), year (2) and serial (3). In a
temporary UPN the serial is two digits and a letter. The parts are not read: a child may long have left the
school and council of the number (domain.md 3.1).
"""

from dataclasses import dataclass, field
from string import digits

# I, O and S are left out, for they look like 1, 0 and 5.
LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
ALLOWED = (LETTERS, *[digits] * 11, digits + LETTERS)
MEANT = {"O": "0 (zero)", "I": "1 (one)", "L": "1 (one)", "S": "5 (five)"}


class BadUpn(ValueError):
    """Refuse a text that is no UPN: says what is wrong and what to do, and never repeats the whole text."""


@dataclass(frozen=True, slots=True)
class Upn:
    """A well-formed UPN, made by `parse`. Its text stays out of logs."""

    text: str = field(repr=False)

    @property
    def is_temporary(self) -> bool:
        """Tell whether a permanent one is still to come: it ends in a letter."""
        return self.text[-1] in LETTERS


def parse(text: str) -> Upn:
    """Read a UPN, in capitals or small letters, with or without spaces.

    Refuses a wrong length, a character out of place and a check letter that does not fit (BadUpn); which
    letter would fit is not said, for a UPN is looked up and not made up. Source: the UPN data standard.
    """
    upn = "".join(text.split()).upper()
    if len(upn) != len(ALLOWED):
        raise BadUpn(
            f"A UPN has {len(ALLOWED)} characters and this has {len(upn)}. Check that it is complete."
        )
    for place, (character, allowed) in enumerate(zip(upn, ALLOWED, strict=True), start=1):
        if character not in allowed:
            raise BadUpn(_misplaced(place, character))
    if upn[0] != _check_letter(upn[1:]):
        raise BadUpn("The check letter does not fit these digits: check each digit with the school's system.")
    return Upn(upn)


def masked(upn: Upn) -> str:
    """Give only the last four characters, by which a list tells two children apart."""
    return f"ends {upn.text[-4:]}"


def _check_letter(rest: str) -> str:
    """Weigh the characters 2 to 13 by their places; a last letter counts by its own place in the alphabet."""
    values = (int(character) if character in digits else LETTERS.index(character) for character in rest)
    return LETTERS[sum(place * value for place, value in enumerate(values, start=2)) % len(LETTERS)]


def _misplaced(place: int, character: str) -> str:
    belongs = {
        1: "a letter other than I, O and S",
        len(ALLOWED): "a digit, or a letter other than I, O and S,",
    }
    remedy = (
        f"Type {MEANT[character]} if that is meant."
        if place > 1 and character in MEANT
        else "Compare it with the school's system."
    )
    kind = "the letter " if character.isalpha() else ""
    return f"Character {place} is {kind}{character}, where {belongs.get(place, 'a digit')} belongs. {remedy}"
