"""Has everything that a child can pick a picture that is drawn?"""

from freshstart.outside.books import protocols
from freshstart.pages.picks import PICKS


def test_every_picture_that_a_protocol_names_is_drawn_and_none_is_drawn_for_nothing() -> None:
    names = {
        name
        for book in protocols().values()
        for family in book.family
        for item in family.items
        for name in item.pictures.values()
    }
    assert names == PICKS.keys()
