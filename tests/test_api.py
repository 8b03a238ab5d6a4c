from __future__ import annotations

import pytest

import standoff


def test_public_names_are_sorted_and_there():
    assert sorted(standoff.__all__) == standoff.__all__
    for name in standoff.__all__:
        assert getattr(standoff, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'guess'"):
        standoff.guess  # noqa: B018


def test_a_case_answers(sample_path):
    with standoff.open_case(sample_path) as case:
        assert standoff.ask(case, "signals", standoff.Filters(actor="Karsova")).total == 1
        assert standoff.timeline(case).total == 4
        assert len(list(case.records())) == 4
    with pytest.raises(standoff.CaseError, match="does not exist"):
        standoff.open_case(sample_path.parent / "none.standoff")
