"""What changes for whoever looks at a page, from one moment to the next?"""

import re
from contextlib import nullcontext
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from freshstart.models.marks import DEMONSTRATION, Mark
from freshstart.pages import urls
from tests.pages.doors import (
    arrive,
    at,
    canaries_in,
    in_the_demonstration,
    knock,
    only_looking,
    telling_addresses_in,
    undone,
    words_in,
)
from tests.pages.visitors import UPNS, Town

NONE = "0000-0000"
OF_ANOTHER_CASE = {
    "home_lead": (
        "letter:to_mother", "paper", "paper_on_paper", "link_send", "link_revoke", "answer_on_paper",
        "step_on", "person_needs", "person_phone", "contact_change", "handed_over", "enquiry",
    ),
    "home_head": ("restrict:father", "restriction_lift"),
    "council_adviser": ("codes", "printed_link", "spoken", "spoken_paper"),
}  # fmt: skip


@pytest.mark.parametrize("visitor", ["other_head", "nobody"])
def test_what_is_not_yours_looks_like_what_does_not_exist(town: Town, visitor: str) -> None:
    key, reference = arrive(town, visitor), town.cases["hamza"].reference
    for name, address in town.addresses("hamza").items():
        nowhere = (
            re.sub(r"\d+", "999999", address)
            if reference not in address
            else address.replace(reference, NONE)
        )
        theirs, none = (knock(key, "GET", one) for one in (address, nowhere))
        if name != "door":
            assert theirs.status_code == none.status_code, name
            assert _unmarked(theirs).replace(address, nowhere) == _unmarked(none), name


def test_a_number_of_another_case_is_not_found(town: Town) -> None:
    hamza = town.addresses("hamza")
    for visitor, names in OF_ANOTHER_CASE.items():
        key = arrive(town, visitor)
        for name in names:
            address = hamza[name].replace(town.cases["hamza"].reference, town.cases["bilal"].reference)
            assert knock(key, "POST", address).status_code in {403, 404, 409}, name
            assert canaries_in(words_in(knock(key, "GET", address))) <= {("bilal", "names")}, name


def test_a_school_that_says_no_sees_nothing_from_that_moment(town: Town) -> None:
    client, address = at(arrive(town, "other_head")), town.addresses("bilal")["request:asked_other"]
    assert client.get(address).status_code == 200
    sent = client.post(
        address, {"place_answer": "no", "place_why": "Year 8 is full", "year_group_full": "yes"}
    )
    assert sent.headers["Location"] == reverse("work")
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("work")).content.decode()


def test_a_closed_link_and_a_forged_one_look_the_same(town: Town) -> None:
    door = town.addresses("hamza")["door"]
    arrive(town, "link_closed")
    for place in (nullcontext, in_the_demonstration):
        with place():
            other = f"{door[:-2]}{'y' if door[-2] == 'x' else 'x'}/"
            closed, forged = Client().post(door), Client().post(other)
            assert closed.status_code == forged.status_code == 200
            assert _unmarked(closed).replace(door, other) == _unmarked(forged)


def _unmarked(response: Any) -> str:
    """Give a page without the mark against forged forms, which is another each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", words_in(response))


def test_a_link_opens_by_a_press_alone_and_never_by_a_look(town: Town) -> None:
    client, door = Client(), town.addresses("hamza")["door"]
    with in_the_demonstration():
        with only_looking():
            shown = client.get(door)
        assert canaries_in(words_in(shown)) == set()
        assert client.get(reverse("for_you")).status_code == 404
        assert client.post(door).headers["Location"] == reverse("for_you")
        assert ("hamza", "names") in canaries_in(words_in(client.get(reverse("for_you"))))


def test_a_search_for_a_pupil_number_leaves_it_out_of_every_address(town: Town) -> None:
    client = at(arrive(town, "home_lead"))
    sent = client.post(reverse("cases_find"), {"words": UPNS["hamza"]})
    shown = client.get(sent.headers["Location"])
    assert ("hamza", "names") in canaries_in(words_in(shown))
    assert ("bilal", "names") not in canaries_in(words_in(shown))
    for response in (sent, shown):
        assert telling_addresses_in(response) == []


# The demonstration ------------------------------------------------------------------------------------------

ITS_NAMES = {"demonstration", "sign_in_as", "clock", "outbox", "outbox_letter"}


@pytest.mark.parametrize("name", sorted(ITS_NAMES))
def test_outside_the_demonstration_its_pages_have_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name, args=[1] if name == "outbox_letter" else [])
    assert ITS_NAMES.isdisjoint(one.name for one in urls.urlpatterns)


def test_the_demonstration_answers_on_this_machine_and_over_its_own_database_alone(town: Town) -> None:
    key = arrive(town, "home_lead")
    here, elsewhere = at(key), at(key, "192.0.2.7")
    with in_the_demonstration():
        addresses = [reverse(name, args=[1] if name == "outbox_letter" else []) for name in sorted(ITS_NAMES)]
        assert {answer(here, one) for one in addresses} == {404}
        Mark.objects.create(name=DEMONSTRATION)
        assert {answer(elsewhere, one) for one in addresses} == {404}
        assert answer(here, reverse("demonstration")) == answer(here, reverse("outbox")) == 200


def answer(client: Client, address: str) -> int:
    """Try an address with a look and with a press, and give the more welcoming answer."""
    with undone():
        return min(client.get(address).status_code, client.post(address).status_code)
