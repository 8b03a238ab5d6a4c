"""Bytes of plain text -> a document: the decoding, and what is said when it fails."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from standoff.document import Document
from standoff.errors import InputError
from standoff.ingest.metadata import NOTHING, Given, make_document
from standoff.ingest.options import IngestOptions
from standoff.ingest.zones import zone_text

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 before UTF-16: the little-endian mark of one begins with the other's."""

SINGLE_BYTE = ("cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "iso8859_2", "koi8_r", "koi8_u")
TYPICAL = re.compile(r"[\u2018\u2019\u201a\u201c\u201d\u201e\u2013\u2014\u2022\u2026\u20ac£§°©®«»\u00a0™½¼¾·´\u00ad]")
LATIN_LETTER = re.compile(r"[À-ÖØ-öø-ýŠšŽžŒœŸ]")
UTF8_SEQUENCE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]|\xe2\x80")
DETECT_BYTES = 50_000
FEWEST_BYTES = 200
"""A guess from less than this is not confident."""
CALM = 0.1
"""The disorder that charset-normalizer may find in text decoded as it proposes (0 is none)."""

SURROGATE = re.compile(r"[\ud800-\udfff]")


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    r"""The text of `data` without a byte order mark, and notes on how it was read.

    Raises InputError when the bytes are no UTF-8 and nothing says with confidence what else they are.

    >>> decode(b"The \x93Compact\x94 said no.")
    ('The “Compact” said no.', ('not valid UTF-8 at byte 4; read as windows-1252',))
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), ()
            except UnicodeDecodeError as error:
                at = len(mark) + error.start
                raise InputError(f"not valid {encoding.upper()} at byte {at}: convert it, e.g. with iconv") from error
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        at = error.start
    guess = _single_byte(data)
    if guess is None:
        raise InputError(f"not valid UTF-8 at byte {at}: convert it, e.g. with iconv")
    name = guess.replace("cp125", "windows-125").replace("_", "-").replace("iso8859", "iso-8859")
    return data.decode(guess), (f"not valid UTF-8 at byte {at}; read as {name}",)


def _single_byte(data: bytes) -> str | None:
    """The single-byte encoding that makes sense of `data`; None for damaged UTF-8 and where no guess is confident."""
    if UTF8_SEQUENCE.search(data):
        return None
    if _is_western(data):
        return "cp1252"
    sample = data[:DETECT_BYTES]
    if len(sample) < FEWEST_BYTES:
        return None
    best = from_bytes(sample, cp_isolation=list(SINGLE_BYTE)).best()
    if best is None or best.chaos > CALM or best.coherence <= 0:
        return None
    try:
        data.decode(best.encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return str(best.encoding)


def _is_western(data: bytes) -> bool:
    """Whether every byte above ASCII is a mark that Western typists use, or a letter beside another letter."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    high = [i for i, c in enumerate(text) if c > "\x7f"]
    if len(high) > 0.1 * len(text) + 2:
        return False
    for i in high:
        if TYPICAL.match(text[i]):
            continue
        neighbours = text[max(0, i - 1) : i] + text[i + 1 : i + 2]
        if not LATIN_LETTER.match(text[i]) or not any(c.isascii() and c.isalpha() for c in neighbours):
            return False
    return True


def check_text(text: str, options: IngestOptions) -> None:
    """Raise InputError when `text` is no text of a document: empty, too long, or with half a character in it."""
    if not text or text.isspace():
        raise InputError("empty: there is no text in it")
    if len(text) > options.max_characters:
        raise InputError(f"too long: {len(text):,} characters, more than {options.max_characters:,}; split it")
    if found := SURROGATE.search(text):
        raise InputError(f"a lone surrogate (half a character) at character {found.start()}: it is no valid text")


def read_text(
    text: str, uri: str, options: IngestOptions, *, given: Given = NOTHING, notes: tuple[str, ...] = ()
) -> Document:
    """The document of a plain text, with its zones and metadata. Raises InputError as `check_text` does."""
    check_text(text, options)
    return make_document(text, uri, zone_text(text), options, given=given, notes=notes)
