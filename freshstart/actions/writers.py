"""How is each happening of a step written down?

One writer for each code. Writers run inside the action that took the step, in its transaction.
"""

from collections.abc import Callable

from freshstart.actions.standings import Standing
from freshstart.process.values import Values

Writer = Callable[[Standing, Values], None]
WRITERS: dict[str, Writer] = {}


def writes(code: str) -> Callable[[Writer], Writer]:
    """Register the one writer of a happening."""

    def register(writer: Writer) -> Writer:
        if code in WRITERS:
            raise ValueError(f"{code} has a writer already: {WRITERS[code].__name__}")
        WRITERS[code] = writer
        return writer

    return register
