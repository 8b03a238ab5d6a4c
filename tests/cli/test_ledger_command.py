"""The ledger on the command line: its table, JSON and CSV, and what it says to wrong questions."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from standoff.cli import run
from standoff.record.store import Case
from tests.story.conftest import KRS, TRL, Crisis


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "case.standoff"
    with Case(path, create=True) as case:
        crisis = Crisis(case)
        text = "Karsova will withdraw its tanks from the corridor if the guards leave"
        more = {"condition": "if the guards leave", "deed": "RETREAT", "deadline": "2031-03-09"}
        crisis.say("2031-03-07", "promise", KRS, TRL, text, **more)
        crisis.say("2031-03-07", "promise", KRS, TRL, "Karsova will withdraw tanks", deed="RETREAT", outlet="Sarn Post")
        crisis.do("2031-03-09", "MOBILIZE", KRS, None, "Tanks moved to the corridor", trigger="moved")
        crisis.say("2031-03-09", "threaten", KRS, TRL, "Karsova will close the pipeline", outlet="")
        case.finish_run()
    return path


@pytest.fixture
def ask(path: Path, capsys):
    def ask(*arguments: str) -> str:
        assert run(["ledger", *arguments, "--case", str(path)]) == 0
        return capsys.readouterr().out

    return ask


def test_the_table_has_a_block_for_each_commitment(ask):
    threat, promise = ask().split("\n\n")
    assert threat.splitlines()[0].split()[:5] == ["2031-03-09", "threaten", "Karsova", ">", "Tarland"]
    assert "told by: no outlet" in threat
    for line in (
        "“Karsova will withdraw its tanks from the corridor if the guards leave”",
        "told by: Lakeside Wire, Sarn Post, in 2 places",
        "condition: if the guards leave (not in every telling)",
        "deadline: 2031-03-09",
        "strength: firm",
        "MOBILIZE, Lakeside Wire, 2 days later",
        "“Tanks moved to the corridor”",
        "because: MOBILIZE by the sender; shares 'tanks', 'corridor'",
    ):
        assert line in promise
    assert "state:" not in promise
    assert "state: expired as of 2031-03-10" in ask("--all", "--as-of", "2031-03-10")
    assert "withdraw" not in ask("--as-of", "2031-03-10")
    assert ask("--limit", "1").endswith("\n1 more: --limit 2\n")
    assert ask("--to", "Karsova") == "Nothing in this case answers that.\n"
    assert max(len(line) for line in ask().splitlines()) <= 100


def test_json_has_ids_and_spans_of_both_rows(ask):
    (found,) = json.loads(ask("--from", "Karsova", "--act", "promise", "--format", "json"))
    assert (found["sender"], found["recipient"], found["state"], found["as_of"]) == (KRS, TRL, "open", "2031-03-09")
    assert found["condition"]["exact"] == "if the guards leave"
    assert (found["condition"]["start"], found["condition"]["kind"]) == (50, "if")
    assert [telling["outlet"] for telling in found["tellings"]] == ["Lakeside Wire", "Sarn Post"]
    assert found["id"] == found["tellings"][0]["id"] == found["condition"]["of"]
    (link,) = found["links"]
    assert (link["kind"], link["days"], link["row"]["event_type"]) == ("contradicted by", 2, "MOBILIZE")
    assert link["row"]["sentence"]["exact"] == "Tanks moved to the corridor"


def test_csv_has_a_line_for_each_link_or_commitment(ask):
    threat, promise = csv.DictReader(io.StringIO(ask("--format", "csv")))
    assert (threat["act"], threat["link"], threat["words"]) == ("threaten", "", "Karsova will close the pipeline")
    assert (promise["link"], promise["link_type"], promise["days"]) == ("contradicted by", "MOBILIZE", "2")
    assert promise["link_words"] == "Tanks moved to the corridor"
    assert len(promise["tellings"].split(";")) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--act", "praise"], "no act that commits 'praise'; there are: threaten, ultimatum"),
        (["--from", "Karsva"], "no actor 'Karsva' in this case; nearest: karsova"),
        (["--as-of", "soon"], "as_of: 'soon' is no ISO 8601 date"),
        (["--limit", "0"], "Invalid value for '--limit'"),
    ],
)
def test_wrong_use_is_one_line_and_code_2(path, capsys, arguments, said):
    assert run(["ledger", *arguments, "--case", str(path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert told.err.count("\n") == 1
