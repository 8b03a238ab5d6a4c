from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.annotation import MODALITIES, Mention, Record, Why
from standoff.document import Document, Unreadable, Zone
from standoff.errors import CaseError, NewerSchemaError
from standoff.export.jsonl import from_json, line, to_json
from standoff.record.layout import DATED, TABLES, row_fields
from standoff.record.queries import overview
from standoff.record.store import APPLICATION_ID, SCHEMA_VERSION, Case


def test_what_is_stored_comes_back(sample_case, sample_records):
    assert tuple(sample_case.records()) == sample_records


def test_every_field_has_its_column(sample_case):
    for kind, table in TABLES.items():
        columns = {row["name"] for row in sample_case.select(f"PRAGMA table_info({table})")}
        expected = {column for field in row_fields(kind) for column in field.columns} | {"document", "position"}
        assert columns == expected | ({"first_day", "last_day"} if kind in DATED else set())


def test_raw_bytes_are_kept_by_hash(tmp_path):
    document = Document(text="Velm said no.", uri="a.html", raw_sha256="ab12", raw=b"<p>Velm said no.")
    with Case(tmp_path / "a.standoff", create=True) as case:
        case.add(Record(document))
        assert next(case.records()).document == document
        assert case.raw("ab12") == b"<p>Velm said no."
        assert case.raw("ff") is None


def test_the_same_text_is_stored_once(sample_records, tmp_path):
    record = sample_records[0]
    copy = replace(record, document=replace(record.document, uri="other/a.txt", outlet="Sarn Times"))
    with Case(tmp_path / "a.standoff", create=True) as case:
        assert case.add(record)
        assert not case.add(record)
        assert not case.add(copy)
        assert [record.document.uri for record in case.records()] == ["wires/a.txt"]
        assert overview(case).counts["addresses"] == 2
        assert overview(case).outlets == ("Sarn Times", "The Velm Courier")
        assert overview(case).counts["signals"] == 1


def test_newer_readers_replace_the_rows_and_keep_place_and_addresses(sample_records, tmp_path):
    first, second = sample_records[:2]
    bare = Record(first.document)
    with Case(tmp_path / "a.standoff", create=True) as case:
        case.start_run({"signals": "signals 1"})
        case.add(first)
        case.add(second)
        case.add(replace(first, document=replace(first.document, uri="copy.txt")))
        case.finish_run()
        case.start_run({"signals": "signals 2"})
        assert not case.has(first.document)
        assert case.add(bare)
        assert case.has(first.document)
        assert [record.document.id for record in case.records()] == [first.document.id, second.document.id]
        assert next(case.records()) == bare
        assert overview(case).counts["addresses"] == 3
        case.finish_run()
        assert not case.select("SELECT 1 FROM actor WHERE id = 'person:ana-petrov'")
        case.connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")


def test_a_new_date_reads_the_text_again(sample_records, tmp_path):
    document = sample_records[0].document
    with Case(tmp_path / "a.standoff", create=True) as case:
        case.start_run({})
        case.add(sample_records[0])
        assert case.has(document)
        assert not case.has(replace(document, published="2031-05-04"))
        assert not case.has(replace(document, zones=document.zones[:1]))
        assert case.has(replace(document, uri="elsewhere.txt", published="2031-05-08"))


def test_what_becomes_readable_is_no_longer_unreadable(sample_records, tmp_path):
    with Case(tmp_path / "a.standoff", create=True) as case:
        case.add_unreadable(Unreadable("wires/a.txt", "cannot be opened"))
        case.add_unreadable(Unreadable("b.bin", "a program"))
        case.add(sample_records[0])
        assert overview(case).unreadable == (Unreadable("b.bin", "a program"),)


def test_another_process_can_ask_while_one_writes(sample_records, tmp_path):
    path = tmp_path / "a.standoff"
    with Case(path, create=True) as writer, Case(path) as reader:
        writer.add(sample_records[0])
        writer.connection.execute("BEGIN IMMEDIATE")
        writer.connection.execute("DELETE FROM document")
        assert len(list(reader.records())) == 1
        writer.connection.execute("ROLLBACK")


def test_closing_leaves_one_file(sample_records, tmp_path):
    with Case(tmp_path / "a.standoff", create=True) as case:
        case.add(sample_records[0])
    assert [path.name for path in tmp_path.iterdir()] == ["a.standoff"]


def test_an_empty_file_becomes_a_case_only_when_it_is_filled(tmp_path):
    path = tmp_path / "a.standoff"
    path.touch()
    with pytest.raises(CaseError, match="is empty"):
        Case(path)
    with Case(path, create=True) as case:
        assert list(case.records()) == []


