"""Are these two spellings one name, and are these two entries likely one child?

Names are kept and shown as the family writes them; what is made of them here is only for finding.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date

from freshstart.process.upns import Upn

# Apostrophes, and the letters that stand for one in Polynesian, Arabic and West African names.
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘‛`´′ʹʻʼʽʾʿˈ"))
# Letters that Unicode does not take apart, as English registers usually write them.
_LETTERS = dict(zip(map(ord, "łøđðıħə"), "loddihe", strict=True))
_LETTERS |= {ord("þ"): "th", ord("æ"): "ae", ord("œ"): "oe", ord("ŋ"): "ng"}
# Combining signs up to this class are parts of letters in Indian and Japanese writing; above it are accents.
_PART_OF_LETTER = 9

# Forms of one given name of which neither begins the other; Sam and Samuel need no row.
_FORMS = tuple(
    frozenset(forms.split())
    for forms in (
        "alexander sandy xander",
        "andrew drew",
        "anthony antony tony",
        "catherine katherine kathryn kate katie kathy cathy",
        "charles charlie",
        "edward eddie ned ted teddy",
        "elizabeth elisabeth beth betty libby lizzie",
        "harold henry harry",
        "isabel isobel izzy bella",
        "james jim jimmy jamie",
        "john jack johnny jon",
        "margaret maggie meg peggy",
        "mohammed mohammad mohamed mohamad muhammad muhammed md",
        "nicholas nicolas nick nicky",
        "patricia trish tricia",
        "richard rick ricky dick",
        "robert bob bobby",
        "stephen steven steve",
        "theodore teddy theo",
        "thomas tommy",
        "william bill billy",
        "yusuf yousef yusef youssef",
    )
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What an entry says of who the child is. A child with one name leaves the other empty."""

    given: str
    family: str
    born_on: date
    upn: Upn | None = None


def fold(name: str) -> str:
    """Give the spelling by which a name is found: small plain letters, words parted by one space.

    Accents, apostrophes and invisible signs go; hyphens and stops become spaces; other scripts stay other
    scripts. To fold twice changes nothing.
    """
    for _ in range(2):  # a few rare signs come apart only once they are small letters
        seen = "".join(sign for sign in name.translate(_APOSTROPHES) if unicodedata.category(sign) != "Cf")
        name = unicodedata.normalize("NFKD", seen).casefold().translate(_LETTERS)
    plain = (sign for sign in name if unicodedata.combining(sign) <= _PART_OF_LETTER)
    parted = (" " if unicodedata.category(sign)[0] in "CPSZ" else sign for sign in plain)
    return " ".join("".join(parted).split())


def likely_same(a: Identity, b: Identity) -> bool:
    """Tell whether two entries are likely one child, so that a person looks.

    Yes for the same UPN; and, for children born on the same day, for the same two names in either order, or
    the same family name with a given name that begins the other or is another form of it. Otherwise another
    given name is another child: so twins are.
    """
    if a.upn is not None and a.upn == b.upn:
        return True
    if a.born_on != b.born_on:
        return False
    given_a, family_a, given_b, family_b = map(_run_together, (a.given, a.family, b.given, b.family))
    if (given_a, family_a) in {(given_b, family_b), (family_b, given_b)}:
        return True
    return family_a == family_b and _forms_of_one(fold(a.given).split(), fold(b.given).split())


def _run_together(name: str) -> str:
    return fold(name).replace(" ", "")


def _forms_of_one(a: list[str], b: list[str]) -> bool:
    """Compare as many words as both given names have: a second name that only one entry has says nothing."""
    pairs = list(zip(a, b, strict=False))
    return bool(pairs) and all(
        x.startswith(y) or y.startswith(x) or any({x, y} <= forms for forms in _FORMS) for x, y in pairs
    )
