"""Which words are not for families, which only look like them, and is anything of it in what we ship?"""

import tomllib
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from freshstart.outside import tongues
from freshstart.outside.tongues import tones
from freshstart.process.denials import words_of
from freshstart.process.refusals import ProtocolInvalid
from freshstart.process.tones import Found, Tone, blocking, heard, read_tones

FAMILY = ("parents", "pupil")
PLAIN = {
    "id": "warning", "audience": ["parents"], "says": ["warning"], "kind": "threatens", "block": True,
    "better": "Welcome.", "why": "It frightens.",
}  # fmt: skip


def tone(*says: str, **more: Any) -> Tone:
    return Tone.model_validate({**PLAIN, "says": says, **more})


def ids(text: str, *, audience: str = "parents", about: str = "") -> list[str]:
    return [one.id for one in heard(text, tones(), audience=audience, about=about)]


def words(text: str, *listed: Tone) -> list[str]:
    return [one.words for one in heard(text, listed, audience="parents")]


# What is found ---------------------------------------------------------------------------------------

STOPS = [
    "If you refuse, Amir will be permanently excluded.",
    "Sign by Friday or Leah faces permanent exclusion.",
    "He won’t be excluded if you agree to the move.",
    "We will not hesitate to exclude.",
    "This is Tyler’s final warning.",
    "This is your last chance.",
    "You really have no choice.",
    "Your only option is to accept.",
    "He is on thin ice: one more incident and he is out.",
    "We operate zero tolerance.",
    "There will be consequences.",
    "You could be fined, or sent to prison.",
    "We will report you to social services.",
    "If you don't sign, we shall have to think again about Kai’s place.",
    "Kai will lose his place.",
    "You must agree or the place goes to another child.",
    "A six-week trial at Kestrel Park",
    "She starts on probation.",
    "He will be a guest pupil.",
    "The place is conditional on good behaviour.",
    "He can come back if the managed move does not work.",
    "This is a twelve-week managed move.",
    "The managed move fails if he misbehaves.",
    "He will be excluded if it fails.",
    "The exclusion is deferred.",
    "The direction rests on section 29(3).",
    "We need your consent to the direction.",
    "You agreed to be sent off-site.",
    "You are directed to accept the move.",
    "The managed move is compulsory.",
    "He is kept at home until the meeting.",
    "Stay at home while we look for a place.",
    "He has a part-time timetable because of his behaviour.",
    "She is taken off roll on Friday.",
    "We suggest a voluntary withdrawal.",
    "You could educate him at home instead.",
    "If we do not hear from you we assume that you agree.",
    "This is a punishment for what he did.",
]
ADVICE = [
    "He is naughty.",
    "Kai made bad choices.",
    "She is manipulative, an attention seeker.",
    "He refuses to engage.",
    "A problem child, and a disruptive child at that",
    "It was a failed placement.",
    "He comes from a broken home.",
    "She is non-compliant and defiant.",
    "You are hard to reach.",
    "It is your fault.",
    "This is poor parenting in a chaotic family.",
    "He is out of control and unteachable.",
    "He is at risk of permanent exclusion.",
    "Since he is on School Action, ask the SENCO.",
    "She has a statement of SEN.",
    "You must attend the meeting.",
]


@pytest.mark.parametrize("audience", FAMILY)
@pytest.mark.parametrize("text", STOPS)
def test_what_threatens_or_is_not_true_cannot_go_out(text: str, audience: str) -> None:
    assert blocking(heard(text, tones(), audience=audience))


@pytest.mark.parametrize("audience", FAMILY)
@pytest.mark.parametrize("text", ADVICE)
def test_what_blames_or_has_another_name_now_is_advice(text: str, audience: str) -> None:
    found = heard(text, tones(), audience=audience)
    assert found
    assert not blocking(found)


def test_colleagues_may_speak_of_exclusion_but_not_of_what_the_law_has_left_behind() -> None:
    assert ids("He may be permanently excluded.", audience="staff") == []
    assert ids("He is on trial.", audience="staff") == ["trial"]
    assert ids("Hard to reach", audience="staff") == ["hard_to_reach"]


@pytest.mark.parametrize(
    ("about", "text"),
    [
        ("direction", "Please sign to show your agreement."),
        ("direction", "You may refuse."),
        ("direction", "Hamza will not come back."),
        ("move", "You do not need to agree."),
        ("move", "The governing board has decided that Hamza moves."),
        ("move", "Hamza is required to attend from Monday."),
        ("move", "If it does not work out, Hamza comes home to us."),
    ],
)
def test_what_is_directed_is_not_called_agreed_nor_what_is_agreed_directed(about: str, text: str) -> None:
    other = "move" if about == "direction" else "direction"
    assert blocking(heard(text, tones(), audience="parents", about=about))
    assert ids(text) == ids(text, about=other) == []


