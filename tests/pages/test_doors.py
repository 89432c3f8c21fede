"""Whoever tries to come in by a link that is not theirs, or no longer: what do they get, and what is burnt?

Each row of `ATTEMPTS` is somebody at a browser of their own. They get in nowhere and read no word of a child;
afterwards the right person comes in as ever. The table is printed at the end of the tests.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.test import Client
from django.urls import reverse

from freshstart.actions import contacts, messages
from freshstart.models.histories import Event
from freshstart.models.messages import Code, Link, Message, Opening
from freshstart.models.papers import Concern
from freshstart.process.vocabulary import Hidden, Relation
from tests.pages.doors import BACKEND, at, signed_in, undone
from tests.pages.reading import words
from tests.pages.scenes import CODE, HOME, LEAVE, PHONE, TELLING, Scene, Stranger, comes_in, door

WRONG = "000000"

# Who tries what ---------------------------------------------------------------------------------------------


def forges(scene: Scene, stranger: Stranger) -> None:
    """Change one sign of an address, and make one up."""
    token = messages.token_of(scene.link())
    for one in (
        f"{token[:-1]}{'a' if token[-1] != 'a' else 'b'}",
        f"x{token}",
        "anything",
        scene.link().nonce,
    ):
        stranger.post(reverse("door", args=[one]))
        stranger.post(CODE, {"code": WRONG})


def of_another_case(scene: Scene, stranger: Stranger) -> None:
    """Come in by one's own link, and ask for what is another family's."""
    mine = scene.world.row()
    letters = list(mine.documents.values_list("pk", flat=True))
    other = scene.world.open_case(given="Lena", family="Novak")
    party = other.parties.get(relation=Relation.MOTHER)
    party.code_by, party.code_phone = "text", "07700 900999"
    party.save()
    comes_in(stranger, scene, messages.live_link(party, other, scene.world.now))
    scene.world.case = mine
    for name in ("family_letter", "family_file", "family_paper"):
        assert {stranger.get(reverse(name, args=[one])).status_code for one in letters} == {404}
    stranger.seen.clear()  # so far it was about a child of their own
    stranger.post(door(scene.link()))


def forwarded(scene: Scene, stranger: Stranger) -> None:
    """Open a link that was passed on, without what is on the telephone."""
    stranger.post(door(scene.link()))
    stranger.get(CODE)
    stranger.post(CODE, {"code": ""})
    stranger.post(CODE)


def run_out(scene: Scene, stranger: Stranger) -> None:
    """Come a week later."""
    link = scene.link()
    scene.later(days=7)
    stranger.post(door(link))


def closed(scene: Scene, stranger: Stranger) -> None:
    """Come after the lead has closed the link."""
    link = scene.link()
    scene.lead(messages.revoke_link)
    stranger.post(door(link))


def closed_while_open(scene: Scene, stranger: Stranger) -> None:
    """Be in already when the link is closed."""
    comes_in(stranger, scene)
    stranger.seen.clear()
    scene.lead(messages.revoke_link)


def replaced(scene: Scene, stranger: Stranger) -> None:
    """Use the old link once more after a new one was sent."""
    old = scene.link()
    comes_in(Client(), scene, old)
    scene.later(days=8)
    scene.lead(messages.send_link)
    assert scene.link() != old
    stranger.post(door(old))


def code_of_another_opening(scene: Scene, stranger: Stranger) -> None:
    """Type the code that was sent to the mother for her own device."""
    Client().post(door(scene.link()))
    hers = Client()
    hers.post(door(scene.link()))
    hers.get(CODE)
    read_over_her_shoulder = scene.code()
    stranger.post(door(scene.link()))
    stranger.get(CODE)
    assert stranger.post(CODE, {"code": read_over_her_shoulder}).status_code == 200
    assert hers.post(CODE, {"code": read_over_her_shoulder}).headers["Location"] == HOME


def code_twice(scene: Scene, stranger: Stranger) -> None:
    """Type a code that has let somebody in, at the same opening and at another."""
    hers = comes_in(Client(), scene)
    assert hers.post(CODE, {"code": scene.code()}).status_code == 404
    used = scene.code()
    stranger.post(door(scene.link()))
    stranger.post(CODE, {"code": used})


def code_too_late(scene: Scene, stranger: Stranger) -> None:
    """Type the right code ten minutes later."""
    stranger.post(door(scene.link()))
    stranger.get(CODE)
    found = scene.code()
    scene.later(minutes=10)
    stranger.post(CODE, {"code": found})


def guesses_a_code(scene: Scene, stranger: Stranger) -> None:
    """Guess five times, and then type the right one."""
    stranger.post(door(scene.link()))
    stranger.get(CODE)
    found = scene.code()
    for number in range(5):
        assert "This is not the code" in stranger.post(CODE, {"code": f"00000{number}"}).content.decode()
    stranger.post(CODE, {"code": found})
    assert Code.objects.filter(tries=5, used_at=None).count() == 1


def asks_for_many_codes(scene: Scene, stranger: Stranger) -> None:
    """Open the link again and again, for a code each time."""
    for _ in range(4):
        stranger.post(door(scene.link()))
        stranger.get(CODE)
    assert "too many codes for one day" in stranger.get(CODE).content.decode()


def guesses_on(scene: Scene, stranger: Stranger) -> None:
    """Try three codes to their end."""
    link = scene.link()
    stranger.post(door(link))
    for _ in range(15):
        stranger.post(CODE, {"code": WRONG})
    assert Event.objects.filter(code="link_guessed").count() == 1
    link.refresh_from_db()
    assert link.revoked_at is not None


def scans(scene: Scene, stranger: Stranger) -> None:
    """Be a mail scanner: look fifty times, ask for the heads, and press without having seen the page."""
    address = door(scene.link())
    for _ in range(50):
        assert stranger.get(address).status_code == 200
        assert stranger.head(address).status_code == 200
    robot = Stranger(enforce_csrf_checks=True)
    assert robot.post(address).status_code == 403
    stranger.options(address)
    assert not Opening.objects.exists()
    assert scene.link().opened_at is None


def is_signed_in(scene: Scene, stranger: Stranger) -> None:
    """Be the lead, who opens a parent's link: they are signed out, and wait for a code."""
    stranger.cookies[settings.SESSION_COOKIE_NAME] = signed_in(scene.world.people["home_lead"])
    assert "You are signed in here as" in stranger.get(door(scene.link())).content.decode()
    stranger.post(door(scene.link()))
    assert stranger.get(reverse("work")).headers["Location"].startswith(reverse("account_login"))
    stranger.seen.clear()
    stranger.get(CODE)


