"""Which words would frighten, blame or mislead whoever reads a text, and what could stand there instead?

The words are lists that practitioners edit (`Tone`). A phrase of a list is plain words; `*` at the end of a
word stands for any ending, and `…` between two words for up to six words. Capitals, line breaks, hyphens and
kinds of apostrophe make no difference, and "do not" finds "don't" too. He, him and his stand for she, you and
they as well, and for a child's name. No phrase reaches past its sentence.

Left alone is what somebody else said (in quotation marks, or on a line that begins with >), what one of the
`unless` of a finding touches, and what is denied: a word like "not" or "nobody" stands in the same clause
with at most five words between. A condition denies nothing ("if you do not sign he will …"), nor does a
denial that only adds ("not only"). What is listed after something denied is denied too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from freshstart.process.refusals import ProtocolInvalid

Kind: TypeAlias = Literal["threatens", "blames", "not_true"]
Audience: TypeAlias = Literal["parents", "pupil", "staff"]
About: TypeAlias = Literal["", "direction", "move"]

FARTHEST = 6  # so many words may stand where a phrase has …
DENIED_WITHIN = 5  # so many words may stand between a denial and what it denies
AROUND = 12  # so many words before a finding a phrase of `unless` may begin

_PHRASE = re.compile(r"[\w'’()-]+\*?(?: (?:… )?[\w'’()-]+\*?)*")
_APOSTROPHES = "'’ʼ‘`´"
# A paragraph of the law is one word: 29(3).
_WORD = re.compile(rf"[^\W_]*\d ?(?:\(\w{{1,2}}\))+|[^\W_]+(?:[{_APOSTROPHES}][^\W_]+)*")
_SENTENCE = re.compile(r"[.!?]+[\"'”’)\]]*(?:\s|$)|\n\s*\n|\n\s*[-•*·–]\s")
_CLAUSE = re.compile(r"[,;:()–—]|\s-\s")
_SHORT = {"mr", "mrs", "ms", "dr", "st", "reg", "para", "vs"}  # a stop after these ends no sentence
# Quotations end with their paragraph at the latest; an apostrophe stands between letters or after one.
_QUOTED = re.compile(
    r"“(?:(?!\n\s*\n)[^”])*”"
    r'|"(?:(?!\n\s*\n)[^"])*"'
    r"|(?<!\w)‘(?=\S)(?:(?!\n\s*\n)[^’]|’(?=\w))*’(?!\w)"
    r"|(?<![\w'])'(?=\w)(?:(?!\n\s*\n)[^']|'(?=\w))*'(?!\w)"
    r"|^[ \t]*>.*$",
    re.MULTILINE,
)
_ENDINGS = {"ll": "will", "re": "are", "ve": "have", "d": "would", "m": "am"}
_STEMS = {"ca": "can", "wo": "will", "sha": "shall"}
_WITH_IS = {"he's", "she's", "it's", "that's", "there's", "this's", "who's", "what's", "here's"}
_RUN_TOGETHER = {"cannot": ("can", "not"), "dont": ("do", "not"), "doesnt": ("does", "not")}

# "He" in a phrase finds these too, and a name; "his" also finds "Kai's".
_ALIKE = {
    "he": {"he", "she", "you", "they"},
    "him": {"him", "her", "you", "them"},
    "his": {"his", "her", "your", "their"},
}
_NAMED = "Name"  # under which the index keeps phrases that may begin with a name
_CHILD = {"child", "pupil", "student", "boy", "girl", "son", "daughter"}
_NO_NAMES = {"i", "we", "it", "this", "that", "these", "there", "the", "a", "an", "if", "and", "or", "nobody"}
_DENIALS = {"not", "no", "never", "nobody", "none", "nothing", "neither", "nor", "without"} | {
    "rather", "instead", "forbids", "bans", "prohibits",
}  # fmt: skip
_SUBJECTS = {"i", "you", "he", "she", "it", "we", "they"}
_CONDITIONS = {"if", "unless", "when", "until", "once", "whether", "where", "whenever"}
_ANEW = {"but", "because", "so", "otherwise", "although", "though", "then", "while", "except"} | _CONDITIONS
_ACTS = _SUBJECTS | {"will", "must", "may", "shall", "would", "can", "could", "is", "are", "has", "have"}
# "No doubt", "not only", "will not hesitate": what follows is not denied. "No reply" is no denial either.
_ONLY_SEEMS = {"only", "just", "merely", "simply", "later", "doubt", "matter", "far", "without", "less"} | {
    "hesitate", "afraid", "and", "or",
}  # fmt: skip
_MISSING = {"reply", "answer", "response", "signature", "agreement", "consent", "improvement", "progress"} | {
    "change", "choice", "option", "alternative", "contact",
}  # fmt: skip
_SAYING = {"say", "says", "said", "saying", "answer", "answers", "answered", "yes"}
_OWNERS = {"your", "his", "her", "their", "our", "my"}
_LINKS = {"or", "and", "nor", "a", "an", "any", "the"}
_GENERAL = {"", "a", "an", "any"}  # before "a trial is not …" as such; "the trial is not …" is about one
_BEING = {"be", "been", "being", "is", "are", "was", "were", "get", "gets"}
_IS = {"is", "are", "was", "were", "would", "can", "may", "must", "do", "does", "will", "has", "have"}


def _phrased(text: str) -> str:
    if not _PHRASE.fullmatch(text):
        raise ValueError(f"“{text}” is not plain words, with * after a word and … between two words")
    return text


Phrase: TypeAlias = Annotated[str, AfterValidator(_phrased)]


class Tone(BaseModel):
    """Describe words that should not be written to somebody: why, and what to write instead.

    `about` narrows a finding to texts about an off-site direction or about a managed move.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    audience: tuple[Audience, ...] = Field(min_length=1)
    says: tuple[Phrase, ...] = Field(min_length=1)
    kind: Kind
    block: bool
    better: str = Field(min_length=1)
    why: str = Field(min_length=1)
    unless: tuple[Phrase, ...] = ()
    about: About = ""

    @model_validator(mode="after")
    def _blame_is_advice(self) -> "Tone":
        if self.block and self.kind == "blames":
            raise ValueError("only what threatens or is not true may block; write block = false")
        return self

    def __hash__(self) -> int:
        """Tell tones apart by their ids, which are unique: the lists are looked up for every text."""
        return hash(self.id)