@pytest.mark.parametrize("create", [True, False])
def test_what_is_no_case_is_refused(tmp_path, create):
    (tmp_path / "text").write_text("Talks failed.\n")
    with pytest.raises(CaseError, match="not a case file"):
        Case(tmp_path / "text", create=create)
    with pytest.raises(CaseError, match="is a folder"):
        Case(tmp_path, create=create)
    other = sqlite3.connect(tmp_path / "other")
    other.execute("CREATE TABLE a (b)")
    other.close()
    with pytest.raises(CaseError, match="a database, but not a case"):
        Case(tmp_path / "other", create=create)
    (tmp_path / "torn").write_bytes(b"SQLite format 3\0" + os.urandom(4000))
    with pytest.raises(CaseError, match="cannot use the case"):
        Case(tmp_path / "torn", create=create)


def test_a_missing_case_is_told(tmp_path):
    with pytest.raises(CaseError, match="does not exist: fill it with `standoff read"):
        Case(tmp_path / "none.standoff")
    with pytest.raises(CaseError, match="there is no folder"):
        Case(tmp_path / "no" / "none.standoff", create=True)


def test_a_newer_schema_is_recognised(tmp_path):
    path = tmp_path / "a.standoff"
    with Case(path, create=True) as case:
        assert case.select("PRAGMA application_id")[0][0] == APPLICATION_ID
        case.connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(NewerSchemaError, match="newer Standoff"):
        Case(path)


def older(path, records):
    """A case as version 1 of the schema had it: events without cues, quantity, contexts and evidence; bare signals."""
    with Case(path, create=True) as case:
        for record in records:
            case.add(record)
        case.connection.execute("DROP TABLE event_evidence")
        edges = [f"{modality}_{edge}" for modality in MODALITIES for edge in ("start", "end")]
        for column in (*edges, "quantity", "contexts"):
            case.connection.execute(f"ALTER TABLE event DROP COLUMN {column}")
        for column in ("deed", "strength"):
            case.connection.execute(f"ALTER TABLE signal DROP COLUMN {column}")
        case.connection.execute("PRAGMA user_version = 1")


def test_an_older_case_is_brought_up_to_date(sample_records, tmp_path):
    path = tmp_path / "a.standoff"
    older(path, sample_records)
    with Case(path) as case:
        assert case.select("PRAGMA user_version")[0][0] == SCHEMA_VERSION
        record = next(case.records())
        (before,) = sample_records[0].events
        assert record.events == (replace(before, cues={}, quantity=None, evidence=(before.trigger,), contexts=()),)
        (before,) = sample_records[0].signals
        assert record.signals == (replace(before, deed=None, strength=None),)
        columns = {table: columns_of(case, table) for table in ("event", "signal")}
    with Case(tmp_path / "b.standoff", create=True) as case:
        assert columns == {table: columns_of(case, table) for table in ("event", "signal")}


def columns_of(case, table):
    return {row["name"] for row in case.select(f"PRAGMA table_info({table})")}


def test_an_older_case_that_cannot_be_written_is_told(sample_records, tmp_path):
    path = tmp_path / "a.standoff"
    older(path, sample_records)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("ALTER TABLE event ADD COLUMN quantity TEXT")
    other.execute("COMMIT")
    other.close()
    with pytest.raises(CaseError, match="cannot be brought up to date"):
        Case(path)


def test_a_failing_row_leaves_nothing_of_its_document(sample_records, tmp_path):
    record = sample_records[0]
    broken = replace(record, agenda=(replace(record.agenda[0], confidence="high"),))
    with Case(tmp_path / "a.standoff", create=True) as case:
        with pytest.raises(CaseError):
            case.add(broken)
        assert overview(case).counts["documents"] == 0
        assert case.add(record)


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.data())
def test_any_text_and_span_survive_storing_and_exporting(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    document = Document(text=text, uri="a.txt", zones=(Zone(0, len(text), "body"),))
    span = document.span(start, data.draw(st.integers(start + 1, len(text))))
    why = Why("by-hand", {"words": span.exact})
    mention = Mention(id="mention-1", confidence=1.0, reader="hand 1", why=why, actor="country:KRS", span=span)
    record = Record(document, mentions=(mention,))
    with Case.in_memory() as case:
        case.add(record)
        assert list(case.records()) == [record]
    assert from_json(json.loads(line(to_json(record)))) == record
