"""What stands in the file of a translator, and what is to be mended in it?

Each language has a folder in `freshstart/locale/` with a file for any .po editor, and a file `checked.toml`
that says who has read which text. They are written so that a change of one text changes one place in them.
"""

import hashlib
import os
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

from freshstart.process.renderings import faults_of

PO = Path("LC_MESSAGES", "django.po")
# Neither dates nor names of programs: they would change with every run.
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: Fresh Start\\n"
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""
CHECKED = """\
# Who has read which text of this language beside the English one. Written by `manage.py check_translation`.

[checked]
"""


def folder() -> Path:
    """Give the folder in which the languages lie."""
    return Path(settings.LOCALE_PATHS[0])


def po_of(code: str) -> Path:
    """Give the path of a language's file."""
    return folder() / code / PO


def codes() -> list[str]:
    """Give the languages that have a file, in the order of their codes."""
    return sorted(path.parents[1].name for path in folder().glob(f"*/{PO}"))


def read(path: Path) -> Catalog:
    """Read a translator's file. Refused where it is no such file (PoFileError)."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name, abort_invalid=True)


def words_in(catalog: Catalog) -> dict[str, str]:
    """Give the texts that are translated, each with its words; what changed since is not."""
    return {
        one.id: one.string
        for one in catalog
        if isinstance(one.id, str) and isinstance(one.string, str) and one.id and one.string and not one.fuzzy
    }


def updated(code: str, messages: Catalog) -> Catalog:
    """Give a language's file with every text there is now: new ones empty, changed ones marked as such."""
    path = po_of(code)
    catalog = read(path) if path.exists() else Catalog(locale=code, charset="utf-8")
    catalog.update(deepcopy(messages))  # it would hold on to what it is given
    return catalog


def write(code: str, catalog: Catalog) -> None:
    """Write a language's file: sorted, without places and dates."""
    buffer = BytesIO()
    write_po(
        buffer, catalog, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True,
        include_previous=True,
    )  # fmt: skip
    header = HEADER.format(code=code, plural_forms=catalog.plural_forms)
    path = po_of(code)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(header.encode() + buffer.getvalue().strip() + b"\n")


def compile_all() -> None:
    """Make what Django reads out of each file that has changed since."""
    for code in codes():
        source = po_of(code)
        made = source.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
            beside = made.with_suffix(f".{os.getpid()}")
            with beside.open("wb") as file:
                write_mo(file, read(source))
            beside.replace(made)  # others may be reading, or making the same


def faults_in(code: str, messages: Catalog) -> list[str]:
    """Find everything to mend in a language's file: what is missing, too much, or says less or more."""
    catalog = read(po_of(code))
    found = [f"“{_english(one)}”: {what}" for one in messages if one.id for what in _faults(catalog, one)]
    wanted = {_key(one) for one in messages}
    return found + [
        f"“{_english(one)}”: nothing says this any more." for one in catalog if _key(one) not in wanted
    ]


def _faults(catalog: Catalog, wanted: Message) -> Iterator[str]:
    there = catalog.get(wanted.id, wanted.context)
    strings = _strings(there) if there else ()
    if there is None or not all(strings):
        yield "it is not translated."
    elif there.fuzzy:
        yield "the English has changed since: look at it again, then take the mark “fuzzy” away."
    else:
        yield from dict.fromkeys(
            what for said in strings for what in faults_of(_english(wanted), said, str(catalog.locale))
        )


def _english(message: Message) -> str:
    """Give the English of a message, of one with a plural the plural: it has every name."""
    return message.id if isinstance(message.id, str) else message.id[1]


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _key(message: Message) -> tuple[object, object]:
    return message.id, message.context


# What a person has checked ----------------------------------------------------------------------------------


def digests(code: str) -> frozenset[str]:
    """Give a mark for each text of a language together with its words: either changed is another mark."""
    return frozenset(map(_digest, (one for one in read(po_of(code)) if one.id)))


def _digest(message: Message) -> str:
    english = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    return hashlib.sha256("\0".join((*english, *_strings(message))).encode()).hexdigest()[:16]


def checked_of(code: str) -> Path:
    """Give the path of the file that says who has read what of a language."""
    return folder() / code / "checked.toml"


def checks(code: str) -> dict[str, str]:
    """Give the marks that were checked, each with who did and when."""
    path = checked_of(code)
    return tomllib.loads(path.read_text(encoding="utf-8"))["checked"] if path.exists() else {}


def record_check(code: str, *, by: str, on: date) -> int:
    """Note that a person has checked a language as it stands now; give how many texts were new to them.

    What was checked before keeps its name; what is gone is dropped.
    """
    before, now = checks(code), digests(code)
    who = f"{by.strip().replace(chr(34), chr(39))}, {on.isoformat()}"
    lines = [f'{mark} = "{before.get(mark, who)}"\n' for mark in sorted(now)]
    checked_of(code).write_text(CHECKED + "".join(lines), encoding="utf-8")
    return len(now - before.keys())
