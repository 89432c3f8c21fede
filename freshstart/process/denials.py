"""Which words does a text say itself, which does it only quote, and which does it deny?

A denial reaches what follows it in the same clause with at most five words between: "nobody is on probation".
It does not reach past "but", "because" or a new subject ("no reply and you will …"). A condition denies
nothing ("if he does not settle he will …"), nor do words that only look like a denial ("not only", "no
doubt", "no reply", "not signing will …").
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

DENIED_WITHIN = 5  # so many words may stand between a denial and what it denies
NAME, WHOSE = "Name", "Name’s"  # what a word that may be a name, and one that says whose, stand for

_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ‘`´", "'"))
# A paragraph of the law is one word: 29(3).
_WORD = re.compile(r"[^\W_]*\d ?(?:\(\w{1,2}\))+|[^\W_]+(?:['’ʼ‘`´][^\W_]+)*")
_SENTENCE_ENDS = re.compile(r"[.!?]+[\"'”’)\]]*(?:\s|$)|\n\s*\n|\n\s*[-•*·–]\s")
_CLAUSE_ENDS = re.compile(r"[,;:()–—]|\s-\s")
_SHORT = {"mr", "mrs", "ms", "dr", "st", "reg", "para", "vs"}  # a stop after these ends no sentence
# A quotation ends with its paragraph or after 1,000 signs; an apostrophe stands between letters or after one.
_QUOTED = re.compile(
    r"“(?:(?!\n\s*\n)[^”]){0,1000}”"
    r'|"(?:(?!\n\s*\n)[^"]){0,1000}"'
    r"|(?<!\w)‘(?=\S)(?:(?!\n\s*\n)[^’]|’(?=\w)){0,1000}’(?!\w)"
    r"|(?<![\w'])'(?=\w)(?:(?!\n\s*\n)[^']|'(?=\w)){0,1000}'(?!\w)"
    r"|^[ \t]*>.*$",
    re.MULTILINE,
)
_ENDINGS = {"ll": "will", "re": "are", "ve": "have", "d": "would", "m": "am"}
_STEMS = {"ca": "can", "wo": "will", "sha": "shall"}
_WITH_IS = {"he's", "she's", "it's", "that's", "there's", "who's", "what's", "here's"}
_RUN_TOGETHER = {"cannot": ("can", "not"), "dont": ("do", "not"), "doesnt": ("does", "not")}
_CHILD = {"child", "pupil", "student", "boy", "girl", "son", "daughter"}
_NO_NAMES = {
    "i", "we", "it", "this", "that", "these", "there", "the", "a", "an", "if", "and", "or", "nobody",
}  # fmt: skip

_DENIALS = {
    "not", "no", "never", "nobody", "none", "nothing", "neither", "nor", "without", "rather", "instead",
    "forbids", "bans", "prohibits",
}  # fmt: skip
_SUBJECTS = {"i", "you", "he", "she", "it", "we", "they"}
_CONDITIONS = {"if", "unless", "when", "until", "once", "whether", "where", "whenever"}
_ANEW = _CONDITIONS | {"but", "because", "so", "otherwise", "although", "though", "then", "while", "except"}
_ACTS = _SUBJECTS | {"will", "must", "may", "shall", "would", "can", "could", "is", "are", "has", "have"}
_ONLY_SEEMS = {
    "only", "just", "merely", "simply", "later", "doubt", "matter", "far", "without", "less", "hesitate",
    "afraid", "and", "or",
}  # fmt: skip
_MISSING = {
    "reply", "answer", "response", "signature", "agreement", "consent", "improvement", "progress", "change",
    "choice", "option", "contact",
}  # fmt: skip
_SAYING = {"say", "says", "said", "saying", "answer", "answers", "answered", "yes"}
_OWNERS = {"your", "his", "her", "their", "our", "my"}
_BEING = {"be", "been", "being", "is", "are", "was", "were", "get", "gets"}
_IS = {
    "is", "are", "was", "were", "would", "can", "may", "must", "do", "does", "will", "has", "have",
}  # fmt: skip
_AS_SUCH = {"", "a", "an", "any"}  # "a guest place is not …"; "the guest place is not …" is about one


class Word(NamedTuple):
    """One word as it is compared, where it stands, and whether it is somebody else's.

    `stands_for` is NAME for what may be a name, WHOSE if it says whose something is.
    """

    said: str
    stands_for: str
    start: int
    end: int
    sentence: int
    clause: int
    quoted: bool


def spelt_out(text: str) -> list[str]:
    """Give the words of a phrase in small letters, "don't" as "do not"."""
    return [said for match in _WORD.finditer(text) for said in _spelt_out(match.group())]


def _spelt_out(written: str) -> tuple[str, ...]:
    said = written.lower().translate(_APOSTROPHES)
    if said.isalpha() and said not in _RUN_TOGETHER:
        return (said,)
    if said in _RUN_TOGETHER:
        return _RUN_TOGETHER[said]
    if said.endswith("n't"):
        return (_STEMS.get(said[:-3], said[:-3]), "not")
    stem, _, ending = said.rpartition("'")
    if stem and ending in _ENDINGS:
        return (stem, _ENDINGS[ending])
    return (stem, "is") if said in _WITH_IS else (said.replace(" ", ""),)


def words_of(text: str) -> list[Word]:
    """Take a text apart into its words, sentences and clauses."""
    quoted = {at for match in _QUOTED.finditer(text) for at in range(*match.span())}
    words: list[Word] = []
    sentence = clause = 0
    for match in _WORD.finditer(text):
        between = text[words[-1].end : match.start()] if words else " "
        if between != " ":
            ends = _SENTENCE_ENDS.search(between) is not None and not _abbreviated(words[-1].said, between)
            sentence += ends
            clause += ends or _CLAUSE_ENDS.search(between) is not None
        written, (start, end) = match.group(), match.span()
        for said in _spelt_out(written):
            name = _stands_for(written, said)
            words.append(Word(said, name, start, end, sentence, clause, start in quoted))
    return words


def _abbreviated(said: str, between: str) -> bool:
    return between.strip(" ") == "." and (len(said) == 1 or said in _SHORT)


def _stands_for(written: str, said: str) -> str:
    whose = said.endswith("'s")
    named = written[0].isupper() and said not in _NO_NAMES
    return (WHOSE if whose else NAME) if named or said.removesuffix("'s") in _CHILD else ""


def denied(words: Sequence[Word], first: int) -> bool:
    """Tell whether what begins with the word `first` is denied before it."""
    if _begins_anew(words, first):
        return False
    for at in range(first - 1, max(-1, first - DENIED_WITHIN - 2), -1):
        if words[at].clause != words[first].clause or words[at].quoted or _begins_anew(words, at):
            return False
        if words[at].said in _DENIALS:
            return _reaches(words, at, first)
    return False


def denied_as_such(words: Sequence[Word], first: int, after: int) -> bool:
    """Tell whether a thing as such is denied after its name: "a guest place is not lawful"."""
    clause = words[first].clause
    before = words[first - 1].said if first and words[first - 1].clause == clause else ""
    then = [word.said for word in words[after : after + 4] if word.clause == clause]
    denies = any(one in _IS and two in _DENIALS | {"unlawful"} for one, two in pairwise(then))
    return denies and before in _AS_SUCH


def denies_next(between: Sequence[Word]) -> bool:
    """Tell whether the words in the gap of a phrase deny its next word: "or … [nobody is] excluded"."""
    said = [word.said for word in between[-3:]]
    near = said[:-1] if said and said[-1] in _BEING else said[-1:]
    return "nobody" in said or not _DENIALS.isdisjoint(near)


def _begins_anew(words: Sequence[Word], at: int) -> bool:
    """Tell whether a new clause begins with this word: "because", or "and" before he, will and the like."""
    joins = words[at].said in {"and", "or"} and at + 1 < len(words)
    return words[at].said in _ANEW or (joins and words[at + 1].said in _ACTS)


def _reaches(words: Sequence[Word], at: int, first: int) -> bool:
    """Tell whether the denial at one word is one, and reaches what begins with another."""
    said, then = words[at].said, words[at + 1].said
    clause = [word.said for word in words[max(0, at - 12) : at] if word.clause == words[at].clause]
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
