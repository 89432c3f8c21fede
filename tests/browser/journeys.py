"""How do people take a child through a move on the pages?

Each function is one part of the way, as `tests/stories/move.py` has it without a browser.
"""

from datetime import date, timedelta

from playwright.sync_api import expect

from freshstart.models.cases import Case
from tests.browser.people import CALLED, CHILD, Person
from tests.browser.towns import Town

UPN = "B999400218011"
MOTHER, FATHER = "Saira Siddiqui", "Imran Siddiqui"
ADDRESSES = {MOTHER: "saira@family.example", CHILD: "hamza@thornley.example"}
KEPT = "Keep my answer under this text"


def the_lead_opens_the_case(town: Town, lead: Person, *, father: bool = True) -> None:
    lead.page.goto("/cases/")
    lead.follows("Open a case")
    lead.types("Given names", "Hamza")
    lead.types("Family names", "Siddiqui")
    lead.dates("Date of birth", date(2014, 3, 3))
    lead.types("Unique pupil number", UPN)
    lead.types("School e-mail", ADDRESSES[CHILD])
    lead.chooses("Why look at a fresh start now?", "At risk of permanent exclusion")
    lead.chooses("What help for special educational needs is there?", "SEN support")
    lead.chooses("Is the child looked after by a council?", "No")
    lead.chooses("Is there a child protection plan?", "No")
    lead.types(
        "What has been tried, and what did it change?", "Mentor since May: fewer rows\nSmaller maths group"
    )
    lead.types("Name", MOTHER)
    lead.chooses("Has parental responsibility", "Yes")
    lead.types("E-mail", ADDRESSES[MOTHER])
    lead.presses("Open the case")
    lead.sees("The case is open.")
    town.world.case = Case.objects.get()
    if father:
        lead.follows("People")
        lead.follows("Add a person")
        lead.types("Name", FATHER)
        lead.selects("Who they are to the child", "Father")
        lead.chooses("Has parental responsibility", "Yes")
        lead.chooses("Best reached by", "Letter by post")
        lead.types("Postal address", "4 Mill Road\nHarrowmere")
        lead.presses("Add this person")
        lead.sees("Added.")


def the_lead_asks_whether_a_move_is_right(lead: Person) -> None:
    lead.finds_in_my_work("Ask whether a move is right")
    lead.chooses("Could this be put right where the child is now?", "No")
    lead.types("What makes you think so?", "Two years of the same group around him")
    lead.chooses("Do we know what the child needs, learning and health included?", "Yes")
    lead.chooses("Would the move be a punishment for something that happened?", "No")
    lead.chooses("Is being absent the main difficulty?", "No")
    lead.types(
        "Why would a fresh start be best for this child?",
        "He wants to learn and cannot here, with the group around him.",
    )
    lead.does("Ask whether a move is right", "Save these answers")
    lead.finds_in_my_work("Appoint a facilitator")
    lead.selects("Who will be the facilitator?", "Fay Lindqvist, facilitator")
    lead.does("Appoint a facilitator")


def the_family_is_told(head: Person) -> None:
    head.finds_in_my_work("Send the head’s letter to the parents")
    head.sees("A fresh start for Hamza", "Two years of the same group around him")
    head.does("Send the head’s letter to the parents")
    head.follows("Letters")
    letter = head.page.get_by_role("link", name="A fresh start for Hamza: we would like to talk").first
    kept = head.page.request.get(letter.get_attribute("href") or "")
    assert kept.headers["content-type"] == "application/pdf"
    assert kept.body().startswith(b"%PDF")


def the_options_are_talked_through(facilitator: Person) -> None:
    facilitator.finds_on_the_case("Talk through the options")
    facilitator.chooses(
        "Which other ways were talked through?",
        "Staying, with more help",
        "The family’s own application to another school",
        "Saying no to all of this",
    )
    facilitator.types("What do the parents think?", "A new start would be good, near enough to walk.")
    facilitator.types("What does the child say?", "I want one teacher who knows when I go quiet.")
    facilitator.does("Talk through the options", "Record the talk")


def the_mother_answers(town: Town, answer: str, words: str = "") -> None:
    mother = town.family(ADDRESSES[MOTHER], MOTHER)
    mother.follows("May we ask other schools whether they have a place for Hamza?")
    if words:
        mother.types("Anything you want to add", words)
    mother.presses(answer)
    mother.sees("You are about to answer", f"“{answer}”")
    mother.presses("Yes, this is my answer")
    mother.sees("Your answer is kept.")


def a_school_is_asked(town: Town, lead: Person, school: str) -> None:
    lead.finds_on_the_case("Ask a school")
    lead.chooses("Which school shall we ask?", f"{school}, Harrowmere")
    lead.does("Ask a school", "Ask this school")


def a_school_answers(head: Person, answer: str, why: str = "") -> None:
    head.finds_in_my_work("Answer the request for a place")
    head.sees("Year 8")
    head.chooses("Can you offer a place in principle?", answer)
    if why:
        head.types("Why?", why)
    head.presses("Send this answer")
    head.sees("Thank you. Your answer is with the school that asked.")


