"""`Case`: the file that keeps the record. It is made, opened, filled and read back here.

Each document is stored in one transaction with all its rows, so that a run that is killed leaves a case that opens,
with nothing lost of what it had stored and nothing doubled when it is run again. Other processes can ask the case while
one writes (SQLite's write-ahead log).
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from standoff import __version__
from standoff.annotation import ROW_KINDS, Actor, Record, Role, Row, When
from standoff.document import Document, Span, Unreadable, Zone
from standoff.errors import CaseError, NewerSchemaError
from standoff.record.days import day_range
from standoff.record.layout import (
    DATED,
    PARTIES,
    SPANS,
    TABLES,
    dump,
    dump_why,
    linked_fields,
    load_why,
    read_row,
    write_row,
)
from standoff.record.names import aliases

APPLICATION_ID = 0x53746E64
"""`Stnd`: what PRAGMA application_id says of a case."""

SCHEMA_VERSION = 3
"""What PRAGMA user_version says of a case: the version of schema.sql."""

UPGRADES = ("schema-2.sql", "schema-3.sql")
"""The scripts that bring a case from version 1 to 2, from 2 to 3 ..."""

BUSY_TIMEOUT_S = 30
"""How long to wait for another process that is writing; a document takes milliseconds to store."""

_HEADER = b"SQLite format 3\0"

_DOCUMENT = (
    *("id", "sha256", "text", "uri", "outlet", "title", "published", "published_grain", "published_from"),
    *("byline", "dateline", "language", "notes", "raw_sha256"),
)


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """A connection to the case at `path`; an absent, empty or blank file becomes a case where `create` is set.

    Raises CaseError when there is no case and none is to be made, or when the file is something else, and
    NewerSchemaError when a newer Standoff made it.
    """
    if path.is_dir():
        raise CaseError(f"{path} is a folder, not a case file")
    empty = not path.exists() or path.stat().st_size == 0
    if empty and not create:
        state = "is empty" if path.exists() else "does not exist"
        raise CaseError(f"the case {path} {state}: fill it with `standoff read PATH... --case {path}`")
    if empty and not path.parent.is_dir():
        raise CaseError(f"cannot make {path}: there is no folder {path.parent}")
    if not empty:
        with path.open("rb") as file:
            if file.read(len(_HEADER)) != _HEADER:
                raise CaseError(f"{path} is not a case file")
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        _prepare(connection, path, create=create)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, *, create: bool) -> None:
    connection.row_factory = sqlite3.Row
    application, version = _identity(connection)
    if application == 0 and create and not _one(connection, "SELECT count(*) FROM sqlite_schema"):
        connection.execute("PRAGMA journal_mode = WAL")
        identity = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};"
        _run_script(connection, "schema.sql", identity)
        application, version = _identity(connection)
    if application != APPLICATION_ID:
        raise CaseError(f"{path} is a database, but not a case file")
    if version > SCHEMA_VERSION:
        raise NewerSchemaError(
            f"{path} was written by a newer Standoff (its schema is {version}, this one reads {SCHEMA_VERSION}): "
            "pip install --upgrade standoff"
        )
    for number, script in enumerate(UPGRADES[version - 1 :], version + 1):
        _run_script(connection, script, f"PRAGMA user_version = {number};")
        if _one(connection, "PRAGMA user_version") < number:
            break  # what the next script builds on is not there
    if _one(connection, "PRAGMA user_version") < SCHEMA_VERSION:
        raise CaseError(f"{path} was written by an older Standoff, and cannot be brought up to date: is it read-only?")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")


def _run_script(connection: sqlite3.Connection, name: str, identity: str) -> None:
    """Run a script of this folder in one transaction; nothing of it stays where another process has just run it."""
    script = (files("standoff.record") / name).read_text("utf-8")
    with contextlib.suppress(sqlite3.OperationalError):  # what has become of it is seen by who asked
        connection.executescript(f"BEGIN IMMEDIATE; {script} {identity} COMMIT;")
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _identity(connection: sqlite3.Connection) -> tuple[int, int]:
    return _one(connection, "PRAGMA application_id"), _one(connection, "PRAGMA user_version")


def _one(connection: sqlite3.Connection, sql: str, *values: object) -> int:
    return cast("int", connection.execute(sql, values).fetchone()[0])


class Case:
    """A case file, open. Use it in a `with` block, or close it: the last to close folds the log into the one file.

    `create` makes the file where there is none. Every method raises CaseError when the file cannot be read or written.

    >>> from standoff.annotation import Record
    >>> case = Case.in_memory()
    >>> case.add(Record(Document(text="Velm said no.", uri="a.txt")))
    True
    >>> [record.document.uri for record in case.records()]
    ['a.txt']
    >>> case.close()
    """

    def __init__(self, path: str | PathLike[str], *, create: bool = False) -> None:
        self.path = Path(path)
        with _as_case_error(self.path):
            self.connection = connect(self.path, create=create)
        self._run: tuple[int, str] | None = None

    @classmethod
    def in_memory(cls) -> Self:
        """A case that is kept nowhere."""
        case = cls.__new__(cls)
        case.path, case._run = Path(":memory:"), None
        case.connection = sqlite3.connect(":memory:", isolation_level=None)
        _prepare(case.connection, case.path, create=True)
        return case

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def start_run(self, readers: Mapping[str, str]) -> None:
        """Begin a run of these readers: what is added from here on was read by them."""
        with self._transaction():
            known = dump(dict(sorted(readers.items())))
            started = self.connection.execute(
                "INSERT INTO run (started, version, readers) VALUES (?, ?, ?)", (_now(), __version__, known)
            )
            self._run = (cast("int", started.lastrowid), known)

    def finish_run(self) -> None:
        """Note that the run came to its end, and sweep out actors that only replaced documents spoke of."""
        if self._run is not None:
            with self._transaction():
                self.connection.execute("DELETE FROM actor WHERE number NOT IN (SELECT actor FROM appearance)")
                self.connection.execute("UPDATE run SET finished = ? WHERE number = ?", (_now(), self._run[0]))
            self._run = None

    def has(self, document: Document) -> bool:
        """Whether the document need not be read: its text is stored, by these readers, with its zones and origin.

        They matter because rows come out of zones, and times were resolved against the date. What another address says
        of the same text is kept with that address, as a carrier, and changes no row.
        """
        with _as_case_error(self.path):
            return self._stands(document, self._stored(document))

    def add(self, record: Record) -> bool:
        """Store a document with its rows, in one transaction; False when it `has` it and only its address was noted.

        A text that older readers have read is replaced, and keeps its place and its addresses.
        """
        if self._run is None:
            self.start_run({})
        document = record.document
        with self._transaction():
            stored = self._stored(document)
            fresh = not self._stands(document, stored)
            if fresh:
                number = None if stored is None else cast("int", stored["number"])
                carriers = self._rows("SELECT * FROM carrier WHERE document = ?", number)
                self.connection.execute("DELETE FROM document WHERE number = ?", (number,))
                number = self._add_document(document, number)
                self._insert("carrier", carriers[0].keys() if carriers else (), carriers)
                self._add_rows(number, record)
            self._note(document)
        return fresh

    def note(self, document: Document) -> None:
        """Keep where a text that is stored already came from this time."""
        with self._transaction():
            self._note(document)

    def add_unreadable(self, unreadable: Unreadable) -> None:
        """Keep what could not be read, and why."""
        if self._run is None:
            self.start_run({})
        with self._transaction():
            run = cast("tuple[int, str]", self._run)[0]
            self._insert("unreadable", ("uri", "reason", "run"), [(unreadable.uri, unreadable.reason, run)])

    def records(self) -> Iterator[Record]:
        """Every document with its rows exactly as they were added (raw bytes aside), in the order they came first."""
        with _as_case_error(self.path):
            numbers = [row[0] for row in self.connection.execute("SELECT number FROM document ORDER BY number")]
        for number in numbers:
            with _as_case_error(self.path):
                yield self.record(number)

    def record(self, number: int) -> Record:
        """The record of the document with this number in the case."""
        document = self.document(number)
        found: dict[str, Any] = {
            kind: tuple(self.rows(kind, document, number)) for kind in ROW_KINDS if kind != "actors"
        }
        return Record(document, actors=tuple(self._actors(document, number)), **found)

    def raw(self, sha256: str) -> bytes | None:
        """The bytes with this hash that a text was extracted from; None when they are not kept."""
        with _as_case_error(self.path):
            row = self.connection.execute("SELECT bytes FROM raw WHERE sha256 = ?", (sha256,)).fetchone()
        return None if row is None else zlib.decompress(row[0])

    def document(self, number: int) -> Document:
        """The document with this number, without the bytes it was extracted from."""
        row = self._rows("SELECT * FROM document WHERE number = ?", number)[0]
        given = {name: row[name] for name in _DOCUMENT if name not in {"id", "sha256", "notes"}}
        zones = self._rows('SELECT start, "end", zone, rule FROM zone WHERE document = ? ORDER BY start', number)
        return Document(**given, notes=tuple(json.loads(row["notes"])), zones=tuple(Zone(*zone) for zone in zones))

    def rows(self, kind: str, document: Document, number: int, position: int | None = None) -> Iterator[Row]:
        """The rows of a kind (not actors) in a document, in order; only the one at `position` where that is given."""
        where, values = "document = ?", (number,) if position is None else (number, position)
        links = self._links(kind, document, "document = ?" if position is None else "document = ? AND row = ?", values)
        if position is not None:
            where = "document = ? AND position = ?"
        for row in self._rows(f"SELECT * FROM {TABLES[kind]} WHERE {where} ORDER BY position", *values):
            linked = {name: tuple(links.get((row["position"], name), ())) for name in linked_fields(kind)}
            yield read_row(kind, dict(row), linked, document.span)

    def _links(
        self, kind: str, document: Document, where: str, values: tuple[int, ...]
    ) -> dict[tuple[int, str], list[str | Span]]:
        """What lies in the tables beside a kind's own, by the position of the row and the name of the field."""
        found: dict[tuple[int, str], list[str | Span]] = {}
        if kind in PARTIES:
            for row in self._rows(f"SELECT * FROM {PARTIES[kind][0]} WHERE {where} ORDER BY row, position", *values):
                found.setdefault((row["row"], row["side"]), []).append(row["actor"])
        if kind in SPANS:
            table, name = SPANS[kind]
            for row in self._rows(f"SELECT * FROM {table} WHERE {where} ORDER BY row, position", *values):
                found.setdefault((row["row"], name), []).append(document.span(row["start"], row["end"]))
        return found

    def _actors(self, document: Document, number: int) -> Iterator[Actor]:
        roles: dict[int, list[Role]] = {}
        for row in self._rows("SELECT * FROM role WHERE document = ? ORDER BY row, position", number):
            span = None if row["start"] is None else document.span(row["start"], row["end"])
            roles.setdefault(row["row"], []).append(Role(row["title"], row["of"], span))
        for row in self._rows(
            "SELECT * FROM appearance JOIN actor ON actor.number = appearance.actor WHERE document = ?"
            " ORDER BY position",
            number,
        ):
            yield Actor(
                id=row["id"],
                confidence=row["confidence"],
                reader=row["reader"],
                why=load_why(row["why"]),
                name=row["name"],
                kind=row["kind"],
                codes=json.loads(row["codes"]),
                roles=tuple(roles.get(row["position"], ())),
            )

    def _stored(self, document: Document) -> sqlite3.Row | None:
        rows = self._rows(
            "SELECT document.*, run.readers FROM document JOIN run ON run.number = document.run WHERE document.id = ?",
            document.id,
        )
        return rows[0] if rows else None

    def _stands(self, document: Document, stored: sqlite3.Row | None) -> bool:
        if stored is None or stored["readers"] != (self._run[1] if self._run else "{}"):
            return False
        if stored["uri"] != document.uri:
            return True
        known = self.document(stored["number"])
        return replace(known, raw_sha256=document.raw_sha256) == document

    def _note(self, document: Document) -> None:
        number = _one(self.connection, "SELECT number FROM document WHERE id = ?", document.id)
        columns = ("document", "uri", "outlet", "published", "published_grain", "raw_sha256")
        self._insert("carrier", columns, [(number, *(getattr(document, name) for name in columns[1:]))])
        self.connection.execute("DELETE FROM unreadable WHERE uri = ?", (document.uri,))
        if document.raw is not None and document.raw_sha256 is not None:
            self._insert("raw", ("sha256", "bytes"), [(document.raw_sha256, zlib.compress(document.raw))])

    def _add_document(self, document: Document, number: int | None) -> int:
        own = [dump(document.notes) if name == "notes" else getattr(document, name) for name in _DOCUMENT]
        columns = ("number", *_DOCUMENT, "first_day", "last_day", "run")
        run = cast("tuple[int, str]", self._run)[0]
        self._insert("document", columns, [(number, *own, *_days(document.published), run)])
        number = _one(self.connection, "SELECT number FROM document WHERE id = ?", document.id)
        zones = [(number, zone.start, zone.end, zone.zone, zone.rule) for zone in document.zones]
        self._insert("zone", ("document", "start", "end", "zone", "rule"), zones)
        return number

    def _add_rows(self, number: int, record: Record) -> None:
        for position, actor in enumerate(record.actors):
            self._add_actor(number, position, actor)
        self._insert("alias", ("document", "name", "actor"), [(number, *pair) for pair in aliases(record)])
        said_on = {row.id: row.said_on for row in record.attributions}
        for kind, table in TABLES.items():
            rows: tuple[Row, ...] = getattr(record, kind)
            if not rows:
                continue
            days = ("first_day", "last_day") if kind in DATED else ()
            written = []
            for position, row in enumerate(rows):
                columns, values = write_row(kind, row)
                dated = _days(day_of(kind, row, said_on, record.document)) if days else ()
                written.append((number, position, *values, *dated))
            self._insert(table, ("document", "position", *columns, *days), written)
        for kind, (table, name) in SPANS.items():
            spans = [
                (number, row, position, span.start, span.end)
                for row, each in enumerate(getattr(record, kind))
                for position, span in enumerate(getattr(each, name))
            ]
            self._insert(table, ("document", "row", "position", "start", "end"), spans)
        for kind, (table, sides) in PARTIES.items():
            parties = [
                (number, row, side, position, actor)
                for row, each in enumerate(getattr(record, kind))
                for side in sides
                for position, actor in enumerate(getattr(each, side))
            ]
            self._insert(table, ("document", "row", "side", "position", "actor"), parties)

    def _add_actor(self, number: int, position: int, actor: Actor) -> None:
        described = (actor.id, actor.name, actor.kind, dump(dict(sorted(actor.codes.items()))))
        self.connection.execute("INSERT OR IGNORE INTO actor (id, name, kind, codes) VALUES (?, ?, ?, ?)", described)
        key = _one(self.connection, "SELECT number FROM actor WHERE (id, name, kind, codes) = (?, ?, ?, ?)", *described)
        columns = ("document", "position", "actor", "confidence", "reader", "why")
        self._insert(
            "appearance", columns, [(number, position, key, actor.confidence, actor.reader, dump_why(actor.why))]
        )
        roles = [
            (number, position, n, actor.id, role.title, role.of)
            + ((None, None) if role.span is None else (role.span.start, role.span.end))
            for n, role in enumerate(actor.roles)
        ]
        self._insert("role", ("document", "row", "position", "holder", "title", "of", "start", "end"), roles)

    def _insert(self, table: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
        """Insert rows; one whose key is there already takes the old one's place."""
        names = [f'"{column}"' for column in columns]
        if names:
            sql = f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
            self.connection.executemany(sql, map(tuple, rows))

    def select(self, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """The rows that a question in SQL brings back."""
        with _as_case_error(self.path):
            return self.connection.execute(sql, values).fetchall()

    def _rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        return self.connection.execute(sql, values).fetchall()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with _as_case_error(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")


def day_of(kind: str, row: Any, said_on: Mapping[str, When | None], document: Document) -> str | None:
    """The ISO value a row is dated by: its own time, or that of the statement it is in, else the article's date.

    An agenda item has only its own: the day the article was printed says nothing of when a thing is due.
    """
    own = said_on.get(row.attribution) if kind == "signals" else row.said_on if kind == "attributions" else row.when
    if own is not None and day_range(own.value) is not None:
        return cast("str", own.value)
    return None if kind == "agenda" else document.published


def _days(value: str | None) -> tuple[str, str] | tuple[None, None]:
    return day_range(value) or (None, None)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextlib.contextmanager
def _as_case_error(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise CaseError(f"cannot use the case {path}: {error}") from error
