"""What a run may say about the files it gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from standoff.errors import ConfigurationError
from standoff.ingest.dates import parse_iso

MAX_CHARACTERS = 1_000_000
"""The longest text of one document; a long news article has 30,000 characters, a book of 400 pages about 800,000."""


@dataclass(frozen=True)
class IngestOptions:
    """How files are read: `published` (ISO 8601, any grain) and `outlet` override what the documents say.

    `text_field` names the field that holds the text in JSON lines; `stdin` is what the path `-` reads from. Raises
    ConfigurationError when `published` is no ISO date.

    >>> IngestOptions(published="2031-03").published
    '2031-03'
    """

    published: str | None = None
    outlet: str | None = None
    text_field: str | None = None
    stdin: BinaryIO | None = None
    max_characters: int = MAX_CHARACTERS

    def __post_init__(self) -> None:
        if self.published is not None and parse_iso(self.published) is None:
            raise ConfigurationError(
                f"published: {self.published!r} is no ISO 8601 date; write 2031, 2031-03 or 2031-03-04"
            )
