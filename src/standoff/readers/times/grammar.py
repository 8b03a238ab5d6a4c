"""The grammar of news time: where a text names a time, and with which words; what they mean is `timex_resolution`'s.

Patterns run over plain text (a parse's view), are leftmost-longest, and never cross a line. Words that are only
sometimes times ("may", "March", "Sun", a bare number) need a cue here, and a second look at the parse in `times`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from standoff.readers.numerals import FIRST_WORDS, WORDS
from standoff.readers.phrases import FIGURES, Openings

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tues tue", "wednesday wed", "thursday thurs thur thu", "friday fri", "saturday sat",
         "sunday sun")
    )
    for name in names.split()
}  # fmt: skip
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
HOLIDAYS = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
}
"""Fixed days only: a movable feast or a national holiday would need a calendar of its own."""

_MONTH_FULL = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = rf"(?:{_MONTH_FULL}|{_MONTH_FULL.upper()}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
_WEEKDAY = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_WEEKDAY_ANY = rf"(?:{_WEEKDAY}|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_SEASON = "(?:spring|summer|autumn|fall|winter)"
_PART = "(?:morning|afternoon|evening|night|noon|lunchtime)s?"
_UNIT = "(?:second|minute|hour|day|week|month|quarter|year|decade|weekend)"
_UNITS = "(?:minutes?|hours?|days?|weeks?|weekends?|months?|quarters?|years?|decades?|centuries|century)"
_REL_YEAR = "(?:last|this|next) year"
_NUMBER = rf"(?:\d{{1,3}}(?:\.5)?|(?:a )?couple of|half an?|an?|{WORDS}|several|a few|few|many)"
_EDGE = (
    r"(?:(?:the )?(?:end|beginning|start|middle|close|first half|second half) of (?:the )?|"
    r"(?:very )?(?:early|late|earlier|later)(?: in| on)? |mid-? ?)"
)
_CLOCK_DIGITS = r"(?:\d{1,2}[:.]\d\d(?: ?[ap]\.?m\b\.?)?|\d{1,2} ?[ap]\.?m\b\.?)"
_CLOCK = rf"(?:{_CLOCK_DIGITS}|noon|midnight|\d{{4}}(?=~GMT|~UTC|~hours))"
_ZONE_OF_CLOCK = r"(?:,? \(?(?:GMT|UTC|CET|CEST|EST|EDT|ET|BST|MSK|local time|Moscow time|Kyiv time|hours)\b\)?)"
_END = r"(?![\w]|[.,/:-]\d)"
_BEGIN = r"(?<![\w$€£#@/])(?<!\d[.,:])(?!(?<=\d-)\d)"

_MONTH_CUE = r"(?:in|since|until|till|by|of|during|before|after|between|from|to|and|through|for|as of|around|over|or)"
_YEAR_CUE = (
    r"(?:in|since|by|until|till|of|from|before|after|during|between|through|throughout|around|circa|to|and|or|"
    r"back in|year|years|for|late|early|as of|summer|spring|autumn|winter|fall)"
)


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression as written: code points `start` to `end`, the rule that found it, and its named parts."""

    start: int
    end: int
    rule: str
    parts: Mapping[str, str]


def _pattern(source: str, *, ignore_case: bool = False) -> re.Pattern[str]:
    """The compiled rule: a space in `source` stands for one to three, " ?" for none to three, "~" for exactly one."""
    spaced = (
        source.replace("[- ]", "[-~]")
        .replace(" ?", "<0>")
        .replace(" ", "[ ]{1,3}")
        .replace("<0>", "[ ]{0,3}")
        .replace("~", " ")
    )
    return re.compile(f"{_BEGIN}(?:{spaced}){_END}", re.IGNORECASE if ignore_case else 0)


