"""Which words does a family read, wherever they stand?

`babel.cfg` says in which files Babel looks. It knows templates by itself; into code, protocols and vocabulary
it looks as is said here.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, TypeAlias

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from freshstart.outside import books
from freshstart.process.tellings import told_by
from freshstart.process.vocabulary import POST_WORDS, RATINGS, Post

Options: TypeAlias = Mapping[str, str]
Found: TypeAlias = Iterator[tuple[int, None, str | tuple[str, str], list[str]]]

ROOT = Path(__file__).resolve().parents[2]
MAPPING = ROOT / "babel.cfg"
SOURCES = {"freshstart", "protocols"}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}  # in templates
MARKS = {"told", "_", "gettext", "gettext_lazy"}  # in code, beside what a tongue says or fills
PLURALS = {"ngettext", "ngettext_lazy"}
# What Django itself says beneath a field of a form that a family fills in.
OF_DJANGO = (
    "This field is required.",
    "Select a valid choice. %(value)s is not one of the available choices.",
    "Null characters are not allowed.",
    (
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
)


def messages() -> Catalog:
    """Give every text that a family reads, each once, with a note of where it stands in a protocol."""
    with MAPPING.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(
        ROOT,
        methods,
        options,
        keywords=KEYWORDS,
        directory_filter=_is_ours,
    )
    catalog = Catalog(charset="utf-8")
    for _file, _line, message, comments, context in found:
        catalog.add(message, auto_comments=comments, context=context)
    return catalog


def _is_ours(path: str) -> bool:
    """Tell whether Babel may look into a folder."""
    parts = Path(path).relative_to(ROOT).parts
    return parts[0] in SOURCES and parts[-1] != "__pycache__"


def python(file: BinaryIO, _keywords: object, _tags: object, *, options: Options) -> Found:  # noqa: ARG001
    """Give what is marked as told to families, and what a tongue says or fills, in code."""
    for node in ast.walk(ast.parse(file.read())):
        match node:
            case ast.Call(func=ast.Name(id=mark), args=[ast.Constant(value=str() as text)]) if mark in MARKS:
                yield node.lineno, None, text, []
            case ast.Call(
                func=ast.Attribute(
                    value=ast.Name(id="tongue") | ast.Attribute(attr="tongue"), attr="say" | "fill"
                ),
                args=[ast.Constant(value=str() as text)],
            ):
                yield node.lineno, None, text, []
            case ast.Call(
                func=ast.Name(id=mark),
                args=[ast.Constant(value=str() as one), ast.Constant(value=str() as many), _],
            ) if mark in PLURALS:
                yield node.lineno, None, (one, many), []


def protocol(file: BinaryIO, _keywords: object, _tags: object, *, options: Options) -> Found:  # noqa: ARG001
    """Give what a family reads of the protocol in a folder. Babel calls this for its file `protocol.toml`."""
    for where, text in told_by(books.read_folder(Path(file.name).parent)):
        yield 1, None, text, [where]


def vocabulary(_file: BinaryIO, _keywords: object, _tags: object, *, options: Options) -> Found:  # noqa: ARG001
    """Give the words for posts and for how far something is in place, and what Django says of forms."""
    for post, text in POST_WORDS.items():
        if post is not Post.ADMINISTRATOR:  # who is on no case
            yield 1, None, text, ["somebody’s post"]
    for text in RATINGS.values():
        yield 1, None, text, ["how far something is in place"]
    for words in OF_DJANGO:
        yield 1, None, words, ["beneath a field of a form"]
