"""What can an answer be?"""

from typing import Any, TypeAlias

# What JSON can hold: the kind of the question says which.
Value: TypeAlias = Any
Values: TypeAlias = dict[str, Value]
EMPTY: tuple[Value, ...] = (None, "", [], {})
