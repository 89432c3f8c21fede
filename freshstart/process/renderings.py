"""Does a translation say the same as the English, as far as can be told without knowing the language?

A person must read it all the same: this finds only what would break a page, or was forgotten.
"""

import re
from collections.abc import Iterator, Mapping

from freshstart.process.tongues import has_words, names_in

PLACES = re.compile(r"%\((\w+)\)[sd]")
TAG = re.compile(r"<[^>]*>")
# Marks that turn a line round and are not closed by themselves: names get theirs when they are filled in.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
ASIDE = re.compile(r"\([^()]*\)|“[^”]*”|\{\w*\}|%\(\w+\)[sd]|\S+[.@/]\S+")  # here English words may stand
WORD = re.compile(r"[A-Za-z][A-Za-z’'-]+")
NOT_LATIN = frozenset({"ar", "bn", "ur"})
# What may read as in English: names, and in some languages a word that both have.
SAME: Mapping[str, frozenset[str]] = {
    "": frozenset({"Fresh Start", "SENCO", "PDF"}),
    "pl": frozenset({"Menu"}),
    "pt": frozenset({"Menu"}),
}


def faults_of(english: str, said: str, code: str) -> Iterator[str]:
    """Find what is wrong in a translation: names, spaces, signs, English."""
    yield from _broken(english, said)
    if english[:1].isspace() != said[:1].isspace() or english[-1:].isspace() != said[-1:].isspace():
        yield "it begins or ends with a space, or with none, unlike the English."
    if sorted(TAG.findall(english)) != sorted(TAG.findall(said)):
        yield "its <tags> are not those of the English."
    if TURNING.search(said):
        yield "it has unseen marks for the direction: take them out, names turn by themselves."
    if said == english:
        if has_words(english) and english not in SAME[""] | SAME.get(code, frozenset()):
            yield "it is still English."
    elif left := _left_in_english(english, said, code):
        yield f"“{left}” is still English. (What has to stay so stands in brackets.)"


def _broken(english: str, said: str) -> Iterator[str]:
    try:
        names = names_in(said)
    except ValueError:
        yield "its { and } do not fit together."
        return
    for there, wanted, form in (
        (names, names_in(english), "{%s}"),
        (frozenset(PLACES.findall(said)), frozenset(PLACES.findall(english)), "%%(%s)s"),
    ):
        yield from (f"{form % name} is missing." for name in sorted(wanted - there))
        yield from (f"{form % name} does not stand in the English." for name in sorted(there - wanted))
    if "%" in PLACES.sub("", said).replace("%%", "") and "%" not in PLACES.sub("", english).replace("%%", ""):
        yield "it has a % that the English has not."


def _left_in_english(english: str, said: str, code: str) -> str:
    """Find three English words in a row, or where other letters are used any small word of Latin ones."""
    words = WORD.findall(ASIDE.sub(" … ", said))
    if code in NOT_LATIN:
        return next((word for word in words if word.islower()), "")
    source = " ".join(WORD.findall(english))
    runs = (" ".join(words[at : at + 3]) for at in range(len(words) - 2))
    return next((run for run in runs if f" {run} " in f" {source} " and not run.istitle()), "")
