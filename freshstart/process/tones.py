"""Which words would frighten, blame or mislead whoever reads a text, and what could stand there instead?

The words are lists that practitioners edit (`Tone`). A phrase of a list is plain words; `*` at the end of a
word stands for any ending, and `…` between two words for up to six words. Capitals, line breaks, hyphens and
kinds of apostrophe make no difference, and "do not" finds "don't" too. He, him and his stand for she, you and
they as well, and for a child's name; words like "really" and "now" between are passed over. No phrase
reaches past its sentence.

Left alone is what somebody else said (in quotation marks, or on a line that begins with >), what one of the
`unless` of a finding touches, and what is denied ("nobody is on probation"; the rule is in `denials`). What
is listed after something denied is denied too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from freshstart.process.denials import (
    NAME,
    WHOSE,
    Word,
    denied,
    denied_as_such,
    denies_next,
    spelt_out,
    words_of,
)
from freshstart.process.refusals import ProtocolInvalid

Kind: TypeAlias = Literal["threatens", "blames", "not_true"]
Audience: TypeAlias = Literal["parents", "pupil", "staff"]
About: TypeAlias = Literal["", "direction", "move"]

FARTHEST = 6  # so many words may stand where a phrase has …
# These change nothing wherever they stand: "you really have no choice", "he will now be sent back".
PASSED_OVER = {
    "really", "simply", "now", "also", "very", "just", "therefore", "clearly", "actually", "always", "still",
    "again", "permanently", "immediately", "automatically", "probably", "certainly", "definitely", "already",
    "unfortunately", "sadly", "constantly", "completely", "totally", "absolutely", "soon", "then",
}  # fmt: skip
AROUND = 12  # so many words before a finding a phrase of `unless` may begin

_PHRASE = re.compile(r"[\w'’()-]+\*?(?: (?:… )?[\w'’()-]+\*?)*")
_ALIKE = {
    "he": ("he", "she", "you", "they", NAME),
    "him": ("him", "her", "you", "them", NAME),
    "his": ("his", "her", "your", "their", WHOSE),
}
_LINKS = {"or", "and", "nor", "a", "an", "any", "the"}


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

    Of findings that overlap the longest stays, but advice never hides what blocks. An audience or a subject
    that there is not is a ValueError: a spelling mistake must not pass every text in silence.
    """
    if audience not in get_args(Audience) or about not in get_args(About):
        raise ValueError(f"There is no audience “{audience}” of texts about “{about}”.")
    words = words_of(text)
    standing = _standing(words, _matches(words, _sought(tuple(tones), audience, about)))
    return _longest([_found(text, words, match) for match in standing])


def blocking(found: Iterable[Found]) -> bool:
    """Tell whether a text cannot go out as it is."""
    return any(one.blocks for one in found)


# Phrases ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Point:
    """A point in all phrases of a list, read at once: how they go on from here, and which of them end here.

    `begun` are the next words that may end anyhow, by their letters; `far` goes on after some words.
    """

    whole: dict[str, "_Point"] = field(default_factory=dict)
    begun: dict[str, "_Point"] = field(default_factory=dict)
    lengths: set[int] = field(default_factory=set)
    far: "_Point | None" = None
    tones: list[Tone] = field(default_factory=list)

    def next(self, word: Word) -> list["_Point"]:
        """Give the points that a word of the text leads to."""
        if word.quoted:
            return []
        said = word.said
        found = [self.whole[one] for one in (said, word.stands_for) if one in self.whole]
        if self.begun:
            found += [self.begun[said[:length]] for length in self.lengths if said[:length] in self.begun]
        return found

    def begin(self, said: str) -> "_Point":
        """Give the point that words with this beginning lead to."""
        self.lengths.add(len(said))
        return self.begun.setdefault(said, _Point())

    def lead(self, part: str) -> list["_Point"]:
        """Give the points that a part of a phrase leads to, new ones where nothing led there yet."""
        if part == "…":
            self.far = self.far or _Point()
            return [self.far]
        points, words = [self], spelt_out(part)
        for number, said in enumerate(words, 1):
            if part.endswith("*") and number == len(words):
                points = [point.begin(said) for point in points]
            else:
                alike = _ALIKE.get(said, (said,))
                points = [point.whole.setdefault(one, _Point()) for point in points for one in alike]
        return points