def signs_in_meanwhile(scene: Scene, stranger: Stranger) -> None:
    """Come in as the mother, and sign in as staff in the same browser: then it is not hers any more."""
    comes_in(stranger, scene)
    stranger.seen.clear()
    stranger.force_login(scene.world.people["home_lead"], backend=BACKEND)
    session = stranger.session
    session["account_authentication_methods"] = [{"method": "mfa"}]
    session.save()
    assert stranger.get(reverse("work")).status_code == 200
    stranger.seen.clear()


def opens_again_and_again(scene: Scene, stranger: Stranger) -> None:
    """Open the link of somebody with a printed sheet more often than it has codes."""
    for _ in range(9):
        stranger.post(door(scene.link(Relation.FATHER)))
        stranger.get(CODE)


def another_number(scene: Scene, stranger: Stranger) -> None:
    """Type the second code of a sheet where the first is asked for."""
    stranger.post(door(scene.link(Relation.FATHER)))
    assert "Type code number 1." in stranger.get(CODE).content.decode()
    stranger.post(CODE, {"code": scene.sheet[1]})


def replays(scene: Scene, stranger: Stranger) -> None:
    """Come with the cookie of a visit that was finished."""
    hers = comes_in(Client(), scene)
    stranger.cookies[settings.SESSION_COOKIE_NAME] = hers.cookies[settings.SESSION_COOKIE_NAME].value
    hers.post(LEAVE)


def stays_for_hours(scene: Scene, stranger: Stranger) -> None:
    """Find a telephone on which somebody has read on for four hours."""
    comes_in(stranger, scene)
    for _ in range(12):
        assert stranger.get(HOME).status_code == 200
        scene.later(minutes=20)
    stranger.seen.clear()


def finds_it_idle(scene: Scene, stranger: Stranger) -> None:
    """Find a telephone on which nobody has read for half an hour."""
    comes_in(stranger, scene)
    stranger.seen.clear()
    scene.later(minutes=31)


def is_off_the_case(scene: Scene, stranger: Stranger) -> None:
    """Have been taken off the case."""
    comes_in(stranger, scene)
    stranger.seen.clear()
    scene.world.row().parties.update(removed_at=scene.world.now)


def is_restricted(scene: Scene, stranger: Stranger) -> None:
    """Be in when something is kept from one: the links close, and the next one shows less."""
    comes_in(stranger, scene)
    stranger.seen.clear()
    contacts.restrict(
        case_id=scene.world.case_id(),
        party_id=scene.world.party(Relation.MOTHER).pk,
        by=scene.world.people["home_head"],
        at=scene.world.now,
        hides=[Hidden.SCHOOL],
        order="Order of 3 June",
    )


def waits_a_day(scene: Scene) -> None:
    scene.later(days=1)


def is_back_on_the_case(scene: Scene) -> None:
    scene.world.row().parties.update(removed_at=None)


def nothing_is_needed(scene: Scene) -> None:
    """Let the right person come at once."""


