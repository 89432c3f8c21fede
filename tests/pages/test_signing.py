"""Does each of a family sign in their own time, alone, with a fresh code, and lose nothing by a slip?"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from freshstart.models.messages import Code, Message
from freshstart.models.papers import Delivery, Signature
from freshstart.pages import signing
from freshstart.process.vocabulary import Relation, Reply
from tests.languages import made_up, offer
from tests.pages.doors import at, signed_in
from tests.pages.reading import tags, words
from tests.pages.scenes import CODE, HOME, LEAVE, Scene, comes_in, door, parents_with_codes
from tests.pages.signers import (
    NAME,
    answer_page,
    answers,
    asks,
    at_the_last_review,
    father_comes_in,
    has_thought,
    his_code,
    mother_reads,
    page,
    paper,
    read_of,
    replies,
)

MOST_SCREENS = 9
MOST_REQUESTS = 11
VIEW = "If he may see his friends on Saturdays"
AGREES = "I have read this agreement. I freely agree to it."


# Time to think ----------------------------------------------------------------------------------------------


def test_the_time_to_think_is_shown_and_kept(agreement: Scene) -> None:
    mother = mother_reads(agreement)
    assert "We wait at least 5 school days for a yes. A no can be said at once." in words(
        mother.get(page(agreement)).content.decode()
    )
    sent = Message.objects.filter(kind="code").count()
    shown = mother.get(answer_page(agreement, "yes"))
    assert "You have time to think until Friday 19 March, 9:00." in words(shown.content.decode())
    assert "Type the code" not in shown.content.decode()
    forced = {"read": paper(agreement).digest, "name": NAME, "view": "", "code": agreement.code()}
    assert mother.post(answer_page(agreement, "yes"), forced).status_code == 200
    assert Message.objects.filter(kind="code").count() == sent
    assert replies() == []
    agreement.later(days=6, hours=23, minutes=59)
    early = comes_in(Client(), agreement)
    assert "You have time to think until" in early.get(answer_page(agreement, "yes")).content.decode()
    agreement.later(minutes=1)  # and by now the first link has run out as well
    answers(comes_in(Client(), agreement), agreement, "yes")
    assert replies() == [Reply.YES]


def test_it_runs_from_the_day_on_which_it_reached_this_person(agreement: Scene) -> None:
    agreement.later(days=3)
    shown = mother_reads(agreement).get(answer_page(agreement, "yes"))
    assert "until Monday 22 March, 9:00." in words(shown.content.decode())


def test_only_the_family_shortens_it_and_a_night_remains(agreement: Scene) -> None:
    mother = mother_reads(agreement)
    father = father_comes_in(agreement)
    father.get(page(agreement))
    shown = words(mother.get(answer_page(agreement, "yes")).content.decode())
    assert "Only you can say that you need less time; one night always remains." in shown
    mother.get(answer_page(agreement, "time"))
    assert not Delivery.objects.exclude(shortened_at=None).exists()  # a look changes nothing
    mother.post(answer_page(agreement, "time"))
    shown = words(mother.get(answer_page(agreement, "yes")).content.decode())
    assert "until Saturday 13 March, 9:00." in shown
    assert "I need no more time" not in shown
    assert "until Friday 19 March" in father.get(answer_page(agreement, "yes")).content.decode()
    staff = at(signed_in(agreement.world.people["home_head"]))
    assert staff.post(answer_page(agreement, "time")).status_code == 404
    agreement.later(days=1)
    answers(comes_in(Client(), agreement), agreement, "yes")
    assert replies() == [Reply.YES]


def test_a_no_is_said_at_once_and_without_a_name(agreement: Scene) -> None:
    mother = mother_reads(agreement)
    shown = asks(mother, agreement, "no")
    assert "Your name" not in words(shown.content.decode())
    given = {"read": read_of(shown), "view": "", "code": agreement.code()}
    assert mother.post(answer_page(agreement, "no"), given).headers["Location"] == page(agreement)
    assert replies() == [Reply.NO]
    assert "I do not agree" in words(mother.get(page(agreement)).content.decode())


# A code for each signature ----------------------------------------------------------------------------------


def test_each_signature_takes_a_code_of_its_own(agreement: Scene) -> None:
    mother = has_thought(agreement)
    to_come_in = agreement.code()
    asks(mother, agreement, "yes")
    assert "This is not the code" in answers(mother, agreement, "yes", code=to_come_in).content.decode()
    answers(mother, agreement, "yes")
    to_sign = agreement.code()
    assert "This is not the code" in answers(mother, agreement, "no", code=to_sign).content.decode()
    assert replies() == [Reply.YES]
    answers(mother, agreement, "no")
    yes, no = Signature.objects.filter(paper=paper(agreement)).order_by("pk")
    assert yes.evidence["code"] != no.evidence["code"]
    assert Code.objects.filter(pk__in=[yes.evidence["code"], no.evidence["code"]], purpose="act").count() == 2


def test_a_look_sends_no_code_and_a_press_one(agreement: Scene) -> None:
    mother = has_thought(agreement)
    sent = Message.objects.filter(kind="code")
    before = sent.count()
    shown = words(mother.get(answer_page(agreement, "yes")).content.decode())
    assert "Send me the code" in shown
    assert "We have sent a code" not in shown
    assert sent.count() == before
    for _ in range(2):  # the second press finds the code that is on its way
        assert "We have sent a code" in words(asks(mother, agreement, "yes").content.decode())
    assert sent.count() == before + 1


def test_a_code_to_sign_is_good_on_one_device_alone(agreement: Scene) -> None:
    mother, other = has_thought(agreement), comes_in(Client(), agreement)
    asks(mother, agreement, "yes")
    hers = agreement.code()
    asks(other, agreement, "yes")
    assert agreement.code() != hers
    assert "This is not the code" in answers(other, agreement, "yes", code=hers).content.decode()
    assert replies() == []


def test_the_answer_is_bound_to_the_text_that_was_shown(agreement: Scene) -> None:
    mother = has_thought(agreement)
    refused = answers(mother, agreement, "yes", read="0" * 64)
    assert refused.status_code == 409
    assert "There is a newer text." in words(refused.content.decode())
    assert replies() == []


# A slip -----------------------------------------------------------------------------------------------------


def test_within_half_an_hour_a_slip_is_taken_back(agreement: Scene) -> None:
    mother = has_thought(agreement)
    answers(mother, agreement, "yes")
    agreement.later(minutes=29)
    assert "Was it a slip?" in words(mother.get(page(agreement)).content.decode())
    mother.get(answer_page(agreement, "undo"))  # a look changes nothing
    assert replies() == [Reply.YES]
    assert mother.post(answer_page(agreement, "undo")).headers["Location"] == page(agreement)
    assert replies() == []
    assert "You answered on" not in mother.get(page(agreement)).content.decode()


def test_later_an_answer_is_changed_and_not_taken_back(agreement: Scene) -> None:
    answers(has_thought(agreement), agreement, "yes")
    agreement.later(minutes=30)
    mother = comes_in(Client(), agreement)
    assert "Was it a slip?" not in mother.get(page(agreement)).content.decode()
    assert mother.post(answer_page(agreement, "undo")).status_code == 409
    answers(mother, agreement, "no")
    assert replies() == [Reply.YES, Reply.NO]


def test_an_answer_is_taken_back_as_easily_as_it_was_given(agreement: Scene) -> None:
    mother = has_thought(agreement)
    assert mother.get(answer_page(agreement, "open")).headers["Location"] == page(agreement)
    assert "I take my answer back" not in mother.get(page(agreement)).content.decode()
    answers(mother, agreement, "yes")
    agreement.later(hours=1)
    mother = comes_in(Client(), agreement)
    assert "I take my answer back" in mother.get(page(agreement)).content.decode()
    shown = asks(mother, agreement, "open")
    assert "Your name" not in words(shown.content.decode())
    answers(mother, agreement, "open")
    assert replies() == [Reply.YES, Reply.OPEN]
    assert "You answered on" not in mother.get(page(agreement)).content.decode()
    answers(mother, agreement, "yes")
    assert replies() == [Reply.YES, Reply.OPEN, Reply.YES]


def test_whoever_comes_later_is_told_to_wait_and_not_for_whom(
    agreement: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    mother = has_thought(agreement)
    sent = Message.objects.filter(kind="code").count()
    monkeypatch.setattr(signing, "waits_for", lambda *_: ("Headteacher, Riverside",))
    shown = words(asks(mother, agreement, "yes").content.decode())
    assert "Others answer first. We tell you when it is your turn." in shown
    assert "Riverside, " not in shown
    assert "Headteacher" not in shown
    assert Message.objects.filter(kind="code").count() == sent


def test_nothing_is_answered_under_a_text_that_was_not_opened(agreement: Scene) -> None:
    mother = comes_in(Client(), agreement)
    assert mother.get(answer_page(agreement, "no")).headers["Location"] == page(agreement)


# Two parents ------------------------------------------------------------------------------------------------


def test_two_parents_answer_apart_and_neither_reads_the_other(agreement: Scene) -> None:
    mother, father = mother_reads(agreement), father_comes_in(agreement)
    father.get(page(agreement))
    answers(mother, agreement, "no", view=VIEW)
    agreement.later(days=7)
    father = father_comes_in(agreement)
    before = words(father.get(page(agreement)).content.decode())
    assert "Not everybody agrees." in before
    said = asks(father, agreement, "yes")
    code = {"read": read_of(said), "name": "Imran Siddiqui", "view": "", "code": his_code(agreement, said)}
    assert father.post(answer_page(agreement, "yes"), code).headers["Location"] == page(agreement)
    his = " ".join(words(father.get(one).content.decode()) for one in (HOME, page(agreement)))
    hers = words(comes_in(Client(), agreement).get(page(agreement)).content.decode())
    assert f"{AGREES} “" not in his
    assert f": {AGREES}" in his
    assert "Saira" not in his
    assert VIEW not in his
    assert ": I do not agree" in hers
    assert VIEW in hers
    assert "Imran" not in hers
    assert replies() == [Reply.NO, Reply.YES]


# What it costs ----------------------------------------------------------------------------------------------


class Counted(Client):
    """A browser that counts what somebody asks for, reads and types."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[str] = []
        self.screens = 0
        self.typed: dict[str, int] = {}

    def request(self, **request: Any) -> Any:
        """Count one request, and the screen that it shows."""
        answer = super().request(**request)
        self.requests.append(f"{request['REQUEST_METHOD']} {request['PATH_INFO']}")
        self.screens += answer.status_code == 200
        return answer

    def presses(self, address: str, **typed: str) -> Any:
        """Press a button, with what was typed for it, and go where it leads."""
        for name in typed.keys() & {"name", "code", "view"}:
            self.typed[name] = self.typed.get(name, 0) + bool(typed[name])
        return self.post(address, typed, follow=True)