def _gathered(phrases: Iterable[tuple[str, Tone]]) -> _Point:
    """Put phrases together, so that a text is read once for all of them."""
    root = _Point()
    for phrase, tone in phrases:
        points = [root]
        for part in phrase.split():
            points = [after for point in points for after in point.lead(part)]
        for point in points:
            point.tones.append(tone)
    return root


@lru_cache(maxsize=16)
def _sought(tones: tuple[Tone, ...], audience: str, about: str) -> _Point:
    counting = [tone for tone in tones if audience in tone.audience and tone.about in {"", about}]
    return _gathered((phrase, tone) for tone in counting for phrase in tone.says)


@cache
def _harmless(tone: Tone) -> _Point:
    return _gathered((phrase, tone) for phrase in tone.unless)


# Matches ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Match:
    """A phrase of a tone found in the words from `first` up to, and not with, `after`."""

    tone: Tone
    first: int
    after: int


def _matches(words: Sequence[Word], sought: _Point) -> Iterator[_Match]:
    seen: dict[tuple[str, str, bool], list[_Point]] = {}  # a text says most of its words more than once
    for first, word in enumerate(words):
        key = (word.said, word.stands_for, word.quoted)
        if key not in seen:
            seen[key] = sought.next(word)
        for point in seen[key]:
            for after, tone in _ends(words, first + 1, point):
                yield _Match(tone, first, after)


def _ends(words: Sequence[Word], at: int, point: _Point) -> Iterator[tuple[int, Tone]]:
    """Say where in its sentence the phrases end that have come as far as a point."""
    yield from ((at, tone) for tone in point.tones)
    sentence, near = words[at - 1].sentence, True
    for here in range(at, min(at + FARTHEST + 1, len(words))):
        if words[here].sentence != sentence or not (near or point.far):
            break
        found = point.next(words[here]) if near else []
        if point.far and not denies_next(words[at:here]):
            found += point.far.next(words[here])
        for after in found:
            yield from _ends(words, here + 1, after)
        near = near and words[here].said in PASSED_OVER


def _standing(words: Sequence[Word], matches: Iterable[_Match]) -> Iterator[_Match]:
    """Give the matches that are neither denied nor excused; a list after something denied is denied too."""
    ends: set[int] = set()
    for match in matches:
        as_such = match.tone.kind == "not_true" and denied_as_such(words, match.first, match.after)
        if as_such or denied(words, match.first) or _goes_on(words, match.first, ends):
            ends.add(match.after)
        elif not _excused(words, match):
            yield match


def _goes_on(words: Sequence[Word], first: int, ends: set[int]) -> bool:
    """Tell whether what was found is listed with something denied: "no warning, penalty or guest place"."""
    at = first
    while at and at not in ends and words[at - 1].said in _LINKS:
        at -= 1
    return at in ends and words[at - 1].sentence == words[first].sentence


def _excused(words: Sequence[Word], match: _Match) -> bool:
    """Tell whether a phrase of `unless` touches the words that were found."""
    harmless = _harmless(match.tone)
    sentence = words[match.first].sentence
    for at in range(max(0, match.first - AROUND), match.after):
        for point in harmless.next(words[at]) if words[at].sentence == sentence else ():
            if any(after > match.first for after, _ in _ends(words, at + 1, point)):
                return True
    return False


def _found(text: str, words: Sequence[Word], match: _Match) -> Found:
    tone, start, end = match.tone, words[match.first].start, words[match.after - 1].end
    return Found(start, end, text[start:end], tone.kind, tone.block, tone.why, tone.better, tone.id)


def _longest(found: Iterable[Found]) -> tuple[Found, ...]:
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (not one.blocks, one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))