def the_lead_chooses_the_school(lead: Person) -> None:
    lead.finds_in_my_work("Choose the receiving school")
    lead.does("Choose the receiving school", "Choose this school")


def everyone_meets(lead: Person, facilitator: Person) -> None:
    facilitator.finds_in_my_work("Visit the family at home")
    facilitator.types("What should the two schools know from the visit?", "Likes cooking.")
    facilitator.does("Visit the family at home", "Record the visit")
    lead.finds_in_my_work("Meet: child, family, both schools, facilitator")
    lead.chooses("Who was there?", CHILD, MOTHER, FATHER)
    lead.types("Which targets does the child have?", "Be in every lesson\nTell somebody when it gets loud")
    promises = (
        ("Rana Okafor (home), pastoral lead", "Rings on Fridays", "each week"),
        ("Colin Bright (host), headteacher", "A quiet place at break", "the start"),
    )
    for row, (who, what, by) in enumerate(promises):
        lead.selects("Who", who, row=row)
        lead.types("Does what", what, row=row)
        lead.types("By when", by, row=row)
    lead.does("Meet: child, family, both schools, facilitator", "Record the meeting")


def the_journey_is_settled(lead: Person) -> None:
    lead.finds_in_my_work("Settle the journey, meals and uniform")
    lead.types("How does the child travel, and who pays?", "Bus 14, the council pays")
    lead.types("Who sees to uniform and meals?", "Kestrel Park gives both")
    lead.does("Settle the journey, meals and uniform", "Save this")


def the_host_accepts(head: Person) -> None:
    head.finds_in_my_work("Accept the child, and say how the child is received")
    head.selects("Who is the child’s key adult?", "Daniel Mensah (host), key adult")
    head.types("Where and to whom does the child come on the first day?", "Main door, 8:40, Daniel Mensah")
    head.types("What are the times of the day?", "8:50 to 10:50, break, 11:10 to 15:10")
    head.types("What help will the child have there?", "A mentor twice a week")
    head.does("Accept the child, and say how the child is received", "Accept the child")


def the_board_decides(nominee: Person, clerk: Person) -> None:
    nominee.finds_in_my_work("Decide on an off-site direction")
    expect(nominee.group("What is the first day there?").get_by_label("Day")).to_have_value("4")
    nominee.chooses("Is the purpose to improve behaviour, with help that could not be given here?", "Yes")
    nominee.types("What should be different at the end?", "Back in all lessons, calmer in corridors")
    nominee.chooses("Who decided?", "A committee of the board")
    nominee.types("Minute or scheme of delegation", "Pupil committee, 24 November, item 2")
    nominee.does("Decide on an off-site direction", "Record the decision")
    clerk.finds_in_my_work("Send the notice of the direction")
    clerk.does("Send the notice of the direction")


def the_plan_is_drawn_up(lead: Person) -> None:
    lead.finds_in_my_work("Draw up the plan")
    lead.does("Draw up the plan")


def the_family_signs(town: Town, lead: Person, title: str, statement: str, *, father: bool = True) -> None:
    for name, view in ((MOTHER, ""), (CHILD, "I hope it is quieter there.")):
        reader = town.family(ADDRESSES[name], name)
        reader.follows(title)
        reader.takes(statement)
        if view and reader.page.get_by_label("What you want to say to it, if anything").count():
            reader.types("What you want to say to it, if anything", view)
        reader.types("Your name", name)
        reader.types("Code", town.code_for(town.with_a_telephone(name)))
        reader.presses("Yes, this is my answer")
        reader.sees("You answered on")
    if father:
        lead.opens_the_case()
        lead.follows("Papers")
        lead.follows(f"Record what {FATHER} signed on paper")
        lead.chooses(f"What did {FATHER} sign?", statement)
        lead.types("Second adult who was there", "Joy Adeyemi")
        lead.presses("Record the signature")
        lead.sees(f"Recorded what {FATHER} signed.")


def everybody_has_time_to_think(town: Town, lead: Person, title: str) -> None:
    """Let the agreement reach everybody, and let five school days go by."""
    for name in (MOTHER, CHILD):
        town.family(ADDRESSES[name], name).follows(title)
    lead.opens_the_case()
    lead.follows("Papers")
    lead.presses(f"I handed it to {FATHER} today, or posted it")
    lead.sees("The time to think begins today.")
    town.morning(town.world.facts().calendar("home").add_school_days(town.world.today, 6))


def the_heads_sign(heads: list[Person], paper: str, statement: str) -> None:
    for head in heads:
        head.finds_in_my_work(f"Read and sign the {paper}")
        head.follows("Read and answer")
        head.chooses("Choose one", statement)
        head.presses(KEPT)
        head.sees("Your answer is kept under this text.")


