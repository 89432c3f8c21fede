"""Where might a child live now or go to school, and how would staff type it into a case?

All is drawn from a seed and made up: no school, person or street is real, the telephone numbers are those
that are kept for drama, and a postcode is drawn at random from the letters of a real area. The sentences were
written before the patterns that look for them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from freshstart.process.detections import Known
from freshstart.process.spellings import words

AREAS = sorted(
    words(
        "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH "
        "EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M "
        "ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST "
        "SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
    )
)
SCHOOLS = [
    "Kestrel Park School", "Thornley Vale Academy", "St Wenfrith's Church of England Primary School",
    "Fernlow High School", "Hope & Harbour Academy", "Brackenhithe Girls' School", "Saint Bevan's RC School",
    "Ashmere-on-Tarn Community College", "Wren and Marlowe Sixth Form College", "Château Lacewing School",
]  # fmt: skip
OTHERS = ["Mrs Okonedo-Byrne", "Siân Prydderch", "Skerrowby", "Tarnwick Cross", "Larkspindle Road"]
KNOWN = Known.of(SCHOOLS + OTHERS, ["4 Quillmoor Bank, Ottermouth, ZE9 8XY"])


@dataclass(frozen=True, slots=True)
class Leak:
    """A sentence that tells a place, where in it the place stands, and in which manner it is spelt."""

    text: str
    start: int
    end: int
    kind: str
    manner: str


Spelling = Callable[[Random, str], str]

FRAMES = {
    "postcode": [
        "Mum says they now live at {}.", "{} is the postcode on the form", "New address ends {}",
        "Please do not share this with dad: {}!", "Taxi to collect from {} at 8.15am on Monday 3 March.",
        "SW rang, they moved to {} last night, DSL informed.", "address changed ({}) on 04/02/2026",
        "postcode={}", "she told Miss Akhtar 'we are in {} now' at break", "{}",
        "nan's house, {}, until Friday",
        "Year 9, UPN H801200001001, now {}; see the chronology", "Home: {}\nSchool: not known yet",
        "He let slip {} in 10B period 3", "ring before 4pm,{} is where they stay", "EHCP section A gives {}",
        "the refuge is near {} so no post there", "Lives: {} / 2 bus rides / 45 min", "Moved (again) - {}",
    ],
    "outward": [
        "postcode {}", "They are in the {} area now.", "moved to {} over half term",
        "staying near {}, I think",
        "Kai lives in {} somewhere", "new post code starts {}", "somewhere around {} with gran",
        "Mum has a flat in {}.", "the family relocated to {} in May", "a house over {} way",
    ],
    "telephone": [
        "Call mum on {} after 3.30pm.", "New number {}", "{} (aunt, Tuesday and Thursday only)", "tel:{}",
        "Dad must not have {}.", "rang {} at 10:45, no answer", "Emergency contact 2 = {}; 1 = grandparent",
        "mob. {}, text first", "He wrote {} on his planner in period 5", "{}",
        "phone {} or see Mr Day in B12",
        "on 12/01/2026 she gave us {}, please update", "Attendance 91.4%, contact {}.",
        "landline is {}\nasleep",
    ],
    "email": [
        "Write to {} only.", "{}", "mum's new email is {}, not the old one", "sent to {} on 3/2/26 at 14:10",
        "Contact: {}; best after 4pm", "email {} and cc the SENCO", "She uses ({}) now.", "e-mail={}",
    ],
    "web": [
        "Look at {} for the uniform.", "{}", "He has put it on {}, year 9 have all seen it", "see {}.",
        "prospectus from {} came with the boys' bag", "Follow {} they said", "it is on ({}) since Monday",
    ],
    "street": [
        "They now live at {}.", "{}", "Taxi from {} at 8am, 4 days a week", "new address: {}, from 12/02/26",
        "Moved to {} with nan", "Mum asked us to post it to {} instead.", "He says his room at {} is cold",
        "Police visited {} on 3 March at 9pm.", "Address = {}; do not share", "lives {} now, 20 min walk",
    ],
    "school": [
        "He starts at {} on Monday.", "{} has said yes", "visit to {} at 2pm, Year 9 entrance", "{}",
        "Mum prefers {}, it is on the 14 bus", "Transfer file sent to {}.", "SENCO at {} will ring back",
        "the place at {}: 12 weeks", "taxi ({}) from 4 May", "She likes {} because of art",
        "we asked {}, B12",
    ],
    "name": [
        "Ask {} about the blazer.", "{}", "the bus stops at {} at 8.05", "met {} on Tuesday, went well",
        "They were seen near {}.", "Her tutor will be {}, room 12", "walks from {} every day", "({}) said so",
    ],
}  # fmt: skip

# Postcodes -----------------------------------------------------------------------------------------------

SPOKEN = ["oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
LONDON = ["E", "EC", "N", "NW", "SE", "SW", "W", "WC"]


def postcode(random: Random) -> str:
    """Draw a postcode of any shape, the girobank's own too."""
    if random.random() < 0.005:
        return "GIR 0AA"
    area, tail = random.choice(AREAS), ""
    if random.random() < 0.2:
        area, tail = random.choice(LONDON), random.choice("ABEHNPRVWXY")
    district = str(random.randint(1, 9 if tail else 99))
    inward = "".join([random.choice("0123456789"), *random.choices("ABDEFGHJLNPQRSTUWXYZ", k=2)])
    return f"{area}{district}{tail} {inward}"


