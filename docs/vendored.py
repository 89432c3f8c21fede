"""How are the files in `freshstart/static/vendor` made again?

In an empty folder, with node:

npm i govuk-frontend@6.3.0 esbuild@0.28.2 \
  @fontsource-variable/{atkinson-hyperlegible-next,noto-nastaliq-urdu,noto-sans-arabic,noto-sans-bengali}@5.3.0
pip install fonttools brotli
python vendored.py OUT
"""

import re
import subprocess
import sys
from array import array
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates
from fontTools.varLib.iup import iup_delta

OUT = Path(sys.argv[1])
FONTS = Path("node_modules/@fontsource-variable")
LATIN = FONTS / "atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2"
LATIN_EXT = FONTS / "atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2"
NASTALIQ = FONTS / "noto-nastaliq-urdu/files/noto-nastaliq-urdu-arabic-wght-normal.woff2"
ARABIC = FONTS / "noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2"
BENGALI = FONTS / "noto-sans-bengali/files/noto-sans-bengali-bengali-wght-normal.woff2"
URDU = (
    "0600-0603,060C,0610-061B,061F,0621-063A,0641-0655,0660-0669,066A-066C,0670,0679,067E,0686,0688,0691,"
    "0698,06A9,06AF,06BA,06BE,06C0-06C3,06CC,06D2-06D4,06F0-06F9,200C-200F,0020,00A0"
)


def make_css() -> None:
    """Take GDS Transport, the crest and everything that fetches out of GOV.UK Frontend."""
    css = Path("node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css").read_text()
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r"[^{}]*\{[^{}]*url\([^{}]*\}", "", css)
    css = css.replace("font-family:GDS Transport,arial,sans-serif", "font-family:var(--fs-font)")
    css = css.replace("font-family:sans-serif", "font-family:var(--fs-font)")  # print as well
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S).replace('@charset "UTF-8";', "")
    if "url(" in css or "GDS" in css or css.count("{") != css.count("}"):
        raise SystemExit("GOV.UK Frontend is written otherwise now: look at the patterns above.")
    note = (
        "/*! GOV.UK Frontend 6.3.0, MIT licence, Crown copyright (Government Digital Service). "
        "Taken out: @font-face, GDS Transport, crest, every url(). */\n"
    )
    (OUT / "govuk.css").write_text(note + css)


PARTS = "Button, ErrorSummary, NotificationBanner"
SCRIPT = (
    f'import {{ {PARTS}, createAll }} from "govuk-frontend"; for (const part of [{PARTS}]) createAll(part);'
)


def make_js() -> None:
    """Bundle the few scripts that our pages use."""
    options = "--bundle --minify --format=iife --target=es2020 --legal-comments=none --log-level=warning"
    command = ["node_modules/.bin/esbuild", *options.split(), f"--outfile={OUT / 'govuk.js'}"]
    subprocess.run(command, input=SCRIPT.encode(), check=True)


def open_the_zero() -> None:
    """Draw the figure zero without its slash, in all weights: dates and times read calmer."""
    font = TTFont(LATIN, recalcTimestamp=False)
    glyph = font["glyf"]["zero"]
    pts, ends, flags = list(glyph.coordinates), list(glyph.endPtsOfContours), list(glyph.flags)
    n = ends[0] + 1
    left, right, low, high = 23, 31, 16, 36  # where the two half counters reach furthest
    if (pts[left][0], pts[right][0], pts[low][1], pts[high][1]) != (151, 497, 62, 608):
        raise SystemExit("The zero was redrawn: find its two half counters anew.")
    xs, ys = [p[0] for p in pts[:n]], [p[1] for p in pts[:n]]
    order = [0, *range(n - 1, 0, -1)]  # a counter runs the other way round
    uv = [((xs[i] - min(xs)) / (max(xs) - min(xs)), (ys[i] - min(ys)) / (max(ys) - min(ys))) for i in order]

    def counter(x0: int, x1: int, y0: int, y1: int) -> list[tuple[int, int]]:
        return [(round(x0 + (x1 - x0) * u), round(y0 + (y1 - y0) * v)) for u, v in uv]

    inner = counter(pts[left][0], pts[right][0], pts[low][1], pts[high][1])
    for var in font["gvar"].variations["zero"]:
        if None in var.coordinates:
            phantom = [p or (0, 0) for p in var.coordinates[-4:]]
            var.coordinates = [*iup_delta(var.coordinates, pts + [(0, 0)] * 4, ends)[:-4], *phantom]
        d = var.coordinates
        var.coordinates = [*d[:n], *counter(d[left][0], d[right][0], d[low][1], d[high][1]), *d[-4:]]
    glyph.coordinates = GlyphCoordinates([*pts[:n], *inner])
    glyph.flags = array("B", [*flags[:n], *[flags[i] for i in order]])
    glyph.endPtsOfContours = [n - 1, 2 * n - 1]
    glyph.numberOfContours = 2
    glyph.recalcBounds(font["glyf"])
    font.flavor = "woff2"
    font.save(OUT / LATIN.name)


def cut(source: Path, name: str, *what: str) -> None:
    subset.main([str(source), *what, "--layout-features=*", "--flavor=woff2", f"--output-file={OUT / name}"])


make_css()
make_js()
open_the_zero()
(OUT / LATIN_EXT.name).write_bytes(LATIN_EXT.read_bytes())
cut(NASTALIQ, "noto-nastaliq-urdu-subset.woff2", f"--unicodes={URDU}")
cut(NASTALIQ, "names-urdu.woff2", "--text=اردو")
cut(ARABIC, "names-arabic.woff2", "--text=العربية")
cut(BENGALI, "names-bengali.woff2", "--text=বাংলা")