def test_a_mother_signs_in_nine_screens_with_one_name_and_one_code_for_it(
    agreement: Scene, record_property: Callable[[str, object], None]
) -> None:
    mother_reads(agreement)
    agreement.later(days=7)
    mother = Counted()
    address = door(agreement.link())
    mother.get(address)
    mother.presses(address)
    mother.presses(CODE, code=agreement.code())
    mother.get(page(agreement))
    read = read_of(mother.presses(answer_page(agreement, "yes")))
    mother.presses(answer_page(agreement, "yes"), read=read, name=NAME, code=agreement.code())
    left = mother.presses(LEAVE)
    assert "This device has forgotten your link" in left.content.decode()
    assert replies() == [Reply.YES]
    assert mother.screens <= MOST_SCREENS
    assert len(mother.requests) <= MOST_REQUESTS, "\n".join(mother.requests)
    assert mother.typed == {"name": 1, "code": 2}  # one code to come in, and a fresh one under her name
    said = (
        f"{len(mother.requests)} requests, {mother.screens} screens, 1 name, 1 code to come in and 1 to sign"
    )
    record_property("What a mother does from the door until she has signed and left", {NAME: said})


# What was typed is still there ------------------------------------------------------------------------------


def values(shown: Any) -> str:
    """Give what stands in the boxes of a page."""
    boxes = [str(one.get("value")) for one in tags(shown.content.decode(), "input")]
    return " ".join([*boxes, words(shown.content.decode())])