_TO = " ?(?:-|–|—|to|and) ?"
_DATE_CORE = (
    rf"(?:(?:the )?(?P<day>{_DAY})(?:{_TO}(?P<day2>{_DAY}))?(?: of)? (?P<month>{_MONTH})"
    rf"|(?P<month_>{_MONTH}) ?(?:the )?(?P<day_>{_DAY})(?:{_TO}(?P<day2_>{_DAY}))?(?!~?(?:{_MONTH_FULL})))"
    rf"(?:,? ?(?:of )?(?P<year>{_YEAR})|,?(?: of)? (?P<rel_year>{_REL_YEAR}))?"
)

RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "iso-date",
        _pattern(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:(?:T| )(?P<clock>\d\d:\d\d)(?::\d\d)?Z?)?"),
    ),
    ("numeric-date", _pattern(r"(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d)")),
    ("year-first-date", _pattern(r"(?P<year>(?:19|20)\d\d)[./](?P<month>\d{1,2})[./](?P<day>\d{1,2})")),
    (
        "date",
        _pattern(
            rf"(?:(?P<clock>{_CLOCK}){_ZONE_OF_CLOCK}?,? (?:on )?)?"
            rf"(?:(?P<weekday>{_WEEKDAY_ANY})(?: {_PART})?(?:,? | ?\(|,? on )(?:the )?)?{_DATE_CORE}"
            rf"(?: ?\((?P<weekday_>{_WEEKDAY})\))?"
            rf"(?:,?(?: at| around)? (?P<clock_>{_CLOCK_DIGITS}){_ZONE_OF_CLOCK}?)?\)?"
        ),
    ),
    (
        "month",
        _pattern(
            rf"(?P<edge>{_EDGE})?(?P<which>(?:last|next|this)(?: past| coming)? )?(?P<month>{_MONTH})"
            rf"(?:,? (?:of )?(?P<year>{_YEAR})|,?(?: of)? (?P<rel_year>{_REL_YEAR}))?"
        ),
    ),
    (
        "weekday",
        _pattern(
            rf"(?:(?P<clock>{_CLOCK}){_ZONE_OF_CLOCK}?,? (?:on )?)?(?P<edge>(?:early|late|earlier|later)(?: on)? )?"
            rf"(?P<which>(?:last|next|this|coming|this coming|this past|the following|the previous) )?"
            rf"(?P<weekday>{_WEEKDAY})"
            rf"(?: (?P<part>{_PART}))?(?:,?(?: of)? (?P<which_week>last|this|next) week)?"
            rf"(?:,? at (?P<clock_>{_CLOCK})(?:{_ZONE_OF_CLOCK})?)?"
        ),
    ),
    ("week-weekday", _pattern(rf"(?P<which_week>last|this|next) week(?:'s| on) (?P<weekday>{_WEEKDAY})")),
    (
        "day",
        _pattern(
            rf"(?:(?P<clock>{_CLOCK}){_ZONE_OF_CLOCK}?,? )?(?:(?:earlier|later|early|late) )?"
            rf"(?P<word>the day before yesterday|the day after tomorrow|today|yesterday|tomorrow|tonight|last night)"
            rf"(?: {_PART})?(?:,? at (?P<clock_>{_CLOCK})(?:{_ZONE_OF_CLOCK})?)?",
            ignore_case=True,
        ),
    ),
    ("part", _pattern(rf"(?:earlier |later )?this {_PART}", ignore_case=True)),
    (
        "unit",
        _pattern(
            rf"(?P<edge>{_EDGE})?(?P<which>this|last|next|the current|the coming|this coming|the past|this past) "
            rf"(?P<unit>week|month|year|weekend|quarter|decade|{_SEASON})",
            ignore_case=True,
        ),
    ),
    (
        "the-unit",
        _pattern(
            r"(?P<edge>(?:the )?(?:end|beginning|start|middle|close) of |later in |earlier in |mid)"
            r"(?P<which>the )(?P<unit>week|month|year|quarter|decade)|"
            r"(?P<year_end>(?:the )?(?:year|month)'s end|year-end)|"
            r"(?P<the_weekend>the weekend)",
            ignore_case=True,
        ),
    ),
    (
        "season",
        _pattern(
            rf"(?P<edge>{_EDGE})?(?P<the>the )?(?P<season>{_SEASON})(?: of)?"
            rf"(?:,? (?P<year>{_YEAR})(?:[-/–]\d\d(?:\d\d)?)?| (?P<rel_year>{_REL_YEAR}))",
            ignore_case=True,
        ),
    ),
    ("the-season", _pattern(rf"(?<=in~)(?P<season>the {_SEASON})(?!~of)|(?<=by~)(?P<season_>the {_SEASON})(?!~of)")),
    (
        "quarter",
        _pattern(
            rf"(?:Q(?P<q>[1-4])|the (?P<ordinal>first|second|third|fourth|last) (?P<size>quarter|half))"
            rf"(?: of)? (?P<year>{_YEAR}|{_REL_YEAR}|the year)",
            ignore_case=True,
        ),
    ),
    (
        "ago",
        _pattern(
            rf"(?:(?P<number>{_NUMBER}) )?(?P<unit>{_UNITS}) (?P<way>ago|earlier|later|from now|hence)",
            ignore_case=True,
        ),
    ),
    ("in", _pattern(rf"(?<=\bin~)(?P<number>{_NUMBER}) (?P<unit>{_UNITS})(?:'s? time)?", ignore_case=True)),
    (
        "within",
        _pattern(rf"(?<=within~)(?:the )?(?:next )?(?P<number>{_NUMBER} )?(?P<unit>{_UNITS})", ignore_case=True),
    ),
    (
        "window",
        _pattern(
            rf"(?:the |these )?(?P<which>past|last|previous|preceding|next|coming|following) "
            rf"(?P<number>{_NUMBER}) (?P<unit>{_UNITS})",
            ignore_case=True,
        ),
    ),
    (
        "vague",
        _pattern(
            r"(?:the )?(?:most )?(?P<which>recent|past|last|coming|next|upcoming) "
            r"(?P<unit>(?:hour|day|week|month|year|decade)s)",
            ignore_case=True,
        ),
    ),
    (
        "anaphor",
        _pattern(
            r"(?:the|that) (?P<which>next|following|previous|preceding|same|very same|very next) "
            r"(?P<unit>day|week|month|year)"
            r"|(?P<that>that) (?P<unit_>same day|day|week|month|year)"
            r"|(?:a|the) day (?P<side>before|after)(?= ?[.,;:)]|$)",
            ignore_case=True,
        ),
    ),
    (
        "decade",
        _pattern(r"(?P<edge>(?:the )?(?:early|late|mid)[- ])?(?:the )?(?P<year>(?:19|20)\d0)'?s", ignore_case=True),
    ),
    ("clock", _pattern(rf"(?<=at~)(?:around |about )?(?P<clock>{_CLOCK}){_ZONE_OF_CLOCK}?")),
    ("clock-zone", _pattern(r"(?P<clock>\d{1,2}:\d\d|\d{4}) (?:GMT|UTC)")),
    ("holiday", _pattern(rf"(?P<name>{'|'.join(HOLIDAYS)})(?:,? (?P<year>{_YEAR}))?", ignore_case=True)),
    ("years", _pattern(rf"(?P<year>{_YEAR}) ?[-–/] ?(?P<year2>(?:19|20)?\d\d)")),
    ("year", _pattern(rf"(?P<edge>{_EDGE})?(?P<year>{_YEAR})")),
)
"""Name and pattern of each rule; of two that find the same stretch the earlier one wins."""

