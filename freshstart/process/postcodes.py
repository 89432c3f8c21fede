"""Where in a text stands a postcode, however it is typed, and what is only a room, a class or a paper?

A postcode has one of the real shapes and begins with the letters of a real area. Where shape alone would take
a room or a class for one, the words around it decide; so they do where only its first part is written.
"""

import re
from collections.abc import Iterable, Iterator

from freshstart.process.spellings import Span, matches, pattern, words

_AREAS = words(
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN "
    "EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK "
    "ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA "
    "TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_WITH_LETTER = words("E EC N NW SE SW W WC")  # in London a district may end in a letter
_FIGURE = "[0-9OIL]"
_GAP = r"[\s.-]{0,2}?"  # what may part letters and figures of a postcode that is spelt out
_BEGIN = r"(?:(?<![^\W_])|(?-i:(?<=[a-z])(?=[A-Z])))"
_END = r"(?:(?![^\W_])|(?-i:(?<=[A-Z])(?=[a-z]{2})))"


def _areas(which: Iterable[str], gap: str) -> str:
    """Match areas, also with a nought for the letter O; the longer ones first, lest E hide EC."""
    longest_first = sorted(which, key=lambda area: (-len(area), area))
    return "(?:" + "|".join(gap.join(area).replace("O", "[O0]") for area in longest_first) + ")"


def _outward(gap: str) -> str:
    """Match the first part of a postcode: area and district."""
    letter = f"{_areas(_WITH_LETTER, gap)}{gap}{_FIGURE}{gap}[A-Z]"
    return f"(?:{letter}|{_areas(_AREAS, gap)}{gap}(?:[1-9IL]{gap}{_FIGURE}|{_FIGURE}))"


_POSTCODE = pattern(
    r"""<begin>(?:
    (?P<out><outward>)<parting>(?P<in><figure><gap>[ABD-HJLNP-UW-Z]<gap>[ABD-HJLNP-UW-Z])
    |G<gap>I<gap>R<parting>[0O]<gap>A<gap>A
    )(?:'s)?<end>""",
    begin=_BEGIN, end=_END, outward=_outward(_GAP), parting=r"""[\s.,\-/_()*+'"]{0,4}""", gap=_GAP,
    figure=_FIGURE,
)  # fmt: skip
_AFTER_CUE = pattern(
    r"""(?<!\w)(?:post\s?-?codes?|postal\ code|p/?code|area|district|near|nr|around|round
        |(?:live|stay|move|relocate|reside)[sd]?|(?:liv|stay|mov|relocat|resid)ing|stayed
        |address|flat|house|home|refuge|based|hostel)
    (?:<link>(?:in|to|at|the|now|is|are|it|starts?|begins?|with|near|of|around|round|somewhere|again|back|over|out
        |from|off|by|they|area)(?!\w)){0,4}
    <link>(?P<out><outward>)(?:[\W_]?[0-9][A-Z])?(?![^\W_]|%|:[0-9])""",
    link=r"[\s:=,('\x22-]{1,3}", outward=_outward(r"\s?"),
)  # fmt: skip
_AFTER_IN = pattern(
    r"""(?<!\w)(?:in|to|from|at|by|over|off)\s(?:the\s)?
    (?P<out>(?P<area>[A-Z]{2})[0-9]{1,2}[A-Z]?)(?![^\W_]|%|:[0-9])"""
)
_BEFORE_CUE = pattern(
    r"<begin>(?P<out><outward>)\W{1,4}(?:area|way|side|post\s?codes?|district|direction|somewhere)(?!\w)",
    begin=_BEGIN, outward=_outward(""),
)  # fmt: skip
_MISTYPED = pattern(
    r"(?<![^\W_])(?-i:(?P<area>[A-Z]{2})[0-9]{1,2}[A-Z]?[ ][0-9]{1,2}(?![AP]M)[A-Z]{1,3})(?![^\W_])"
)
# Areas too, but "EN3 9B" is a lesson rather than a postcode that lacks a letter.
_SUBJECTS = words("DA DT EN PE SP")
# What stands before or behind a room or a class.
_LESSON = pattern(
    r"(?<!\w)(?:room|rm|class|set|lesson|group|period|maths?|english|science|pe|form)\W[^.]{0,12}$"
)
_TAUGHT = pattern(
    r"""\W+(?:(?:for|with)\s+(?:mrs?|ms|miss|dr|maths|english|science|pe|art|history|food|music|drama|geography
        |french|d&t|computing)
    |period|lesson|lab|gym|hall|block|floor|\d(?:st|nd|rd)\sfloor|old\sgym|set|group|class|after\sschool
    |(?:at|during)\s(?:break|lunch))(?!\w)"""
)
# Two letters that are a word, when a blank parts them from the figure: "B1 2 at".
_SHORT = words(
    "ad ah an as at be by ed eh ex ft ha he hr la lb na nd pa pe pt rd re st ta th uh up us we ya ye ae et"
)
# Three letters that are a word, though they could be a figure and two letters: "room B1 lab".
_LIKE_INWARD = words(
    "ill ins inn its ire lab lad lag lap las law lay lbs led lee leg les let ltd oar oat odd oft old one orb "
    "ore our out owe owl own"
)
_LIKE_OUTWARD = words("all bell bill dell eli ell hull nell nil sell sill soil sol well")


def postcodes(plain: str) -> Iterator[Span]:
    """Find postcodes in a plain text, and their first parts where the words around say that it is one."""
    for match in matches(_POSTCODE, plain, _is_postcode):
        yield match.start(), match.end(), "postcode"
    for match in matches(_MISTYPED, plain, lambda one: one["area"] in _AREAS - _SUBJECTS):
        yield *match.span(), "postcode"
    for match in matches(_AFTER_CUE, plain, _is_district):
        yield match.start("out"), match.end(), "postcode"
    for match in matches(_AFTER_IN, plain, _is_district):
        if match["area"].upper() in _AREAS and not _LESSON.search(plain[: match.start("out")][-30:]):
            yield *match.span("out"), "postcode"
    for match in matches(_BEFORE_CUE, plain, _is_district):
        yield *match.span("out"), "postcode"


def is_postcode(plain: str) -> bool:
    """Tell whether this is a postcode and nothing else."""
    return bool(_POSTCODE.fullmatch(plain))


def _is_district(match: re.Match[str]) -> bool:
    return _figures(match["out"]) > 0 and not _TAUGHT.match(match.string, match.end())


def _figures(written: str) -> int:
    return sum(sign.isdigit() for sign in written)


def _is_postcode(match: re.Match[str]) -> bool:
    """Tell a postcode from a room before an ordinal ("B12 1st floor") and a class before a short word."""
    out, inward = match["out"], match["in"]
    if out is None:
        return True
    gaps = re.findall(r"[\W_]+", out) + re.findall(r"[\W_]+", inward)
    signs = len(re.findall(r"[^\W_]", out + inward))
    if len(gaps) >= signs - (3 if signs > 6 else 2):  # spelt out, sign by sign
        return _figures(out + inward) > 0
    if len(gaps) > 2 or {*gaps} - {" ", "\n"}:
        return False
    together = re.sub(r"\W", "", inward).lower()
    apart = match.start("in") > match.end("out")
    if apart and together in _LIKE_INWARD and (len(out) < 4 or not inward.isupper()):
        return False
    if not _figures(out) and (out.lower() in _LIKE_OUTWARD or out[0].islower() or not _figures(inward)):
        return False
    if out[0] == "s" and inward != inward.lower():  # a section of an act: "s29A", "s16LA"
        return False
    if re.fullmatch(r"1st|2nd|3rd|\dth", inward) and (out != out.lower() or out[1].isdigit()):
        return not apart and not gaps
    return inward == inward.upper() or together[1:] not in _SHORT or len(inward) == len(together)
