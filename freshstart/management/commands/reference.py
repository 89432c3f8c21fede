"""What can stand in a protocol, and in the file of a case written by hand?

Made from the code, so that it cannot say anything else; only the meanings are written by hand.
"""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin

from django.core.management.base import BaseCommand
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from freshstart.management import meanings
from freshstart.outside.books import FOLDER
from freshstart.process.answers import CHECKS
from freshstart.process.assessments import Lines, Sketch
from freshstart.process.checks import OFFICES, RECIPIENTS, SIGNERS
from freshstart.process.effects import EFFECTS
from freshstart.process.origins import NEEDS
from freshstart.process.permissions import ROLES
from freshstart.process.predicates import NAMED
from freshstart.process.protocols import Item, Protocol, Within
from freshstart.process.vocabulary import CaseOutcome, Effect, PhaseOutcome
from freshstart.process.ways import NO_DAY, OCCASIONS
from freshstart.process.wordings import FIXED_NAMES

PAGE = FOLDER.parent / "docs" / "reference.md"

LISTS = [key for key, field in Protocol.model_fields.items() if get_origin(field.annotation) is tuple]
ABOUT = (
    "Made from the code by `manage.py reference --write`.",
    "[How to write a protocol](how-to/write-a-protocol.md); [how to try it](how-to/try-a-case.md).",
)
ABOUT_NAMES = (
    "For letters, papers, clauses and questions to the family. Beside these: the id of any question that",
    "everyone may read, and the protocol’s own `words`.",
)
ABOUT_EFFECTS = (
    "“About one” is the `each` that its step must have. The questions must be asked there, and be required.",
)
ARGUMENTS: dict[str, Iterable[str]] = {
    "letter": ["LETTER"],
    "draw_up": ["PAPER"],
    "end_placement": [PhaseOutcome.ENDED_EARLY, PhaseOutcome.RETURNED],
    "close": CaseOutcome,
}


class Command(BaseCommand):
    """Print the reference, or write it to docs/reference.md."""

    help = "Say what can stand in a protocol: every key, fact, effect, role and name."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--write", type=Path, nargs="?", const=PAGE, metavar="FILE", help="else it is printed"
        )

    def handle(self, *, write: Path | None, **_options: object) -> None:
        text = "\n".join(reference()) + "\n"
        if write is None:
            self.stdout.write(text, ending="")
        else:
            write.write_text(text, encoding="utf-8")
            self.stdout.write(f"{write} is written.")


def reference() -> Iterator[str]:
    """Give the lines of the reference."""
    yield from ("# Reference", "", *ABOUT)
    yield from _lists()
    yield from _facts()
    yield from _acts()
    yield from _people()
    yield from _heading(2, "Names in texts")
    yield from (*ABOUT_NAMES, "")
    names = ((f"{{{name}}}", meanings.NAMES.get(name, "")) for name in sorted(FIXED_NAMES))
    yield from _table("name", "it says", rows=names)
    yield from _case_file()


