"""How does a child's own sense of belonging go, as a line and in words?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from freshstart.process.belonging import FEWEST, Point, has_fallen

WIDTH, HEIGHT, LEFT, RIGHT = 520, 216, 128, 488
TOP, STEP = 28, 48  # of the highest word, and between two words


@dataclass(frozen=True, slots=True)
class Dot:
    """One check-in on the picture."""

    x: int
    y: int
    words: str
    is_last: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """The lines, dots and words of a picture; without `line` there were too few answers for one."""

    title: str
    line: str
    dots: tuple[Dot, ...]
    words: tuple[tuple[str, int], ...]
    start_x: int | None


def trend(name: str, points: Sequence[Point], scale: Sequence[str], began: date | None = None) -> Trend:
    """Draw check-ins over time. `scale` are the words from least to most; `began` marks a first day."""
    first, last = (points[0].on, points[-1].on) if points else (date.min, date.min)
    span = max((last - first).days, 1)

    def x_of(on: date) -> int:
        return LEFT + round((RIGHT - LEFT) * (on - first).days / span)

    most = len(scale) - 1
    dots = tuple(
        Dot(x_of(one.on), TOP + round(STEP * (most - one.level / 100)), f"{one.on:%-d %b}", one is points[-1])
        for one in points
    )
    enough = len(points) >= FEWEST
    line = "M" + "L".join(f"{dot.x} {dot.y}" for dot in dots) if enough else ""
    words = tuple((word, TOP + STEP * (most - at)) for at, word in enumerate(scale))
    is_inside = began is not None and enough and first < began < last
    return Trend(_title(name, points, scale), line, dots, words, x_of(began) if is_inside and began else None)


def _title(name: str, points: Sequence[Point], scale: Sequence[str]) -> str:
    """Tell the story of the picture in one sentence."""
    if not points:
        return f"{name} has not answered a check-in yet."
    said = [f"“{scale[round(one.level / 100)]}” on {one.on:%-d %B}" for one in (points[0], points[-1])]
    if len(points) < FEWEST:
        return f"{name}’s own answers: {', then '.join(dict.fromkeys(said))}. Two answers are no trend yet."
    fell = has_fallen(points[-2], points[-1])
    way = "It fell at the last check-in." if fell else "It did not fall at the last check-in."
    return f"Belonging, from {name}’s own answers: {said[0]}, {said[1]}. {way}"
