"""The parts of one line that are not one zone: a dateline before the story, a credit or caption glued to a sentence."""

from __future__ import annotations

import re

from standoff.document import Zone, ZoneName
from standoff.ingest.cues import AGENCY, NAME
from standoff.ingest.dates import MONTH, WEEKDAY
from standoff.ingest.lines import TERMINAL, WORD, Line

_WORD = r"[^\W\d_a-z](?:[^\W\d_a-z]|[.'’/-])+"
_CAPITALS = rf"{_WORD}(?:[ ]{_WORD}){{0,3}}"
_DAY = (
    rf"(?:{WEEKDAY},?\s)?(?:\d{{1,2}}\s{MONTH}|{MONTH}\s\d{{1,2}})(?:,?\s\d{{4}})?"
    rf"|\d{{1,2}}[./]\d{{1,2}}(?:[./]\d{{2,4}})?|{WEEKDAY}"
)
_DASH = r"\s?[-–—]{1,2}\s?"
_NEXT = r"(?=[\"'“‘«\[]?[^\W_a-z])"
DATELINE = re.compile(
    rf"(?:{_CAPITALS}(?:,\s?{NAME}(?:\s{NAME})?)?(?:(?:,\s?|\s)(?i:{_DAY}))?(?:\s?\([^()]{{2,40}}\))?(?:\s|(?<=\)))[-–—]{{1,2}}\s?{_NEXT}"
    rf"|(?:{NAME})(?:\s{NAME}){{0,3}}(?:,\s?{NAME})?,\s(?i:{_DAY})(?:\s?\([^()]{{2,40}}\))?{_DASH}{_NEXT}"
    rf"|(?:{NAME})(?:\s{NAME}){{0,3}}(?:,\s?{NAME}\.?)?\s?\((?:{AGENCY}|[A-Z][\w.]*)\){_DASH}{_NEXT}"
    rf"|\([A-Z][\w\s./&-]{{1,30}}\)\s?[-–—]{{1,2}}\s?{_NEXT}"
    rf"|(?:{NAME})(?:\s{NAME})?(?:,\s{NAME})?\s[–—]{{1,2}}\s{_NEXT})"
)
"""A place, a day, an agency in brackets and a dash before the first sentence, in the orders that agencies use."""

DATELINE_CHARACTERS = 90

MARK = re.compile(
    r"©|\((?:photo|image|picture|photograph|credit|courtesy)s?\b|"
    r"\b(?:file\s)?(?:photo|image|picture|photograph|credit)s?(?:\scredit)?\s?(?::|by\b|courtesy\sof\b)",
    re.IGNORECASE,
)
MARK_WITHIN = 250
CREDIT_CHARACTERS = 120
CAPTION_WORDS = 45
REST_WORDS = 5
GLUE = re.compile(r"(?<=[a-z]{3})(?=[A-Z][\w’']*[\s,])|(?<=[a-z]\.)(?=[A-Z][a-z])|(?<=[a-z]{3})(?=[“\"‘][A-Z])")
INNER_CAPITAL = re.compile(r"(?:\b(?:Mac|NurPhoto|YouTube|LinkedIn|WikiLeaks|Shutter|Euro|Inter))$")
AFTER_AGENCY = re.compile(rf"(?:\b{AGENCY}\)?[.,]?)\s+(?=[“\"‘']?[A-Z])")
SENTENCE_END = re.compile(r"(?<=[\w)]{2}[.!?])\s+(?=[“\"‘']?[A-Z])")
TAIL_CREDIT = re.compile(
    r"\s\(?(?:photo|image|picture|photograph|sources?|credit)s?(?:\scredit)?\s?(?::|by\b|courtesy\sof\b)[^()]{2,80}\)\.?$",
    re.IGNORECASE,
)


