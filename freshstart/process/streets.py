"""Where in a text stands the address of a house, and what only looks like a street?

A street is known by its last word: after the number of a house, after words like "lives in", or in capitals.
"""

import re
from collections.abc import Iterator

from freshstart.process.spellings import Span, matches, pattern, words

# The last words of streets: those that hardly mean anything else, those that often do, and those that only a
# capital tells from daily speech.
_ROAD = (
    "(?:road|raod|rd|street|steet|stret|avenue|avanue|ave|lane|crescent|cresent|cres|gardens|gdns|terrace|terr?"
    "|mews)"
)
_CLOSE = "(?:st|ln|close|cl|drive|dr|court|ct|grove|croft|rise|view|parade|fold|walk|square|sq)"
_WAY = "(?:way|place|pl|hill|green|row|park|house)"
_END = "(?:bank|fields?|yard|end|side|villas|cottages?|buildings|gate|wharf|quays?|meadows?|mount|gr)"
_COUNT = (
    r"(?:[0-9OIL]{1,4}|(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[\s-]?)?(?:one|two|three|four|five"
    r"|six|seven|eight|nine)|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)"
)
_NUMBERED = pattern(
    r"""(?<![^\W_])(?<!\d[-./])(?:(?:flat|apartment|apt|unit|room)\s{0,2}(?:\d{1,3}[a-z]?|[a-z])[\s,]{1,3})?
    (?:no\.?\s?|number\s)?(?P<number><count>)\s?[a-d]?(?:\s?[-/]\s?\d{1,4}[a-d]?)?[\s,]{1,3}
    (?P<name>(?:[a-z][a-z'.-]{0,20}[\s,]{1,3}){1,4}?)
    (?:<road>|(?P<often>(?P<small><close>|<way>)|<end>))(?!\w)(?!'s)""",
    count=_COUNT, road=_ROAD, close=_CLOSE, way=_WAY, end=_END,
)  # fmt: skip
_LIVED_AT = pattern(
    r"""(?<![^\W_])(?:(?:(?:live|stay|move|reside|relocate)[sd]?|(?:liv|stay|mov|resid)ing|stayed)
        |(?:address|home)(?=\s?(?:is|=|:)))
    \W{1,3}(?:(?:now|is|in|on|at|to|near|the|off|back)\W{1,3}){0,3}
    (?P<street>(?:[a-z][a-z'-]{1,20}\s{1,2}){1,3}?(?:<road>|<close>|(?-i:(?=[A-Z]))<way>))(?!\w)""",
    road=_ROAD, close=_CLOSE, way=_WAY,
)  # fmt: skip
_CAPITAL = pattern(
    r"""(?<![^\W_])(?P<street>(?-i:(?:[A-Z][A-Za-z'-]{1,20}\s){1,3}?(?=[A-Z]))
    (?:<road>|close|grove|croft|drive))(?!\w)""",
    road=_ROAD,
)
_FLAT = pattern(r"(?<![^\W_])(?:flat|apartment|apt)\s{0,2}\d{1,3}[a-z]?(?![^\W_])")
# Words that stand in no name of a street: "5 minutes walk", "3 in a row", "moved to another place".
_NO_STREET = words(
    "a about after again all an and another any are around as at away be before big bit boys but by can "
    "cannot care children day days did for foster from girls good had half has he her his hour hours house "
    "houses i if in into is it lessons long lots merit merits min mins minute minutes miss mile miles month "
    "months more most mr mrs ms much my near new no not now of off on or other our out over own pages people "
    "per points pupils same set she so steps students such taking term terms than that the their them then "
    "there they this time times to too took until up us was way we week weeks went were what when which "
    "while who will with year years you your"
)
_GROUPED = pattern(
    r"""(?<!\w)(?:year|yr?s?|class|room|rm|period|week|form|set|group|day|aged?|page|ks|stage|term|lesson|bus|p)
    \W{0,2}$"""
)
_TOLD = pattern(r"(?<!\w)(?:at|to|from|is|address|lives?|living)\W{1,3}$|[:=]\s?$")


def streets(plain: str) -> Iterator[Span]:
    """Find addresses of houses, names of streets and numbers of flats in a plain text."""
    for match in matches(_NUMBERED, plain, _is_numbered):
        yield *match.span(), "street"
    for shape in (_LIVED_AT, _CAPITAL):
        for match in matches(shape, plain, _is_named):
            yield *match.span("street"), "street"
    for match in _FLAT.finditer(plain):
        yield *match.span(), "street"


def _is_named(match: re.Match[str]) -> bool:
    names = match["street"].lower().split()[:-1]
    return not {*names} & _NO_STREET and names[0] != "dr"


def _is_numbered(match: re.Match[str]) -> bool:
    """Tell "12 larch close" from "3 children close to tears", and "9 Oak House" after "Year"."""
    names, often = re.findall(r"[\w'.-]+", match["name"]), match["often"]
    before = match.string[: match.start()][-12:]
    if names != ["The"] and {name.lower() for name in names} & _NO_STREET:
        return False
    if _GROUPED.search(before) or re.fullmatch("[OIL]{1,4}", match["number"], re.IGNORECASE):
        return False
    if not often or (often[0].isupper() and names[-1][0].isupper()):
        return True
    if _TOLD.search(before):
        return bool(match["small"])
    goes_on = re.match(r"\s(?:to|of|up|in|with|by)\W", match.string[match.end() :][:8])
    return bool(match["small"]) and not goes_on and not re.search("(?<!')s$", names[-1])
