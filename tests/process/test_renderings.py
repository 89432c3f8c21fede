"""What is found in a translation without knowing the language?"""

import pytest

from freshstart.process.renderings import faults_of

ASK = "May we ask other schools for {child}?"


@pytest.mark.parametrize(
    ("english", "said", "code"),
    [
        (ASK, "Czy możemy zapytać inne szkoły o {child}?", "pl"),
        ("{child}, you are settled. Thank {child}.", "{child}, teşekkürler.", "tr"),
        ("{post}, {place}", "{post}, {place}", "pl"),
        ("{lead}, {lead_phone}", "{lead}، {lead_phone}", "ar"),
        ("SENCO", "SENCO", "ro"),
        ("Menu", "Menu", "pt"),
        ("%(name)s is glad. 100 %% sure.", "%(name)s %%", "pl"),
        ("{percent} %", "% {percent}", "tr"),
        ("Education Act 2002, section 29A", "المادة 29A من قانون التعليم (Education Act 2002)", "ar"),
        ("See gov.uk/moves for {child}", "{child}: gov.uk/moves", "bn"),
        ("Education, health and care plan", "Plan EHC (education, health and care plan)", "pl"),
        ('<a href="%(to)s">Ring</a>', '<a href="%(to)s">Zadzwoń</a>', "pl"),
    ],
)
def test_a_translation_that_says_the_same_is_right(english: str, said: str, code: str) -> None:
    assert list(faults_of(english, said, code)) == []


@pytest.mark.parametrize(
    ("english", "said", "code", "fault"),
    [
        (ASK, "Czy możemy zapytać?", "pl", "{child} is missing"),
        (ASK, "Czy {child} i {host}?", "pl", "{host} does not stand in the English"),
        (ASK, "Czy {child?", "pl", "do not fit together"),
        ("%(name)s rings", "Dzwoni", "pl", "%(name)s is missing"),
        ("Yes", "Tak %(name)s", "pl", "%(name)s does not stand in the English"),
        ("Half of it", "50 %", "pl", "has a %"),
        ("Yes ", "Tak", "pl", "a space"),
        ("Yes", "Tak\n", "pl", "a space"),
        ("Yes", "نعم\u202e", "ar", "unseen marks"),
        ("Yes", "\u2068نعم\u2069", "ar", "unseen marks"),
        ("Yes", "Yes", "pl", "still English"),
        ("Menu", "Menu", "tr", "still English"),
        (
            "We ask the school. Then we ring you.",
            "Pytamy. Then we ring you.",
            "pl",
            "“Then we ring” is still",
        ),
        ("We ring you", "نتصل بك later", "ar", "“later” is still English"),
        ("Ring <b>us</b>", "Zadzwoń", "pl", "its <tags>"),
        ("Ring us", "<script>", "pl", "its <tags>"),
    ],
)
def test_what_would_break_a_page_or_was_forgotten_is_found(
    english: str, said: str, code: str, fault: str
) -> None:
    assert any(fault in one for one in faults_of(english, said, code))
