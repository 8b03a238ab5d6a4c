"""Tables in the docs: a command writes its own and leaves the rest of the page alone."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest
import reports

BENCH = Path(__file__).resolve().parents[2] / "bench"
PAGE = """before
<!-- table: a -->
old a
<!-- end of table -->
between
<!-- table: b -->
old b
<!-- end of table -->
after
"""


@pytest.mark.parametrize("command", ["a", "b"])
def test_a_table_is_written_between_its_own_marks(command: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    reports.write_table(command, "new\n", page)
    assert page.read_text("utf-8") == PAGE.replace(f"\nold {command}\n", "\n\nnew\n\n")


def test_a_page_without_the_mark_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    with pytest.raises(SystemExit, match="table: c"):
        reports.write_table("c", "new\n", page)
    assert page.read_text("utf-8") == PAGE


def test_what_is_kept_is_loaded_with_where_it_was_measured(tmp_path: Path) -> None:
    reports.keep("toys", {"F1": 0.5}, {"cores": "2"}, tmp_path / "results")
    assert reports.load("toys", tmp_path / "results") == ({"F1": 0.5}, {"cores": "2"})
    assert reports.load("others", tmp_path / "results") is None


@pytest.mark.parametrize("name", sorted(file.stem for file in BENCH.glob("*.py")))
def test_examples_of_the_bench_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", ["run", "people", "reliability", "event_types", "judged_events"])
def test_every_table_has_its_place_in_the_docs(name: str) -> None:
    command = importlib.import_module(name).COMMAND
    assert reports.ACCURACY.read_text("utf-8").count(f"<!-- table: {command} -->") == 1
