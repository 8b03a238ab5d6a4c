"""Paths -> bytes -> the reader that fits: walking folders and patterns, and telling kinds of file by their content."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from standoff.document import Document, Unreadable
from standoff.errors import InputError
from standoff.ingest.html import is_html, read_html
from standoff.ingest.jsonl import has_text_field, read_lines
from standoff.ingest.options import IngestOptions
from standoff.ingest.text import BOMS, decode, read_text

HEAD_BYTES = 65_536
CHUNK_BYTES = 1 << 20
MAX_FILE_BYTES = 64_000_000
"""The largest file that is read as one document; JSON lines are read line by line and may be larger."""
BYTES_A_CHARACTER = 4
ESCAPED = 6
"""Bytes that one character can take in JSON, written as an escape."""
FIELDS_BYTES = 100_000
"""Room for the other fields of a JSON record beside its text."""

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an Office file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"(\xb5/\xfd", "a zstd file"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"RIFF", "a media file"),
    (b"ID3", "an MP3 file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"SQLite format 3", "a SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"{\\rtf", "an RTF file"),
)
CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
CONTROL_SHARE = 0.05
URL = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]+://")


def iter_paths(paths: Iterable[str]) -> Iterator[str | Unreadable]:
    """The files behind `paths`, lazily: folders are walked by name without hidden files, patterns are expanded.

    What leads to no file is an `Unreadable`. `-` stays as it is.
    """
    for path in paths:
        if path == "-":
            yield path
        elif URL.match(path):
            yield Unreadable(path, "a web address: addresses are not fetched yet; save the page and give the file")
        elif "\0" in path:
            yield Unreadable(path.replace("\0", "\ufffd"), "no such file: the name has a NUL character in it")
        elif os.path.isdir(path):  # noqa: PTH112  (paths stay as they were given)
            yield from _walk(path)
        elif os.path.lexists(path) or not glob.has_magic(path):
            yield path
        else:
            found = sorted(glob.glob(path, recursive=True))  # noqa: PTH207
            if not found:
                yield Unreadable(path, "no file matches this pattern")
            yield from iter_paths(found)


def _walk(folder: str) -> Iterator[str | Unreadable]:
    empty = True
    problems: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                empty = False
                yield os.path.join(root, name)  # noqa: PTH118
    for problem in problems:
        empty = False
        yield Unreadable(str(problem.filename or folder), f"cannot be opened: {problem.strerror or problem}")
    if empty:
        yield Unreadable(folder, "a folder without files to read")


def read_file(path: str, options: IngestOptions) -> Iterator[Document | Unreadable]:
    """The documents in one file (or in standard input, for `-`): one, or one a line for JSON lines. Never raises."""
    name = _printable(path)
    try:
        if path == "-":
            if options.stdin is None:
                raise InputError("standard input was asked for but there is none")
            yield from _read_stream(options.stdin, name, options)
            return
        if not Path(path).exists():
            raise InputError("no such file or folder")
        if not Path(path).is_file():
            raise InputError("not a regular file")
        with Path(path).open("rb") as stream:
            yield from _read_stream(stream, name, options, size=os.fstat(stream.fileno()).st_size)
    except InputError as error:
        yield Unreadable(name, str(error))
    except OSError as error:
        yield Unreadable(name, f"cannot be opened: {error.strerror or error}")


def _printable(path: str) -> str:
    """The path as text that can be written: names in unknown encodings get replacement characters."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _read_stream(
    stream: BinaryIO, uri: str, options: IngestOptions, size: int | None = None
) -> Iterator[Document | Unreadable]:
    head = _read_head(stream)
    if not head.strip():
        head += stream.read(HEAD_BYTES)
        if not head.strip():
            raise InputError("empty: there is no text in it")
    marked = next((encoding for mark, encoding in BOMS if head.startswith(mark)), None)
    wide = marked is not None and marked != "utf-8"
    if not wide:
        _check_binary(head)
        if _is_jsonl(head.removeprefix(b"\xef\xbb\xbf"), options):
            limit = options.max_characters * ESCAPED + FIELDS_BYTES
            yield from read_lines(_iter_lines(head, stream, limit), uri, options)
            return
    page = is_html(_plain_head(head, marked))
    limit = (
        MAX_FILE_BYTES if page else min(MAX_FILE_BYTES, BYTES_A_CHARACTER * options.max_characters + BYTES_A_CHARACTER)
    )
    data = _read_rest(head, stream, limit, size)
    if page:
        yield read_html(data, uri, options)
        return
    if not wide and b"\0" in data:
        raise InputError("binary: it has NUL bytes in it")
    text, notes = decode(data)
    yield read_text(text, uri, options, notes=notes)


def _read_head(stream: BinaryIO) -> bytes:
    parts, wanted = [], HEAD_BYTES
    while wanted and (part := stream.read(wanted)):
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)


def _read_rest(head: bytes, stream: BinaryIO, limit: int, size: int | None) -> bytes:
    parts, count = [head], len(head)
    while (size is None or size <= limit) and count <= limit and (part := stream.read(CHUNK_BYTES)):
        parts.append(part)
        count += len(part)
    if max(count, size or 0) > limit:
        held = f"{size:,} bytes" if size else f"more than {limit:,} bytes"
        raise InputError(f"too long for one document: {held}; split it or raise the limit")
    return b"".join(parts)


def _plain_head(head: bytes, marked: str | None) -> bytes:
    if marked is None:
        return head
    mark = next(mark for mark, encoding in BOMS if encoding == marked)
    return head[len(mark) :].decode(marked, "ignore").encode("utf-8", "ignore")


def _check_binary(head: bytes) -> None:
    for magic, name in MAGIC:
        if head.startswith(magic):
            raise InputError(f"binary: it looks like {name}")
    if b"\0" in head:
        raise InputError("binary: it has NUL bytes in it")
    if len(CONTROLS.findall(head)) > CONTROL_SHARE * len(head):
        raise InputError("binary: it is full of control characters")


def _is_jsonl(head: bytes, options: IngestOptions) -> bool:
    """Whether the first lines hold a JSON object; a first line too long to see whole counts by its start."""
    if head.lstrip()[:1] != b"{":
        return False
    whole = head.split(b"\n")
    if len(head) >= HEAD_BYTES:
        cut = whole.pop()
        if not any(line.strip() for line in whole):
            return bool(re.match(rb'\s*\{\s*"', cut))
    lines = [line for line in whole if line.strip()]
    return any(has_text_field(line, options.text_field) or _is_object(line) for line in lines[:20])


def _is_object(line: bytes) -> bool:
    line = line.strip()
    return line.startswith(b'{"') and line.endswith(b"}")


def _iter_lines(head: bytes, stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines, from 1; None for one of more than `limit` bytes, which is passed over without being kept."""
    number, kept, size = 1, [], 0
    part = head
    while part:
        pieces = part.split(b"\n")
        for i, piece in enumerate(pieces):
            size += len(piece)
            if size <= limit:
                kept.append(piece)
            else:
                kept.clear()
            if i + 1 < len(pieces):
                yield number, b"".join(kept) if size <= limit else None
                number, kept, size = number + 1, [], 0
        part = stream.read(CHUNK_BYTES)
    if size:
        yield number, b"".join(kept) if size <= limit else None