_CLOCKS = (FIGURES, "noon", "midnight")
_EDGES = (
    *"the end beginning start middle close first second very early late earlier later mid".split(),
    *(f"mid{word}" for word in (*MONTHS, *SEASONS, "last", "next", "this", "the")),
)
_COUNTS = (FIGURES, *FIRST_WORDS, *"couple several few many".split())
_UNIT_WORDS = (
    *"minute hour day week weekend month quarter year decade century".split(),
    *"minutes hours days weeks weekends months quarters years decades centuries".split(),
)
OPENINGS: Mapping[str, tuple[str, ...]] = {
    "iso-date": (FIGURES,),
    "numeric-date": (FIGURES,),
    "year-first-date": (FIGURES,),
    "date": (*_CLOCKS, *MONTHS, *WEEKDAYS, "the"),
    "month": (*_EDGES, *MONTHS, "last", "next", "this"),
    "weekday": (*_CLOCKS, *WEEKDAYS, *"early late earlier later last next this coming the".split()),
    "week-weekday": ("last", "this", "next"),
    "day": (*_CLOCKS, *"earlier later early late the today yesterday tomorrow tonight last".split()),
    "part": ("earlier", "later", "this"),
    "unit": (*_EDGES, "this", "last", "next"),
    "the-unit": (*_EDGES, "year", "month"),
    "season": (*_EDGES, *SEASONS),
    "the-season": ("the",),
    "quarter": ("q", "the"),
    "ago": (*_COUNTS, *_UNIT_WORDS),
    "in": _COUNTS,
    "within": (*_COUNTS, *_UNIT_WORDS, "the", "next"),
    "window": tuple("the these past last previous preceding next coming following".split()),
    "vague": tuple("the most recent past last coming next upcoming".split()),
    "anaphor": ("the", "that", "a"),
    "decade": (FIGURES, "the", "early", "late", "mid"),
    "clock": (*_CLOCKS, "around", "about"),
    "clock-zone": (FIGURES,),
    "holiday": tuple(dict.fromkeys(name.split()[0] for name in HOLIDAYS)),
    "years": (FIGURES,),
    "year": (*_EDGES, FIGURES),
}
"""The words that the expressions of each rule can begin with: nowhere else is a pattern tried."""

