"""The days that an ISO 8601 value covers: what the case sorts and filters by, while the value keeps its grain."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

SEASONS = {
    "21": (3, 5),
    "SP": (3, 5),
    "22": (6, 8),
    "SU": (6, 8),
    "23": (9, 11),
    "FA": (9, 11),
    "24": (12, 2),
    "WI": (12, 2),
}
"""First and last month by ISO 8601-2's number and by TIMEX3's letters: meteorological seasons of the northern half.

A winter is named after the year in which it begins.
"""

_FORMS = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-(?:W(?P<week>\d\d)(?:-(?P<weekday>[1-7]))?|Q(?P<quarter>[1-4])|(?P<season>2[1-4]|SP|SU|FA|WI)"
    r"|(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[T ].*)?)?))?"
)


def day_range(value: str | None) -> tuple[str, str] | None:
    """The first and the last day, both included, of an ISO 8601 value; None where it names no day of the calendar.

    A range ("2031-05/2031-06") runs from the first day of its first half to the last of its second.

    >>> day_range("2031-02"), day_range("2031-W19"), day_range("2031-05-03T10:00Z"), day_range("2031-02-30")
    (('2031-02-01', '2031-02-28'), ('2031-05-05', '2031-05-11'), ('2031-05-03', '2031-05-03'), None)
    """
    if value is None:
        return None
    halves = [_days(half) for half in value.split("/")]
    if any(half is None for half in halves):
        return None
    known = [half for half in halves if half is not None]
    return known[0][0].isoformat(), known[-1][1].isoformat()


def _days(value: str) -> tuple[date, date] | None:
    found = _FORMS.fullmatch(value.strip())
    if found is None:
        return None
    year = int(found["year"])
    try:
        if found["week"]:
            first = date.fromisocalendar(year, int(found["week"]), int(found["weekday"] or 1))
            return first, first + timedelta(days=0 if found["weekday"] else 6)
        if found["day"]:
            day = date(year, int(found["month"]), int(found["day"]))
            return day, day
        if found["quarter"]:
            last = 3 * int(found["quarter"])
            return date(year, last - 2, 1), _month_end(year, last)
        if found["season"]:
            opening, closing = SEASONS[found["season"]]
            return date(year, opening, 1), _month_end(year + (closing < opening), closing)
        if found["month"]:
            month = int(found["month"])
            return date(year, month, 1), _month_end(year, month)
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError:  # no such day, week or month
        return None


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
