"""`standoff track` end to end: the sample read, the table, JSON, CSV, and charts."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path

import pytest

from standoff.cli import run

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def crisis(tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("track") / "crisis.standoff"
    read = ["read", str(SAMPLE / "dispatches"), "--actors", str(SAMPLE / "actors.toml"), "--jobs", "1", "--quiet"]
    assert run([*read, "--case", str(path)]) == 0
    return str(path)


@pytest.fixture
def ask(crisis, capsys):
    def ask(*arguments: str, code: int = 0) -> tuple[str, str]:
        assert run(["track", "--between", "Karsova, Tarland", "--by", "day", *arguments, "--case", crisis]) == code
        return tuple(capsys.readouterr())

    return ask


def test_the_table_has_both_tracks_and_each_way(ask):
    shown, complaints = ask()
    head = next(line for line in shown.splitlines() if line.startswith("When"))
    assert head.split()[:4] == ["When", "Deterrence", "Dialogue", "Balance"]
    assert re.search(r"^2031-03-06 .*signal-[0-9a-f]{6}", shown, re.MULTILINE)
    assert max(map(len, shown.splitlines())) <= 100
    assert complaints == ""


def test_json_and_csv_tell_the_same(ask, crisis, capsys):
    told = json.loads(ask("--format", "json")[0])
    rows = list(csv.DictReader(io.StringIO(ask("--format", "csv")[0])))
    assert told["between"] == ["Karsova", "Tarland"]
    assert [row["direction"] for row in rows[:3]] == ["Karsova, Tarland", "Karsova > Tarland", "Tarland > Karsova"]
    both = [row for row in rows if row["direction"] == "Karsova, Tarland"]
    assert [float(row["deterrence_weight"]) for row in both] == [
        point["between"]["deterrence"]["weight"] for point in told["points"]
    ]
    ids = [row_id for point in told["points"] for each in point["happenings"] for row_id in each["rows"]]
    assert len(ids) == len(set(ids))
    assert {
        row_id for row in both for cell in ("deterrence_rows", "dialogue_rows") for row_id in row[cell].split(";")
    } - {""} == set(ids)
    for row_id in ids:
        assert run(["show", row_id, "--case", crisis]) == 0
    capsys.readouterr()


def test_charts_hold_what_they_show_and_ask_nobody(ask, tmp_path):
    for form in ("svg", "png", "html"):
        ask("--chart", str(tmp_path / f"chart.{form}"))
    svg = (tmp_path / "chart.svg").read_text("utf-8")
    assert "Karsova and Tarland:" in svg
    assert "#a8420a" in svg
    assert "#0b5f9e" in svg
    assert "told by" in svg
    assert (tmp_path / "chart.png").read_bytes().startswith(PNG)
    html = (tmp_path / "chart.html").read_text("utf-8")
    assert re.search(r"signal-[0-9a-f]{12}", html)
    assert not re.search(r"<(?:script|link|iframe)[^>]*(?:src|href)\s*=", html)
    ids = json.loads(ask("--format", "json")[0])["points"][0]["between"]["deterrence"]["rows"]
    assert all(row_id in html for row_id in ids)
    again = tmp_path / "again.svg"
    ask("--chart", str(again))
    assert again.read_text("utf-8") == svg


def test_shifts_are_lines_with_their_days(tmp_path):
    from standoff.export.chart import chart
    from standoff.story.shifts import method_for
    from standoff.story.track import Point, Shift, Track

    points = tuple(Point(f"2031-05-{n:02}", f"2031-05-{n:02}", f"2031-05-{n:02}", ()) for n in range(1, 31))
    days = ("2031-05-10", "2031-05-12", "2031-05-24")
    shifts = tuple(Shift("balance", day, day, 1.0, 2.0) for day in days)
    track = Track(("Karsova", "Tarland"), "day", points, shifts, method_for(30), None, {}, 0)
    drawn = json.dumps(chart(track))
    assert '"label": "10 May"' in drawn  # no room for more before the next
    assert '"label": "24 May: balance"' in drawn
    assert "penalty 10.2 in units of noise, segments of 2 days or more: 3" in drawn


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--chart", "chart.gif"), "ends in none of .svg, .png, .html"),
        (("--chart", "nowhere/chart.svg"), "cannot write nowhere/chart.svg"),
        (("--between", "Karsova"), "is not two names with a comma between"),
        (("--between", "Karsova,Nobody"), "no actor 'Nobody' in this case"),
        (("--penalty", "0"), "penalty: 0 is not above zero"),
        (("--since", "May"), "since: 'May' is no ISO 8601 date"),
    ],
)
def test_wrong_use_is_one_line(ask, arguments, says):
    shown, complaint = ask(*arguments, code=2)
    assert (shown, complaint.count("\n")) == ("", 1)
    assert says in complaint


def test_without_the_extra_the_table_is_there_and_a_chart_is_refused(ask, monkeypatch, tmp_path):
    for module in ("ruptures", "altair", "vl_convert"):
        monkeypatch.setitem(sys.modules, module, None)
    shown, complaint = ask()
    assert "Deterrence" in shown
    assert complaint == 'standoff: shifts need ruptures: pip install "standoff[charts]"\n'
    shown, complaint = ask("--chart", str(tmp_path / "chart.svg"), code=2)
    assert shown == ""
    assert complaint == 'standoff: a chart needs altair and vl-convert: pip install "standoff[charts]"\n'


def test_nothing_between_two_sides_is_said(ask):
    assert ask("--since", "2032")[0].startswith("Nothing in this case counts between Karsova and Tarland.")
