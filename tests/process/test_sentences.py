"""How does the history say what happened?"""

import pytest

from freshstart.process.protocols import Protocol
from freshstart.process.sentences import ERASED, SENTENCES, sentence
from tests.process.samples import southwark


def test_a_step_says_who_did_what_with_the_words_of_its_protocol() -> None:
    detail = {"by": "Rana Okafor", "said": {"facilitator": "Fay Lindqvist"}}
    words = sentence(southwark(), "step_taken", "appoint_facilitator", detail)
    assert words == "Rana Okafor appointed Fay Lindqvist as facilitator"
    held = sentence(southwark(), "step_taken", "hold_review:d4", {"by": "Rana Okafor"})
    assert held == "Rana Okafor recorded the review"


def test_a_step_without_words_of_its_own_is_told_by_its_name() -> None:
    plan = southwark().model_dump()
    plain = Protocol.model_validate({**plan, "step": [{**plan["step"][0], "did": ""}]})
    assert sentence(plain, "step_taken", "open_case", {"by": "Rana"}) == "Rana: Say what worries you"


def test_a_step_of_a_protocol_that_is_gone_is_still_an_act() -> None:
    assert sentence(southwark(), "step_taken", "fly", {"by": "Rana"}) == "Rana took a step"


@pytest.mark.parametrize(
    ("code", "detail", "words"),
    [
        ("link_sent", {"by": "Rana", "to": "Saira"}, "Rana sent Saira a link"),
        ("paper_signed", {"who": "Saira", "paper": "plan", "version": 2}, "Saira signed the plan, version 2"),
        ("lead_changed", {"from": "Rana", "to": "Joy"}, "The lead passed from Rana to Joy"),
        ("danced", {"by": "Rana"}, "Rana did something that this version cannot name"),
    ],
)
def test_any_other_act(code: str, detail: dict[str, object], words: str) -> None:
    assert sentence(southwark(), code, "case", detail) == words


def test_what_was_erased_is_said_to_be_erased() -> None:
    assert all(sentence(southwark(), code, "", None) == ERASED for code in (*SENTENCES, "step_taken"))
