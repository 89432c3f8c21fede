"""Does any child fall between two schools in a school year of many? `python -m bench.year 500`."""

import sys
import time

from bench.__main__ import database  # sets Django up before anything else is read
from tests.stories.years import Year

CHILDREN = 500


def main() -> int:
    """Live through the year, and say what happened and what went wrong."""
    children = int(sys.argv[1]) if len(sys.argv) > 1 else CHILDREN
    start = time.monotonic()
    with database():
        year = Year(children)
        year.run()
    print(f"{children} children, a school year in {time.monotonic() - start:.0f} seconds.")
    print(", ".join(f"{what}: {count}" for what, count in sorted(year.happened.items())))
    print(
        "\n".join(year.wrong) or "No child was without a lead, a next step and a date, or missing from Today."
    )
    return bool(year.wrong)


if __name__ == "__main__":
    sys.exit(main())
