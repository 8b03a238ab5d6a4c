from __future__ import annotations

import re
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from standoff.annotation import When
from standoff.errors import ConfigurationError
from standoff.ontology.acts import ACTS
from standoff.record.entries import Filters
from standoff.story.shifts import Change, Method, find_changes, method_for
from standoff.story.track import REASONS, act_weight, track
from tests.story.conftest import KARSOVA, MERANIA, TARLAND, Article

PAGE = Path(__file__).resolve().parents[2] / "docs" / "track.md"
SIDES = ("Karsova", "Tarland")


def values(found, series="deterrence", direction="between"):
    return [point.value(series, direction) for point in found.points]


def article(day="2031-05-05"):
    return Article("Guns fired, troops moved, and they met. Karsova will strike back.", "Sarn Post", day)


def test_weights_are_plovers_scores_without_their_sign(case_of):
    one = article()
    ids = [one.event("fired", "ASSAULT"), one.signal("Karsova will strike back", "threaten")]
    one.event("met", "CONSULT", saw={"recipient": "mutual"})
    found = track(case_of(one), SIDES, "day")
    (point,) = found.points
    assert (point.tally("deterrence").count, point.tally("deterrence").weight) == (2, 9 + 3.5)
    assert (point.tally("dialogue").count, point.tally("dialogue").weight) == (1, 2.5)
    assert point.value("balance") == 10
    assert set(point.tally("deterrence").ids) == set(ids)


def test_each_direction_apart_and_what_is_mutual_in_both(case_of):
    one = article()
    one.event("fired", "ASSAULT", (TARLAND,), (KARSOVA,))
    one.event("met", "CONSULT", saw={"recipient": "between"})
    one.event("moved", "MOBILIZE", (KARSOVA, MERANIA), (TARLAND,))
    found = track(case_of(one), SIDES, "day")
    assert found.between == SIDES
    by_direction = {way: (values(found, direction=way), values(found, "dialogue", way)) for way in ("forth", "back")}
    assert by_direction == {"forth": ([5.5], [2.5]), "back": ([9], [2.5])}
    assert values(found) == [14.5]
    assert values(found, "dialogue") == [2.5]


@pytest.mark.parametrize(
    ("modality", "reason"),
    [
        (("negation",), "not done or denied"),
        (("hypothetical",), "supposed"),
        (("historical",), "told as history"),
        (("future",), "ahead"),
        (("future", "negation"), "not done or denied"),
    ],
)
def test_what_is_not_told_as_done_does_not_count_and_is_said(case_of, modality, reason):
    one = article()
    one.event("fired", "ASSAULT", modality=modality)
    found = track(case_of(one), SIDES, "day")
    assert found.points == ()
    assert found.left_out == {reason: 1}
    assert reason in REASONS


def test_rows_that_do_not_name_both_sides_do_not_count(case_of):
    one = article()
    one.event("fired", "ASSAULT", (KARSOVA,), (MERANIA,))
    one.signal("Karsova will strike back", "threaten", recipient=None)
    one.event("met", "ACCUSE")
    found = track(case_of(one), SIDES, "day")
    assert (found.points, found.one_sided, found.left_out) == ((), 2, {"of neither track": 1})


@pytest.mark.parametrize(
    ("by", "periods"),
    [
        ("day", ["2031-05-05"]),
        ("week", ["2031-W18", "2031-W19"]),
        ("month", ["2031-05"]),
    ],
)
def test_a_row_counts_in_a_period_that_holds_all_its_days(case_of, by, periods):
    one = article()
    one.event("fired", "ASSAULT")
    one.event("moved", "MOBILIZE", when=When("2031-W18", "week"))
    one.event("met", "CONSULT", when=When("2031-05", "month"))
    found = track(case_of(one), SIDES, by)
    assert [point.period for point in found.points] == periods
    longer = {"day": 2, "week": 1, "month": 1}[by]  # the week begins in April
    assert found.left_out == {"known by a longer time only": longer}


