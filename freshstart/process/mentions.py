"""Where in a text is one of these names, however it is spelt, shortened or mistyped?

Capitals, signs and missing or needless blanks make no difference. Of a school the part is found that no other
has ("Kestrel" of Kestrel Park School), and three initials or more; a name of six letters or more also with
one letter wrong, missing, too many or in the wrong place. A word of daily speech is a name only beside the
others, or with a capital where somebody goes "to Hope". A name of two letters is not looked for.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, product

from freshstart.process.postcodes import is_postcode
from freshstart.process.spellings import Kind, Span, read, words

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_FORMS = {
    "academy": ("academy", "acad", "acadamy"), "and": ("", "and"), "avenue": ("avenue", "ave"),
    "close": ("close", "cl"), "college": ("college", "coll"), "high": ("high", "hs"), "hill": ("hill", "hl"),
    "lane": ("lane", "ln"), "park": ("park", "pk"), "primary": ("primary", "prim"), "road": ("road", "rd"),
    "saint": ("st", "saint"), "school": ("school", "sch"), "st": ("st", "saint"), "street": ("street", "st"),
    "the": ("", "the"),
}  # fmt: skip
_SCHOOL = words(
    "school academy college primary secondary infant infants junior juniors nursery pru sixth sch acad"
)
# What many schools, people and streets are called besides their own names.
_SHARED = _SCHOOL | words(
    "the of and for in on at a high grammar comprehensive community church england ce coe cofe rc catholic "
    "roman voluntary aided controlled methodist jewish muslim girls boys girls' boys' upper lower middle "
    "first prep form trust mat federation foundation free special centre center unit campus studio technical "
    "technology arts science sports language specialist learning education multi through mr mrs ms miss mx "
    "dr rev sir road rd street avenue ave lane close drive crescent gardens terrace"
)
_CONNECTING = words("the of and for in on at a")
# Words of daily speech, and first names, that are found in names of schools and streets.
_ORDINARY = words(
    "abbey achieve achievement acorn alexander all ambition andrew angel anne arch arena ark ash aspire avon "
    "bank barking barn bath battle bay beacon beech bell best birch bishop blue bold bow bridge bright bring "
    "broad brook brown bury bus business canal care castle catherine cedar central chance chapel charles "
    "chase children christ church circle city clear coast common compass coombe copper coppice corner county "
    "court cross crown dale daniel david day deal dean deep discovery down east edward elder elizabeth elm "
    "emma end endeavour enterprise estuary ever excel excellence explorer fair faith falcon farm father "
    "field fields first flag fore forest forge forward freedom friends future garden gate gateway george "
    "global gold golden good grace grand grange great green grey grove guild hall ham harbour harry hawk "
    "hazel head heart heath heather hedge heights helen henry heritage high highway hill hills holly holy "
    "home hope horizon horizons hospital house imagine innovation inspire iron isaac island ivy jack jacob "
    "james jane john joseph jubilee kate keep key king kingdom kings knight lady lake lark laura laurel lawn "
    "leaf leah learning leather leek liberty life light lily lime link lion little lodge long lord louise "
    "love low lower luke main manor maple march margaret mark market marsh martin mary matthew mead meadow "
    "meadows meridian michael middle mile mill moor moss mount mountain new north oak oaks oasis old oliver "
    "opportunity orchard over palace park parks partnership path pathway paul people peter philip pilgrim "
    "pine pioneer place pool poole poplar port priory progress prospect quay queen queens rachel rainbow "
    "reach reading rebecca red richard ridge rise river road robert robin rock rose round rowan royal rugby "
    "rural ruth rye saint sale salt samuel sand sandwich sarah school sea settle side silver simon sophie "
    "south spring square star station stephen stone stream street success summer summit sun sunny sure susan "
    "swan teach temple teresa thomas thorn three tower town tree trees trinity true trust unity upper vale "
    "valley victoria victory view village vine vision voyage wall ware wash water waters way weather well "
    "wells west white wick wild william willow wind winter wise wolf wood woodland woodlands woods world "
    "wren yard yew young"
)
# Initials that say something else; they count only in capitals.
_SAID = words(
    "has was had his her she him who how why the and for are but not can may see say all any yes cat dog sat "
    "pat pets mat sen ehc slt dsl pm ask act age ago air arm art bag bed big bit bus car cap cut day did due "
    "ear eat end eye far few get got hat hit hot job kid kit lap law led let lie lot low mad man map men met "
    "mum nan net new nor now off oil old one our out own pay pen put ran red rid run sad set sit six ten tie "
    "too top try two use via war way wet win won yet you"
)
_GOING = words(
    "to at from in joins join joined joining attends attend attending starts start left leaves visit visits "
    "visited for"
)
_LEAST_MISTYPED = 6
_FORMS_AT_MOST = 64
_MOST_WORDS = 14  # and a name may be torn into so many
_FARTHEST = 6  # so many signs may stand between two words of one name


@dataclass(frozen=True, slots=True)
class _Word:
    said: str
    written: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Name:
    """A spelling of a name without blanks, and what must be so where it stands for that name to be meant."""

    kind: Kind
    going: bool = False  # only where somebody goes there, with a capital letter
    capitals: bool = False  # only in capitals
    alone: bool = False  # one word of a longer name


@dataclass(slots=True)
class _Names:
    """All spellings of the names; those that may be mistyped, by length and by halves."""

    spelt: dict[str, _Name] = field(default_factory=dict)
    halves: dict[tuple[int, str, bool], list[str]] = field(default_factory=lambda: defaultdict(list))
    longest: int = 0

    def add(self, spelt: str, name: _Name) -> None:
        """Keep a spelling; of two meanings the one that asks for less stays."""
        had = self.spelt.get(spelt)
        if len(spelt) > 2 and (
            not had or (had.going, had.capitals, had.alone) > (name.going, name.capitals, name.alone)
        ):
            self.spelt[spelt] = name
        self.longest = max(self.longest, len(spelt))

    def index(self) -> "_Names":
        """Halve the names; one also with the two letters changed that the halves part."""
        for spelt, name in self.spelt.items():
            if len(spelt) >= _LEAST_MISTYPED and not (name.going or name.capitals):
                half = len(spelt) // 2
                for one in {spelt, spelt[: half - 1] + spelt[half] + spelt[half - 1] + spelt[half + 1 :]}:
                    self.halves[len(spelt), one[:half], True].append(spelt)
                    self.halves[len(spelt), one[half:], False].append(spelt)
        return self

    def mistyped(self, said: str) -> Iterator[str]:
        """Give the names that are one letter away: then one half of them is as it should be."""
        for length in range(len(said) - 1, len(said) + 2):
            half = length // 2
            alike = self.halves.get((length, said[:half], True), [])
            alike = alike + self.halves.get((length, said[half - length :], False), [])
            yield from (meant for meant in alike if _one_letter(said, meant))


def mentions(plain: str, names: tuple[str, ...], addresses: tuple[str, ...]) -> Iterator[Span]:
    """Find names and lines of addresses in a plain text; of those that begin at one word the longest."""
    sought = _sought(names, addresses)
    said = _words(plain)
    for first in range(len(said)):
        found = list(_beginning(said, first, sought))
        yield from found[-1:]


def _words(plain: str) -> list[_Word]:
    return [
        _Word(match.group().lower().replace("'", ""), match.group(), match.start(), match.end())
        for match in _WORD.finditer(plain)
    ]


def _beginning(said: Sequence[_Word], first: int, sought: _Names) -> Iterator[Span]:
    """Give the names that begin at a word, the shorter ones first."""
    joined = ""
    for last in range(first, min(first + _MOST_WORDS, len(said))):
        joined += said[last].said
        if len(joined) > sought.longest + 1 or said[last].start - said[max(first, last - 1)].end > _FARTHEST:
            break
        name = _name(joined, said[max(0, first - 1) : first], said[first : last + 1], sought)
        if name is not None:
            yield said[first].start, said[last].end, name.kind


def _name(joined: str, before: Sequence[_Word], said: Sequence[_Word], sought: _Names) -> _Name | None:
    """Give the name that some words are, as it is spelt or mistyped."""
    name = sought.spelt.get(joined)
    if name is not None and _is_meant(name, before, said):
        return name
    alike = (sought.spelt[meant] for meant in sought.mistyped(joined) if _is_slip(said, meant, sought))
    return next(alike, None)


def _is_meant(name: _Name, before: Sequence[_Word], said: Sequence[_Word]) -> bool:
    if name.capitals:
        return all(word.written.isupper() for word in said)
    return not name.going or (said[0].written[0].isupper() and any(word.said in _GOING for word in before))


def _is_slip(said: Sequence[_Word], meant: str, sought: _Names) -> bool:
    """Tell a slip from another word: one word of a name begins as it should, or at least with a capital."""
    if len(said) == 1 and said[0].said in _ORDINARY:
        return False
    if len(said) > 1 and (len(said[0].said) < 2 or len(said[-1].said) < 3):  # a word beside the name
        return False
    return not sought.spelt[meant].alone or said[0].written[0].isupper() or said[0].said[0] == meant[0]


def _one_letter(said: str, meant: str) -> bool:
    """Tell whether one letter is wrong, missing, too many, or has changed places with the next."""
    short, long = sorted((said, meant), key=len)
    at = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    return short[at + 1 :] == long[at + 1 :] or (
        short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    )


# The spellings of a name -----------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _sought(names: tuple[str, ...], addresses: tuple[str, ...]) -> _Names:
    sought = _Names()
    for name in names:
        _add_name(sought, _said(name))
    for line in addresses:
        for part in re.split(r"[,;\n]", line):
            _add_line(sought, part)
    return sought.index()


def _said(name: str) -> list[str]:
    return [word.said for word in _words(read(name.replace("&", " and ")).text)]


def _add_name(sought: _Names, said: list[str]) -> None:
    kind: Kind = "school" if _SCHOOL & {*said} else "name"
    own = [at for at, word in enumerate(said) if word not in _SHARED]
    if not own:
        sought.add("".join(said), _Name(kind, going=True))
        return
    _add_spelt(sought, said, kind)
    for end in range(own[-1] + 1, len(said) + 1):
        _add_spelt(sought, said[own[0] : end], kind)
    for word in _own(said)[kind == "name" and len(_own(said)) > 1 :]:  # a first name says little
        _add_spelt(sought, [word], kind)
        _add_spelt(sought, said[said.index(word) :], kind)
    for initials in _initials(said) if kind == "school" else ():
        sought.add(initials, _Name(kind, capitals=initials in _SAID))


def _add_spelt(sought: _Names, said: list[str], kind: Kind) -> None:
    alone = len(said) == 1
    for spelt in _spelt(said):
        sought.add(spelt, _Name(kind, going=alone and said[0] in _ORDINARY, alone=alone))


def _add_line(sought: _Names, part: str) -> None:
    plain = read(part).text.strip()
    if is_postcode(plain):
        sought.add(plain[:-3].strip().lower(), _Name("postcode"))
        return
    said = _said(plain)
    street = said[1:] if said and said[0][0].isdigit() else said
    for line in (said, street):
        if {*line} - _SHARED:
            _add_spelt(sought, line, "street")


def _own(said: list[str]) -> list[str]:
    """Give the words of a name that mean it also alone."""
    pairs = zip(["", *said], said, strict=False)
    rare = [
        word for before, word in pairs if before not in {"st", "saint"} and word not in _SHARED | _ORDINARY
    ]
    return [word for word in rare if len(word) > 3]


def _spelt(said: list[str]) -> Iterable[str]:
    """Give the ways to write some words together, short forms and all, and as their own."""
    ways = islice(product(*(_FORMS.get(word, (word,)) for word in said)), _FORMS_AT_MOST)
    together = {"".join(way) for way in ways} - {""}
    return together | {spelt + "s" for spelt in together}


def _initials(said: list[str]) -> set[str]:
    found = {"".join(word[0] for word in said), "".join(word[0] for word in said if word not in _CONNECTING)}
    return {initials for initials in found if len(initials) > 2}
