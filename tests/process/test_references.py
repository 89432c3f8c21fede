"""Is a case reference made, shown and read back as people type it?"""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freshstart.process.references import ALPHABET, RANDOM_BYTES, BadReference, make, parse

random_bytes = st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES)


@pytest.mark.parametrize(
    "typed",
    ["7K3M-9Q2T", "7k3m-9q2t", "7K3M9Q2T", " 7K3M 9Q2T ", "7k3m – 9q2t", "7K3M\u20119Q2T", "7K3M\u00a09Q2T"],
)
def test_a_reference_is_read_however_it_is_typed(typed: str) -> None:
    assert parse(typed) == "7K3M-9Q2T"


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    assert make(b"\x00\x00\x00\x00\x00") == parse("oooo-OOOO") == "0000-0000"
    shown = make((1 + (1 << 5)).to_bytes(5))
    assert shown.startswith("1100-")
    assert parse(shown.replace("1", "l")) == parse(shown.replace("1", "I")) == shown


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (
            "",
            "A case reference has eight characters, such as 7K3M-9Q2T, and this has 0."
            " Check that it is complete.",
        ),
        ("7K3M-9Q2", "A case reference has eight characters, such as 7K3M-9Q2T, and this has 7."),
        ("7K3M-9Q2TT", "A case reference has eight characters, such as 7K3M-9Q2T, and this has 9."),
        ("7K3U-9Q2T", "No case reference has U in it. Compare it with where you read it."),
        ("7K3M/9Q2", "No case reference has / in it. Compare it with where you read it."),
        (
            "7K3M-9Q2V",
            "This is no case reference: a character is wrong, or two have changed places."
            " Compare it with where you read it.",
        ),
    ],
)
def test_a_wrong_reference_says_what_is_wrong_and_what_to_do(typed: str, message: str) -> None:
    with pytest.raises(BadReference) as caught:
        parse(typed)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("count", [0, 4, 6])
def test_a_reference_is_made_of_five_random_bytes(count: int) -> None:
    with pytest.raises(ValueError, match=f"5 random bytes, not {count}"):
        make(bytes(count))


def test_every_random_bit_that_is_used_makes_another_reference() -> None:
    assert len({make((1 << bit).to_bytes(5)) for bit in range(35)}) == 35


@given(random_bytes)
def test_what_is_made_is_read_back(chance: bytes) -> None:
    shown = make(chance)
    assert parse(shown) == parse(shown.lower()) == parse(shown.replace("-", " ")) == shown
    assert len(shown) == 9
    assert set(shown) <= {*ALPHABET, "-"}


@given(random_bytes)
def test_one_wrong_character_is_always_found(chance: bytes) -> None:
    right = make(chance).replace("-", "")
    for place, letter in ((place, letter) for place in range(8) for letter in ALPHABET):
        wrong = right[:place] + letter + right[place + 1 :]
        if wrong != right:
            with pytest.raises(BadReference):
                parse(wrong)


@given(random_bytes)
def test_two_characters_in_each_others_place_are_always_found(chance: bytes) -> None:
    right = make(chance).replace("-", "")
    for a, b in combinations(range(8), 2):
        wrong = [*right]
        wrong[a], wrong[b] = right[b], right[a]
        if right[a] != right[b]:
            with pytest.raises(BadReference):
                parse("".join(wrong))
