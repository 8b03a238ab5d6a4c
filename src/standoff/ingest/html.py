"""Web pages -> documents: trafilatura finds the main text, which is then the document's text; the bytes are kept.

The text is the title, a blank line, and the paragraphs with blank lines between them. Offsets are into that text, and
`raw_sha256` names the bytes it was made from.
"""

from __future__ import annotations

import re
from typing import Any

from standoff.document import Document
from standoff.errors import InputError, MissingExtraError
from standoff.ingest.metadata import Given, make_document
from standoff.ingest.options import IngestOptions
from standoff.ingest.text import SURROGATE, check_text
from standoff.ingest.zones import zone_text

MAX_PAGE_BYTES = 20_000_000
"""The largest page that is read: the extractor's own bound."""

DATE_SEARCH = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}
"""How the page's date is looked for: stated ones only, and the latest allowed does not depend on today's date."""

LOOKS_LIKE_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|article|div|p|h1)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
TAGS = re.compile(rb"<(?:/p|/div|/a|/h[1-6]|br|/body|/html|/script|/title)\s*/?>", re.IGNORECASE)
FEWEST_TAGS = 3
SITE_SUFFIX = re.compile(r"\s+[|–—-]\s+[^|–—]{2,40}$")


def is_html(head: bytes) -> bool:
    """Whether the first bytes of a file are a web page: by its doctype, its first tag, or several closing tags.

    >>> is_html(b"<!DOCTYPE html><p>No."), is_html(b"Velm said: <no>.")
    (True, False)
    """
    return bool(LOOKS_LIKE_HTML.match(head)) or (head.lstrip()[:1] == b"<" and len(TAGS.findall(head)) >= FEWEST_TAGS)


def read_html(data: bytes, uri: str, options: IngestOptions) -> Document:
    """The document of a page's bytes. Raises InputError when no main text is found, or it is too long."""
    if len(data) > MAX_PAGE_BYTES:
        raise InputError(f"too large for a web page: {len(data):,} bytes, more than {MAX_PAGE_BYTES:,}")
    page = _extract(data)
    body = (page.get("text") or "").strip() if page else ""
    if not page or not body:
        raise InputError("a web page in which no main text was found")
    body = "\n\n".join(line.strip() for line in SURROGATE.sub("\ufffd", body).splitlines() if line.strip())
    given = _given(page)
    first = body.split("\n", 1)[0]
    headed = given.title is not None and not _same(given.title, first)
    text = f"{given.title}\n\n{body}" if headed else body
    check_text(text, options)
    zones = zone_text(text, extracted=True, title=given.title)
    return make_document(text, uri, zones, options, given=given, raw=data)


def _same(title: str, line: str) -> bool:
    a, b = (" ".join(re.findall(r"\w+", part.casefold())) for part in (title, line))
    return bool(a and b) and (a == b or (len(b) > 20 and a.startswith(b)))


def _extract(data: bytes) -> dict[str, Any] | None:
    try:
        from trafilatura import bare_extraction  # noqa: PLC0415  (half a second that plain text need not pay)
    except ImportError as error:
        raise MissingExtraError("web pages need lxml_html_clean: pip install lxml_html_clean") from error
    try:
        page = bare_extraction(
            data,
            fast=True,
            include_comments=False,
            with_metadata=True,
            date_extraction_params=DATE_SEARCH,
        )
    except Exception as error:  # a parser over pages of any kind: what it cannot read is a row, not an end
        raise InputError(f"a web page that cannot be parsed ({type(error).__name__})") from error
    if page is None or isinstance(page, dict):
        return page
    return dict(page.as_dict())


def _given(page: dict[str, Any]) -> Given:
    outlet = _line(page.get("sitename"))
    title = _line(page.get("title"))
    if title and outlet and (cut := SITE_SUFFIX.search(title)) and outlet.casefold() in cut.group().casefold():
        title = title[: cut.start()]
    return Given(
        title=title,
        published=_line(page.get("date")),
        outlet=outlet,
        byline=_line(page.get("author")),
        language=_line(page.get("language")),
        address=_line(page.get("url")),
    )


def _line(value: object) -> str | None:
    return (" ".join(SURROGATE.sub("", value).split()) or None) if isinstance(value, str) else None
