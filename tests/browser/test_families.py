"""What do families live through with their pages? Six stories, and every page in every language."""

import re
from collections.abc import Callable, Iterator
from copy import copy
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from freshstart.actions import enquiries
from freshstart.models.messages import Message
from freshstart.models.papers import Document, Enquiry, Signature
from freshstart.outside import clocks
from freshstart.process.vocabulary import Relation
from tests.browser.people import Person
from tests.browser.relatives import (
    ADDRESSES,
    ADVISER,
    CANARIES,
    CHILD,
    COUNCIL_AS_PARENT,
    FATHER,
    KAMALS_FATHER,
    MOTHER,
    NARROWEST,
    SOCIAL_WORKER,
    Relative,
    every_address,
    faults_in_each_language,
    is_reached_by_post,
    kept,
    reached,
    reads,
    three_children,
    told,
)
from tests.browser.towns import Town
from tests.stories import move
from tests.world import World

AGREES = "I have read this agreement. I freely agree to it."
PAGES = r"/for-you/(?!letters/)"
MOST_SCREENS = 9  # of one visit
Note = Callable[[str, object], None]


@pytest.fixture(scope="module")
def children(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, World]]:
    """Bring three children on their way, once for all stories."""
    with kept(django_db_blocker):
        yield three_children()


@pytest.fixture
def go_to(
    children: dict[str, World], browser: Browser, site: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Town]]:
    """Go to the day of one child's story, and see that no page complains there."""
    found: list[Town] = []

    def arrive(child: str) -> Town:
        town = Town(copy(children[child]), browser, site)
        monkeypatch.setattr(clocks, "now", lambda: town.world.now)
        found.append(town)
        return town

    yield arrive
    for context in browser.contexts:
        context.close()
    assert [town.complaints for town in found] == [[]] * len(found)


def after_the_time_to_think(town: Town) -> None:
    """Let the agreement reach everybody by e-mail, and five school days go by."""
    town.bring_the_post()
    town.morning(town.world.facts().calendar("home").add_school_days(town.world.today, 6))


def test_a_mother_who_reads_urdu_takes_her_time_signs_takes_a_slip_back_and_signs_again(
    go_to: Callable[[str], Town], record_property: Note
) -> None:
    town = go_to("hamza")
    move.the_agreement_is_drawn_up(town.world)
    mother = Relative(town, MOTHER).comes()
    html = mother.page.locator("html")
    expect(html).to_have_attribute("lang", "ur")
    expect(html).to_have_attribute("dir", "rtl")
    paper = mother.opens_the("agreement")
    reading = paper.readings[f"party:{mother.party.pk}"]
    mother.sees(reading["said"]["lede"], reading["said"]["statement"])
    english = mother.page.locator("details[open] div[lang=en][dir=ltr]")
    mother.page.locator("details summary").click()
    expect(english.get_by_text(reading["english"]["lede"])).to_be_visible()
    expect(english.get_by_text(reading["english"]["statement"])).to_be_visible()
    mother.answers("yes")
    expect(mother.page.get_by_role("button", name=mother.say("I need no more time"))).to_be_visible()
    expect(mother.page.locator("[name=code]")).to_have_count(0)
    mother.presses(mother.say("Finish, and forget this on this device"))
    mother.sees(mother.say("This device has forgotten your link"))

    after_the_time_to_think(town)
    mother.comes().opens_the("agreement")
    mother.signs()
    mother.presses(mother.say("Take it back"))
    mother.signs()
    mother.sees(reading["said"]["statement"])
    first, second = Signature.objects.filter(paper=paper, party=mother.party).order_by("pk")
    assert first.undone_at
    assert (second.undone_at, second.digest) == (None, reading["digest"])
    assert second.evidence["language"] == "ur"
    assert first.evidence["code"] != second.evidence["code"]
    record_property(f"a mother who reads Urdu: {mother.counted}", {MOTHER: dict(mother.did)})
    assert max(mother.screens) <= MOST_SCREENS
    assert mother.typed == {"name": 2, "code": 4}  # one each for each signature, and one to come in


