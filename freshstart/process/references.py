"""What is the reference of a case, and was it typed correctly?

A reference says nothing about the child. It has eight of Crockford's base-32 characters in all, shown
`7K3M-9Q2T`: seven at random and one that checks them, so that a slip of the pen finds no other child's case.
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_BYTES = 5

_LENGTH = 8
# Spaces and every dash a keyboard or word processor makes are dropped; look-alikes are read as digits.
_READ_AS = str.maketrans(
    {**dict.fromkeys(" \t\r\n\u00a0-\u2010\u2011\u2012\u2013\u2014\u2212"), "O": "0", "I": "1", "L": "1"}
)


class BadReference(ValueError):
    """Refuse a text that is no case reference, saying what is wrong and what to do."""


def make(random_bytes: bytes) -> str:
    """Make a reference of five random bytes, of which 35 bits are used. Refuses any other number of bytes."""
    if len(random_bytes) != RANDOM_BYTES:
        raise ValueError(f"A reference is made of {RANDOM_BYTES} random bytes, not {len(random_bytes)}.")
    bits = int.from_bytes(random_bytes)
    body = "".join(ALPHABET[bits >> 5 * place & 31] for place in range(_LENGTH - 1))
    return _shown(body + _check_letter(body))


def parse(text: str) -> str:
    """Read a reference as people type it and give it as it is shown.

    Small letters, spaces and dashes do not matter; O is read as 0, I and L as 1. Refuses a wrong length, a
    character that no reference has, and a check letter that does not fit (BadReference).
    """
    reference = text.upper().translate(_READ_AS)
    if len(reference) != _LENGTH:
        raise BadReference(
            f"A case reference has eight characters, such as 7K3M-9Q2T, and this has {len(reference)}."
            " Check that it is complete."
        )
    for character in reference:
        if character not in ALPHABET:
            raise BadReference(f"No case reference has {character} in it. Compare it with where you read it.")
    if reference[-1] != _check_letter(reference[:-1]):
        raise BadReference(
            "This is no case reference: a character is wrong, or two have changed places."
            " Compare it with where you read it."
        )
    return _shown(reference)


def _shown(reference: str) -> str:
    return f"{reference[:4]}-{reference[4:]}"


def _check_letter(body: str) -> str:
    """Find every single wrong character and every two that have changed places.

    Each character is weighed by another power of 8 in the field of 32 elements (x⁵ + x⁴ + x³ + x + 1): there
    neither a slip nor a swap leaves the sum as it was, which no sum of whole numbers over 32 achieves.
    """
    total = 0
    for character in reversed(body):
        total ^= ALPHABET.index(character)
        for _ in range(3):
            total = total << 1 ^ (total >> 4) * 0b111011
    return ALPHABET[total]
