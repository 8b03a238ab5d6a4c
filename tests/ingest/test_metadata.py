"""Title, date, outlet, byline, dateline and language, and where each was found."""

from __future__ import annotations

import pytest

from standoff.document import Document
from standoff.ingest.dates import find_date, is_date_line, parse_iso
from standoff.ingest.metadata import Given
from standoff.ingest.options import IngestOptions
from standoff.ingest.text import read_text

BODY = "The envoys of Karsova left the hall at noon on Tuesday.\nThey said that no date was set for the next talks."


def document(text: str, uri: str = "a.txt", given: Given | None = None, **options: str) -> Document:
    return read_text(text, uri, IngestOptions(**options), given=given or Given())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("2031-03-04", "2031-03-04"),
        ("04.03.2031", "2031-03-04"),
        ("10/01/2031", "2031-01-10"),
        ("01/25/2031", "2031-01-25"),
        ("4 March 2031", "2031-03-04"),
        ("Tuesday, 4th of March, 2031", "2031-03-04"),
        ("Mar. 4, 2031, 10:32 a.m. GMT", "2031-03-04"),
        ("Published on March 4, 2031 at 10:32", "2031-03-04"),
        ("Last updated: 10:32 GMT, 4 March 2031", "2031-03-04"),
        ("March 2031", "2031-03"),
    ],
)
def test_date_lines(line: str, value: str) -> None:
    assert is_date_line(line)
    found = find_date(line)
    assert found is not None
    assert found[0] == value


@pytest.mark.parametrize(
    "line", ["1 year ago", "Tuesday", "31 February 2031", "It was 4 March 2031 when he left.", "2031"]
)
def test_no_date_lines(line: str) -> None:
    assert not is_date_line(line) or find_date(line) is None


@pytest.mark.parametrize("text", ["", "2031-13", "2031-02-30", "4 March", "0000"])
def test_no_iso_dates(text: str) -> None:
    assert parse_iso(text) is None


def test_the_order_of_dates() -> None:
    text = f"Talks fail in Sarn\n\n4 March 2031\n\n{BODY}"
    fields = Given(published="2031-03-05")
    assert document(text, "20310306_a.txt", fields, published="2031-03").published_from == "user"
    printed = document(text, "20310306_a.txt", fields)
    assert (printed.published, printed.published_grain, printed.published_from) == ("2031-03-04", "day", "text")
    bare = f"Talks fail in Sarn\n\n1 year ago\n\n{BODY}"
    assert document(bare, "20310306_a.txt", fields).published_from == "metadata"
    named = document(bare, "20310306T094500Z_a.txt")
    assert (named.published, named.published_from) == ("2031-03-06", "filename")
    assert document(bare).published is None


def test_a_caption_dates_the_story_only_above_it() -> None:
    caption = "Envoys in Sarn - Lakes Wire, 1920, 10.01.2031"
    assert document(f"Talks fail in Sarn\n\n{caption}\n{BODY}").published == "2031-01-10"
    assert document(f"Talks fail in Sarn\n\n{BODY}\n{caption}").published is None


def test_published_before_updated() -> None:
    text = f"Talks fail in Sarn\nUpdated 6 March 2031\nPublished 4 March 2031\n\n{BODY}"
    assert document(text).published == "2031-03-04"


@pytest.mark.parametrize(
    ("text", "uri", "outlet"),
    [
        (f"SARN, 4 March (BelTA) - {BODY}\nMore.", "a.txt", "BelTA"),
        (f"Talks fail\n• 2031-03-04\n• LETA/KNA Staff\n\n{BODY}", "a.txt", "LETA"),
        (f"Talks fail in Sarn\n\n{BODY}\n\nsource: lakes.example with the press office", "a.txt", "lakes.example"),
        (f"Talks fail in Sarn\n\n{BODY}", "https://www.reuters.com/world/1", "Reuters"),
        (f"Talks fail in Sarn\n\n© AP / Jan Holt\n{BODY}", "a.txt", None),
    ],
)
def test_outlets(text: str, uri: str, outlet: str | None) -> None:
    assert document(text, uri).outlet == outlet
    assert document(text, uri, outlet="Desk").outlet == "Desk"


def test_byline_dateline_title_and_language() -> None:
    found = document(f"Talks fail in Sarn\n\nBy Anna Holt\n\nSARN, March 4, 2031 - {BODY}")
    assert (found.title, found.byline, found.dateline) == ("Talks fail in Sarn", "Anna Holt", "SARN, March 4, 2031")
    assert (found.published, found.language) == ("2031-03-04", "en")
    assert (
        document("Die Abgesandten von Karsova haben die Stadt mit dem Zug und nicht mit dem Auto verlassen.").language
        == "de"
    )
