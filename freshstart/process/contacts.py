"""Where in a text does it say how somebody is reached: by telephone, by e-mail or on the web?

Dates, times, money and the numbers of pupils are no telephone numbers. Source of their shapes: the national
numbering plan, in which a number has nine or ten figures after its nought.
"""

import re
from collections.abc import Iterator

from freshstart.process.spellings import Kind, Span, matches, pattern

_FIGURE = "[0-9OIL]"
_NUMBER = pattern(
    r"""(?<![^\W_])(?P<abroad>(?:\+|[0O]{2}<parting>)?44<parting>(?:[0O]<parting>)?|\+(?=[1-9]))?
    (?P<figures>[(]?(?:[0O]<parting>[1-357-9IL]|[1-357-9])(?:<parting><figure>){5,11})(?![0-9])""",
    parting=r"[\s.\-/()_,]{0,3}", figure=_FIGURE,
)  # fmt: skip
# Figures that are no telephone number: dates, times, the numbers of pupils, and money.
_COUNTED = pattern(
    r"""(?<![^\W_])(?:
    (?:0?[1-9]|[12]\d|3[01])(?P<s>[./-])(?:0?[1-9]|1[0-2])(?P=s)(?:(?:19|20)\d\d|\d\d)(?!(?P=s)?\d)
    |(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])20[0-4]\d(?!\d)|(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)
    |(?:(?:[01]\d|2[0-3])[0-5]\d[\s,]{1,2}){2}(?:[01]\d|2[0-3])[0-5]\d(?!\d)
    |\d\d?[:.]\d\d\s?[ap]m|\d\d?:\d\d(?!\d)|\d{4}\s?hrs
    |(?!T\ 44)[A-HJ-NP-RT-Z]\ ?[2-9](?:\ ?\d){10}\ ?[0-9A-HJ-NP-RT-Z](?![^\W_])
    )|[£$€]\s?[\d,.]+"""
)
_LOCAL = pattern(
    r"""(?<!\w)(?:tel|telephone|phone|ring|rang|call|mob|mobile|landline)
    (?:\W{1,3}(?:no|number|is|on|him|her|them|us|mum))?\W{1,3}
    (?P<figures>\d{3}[ -]?\d{3,4})(?![^\W_]|[:/.%]\d)"""
)
_SAID = dict.fromkeys(("oh", "o", "zero", "nought"), "0")
_SAID |= {
    word: str(at)
    for at, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], 1)
}
_SAID["hundred"] = "00"
_TIMES = {"double": 2, "treble": 3, "triple": 3}
_SPOKEN = pattern(
    r"(?<![^\W_])(?:plus\W)?<one>(?:[\s,.-]{1,3}<one>){5,15}(?![^\W_])",
    one=rf"(?:(?:{'|'.join(_TIMES)})[\s-])?(?:{'|'.join(_SAID)}|[0-9])",
)
_DOT = r"(?:\s?\.\s?|\s{0,2}[\[({]?\s?dot\s?[\])}]?\s{0,2}|,(?=\w))"
_LABEL, _PATH = r"[\w-]{1,63}", r"(?:/\S{0,300})?"
_ENDING = r"""(?:(?:co|sch|ac|gov|org|nhs|police)<dot>uk|com|uk|org|net|info|eu|gov|io|biz|school|academy
    |london|online)(?!\w)""".replace("<dot>", _DOT)
_EMAIL = pattern(
    r"""(?<![\w.+-])(?:mailto:)?[\w.,+'-]{1,64}(?:(?:\s\.|\s?[\[({]?\s?dot\s?[\])}]?\s)[\w+-]{1,30}){0,3}(?:
    \s?@\s?<label>(?:<dot><label>){1,4}
    |(?:(?<!look)(?<!looked)(?<!is)(?<!it)(?<!page)(?<!site)\s{1,3}at\s{1,3}|\s?[\[({]\s?at\s?[\])}]\s?|["'])
        <label>(?:<near>[\w-]{2,63}){0,3}<near><ending>)""",
    label=_LABEL, dot=_DOT, near=_DOT.replace(r"\s?\.\s?", r"\s?\."), ending=_ENDING,
)  # fmt: skip
_WEB = pattern(
    r"""(?<!\w)(?:
    (?:https?|hxxps?|ftp)\W{1,3}\S{2,500}
    |www<dot><label>(?:<dot><label>){0,4}<path>
    |(?<![\w.-])<label>(?:\.<label>){0,3}\.<ending><path>
    |(?<![\w.-])<label>(?:\sdot\s<label>){0,3}\sdot\s<ending>
    |@[a-z_][\w.]{1,60}\w
    |///?[a-z]{2,30}\.[a-z]{2,30}\.[a-z]{2,30})""",
    label=_LABEL, dot=_DOT, ending=_ENDING, path=_PATH,
)  # fmt: skip
_MAP = pattern(r"(?<![\w.])-?\d{1,2}\.\d{3,10}°?\s?[NS]?,\s?-?\d{1,3}\.\d{3,10}")
_WRITTEN: tuple[tuple[Kind, re.Pattern[str]], ...] = (("email", _EMAIL), ("web", _WEB), ("street", _MAP))


def contacts(plain: str) -> Iterator[Span]:
    """Find telephone numbers, e-mail and web addresses, accounts and points of a map in a plain text."""
    counted = _COUNTED.sub(lambda match: "~" * len(match.group()), plain)
    for match in matches(_NUMBER, counted, _length):
        yield match.start(), match.start("figures") + _length(match), "telephone"
    for match in _LOCAL.finditer(counted):
        yield *match.span("figures"), "telephone"
    for match in matches(_SPOKEN, plain, _is_dialled):
        yield *match.span(), "telephone"
    for kind, shape in _WRITTEN:
        yield from ((*match.span(), kind) for match in shape.finditer(plain))


def _length(match: re.Match[str]) -> int:
    """Say how many signs of what is written are the number itself; 0 if none is.

    Few groups may have a figure too many or too few: nobody lists lessons or scores so.
    """
    written = match["figures"]
    home = written.lstrip("(")[0] in "0Oo"
    if not (home or match["abroad"]):
        shaped = re.match(r"7\d{3} ?\d{3} ?\d{3}(?! ?\d)", written)  # as a table shows it, without its nought
        return shaped.end() if shaped else 0
    ends = [one.end() for one in re.finditer(_FIGURE, written, re.IGNORECASE)]
    spelt_out = re.fullmatch(r"(?:\w )*\w", written)
    grouped = spelt_out or len(re.findall(r"[\W_]+", written)) <= 3
    for size in (10, 9, 11) if grouped or match["abroad"] else (10,):
        last = ends[size - (not home)] if len(ends) > size - (not home) else 0
        if last and not written[last : last + 1].isdigit() and sum(map(str.isdigit, written[:last])) > 3:
            return last
    return 0


def _is_dialled(match: re.Match[str]) -> bool:
    """Tell a number that is spelt out in words, doubled ones too, from counting."""
    figures, times = "", 1
    for word in re.findall(r"[a-z]+|\d", match.group().lower().removeprefix("plus")):
        if word not in _TIMES:
            figures += _SAID.get(word, word) * times
        times = _TIMES.get(word, 1)
    return (
        len(figures) > 8
        and figures.startswith(("0", "44", "7"))
        and re.search("[a-z]", match.group(), re.I) is not None
    )
