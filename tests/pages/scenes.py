"""How do Hamza's parents, and others, come to their doors with a link and a code?"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from freshstart.actions import contacts, doors, messages
from freshstart.models.messages import Link, Message
from freshstart.models.people import Membership, User
from freshstart.process.vocabulary import Post, Relation, Verified
from tests.stories import move
from tests.world import World

HOME, CODE, LEAVE = reverse("for_you"), reverse("door_code"), reverse("family_leave")
TELLING = re.compile("Hamza|Siddiqui|Saira|Imran|Thornley|Kestrel")
PHONE = "07700 900118"


class Stranger(Client):
    """A browser that keeps whatever it was answered."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.seen: list[str] = []

    def request(self, **request: Any) -> Any:
        """Keep the answer to a request."""
        answer = super().request(**request)
        self.seen.append(html.unescape(answer.content.decode()) + str(answer.headers))
        return answer


@dataclass
class Scene:
    """Hamza's parents, each with a link; the mother's codes come by text, the father's lie on a sheet."""

    world: World
    clock: Any
    sheet: list[str] = field(default_factory=list)

    def later(self, **span: float) -> None:
        """Let time go by."""
        self.world.now += timedelta(**span)
        self.clock.move_to(self.world.now)

    def link(self, relation: Relation = Relation.MOTHER) -> Link:
        """Give the link of a parent, a new one where the last ran out."""
        return messages.live_link(self.world.party(relation), self.world.row(), self.world.now)

    def code(self) -> str:
        """Read the latest code on the mother's telephone."""
        return Message.objects.filter(kind="code").latest("pk").body

    def lead(self, act: Callable[..., None]) -> None:
        """Let the lead close the mother's link, or send her one."""
        act(
            case_id=self.world.case_id(),
            party_id=self.world.party(Relation.MOTHER).pk,
            by=self.world.people["home_lead"],
            at=self.world.now,
        )


def door(link: Link) -> str:
    return reverse("door", args=[messages.token_of(link)])


def comes_in(client: Client, scene: Scene, link: Link | None = None) -> Client:
    """Let the mother come in by the link and the code on her telephone."""
    assert client.post(door(link or scene.link())).headers["Location"] == CODE
    client.get(CODE)
    assert client.post(CODE, {"code": scene.code()}).headers["Location"] == HOME
    return client


def parents_with_codes(world: World) -> list[str]:
    """Let the mother's telephone be sure and the father have a sheet, and give its codes."""
    adviser = User.objects.create_user("nell@harrowmere.example", "Nell Abara")
    Membership.objects.create(user=adviser, organisation=world.council, post=Post.ADVISER)
    case: dict[str, Any] = {"case_id": world.case_id(), "at": world.now}
    lead = world.people["home_lead"]
    mother, father = (world.party(one).pk for one in (Relation.MOTHER, Relation.FATHER))
    contacts.verify_phone(party_id=mother, by=lead, phone=PHONE, how=Verified.IN_PERSON, **case)
    return doors.print_codes(party_id=father, by=adviser, **case)


def told() -> World:
    """Let both parents be told that a move is thought of."""
    world = World()
    world.open_case(parents=2)
    move.the_home_school_looks_whether_a_move_is_right(world)
    world.take("tell_family", by="home_head")
    return world
