"""What changes for whoever looks at a page, from one moment to the next?"""

import re
import runpy
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import NoReverseMatch, URLPattern, include, path, reverse

from freshstart.models.marks import DEMONSTRATION, Mark
from freshstart.pages import urls
from tests.pages.doors import (
    arrive,
    at,
    canaries_in,
    knock,
    only_looking,
    telling_addresses_in,
    undone,
    words_in,
)
from tests.pages.visitors import UPNS, Town


def test_what_is_not_yours_looks_like_what_does_not_exist(town: Town) -> None:
    key = arrive(town, "other_head")
    theirs = knock(key, "GET", reverse("case", args=[town.cases["hamza"].reference]))
    none = knock(key, "GET", reverse("case", args=["0000-0000"]))
    assert theirs.status_code == none.status_code == 404
    assert theirs.content == none.content


def test_a_number_of_another_case_is_not_found(town: Town) -> None:
    key, hamza = arrive(town, "home_lead"), town.addresses("hamza")
    for name in ("letter:to_mother", "paper", "paper_on_paper", "link_send", "answer_on_paper", "step_on"):
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
    for opening in (False, True):
        with override_settings(DEMONSTRATION=opening):
            closed, forged = Client().post(door), Client().post(f"{door[:-2]}x/")
            assert closed.status_code == forged.status_code == 200
            assert _without_token(closed) == _without_token(forged)


def _without_token(response: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


@override_settings(DEMONSTRATION=True)
def test_a_link_opens_by_a_press_alone_and_never_by_a_look(town: Town) -> None:
    client, door = Client(), town.addresses("hamza")["door"]
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


def addresses_there() -> list[URLPattern]:
    """Give our addresses as they are where the setting is on, and leave ours here as they are."""
    found: list[URLPattern] = runpy.run_path(str(urls.__file__))["urlpatterns"]
    return found


@pytest.mark.parametrize("name", sorted(ITS_NAMES))
def test_outside_the_demonstration_its_pages_have_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name, args=[1] if name == "outbox_letter" else [])
    assert ITS_NAMES.isdisjoint(one.name for one in urls.urlpatterns)


@override_settings(DEMONSTRATION=True)
def test_the_demonstration_answers_on_this_machine_and_over_its_own_database_alone(town: Town) -> None:
    key, there = arrive(town, "home_lead"), addresses_there()
    here, elsewhere = at(key), at(key, "192.0.2.7")
    assert {one.name for one in there} >= ITS_NAMES
    with override_settings(ROOT_URLCONF=(path("account/", include("allauth.urls")), *there)):
        addresses = [reverse(name, args=[1] if name == "outbox_letter" else []) for name in sorted(ITS_NAMES)]
        assert {answer(here, one) for one in addresses} == {404}
        Mark.objects.create(name=DEMONSTRATION)
        assert {answer(elsewhere, one) for one in addresses} == {404}
        assert answer(here, reverse("demonstration")) == answer(here, reverse("outbox")) == 200


def answer(client: Client, address: str) -> int:
    """Try an address with a look and with a press, and give the more welcoming answer."""
    with undone():
        return min(client.get(address).status_code, client.post(address).status_code)