def outward(random: Random) -> str:
    return postcode(random).replace("GIR", "SW1A").split()[0]


def joined(sign: str) -> Spelling:
    return lambda random, code: sign.join(code.split())


def within(sign: str) -> Spelling:
    """Put a sign before any one letter or figure of the last three, or between the first two and the rest."""
    return lambda random, code: (at := random.randint(1, len(code) - 1), code[:at] + sign + code[at:])[1]


def swapped(pairs: Mapping[str, str]) -> Spelling:
    return lambda random, code: "".join(pairs.get(sign, sign) for sign in code)


def spaced(random: Random, code: str) -> str:
    return " ".join(code.replace(" ", ""))


def slip(random: Random, right: str) -> str:
    """Leave out, double, change or swap one letter or figure."""
    at = random.choice([at for at in range(1, len(right) - 1) if right[at : at + 2].isalnum()])
    one, two = right[at], right[at + 1]
    put = random.choice("abcdefghijklmnoprstuvwy" if one.isalpha() else "0123456789")
    return right[:at] + random.choice([two, one + one + two, put + two, two + one]) + right[at + 2 :]


POSTCODES: dict[str, dict[str, Spelling]] = {
    "told": {
        "as it should be": lambda random, code: code, "small": lambda random, code: code.lower(),
        "mixed": lambda random, code: code.title(), "together": joined(""), "two spaces": joined("  "),
        "small and together": lambda random, code: code.replace(" ", "").lower(), "hyphen": joined("-"),
        "dot": joined("."), "line break": joined("\n"), "spaced hyphen": joined(" - "), "tab": joined("\t"),
        "hard space": joined("\u00a0"), "unseen sign": within("\u200b"), "soft hyphen": within("\u00ad"),
        "O for zero": swapped({"0": "O"}), "o for zero": lambda random, code: code.lower().replace("0", "o"),
        "zero for O": swapped({"O": "0"}), "I for 1": swapped({"1": "I"}), "l for 1": swapped({"1": "l"}),
        "spaced out": spaced, "small and spaced out": lambda random, code: spaced(random, code).lower(),
        "return": joined("\r\n"),
        "spaced dashes": lambda random, code: spaced(random, code).replace(" ", "-"),
    },
    "unforeseen": {
        "comma": joined(", "), "brackets": lambda random, code: "{} ({})".format(*code.split()),
        "slash": joined("/"), "underscore": joined("_"), "long dash": joined("—"), "dots": joined("..."),
        "wide": lambda random, code: "".join(chr(ord(sign) + 0xFEE0 * (sign != " ")) for sign in code),
        "a gap anywhere": within(" "), "bold": lambda random, code: "**{}** {}".format(*code.split()),
        "Cyrillic": swapped(dict(zip("ABCEHKMOPTXY", "АВСЕНКМОРТХУ", strict=True))), "plus": joined("+"),
        "five as S": lambda random, code: code[:-3] + code[-3:].replace("5", "S"), "stops": joined(" . "),
        "its own": lambda random, code: code + "'s", "quotes": lambda random, code: f"“{code}”",
    },
    "mistyped": {
        "slip": slip, "last missing": lambda random, code: code[:-1],
        "a figure in words": swapped({str(at): f" {SPOKEN[at]} " for at in range(1, 8)}),
    },
}  # fmt: skip
OUTWARDS: dict[str, dict[str, Spelling]] = {
    "told": {name: POSTCODES["told"][name] for name in ("as it should be", "small", "unseen sign")},
    "unforeseen": {"stop": lambda random, code: code + "...", "spaced out": spaced},
}

# Numbers, addresses on the net and in the street, and names ------------------------------------------------

