"""The double track as a chart: deterrence above the line, dialogue below, in SVG, PNG or one HTML file.

Drawn by Vega-Lite through altair and vl-convert, which come with the extra `charts`; nothing is fetched, and the HTML
holds the script that it needs. Deterrence is solid and dialogue open: a print in grey says the same as the colours.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any

from standoff.errors import ConfigurationError, MissingExtraError
from standoff.export.track import direction_name, shifts_told
from standoff.ontology.plover import Track as TrackName
from standoff.story.shifts import INSTALL
from standoff.story.track import DIRECTIONS, TRACKS, Point, Track

FORMS = (".svg", ".png", ".html")

INK, SOFT, RULE, GROUND = "#16191d", "#525a63", "#d5dae0", "#ffffff"
COLOURS = {"deterrence": "#a8420a", "dialogue": "#0b5f9e"}
FONT = "Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif"
WIDTH, HEIGHT = 760, 300

GAP = 0.12
"""The share of a period that is left free on each side of its bar."""

SHIFTS_SHOWN = 5
"""The most shifts that a chart marks: more cannot be read. The table has all."""

LABEL_SHARE = 0.3
"""The share of the width that the words of a shift need; with less before the next one, the day stands alone."""

TICKS = 10
"""The most days under the axis."""

DAY_MS = 86_400_000

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

HEADROOM = 1.3
"""How far the scale goes beyond the highest bar: room for the name of the track."""

LEAST_SIDE = 0.3
"""The share of the higher side that the lower side of the chart has at the least."""

IDS_SHOWN = 12
"""Row ids in a tooltip; JSON has all."""

PNG_SCALE = 2


def write_chart(track: Track, path: Path) -> None:
    """Write the chart to `path`, in the form that its ending names.

    Raises ConfigurationError for another ending or a place that cannot be written, MissingExtraError where the extra
    `charts` is not installed.
    """
    form = path.suffix.lower()
    if form not in FORMS:
        raise ConfigurationError(f"chart: {path} ends in none of {', '.join(FORMS)}")
    try:
        import vl_convert  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise MissingExtraError(f"a chart needs altair and vl-convert: {INSTALL}") from error
    spec = chart(track)
    if form == ".html":
        drawn = vl_convert.vegalite_to_html(spec, bundle=True).encode()
    elif form == ".svg":
        drawn = vl_convert.vegalite_to_svg(spec).encode()
    else:
        drawn = vl_convert.vegalite_to_png(spec, scale=PNG_SCALE)
    try:
        path.write_bytes(drawn)
    except OSError as error:
        raise ConfigurationError(f"cannot write {path}: {error.strerror or error}") from error


def chart(track: Track) -> dict[str, Any]:
    """The chart as a Vega-Lite specification, with the numbers and row ids in it."""
    try:
        import altair as alt  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise MissingExtraError(f"a chart needs altair and vl-convert: {INSTALL}") from error
    edges = (_begin(track.points[0].first_day), _begin(track.points[-1].last_day) + DAY_MS) if track.points else (0, 1)
    axis = alt.Axis(values=_ticks(track), format="%b %Y" if track.by == "month" else "%-d %b", grid=False, ticks=False)
    x = alt.X("begin:T", scale=alt.Scale(type="utc", domain=edges, nice=False), axis=axis, title=None)
    most, least, levels = _levels(track)
    y = alt.Y(
        "height:Q",
        title=None,
        scale=alt.Scale(domain=(least, most), nice=False),
        axis=alt.Axis(values=levels, labelExpr="format(abs(datum.value), '~g')", ticks=False),
    )
    told = [alt.Tooltip(f"{way}:N", title=direction_name(track.between, way)) for way in DIRECTIONS]
    bars = [
        alt.Chart(alt.Data(values=_bars(track, name)))
        .mark_bar(**_look(name))
        .encode(x=x, x2="end:T", y=y, y2=alt.Y2Datum(0), tooltip=["period:N", "track:N", *told, "rows:N"])
        for name in TRACKS
    ]
    zero = alt.Chart(alt.Data(values=[{}])).mark_rule(color=INK, strokeWidth=1).encode(y=alt.YDatum(0))
    names = [
        alt.Chart(alt.Data(values=[{"name": name}]))
        .mark_text(align="left", baseline=baseline, color=COLOURS[name], fontSize=13, fontWeight=600, x=6, y=at)
        .encode(text="name:N")
        for name, baseline, at in (("deterrence", "top", 4), ("dialogue", "bottom", HEIGHT - 4))
    ]
    shifts = alt.Chart(alt.Data(values=_shifts(track))).encode(x=alt.X("at:T"))
    marks = [
        shifts.mark_rule(color=INK, strokeWidth=1, strokeDash=[4, 3]).encode(tooltip="shift:N"),
        shifts.mark_text(align="left", baseline="bottom", color=INK, fontSize=11, dx=4, y=-4).encode(text="label:N"),
    ]
    layers = [*bars, zero, *(marks if track.shifts else ()), *names]
    head = alt.Title(
        _title(track),
        subtitle=_subtitle(track),
        anchor="start",
        fontSize=17,
        fontWeight=600,
        color=INK,
        subtitleColor=SOFT,
        subtitleFontSize=12,
        subtitlePadding=4,
        offset=14,
    )
    note = alt.Title(
        _note(track), anchor="start", orient="bottom", fontSize=11, fontWeight=400, color=SOFT, offset=10, lineHeight=15
    )
    drawn = alt.layer(*layers, width=WIDTH, height=HEIGHT, title=note)
    whole = (
        alt.vconcat(drawn, title=head, background=GROUND, padding=16)
        .configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=SOFT, titleColor=SOFT, titleFontWeight="normal", gridColor=RULE, domain=False, tickColor=RULE
        )
        .properties(usermeta={"embedOptions": {"actions": False}})
    )
    spec: dict[str, Any] = whole.to_dict()
    return spec


def _look(name: str) -> dict[str, Any]:
    """Solid for deterrence, open for dialogue."""
    colour = COLOURS[name]
    return {"fill": colour if name == "deterrence" else GROUND, "stroke": colour, "strokeWidth": 1.5}


def _bars(track: Track, name: TrackName) -> list[dict[str, Any]]:
    """A bar for each period in which something counts on this track; what weighs nothing is a line on the axis."""
    return [_bar(point, name) for point in track.points if point.tally(name).count]


def _bar(point: Point, name: TrackName) -> dict[str, Any]:
    begin, end = _begin(point.first_day), _begin(point.last_day) + DAY_MS
    gap = (end - begin) * GAP
    tallies = {direction: point.tally(name, direction) for direction in DIRECTIONS}
    ids = tallies["between"].ids
    return {
        "period": point.period,
        "track": name,
        "begin": begin + gap,
        "end": end - gap,
        "height": tallies["between"].weight * (1 if name == "deterrence" else -1),
        **{direction: f"{tally.count}, weight {tally.weight:g}" for direction, tally in tallies.items()},
        "rows": ", ".join(ids[:IDS_SHOWN]) + (f" and {len(ids) - IDS_SHOWN} more" if len(ids) > IDS_SHOWN else ""),
    }


def _begin(day: str) -> float:
    """The first moment of a day in milliseconds since 1970, UTC."""
    return (date.fromisoformat(day) - date(1970, 1, 1)).days * DAY_MS


def _levels(track: Track) -> tuple[float, float, list[float]]:
    """The ends of the scale, one for both tracks, and the levels that get a line: two steps up, and as far down."""
    up, down = (max((point.value(name) for point in track.points), default=0) for name in TRACKS)
    most = max(up, down) or 1
    step = next(step for power in range(-1, 9) for each in (1, 2, 2.5, 5) if (step := each * 10**power) * 3 > most)
    levels = [level * step for level in (-2, -1, 0, 1, 2) if -down <= level * step <= up]
    return max(HEADROOM * up, LEAST_SIDE * most), -max(HEADROOM * down, LEAST_SIDE * most), levels


def _ticks(track: Track) -> list[float]:
    """Where days are written under the axis: under the bar, or at the first day of a week, as far as there is room."""
    step = max(1, ceil(len(track.points) / TICKS))
    points = track.points[::step]
    if track.by == "week":
        return [_begin(point.first_day) for point in points]
    return [(_begin(point.first_day) + _begin(point.last_day) + DAY_MS) / 2 for point in points]


def _shifts(track: Track) -> list[dict[str, Any]]:
    """The days on which something shifts, with what does; those of the balance first, as many as can be read."""
    by_day: dict[str, list[str]] = {}
    for shift in track.shifts:
        by_day.setdefault(shift.first_day, []).append(shift.series)
    kept = sorted(sorted(by_day, key=lambda day: "balance" not in by_day[day])[:SHIFTS_SHOWN])
    room = [(_begin(later) - _begin(day)) / _length(track) for day, later in pairwise(kept)]
    return [
        {
            "at": _begin(day),
            "label": _day(day) if wide < LABEL_SHARE else f"{_day(day)}: {', '.join(by_day[day])}",
            "shift": f"{day}: {', '.join(by_day[day])}",
        }
        for day, wide in zip(kept, [*room, 1.0], strict=False)
    ]


def _length(track: Track) -> float:
    """How long the span is, in milliseconds."""
    return _begin(track.points[-1].last_day) + DAY_MS - _begin(track.points[0].first_day)


def _day(iso: str) -> str:
    """The day as people write it.

    >>> _day("2031-03-08")
    '8 Mar'
    """
    day = date.fromisoformat(iso)
    return f"{day.day} {MONTHS[day.month - 1]}"


def _title(track: Track) -> str:
    counts = (sum(each.track == name for each in track.counted) for name in TRACKS)
    said = ", ".join(f"{count} of {name}" for count, name in zip(counts, TRACKS, strict=True))
    return f"{track.between[0]} and {track.between[1]}: {said}"


def _subtitle(track: Track) -> str:
    if not track.points:
        return "nothing counts"
    return f"Weight by {track.by}, {track.points[0].first_day} to {track.points[-1].last_day}"


def _note(track: Track) -> list[str]:
    """Under the chart: what it rests on, and how shifts were looked for."""
    happenings, outlets = len(track.counted), len(track.outlets)
    rests = f"{happenings} happening{'s' * (happenings != 1)} told by {outlets} outlet{'s' * (outlets != 1)}"
    return [f"{rests}, each counted once. Weight: the sum of PLOVER's scores without their signs.", shifts_told(track)]
