"""Not every way leads to a new school, and on none of them is anybody's word lost."""

from datetime import date

from playwright.sync_api import expect

from tests.browser import journeys
from tests.browser.journeys import ADDRESSES, MOTHER
from tests.browser.points import reach
from tests.browser.towns import Town

A_THURSDAY = date(2027, 1, 7)


def test_the_new_school_withdraws_and_the_child_is_safely_back_with_a_plan(town: Town) -> None:
    reach(town.world, "some weeks have passed")
    town.morning(A_THURSDAY)
    head = town.person("host_head")
    head.finds_on_the_case("Withdraw the place")
    head.types("Who was rung, and when?", "Saira Siddiqui at 10:05\nColin Bright at 10:20")
    head.types("Why does the school withdraw?", "Two fights this week. We could not keep the others safe.")
    head.does("Withdraw the place", "Withdraw the place, and send the letter")
    nominee = town.person("home_nominee")
    nominee.finds_in_my_work("End the direction early")
    nominee.does("End the direction early")
    mother = town.family(ADDRESSES[MOTHER], MOTHER)
    mother.sees("Hamza’s time at Kestrel Park School ends")

    town.morning(date(2027, 1, 8))
    officer, lead, host = (town.person(role) for role in ("home_attendance", "home_lead", "host_lead"))
    officer.finds_in_my_work("Confirm that the child is back")
    officer.chooses("Is the child here?", "Yes, met and in school")
    officer.does("Confirm that the child is back")
    host.finds_in_my_work("Write the report for the home school")
    host.types("What help was given, what partly worked and what did not?", "A mentor twice a week.")
    host.types("How do the child and the parents tell it?", "It began with a name he was called.")
    host.does("Write the report for the home school", "Send the report")
    lead.finds_in_my_work("Meet and agree the education plan")
    lead.chooses("Who was there?", "Hamza Siddiqui", MOTHER)
    lead.types("What is the plan for the child here?", "A smaller group for English, and his mentor again.")
    lead.does("Meet and agree the education plan", "Record the plan")
    lead.finds_in_my_work("Close the case: safely back, with a plan")
    lead.does("Close the case: safely back, with a plan")
    lead.sees("Safely back, with a plan", "Back at Thornley Vale")


def test_a_parent_says_no_and_the_case_ends_with_a_plan_at_the_school(town: Town) -> None:
    reach(town.world, "no parent has agreed yet")
    journeys.the_mother_answers(town, "No, do not ask", words="He has friends here.")
    lead = town.person("home_lead")
    lead.opens_the_case()
    lead.sees("No parent has said yes to asking other schools.")
    lead.follows("End here, with a plan at this school")
    lead.types(
        "Why does this case end here, and what happens for the child now?", "His mother says no. A mentor."
    )
    lead.does("End here, with a plan at this school")
    lead.sees("Not taken further")
    expect(lead.page.get_by_text("One thing stops")).to_have_count(0)


def test_a_school_declines_and_reads_nothing_more(town: Town) -> None:
    reach(town.world, "no parent has agreed yet")
    town.world.family_says("ask_schools", "yes")
    lead, other = town.person("home_lead"), town.person("other_head")
    journeys.a_school_is_asked(town, lead, "Carrow Hill School")
    other.finds_in_my_work("Answer the request for a place")
    request = other.page.url
    assert "Hamza" not in other.page.content()
    other.chooses("Can you offer a place in principle?", "No")
    other.types("Why?", "No place in this year group")
    other.presses("Send this answer")
    other.page.goto(request)
    other.sees("We have no such page for you")
    lead.finds_in_my_work("Ask a school")
    lead.opens_the_case()
    lead.follows("Plan")
    lead.page.get_by_text("What was written under Answer the request for a place").click()
    lead.sees("No place in this year group")


def test_whoever_saves_second_sees_what_changed_and_loses_nothing(town: Town) -> None:
    reach(town.world, "the board has decided")
    lead, facilitator = town.person("home_lead"), town.person("facilitator")
    targets, help_there = "Which targets does the child have?", "What help will the child have there?"
    for person in (lead, facilitator):
        person.finds_on_the_case("Draw up the plan")
    facilitator.types(targets, "Be in every lesson\nCook once a week")
    facilitator.does("Draw up the plan")
    lead.types(help_there, "A mentor twice a week, and a quiet place at break")
    lead.presses("Draw up the plan")
    lead.sees(
        "Somebody else saved this while you were writing.", "Cook once a week", "written by Fay Lindqvist"
    )
    expect(lead.page.get_by_label(help_there)).to_have_value(
        "A mentor twice a week, and a quiet place at break"
    )
    lead.types(targets, "Be in every lesson\nCook once a week")
    lead.does("Draw up the plan")
    assert town.world.facts().value("targets") == ["Be in every lesson", "Cook once a week"]
    assert town.world.facts().value("support_there") == "A mentor twice a week, and a quiet place at break"