DRAMA = [
    "07700 900###", "07700900###", "01632 960###", "0113 496 0###", "0116 496 0###", "0121 496 0###",
    "020 7946 0###", "(0151) 496 0###", "0808 157 0###", "03069 990###", "0191 498 0###", "01632 96###",
]  # fmt: skip
OWN = {
    "St Wenfrith's Church of England Primary School": "St Wenfrith's",
    "Hope & Harbour Academy": "Hope & Harbour",
    "Saint Bevan's RC School": "Saint Bevan's", "Wren and Marlowe Sixth Form College": "Marlowe",
    "Ashmere-on-Tarn Community College": "Ashmere-on-Tarn", "Mrs Okonedo-Byrne": "Okonedo-Byrne",
    "Siân Prydderch": "Prydderch",
}  # fmt: skip


def telephone(random: Random) -> str:
    return filled(random, random.choice(DRAMA))


def filled(random: Random, pattern: str) -> str:
    return "".join(str(random.randint(0, 9)) if sign == "#" else sign for sign in pattern)


def abroad(prefix: str) -> Spelling:
    return lambda random, number: prefix + number.replace("(", "").replace(")", "")[1:]


def grouped(sign: str) -> Spelling:
    def spelt(random: Random, number: str) -> str:
        digits = "".join(sign for sign in number if sign.isdigit())
        cut = random.choice([3, 4, 5])
        return sign.join([digits[:cut], digits[cut : cut + 3], digits[cut + 3 :]])

    return spelt


def said(random: Random, number: str) -> str:
    return " ".join(SPOKEN[int(sign)] for sign in number if sign.isdigit())


TELEPHONES: dict[str, dict[str, Spelling]] = {
    "told": {
        "as it should be": lambda random, number: number, "+44": abroad("+44 "),
        "+44 together": abroad("+44"),
        "0044": abroad("0044 "), "+44 (0)": abroad("+44 (0)"), "dots": grouped("."), "hyphens": grouped("-"),
        "spaces": grouped(" "), "O for zero": swapped({"0": "O"}), "o for zero": swapped({"0": "o"}),
        "together": grouped(""), "spaced out": lambda random, number: spaced(random, number.strip("()")),
    },
    "spoken": {
        "in words": said, "with doubles": lambda random, number: said(random, number).replace(
            "oh oh", "double oh").replace("nine nine", "double nine"),
        "zero": lambda random, number: said(random, number).replace("oh", "zero"),
    },
    "unforeseen": {
        "slash": grouped("/"), "line break": grouped("\n"), "hard space": grouped("\u00a0"),
        "+44(0) dots": lambda random, number: abroad("+44(0)")(random, number).replace(" ", "."),
        "no first zero": lambda random, number: "7700 900" + number[-3:], "long dash": grouped("–"),
        "l for 1": swapped({"1": "l"}), "commas": grouped(", "), "two": grouped("  "), "+": abroad("44 "),
        "bracket gap": lambda random, number: "( " + grouped(" ) ")(random, "07700900" + number[-3:])[:30],
    },
    "mistyped": {"slip": slip},
}  # fmt: skip

MAILS = [
    "jo.larch@example.com",
    "office@fernlow.sch.uk",
    "k_larch09@mail.example.org",
    "mum+kai@example.co.uk",
]
EMAILS: dict[str, dict[str, Spelling]] = {
    "told": {
        "as it should be": lambda random, mail: mail, "capitals": lambda random, mail: mail.upper(),
        "in words": lambda random, mail: mail.replace("@", " at ").replace(".", " dot "),
        "half in words": lambda random, mail: mail.replace("@", " at "), "gaps": swapped({"@": " @ "}),
        "brackets": lambda random, mail: mail.replace("@", " [at] ").replace(".", " [dot] "),
        "Dot": lambda random, mail: mail.replace("@", " AT ").replace(".", " DOT "),
    },
    "unforeseen": {
        "(at)": swapped({"@": "(at)"}), "gap before the dot": swapped({".": " ."}),
        "wide": swapped({"@": "＠"}),
        "mailto": lambda random, mail: f"<mailto:{mail}>", "line break": swapped({"@": "@\n"}),
    },
    "mistyped": {"comma": swapped({".": ","}), "quote for @": swapped({"@": '"'}), "slip": slip},
}  # fmt: skip
WEBS = [
    "www.fernlow.sch.uk", "https://fernlow.example.org/uniform?y=9", "fernlow.org.uk", "@fernlow_year9",
    "http://fernlow.sch.uk/", "fernlow dot sch dot uk", "WWW.FERNLOW.COM", "fernlow.com/sport",
    "@LarchKid.09",
]  # fmt: skip
ROADS = ["Larch", "Quillmoor", "Old Tannery", "St Wenfrith's", "Hollowell", "Bexmoor Mill", "High", "Elder"]
TYPES = sorted(
    words(
        "Road Rd Street St Close Cl Avenue Ave Lane Ln Drive Dr Crescent Cres Court Ct Gardens Gdns Grove "
        "Way Walk Place Terrace Hill Green Mews Row Square Park House Rise View Parade Croft Fold"
    )
)
FLATS = ["Flat 3, ", "flat 12b ", "Apartment 4, ", "Flat A, "]
STREETS: dict[str, dict[str, Spelling]] = {
    "told": {
        "as it should be": lambda random, line: line, "small": lambda random, line: line.lower(),
        "capitals": lambda random, line: line.upper(), "O for zero": swapped({"0": "O"}),
        "comma": lambda random, line: line.replace(" ", ", ", 1), "stop": lambda random, line: line + ".",
        "flat": lambda random, line: random.choice(FLATS) + line,
    },
    "unforeseen": {
        "no.": lambda random, line: "no. " + line, "range": lambda random, line: line.replace(" ", "-14 ", 1),
        "letter": lambda random, line: line.replace(" ", "a ", 1), "break": swapped({" ": "\n"}),
        "no number": lambda random, line: line.partition(" ")[2], "l for 1": swapped({"1": "l"}),
        "in words": lambda random, line: "twenty-two " + line.partition(" ")[2], "gaps": swapped({" ": "  "}),
    },
    "mistyped": {"slip": lambda random, line: line[:3] + slip(random, line[3:])},
}  # fmt: skip


