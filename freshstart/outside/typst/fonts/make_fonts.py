"""Which letters can be printed? Make the fonts of this folder anew, byte for byte.

Run in a folder with node_modules, with the folder of the web fonts (their zero has no slash) and this folder:

    npm i @fontsource-variable/{noto-sans,noto-sans-arabic,noto-nastaliq-urdu,noto-sans-bengali}@5.3.0 \
          @fontsource-variable/noto-sans-{devanagari,gujarati,gurmukhi,tamil}@5.3.0 \
          @fontsource/noto-sans-{math,symbols-2}@5.3.0
    pip install fonttools==4.68.0 brotli
    python make_fonts.py WEB_FONTS OUT

typst reads no woff2 and wants one file for each weight. Everything is under the SIL Open Font Licence 1.1.
"""

# mypy: ignore-errors
# (fontTools is needed here only, and is not among the packages of the service.)

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

WEB_FONTS, OUT = Path(sys.argv[1]), Path(sys.argv[2])
NPM = Path("node_modules")
# Its name, where it lies on the axis, and what typst is told.
REGULAR, SEMIBOLD = ("regular", 400, 400), ("semibold", 650, 600)

LATIN = "0020-FFFD"
OTHER_LETTERS = (  # African and Vietnamese names, Greek, Cyrillic, and the marks that Atkinson lacks
    "0020-007E,00A0-024F,0250-02FF,0300-036F,0370-03FF,0400-052F,1E00-1EF9,2010-205E,20A0-20C0,2116,FFFD"
)
ARABIC = "0600-06FF,0750-077F,200C-200F,2010-2011,FDFA"  # also Persian, Pashto, Kurdish; joined forms follow
URDU = (
    "0600-0603,060C,0610-061B,061F,0621-063A,0641-0655,0660-0669,066A-066C,0670,0679,067E,0686,0688,0691,"
    "0698,06A9,06AF,06BA,06BE,06C0-06C3,06CC,06D2-06D4,06F0-06F9,200C-200F"
)
INDIC = "0900-0DFF,200C-200D"
SYMBOLS = "2190-2199,221A,221E,2248,2260,2264-2265,25A0-25CF,2605-2606"
TICKS = "2610-2612,2713-2718"


def web(name: str, *parts: str) -> list[Path]:
    """Name the web fonts of Atkinson that hold these parts."""
    return [WEB_FONTS / f"{name}-{part}-wght-normal.woff2" for part in parts]


def noto(name: str, *parts: str) -> list[Path]:
    """Name the variable fonts of one Noto family that hold these parts."""
    return [
        NPM / "@fontsource-variable" / name / "files" / f"{name}-{part}-wght-normal.woff2" for part in parts
    ]


def fixed(name: str, part: str) -> Path:
    """Name the font of a Noto family that has one weight only."""
    return NPM / "@fontsource" / name / "files" / f"{name}-{part}-400-normal.woff2"


FONTS = {
    "atkinson-hyperlegible-next": (web("atkinson-hyperlegible-next", "latin", "latin-ext"), LATIN),
    "noto-sans": (
        noto("noto-sans", "latin", "latin-ext", "vietnamese", "cyrillic", "cyrillic-ext", "greek"),
        OTHER_LETTERS,
    ),
    "noto-sans-arabic": (noto("noto-sans-arabic", "arabic"), ARABIC),
    "noto-nastaliq-urdu": (noto("noto-nastaliq-urdu", "arabic"), URDU),
    "noto-sans-bengali": (noto("noto-sans-bengali", "bengali"), INDIC),
    "noto-sans-devanagari": (noto("noto-sans-devanagari", "devanagari"), INDIC),
    "noto-sans-gujarati": (noto("noto-sans-gujarati", "gujarati"), INDIC),
    "noto-sans-gurmukhi": (noto("noto-sans-gurmukhi", "gurmukhi"), INDIC),
    "noto-sans-tamil": (noto("noto-sans-tamil", "tamil"), INDIC),
    "noto-sans-math": ([fixed("noto-sans-math", "latin")], SYMBOLS),
    "noto-sans-symbols-2": ([fixed("noto-sans-symbols-2", "symbols")], TICKS),
}
# Nastaliq has no bold by tradition, and symbols need none.
ONE_WEIGHT = {"noto-nastaliq-urdu", "noto-sans-math", "noto-sans-symbols-2"}


def cut(source: Path, axis: int, unicodes: str, target: Path) -> None:
    """Keep one weight of a font, and only these letters."""
    font = TTFont(source)
    if "fvar" in font:
        font = instantiateVariableFont(font, {"wght": axis})
    font.flavor = None
    subsetter = Subsetter(Options(layout_features=["*"], notdef_outline=True, name_IDs=["*"]))
    subsetter.populate(unicodes=parse_unicodes(unicodes))
    subsetter.subset(font)
    font.save(target)


def make(name: str, sources: list[Path], unicodes: str, weight: tuple[str, int, int]) -> None:
    """Cut the parts of one font, join them, and give the whole its weight."""
    style, axis, known_as = weight
    with tempfile.TemporaryDirectory() as folder:
        parts = [Path(folder) / f"{number}.ttf" for number in range(len(sources))]
        for source, part in zip(sources, parts, strict=True):
            cut(source, axis, unicodes, part)
        font = Merger().merge([str(part) for part in parts]) if len(parts) > 1 else TTFont(parts[0])
        font["OS/2"].usWeightClass = known_as
        font.recalcTimestamp = False
        font["head"].created = font["head"].modified = TTFont(sources[0])["head"].modified
        font.save(OUT / f"{name}-{style}.ttf")


def write_licence() -> None:
    """Write the one licence of all these fonts, with every copyright notice."""
    texts = {
        name: next(NPM.glob(f"@fontsource*/{name}/LICENSE")).read_text() for name in FONTS if "noto" in name
    }
    texts["atkinson-hyperlegible-next"] = (WEB_FONTS / "OFL-atkinson-hyperlegible-next.txt").read_text()
    notices = [f"{name}: {text.partition(chr(10))[0]}" for name, text in sorted(texts.items())]
    (licence,) = {text.partition("\n")[2] for text in texts.values()}
    (OUT / "OFL.txt").write_text("\n".join(notices) + "\n" + licence)


write_licence()
for family, (files, letters) in FONTS.items():
    for each in [REGULAR] if family in ONE_WEIGHT else [REGULAR, SEMIBOLD]:
        make(family, files, letters, each)
