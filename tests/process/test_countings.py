"""Which figures are shown, and can anything withheld be worked out?"""

from hypothesis import given
from hypothesis import strategies as st

from freshstart.process.countings import FEWEST, Counts, Said, counted

OPTIONS = ("adult", "quiet")
SAID = st.lists(
    st.builds(
        Said,
        st.sampled_from(["Carrow", "Fernlow", "Kestrel"]),
        st.lists(st.sampled_from(OPTIONS), unique=True).map(tuple),
    ),
    max_size=40,
)


def test_what_enough_people_said_is_shown_by_school_and_over_the_area() -> None:
    rows = [Said(school, ("adult",)) for school in ("Carrow", "Kestrel") for _ in range(6)]
    (carrow, kestrel), whole = counted(rows, OPTIONS)
    assert (carrow.people, carrow.picked) == (6, {"adult": 6, "quiet": None})
    assert kestrel.group == "Kestrel"
    assert (whole.people, whole.picked["adult"]) == (12, 12)


def test_a_school_with_few_answers_is_withheld_and_cannot_be_worked_out() -> None:
    rows = [Said("Carrow", ("adult",)) for _ in range(9)] + [Said("Kestrel", ("quiet",))]
    (carrow, kestrel), whole = counted(rows, OPTIONS)
    assert (carrow.people, kestrel.people, whole.people) == (9, None, None)


@given(SAID)
def test_no_figure_shown_and_no_difference_of_figures_shows_fewer_than_five(rows: list[Said]) -> None:
    groups, whole = counted(rows, OPTIONS)
    shown: list[Counts] = [*groups, whole]
    figures = [value for one in shown for value in (one.people, *one.picked.values()) if value is not None]
    assert all(value >= FEWEST for value in figures)
    if whole.people is not None:
        rest = whole.people - sum(one.people or 0 for one in groups)
        assert rest == 0 or rest >= FEWEST
    for name in OPTIONS:
        total = whole.picked[name]
        if total is not None:
            left = total - sum(one.picked[name] or 0 for one in groups)
            assert left == 0 or left >= FEWEST
