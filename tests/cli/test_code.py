"""`standoff code`: from articles and from a case, to standard output and to a file, with bad input and wrong use."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import pytest

from standoff.cli import run
from standoff.cli.code import FORMATS
from standoff.export import cameo, polecat

SAMPLE = Path(__file__).parents[2] / "sample"
ACTORS = str(SAMPLE / "actors.toml")
ARTICLE = str(next((SAMPLE / "dispatches").glob("2031-03-03*")))


def lines_of(printed: str) -> list[list[str]]:
    return [line.split("\t") for line in printed.splitlines()]


@pytest.mark.parametrize("form", FORMATS)
def test_a_case_is_coded(sample_path, capsys, form):
    assert run(["code", "--case", str(sample_path), "--format", form]) == 0
    printed = capsys.readouterr().out
    if form == "plover":
        rows = [json.loads(line) for line in printed.splitlines()]
        assert [row["event"] for row in rows] == [["MOBILIZE"], ["REQUEST"]]
    else:
        columns = import_module(f"standoff.export.{form}").COLUMNS
        rows = lines_of(printed)
        assert {len(row) for row in rows} == {len(columns)}
        assert (rows[0] == list(columns)) is (form in {"polecat", "icews"})


def test_articles_are_read_and_coded(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    denied = tmp_path / "denied.txt"
    denied.write_text("Tarland attacked Karsova on Monday.\n\nTarland did not attack Merania.\n", encoding="utf-8")
    assert run(["code", ARTICLE, str(denied), "--actors", ACTORS, "--jobs", "1", "--format", "cameo"]) == 0
    printed = capsys.readouterr()
    assert {len(row) for row in lines_of(printed.out)} == {len(cameo.COLUMNS)}
    assert "standoff: left out 1 " in printed.err
    assert list(tmp_path.iterdir()) == [denied]


def test_from_articles_and_from_their_case_comes_the_same(tmp_path, capsys):
    case = tmp_path / "a.standoff"
    assert run(["read", ARTICLE, "--actors", ACTORS, "--jobs", "1", "--case", str(case), "--quiet"]) == 0
    assert run(["code", ARTICLE, "--actors", ACTORS, "--jobs", "1", "--format", "gdelt"]) == 0
    told = capsys.readouterr().out
    assert run(["code", "--case", str(case), "--format", "gdelt"]) == 0
    assert capsys.readouterr().out == told
    assert told


def test_the_options_of_reading_count(capsys):
    arguments = ["code", ARTICLE, "--actors", ACTORS, "--jobs", "1", "--format", "polecat", "--outlet", "Sarn Post"]
    assert run([*arguments, "--published", "2031-04-01"]) == 0
    _, *rows = lines_of(capsys.readouterr().out)
    at = polecat.COLUMNS.index("Source")
    assert {tuple(row[at : at + 2]) for row in rows} == {("Sarn Post", "2031-04-01")}


def test_a_table_goes_to_a_file(sample_path, tmp_path, capsys):
    out = tmp_path / "events.tsv"
    assert run(["code", "--case", str(sample_path), "--format", "cameo", "--out", str(out)]) == 0
    assert capsys.readouterr().out == ""
    assert run(["code", "--case", str(sample_path), "--format", "cameo"]) == 0
    assert out.read_bytes().decode("utf-8") == capsys.readouterr().out


def test_what_cannot_be_read_is_named_and_counted(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("empty.txt").touch()
    arguments = ["code", "no-such.txt", ARTICLE, "empty.txt", "--jobs", "1", "--format", "plover"]
    assert run(arguments) == 0
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "standoff: could not read no-such.txt: no such file or folder"
    assert told[1].startswith("standoff: could not read empty.txt: ")
    assert told[2:] == ["standoff: 2 could not be read, 1 could"]
    assert run([*arguments, "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def test_nothing_readable_is_code_1(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["code", "no-such.txt", "--format", "cameo"]) == 1
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "cameo"], "either articles to read or --case FILE"),
        (["a.txt", "--case", "a.standoff", "--format", "cameo"], "either articles to read or --case FILE"),
        (["--case", "a.standoff", "--jobs", "2", "--format", "cameo"], "do not go with --case"),
        (["--case", "none.standoff", "--format", "cameo"], "none.standoff does not exist"),
        (["a.txt"], "--format"),
        (["a.txt", "--format", "weis"], "'weis' is not one of"),
        (["a.txt", "--format", "cameo", "--published", "May"], "'May' is no ISO 8601 date"),
        (["a.txt", "--format", "cameo", "--out", "none/a.tsv"], "cannot write none/a.tsv"),
    ],
)
def test_wrong_use_is_one_line_and_code_2(tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Velm said no to the talks.\n", encoding="utf-8")
    assert run(["code", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith("standoff: ")
    assert printed.err.count("\n") == 1
    assert said in printed.err