def test_two_separated_parents_who_disagree_each_see_their_own_answer(go_to: Callable[[str], Town]) -> None:
    town = go_to("hamza")
    for relation in (Relation.MOTHER, Relation.FATHER):
        reads(town.world, relation, "en")
    move.the_agreement_is_drawn_up(town.world)
    after_the_time_to_think(town)
    mother, father = Relative(town, MOTHER).comes(), Relative(town, FATHER).comes()
    mother.opens_the("agreement")
    mother.signs()
    father.opens_the("agreement")
    father.signs("no", "He should stay near his brother.")
    father.sees("You answered on", "I do not agree")
    hers = reached(mother.page, "/for-you/", within=PAGES)
    his = reached(father.page, "/for-you/", within=PAGES)
    assert told(hers, "Imran", "near his brother") == []
    assert told(his, "Saira", "You answered on: I have read this agreement") == []

    town.bring_the_post()
    before = len([one for one in mail.outbox if one.to == [ADDRESSES[MOTHER]]])
    town.world.now += timedelta(minutes=31)
    mother.comes()
    letters = [one for one in mail.outbox if one.to == [ADDRESSES[MOTHER]]]
    assert len(letters) == before + 1  # and nobody says in it who or what
    assert told({"the letter": f"{letters[-1].subject} {letters[-1].body}"}, "Imran", "Hamza", "agree") == []
    mother.opens_the("agreement")
    mother.sees("Not everybody agrees. Nothing goes ahead as it stands here.", "You answered on")

    reference = town.world.row().reference
    for role in ("home_lead", "host_head"):
        staff = town.person(role)
        staff.page.goto(f"/cases/{reference}/papers/")
        under = staff.page.locator("section", has_text="Agreement: Hamza moves").first
        for name, words in ((MOTHER, AGREES), (FATHER, "I do not agree")):
            expect(under).to_contain_text(f"{name}\n{words}", use_inner_text=True)
        staff.page.goto(f"/cases/{reference}/")
        staff.sees("Somebody has said no to the move: arrange the planned return")
    officer = town.person("home_attendance")
    officer.page.goto(f"/cases/{reference}/steps/complete_move/")
    officer.sees("Not so yet: Everyone has signed the agreement.")


def test_a_father_under_a_contact_order_never_reads_where_his_son_is(go_to: Callable[[str], Town]) -> None:
    town = go_to("kamal")
    world = town.world
    after_the_time_to_think(town)
    father = Relative(town, KAMALS_FATHER).comes()
    father.opens_the("agreement")
    father.sees("Agreement: Kamal moves to the new school")
    father.signs()
    father.follows("Back")
    father.follows("Ask something")
    father.fills("words", "Which school is it, and where does he live now?")
    father.presses("Send")
    enquiries.answer(
        case_id=world.case_id(),
        enquiry_id=Enquiry.objects.get(party=father.party).pk,
        by=world.people["home_lead"],
        at=world.now,
        words="Kestrel Park, 7 Orchard Rise. Ask for Daniel Mensah. He lives at 9 Harbour Walk.",
    )
    for relation in (Relation.PUPIL, Relation.MOTHER):
        world.family_signs("agreement", relation)
    for role in ("home_head", "host_head"):
        world.staff_signs("agreement", role)
    world.seal()
    move.both_registers_are_changed(world)
    father.comes()
    said = reached(father.page, *every_address(world), within="/for-you/")
    his = [one for one in mail.outbox if one.to == [ADDRESSES[KAMALS_FATHER]]]
    said |= {f"mail {number} to him": str(one.message()) for number, one in enumerate(his)}
    rows = Message.objects.filter(party=father.party)
    said |= {f"{one.channel} {one.pk} to him": f"{one.subject} {one.body}" for one in rows}
    files = [where for where, words in said.items() if "/pdf/" in where and words.startswith("200")]
    assert len(files) > 10
    assert said["/for-you/welcome/"].startswith("404")
    assert "[…]" in said["/for-you/"]  # what was written for both parents, and what he was answered
    assert told(said, *CANARIES) == []


def test_a_looked_after_child_has_the_council_as_parent_and_a_social_worker_who_reads(
    go_to: Callable[[str], Town],
) -> None:
    town = go_to("lena")
    case = f"/cases/{town.world.row().reference}"
    lead = town.person("home_lead")
    lead.page.goto(f"{case}/steps/name_social_worker/")
    lead.selects("Who is the child’s social worker?", f"{SOCIAL_WORKER}, social worker")
    lead.does("Name the social worker", "Name this person")
    council = Relative(town, COUNCIL_AS_PARENT).comes()
    council.sees(f"For {COUNCIL_AS_PARENT}")
    council.follows("May we ask other schools whether they have a place for Lena?")
    council.fills("words", "Near her foster home, please.")
    council.presses("Yes, you may ask")
    council.presses("Yes, this is my answer")
    council.sees("Your answer is kept.")
    lead.page.goto(f"{case}/words/")
    lead.sees(COUNCIL_AS_PARENT, "Yes, you may ask", "Near her foster home, please.")
    reader = town.person("social_worker")
    reader.page.goto("/cases/")
    reader.follows("Lena Novak")
    reader.follows("People")
    reader.sees("Council as parent. Parental responsibility: yes.", SOCIAL_WORKER)

    world = town.world
    why = "Near her foster home."
    move.the_options_are_talked_over(world, virtual_school_heard="yes", virtual_school_heard__why=why)
    move.the_child_arrives(world, move.from_asking_schools_to_the_first_day(world))
    move.every_review_is_held(world, "ask_for_move")
    move.the_agreement_is_drawn_up(world)
    after_the_time_to_think(town)
    council.comes().opens_the("agreement")
    council.signs()
    council.sees("You answered on", AGREES)
    lead.page.goto(f"{case}/papers/")
    under = lead.page.locator("section", has_text="Agreement: Lena").first
    expect(under).to_contain_text(f"{COUNCIL_AS_PARENT}\n{AGREES}", use_inner_text=True)