def test_a_wrong_code_loses_nothing_that_was_typed(agreement: Scene) -> None:
    mother = has_thought(agreement)
    shown = answers(mother, agreement, "yes", code="000000")
    assert "This is not the code" in shown.content.decode()
    assert NAME in values(shown)
    shown = answers(mother, agreement, "no", code="", view=VIEW)
    assert "Type the code." in words(shown.content.decode())
    assert VIEW in values(shown)
    assert replies() == []


def test_a_code_that_ran_out_while_she_wrote_loses_nothing(agreement: Scene) -> None:
    mother = has_thought(agreement)
    shown = asks(mother, agreement, "no")
    old = agreement.code()
    agreement.later(minutes=11)
    again = mother.post(answer_page(agreement, "no"), {"read": read_of(shown), "view": VIEW, "code": old})
    assert VIEW in values(again)
    assert agreement.code() != old
    given = {"read": read_of(again), "view": VIEW, "code": agreement.code()}
    assert mother.post(answer_page(agreement, "no"), given).status_code == 302
    assert Signature.objects.get(paper=paper(agreement)).view == VIEW


def test_whoever_has_no_more_codes_today_loses_nothing(agreement: Scene) -> None:
    mother = has_thought(agreement)
    wrong = {"read": paper(agreement).digest, "view": VIEW, "code": "000000"}
    for _ in range(7):  # more than six in a day
        shown = mother.post(answer_page(agreement, "no"), wrong)
        agreement.later(minutes=11)
    assert "too many codes for one day" in words(shown.content.decode())
    assert VIEW in values(shown)