def _table(*heads: str, rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _heading(level: int, title: str) -> Iterator[str]:
    yield from ("", f"{'#' * level} {title}", "")


# The lists ------------------------------------------------------------------------------------------------


def _lists() -> Iterator[str]:
    yield from _heading(2, "The lists of a protocol")
    yield "Of a protocol that extends another only what is new or other is written."
    own = {key: field for key, field in Protocol.model_fields.items() if key not in LISTS}
    yield from _keys("The protocol itself", "protocol", own)
    for name in LISTS:
        entry = _entry(Protocol.model_fields[name])
        yield from _keys(f"[[{name}]]", name, entry.model_fields, after=name not in {"remove", "difference"})
        if name == "step":
            yield from _keys("within, in a step", "within", Within.model_fields)
        if name == "family":
            yield from _keys("items, in a question to the family", "items", Item.model_fields)
    yield from _heading(3, "Kinds of question")
    yield from _table("kind", "an answer", rows=((f"`{kind}`", words) for kind, (_, words) in CHECKS.items()))


def _keys(title: str, name: str, fields: Mapping[str, FieldInfo], *, after: bool = False) -> Iterator[str]:
    """Give the table of the keys of one list, in the order of the code, `id` first."""
    yield from _heading(3, title)
    known = meanings.SHARED | meanings.KEYS.get(name, {})
    rows = [
        (f"`{key}`", _words_for(name, key, field), _default(field), known.get(key, ""))
        for key, field in fields.items()
    ]
    if after:
        rows.append(("`after`", "text", "at the end", meanings.SHARED["after"]))
    yield from _table("key", "what stands there", "left out", "meaning", rows=rows)


def _entry(field: FieldInfo) -> type[BaseModel]:
    """Give the table of which a list is made."""
    found: type[BaseModel] = get_args(field.annotation)[0]
    return found


def _words_for(name: str, key: str, field: FieldInfo) -> str:
    if (name, key) == ("gate", "effect"):
        return _either([Effect.BLOCK, Effect.WARN, Effect.SIGN_OFF])
    return _said(field.annotation)


def _said(kind: Any) -> str:
    """Say a type in words."""
    inner = [one for one in get_args(kind) if one not in {type(None), Ellipsis}]
    match get_origin(kind):
        case None:
            return _said_plain(kind)
        case origin if origin is tuple or origin is list:
            pair = len(inner) > 1
            return "pair" if pair else f"list: {_said(inner[0])}"
        case origin if origin is dict:
            return f"table by name: {_said(inner[1])}"
        case _ if all(isinstance(one, str) for one in inner):
            return _either(inner)
        case _:
            return _said(inner[0])


def _said_plain(kind: Any) -> str:
    simple = {str: "text", bool: "true or false", int: "number", date: "day", Any: "an answer"}
    if kind in simple:
        return simple[kind]
    return _either(kind) if issubclass(kind, StrEnum) else "table"


def _either(options: Iterable[str]) -> str:
    return ", ".join(f"`{one}`" for one in options if one)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be there"
    value = field.default
    if not value or isinstance(value, list | BaseModel):
        return ""
    return "`true`" if value is True else f"`{value}`"


# What the lists can name ----------------------------------------------------------------------------------


def _facts() -> Iterator[str]:
    yield from _heading(2, "Facts")
    yield "A fact is so, not so, or not known. “Day” says whether a date can be counted from it."
    named = {name: (one.words, "yes" if one.moment is not NO_DAY else "") for name, one in NAMED.items()}
    yield from _heading(3, "Of what a protocol holds")
    yield from _table(
        "fact", "it is so when", "day", rows=((f"`{name}`", *row) for name, row in meanings.DOTTED.items())
    )
    groups = {name: name.partition("_")[0] for name in named}
    for occasion in ("", *sorted(OCCASIONS)):
        yield from _heading(3, f"Of one {occasion}" if occasion else "Of the whole case")
        mine = [name for name in named if (groups[name] in OCCASIONS and groups[name]) == (occasion or False)]
        yield from _table("fact", "it is so when", "day", rows=((f"`{name}`", *named[name]) for name in mine))


def _acts() -> Iterator[str]:
    yield from _heading(2, "What a step does")
    yield from (*ABOUT_EFFECTS, "")
    rows = []
    for name in EFFECTS:
        each, asks = NEEDS.get(name, ("", {}))
        after = _either(ARGUMENTS[name]) if name in ARGUMENTS else ""
        asked = ", ".join(f"`{question}` ({kind})" for question, kind in asks.items())
        rows.append((f"`{name}{':' if after else ''}`", after, each, asked, meanings.EFFECTS.get(name, "")))
    yield from _table("effect", "then", "about one", "asks", "meaning", rows=rows)


def _people() -> Iterator[str]:
    yield from _heading(2, "Roles")
    yield "Under `who`, `owner` and `sign_off_by`."
    yield ""
    yield from _table(
        "role", "what it does and reads", rows=((f"`{name}`", one.sentence) for name, one in ROLES.items())
    )
    yield from ("", f"A letter goes `to` {_either(sorted(RECIPIENTS))}.", "")
    yield from (f"Its `sender` is one of {_either(sorted(OFFICES))}.", "")
    yield f"The `signers` of a paper are {_either(sorted(SIGNERS))}."


# The file of a case ---------------------------------------------------------------------------------------


def _case_file() -> Iterator[str]:
    """Describe the file of a case written by hand: each table once, where it is met first."""
    yield from _heading(2, "The file of a case")
    yield "For `manage.py assess`. Everything can be left out that need not be there."
    waiting: list[tuple[str, type[BaseModel]]] = [("The file", Sketch)]
    met: set[type[BaseModel]] = {Sketch}
    while waiting:
        title, table = waiting.pop(0)
        yield from _heading(3, title)
        fields = table.model_fields.items()
        rows = [
            (f"`{key}`", _said(field.annotation), _default(field), field.description or "")
            for key, field in fields
        ]
        yield from _table("key", "what stands there", "left out", "meaning", rows=rows)
        for key, field in fields:
            for inner in _tables_in(field.annotation):
                if inner not in met:
                    met.add(inner)
                    waiting.append((key if table is Sketch else f"{key}, in {title}", inner))


def _tables_in(kind: Any) -> list[type[BaseModel]]:
    inner = get_args(kind)
    if inner:
        return [one for part in inner for one in _tables_in(part)]
    return [kind] if isinstance(kind, type) and issubclass(kind, Lines) else []
