"""What does a PDF say, to a screen reader and to the eye?"""

import io
import json
import re
from collections.abc import Iterator
from typing import cast

import pikepdf
import typst
from PIL import Image, ImageOps

from freshstart.outside import pdfs
from freshstart.outside.pdfs import Pdf, Sheet


def opened(pdf: Pdf) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf.data))


def tags(document: pikepdf.Pdf) -> list[tuple[str, pikepdf.Dictionary]]:
    """List the structure as a screen reader walks it."""

    def walk(node: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Dictionary]]:
        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from walk(child)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node.S).removeprefix("/"), node
            yield from walk(node.get("/K", pikepdf.Array()))

    return list(walk(document.Root.StructTreeRoot.K))


def names_of(pdf: Pdf) -> list[str]:
    document = opened(pdf)
    return [name for name, _ in tags(document)]


def alphabet(font: pikepdf.Object) -> dict[bytes, str]:
    """Read which characters the glyphs of a font stand for."""
    pairs = re.findall(rb"^<(\w{4})> <(\w+)>$", font.ToUnicode.read_bytes(), re.MULTILINE)
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs
    }


def pages_of(pdf: Pdf, *, read_aloud: bool = False) -> list[str]:
    """Give the text of each page without its spaces: all that is seen, or only what is read aloud."""
    pages = []
    for page in opened(pdf).pages:
        fonts = {name: alphabet(font) for name, font in page.Resources.Font.items()}
        seen, marks, letters = "", [""], {}
        for step in pikepdf.parse_content_stream(page):
            operands = step.operands
            match str(step.operator):
                case "BDC" | "BMC":
                    marks.append(str(operands[0]))
                case "EMC":
                    marks.pop()
                case "Tf":
                    letters = fonts[str(operands[0])]
                case "Tj" | "TJ" if not (read_aloud and "/Artifact" in marks):
                    parts = operands if str(step.operator) == "Tj" else operands[0]
                    codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
                    seen += "".join(letters[codes[at : at + 2]] for at in range(0, len(codes), 2))
        pages.append(close(seen))
    return pages


def close(text: str) -> str:
    return re.sub(r"[\s\u2066-\u2069]", "", text)


def pictures(sheet: Sheet) -> list[Image.Image]:
    """Show the pages in grey, black on white turned to white on black, four dots to a millimetre."""
    shown = typst.compile(
        pdfs.TEMPLATES / "sheet.typ",
        root=pdfs.TEMPLATES,
        font_paths=pdfs._fonts(),
        sys_inputs={"sheet": json.dumps(pdfs._data(sheet))},
        format="png",
        ppi=4 * 25.4,
    )
    pages = cast("bytes | list[bytes]", shown)  # typst gives a list where there are several
    return [
        ImageOps.invert(Image.open(io.BytesIO(page)).convert("L"))
        for page in (pages if isinstance(pages, list) else [pages])
    ]


def ink(page: Image.Image, left: float, top: float, right: float, bottom: float) -> tuple[float, ...] | None:
    """Say where, within an area in millimetres, the outermost ink lies; None if there is none."""
    box = page.crop((round(left * 4), round(top * 4), round(right * 4), round(bottom * 4))).getbbox()
    return box and (left + box[0] / 4, top + box[1] / 4, left + box[2] / 4, top + box[3] / 4)
