from __future__ import annotations

import json

import pytest

from standoff.annotation import ROW_KINDS
from standoff.errors import InputError
from standoff.export.jsonl import from_json, line, to_json


def test_round_trip(sample_records):
    for record in sample_records:
        assert from_json(json.loads(line(to_json(record)))) == record


def test_keys_are_in_the_order_of_the_contract(sample_records):
    record = to_json(sample_records[0])
    assert list(record) == ["document", *ROW_KINDS]
    assert list(record["document"])[:6] == ["id", "sha256", "uri", "outlet", "title", "published"]
    assert list(record["actors"][0])[:5] == ["id", "name", "kind", "codes", "roles"]
    assert list(record["attributions"][0])[:4] == ["source", "cue", "content", "kind"]
    for kind in ROW_KINDS:
        assert list(record[kind][0])[-3:] == ["confidence", "reader", "why"]
    assert record["signals"][0]["span"] == {
        "start": 30,
        "end": 106,
        "exact": "Karsova will close the Ilmen Corridor if Tarland does not withdraw by Friday",
    }
    assert record["document"]["zones"][0] == {"start": 0, "end": 21, "zone": "headline", "rule": "first-line"}


def test_a_line_is_one_line(sample_records):
    assert all("\n" not in line(to_json(record)) and "\r" not in line(to_json(record)) for record in sample_records)


def test_a_span_that_is_not_its_words_is_refused(sample_records):
    given = to_json(sample_records[0])
    given["signals"][0]["condition"]["end"] += 1
    with pytest.raises(InputError, match=r"wires/a\.txt: 71:107 is not"):
        from_json(given)


@pytest.mark.parametrize("given", [{}, {"document": None}, {"document": {"text": 3}}])
def test_what_is_no_record_is_refused(given):
    with pytest.raises(InputError, match="not a record"):
        from_json(given)
