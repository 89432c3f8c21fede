"""One whole lawful move on the pages: from the first worry to settled in a new school."""

from collections.abc import Callable
from datetime import date

from tests.browser import journeys
from tests.browser.people import CHILD, Person
from tests.browser.towns import Town

READ = "I have read this plan. My view is written beside my name."
AGREE = "I have read this agreement. I freely agree to it."
LETTERS = (
    "A fresh start for Hamza: we would like to talk",
    "Notice: Hamza is directed to Kestrel Park School",
    "You are invited: how is Hamza getting on?",
    "After the review: what the governing board decided for Hamza",
    "Plan for Hamza at Kestrel Park School",
    "Agreement: Hamza moves to Kestrel Park School",
    "Hamza is a pupil of Kestrel Park School",
    "Well done, Hamza",
)
MOST_TYPED_BY_ALL, MOST_TYPED_BY_THE_LEAD = 60, 27  # fields, over the whole move; two name a second adult


def test_a_child_moves_and_settles(town: Town, record_property: Callable[[str, object], None]) -> None:
    lead = town.signs_in("home_lead")
    journeys.the_lead_opens_the_case(town, lead)
    journeys.the_lead_asks_whether_a_move_is_right(lead)
    town.morning(date(2026, 11, 25))
    journeys.the_family_is_told(town.person("home_head"))
    facilitator = town.person("facilitator")
    journeys.the_options_are_talked_through(facilitator)
    journeys.the_mother_answers(town, "Yes, you may ask")

    journeys.a_school_is_asked(town, lead, "Carrow Hill School")
    journeys.a_school_answers(town.person("other_head"), "No", "No place in this year group")
    journeys.a_school_is_asked(town, lead, "Kestrel Park School")
    journeys.a_school_answers(town.person("host_head"), "Yes, in principle")
    journeys.the_lead_chooses_the_school(lead)

    town.morning(date(2026, 12, 1))
    journeys.everyone_meets(lead, facilitator)
    journeys.the_host_accepts(town.person("host_head"))
    journeys.the_journey_is_settled(lead)
    journeys.the_board_decides(town.person("home_nominee"), town.person("home_clerk"))
    journeys.the_plan_is_drawn_up(lead)
    heads = [town.person("home_head"), town.person("host_head")]
    journeys.the_family_signs(town, lead, "Plan for Hamza at Kestrel Park School", READ)
    journeys.the_heads_sign(heads, "plan", READ)
    journeys.the_hand_over_is_signed_for(town)

    direction = town.world.facts().placement
    assert direction
    town.morning(direction.starts_on)
    journeys.the_child_arrives(town.person("host_key_adult"))
    for number in ("d4", "d8"):
        journeys.a_review_is_held(town, number, "The direction goes on, to the day already stated")
    journeys.a_review_is_held(town, "d12", "Ask everyone afresh whether they want a managed move")

    journeys.everyone_is_asked_afresh(town, lead)
    journeys.everybody_has_time_to_think(town, lead, "Agreement: Hamza moves to Kestrel Park School")
    journeys.the_family_signs(town, lead, "Agreement: Hamza moves to Kestrel Park School", AGREE)
    journeys.the_heads_sign(heads, "agreement", AGREE)
    town.morning(date.fromisoformat(town.world.facts().value("move_starts_on")))
    journeys.the_registers_are_changed(town)
    journeys.the_child_settles(town)

    record_property("what people did", {role: dict(did) for role, did in town.did.items()})
    the_case_says_how_it_went(lead)
    typed = {role: did["typed"] for role, did in town.did.items() if role in town.world.people}
    assert sum(typed.values()) <= MOST_TYPED_BY_ALL
    assert typed["home_lead"] <= MOST_TYPED_BY_THE_LEAD
    assert town.did["host_attendance"]["typed"] == town.did["host_attendance"]["chosen"] == 0


def the_case_says_how_it_went(lead: Person) -> None:
    """Look once more: the tag, every letter, and the history as sentences."""
    lead.page.goto("/cases/")
    lead.follows("Closed")
    lead.follows(CHILD)
    lead.sees("Settled", "Nothing is owed on this case.")
    lead.follows("Letters")
    lead.page.wait_for_url("**/letters/")
    titles = lead.page.get_by_role("main").get_by_role("listitem").all_inner_texts()
    assert [title for title in LETTERS if not any(title in one for one in titles)] == []
    lead.follows("History")
    lead.page.wait_for_url("**/history/")
    told = lead.page.get_by_role("main").inner_text()
    assert "Colin Bright (host) said that the child is settled" in told
    assert "that this version cannot name" not in told