def test_empty_periods_are_zero_and_the_span_ends_with_the_articles(case_of):
    one, two = article(), article("2031-05-09")
    one.event("fired", "ASSAULT")
    two.event("moved", "MOBILIZE", when=When("2031-05-01", "day"))
    found = track(case_of(one, two), SIDES, "day")
    assert values(found) == [9, 0, 0, 0, 0]
    assert found.left_out == {"outside the span": 1}
    wider = track(two_case := case_of(one, two), SIDES, "day", Filters(since="2031-04-30", until="2031-05-02"))
    assert values(wider) == [0, 5.5, 0]
    assert values(track(two_case, SIDES, "day", Filters(since="2031-06", until="2031-05"))) == []


def test_a_copy_in_another_outlet_does_not_count_twice(case_of):
    one, two = article(), Article("Again: Guns fired. Karsova will strike back.", "Velm Courier", "2031-05-05")
    for made in (one, two):
        made.event("fired", "ASSAULT")
        made.signal("Karsova will strike back", "threaten")
    case = case_of(one, two)
    found = track(case, SIDES, "day")
    assert values(found) == [12.5]
    assert len(found.points[0].tally("deterrence").ids) == 4
    assert found.outlets == ("Sarn Post", "Velm Courier")
    assert track(case, SIDES, "day", Filters(outlet="velm courier")).outlets == ("Velm Courier",)


def planted(case_of):
    """Ten quiet weeks of talks, then ten of shelling."""
    made = []
    for week in range(20):
        day = (date(2031, 1, 6) + timedelta(weeks=week)).isoformat()
        one = article(day)
        one.event("met", "CONSULT", saw={"recipient": "mutual"})
        if week >= 10 or week == 4:
            one.event("fired", "ASSAULT")
        made.append(one)
    return case_of(*made)


def test_a_planted_shift_is_found_with_its_parameters(case_of):
    case = planted(case_of)
    found = track(case, SIDES, "week")
    assert [(shift.series, shift.period) for shift in found.shifts] == [
        ("balance", "2031-W12"),
        ("deterrence", "2031-W12"),
    ]
    assert (found.method.name, found.method.cost, found.no_shifts) == ("PELT", "l2", None)
    assert track(case, SIDES, "week", penalty=10000).shifts == ()
    with pytest.raises(ConfigurationError, match="penalty: -1 is not above zero"):
        track(case, SIDES, "week", penalty=-1)


def test_too_few_periods_have_no_shifts_and_that_is_said(case_of):
    found = track(planted(case_of), SIDES, "month")
    assert found.shifts == ()
    assert found.no_shifts.startswith("too few months to look for shifts in (5, 5 of them not empty; 8 at the least")


def test_changes_of_level():
    method = method_for(20)
    assert find_changes([1.0] * 10 + [5.0] * 10, method) == (Change(10, 1.0, 5.0),)
    assert find_changes([3.0] * 20, method) == ()
    assert find_changes([1.0, 5.0], method) == ()
    assert find_changes([0.0] * 18 + [9.0, 9.0], method) == ()  # too little to be a level


def test_without_ruptures_all_but_the_shifts_is_there(case_of, monkeypatch):
    monkeypatch.setitem(sys.modules, "ruptures", None)
    found = track(planted(case_of), SIDES, "week")
    assert len(found.points) == 20
    assert (found.shifts, found.method) == ((), None)
    assert found.no_shifts == 'shifts need ruptures: pip install "standoff[charts]"'


@pytest.mark.parametrize("sides", [("Karsova", "Karsova"), ("Karsova", "KRS")])
def test_one_side_twice_is_refused(case_of, sides):
    with pytest.raises(ConfigurationError, match="are one side in this case"):
        track(case_of(article()), sides)


def test_a_case_without_dates_has_nothing_to_show(case_of):
    one = article(None)
    one.event("fired", "ASSAULT")
    found = track(case_of(one), SIDES)
    assert (found.points, found.left_out) == ((), {"without a date": 1})


def test_the_page_has_the_weights_of_the_acts_and_the_parameters():
    page = PAGE.read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| \w+ \| [\w-]+ \| ([\d.]+) \|", page, re.MULTILINE))
    assert {act: float(weight) for act, weight in rows.items()} == {
        name: act_weight(name) for name, act in ACTS.items() if act.track
    }
    method = Method(1, "1")
    assert f"{method.fewest_periods} periods" in page
    assert f"{method.fewest_told} of them" in page
    assert all(reason in page for reason in REASONS)
