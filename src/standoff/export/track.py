"""The double track as JSON and CSV: every period of the span with its counts, weights and row ids."""

from __future__ import annotations

import csv
from dataclasses import asdict
from typing import Any, TextIO

from standoff.export.csv import LIST
from standoff.story.track import DIRECTIONS, TRACKS, Counted, Direction, Point, Track

COLUMNS = (
    "period",
    "first_day",
    "last_day",
    "direction",
    *(f"{name}_{what}" for name in TRACKS for what in ("count", "weight")),
    "balance",
    *(f"{name}_rows" for name in TRACKS),
    "shifts",
)


def direction_name(between: tuple[str, str], direction: Direction) -> str:
    """The direction in words.

    >>> direction_name(("Karsova", "Tarland"), "back"), direction_name(("Karsova", "Tarland"), "between")
    ('Tarland > Karsova', 'Karsova, Tarland')
    """
    one, other = between
    return {"between": f"{one}, {other}", "forth": f"{one} > {other}", "back": f"{other} > {one}"}[direction]


def shifts_told(track: Track) -> str:
    """How shifts were looked for, with every parameter, or why there are none, as one line."""
    if track.no_shifts is not None or track.method is None:
        return f"Shifts: {track.no_shifts}"
    how = track.method
    return (
        f"Shifts: {how.name} (ruptures {how.version}), cost {how.cost}, penalty {how.penalty:.3g} in units of noise,"
        f" segments of {how.shortest_segment} {track.by}s or more: {len(track.shifts) or 'none'}"
    )


def track_to_json(track: Track) -> dict[str, Any]:
    """The whole track: `happenings` of a point have all their tellings, the one that stands for them first."""
    return {
        "between": list(track.between),
        "by": track.by,
        "points": [_point(track, point) for point in track.points],
        "shifts": [asdict(shift) for shift in track.shifts],
        "method": track.method and asdict(track.method),
        "no_shifts": track.no_shifts,
        "outlets": list(track.outlets),
        "left_out": dict(track.left_out),
        "one_sided": track.one_sided,
    }


def write_track_csv(track: Track, stream: TextIO) -> None:
    """Write three lines for each period: both directions together, and each apart."""
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for point in track.points:
        shifts = LIST.join(shift.series for shift in track.shifts if shift.period == point.period)
        for direction in DIRECTIONS:
            values: dict[str, Any] = {}
            for name in TRACKS:
                tally = point.tally(name, direction)
                values |= {f"{name}_count": tally.count, f"{name}_weight": tally.weight}
                values[f"{name}_rows"] = LIST.join(tally.ids)
            days = {"period": point.period, "first_day": point.first_day, "last_day": point.last_day}
            own = {"direction": direction_name(track.between, direction), "shifts": shifts}
            writer.writerow(days | own | values | {"balance": point.value("balance", direction)})


def _point(track: Track, point: Point) -> dict[str, Any]:
    days = {"period": point.period, "first_day": point.first_day, "last_day": point.last_day}
    told: dict[str, Any] = {
        direction: {
            **{
                name: {"count": tally.count, "weight": tally.weight, "rows": list(tally.ids)}
                for name in TRACKS
                for tally in [point.tally(name, direction)]
            },
            "balance": point.value("balance", direction),
        }
        for direction in DIRECTIONS
    }
    return {**days, **told, "happenings": [_counted(track, each) for each in point.counted]}


def _counted(track: Track, counted: Counted) -> dict[str, Any]:
    happening = counted.happening
    return {
        "what": happening.what,
        "track": counted.track,
        "weight": counted.weight,
        "direction": direction_name(track.between, counted.direction),
        "when": happening.when and asdict(happening.when),
        "outlets": list(happening.outlets),
        "rows": list(happening.ids),
    }
