"""Dates as pages print them: ISO, day-month-year with dots or slashes, and months by name.

Only what says when a page was published is read here; time expressions inside the story belong to the readers. The
day comes first in dates of figures alone ("10.01.2022" is 10 January), except where it cannot ("01/25/2031").
"""

from __future__ import annotations

import datetime
import re

from standoff.document import Grain

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
ZONE_NAME = r"(?:GMT|UTC|[A-Z]{1,4}T|Z|[+-]\d\d:?\d\d)"
CLOCK = rf"(?:\d{{1,2}}[:.]\d\d(?::\d\d(?:\.\d+)?)?|\d{{1,2}}(?=\s?[ap]\.?m))\s?(?:[ap]\.?m\.?)?\s?(?:{ZONE_NAME})?"

DATE = (
    r"(?:(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?!\d)"
    r"|(?P<d2>\d{1,2})(?P<sep>[./-])(?P<m2>\d{1,2})(?P=sep)(?P<y2>\d{4})(?!\d)"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?[\s-](?P<n3>{MONTH})[,\s-]\s?(?P<y3>\d{{4}})(?!\d)"
    rf"|(?P<n4>{MONTH})\s(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y4>\d{{4}})(?!\d)"
    rf"|(?P<n5>{MONTH}),?\s(?P<y5>\d{{4}})(?!\d))"
)
FIND = re.compile(rf"(?<![\w./-]){DATE}", re.IGNORECASE)
_ISO_TIME = r"[T ]\d\d(?::?\d\d(?::?\d\d(?:\.\d+)?)?)?\s?(?:Z|[+-]\d\d:?\d\d)?"
ISO = re.compile(rf"^(?P<y>\d{{4}})(?:-?(?P<m>\d\d)(?:-?(?P<d>\d\d)(?:{_ISO_TIME})?)?)?$")
FILE_DATE = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)([-_.]?)(?P<m>\d\d)\2(?P<d>\d\d)(?!\d)")
_TIME = rf"[,\sT|•·-]*(?:at\s)?(?:{CLOCK})?"
LABEL = (
    r"(?:(?:first\s)?published|posted|updated|last\s(?:updated|modified)|modified|created|issued|date|on)"
    r"(?:\s(?:on|at))?"
)
DATE_LINE = re.compile(
    rf"^(?:{LABEL}\s?:?\s?)?(?:{CLOCK}[,\s|]*)?(?:{WEEKDAY}[,\s]*)?{DATE}{_TIME}[\s,;|()•·-]*"
    rf"(?:{LABEL}\s?:?\s?[\w\s:,.|-]{{0,40}})?$",
    re.IGNORECASE,
)
BARE_DAY_LINE = re.compile(
    rf"^(?:{LABEL}\s?:?\s?)?(?:{WEEKDAY}[,\s]*)?(?:\d{{1,2}}\s{MONTH}|{MONTH}\s\d{{1,2}}){_TIME}$"
    rf"|^(?:{LABEL}\s?:\s?|updated\s){CLOCK}[,\s]*(?:{WEEKDAY})?$"
    rf"|^{WEEKDAY},?\s{CLOCK}$",
    re.IGNORECASE,
)


def parse_iso(text: str) -> tuple[str, Grain] | None:
    """The date and its grain in an ISO 8601 date or date and time (the time is left out); None when it is not one.

    >>> parse_iso("20220226T094500Z"), parse_iso("2031-13")
    (('2022-02-26', 'day'), None)
    """
    found = ISO.match(text.strip())
    if not found:
        return None
    return _date(found["y"], found["m"], found["d"])


def find_date(text: str) -> tuple[str, Grain] | None:
    """The first date with a year that stands in `text`, as ISO 8601 and its grain; None when there is none.

    >>> find_date("Published: 4 March 2031, 10:32"), find_date("1 year ago")
    (('2031-03-04', 'day'), None)
    """
    for found in FIND.finditer(text):
        got = _read(found)
        if got:
            return got
    return None


def find_file_date(name: str) -> tuple[str, Grain] | None:
    """The day that a file's name holds (`2031-03-04_talks`, `20220226T0945`); None when there is none.

    >>> find_file_date("20220226T094500Z_GB_en.txt")
    ('2022-02-26', 'day')
    """
    for found in FILE_DATE.finditer(name):
        got = _date(found["y"], found["m"], found["d"])
        if got:
            return got
    return None


def is_date_line(text: str) -> bool:
    """Whether a line says nothing but a date (and a time, and "Published" or "Updated").

    >>> is_date_line("Updated 4 March 2031, 10:32 GMT"), is_date_line("4 March 2031 was a Tuesday")
    (True, False)
    """
    return len(text) <= 120 and bool(DATE_LINE.match(text) or BARE_DAY_LINE.match(text))


def _read(found: re.Match[str]) -> tuple[str, Grain] | None:
    if found["y1"]:
        return _date(found["y1"], found["m1"], found["d1"])
    if found["y2"]:
        return _date(found["y2"], found["m2"], found["d2"]) or _date(found["y2"], found["d2"], found["m2"])
    if found["y3"]:
        return _date(found["y3"], _month(found["n3"]), found["d3"])
    if found["y4"]:
        return _date(found["y4"], _month(found["n4"]), found["d4"])
    return _date(found["y5"], _month(found["n5"]), None)


def _month(name: str) -> str:
    return str(MONTHS.index(name[:3].lower()) + 1)


def _date(year: str, month: str | None, day: str | None) -> tuple[str, Grain] | None:
    try:
        value = datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day:
        return value.isoformat(), "day"
    return (value.isoformat()[:7], "month") if month else (value.isoformat()[:4], "year")
