"""Are spellings of one name found together, and are twins left apart?"""

import csv
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freshstart.process.names import Identity, fold, likely_same
from freshstart.process.upns import parse

with Path(__file__).with_name("names_edge_cases.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))

FOLDED = """
Ṣọlá Adébáyọ̀ = sola adebayo
Łukasz Wójcik = lukasz wojcik
Żaneta Źródłowska-Gałązka = zaneta zrodlowska galazka
Ștefan Țăranu = stefan taranu
Şeyma Öztürk-Çelik = seyma ozturk celik
İrem Işık = irem isik
IŞIK ışık işik = isik isik isik
Zoë Brontë-Smythe = zoe bronte smythe
Siân Llŷr = sian llyr
Aoife Ní Bhraonáin = aoife ni bhraonain
Seán O’Connor = sean oconnor
Sean O'Connor = sean oconnor
Sean O´Connor O`Connor O′Connor OʼConnor = sean oconnor oconnor oconnor oconnor
Muḥammad al-Ḥasan = muhammad al hasan
Nguyễn Thị Minh Khai = nguyen thi minh khai
Đặng Văn Đức = dang van duc
João da Conceição = joao da conceicao
X Æ A = x ae a
Anne Marie St. John = anne marie st john
Robert Tables'); -- = robert tables
<b>Amy</b> &amp; = b amy b amp
=SUM(1,2) Formula = sum 1 2 formula
王 小明 = 王 小明
محمد عبدالله = محمد عبدالله
مُحَمَّد = محمد
Олена Шевченко = олена шевченко
ਹਰਪ੍ਰੀਤ ਸਿੰਘ = ਹਰਪ੍ਰੀਤ ਸਿੰਘ
আয়েশা বেগম = আয়েশা বেগম
Ó Ó Súilleabháin = o o suilleabhain
Ngĩ Wambui = ngi wambui
N'Golo Ouédraogo = ngolo ouedraogo
ʻAlamea Kealoha = alamea kealoha
Bo\u00adris Soft-Hyphen = boris soft hyphen
Ann\u00a0Marie Non-breaking = ann marie non breaking
KATIE SMITH = katie smith
Jūratė Kazlauskaitė = jurate kazlauskaite
Ģirts Ķeniņš = girts kenins
Dvořák Řehoř = dvorak rehor
Ljubiša Đorđević = ljubisa dordevic
Søren Ærøskøbing = soren aeroskobing
Åsa Sjöström = asa sjostrom
Guðrún Þórsdóttir = gudrun thorsdottir
Jürgen Weiß = jurgen weiss
ﬁona ｆｕｌｌ = fiona full
ŉana = nana
"""
PAIRS = [tuple(line.split(" = ")) for line in FOLDED.strip().splitlines()]


@pytest.mark.parametrize(("name", "folded"), PAIRS, ids=[pair[1] for pair in PAIRS])
def test_a_name_is_found_by_its_plain_letters(name: str, folded: str) -> None:
    assert fold(name) == unicodedata.normalize("NFKD", folded)


def full(row: dict[str, str]) -> str:
    return f"{row['forename']} {row['surname']}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_every_name_keeps_letters_to_be_found_by(row: dict[str, str]) -> None:
    folded = fold(full(row))
    assert folded
    assert folded == " ".join(folded.split()) == folded.casefold() == fold(folded)
    for form in ("NFC", "NFD", "NFKC"):
        assert fold(unicodedata.normalize(form, full(row))) == folded
    assert fold(full(row).upper()) == folded.replace("ı", "i")


@pytest.mark.parametrize("place", [at for at, row in enumerate(ROWS) if "must match" in row["why"]])
def test_the_pairs_that_must_match_do(place: int) -> None:
    above, row = ROWS[place - 1], ROWS[place]
    assert above["surname"] != row["surname"]
    assert fold(full(above)) == fold(full(row))
    assert likely_same(child(above["forename"], above["surname"]), child(row["forename"], row["surname"]))


def test_there_are_68_names_and_two_pairs() -> None:
    assert (len(ROWS), sum("must match" in row["why"] for row in ROWS)) == (68, 2)


BORN_ON = date(2013, 3, 9)


def child(given_name: str, family: str, born_on: date = BORN_ON, upn: str = "") -> Identity:
    return Identity(given_name, family, born_on, parse(upn) if upn else None)


@pytest.mark.parametrize(
    ("a", "b", "same", "why"),
    [
        (child("Seán", "O’Connor"), child("Sean", "O'Connor"), True, "another spelling"),
        (child("KATIE", "SMITH"), child("katie", "smith"), True, "capitals"),
        (child("Dvořák", "Řehoř"), child("Rehor", "Dvorak"), True, "names in each other's place"),
        (child("Nguyễn", "Minh Khai"), child("Minh Khai", "Nguyen"), True, "family name first"),
        (child("Ann Marie", "Fenn"), child("Annmarie", "Fenn"), True, "one word or two"),
        (child("Zoë", "Brontë-Smythe"), child("Zoe", "Bronte Smythe"), True, "a hyphen"),
        (child("Mohammed", ""), child("", "Mohammed"), True, "a single name"),
        (child("Sam", "Fenn"), child("Samuel", "Fenn"), True, "a short form that begins the name"),
        (child("Samuel", "Fenn"), child("Sam", "Fenn"), True, "and the other way about"),
        (child("J", "Fenn"), child("Jordan", "Fenn"), True, "an initial"),
        (child("Katie", "Fenn"), child("Catherine", "Fenn"), True, "a short form of another kind"),
        (child("Muhammad", "Khan"), child("Mohammed", "Khan"), True, "another transliteration"),
        (child("Mohammed Ali", "Khan"), child("Muhammad", "Khan"), True, "a second name left out"),
        (child("Harpreet", "Kaur"), child("Gurpreet", "Kaur"), False, "twins"),
        (child("Ella", "Fenn"), child("Bella", "Fenn"), False, "twins whose names rhyme"),
        (child("Mohammed Ali", "Khan"), child("Mohammed Hassan", "Khan"), False, "twins with one first name"),
        (child("Sam", "Fenn"), child("Sam", "Marsh"), False, "another family name"),
        (child("Sam", "Fenn"), child("Sam", "Fenn", date(2013, 9, 3)), False, "another day of birth"),
        (child("", "Suharto"), child("Ali", "Suharto"), False, "no given name says nothing"),
        (
            child("Sam", "Fenn", upn="D823400125017"),
            child("Lee", "Marsh", date(2012, 1, 1), "D823400125017"),
            True,
            "one UPN",
        ),
        (
            child("Sam", "Fenn", upn="D823400125017"),
            child("Sam", "Fenn", upn="F210421225001"),
            True,
            "a new UPN for a known child",
        ),
        (
            child("Sam", "Fenn", upn="D823400125017"),
            child("Lee", "Fenn", upn="F210421225001"),
            False,
            "twins, each with a UPN",
        ),
        (child("Sam", "Fenn"), child("Lee", "Fenn"), False, "two children without a UPN"),
    ],
)
def test_entries_of_one_child_are_noticed(a: Identity, b: Identity, same: bool, why: str) -> None:
    assert likely_same(a, b) is same, why
    assert likely_same(b, a) is same, why


names = st.text(max_size=30)


@given(names)
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(names)
def test_a_name_is_found_however_its_accents_are_stored(name: str) -> None:
    assert fold(unicodedata.normalize("NFC", name)) == fold(unicodedata.normalize("NFD", name))


@given(names, names)
def test_every_child_is_like_itself_under_swapped_names(given_name: str, family: str) -> None:
    assert likely_same(child(given_name, family), child(family, given_name))