def test_no_answer_is_kept_while_a_new_telephone_is_not_three_days_old(agreement: Scene) -> None:
    mother = has_thought(agreement)
    agreement.world.row().parties.update(signing_held_until=agreement.world.now + timedelta(hours=1))
    sent = Message.objects.filter(kind="code").count()
    shown = mother.get(answer_page(agreement, "yes"))
    assert "The way we reach you was changed a short time ago." in words(shown.content.decode())
    assert "read" not in {one.get("name") for one in tags(shown.content.decode(), "input")}
    forced = {"read": paper(agreement).digest, "name": NAME, "view": "", "code": agreement.code()}
    assert mother.post(answer_page(agreement, "yes"), forced).status_code == 200
    assert Message.objects.filter(kind="code").count() == sent
    assert replies() == []
    agreement.later(hours=1)
    answers(comes_in(Client(), agreement), agreement, "yes")
    assert replies() == [Reply.YES]


# In the reader's language -----------------------------------------------------------------------------------


@pytest.fixture
def turned(db: None, settings: Settings, tmp_path: Path) -> Iterator[Scene]:
    """Let the mother read a language that runs from right to left."""
    offer(settings, tmp_path, made_up("ar"))
    world = at_the_last_review(language="ar")
    sheet = parents_with_codes(world)
    with time_machine.travel(world.now, tick=False) as clock:
        yield Scene(world, clock, sheet)


def test_a_paper_in_her_language_has_the_english_beside_it(turned: Scene) -> None:
    shown = mother_reads(turned).get(page(turned)).content.decode()
    first, _, english = shown.partition('<div lang="en" dir="ltr">')
    assert 'lang="ar" dir="rtl"' in first
    assert "عربي" in words(first)
    assert AGREES not in words(first)
    english = english.partition("</details>")[0]
    assert AGREES in words(english)
    assert "عربي" not in english
    own = paper(turned).readings[f"party:{turned.world.party(Relation.MOTHER).pk}"]
    for name in ("title", "lede", "statement"):
        assert own["said"][name] in words(shown)
        assert own["english"][name] in words(english)


def test_she_signs_what_she_has_read_and_the_english_with_it(turned: Scene) -> None:
    mother = has_thought(turned)
    answers(mother, turned, "yes")
    own = paper(turned).readings[f"party:{turned.world.party(Relation.MOTHER).pk}"]
    signature = Signature.objects.get(paper=paper(turned))
    assert signature.digest == own["digest"] != paper(turned).digest
    assert signature.statement == own["said"]["statement"]
    assert signature.evidence["language"] == "ar"


def test_a_language_that_we_have_not_is_english_with_english_days(agreement: Scene) -> None:
    agreement.world.row().parties.filter(relation=Relation.MOTHER).update(language="it")
    mother = mother_reads(agreement)
    answers(mother, agreement, "no")
    shown = mother.get(page(agreement)).content.decode()
    assert '<html class="govuk-template" lang="en"' in shown
    assert "You answered on Friday 12 March:" in words(shown)
