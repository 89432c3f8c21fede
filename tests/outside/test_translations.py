"""Do our words, names and dates read right in each language, and is what is missing never hidden?"""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import PoFileError
from django.utils import translation
from pytest_django import Settings

from freshstart.outside import catalogues, pdfs
from freshstart.outside.translations import (
    LANGUAGES,
    as_they_stand,
    catalog,
    dated,
    is_checked,
    offered,
    tongue_of,
    unchecked,
    untranslated,
)
from freshstart.process.tongues import ENGLISH, Untranslated
from freshstart.process.wordings import letter_words
from tests.languages import few, made_up, messages, offer
from tests.process.samples import answered, directed, southwark

MONDAY = date(2026, 11, 30)
NEEDS = "{child} is welcome."
SAID = {"Yes": "Tak", NEEDS: "Witamy: {child}."}


# Which languages there are --------------------------------------------------------------------------------


def test_each_language_names_itself_and_says_its_direction() -> None:
    assert [*LANGUAGES] == ["en", "pl", "ro", "pt", "tr", "so", "ar", "ur", "bn"]
    assert {one.code: one.direction for one in LANGUAGES.values() if one.turned} == {"ar": "rtl", "ur": "rtl"}
    assert LANGUAGES["so"].direction == "ltr"
    assert all(translation.get_language_info(code)["bidi"] is one.turned for code, one in LANGUAGES.items())


def test_a_language_is_offered_when_its_folder_is_there(settings: Settings, tmp_path: Path) -> None:
    offer(settings, tmp_path)
    assert [one.code for one in offered()] == ["en"]
    assert tongue_of("pl") is tongue_of("en") is tongue_of("en-gb") is tongue_of("fr") is ENGLISH
    offer(settings, tmp_path, few("ur", {"Yes": "جی ہاں"}), few("pl", SAID))
    assert [one.code for one in offered()] == ["en", "pl", "ur"]
    assert (tongue_of("ur").turned, tongue_of("pl").turned) == (True, False)


# What is said ---------------------------------------------------------------------------------------------


def test_our_words_are_said_and_those_that_stood_with_a_protocol_come_first(
    settings: Settings, tmp_path: Path
) -> None:
    offer(settings, tmp_path, few("pl", SAID))
    assert (tongue_of("pl").say("Yes"), tongue_of("pl").say("{home}, {lead}"), tongue_of("pl").say("")) == (
        "Tak",
        "{home}, {lead}",
        "",
    )
    assert tongue_of("pl").fill(NEEDS, child="Hamza") == "Witamy: Hamza."
    assert tongue_of("pl", {"Yes": "Owszem"}).say("Yes") == "Owszem"
    assert tongue_of("pl", {"Yes": "Owszem"}).fill(NEEDS, child="Leo") == "Witamy: Leo."
    assert (catalog("pl"), catalog("en"), catalog("tr")) == (SAID, {}, {})


def test_a_text_without_words_is_an_error_here_and_marked_as_english_in_real_life(
    settings: Settings, tmp_path: Path
) -> None:
    offer(settings, tmp_path, few("ar", {"Yes": "نعم", "No": ""}))
    for text in ("No", "Nobody has to."):
        with pytest.raises(Untranslated, match=text):
            tongue_of("ar").say(text)
    settings.UNTRANSLATED_STOPS = False
    assert tongue_of("ar").say("Nobody has to.") == "\u2066Nobody has to.\u2069"
    assert tongue_of("ar").fill(NEEDS, child="Leo") == "\u2066\u2068Leo\u2069 is welcome.\u2069"


def test_it_can_be_asked_first_what_has_no_words(settings: Settings, tmp_path: Path) -> None:
    offer(settings, tmp_path, few("pl", SAID))
    assert untranslated("pl", ["Yes", "No", "{home}"]) == ["No"]
    assert untranslated("pl", ["Yes", "No"], {"No": "Nie"}) == []
    assert untranslated("tr", ["Yes"]) == ["Yes"]
    assert untranslated("en", ["Yes"]) == []


def test_translations_are_kept_beside_a_text_as_they_stand(settings: Settings, tmp_path: Path) -> None:
    offer(settings, tmp_path, few("pl", SAID), few("tr", {"Yes": "Evet"}))
    assert as_they_stand(["Yes", "No"]) == {"pl": {"Yes": "Tak"}, "tr": {"Yes": "Evet"}}


# Dates ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "full", "day", "day_and_month", "short"),
    [
        (
            "pl",
            "poniedziałek, 30 listopada 2026",
            "poniedziałek, 30 listopada",
            "30 listopada",
            "pon., 30 lis",
        ),
        ("ro", "luni, 30 noiembrie 2026", "luni, 30 noiembrie", "30 noiembrie", "lun., 30 nov."),
        ("tr", "30 Kasım 2026 Pazartesi", "30 Kasım Pazartesi", "30 Kasım", "30 Kas Pzt"),
        ("so", "Isniin 30 Noofeembar 2026", "Isniin 30 Noofeembar", "30 Noofeembar", "Isn 30 Nof"),
        ("ar", "الاثنين، 30 نوفمبر 2026", "الاثنين، 30 نوفمبر", "30 نوفمبر", "الاثنين، 30 نوفمبر"),
        ("ur", "پیر، 30 نومبر، 2026", "پیر، 30 نومبر", "30 نومبر", "پیر، 30 نومبر"),
        ("bn", "সোমবার, 30 নভেম্বর, 2026", "সোমবার, 30 নভেম্বর", "30 নভেম্বর", "সোম, 30 নভে"),
        (
            "pt",
            "segunda-feira, 30 de novembro de 2026",
            "segunda-feira, 30 de novembro",
            "30 de novembro",
            "segunda, 30 de nov.",
        ),
    ],
)
def test_a_date_is_written_as_people_of_each_language_write_it_here(
    code: str, full: str, day: str, day_and_month: str, short: str
) -> None:
    written = (dated(code, MONDAY), *(dated(code, MONDAY, how) for how in ("day", "date", "short")))
    assert written == (full, day, day_and_month, short)


