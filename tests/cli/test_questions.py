"""The questions on the command line: what they print, in each format, and the code they leave with."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pytest

from standoff.annotation import ROW_KINDS
from standoff.cli import COMMANDS, cli, run

QUESTIONS = ("timeline", "statements", "signals", "events", "agenda", "actors", "documents")


@pytest.fixture
def ask(sample_path, capsys):
    def ask(*arguments: str) -> str:
        assert run([*arguments, "--case", str(sample_path)]) == 0
        return capsys.readouterr().out

    return ask


@pytest.mark.parametrize("question", [*QUESTIONS, "search"])
def test_json_and_csv_tell_the_same(ask, question):
    words = ["karsova"] if question == "search" else []
    from_json = json.loads(ask(question, *words, "--format", "json"))
    from_csv = list(csv.DictReader(io.StringIO(ask(question, *words, "--format", "csv"))))
    assert from_json
    key = "id" if "id" in from_json[0] else "document"
    assert [row[key] for row in from_csv] == [row[key] for row in from_json]
    if question != "actors":
        assert {row["uri"] for row in from_csv} == {row["uri"] for row in from_json}


def test_a_table_has_the_id_first_and_the_words_last(ask, sample_records):
    head, row, *_ = ask("signals").splitlines()
    assert head.split() == ["Id", "When", "Act", "From", "To", "Outlet", "Words"]
    assert sample_records[0].signals[0].id.startswith(row.split()[0])
    assert "Karsova will close" in row


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_table_is_plain_and_of_a_stable_width(ask, question):
    lines = ask(question).split("\n")
    assert max(map(len, lines)) <= 100
    assert not any("\x1b" in line or line != line.rstrip() for line in lines)


def test_a_table_says_how_much_it_leaves_out(ask):
    assert ask("timeline", "--limit", "1").endswith("\n3 more: --limit 4\n")
    assert len(json.loads(ask("timeline", "--limit", "1", "--format", "json"))) == 1


def test_nothing_found_is_said(ask):
    assert ask("signals", "--act", "praise") == "Nothing in this case answers that.\n"
    assert json.loads(ask("signals", "--act", "praise", "--format", "json")) == []


def test_a_row_is_shown_in_its_paragraph(ask, sample_records):
    signal = sample_records[0].signals[0]
    shown = ask("show", signal.id[:-3])
    assert "VELM - ⟦Karsova will close the Ilmen Corridor if Tarland does not withdraw by Friday⟧" in shown
    assert "The Velm Courier, 2031-05-05, wires/a.txt" in shown
    assert "71:106  Tarland does not withdraw by Friday" in shown
    given = json.loads(ask("show", signal.id, "--format", "json"))
    text = sample_records[0].document.text
    around = given["paragraph"]
    assert text[around["start"] : around["end"]] == around["exact"]
    assert given["span"]["start"] >= around["start"]


def test_an_event_is_shown_with_its_cues_and_every_telling(ask, sample_records):
    event = sample_records[0].events[0]
    shown = ask("show", event.id)
    assert "historical: 207:217  have moved" in shown
    assert f"quantity     {event.quantity}" in shown
    assert "evidence     212:217  moved\n             38:48  will close" in shown
    given = json.loads(ask("show", event.id, "--format", "json"))
    assert given["cues"] == {"historical": {"start": 207, "end": 217, "exact": "have moved"}}
    assert [span["exact"] for span in given["evidence"]] == ["moved", "will close"]


@pytest.mark.parametrize("kind", ROW_KINDS)
def test_every_kind_of_row_is_shown_and_explained(ask, sample_records, kind):
    row = getattr(sample_records[0], kind)[0]
    assert row.id in ask("show", row.id)
    assert json.loads(ask("show", row.id, "--format", "json"))["id"] == row.id
    explained = ask("explain", row.id)
    assert "by-hand" in explained
    assert row.reader in explained
    told = json.loads(ask("explain", row.id, "--format", "json"))
    assert (told[0] if kind == "actors" else told)["why"]["rule"] == "by-hand"


def test_a_document_is_shown_and_explained(ask, sample_records):
    own = sample_records[2].document.id
    assert "\x1b" not in ask("show", own)
    assert json.loads(ask("show", own, "--format", "json"))["document"]["text"] == sample_records[2].document.text
    assert "first-line" in ask("explain", own)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["signals", "--act", "sulk"], "no act 'sulk'; there are: threaten, ultimatum"),
        (["events", "--type", "WAR"], "no event type 'WAR'; there are: "),
        (["signals", "--actor", "Karsva"], "no actor 'Karsva' in this case; nearest: karsova"),
        (["signals", "--since", "soon"], "since: 'soon' is no ISO 8601 date"),
        (["signals", "--limit", "0"], "Invalid value for '--limit'"),
        (["show", "signal-zzz"], "no id begins with 'signal-zzz' in this case; nearest: signal-"),
        (["show", "event"], "more than one id begins with 'event'"),
        (["guess"], "No such command 'guess'"),
        (["search"], "Missing argument 'WORDS...'"),
    ],
)
def test_wrong_use_is_one_line_and_code_2(sample_path, capsys, arguments, said):
    case = [] if arguments == ["guess"] else ["--case", str(sample_path)]
    assert run([*arguments, *case]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("standoff: ")
    assert printed.err.count("\n") == 1
    assert said in printed.err


def test_a_case_that_is_none_is_told(tmp_path, capsys):
    (tmp_path / "a.standoff").write_text("no case")
    for path, said in [("a.standoff", "is not a case file"), ("b.standoff", "does not exist"), ("", "is a folder")]:
        assert run(["timeline", "--case", str(tmp_path / path)]) == 2
        assert said in capsys.readouterr().err


def test_help_and_version(capsys):
    assert run(["--version"]) == 0
    assert "0.1.0" in capsys.readouterr().out
    assert run(["--help"]) == 0
    listed = capsys.readouterr().out
    for name in COMMANDS:
        assert f"  {name} " in listed
        assert run([name, "--help"]) == 0
        printed = capsys.readouterr().out
        assert "--case" in printed
        command = cli.get_command(None, name)
        assert all(option.help for option in command.params if option.name not in {"paths", "words", "row_id"}), name


def test_questions_load_no_parser(sample_path):
    code = (
        "import sys, standoff; assert 'spacy' not in sys.modules; from standoff.cli import run; "
        "assert run(sys.argv[1:]) == 0; assert not {'spacy', 'trafilatura', 'numpy'} & set(sys.modules), sys.modules"
    )
    for question in (
        ["timeline"],
        ["signals", "--act", "threaten"],
        ["actors"],
        ["search", "velm"],
        ["read", "--help"],
    ):
        case = [] if question[0] == "read" else ["--case", str(sample_path)]
        subprocess.run([sys.executable, "-c", code, *question, *case], check=True, capture_output=True)


def test_a_closed_pipe_is_quiet(sample_path):
    command = (
        f"{sys.executable} -m standoff timeline --format json --case {sample_path} | true; echo ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.strip() in {"0", "141"}