class _List(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    finding: tuple[Tone, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One thing heard in a text: where it stands, whether it blocks, why, and a better wording."""

    start: int
    end: int
    words: str
    kind: Kind
    blocks: bool
    why: str
    better: str
    id: str


@dataclass(frozen=True, slots=True)
class _Word:
    """One word as it is compared. `named`: it may be somebody's name, or says whose child it is."""

    said: str
    named: bool
    start: int
    end: int
    sentence: int
    clause: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """One word of a phrase: its letters, whether any ending fits, and how many words may stand before it."""

    said: str
    any_ending: bool
    gap: int

    def fits(self, word: _Word) -> bool:
        if word.quoted:
            return False
        if self.any_ending:
            return word.said.startswith(self.said)
        whose = word.said.endswith("'s")
        stands_for = word.said in _ALIKE.get(self.said, ()) or (word.named and whose is (self.said == "his"))
        return word.said == self.said or (self.said in _ALIKE and stands_for)


_Pieces: TypeAlias = tuple[_Piece, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    """A phrase of a tone found in the words from `first` up to, and not with, `after`."""

    tone: Tone
    first: int
    after: int


@dataclass(frozen=True, slots=True)
class _Index:
    """All phrases by their first word, and those whose first word may end anyhow by its letters."""

    whole: dict[str, list[tuple[_Pieces, Tone]]]
    begun: dict[str, list[tuple[_Pieces, Tone]]]
    lengths: tuple[int, ...]

    def beginning(self, word: _Word) -> Iterator[tuple[_Pieces, Tone]]:
        yield from self.whole.get(word.said, ())
        if word.named:
            yield from self.whole.get(_NAMED, ())
        for length in self.lengths:
            if length <= len(word.said):
                yield from self.begun.get(word.said[:length], ())


def read_tones(files: Mapping[str, Mapping[str, Any]]) -> tuple[Tone, ...]:
    """Read the lists from the content of their files by name; refuse with all problems (ProtocolInvalid)."""
    found: list[Tone] = []
    problems: list[str] = []
    for name, content in files.items():
        try:
            found += _List.model_validate(content).finding
        except ValidationError as error:
            problems += [f"{name}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    ids = [tone.id for tone in found]
    problems += [f"“{one}” is the id of two findings." for one in dict.fromkeys(ids) if ids.count(one) > 1]
    if problems:
        raise ProtocolInvalid(tuple(problems))
    return tuple(found)


def heard(text: str, tones: Sequence[Tone], *, audience: str, about: str = "") -> tuple[Found, ...]:
    """Find what should not be written so to an audience, in the order of the text; nothing overlaps.

    Of findings that overlap the longest stays, but advice never hides what blocks. An audience or subject that there is not is a ValueError: a
    spelling mistake must never pass every text in silence.
    """
    if audience not in get_args(Audience) or about not in get_args(About):
        raise ValueError(f"There is no audience “{audience}” of texts about “{about}”.")
    words = _words(text)
    standing = _standing(words, _matches(words, _index(tuple(tones), audience, about)))
    return _longest([_found(text, words, match) for match in standing])


def blocking(found: Iterable[Found]) -> bool:
    """Tell whether a text cannot go out as it is."""
    return any(one.blocks for one in found)


# Words -----------------------------------------------------------------------------------------------------


def _spelt_out(word: str) -> tuple[str, ...]:
    """Give a word in small letters and with plain apostrophes, a contraction as its two words."""
    said = word.lower()
    for sign in _APOSTROPHES:
        said = said.replace(sign, "'")
    if said in _RUN_TOGETHER:
        return _RUN_TOGETHER[said]
    if said.endswith("n't"):
        return (_STEMS.get(said[:-3], said[:-3]), "not")
    stem, _, ending = said.rpartition("'")
    if stem and ending in _ENDINGS:
        return (stem, _ENDINGS[ending])
    return (stem, "is") if said in _WITH_IS else (said.replace(" ", ""),)


def _words(text: str) -> list[_Word]:
    """Take a text apart into words that know their sentence, their clause and whether they are quoted."""
    quoted = {at for match in _QUOTED.finditer(text) for at in range(*match.span())}
    words: list[_Word] = []
    sentence = clause = 0
    for match in _WORD.finditer(text):
        between = text[words[-1].end : match.start()] if words else ""
        if between != " " and words:
            ends = _SENTENCE.search(between) is not None and not _abbreviated(words[-1].said, between)
            sentence += ends
            clause += ends or _CLAUSE.search(between) is not None
        for said in _spelt_out(match.group()):
            named = (match.group()[0].isupper() and said not in _NO_NAMES) or said.removesuffix(
                "'s"
            ) in _CHILD
            place = (*match.span(), sentence, clause)
            words.append(_Word(said, named, *place, quoted=match.start() in quoted))
    return words


def _abbreviated(said: str, between: str) -> bool:
    return between.strip(" ") == "." and (len(said) == 1 or said in _SHORT)


# Phrases ---------------------------------------------------------------------------------------------------


@cache
def _pieces(phrase: str) -> _Pieces:
    """Take a phrase of a list apart."""
    pieces: list[_Piece] = []
    gap = 0
    for part in phrase.split():
        if part == "…":
            gap = FARTHEST
            continue
        said = [one for match in _WORD.finditer(part) for one in _spelt_out(match.group())]
        for number, one in enumerate(said, 1):
            pieces.append(_Piece(one, part.endswith("*") and number == len(said), gap))
            gap = 0
    return tuple(pieces)


@lru_cache(maxsize=16)
def _index(tones: tuple[Tone, ...], audience: str, about: str) -> _Index:
    """Sort the phrases that count for one audience and subject by how they begin."""
    index = _Index({}, {}, ())
    for tone in tones:
        if audience in tone.audience and tone.about in {"", about}:
            for pieces in map(_pieces, tone.says):
                place = index.begun if pieces[0].any_ending else index.whole
                for said in _beginnings(pieces[0]):
                    place.setdefault(said, []).append((pieces, tone))
    return _Index(index.whole, index.begun, tuple(sorted({len(said) for said in index.begun})))


def _beginnings(piece: _Piece) -> set[str]:
    return {*_ALIKE[piece.said], _NAMED} if piece.said in _ALIKE and not piece.any_ending else {piece.said}


def _matches(words: Sequence[_Word], index: _Index) -> Iterator[_Match]:
    for first, word in enumerate(words):
        for pieces, tone in index.beginning(word):
            if (after := _reach(words, first, pieces)) is not None:
                yield _Match(tone, first, after)


def _reach(words: Sequence[_Word], at: int, pieces: _Pieces, number: int = 0) -> int | None:
    """Say after which word the rest of a phrase ends, if it goes on here in this sentence."""
    if number == len(pieces):
        return at
    piece = pieces[number]
    for here in range(at, min(at + piece.gap + 1, len(words))):
        if words[here].sentence != words[at - 1 if number else at].sentence:
            return None
        if piece.fits(words[here]) and not _nobody(words[at:here]):
            if (after := _reach(words, here + 1, pieces, number + 1)) is not None:
                return after
    return None


def _nobody(between: Sequence[_Word]) -> bool:
    """Tell whether what stands in a … denies the word after it: "or … [nobody is] excluded"."""
    said = [word.said for word in between[-3:]]
    near = said[-1:] if not _BEING.intersection(said[-1:]) else said[:-1]
    return "nobody" in said or not _DENIALS.isdisjoint(near)


# What is left alone ----------------------------------------------------------------------------------------


def _standing(words: Sequence[_Word], matches: Iterable[_Match]) -> Iterator[_Match]:
    """Give the matches that are neither denied nor excused; a list after something denied is denied too."""
    denied: set[int] = set()
    for match in matches:
        if _denied(words, match) or _goes_on(words, match.first, denied):
            denied.add(match.after)
        elif not _excused(words, match):
            yield match


def _excused(words: Sequence[_Word], match: _Match) -> bool:
    """Tell whether a phrase of `unless` touches the words that were found."""
    starts = range(max(0, match.first - AROUND), match.after)
    return any(
        (_reach(words, at, pieces) or 0) > match.first
        for pieces in map(_pieces, match.tone.unless)
        for at in starts
        if pieces[0].fits(words[at])
    )


def _goes_on(words: Sequence[_Word], first: int, denied: set[int]) -> bool:
    """Tell whether what was found is listed with something denied: "no trial, probation or guest place"."""
    while first and first not in denied and words[first - 1].said in _LINKS:
        first -= 1
    return first in denied and words[first - 1].sentence == words[first].sentence


def _denied(words: Sequence[_Word], match: _Match) -> bool:
    if _begins_anew(words, match.first):
        return False
    clause = words[match.first].clause
    for at in range(match.first - 1, max(-1, match.first - DENIED_WITHIN - 2), -1):
        if words[at].clause != clause or words[at].quoted or _begins_anew(words, at):
            break
        if words[at].said in _DENIALS:
            return _denies(words, at, match.first)
    return match.tone.kind == "not_true" and _denied_after(words, match)


def _begins_anew(words: Sequence[_Word], at: int) -> bool:
    """Tell whether a new clause begins with this word: "because", or "and" before he, will and the like."""
    joins = words[at].said in {"and", "or"} and at + 1 < len(words)
    return words[at].said in _ANEW or (joins and words[at + 1].said in _ACTS)


def _denies(words: Sequence[_Word], at: int, first: int) -> bool:
    """Tell whether the denial at one word reaches the finding at another."""
    said, then = words[at].said, words[at + 1].said
    clause = [word.said for word in words[max(0, at - AROUND) : at] if word.clause == words[at].clause]
    before = clause[-1] if clause else ""
    subject_between = any(word.said in _SUBJECTS for word in words[at + 1 : first])
    return not (
        then in _ONLY_SEEMS
        or (said == "rather" and then != "than")
        or (said == "instead" and then != "of")
        or (said == "no" and (before in _SAYING or then in _MISSING))
        or (said == "not" and not before and then.endswith("ing"))
        or (said in {"no", "without"} and subject_between)
        or (said == "without" and then in _OWNERS)
        or "who" in clause[-2:]
        or not _CONDITIONS.isdisjoint(clause)
    )


def _denied_after(words: Sequence[_Word], match: _Match) -> bool:
    """Tell whether a thing as such is denied after its name: "a trial is not lawful"."""
    clause = words[match.first].clause
    before = words[match.first - 1] if match.first else None
    if before and before.clause == clause and before.said not in _GENERAL:
        return False
    then = [word.said for word in words[match.after : match.after + 4] if word.clause == clause]
    return any(
        one in _IS and two in _DENIALS | {"unlawful"} for one, two in zip(then, then[1:], strict=False)
    )


# What is given back ----------------------------------------------------------------------------------------


def _found(text: str, words: Sequence[_Word], match: _Match) -> Found:
    tone, start, end = match.tone, words[match.first].start, words[match.after - 1].end
    return Found(start, end, text[start:end], tone.kind, tone.block, tone.why, tone.better, tone.id)


def _longest(found: list[Found]) -> tuple[Found, ...]:
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (not one.blocks, one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))
