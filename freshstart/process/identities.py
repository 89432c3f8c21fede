"""When do two names stand for one object, rather than for two that read alike?

To compare or to hash a whole protocol costs more than most of what is worked out from it; what is kept of it
goes by the object itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Generic, ParamSpec, TypeVar

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")


@dataclass(frozen=True, slots=True, eq=False)
class _Same(Generic[T]):
    it: T

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.it is other.it

    def __hash__(self) -> int:
        return id(self.it)


def once_for_the_same(size: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep what a function gives for the very same objects; `size` of the latest are kept, and stay alive."""

    def keeping(work_out: Callable[P, R]) -> Callable[P, R]:
        @lru_cache(maxsize=size)
        def kept(*wrapped: _Same[object]) -> R:
            return work_out(*(one.it for one in wrapped))  # type: ignore[arg-type, call-arg]

        @wraps(work_out)
        def given(*args: P.args, **_none: P.kwargs) -> R:
            return kept(*map(_Same, args))

        return given

    return keeping