def the_hand_over_is_signed_for(town: Town) -> None:
    lead = town.person("home_lead")
    lead.finds_in_my_work("Send the records")
    lead.chooses("How were the records sent?", "By the secure school-to-school transfer")
    lead.does("Send the records")
    for role, step in (
        ("host_lead", "Sign for the records"),
        ("home_safeguarding", "Send the safeguarding file, or say that there is none"),
        ("host_safeguarding", "Sign for what the safeguarding lead sent"),
    ):
        town.person(role).finds_in_my_work(step)
        town.person(role).does(step)


def the_child_arrives(adult: Person) -> None:
    adult.finds_in_my_work("Confirm the child’s arrival")
    adult.chooses("Is the child here?", "Yes, met and in school")
    adult.does("Confirm the child’s arrival")


def attendance_is_sent_up_to(town: Town, on: date) -> None:
    """Send each school week on its Friday or, where school ends earlier, on the next school day."""
    officer = town.person("host_attendance")
    while town.world.today < on:
        friday = town.world.today + timedelta(days=(4 - town.world.today.weekday()) % 7)
        if friday > on:
            break
        town.morning(friday)
        officer.page.goto("/work/")
        waiting = officer.page.get_by_role("link", name="Send the week’s attendance", exact=True)
        for _ in range(waiting.count()):
            officer.finds_in_my_work("Send the week’s attendance")
            officer.does("Send the week’s attendance")
        if friday == on:
            break
        town.morning(friday + timedelta(days=3))
    town.morning(on)


def review_day(town: Town, number: str) -> date:
    """Give the day by which a review is held."""
    review = town.world.facts().review(number)
    assert review
    return review.due_on


def a_review_is_held(town: Town, number: str, decision: str) -> None:
    """Invite eight days before, meet on the day, and let the board decide."""
    due_on = review_day(town, number)
    attendance_is_sent_up_to(town, due_on - timedelta(days=8))
    clerk, lead, nominee = (town.person(f"home_{post}") for post in ("clerk", "lead", "nominee"))
    clerk.finds_in_my_work("Invite everyone to the review")
    clerk.types("At what time?", "15:30")
    clerk.does("Invite everyone to the review")
    attendance_is_sent_up_to(town, due_on)
    the_family_says_how_it_goes(town)
    lead.finds_in_my_work("Hold the review")
    lead.sees("Saira Siddiqui: It is going well. He sings in the morning.")
    lead.chooses("Who was there?", CHILD, MOTHER, "George Pell (home), governing board")
    for promise in ("Rings on Fridays", "A quiet place at break"):
        lead.chooses_under(promise, "Kept")
    lead.types(
        "How is the child getting on with the targets?", "In every lesson but two. The quiet place helps."
    )
    lead.does("Hold the review", "Record the review")
    nominee.finds_in_my_work("Decide whether the direction goes on")
    nominee.chooses("What does the board decide?", decision)
    nominee.types("Why?", "It helps, and he says so.")
    nominee.does("Decide whether the direction goes on", "Record the decision, and send the letter")


def the_family_says_how_it_goes(town: Town) -> None:
    mother = town.family(ADDRESSES[MOTHER], MOTHER)
    mother.follows("What would you like us to know before the next meeting?")
    mother.types("Anything you want to add", "He sings in the morning.")
    mother.presses("It is going well")
    mother.presses("Yes, this is my answer")
    mother.sees("Your answer is kept.")


def everyone_is_asked_afresh(town: Town, lead: Person) -> None:
    lead.finds_in_my_work("Draw up the agreement for a managed move")
    lead.chooses("Has the new school the whole information", "Yes")
    lead.types(
        "How will the new school help the child settle?", "Daniel Mensah goes on meeting him on Fridays."
    )
    lead.does("Draw up the agreement for a managed move")


def the_registers_are_changed(town: Town) -> None:
    officer, there = town.person("home_attendance"), town.person("host_attendance")
    officer.finds_in_my_work("Change both registers: the move is complete")
    officer.chooses("Does the receiving school consent", "Yes")
    officer.does("Change both registers: the move is complete", "Record the change of both registers")
    for person, step in (
        (there, "Send the new-pupil return to the council"),
        (officer, "Send the deletion return to the council"),
        (town.person("home_lead"), "Send the rest of the records and the transfer file"),
    ):
        person.finds_in_my_work(step)
        person.does(step)


def the_child_settles(town: Town) -> None:
    town.morning(review_day(town, "i6"))
    lead, head = town.person("host_lead"), town.person("host_head")
    lead.finds_in_my_work("Look together at how settling in goes")
    lead.chooses("Who was there?", CHILD, MOTHER)
    lead.types("How is the child getting on with the targets?", "Settled in.")
    lead.types("What did the child and the parents say?", "It is my school now.")
    lead.does("Look together at how settling in goes", "Record the meeting")
    head.finds_in_my_work("Say that the child is settled, to the child first")
    head.sees(f"Well done, {CALLED}")
    head.does("Say that the child is settled, to the child first", "Send the letter, and close the case")