def split_parts(
    text: str, line: Line, label: tuple[ZoneName, str], *, first: bool, following: Line | None = None
) -> list[Zone]:
    """The zones of one line, in order, given what the line is as a whole.

    `first` says that the story's first paragraph has not been seen; `following` is the next line, which may repeat a
    caption.
    """
    zone, rule = label
    start = line.start
    zones: list[Zone] = []
    if zone in ("body", "caption", "credit") and rule != "one-line":
        zones, start = _credit(line, label, following)
        if zones:
            zone, rule = zones.pop().zone, "after-credit"
    if first and zone == "body":
        found = DATELINE.match(text, start, min(line.end, start + DATELINE_CHARACTERS))
        if found and found.end() < line.end:
            end = start + len(found.group().rstrip())
            zones.append(Zone(start, end, "dateline", "dateline"))
            start = found.end()
            while text[start].isspace():
                start += 1
    if zone == "body" and rule != "one-line" and (tail := TAIL_CREDIT.search(line.text[-110:])):
        cut = line.end - min(len(line.text), 110) + tail.start() + 1
        if cut - start > CREDIT_CHARACTERS:
            body = text[start:cut].rstrip()
            return [*zones, Zone(start, start + len(body), zone, rule), Zone(cut, line.end, "credit", "credit-at-end")]
    return [*zones, Zone(start, line.end, zone, rule)]


def _credit(line: Line, label: tuple[ZoneName, str], following: Line | None) -> tuple[list[Zone], int]:
    """Zones of a caption and a credit before a sentence, with a last one for the rest; where the rest begins."""
    text = line.text
    mark = MARK.search(text, 0, MARK_WITHIN)
    if mark is None or not _may_stand(text, mark.start(), label[0]):
        return [], line.start
    cut = _cut(text, mark, label)
    if cut is None:
        return [], line.start
    end, begin = cut
    rest = text[begin:]
    words = WORD.findall(rest)
    if len(words) < REST_WORDS or not (TERMINAL.search(rest[-12:]) or len(words) > CAPTION_WORDS):
        return [], line.start
    zones: list[Zone] = []
    before = text[: mark.start()].rstrip()
    if before:
        zones.append(Zone(line.start, line.start + len(before), "caption", "caption-before-credit"))
    zones.append(Zone(line.start + mark.start(), line.start + end, "credit", "credit-before-sentence"))
    key = " ".join(words).casefold()
    again = following is not None and bool(following.key.startswith(key) or DATELINE.match(following.text))
    kind: ZoneName = "caption" if again else "body"
    return [*zones, Zone(line.start + begin, line.end, kind, "after-credit")], line.start + begin


def _may_stand(text: str, at: int, zone: ZoneName) -> bool:
    """Whether a credit can begin at `at`: at the start, or after a caption that has ended."""
    if at == 0:
        return True
    before = text[:at].rstrip(" (")
    return zone == "body" and len(before.split()) <= CAPTION_WORDS and before.endswith((".", ")", "!", "?", "|", "”"))


def _cut(text: str, mark: re.Match[str], label: tuple[ZoneName, str]) -> tuple[int, int] | None:
    """Where the credit ends and where what follows begins."""
    limit = min(len(text), mark.end() + CREDIT_CHARACTERS)
    if mark.group().startswith("("):
        end = text.find(")", mark.end(), limit)
        if end < 0:
            return None
        begin = end + 1
        while begin < len(text) and text[begin].isspace():
            begin += 1
        return (end + 1, begin) if begin < len(text) else None
    for found in GLUE.finditer(text, mark.end(), limit):
        if not INNER_CAPITAL.search(text, mark.end(), found.start()):
            return found.start(), found.start()
    patterns = (AFTER_AGENCY,) if label[0] == "caption" else (AFTER_AGENCY, SENTENCE_END)
    for pattern in patterns:
        found_end = pattern.search(text, mark.end(), limit)
        if found_end:
            return found_end.start() + len(found_end.group().rstrip()), found_end.end()
    return None