# What is left alone ----------------------------------------------------------------------------------

HARMLESS = [
    "Nobody is on trial.",
    "This isn’t a trial, and it is not a punishment.",
    "There is no trial, probation or guest placement.",
    "A fresh start rather than a trial; a welcome instead of a warning",
    "A trial is not lawful.",
    "No exclusion is threatened.",
    "Nobody will be excluded for saying no.",
    "He is not a problem child, and it was never your fault.",
    "You do not have to agree.",
    "The direction does not need your consent.",
    "Both schools and the parents must agree before the move goes ahead.",
    "If you do not agree, nothing happens to Kai.",
    "If you do not sign, that is fine.",
    "No move happens unless you agree.",
    "The drama club does a mock trial on Friday.",
    "The football trials are on Monday; the trial exam is on Tuesday.",
    "The case ended in a mistrial.",
    "It is the last chance to order lunch.",
    "The courier failed to deliver the parcel.",
    "We failed to ring you, and we are sorry.",
    "He failed one of three history tests.",
    "Kai was suspended on 3 March for two days.",
    "A permanent exclusion is reviewed by the governing board.",
    "Only the headteacher may permanently exclude a pupil.",
    "You can read about exclusion from school on the council’s page.",
    "If your child is permanently excluded, the council arranges education from the sixth day.",
    "We will have to move the meeting to Thursday.",
    "Please keep Kai at home if he is ill.",
    "There is a snow warning for Tuesday.",
    "His father is on probation; the probation officer is invited.",
    "The managed move is for good; there is no automatic return.",
    "The school is hard to reach by bus.",
    "He left lessons six times in October.",
]


@pytest.mark.parametrize("audience", [*FAMILY, "staff"])
@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_sentences_are_left_alone(text: str, audience: str) -> None:
    assert ids(text, audience=audience) == []


@pytest.mark.parametrize(
    "text",
    [
        "The older page says “he is here on trial”.",
        'He heard "you will be excluded" and was afraid.',
        "Her uncle said ‘the school’s last chance’ twice.",
        "They call it a 'trial' still.",
        "> You have no choice.\nWe are sorry that this was written to you.",
    ],
)
def test_what_somebody_else_said_is_left_alone(text: str) -> None:
    assert ids(text) == []


def test_a_quotation_that_is_not_closed_or_another_paragraph_hides_nothing() -> None:
    assert ids("“We are sorry.\n\nHe is on trial.” And so on") == ["trial"]
    assert ids("The children’s views and the parents’ views: a trial") == ["trial"]


@pytest.mark.parametrize(
    "text",
    [
        "If he does not settle he will be excluded.",
        "Anyone who does not behave will be excluded.",
        "Not signing will lead to exclusion.",
        "No reply will lead to exclusion.",
        "Without your signature he will be excluded.",
        "Do not refuse, or he will be excluded.",
        "He did not listen and he will be excluded.",
        "No doubt he will be excluded.",
        "It is not only a trial.",
        "Say no and he will be excluded.",
        "This is not about blame, this is a trial.",
        "We do not want to say, as one so often hears it said, that it is a trial.",
        "The trial is not going well.",
    ],
)
def test_a_condition_or_what_only_looks_like_a_denial_denies_nothing(text: str) -> None:
    assert blocking(heard(text, tones(), audience="parents"))


# How phrases are read --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("must agree", "You MUST\n  agree.", ["MUST\n  agree"]),
        ("off-site", "off site and off-site, but not offsite", ["off site", "off-site"]),
        ("do not sign", "They don’t sign, don't sign, cannot sign.", ["don’t sign", "don't sign"]),
        ("child’s fault", "the child's fault", ["child's fault"]),
        ("exclud*", "excluded, excluding, exclusion", ["excluded", "excluding"]),
        ("trial", "trials and mistrial", []),
        ("sign … exclu*", "sign or 2 3 4 5 6 exclusion", ["sign or 2 3 4 5 6 exclusion"]),
        ("sign … exclu*", "sign or 2 3 4 5 6 7 exclusion", []),
        ("sign … exclu*", "Please sign. Exclusion is another thing.", []),
        ("sign … exclu*", "Ask Mr. Sign at St. Exclusa.", ["Sign at St. Exclusa"]),
        ("or … exclu*", "so that he or nobody is excluded", []),
        ("lose his place", "lose your place; lose Kai’s place", ["lose your place", "lose Kai’s place"]),
        ("he is idle", "Kai is idle, she’s now idle, it is idle", ["Kai is idle", "she’s now idle"]),
        ("he is idle", "The boy is idle; this is idle; I’m idle.", ["boy is idle"]),
        ("29(3)", "section 29(3), s.29 (3), but not 29A or 29, 3", ["29(3)", "29 (3)"]),
    ],
)  # fmt: skip
def test_a_phrase_is_plain_words_with_a_star_and_a_gap(phrase: str, text: str, found: list[str]) -> None:
    assert words(text, tone(phrase)) == found


