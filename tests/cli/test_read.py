"""`standoff read`: into a case and as JSON lines, stopped and gone on with, with bad input and wrong use."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from standoff.cli import run
from standoff.errors import CaseError
from standoff.export.jsonl import from_json
from standoff.record.layout import PARTIES, SPANS, TABLES
from standoff.record.store import Case
from standoff.scale.processes import CHUNK, SMALL

OVERLAY = """
[[actor]]
name = "Karsova"
kind = "country"
adjectives = ["Karsovan"]
capital = "Velm"
codes = { iso3 = "KRS" }

[[actor]]
name = "Tarland"
kind = "country"
adjectives = ["Tarlandish"]
capital = "Ostmar"
codes = { iso3 = "TRL" }
"""

ARTICLE = """Karsova warns Tarland over border post {number}

VELM, 3 May 2031 - Karsova will close border post {number} if Tarland does not withdraw its troops by Friday, Foreign \
Minister Ana Petrov said on Saturday.

“We shall not wait for ever,” she told reporters. Tarland has moved {number}00 soldiers to the border since April.

The two sides are due to meet in Sarn next month.
"""


@pytest.fixture(scope="module")
def articles(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    for number in range(2, SMALL + CHUNK):
        (folder / f"{number:02}.txt").write_text(ARTICLE.format(number=number), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def overlay(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("overlay") / "actors.toml"
    path.write_text(OVERLAY, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def whole(articles, overlay, tmp_path_factory) -> Path:
    """The case of a run that nothing disturbed."""
    path = tmp_path_factory.mktemp("whole") / "whole.standoff"
    assert run(["read", str(articles), "--case", str(path), "--actors", str(overlay), "--jobs", "1", "--quiet"]) == 0
    return path


def rows_of(path: Path) -> dict[str, list[tuple]]:
    """Everything in the case but which run put it there."""
    tables = ["carrier", "zone", "actor", "appearance", "role", "alias", "unreadable", *TABLES.values()]
    tables += [table for table, _ in (*PARTIES.values(), *SPANS.values())]
    with Case(path) as case:
        found = {table: [tuple(row) for row in case.select(f"SELECT * FROM {table}")] for table in tables}
        found["document"] = [tuple(row) for row in case.select("SELECT number, sha256, text, uri FROM document")]
        found["words"] = [tuple(row) for row in case.select("SELECT rowid FROM words WHERE words MATCH 'karsova'")]
        return found


def stored(path: Path) -> int:
    try:
        with Case(path) as case:
            return case.select("SELECT count(*) FROM document")[0][0]
    except CaseError:
        return 0


def test_a_killed_run_is_gone_on_with(articles, overlay, whole, tmp_path):
    path = tmp_path / "killed.standoff"
    arguments = ["read", str(articles), "--case", str(path), "--actors", str(overlay), "--jobs", "1", "--quiet"]
    process = subprocess.Popen([sys.executable, "-m", "standoff", *arguments])
    deadline = time.monotonic() + 120
    while stored(path) < 3 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = stored(path)
    assert 3 <= kept < len(list(articles.iterdir()))
    assert run(arguments) == 0
    assert rows_of(path) == rows_of(whole)
    with Case(path) as case:
        assert [row[0] is None for row in case.select("SELECT finished FROM run ORDER BY number")] == [True, False]


def test_output_does_not_depend_on_the_number_of_processes(articles, overlay, whole):
    command = [sys.executable, "-m", "standoff", "read", str(articles), "--actors", str(overlay), "--jsonl", "--jobs"]
    done = subprocess.run([*command, "2"], check=True, capture_output=True)
    assert done.stderr == b""
    records = [from_json(json.loads(line)) for line in done.stdout.decode("utf-8").splitlines()]
    with Case(whole) as case:
        assert records == list(case.records())


def test_reading_again_reads_nothing_and_changes_nothing(articles, overlay, whole, capsys):
    before = rows_of(whole)
    assert run(["read", str(articles), "--case", str(whole), "--actors", str(overlay), "--jobs", "1"]) == 0
    assert f"0 read now, {len(before['document'])} there already" in capsys.readouterr().out
    assert rows_of(whole) == before


def test_a_summary_says_what_matters(tmp_path, overlay, capsys):
    (tmp_path / "a.txt").write_text(ARTICLE.format(number=7), encoding="utf-8")
    (tmp_path / "b.bin").write_bytes(bytes(range(256)) * 20)
    case = tmp_path / "a.standoff"
    for _ in range(2):  # the second time, the case itself lies among the articles
        assert run(["read", str(tmp_path), "--case", str(case), "--actors", str(overlay), "--jobs", "1"]) == 0
        told = capsys.readouterr().out
        assert "1 document, 2031-05-03" in told
        assert "Strongest signals" in told
        assert "Karsova > Tarland" in told
        assert "Could not be read: 1\n" in told
        assert "b.bin: " in told
        assert max(len(line) for line in told.splitlines() if str(tmp_path) not in line) <= 100


def test_jsonl_keeps_the_order_and_tells_what_was_unreadable(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Talks “fail”\n\nVelm said no to the talks in Sarn.\n", encoding="utf-8")
    Path("empty.txt").touch()
    assert run(["read", "no-such.txt", "a.txt", "empty.txt", "a.txt", "--jsonl", "--outlet", "Sarn Post"]) == 0
    printed = capsys.readouterr().out
    assert "“fail”" in printed
    first, second, third, fourth = map(json.loads, printed.splitlines())
    assert first == {"document": None, "unreadable": {"uri": "no-such.txt", "reason": "no such file or folder"}}
    assert second["document"]["outlet"] == "Sarn Post"
    assert third["unreadable"]["uri"] == "empty.txt"
    assert fourth == second
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "empty.txt"]


def test_standard_input_in_any_locale(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "standoff", "read", "-", "--jsonl"],
        input="Talks “fail”\n\nVelm said no.\n".encode(),
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    assert json.loads(done.stdout.decode("utf-8"))["document"]["text"] == "Talks “fail”\n\nVelm said no.\n"


def test_nothing_readable_is_code_1(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["read", "no-such.txt", "--jsonl"]) == 1
    assert run(["read", "no-such.txt"]) == 1
    assert "no-such.txt: no such file or folder" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--published", "May"], "published: 'May' is no ISO 8601 date"),
        (["--actors", "none.toml"], "none.toml: No such file or directory"),
        (["--actors", "broken.toml"], "broken.toml"),
        (["--case", "a.txt"], "a.txt is not a case file"),
        (["--jobs", "0"], "--jobs"),
    ],
)
def test_wrong_use_is_one_line_and_code_2(tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Velm said no to the talks.\n", encoding="utf-8")
    Path("broken.toml").write_text("[[actor]\n", encoding="utf-8")
    assert run(["read", "a.txt", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith("standoff: ")
    assert printed.err.count("\n") == 1
    assert said in printed.err


def test_ctrl_c_keeps_what_was_read(articles, overlay, tmp_path):
    path = tmp_path / "stopped.standoff"
    command = [sys.executable, "-m", "standoff", "read", str(articles), "--case", str(path), "--actors", str(overlay)]
    process = subprocess.Popen([*command, "--jobs", "1"], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120
    while stored(path) < 2 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate()
    assert process.returncode == 130
    assert complaint.startswith("standoff: stopped; ")
    assert complaint.count("\n") == 1
    assert stored(path) >= 2
