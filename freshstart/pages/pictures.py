"""What do the pictures on a case show, in lines and in words?

Every picture is a function of plain numbers, and its words are made beside its lines, so that they agree.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Literal

# The three stages: one line that does not break --------------------------------------------------


@dataclass(frozen=True, slots=True)
class StagePicture:
    """One stage: how many of its steps are done, and how many of the next ones are stopped."""

    name: str
    done: int
    total: int
    stopped: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Journey:
    """A child's move. The end label names the new school or, after an early end, where the child is now."""

    name: str
    stages: Sequence[StagePicture]
    start_label: str
    end_label: str
    ended_early: bool = False

    @property
    def here(self) -> int:
        """Return which stage is the present one: the first with a step left, or none after the last."""
        return next((n for n, stage in enumerate(self.stages) if stage.done < stage.total), len(self.stages))

    @property
    def arrived(self) -> bool:
        """Say whether the child is at the end of the line."""
        return self.ended_early or self.here == len(self.stages)


StepRole = Literal["done", "stop", "todo"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One shape on the line; `r` is half its width."""

    role: StepRole | Literal["start", "end", "back", "now"]
    x: float
    y: float
    r: float


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside the line."""

    role: Literal["school", "flag"]
    words: str
    x: float
    y: float
    anchor: Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Two paths, what is done and what is to come, with the marks and words upon them from left to right."""

    width: int
    height: int
    done: str
    to_come: str
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class StageWords:
    """What is said of one stage; the aside is only heard, because the drawing shows it."""

    name: str
    aside: str
    words: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class JourneyPicture:
    """The picture of the three stages, wide and for a phone, and in words."""

    label: str
    wide: Drawing
    phone: Drawing
    stages: tuple[StageWords, ...]


def journey(move: Journey) -> JourneyPicture:
    """Draw the line of a move, and say it."""
    wide = _Line(width=1100, height=150, top=44, scale=1)
    phone = _Line(width=343, height=86, top=20, scale=0.62)
    return JourneyPicture(
        label=f"Where {move.name} is in the move",
        wide=_drawing(move, wide, _labels(move, wide)),
        phone=_drawing(move, phone, ()),
        stages=tuple(_stage_words(move, n) for n in range(len(move.stages))),
    )


class _Line:
    """The line in one size: flat, over the hill, flat again. A place on it runs from 0 to 3."""

    def __init__(self, *, width: int, height: int, top: float, scale: float) -> None:
        self.width, self.height, self.scale = width, height, scale
        base, left, right = height - 18 * scale, 16 * scale, width - 16 * scale
        foot, peak, far = (left + (right - left) * share for share in (0.3, 0.5, 0.7))
        self.pieces = (
            (0.0, 1.0, _flat(left, foot, base)),
            (1.0, 1.5, _hill((foot, base), (peak, top))),
            (1.5, 2.0, _hill((peak, top), (far, base))),
            (2.0, 3.0, _flat(far, right, base)),
        )

    def at(self, place: float) -> complex:
        low, high, curve = next(piece for piece in self.pieces if place <= piece[1])
        share = (place - low) / (high - low)
        return _blend(curve, share, share, share)

    def path(self, start: float, end: float) -> str:
        """Write the part between two places as an SVG path."""
        words = "M" + _pair(self.at(start))
        for low, high, curve in self.pieces:
            t, u = ((min(max(place, low), high) - low) / (high - low) for place in (start, end))
            if t < u:
                words += "C" + " ".join(
                    _pair(_blend(curve, *cut)) for cut in ((t, t, u), (t, u, u), (u, u, u))
                )
        return words


def _flat(start: float, end: float, y: float) -> list[complex]:
    return [complex(start + (end - start) * third / 3, y) for third in range(4)]


def _hill(start: tuple[float, float], end: tuple[float, float]) -> list[complex]:
    half_way = (start[0] + end[0]) / 2
    return [complex(*start), complex(half_way, start[1]), complex(half_way, end[1]), complex(*end)]


def _blend(curve: Sequence[complex], *shares: float) -> complex:
    """Blend a cubic curve's four points: one share thrice is a point upon it, mixed shares cut it."""
    for share in shares:
        curve = [(1 - share) * a + share * b for a, b in pairwise(curve)]
    return curve[0]


def _pair(point: complex) -> str:
    return f"{point.real:.1f} {point.imag:.1f}"


@dataclass(frozen=True, slots=True)
class _Step:
    """A step's place on the line, its role, and the share of its stage from one step to the next."""

    place: float
    role: StepRole
    gap: float


def _places(move: Journey) -> tuple[float, list[_Step]]:
    """Place the child, and every step; in its stage the child has the room of two steps among them."""
    child = float(len(move.stages))
    steps = []
    for n, stage in enumerate(move.stages):
        room = 2 * (n == move.here)
        gap = 1 / (stage.total + 1 + room)
        if room:
            child = n + gap * (stage.done + 1.5)
        for step in range(stage.total):
            left = step - stage.done
            role: StepRole = "done" if left < 0 else "stop" if left < stage.stopped else "todo"
            steps.append(_Step(n + gap * (step + 1 + room * (left >= 0)), role, gap))
    return child, steps


def _drawing(move: Journey, line: _Line, labels: tuple[Label, ...]) -> Drawing:
    child, steps = _places(move)
    end = _end(move, line)
    return Drawing(
        width=line.width,
        height=line.height,
        done=line.path(0, child) + ("L" + _pair(end) if move.ended_early else ""),
        to_come="" if move.arrived else line.path(child, 3),
        marks=(
            _mark("start", line.at(0), 9 * line.scale),
            *(_step_mark(step, line) for step in steps if step.place < child or not move.ended_early),
            _mark("back" if move.ended_early else "end", end, (19 if move.arrived else 9) * line.scale),
            _mark("now", end if move.arrived else line.at(child), 12 * line.scale),
        ),
        labels=labels,
    )


def _step_mark(step: _Step, line: _Line) -> Mark:
    """Mark a step, smaller where many are close together."""
    size = {"done": 6.5, "stop": 8, "todo": 5.5}[step.role] * line.scale
    return _mark(step.role, line.at(step.place), min(size, 0.42 * step.gap * 0.3 * line.width))


def _end(move: Journey, line: _Line) -> complex:
    """Return where the line ends: a move that ended early turns there, and runs flat."""
    last = line.at(3)
    return complex(last.real, line.at(_places(move)[0]).imag) if move.ended_early else last


def _mark(role: StepRole | Literal["start", "end", "back", "now"], at: complex, r: float) -> Mark:
    return Mark(role, round(at.real, 1), round(at.imag, 1), round(r, 1))


def _labels(move: Journey, line: _Line) -> tuple[Label, ...]:
    start = Label("school", move.start_label, 7, line.at(0).imag - 24, "start")
    if move.arrived:
        words = f"{move.name} is at {move.end_label}"
        return start, Label("flag", words, line.width - 7, round(_end(move, line).imag - 30, 1), "end")
    end = Label("school", move.end_label, line.width - 7, line.at(3).imag - 24, "end")
    return start, end, _flag(f"{move.name} is here", line.at(_places(move)[0]), (start, end), line)


def _flag(words: str, at: complex, schools: tuple[Label, Label], line: _Line) -> Label:
    """Write above the child, inside the picture, and a line higher where a school's name is in the way."""
    half = 4.4 * len(words)  # a letter of this font is some 8.8 wide in bold, and some 7.6 in the names
    x, y = min(max(at.real, half), line.width - half), at.imag - 23
    left_end, right_start = 7 + 7.6 * len(schools[0].words), line.width - 7 - 7.6 * len(schools[1].words)
    if line.at(1).real < at.real < line.at(2).real:
        y = min(
            y, line.at(1.5).imag - 15
        )  # on the hill, over its top, so that the words stand clear of the line
    if abs(y - schools[0].y) < 20 and (x - half < left_end or x + half > right_start):
        y -= 22
    return Label("flag", words, round(x, 1), round(y, 1), "middle")


def _stage_words(move: Journey, n: int) -> StageWords:
    stage, counted = move.stages[n], _counted(move.stages[n])
    if n > move.here and move.ended_early:
        return StageWords(stage.name, "", "Not reached.", is_now=False)
    if n == move.here and move.ended_early:
        aside, counted = f"{move.name} is at {move.end_label}. ", "The move ended here."
    else:
        aside = f"{move.name} is here. " if n == move.here else ""
    return StageWords(stage.name, aside, f"{counted} {stage.note}".strip(), is_now=n == move.here)


def _counted(stage: StagePicture) -> str:
    """Say how many steps are done; of a stage not begun its note says more."""
    if not stage.total or (stage.note and not stage.done and not stage.stopped):
        return ""
    if stage.done == stage.total:
        done = {1: "Its one step is done.", 2: "Both steps done."}
        return done.get(stage.total, f"All {_steps(stage.total)} done.")
    yet = "" if stage.done else " yet"
    counted = f"{_number(stage.done).capitalize()} of {_steps(stage.total)} done{yet}."
    if stage.stopped:
        counted += f" {_number(stage.stopped).capitalize()} {'is' if stage.stopped == 1 else 'are'} stopped."
    return counted


def _steps(count: int) -> str:
    return f"{_number(count)} step{'' if count == 1 else 's'}"


def _number(count: int) -> str:
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[count] if count < len(words) else str(count)


# The school days --------------------------------------------------------------------------------

Kind = Literal["in_school", "half", "visit", "absent", "suspended", "missing", "expected", "visit_expected"]

# What each kind of day is called in the key, and in the count; days to come are not counted.
MEANINGS: dict[Kind, tuple[str, str]] = {
    "in_school": ("In school", "in school"),
    "half": ("Half a day", "in school for half a day"),
    "visit": ("Visit to the new school", "visiting"),
    "absent": ("Absent, reason known", "absent with a reason"),
    "suspended": ("Suspended", "suspended"),
    "missing": ("Not accounted for", "not accounted for"),
    "expected": ("Expected", ""),
    "visit_expected": ("Visit expected", ""),
}


@dataclass(frozen=True, slots=True)
class Day:
    """One school day. The words follow the date: "absent, ill"; the shape is that of the place."""

    on: date
    kind: Kind
    words: str
    shape: Literal["home", "new"] = "home"
    is_today: bool = False

    @property
    def picture(self) -> str:
        """Return the name of the day's symbol; some look the same at either school."""
        return (
            self.kind if self.kind in {"visit", "missing", "visit_expected"} else f"{self.kind}-{self.shape}"
        )


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for a run of days."""

    name: str
    shape: Literal["home", "new"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of days with the same people responsible: one school, two, or nobody, which is an alarm."""

    responsible: Sequence[Responsible]
    days: Sequence[Day]

    @property
    def weeks(self) -> tuple[tuple[date, tuple[Day, ...]], ...]:
        """Return the days in weeks, each under its Monday."""
        weeks = groupby(self.days, key=lambda day: day.on - timedelta(days=day.on.weekday()))
        return tuple((monday, tuple(days)) for monday, days in weeks)


@dataclass(frozen=True, slots=True)
class Strip:
    """The school days of a case: the count in words, its alarm, the days, and the key to their pictures."""

    counted: str
    alarm: str
    spans: tuple[Span, ...]
    key: tuple[tuple[str, str], ...]


def strip(spans: Sequence[Span], *, since: date | None = None) -> Strip:
    """Lay out the school days, and count those told of; with `since` earlier ones are left out."""
    days = [day for span in spans for day in span.days]
    counts = Counter(day.kind for day in days if MEANINGS[day.kind][1])
    total = counts.total()
    calm = ", ".join(
        f"{counts[kind]} {MEANINGS[kind][1]}" for kind in MEANINGS if kind != "missing" and counts[kind]
    )
    alone = sum(len(span.days) for span in spans if not span.responsible)
    alarms = f"{counts['missing']} not accounted for", f"{alone} with nobody responsible"
    pictures = {day.kind: day.picture for day in reversed(days)}
    told = f"{total} school day{'' if total == 1 else 's'}" if total else "No school day told of yet"
    when = (f" since {since.day} {since:%B}" if since else " so far") * bool(total)
    return Strip(
        counted=told + when + f": {calm}" * bool(calm),
        alarm=", ".join(alarm for alarm in alarms if not alarm.startswith("0 ")),
        spans=tuple(spans),
        key=tuple((pictures[kind], MEANINGS[kind][0]) for kind in MEANINGS if kind in pictures),
    )