def test_a_finding_says_where_it_stands_why_and_what_to_write() -> None:
    text = "A welcome, and a Warning."
    assert heard(text, [tone("warning")], audience="parents") == (
        Found(17, 24, "Warning", "threatens", True, "It frightens.", "Welcome.", "warning"),
    )


def test_of_findings_that_overlap_the_longest_stays_and_advice_never_hides_what_blocks() -> None:
    short, long = tone("last warning", id="short"), tone("a last warning", id="long")
    advice = tone("this is a last warning", id="advice", block=False)
    assert [one.id for one in heard("a last warning", [short, long], audience="parents")] == ["long"]
    assert [one.id for one in heard("This is a last warning", [advice, short], audience="parents")] == [
        "short"
    ]


def test_unless_excuses_only_the_words_that_it_touches() -> None:
    weather = tone("warning", unless=["snow warning"])
    assert words("A snow warning, and then a warning.", weather) == ["warning"]
    assert heard("A snow warning, and then a warning.", [weather], audience="parents")[0].start == 27


def test_a_text_is_heard_for_its_audience_and_a_misspelt_one_is_refused() -> None:
    assert heard("warning", [tone("warning")], audience="staff") == ()
    with pytest.raises(ValueError, match="no audience “parent”"):
        heard("warning", [tone("warning")], audience="parent")
    with pytest.raises(ValueError, match="about “plan”"):
        heard("warning", [tone("warning")], audience="parents", about="plan")


def test_no_text_and_no_list_find_nothing() -> None:
    assert heard("", tones(), audience="parents") == heard("A trial", [], audience="parents") == ()
    assert not blocking(())
    assert words_of("“…”") == []


# The lists -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"says": ["(a|b) trial"]}, "plain words"),
        ({"says": ["… trial"]}, "plain words"),
        ({"says": ["tri*al"]}, "plain words"),
        ({"says": []}, "at least 1 item"),
        ({"unless": [".*"]}, "plain words"),
        ({"kind": "blames"}, "write block = false"),
        ({"audience": ["mothers"]}, "Input should be"),
        ({"blocks": True}, "Extra inputs"),
    ],
)
def test_a_list_that_is_wrong_is_refused_with_its_file(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ProtocolInvalid, match=rf"(?s)threats\.toml: finding\.0.*{says}"):
        read_tones({"threats.toml": {"finding": [{**PLAIN, **wrong}]}})


def test_two_findings_with_one_id_are_refused() -> None:
    with pytest.raises(ProtocolInvalid, match="“warning” is the id of two findings"):
        read_tones({"a.toml": {"finding": [PLAIN]}, "b.toml": {"finding": [PLAIN]}})


def test_a_file_that_is_no_toml_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "threats.toml").write_text("[[finding]\n")
    monkeypatch.setattr(tongues, "WORDS", tmp_path)
    with pytest.raises(ProtocolInvalid, match=r"threats\.toml"):
        tongues.tones.__wrapped__()


def test_every_list_of_the_folder_is_read() -> None:
    counted = [len(tomllib.loads(path.read_text())["finding"]) for path in tongues.WORDS.glob("*.toml")]
    assert len(tones()) == sum(counted) > 80


def spoken(phrase: str) -> str:
    return phrase.replace(" …", "").replace("*", "")


@pytest.mark.parametrize("one", tones(), ids=lambda one: one.id)
def test_every_phrase_is_heard_and_every_exception_touches_one(one: Tone) -> None:
    for phrase in one.says:
        assert heard(spoken(phrase), [one], audience=one.audience[0], about=one.about), phrase
    listed = {word.said[:4] for phrase in one.says for word in words_of(spoken(phrase))}
    for phrase in one.unless:
        assert {word.said[:4] for word in words_of(spoken(phrase))} & listed, phrase


@pytest.mark.parametrize("one", tones(), ids=lambda one: one.id)
def test_the_better_wording_is_better(one: Tone) -> None:
    for audience in one.audience:
        assert heard(one.better, tones(), audience=audience, about=one.about) == ()


def test_a_text_twice_as_long_takes_no_more_than_about_twice_as_long() -> None:
    letter = (" ".join(HARMLESS) + " " + " ".join(STOPS[:5]) + " ") * 4
    heard(letter, tones(), audience="parents")

    def took(text: str) -> float:
        began = process_time()
        heard(text, tones(), audience="parents")
        return process_time() - began

    short, long = (min(took(letter[:size]) for _ in range(20)) for size in (3000, 6000))
    assert long < 3 * short