def own(random: Random, name: str) -> str:
    """Give the part of a made-up name that no other has."""
    return OWN.get(name) or name.split(maxsplit=1)[0]


def initials(random: Random, name: str) -> str:
    words = [word[0] for word in name.replace("-", " ").split() if word not in {"of", "and", "&", "on"}]
    return "".join(words) if name in SCHOOLS else name


NAMES: dict[str, dict[str, Spelling]] = {
    "told": {
        "as it should be": lambda random, name: name, "small": lambda random, name: name.lower(),
        "capitals": lambda random, name: name.upper(), "together": lambda random, name: name.replace(" ", ""),
        "extra spaces": swapped({" ": "  "}), "no signs": swapped({"'": "", "-": " ", "â": "a"}),
        "curly": swapped({"'": "’"}), "hyphens": swapped({" ": "-"}), "and": swapped({"&": "and"}),
        "short": lambda random, name: name.replace("Academy", "Acad").replace("School", "Sch"),
        "saint": lambda random, name: name.replace("St ", "Saint "),
        "own part": own,
        "own part, small": lambda random, name: own(random, name).lower(), "initials": initials,
        "a slip in it": slip,
        "its": lambda random, name: own(random, name) + "'s",
        "a slip in its part": lambda random, name: slip(random, own(random, name)),
    },
    "unforeseen": {
        "hashtag": lambda random, name: "#" + own(random, name).replace(" ", ""),
        "break": swapped({" ": "\n"}),
        "dotted": lambda random, name: ".".join(initials(random, name)) if name in SCHOOLS else name,
        "underscores": swapped({" ": "_"}), "gap": within(" "), "unseen": within("\u200b"),
        "Pk": lambda random, name: name.replace("Park", "Pk").replace("High", "Hi"),
        "small initials": lambda random, name: initials(random, name).lower(),
    },
    "mistyped": {"two slips": lambda random, name: slip(random, slip(random, name))},
}  # fmt: skip

DRAWN: dict[str, Callable[[Random], str]] = {
    "postcode": postcode,
    "outward": outward,
    "telephone": telephone,
    "email": lambda random: random.choice(MAILS),
    "web": lambda random: random.choice(WEBS),
    "street": lambda random: f"{random.randint(1, 240)} {random.choice(ROADS)} {random.choice(TYPES)}",
    "school": lambda random: random.choice(SCHOOLS),
    "name": lambda random: random.choice(OTHERS),
}
AS_IT_IS: dict[str, dict[str, Spelling]] = {"told": {"as it should be": lambda random, told: told}}
SPELLINGS = {
    "postcode": POSTCODES, "outward": OUTWARDS, "telephone": TELEPHONES, "email": EMAILS, "web": AS_IT_IS,
    "street": STREETS, "school": NAMES, "name": NAMES,
}  # fmt: skip


def leaks(seed: int, each: int) -> list[Leak]:
    """Draw so many sentences of each kind in each spelling; the manner is "group: spelling"."""
    random = Random(seed)
    return [
        leak(random, kind, f"{group}: {name}", spelling)
        for kind, groups in SPELLINGS.items()
        for group, spellings in groups.items()
        for name, spelling in spellings.items()
        for _ in range(each)
    ]


def leak(random: Random, kind: str, manner: str, spelling: Spelling) -> Leak:
    told = spelling(random, DRAWN[kind](random))
    before, _, after = random.choice(FRAMES[kind]).partition("{}")
    return Leak(before + told + after, len(before), len(before) + len(told), kind, manner)