_RULES_AT = Openings(
    (word, (order, rule, pattern)) for order, (rule, pattern) in enumerate(RULES) for word in OPENINGS[rule]
)

_NOT_TIMES = re.compile(
    rf"(?:Black|Good|Bloody|Super|Ash|Palm|Maundy|Holy|Cyber|Man) {_WEEKDAY}"
    rf"|{_WEEKDAY} (?:Times|Telegraph|Mirror|Express|Mail|Herald|Post|Prayers)|Mail on Sunday"
    r"|(?:News|Sheffield|Face the) (?:Sunday|Wednesday)"
    r"|(?:RT|Russia|USA|India|Nigeria|Business|Turkey|Pakistan) Today|Today (?:programme|show)"
    rf"|Long March(?: \d)?|(?:Mr|Mrs|Ms|Theresa|Brian|James|Prime Minister|Lady|Sir \w+) May\b"
    r"|\b24/7\b|\b9/11\b|\b[Mm]arch(?:es|ed|ing)\b|Easter Sunday"
)
_MAY_VERB = re.compile(r"May (?:be|have|not|I|we|you|he|she|they|God|it)\b")
_COUNTED = (
    r"troops?|soldiers?|people|men|women|tanks?|civilians?|refugees?|migrants?|km|kilomet\w+|miles?|met\w+|tons?|tonnes?|"
    r"missiles?|shells?|drones?|vehicles?|cases|deaths|houses|homes|children|fighters|prisoners|casualties|dollars|euros|"
    r"percent|per cent|million|billion|hours|days|users|votes|hectares|warheads|aircraft|firms|schools|jobs"
)
_COUNT_AFTER = re.compile(rf" ?(?:%|[-– ](?:[a-z]+ )?(?:{_COUNTED})\b)")
_YEAR_BEFORE = re.compile(rf"(?:^|[\s(\"'])(?:{_YEAR_CUE})(?: the)? $|[(] ?$|[–/-]$", re.IGNORECASE)
_NAMED_BEFORE = re.compile(
    r"\b(?:NATO|Agenda|Vision|Euro|Expo|Olympics|Horizon|Resolution|Article|No\.|Flight|Route|Boeing|Windows) ?-?$",
    re.IGNORECASE,
)
_MONTH_BEFORE = re.compile(rf"(?:^|[\s(\"'])(?:{_MONTH_CUE}) (?:the )?$", re.IGNORECASE)
_DETERMINED = re.compile(r"(?:\b(?i:the|a|an|this|that|its|his|her|their|our|last)|'s|s') (?:[a-z]+ )?$")


