"""The floors of the bench: what is below one fails, and none is ever lowered."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).resolve().parents[1] / "bench"))  # a folder of scripts, not a package

import floors
import sets

figure = st.floats(min_value=0, max_value=1, allow_nan=False)
figures = st.dictionaries(st.sampled_from(["F1", "recall", "precision"]), figure)


@given(old=figures, new=figures)
def test_raising_never_lowers_a_floor(old: dict[str, float], new: dict[str, float]) -> None:
    before = {"plv": floors.Floor("a1", old)}
    after = floors.raised(before, "plv", floors.Floor("a1", new))["plv"].figures
    assert all(after[name] >= value for name, value in old.items())
    assert all(after[name] <= max(value, old.get(name, 0.0)) for name, value in new.items())


@given(measured=figures)
def test_what_was_measured_passes_the_floors_it_raised(measured: dict[str, float]) -> None:
    new = floors.Floor("a1", measured)
    assert floors.failures(floors.raised({}, "plv", new), "plv", new) == []


def test_a_figure_below_its_floor_or_not_measured_fails() -> None:
    pinned = {"plv": floors.Floor("a1", {"F1": 0.5, "recall": 0.4})}
    assert len(floors.failures(pinned, "plv", floors.Floor("a1", {"F1": 0.4999}))) == 2
    assert floors.failures(pinned, "plv", floors.Floor("a1", {"F1": 0.5, "recall": 0.4})) == []


def test_floors_on_other_data_are_neither_passed_nor_replaced() -> None:
    pinned = {"plv": floors.Floor("a1", {"F1": 0.5})}
    other = floors.Floor("b2", {"F1": 0.9})
    assert "not the data" in floors.failures(pinned, "plv", other)[0]
    with pytest.raises(ValueError, match="b2"):
        floors.raised(pinned, "plv", other)


def test_the_file_says_what_was_written() -> None:
    table = {"plv": floors.Floor("a1", {"dyad found, recall": 0.25}), "aeb-quick": floors.Floor("b2", {"F1": 0.5})}
    written = tomllib.loads(floors.dump(table))
    assert written["aeb-quick"] == {"digest": "b2", "F1": 0.5}
    assert written["plv"]["dyad found, recall"] == 0.25


def test_floors_name_figures_that_are_measured() -> None:
    known = {one.name: {figure.name for figure in one.figures} for one in sets.SETS}
    for name, floor in floors.load().items():
        assert set(floor.figures) <= known[name.removesuffix("-quick")]


@pytest.mark.parametrize("count", [1, 3, 8, 20])
def test_a_sample_is_spread_over_the_set(count: int) -> None:
    picked = sets.spread(list(range(8)), count)
    assert picked == sorted(set(picked))
    assert len(picked) == min(count, 8)
    assert picked[0] == 0