def test_a_letter_is_dated_without_the_day_of_the_week() -> None:
    assert dated("so", MONDAY, "long") == "30 Noofeembar 2026"
    assert dated("tr", MONDAY, "long") == "30 Kasım 2026"
    assert dated("pt", MONDAY, "long") == "30 de novembro de 2026"


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_figures_are_those_of_every_calendar_at_school(code: str) -> None:
    written = dated(code, date(2027, 1, 4))
    assert "2027" in written
    assert "4" in written
    assert all(figure.isascii() for figure in written if figure.isdigit())


# The files of translators ---------------------------------------------------------------------------------


def test_a_file_is_written_the_same_every_time_and_without_places_and_dates(
    settings: Settings, tmp_path: Path
) -> None:
    offer(settings, tmp_path, made_up("ar"))
    before = catalogues.po_of("ar").read_bytes()
    catalogues.write("ar", catalogues.updated("ar", messages()))
    assert catalogues.po_of("ar").read_bytes() == before
    assert not [line for line in before.decode().splitlines() if line.startswith("#:") or "Date" in line]
    assert b"Plural-Forms: nplurals=6" in before
    assert b"#. letter head_proposal, title\n" in before


def test_a_changed_text_keeps_its_old_words_until_somebody_has_looked(
    settings: Settings, tmp_path: Path
) -> None:
    offer(settings, tmp_path, few("pl", {"We would like to talk with you soon.": "Chcemy rozmawiać."}))
    now = few("pl", {"We would like to talk with you very soon.": ""})
    changed = catalogues.updated("pl", now)
    assert catalogues.words_in(changed) == {}
    catalogues.write("pl", changed)
    assert "#| msgid" in catalogues.po_of("pl").read_text()
    assert "changed since" in catalogues.faults_in("pl", now)[0]


def test_a_file_that_is_broken_is_refused(settings: Settings, tmp_path: Path) -> None:
    offer(settings, tmp_path, few("pl", SAID))
    catalogues.po_of("pl").write_text('msgid "Yes"\nTak\n')
    with pytest.raises(PoFileError):
        catalogues.read(catalogues.po_of("pl"))


def test_django_says_its_own_words_in_the_language_too(settings: Settings, tmp_path: Path) -> None:
    offer(settings, tmp_path, made_up("so"))
    assert catalogues.po_of("so").with_suffix(".mo").exists()
    with translation.override("so"):
        assert translation.gettext("This field is required.") == "słowo słowo słowo słowo."


# A person's check -----------------------------------------------------------------------------------------


def test_every_text_is_unchecked_until_a_person_has_read_it_as_it_stands(
    settings: Settings, tmp_path: Path
) -> None:
    offer(settings, tmp_path, few("pl", SAID))
    assert (unchecked("pl"), is_checked("pl"), is_checked("en"), unchecked("tr")) == (2, False, True, 0)
    assert catalogues.record_check("pl", by='Ana "Ania" Nowak', on=MONDAY) == 2
    assert is_checked("pl")
    offer(settings, tmp_path, few("pl", SAID | {"Yes": "Owszem", "No": "Nie"}))
    assert unchecked("pl") == 2
    assert catalogues.record_check("pl", by="Jan Ng", on=MONDAY) == 2
    kept = tomllib.loads((tmp_path / "pl" / "checked.toml").read_text())["checked"]
    assert sorted(kept.values()) == ["Ana 'Ania' Nowak, 2026-11-30", *["Jan Ng, 2026-11-30"] * 2]


# On paper -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["ar", "ur", "bn"])
def test_a_letter_of_another_script_is_printed_with_every_sign(
    settings: Settings, tmp_path: Path, code: str
) -> None:
    offer(settings, tmp_path, made_up(code))
    case = directed(answers=answered(report_to="Main door, 8:40", objectives="Back in all lessons"))
    letter = letter_words(southwark(), case, "direction_notice", tongue=tongue_of(code))
    sheet = replace(
        EMPTY_SHEET,
        language=code,
        title=letter["title"],
        blocks=(*map(pdfs.Paragraph, letter["paragraphs"]), pdfs.Facts(tuple(letter["facts"]))),
    )
    printed = pdfs.render(sheet)
    assert (printed.standard, printed.warning) == ("ua-1", "")


EMPTY_SHEET = pdfs.Sheet(
    kind="letter",
    title="…",
    language="en",
    made_on=MONDAY,
    sender=("Governing board", "Thornley Vale Academy"),
    recipient=("Saira Siddiqui", "4 Cedar Road"),
    reference="7K3M-9Q2T",
    lede="",
    basis=None,
    blocks=(),
    footer=(),
)
