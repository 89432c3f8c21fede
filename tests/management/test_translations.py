"""Can a translator see what is to be done, and is it recorded who has read a language?"""

from io import StringIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command
from pytest_django import Settings

from freshstart.outside import catalogues
from freshstart.outside.translations import is_checked, unchecked
from tests.languages import few, made_up, messages, offer


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def run_refused(*words: str) -> tuple[str, str]:
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command(*words, stdout=out)
    return str(refused.value), out.getvalue()


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    offer(settings, tmp_path)
    return tmp_path


def wanted(catalog: Catalog) -> int:
    return len([one for one in catalog if one.id])


def test_a_language_is_begun_with_every_text_and_none_of_them_translated(folder: Path) -> None:
    said = run("messages", "so")
    assert f"{wanted(messages())} texts of " in said
    assert f"Somali: {wanted(messages())} to mend." in said
    assert wanted(catalogues.read(folder / "so" / "LC_MESSAGES" / "django.po")) == wanted(messages())


def test_every_language_is_brought_up_to_date_and_keeps_its_words(folder: Path, settings: Settings) -> None:
    unlike_any = "Xyzzy, quux!"  # else its words would be proposed for the text that is most like it
    offer(settings, folder, few("pl", {"Yes": "Tak", unlike_any: "Nic"}))
    run("messages")
    catalog = catalogues.read(catalogues.po_of("pl"))
    assert catalogues.words_in(catalog) == {"Yes": "Tak"}
    assert "Nic" not in catalogues.po_of("pl").read_text()


@pytest.mark.parametrize("code", ["en", "fr"])
def test_no_other_language_is_begun(folder: Path, code: str) -> None:
    why, _ = run_refused("messages", code)
    assert "pl, ro, pt, tr, so, ar, ur, bn" in why
    assert not [*folder.iterdir()]


def test_a_check_says_what_is_to_be_mended_and_records_nothing_before(
    folder: Path, settings: Settings
) -> None:
    offer(settings, folder, few("pl", {"Yes": "Yes"}))
    why, said = run_refused("check_translation", "pl", "--by", "Ana Nowak")
    assert "“Yes”: it is still English." in said
    assert f"Polish: {wanted(messages())} to mend." in why
    assert not is_checked("pl")


def test_who_has_read_a_language_is_recorded_with_every_text(folder: Path, settings: Settings) -> None:
    offer(settings, folder, made_up("pl"))
    assert f"{wanted(messages())} texts to be read by a person" in run("check_translation", "pl")
    assert "Ana Nowak has read" in run("check_translation", "pl", "--by", "Ana Nowak")
    assert (unchecked("pl"), is_checked("pl")) == (0, True)
    assert "Polish: nothing to mend, 0 texts" in run("check_translation", "pl")


def test_a_language_without_a_folder_cannot_be_checked(folder: Path) -> None:
    why, _ = run_refused("check_translation", "tr")
    assert why == "There is no folder for “tr”. There are: none yet."