def test_a_pupil_of_fifteen_feels_pressed_and_no_school_can_tell(go_to: Callable[[str], Town]) -> None:
    town = go_to("hamza")
    move.the_agreement_is_drawn_up(town.world)
    case = f"/cases/{town.world.row().reference}/"
    schools = ("home_lead", "home_head", "host_head", "host_safeguarding")
    pupil = Relative(town, CHILD).comes()
    pupil.opens_the("agreement")
    pupil.answers("pressed")
    pupil.sees(f"Only {ADVISER} reads this, outside both schools.")
    readers = {role: town.person(role).page for role in schools}
    before = {role: seen_by(page, case) for role, page in readers.items()}
    pupil.fills("words", "They said there is no other way.")
    pupil.presses("Send this")
    pupil.sees(
        f"{ADVISER} rings you by the end of the next working day.", "The schools do not see what you said."
    )
    after = {role: seen_by(page, case) for role, page in readers.items()}
    assert len(before["home_lead"]) > 12
    assert [
        (role, one) for role in before for one in before[role] if before[role][one] != after[role].get(one)
    ] == []

    pupil.follows("Back to your page")
    pupil.opens_the("agreement")
    pupil.signs("no", "My friends are here.")
    pupil.sees("You answered on", "I do not agree")
    for role, page in readers.items():
        said = reached(page, f"{case}papers/", f"{case}people/", f"{case}history/", "/listening/", within="-")
        assert told(after[role] | said, "no other way", "feels pressed") == []
        assert told(said, "I do not agree"), role
    adviser = town.person("council_adviser")
    adviser.page.goto("/listening/")
    adviser.follows(f"{CHILD} feels pressed")
    adviser.sees("They said there is no other way.", "Do not tell either school that you ring.")
    adviser.presses(f"I ring {CHILD}")
    adviser.types("What was said, and what happens next?", "He wants to stay. I go with him to the head.")
    adviser.presses("Keep this")
    adviser.sees("Kept. The person can still answer as they like.")


def seen_by(page: Page, case: str) -> dict[str, str]:
    """Read what one member of staff can reach of a case, without what differs from press to press."""
    pages = rf"{case}(?!letters/\d|correct/)"
    said = reached(page, case, "/work/", "/work/waiting/", "/cases/", "/listening/", within=pages)
    return {where: re.sub(r'name="csrf\w*" value="[^"]*"', "", words) for where, words in said.items()}


def test_one_parent_answers_on_paper_only_and_one_by_telephone_with_an_interpreter(
    go_to: Callable[[str], Town],
) -> None:
    town = go_to("hamza")
    world, lead, adviser = town.world, town.person("home_lead"), town.person("council_adviser")
    is_reached_by_post(world, Relation.FATHER)
    move.the_agreement_is_drawn_up(world)
    case = f"/cases/{world.row().reference}"
    lead.page.goto(f"{case}/papers/")
    agreement = lead.page.locator("section", has_text="Agreement: Hamza moves").first
    agreement.get_by_role("button", name=f"I handed it to {FATHER} today, or posted it").click()
    lead.sees("Noted. The time to think begins today.")
    on_paper(lead, case, world)
    lead.sees("There is time to think until")
    after_the_time_to_think(town)
    on_paper(lead, case, world, witness=False)
    lead.sees("Name the second adult who was there: not yourself.")
    lead.types("Second adult who was there", "Joy Adeyemi")
    lead.presses("Record the signature")
    lead.sees(f"Recorded what {FATHER} signed.")

    town.bring_the_post()
    before = len([one for one in mail.outbox if one.to == [ADDRESSES[MOTHER]]])
    adviser.page.goto(f"{case}/people/")
    adviser.page.locator("section", has_text=MOTHER).get_by_role(
        "link", name="Read it out by telephone"
    ).last.click()
    adviser.sees("Hamza moves to Kestrel Park School for good from", f"{MOTHER} reads ur.")
    adviser.chooses("What did they say?", AGREES)
    adviser.types("In their words", "I want him to have a new beginning.")
    adviser.types("Interpreter, if there was one", "Zahra Malik, Urdu")
    adviser.presses("Record what was said")
    adviser.sees("Read the answer back first.")
    adviser.page.get_by_label("I read the whole paper out, and the answer back, and it was right").check()
    adviser.presses("Record what was said")
    adviser.sees(f"Recorded. {MOTHER} gets a message with their answer.")
    mother = Relative(town, MOTHER).comes()
    assert len([one for one in mail.outbox if one.to == [ADDRESSES[MOTHER]]]) == before + 1
    mother.opens_the("agreement")
    mother.sees("I want him to have a new beginning.")
    signed = Signature.objects.filter(paper=world.paper("agreement"))
    by_pen, by_voice = signed.get(party__name=FATHER), signed.get(party__name=MOTHER)
    assert (by_pen.method, by_pen.evidence["witness"]) == ("paper", "Joy Adeyemi")
    assert (by_voice.method, by_voice.evidence["interpreter"]) == ("voice", "Zahra Malik, Urdu")


