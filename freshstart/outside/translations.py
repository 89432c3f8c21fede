"""What do our words read like in the language of a family, and which languages are there?

A language is offered when its folder stands in `freshstart/locale/`. It is complete there: a test refuses a
text without words. Should one be missing all the same, because an area wrote a letter of its own, it is said
in English and marked as English; on a developer's machine and in tests it is an error.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias

from babel import Locale
from babel.dates import format_date
from django.conf import settings

from freshstart.outside import catalogues
from freshstart.process.tongues import ENGLISH, Tongue, Untranslated, has_words, kept_english

How: TypeAlias = Literal["full", "long", "day", "date", "short"]
NOTHING: Mapping[str, str] = MappingProxyType({})
YEAR = re.compile(r"[,،]?\s*(?:'de' )?y")
WEEKDAY = re.compile(r"EEEE[,،]?\s*|\s*EEEE")


@dataclass(frozen=True, slots=True)
class Language:
    """A language as it names itself and as staff know it, and whether it is read from right to left.

    `locale` is what Babel calls it, `full` how a date is written where Babel has it as nobody here does.
    """

    code: str
    name: str
    english: str
    turned: bool = False
    locale: str = ""
    full: str = ""

    @property
    def direction(self) -> str:
        """Give what HTML calls the direction."""
        return "rtl" if self.turned else "ltr"


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        one.code: one
        for one in (
            Language("en", "English", "English"),
            Language("pl", "Polski", "Polish"),
            Language("ro", "Română", "Romanian"),
            Language("pt", "Português", "Portuguese", locale="pt_PT"),
            Language("tr", "Türkçe", "Turkish"),
            Language("so", "Soomaali", "Somali", full="EEEE d MMMM y"),  # Babel puts the month first
            Language("ar", "العربية", "Arabic", turned=True),
            Language("ur", "اردو", "Urdu", turned=True),
            Language("bn", "বাংলা", "Bengali"),
        )
    }
)


def offered() -> tuple[Language, ...]:
    """Give the languages in which a family can read, English first."""
    return tuple(one for code, one in LANGUAGES.items() if code == "en" or _is_there(code))


def _is_there(code: str) -> bool:
    return code in LANGUAGES and catalogues.po_of(code).exists()


def tongue_of(code: str, also: Mapping[str, str] = NOTHING) -> Tongue:
    """Give the tongue of a language; where the language is not offered, that of English, which says so.

    `also` are translations that stood with the text of a protocol: they come before ours.
    """
    if not _is_there(code):
        return ENGLISH
    return Tongue(code, _sayer(code, also), partial(dated, code), LANGUAGES[code].turned)


def _sayer(code: str, also: Mapping[str, str]) -> Callable[[str], str]:
    ours = catalog(code)

    def say(text: str) -> str:
        found = also.get(text) or ours.get(text)
        if found or not has_words(text):
            return found or text
        if settings.UNTRANSLATED_STOPS:
            raise Untranslated(f"{code} has no words for “{text}”.")
        return kept_english(text)

    return say


def catalog(code: str) -> Mapping[str, str]:
    """Give every text of ours with its words in a language; English, and what is not offered, has none."""
    path = catalogues.po_of(code)
    return _catalog(path, path.stat().st_mtime_ns) if _is_there(code) else NOTHING


@lru_cache(maxsize=32)
def _catalog(path: Path, _changed: int) -> Mapping[str, str]:
    return MappingProxyType(catalogues.words_in(catalogues.read(path)))


def untranslated(code: str, texts: Iterable[str], also: Mapping[str, str] = NOTHING) -> list[str]:
    """Give those of some texts that have no words in a language."""
    if code == "en":
        return []
    known = catalog(code)
    return [text for text in texts if has_words(text) and not (also.get(text) or known.get(text))]


def as_they_stand(texts: Iterable[str]) -> dict[str, dict[str, str]]:
    """Give the words of some texts in each language, to keep them beside the text of a protocol."""
    wanted = tuple(texts)
    others = [one.code for one in offered() if one.code != "en"]
    return {code: {text: words for text in wanted if (words := catalog(code).get(text))} for code in others}


# Dates ------------------------------------------------------------------------------------------------------


def dated(code: str, on: date, how: How = "full") -> str:
    """Write a date in a language.

    In full it has the day of the week and the year; long is without the one, a day without the other, a date
    without both; short is for a table.

    Figures are 0 to 9 everywhere, so that a date or a telephone number is the same on a letter, a page and a
    calendar at school; years are those of the calendar used here.
    """
    language = LANGUAGES[code]
    return format_date(on, _pattern(language, how), language.locale or code)


def _pattern(language: Language, how: How) -> str:
    full = language.full or str(Locale.parse(language.locale or language.code).date_formats["full"].pattern)
    day = YEAR.sub("", full)
    patterns: dict[How, str] = {
        "full": full,
        "long": WEEKDAY.sub("", full),
        "day": day,
        "date": WEEKDAY.sub("", day),
        "short": day.replace("EEEE", "EEE").replace("MMMM", "MMM"),
    }
    return patterns[how]


# Whether a person has read it -------------------------------------------------------------------------------


def unchecked(code: str) -> int:
    """Count the texts of a language that no person has checked as they stand now; English needs no check."""
    if not _is_there(code):
        return 0
    checked = catalogues.checked_of(code)
    changed = checked.stat().st_mtime_ns if checked.exists() else 0
    return _unchecked(code, catalogues.po_of(code), catalogues.po_of(code).stat().st_mtime_ns, changed)


@lru_cache(maxsize=32)
def _unchecked(code: str, _path: Path, *_changed: int) -> int:
    return len(catalogues.digests(code) - catalogues.checks(code).keys())


def is_checked(code: str) -> bool:
    """Tell whether a person has checked every text of a language as it stands now."""
    return unchecked(code) == 0
