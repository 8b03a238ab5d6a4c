"""What is known of a document beside its text: title, date, outlet, byline, dateline, language; each with its source.

A date that the user gave counts most, then one that the text prints, then what the file's own fields say, then the
file's name; for web pages the fields come before the text. A relative age ("1 year ago") gives no date. The date at
the end of a caption above the story counts only where there is no other in the text: it says when the picture was
put there, which for a picture of the story is the day it was printed.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from urllib.parse import urlsplit

from standoff.document import Document, Grain, PublishedFrom, Zone
from standoff.ingest.dates import find_date, find_file_date, parse_iso
from standoff.ingest.options import IngestOptions
from standoff.ingest.scripts import guess_language

Published = tuple[str, Grain, PublishedFrom]

BYLINE_LABEL = re.compile(r"^\W*(?:(?:written\s|reported\s)?by|authors?(?:\s?/\s?author)?\s?:)\s*", re.IGNORECASE)
PUBLISHED_LABEL = re.compile(r"\bpublished\b", re.IGNORECASE)
SOURCE_DOMAIN = re.compile(r"^sources?\s?:\s*((?:[\w-]+\.)+[a-z]{2,})\b", re.IGNORECASE)
SOURCE_NAME = re.compile(r"^sources?\s?:\s*", re.IGNORECASE)
TAG = re.compile(r"\s[-–—]\s([^,–—]{2,60}),\s(?:\d{3,4},\s)?\d")
TITLE_CHARACTERS = 300
REPORTERS = re.compile(r"^\W*(?:additional\s)?reporting\sby\s+([^;()]+)", re.IGNORECASE)
_NAME = r"(?P<name>[A-Z][\w&.'’-]*(?: (?:of|the|and|[A-Z0-9][\w&.'’-]*)){0,4})"
DATELINE_OUTLET = re.compile(rf"\({_NAME}\)\W*$")
BYLINE_OUTLET = re.compile(rf",\s*{_NAME}\s*$")
DESK_OUTLET = re.compile(rf"^\W*{_NAME}\s+/\s+(?P<desk>\S.*)$")
COPYRIGHT = re.compile(rf"^\W*(?:©|\(c\)|copyright)\s*(?:\d{{4}}\s+)?{_NAME}(?:,?\s*\d{{4}}|\.|$)", re.IGNORECASE)
POST = re.compile(
    r"correspondent|editor|reporter|writer|staff|desk|author|contributor|columnist|\band\b|agenc(?:y|ies)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Given:
    """What the file itself says of its document, outside the text (fields of a page or of a JSON record)."""

    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    byline: str | None = None
    language: str | None = None
    address: str | None = None


NOTHING = Given()


def make_document(
    text: str,
    uri: str,
    zones: tuple[Zone, ...],
    options: IngestOptions,
    *,
    given: Given = NOTHING,
    notes: tuple[str, ...] = (),
    raw: bytes | None = None,
) -> Document:
    """The document of a text that has its zones; `raw` are the bytes that the text was extracted from (web pages)."""
    published = _published(text, zones, uri, options, given, page=raw is not None)
    byline = next((_plain(text, zone) for zone in zones if zone.zone == "byline"), None)
    headline = next((_plain(text, zone) for zone in zones if zone.zone == "headline"), None)
    return Document(
        text=text,
        uri=uri,
        outlet=options.outlet or given.outlet or _outlet(text, zones, uri, given),
        title=headline or given.title,
        published=published[0] if published else None,
        published_grain=published[1] if published else None,
        published_from=published[2] if published else None,
        byline=given.byline or (_author(byline) if byline else None),
        dateline=next((_plain(text, zone).rstrip("-–— ") for zone in zones if zone.zone == "dateline"), None) or None,
        language=given.language or guess_language(text),
        zones=zones,
        notes=notes,
        raw_sha256=hashlib.sha256(raw).hexdigest() if raw is not None else None,
        raw=raw,
    )


def outlet_of(address: str) -> str | None:
    """The outlet whose pages are at a web address, by its domain; None when the table does not know it.

    >>> outlet_of("https://www.apnews.com/article/1"), outlet_of("dispatches/one.txt")
    ('AP', None)
    """
    if "//" not in address:
        return None
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return None
    domains = _tables()["domains"]
    while "." in host:
        if host in domains:
            return domains[host]
        host = host.split(".", 1)[1]
    return None


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("standoff") / "data" / "outlets.toml").read_text(encoding="utf-8"))


@cache
def _agencies() -> re.Pattern[str]:
    names = sorted(_tables()["agencies"], key=lambda name: (-len(name), name))
    return re.compile(rf"(?<![\w.-])({'|'.join(map(re.escape, names))})(?![\w.-])")


def _plain(text: str, zone: Zone) -> str:
    return " ".join(text[zone.start : zone.end].split())[:TITLE_CHARACTERS]


def _author(line: str) -> str | None:
    """Who wrote it: a byline without its label, its bullet and the name of the outlet.

    >>> _author("By Lena Torv, Ostmar Courier"), _author("(Reporting by Dana Weiler; editing by Otto Prynne)")
    ('Lena Torv', 'Dana Weiler')
    """
    if reporters := REPORTERS.match(line):
        return reporters.group(1).strip()
    plain = BYLINE_LABEL.sub("", line).lstrip("•-– ")
    if (outlet := BYLINE_OUTLET.search(plain)) and not POST.search(outlet["name"]):
        plain = plain[: outlet.start()]
    if desk := DESK_OUTLET.match(plain):
        plain = desk["desk"] if POST.search(desk["desk"]) else plain
    return plain or None


def _published(
    text: str, zones: tuple[Zone, ...], uri: str, options: IngestOptions, given: Given, *, page: bool
) -> Published | None:
    if options.published:
        got = parse_iso(options.published)
        return (*got, "user") if got else None
    fields = _given_date(given)
    printed = _printed(text, zones)
    named = find_file_date(PurePath(uri.split("#", 1)[-1]).name) or find_file_date(PurePath(uri.split("#", 1)[0]).name)
    order: list[tuple[tuple[str, Grain] | None, PublishedFrom]] = [(printed, "text"), (fields, "metadata")]
    if page:
        order.reverse()
    order.append((named, "filename"))
    return next(((*got, source) for got, source in order if got), None)


def _given_date(given: Given) -> tuple[str, Grain] | None:
    if not given.published:
        return None
    value = given.published[:60].strip()
    return parse_iso(value) or find_date(value)


def _printed(text: str, zones: tuple[Zone, ...]) -> tuple[str, Grain] | None:
    """The date that the text prints for itself: above the story first, then in the dateline, then below the story."""
    body = [zone for zone in zones if zone.zone == "body"]
    first, last = (body[0].start, body[-1].start) if body else (len(text), 0)
    dates = [zone for zone in zones if zone.zone == "date"]
    above = [zone for zone in dates if zone.start < first]
    below = [zone for zone in dates if zone.start > last]
    labelled = [zone for zone in above + below if PUBLISHED_LABEL.search(text, zone.start, zone.end)]
    datelines = [zone for zone in zones if zone.zone == "dateline"]
    captions = [z for z in zones if z.zone == "caption" and z.rule == "outlet-and-date-tag" and z.start < first]
    for zone in [*labelled, *above, *datelines, *below]:
        piece = text[zone.start : zone.end]
        label = PUBLISHED_LABEL.search(piece)
        got = (find_date(piece[label.end() :]) if label else None) or find_date(piece)
        if got:
            return got
    for zone in captions:
        got = find_date(text[zone.start : zone.end][-12:]) or find_date(text[zone.start : zone.end].rsplit(",", 1)[-1])
        if got:
            return got
    return None


def _outlet(text: str, zones: tuple[Zone, ...], uri: str, given: Given) -> str | None:
    """The outlet by the address of the page, else as the text states it."""
    by_address = outlet_of(given.address or "") or outlet_of(uri)
    return by_address or next(_stated(text, zones), None)


def _stated(text: str, zones: Iterable[Zone]) -> Iterator[str]:
    zones = tuple(zones)
    agencies = _tables()["agencies"]
    for kind in ("dateline", "byline"):
        for zone in zones:
            if zone.zone == kind and (found := _agencies().search(text, zone.start, min(zone.end, zone.start + 200))):
                yield agencies[found.group(1)]
    for zone in zones:
        if zone.rule == "source-line":
            line = text[zone.start : zone.end]
            if found := SOURCE_DOMAIN.match(line):
                yield outlet_of(f"https://{found.group(1)}") or found.group(1).lower()
            elif (label := SOURCE_NAME.match(line)) and (found := _agencies().search(line, label.end())):
                yield agencies[found.group(1)]
    for kind, pattern in (("dateline", DATELINE_OUTLET), ("byline", BYLINE_OUTLET), ("byline", DESK_OUTLET)):
        for zone in zones:
            line = text[zone.start : zone.end]
            if zone.zone == kind and (found := pattern.search(line)) and not POST.search(found["name"]):
                yield found["name"]
    for zone in zones:
        if zone.zone in ("credit", "chrome") and (found := COPYRIGHT.match(text[zone.start : zone.end])):
            yield found["name"]
    for zone in zones:
        if zone.rule == "outlet-and-date-tag" and (tags := TAG.findall(text[zone.start : zone.end])):
            yield tags[-1].strip()