def iter_expressions(text: str) -> Iterator[Expression]:
    """Yield the time expressions of `text` in order, none overlapping another: at each place the longest reading.

    >>> [text[e.start : e.end] for text in ["Envoys met on Friday."] for e in iter_expressions(text)]
    ['Friday']
    >>> list(iter_expressions("He may march 2,014 troops."))
    []
    """
    found: list[tuple[int, int, int, Expression]] = []
    searched = [0] * len(RULES)  # how far each rule has got: its own matches do not overlap
    for at, rules in _RULES_AT.iter_in(text):
        for order, rule, pattern in rules:
            match = pattern.match(text, at) if at >= searched[order] else None
            if match is None:
                continue
            start, end = match.span()
            searched[order] = end
            if _is_barred(text, start, end) or not _fits(rule, match, text):
                continue
            end = _trimmed(text, start, end)
            parts = {k.rstrip("_"): v for k, v in match.groupdict().items() if v is not None}
            found.append((start, -end, order, Expression(start, end, rule, parts)))
    at = 0
    for start, negative_end, _, expression in sorted(found, key=lambda f: f[:3]):
        if start >= at:
            yield expression
            at = -negative_end


def _is_barred(text: str, start: int, end: int) -> bool:
    """Whether words of the line that are no time lie on the match."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = _NOT_TIMES.finditer(text, first, last if last >= 0 else len(text))
    return any(start < other.end() and other.start() < end for other in line)


def _trimmed(text: str, start: int, end: int) -> int:
    """Without a closing bracket that has no opening one inside, and without the full stop of "p.m." only at need."""
    inside = text[start:end]
    if inside.endswith(")") and "(" not in inside:
        end -= 1
    return end


def _fits(rule: str, match: re.Match[str], text: str) -> bool:
    """Whether the words around the match allow it to be a time."""
    start, end = match.span()
    before, after = text[max(0, start - 30) : start], text[end : end + 30]
    if rule == "month":
        return _fits_month(match, before, after)
    if rule == "year":
        if _COUNT_AFTER.match(after) or _NAMED_BEFORE.search(before):
            return False
        return bool(match["edge"] or _YEAR_BEFORE.search(before) or _is_modifier(before, after))
    if rule == "years":
        return len(match["year2"]) == 4 or int(match["year2"]) > int(match["year"][2:])
    if rule == "date":
        month = match["month"] or match["month_"]
        return not (month.islower() or (match["month_"] == "March" and re.match(r" (?:rocket|missile)", after)))
    if rule == "anaphor":
        return not re.search(r"\b(?:over|within|in|for|during) $", before)
    if rule == "in":
        return not re.search(r"\b(?:first|only|best|worst|most|highest|lowest|once|one)\b[^.]*$", before)
    return True


def _is_modifier(before: str, after: str) -> bool:
    return bool(_DETERMINED.search(before) and re.match(r" [A-Za-z]", after)) or bool(
        re.search(r"(?:^|\n|[.;:,(] )$", before) and re.match(r" [a-z]+ [a-z]", after) is None and after[:1] in ")"
    )


def _fits_month(match: re.Match[str], before: str, after: str) -> bool:
    month = match["month"]
    if match["year"] or match["rel_year"] or match["edge"] or match["which"]:
        return not (month == "May" and _MAY_VERB.match(match[0] + after[:6]))
    if month.rstrip(".") not in _MONTH_FULL.split("|"):
        return False
    if _MONTH_BEFORE.search(before):
        return (
            not re.match(r" [A-Z][a-z]+(?<!Monday)", after)
            or re.match(r" (?:[A-Z][a-z]+'s|[A-Z]{2,}|\w+day)", after) is not None
        )
    return bool(
        _DETERMINED.search(before) and re.match(r" [a-z]", after) and not re.match(r" (?:on|to|for|in|at|of)\b", after)
    )
