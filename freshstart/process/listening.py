"""By when has somebody been heard who feels pressed, or wants to talk?"""

from datetime import date

from freshstart.process.calendars import Calendar

WITHIN = 1  # working days, in the holidays too: who listens works for the council, and fear knows no term


def heard_by(said_on: date, working_days: Calendar) -> date:
    """Give the day by whose end somebody is rung who said on a day that they want to be heard."""
    return working_days.add_school_days(said_on, WITHIN)