def on_paper(lead: Person, case: str, world: World, *, witness: bool = True) -> None:
    """Record that the father signed on paper."""
    number, father = world.paper("agreement").pk, world.party(Relation.FATHER).pk
    lead.page.goto(f"{case}/papers/{number}/on-paper/{father}/")
    lead.chooses(f"What did {FATHER} sign?", AGREES)
    if witness:
        lead.types("Second adult who was there", "Joy Adeyemi")
    lead.presses("Record the signature")


def test_every_page_of_a_family_can_be_read_in_every_language_on_the_narrowest_screen(
    go_to: Callable[[str], Town],
) -> None:
    town = go_to("hamza")
    move.the_agreement_is_drawn_up(town.world)
    after_the_time_to_think(town)
    letters = Document.objects.filter(case=town.world.case, party__name=MOTHER, language="ur")
    kinds = {one.kind: f"/for-you/letters/{one.pk}/" for one in letters}
    agreement = f"/for-you/papers/{town.world.paper('agreement').pk}/"
    mother, pupil = Relative(town, MOTHER), Relative(town, CHILD)
    for reader in (mother, pupil):
        reader.page.set_viewport_size({"width": NARROWEST, "height": 700})
    mother.comes_to_the_door()
    faults = faults_in_each_language(mother, "door")
    mother.presses(mother.say("Open it"))
    faults += faults_in_each_language(mother, "code")
    mother.goes_in()
    for name, path in (
        ("home", "/for-you/"),
        ("question", "/for-you/answer/parent_asks_review/"),
        ("agreement", agreement),
        ("sign", f"{agreement}yes/"),
        ("private", f"{agreement}pressed/"),
        ("letter", kinds["letter"]),
        ("leaflet", kinds["leaflet"]),
        ("ask", "/for-you/ask/"),
        ("done", "/for-you/done/"),
        ("welcome", "/for-you/welcome/"),
    ):
        faults += faults_in_each_language(mother, name, path)
    faults += faults_in_each_language(mother, "thanks", f"{agreement}pressed/", press="Send this")
    pupil.comes()
    for question in ("check_in", "my_words"):
        faults += faults_in_each_language(pupil, question, f"/for-you/answer/{question}/")
    assert not faults, "\n".join(["", *faults])


@pytest.mark.parametrize(
    ("name", "relation", "language"), [(MOTHER, "mother", "ur"), (FATHER, "father", "ar")]
)
def test_letters_and_the_agreement_on_paper_are_read_aloud_in_their_language_and_from_the_right(
    go_to: Callable[[str], Town], name: str, relation: str, language: str
) -> None:
    town = go_to("hamza")
    reads(town.world, Relation(relation), language, on_paper=True)
    move.the_agreement_is_drawn_up(town.world)
    reader = Relative(town, name).comes()
    rows = Document.objects.filter(case=town.world.case, party__name=name, language=language)
    assert {"letter", "leaflet", "notice", "agreement"} <= {one.kind for one in rows}
    for row in rows:
        answer = reader.page.request.get(f"/for-you/letters/{row.pk}/pdf/")
        assert answer.headers["content-disposition"] == f'inline; filename="{row.kind}-{row.pk}.pdf"'
        with pikepdf.open(BytesIO(answer.body())) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert pdf.Root.StructTreeRoot.K
            assert str(pdf.Root.Lang).startswith(language)
            assert str(pdf.Root.ViewerPreferences.Direction) == "/R2L"