@dataclass(frozen=True)
class Row:
    """Who tries, what is burnt by it, and what has to happen before the right person comes in."""

    tries: Callable[[Scene, Stranger], None]
    texts: int = 0  # sent to the mother's telephone for nothing
    link: str = "lives"
    before: Callable[[Scene], None] = nothing_is_needed


ATTEMPTS = {
    "a forged address": Row(forges),
    "the link of another case": Row(of_another_case),
    "a forwarded link, without a code": Row(forwarded, texts=1),
    "a link that has run out": Row(run_out, link="has run out"),
    "a link that was closed": Row(closed, link="is closed"),
    "a link that is closed while it is read": Row(closed_while_open, link="is closed"),
    "an old link, after a new one was sent": Row(replaced, link="is closed"),
    "a code for another device": Row(code_of_another_opening, texts=1),
    "a code that was used": Row(code_twice, texts=1),
    "a code after ten minutes": Row(code_too_late, texts=2),
    "five wrong codes, then the right one": Row(guesses_a_code, texts=2),
    "more than three codes in a day": Row(asks_for_many_codes, texts=3, before=waits_a_day),
    "three codes tried to their end": Row(guesses_on, texts=3, link="is closed", before=waits_a_day),
    "a mail scanner": Row(scans),
    "staff who are signed in": Row(is_signed_in, texts=1),
    "staff who sign in on her device": Row(signs_in_meanwhile),
    "the code of another number on the sheet": Row(another_number),
    "the cookie of a finished visit": Row(replays),
    "her telephone after four hours": Row(stays_for_hours),
    "her telephone after half an hour idle": Row(finds_it_idle),
    "somebody taken off the case": Row(is_off_the_case, before=is_back_on_the_case),
    "somebody from whom something is kept": Row(is_restricted, link="is closed"),
}


def state_of(link: Link, scene: Scene) -> str:
    link.refresh_from_db()
    return "is closed" if link.revoked_at else "lives" if link.expires_at > scene.world.now else "has run out"


def breaches_of(scene: Scene, row: Row) -> Iterator[str]:
    stranger, link = Stranger(), scene.link()
    hers = Message.objects.filter(kind="code", address=PHONE)
    entered = Event.objects.filter(code="link_entered")
    row.tries(scene, stranger)
    spent = hers.count() - entered.filter(case=scene.world.case).count()
    if stranger.get(HOME).status_code == 200:
        yield "is in"
    if said := {word for page in stranger.seen for word in TELLING.findall(page)}:
        yield f"reads {said}"
    if spent != row.texts:
        yield f"burns {spent} texts, not {row.texts}"
    if state_of(link, scene) != row.link:
        yield f"leaves a link that {state_of(link, scene)}, which {row.link}"
    row.before(scene)
    if comes_in(Client(), scene).get(HOME).status_code != 200:
        yield "keeps the right person out"


def test_whoever_tries_gets_nothing_and_the_right_person_still_comes_in(
    scene: Scene, record_property: Callable[[str, object], None]
) -> None:
    found, table, began = [], {}, scene.world.now
    for name, row in ATTEMPTS.items():
        with undone():
            faults = list(breaches_of(scene, row))
        found += [f"{name}: {one}" for one in faults]
        table[name] = f"nobody in; {row.texts or 'no'} codes sent in vain; the link {row.link}"
        scene.world.now = began
        scene.clock.move_to(began)
    assert not found, "\n".join(found)
    record_property("Who tries to come in by a link of Hamza’s mother", table)


def test_whoever_opens_a_link_again_and_again_does_not_use_up_the_sheet(scene: Scene) -> None:
    opens_again_and_again(scene, Stranger())
    his = Client()
    his.post(door(scene.link(Relation.FATHER)))
    assert "Type code number 1." in his.get(CODE).content.decode()
    assert his.post(CODE, {"code": scene.sheet[0]}).headers["Location"] == HOME


def test_whoever_may_be_shut_out_by_wrong_codes_is_rung_and_no_school_does_it(scene: Scene) -> None:
    guesses_on(scene, Stranger())
    adviser = scene.world.council.memberships.get(post="adviser").user
    listed = words(at(signed_in(adviser)).get(reverse("listening")).content.decode())
    assert "Saira Siddiqui may not get in: wrong codes closed the link" in listed
    concern = Concern.objects.get()
    shown = at(signed_in(adviser)).get(reverse("concern", args=[concern.pk])).content.decode()
    assert "somebody else has their link" in words(shown)
    lead = at(signed_in(scene.world.people["home_lead"]))
    assert lead.get(reverse("concern", args=[concern.pk])).status_code == 404


def test_a_door_left_open_is_found(scene: Scene) -> None:
    def knows_the_code(scene: Scene, stranger: Stranger) -> None:
        comes_in(stranger, scene)

    assert "is in" in list(breaches_of(scene, Row(knows_the_code)))
