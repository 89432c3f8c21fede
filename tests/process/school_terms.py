"""When are the invented schools of these tests in session?

The bank holidays are those of England, 2026 to 2027.
"""

from datetime import date

from freshstart.process.calendars import Calendar


def d(text: str) -> date:
    """Read a date as the tables write it; a weekday in front is checked."""
    weekday, _, iso = text.rpartition(" ")
    day = date.fromisoformat(iso)
    assert weekday in {"", f"{day:%a}"}, f"{iso} is a {day:%A}"
    return day


def terms(*spans: str) -> tuple[tuple[date, date], ...]:
    return tuple((d(first), d(last)) for first, last in (span.split(" to ") for span in spans))


BANK_HOLIDAYS = frozenset(
    {
        d("Mon 2026-08-31"),  # summer
        d("Fri 2026-12-25"),  # Christmas Day
        d("Mon 2026-12-28"),  # for Boxing Day
        d("Fri 2027-01-01"),  # New Year's Day
        d("Fri 2027-03-26"),  # Good Friday
        d("Mon 2027-03-29"),  # Easter Monday
        d("Mon 2027-05-03"),  # early May
        d("Mon 2027-05-31"),  # spring
        d("Mon 2027-08-30"),  # summer
        d("Mon 2027-12-27"),  # for Christmas Day
    }
)
KESTREL = Calendar(
    "Kestrel Park",
    terms(
        "Thu 2026-09-03 to Fri 2026-10-23",
        "Mon 2026-11-02 to Fri 2026-12-18",
        "Tue 2027-01-05 to Fri 2027-02-12",
        "Mon 2027-02-22 to Thu 2027-03-25",
        "Mon 2027-04-12 to Fri 2027-05-28",
        "Mon 2027-06-07 to Fri 2027-07-23",
        "Thu 2027-09-02 to Fri 2027-10-22",
    ),
    BANK_HOLIDAYS | {d("Fri 2026-11-27")},  # INSET
)
FERNLOW = Calendar(  # two weeks of half-term in October
    "Fernlow",
    terms(
        "Tue 2026-09-01 to Fri 2026-10-16",
        "Mon 2026-11-02 to Wed 2026-12-16",
        "Mon 2027-01-04 to Fri 2027-02-12",
        "Mon 2027-02-22 to Wed 2027-03-24",
        "Mon 2027-04-12 to Thu 2027-05-27",
        "Mon 2027-06-07 to Tue 2027-07-20",
    ),
    BANK_HOLIDAYS | {d("Mon 2026-11-02"), d("Wed 2027-01-13"), d("Thu 2027-01-14")},  # INSET, snow, snow
)
SALTMARSH = Calendar(  # Easter falls within its term
    "Saltmarsh", terms("Mon 2027-02-22 to Fri 2027-04-02", "Mon 2027-04-19 to Fri 2027-05-28"), BANK_HOLIDAYS
)
HARROWMERE = Calendar(
    "Harrowmere Council",
    terms(
        "Mon 2026-06-08 to Wed 2026-07-22",
        "Tue 2026-09-01 to Fri 2026-10-23",
        "Mon 2027-06-07 to Thu 2027-07-22",
        "Wed 2027-09-01 to Fri 2027-10-22",
        "Mon 2027-11-01 to Fri 2027-12-17",
    ),
    frozenset({d("Fri 2026-07-03"), d("Fri 2026-10-02"), d("Thu 2027-11-11")}),
)
EVERY_WEEKDAY = Calendar.weekdays("Netherfold", BANK_HOLIDAYS)
