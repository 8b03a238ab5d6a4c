from __future__ import annotations

import csv
import io

import pytest

from standoff.export.csv import ACTOR, DOCUMENT, HIT, flatten, row_columns, write_csv
from standoff.record.layout import TABLES
from standoff.record.queries import actors, ask, documents
from standoff.record.search import search


def parsed(entries, columns):
    stream = io.StringIO()
    write_csv(entries, columns, stream)
    return list(csv.DictReader(io.StringIO(stream.getvalue())))


def test_rows_parse_back(sample_case):
    rows = parsed(ask(sample_case, "attributions").entries, row_columns(["attributions"]))
    assert rows[0]["speaker"] == "person:ana-petrov"
    assert rows[0]["outlet"] == "The Velm Courier"
    assert (rows[0]["cue_start"], rows[0]["cue_end"], rows[0]["cue"]) == ("136", "140", "said")
    assert (rows[1]["cue_start"], rows[1]["cue"], rows[1]["said_on"]) == ("", "", "")
    assert rows[1]["content"] == "We shall | not wait"
    assert (rows[1]["content_start"], rows[1]["content_end"]) == ("153;162", "161;170")
    assert (rows[0]["dated"], rows[0]["dated_by"], rows[1]["dated_by"]) == ("2031-05-05", "text", "article")


def test_the_cues_of_an_event_have_columns_of_their_own(sample_case):
    recalled, plain = parsed(ask(sample_case, "events").entries, row_columns(["events"]))
    assert (recalled["modality"], recalled["historical"]) == ("historical", "have moved")
    assert (recalled["historical_start"], recalled["negation_start"], recalled["negation"]) == ("207", "", "")
    assert (recalled["evidence"], recalled["contexts"]) == ("moved | will close", "territory")
    assert recalled["quantity"].startswith("quantity-")
    assert (plain["evidence"], plain["historical"], plain["quantity"]) == ("asked", "", "")


@pytest.mark.parametrize("kind", TABLES)
def test_no_value_of_a_row_is_left_out(sample_case, kind):
    columns = row_columns([kind])
    for entry in ask(sample_case, kind).entries:
        assert set(flatten(entry)) <= set(columns)


def test_other_entries(sample_case):
    assert parsed(actors(sample_case).entries, ACTOR)[1]["roles"] == "foreign minister of country:KRS"
    assert parsed(documents(sample_case).entries, DOCUMENT)[1]["signals"] == "1"
    hit = parsed(search(sample_case, ["talks"]).entries, HIT)[0]
    assert hit["matches"] in {"Talks", "talks"}
