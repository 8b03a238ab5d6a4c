"""`standoff track`: deterrence and dialogue between two sides over time, and where they shift."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.table import Table

from standoff.cli.options import FILTERS, Format, case_option, format_option
from standoff.cli.output import console, plain, print_json
from standoff.export.track import direction_name, shifts_told, track_to_json, write_track_csv
from standoff.ontology.plover import Track as TrackName
from standoff.record.entries import Filters
from standoff.record.queries import short_ids
from standoff.record.store import Case
from standoff.story.track import DIRECTIONS, PERIODS, TRACKS, Direction, Period, Point, Track, track

FOLDED = 3
"""So many empty periods in a row are one line of the table."""


class Sides(click.ParamType):  # type: ignore[type-arg,unused-ignore] # generic from click 8.4 on
    """Two names with a comma between."""

    name = "sides"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """The two names; a usage error where there are not two."""
        names = [name.strip() for name in value.split(",")]
        if len(names) != 2 or not all(names):
            self.fail(f"{value!r} is not two names with a comma between: Karsova,Tarland", param, ctx)
        return names[0], names[1]


@click.command("track")
@click.option(
    "--between", type=Sides(), required=True, metavar="A,B", help="The two sides; each stands for who speaks for it."
)
@click.option("--by", type=click.Choice(PERIODS), default="week", show_default=True, help="The length of a period.")
@click.option("--penalty", type=float, metavar="X", help="What a shift costs; higher finds fewer [default: 3 ln n].")
@click.option("--chart", type=click.Path(path_type=Path), metavar="FILE", help="Draw it too: .svg, .png or .html.")
@FILTERS["since"]
@FILTERS["until"]
@FILTERS["outlet"]
@format_option
@case_option
def command(
    between: tuple[str, str],
    by: Period,
    penalty: float | None,
    chart: Path | None,
    since: str | None,
    until: str | None,
    outlet: tuple[str, ...],
    form: Format,
    case_path: Path,
) -> None:
    """Print how much deterrence and dialogue there is between two sides, by day, week or month.

    Each happening counts once, however many articles tell it. A shift is where the level changes.
    """
    with Case(case_path) as case:
        found = track(case, between, by, Filters(since=since, until=until, outlet=outlet), penalty)
        if chart is not None:
            from standoff.export.chart import write_chart  # noqa: PLC0415  (most questions draw nothing)

            write_chart(found, chart)
        if form == "json":
            print_json(track_to_json(found))
        elif form == "csv":
            write_track_csv(found, sys.stdout)
        else:
            print_track(case, found)
        if found.method is None:
            click.echo(f"standoff: {found.no_shifts}", err=True)


def print_track(case: Case, found: Track) -> None:
    """Print the table, the shifts with their method, and what does not count."""
    out = console()
    if found.counted:
        out.print(_table(case, found))
        out.print("\nWeights, with the number of happenings in brackets; each way deterrence / dialogue.")
    else:
        out.print(f"Nothing in this case counts between {plain(' and '.join(found.between))}.")
    if found.method is not None and found.points:
        out.print(shifts_told(found))
        for shift in found.shifts:
            out.print(f"  {shift.period}  {shift.series}: {shift.before:.1f} to {shift.after:.1f} a {found.by}")
    if found.left_out:
        out.print(f"Not counted: {', '.join(f'{count} {reason}' for reason, count in found.left_out.items())}")
    if found.one_sided:
        out.print(f"{found.one_sided} rows of either side are towards others or name nobody.")


def _table(case: Case, found: Track) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("When", no_wrap=True)
    for name in TRACKS:
        table.add_column(name.capitalize(), justify="right", no_wrap=True)
    table.add_column("Balance", justify="right", no_wrap=True)
    for direction in DIRECTIONS[1:]:
        table.add_column(plain(direction_name(found.between, direction)), justify="right")
    table.add_column("Rows", no_wrap=True)
    short = short_ids(case, {row_id for point in found.points for row_id in _leads(point)[:1]})
    shifted = {shift.period for shift in found.shifts}
    for points in _folded(found.points, shifted):
        if len(points) > 1:
            table.add_row(f"{points[0].period} to {points[-1].period}", *["·"] * 3)
            continue
        point = points[0]
        leads = _leads(point)
        more = f" +{len(leads) - 1}" if len(leads) > 1 else ""
        table.add_row(
            point.period + (" *" if point.period in shifted else ""),
            *(_cell(point, name) for name in TRACKS),
            f"{point.value('balance'):+g}".replace("+0", "0") if leads else "·",
            *(_both(point, direction) for direction in DIRECTIONS[1:]),
            short[leads[0]] + more if leads else "",
        )
    return table


def _folded(points: Sequence[Point], kept: set[str]) -> Iterator[list[Point]]:
    """The points one by one, but long runs of empty ones together; those that are kept stand alone."""
    empty: list[Point] = []
    for point in points:
        if point.counted or point.period in kept:
            yield from [empty] if len(empty) >= FOLDED else [[each] for each in empty]
            empty = []
            yield [point]
        else:
            empty.append(point)
    yield from [empty] if len(empty) >= FOLDED else [[each] for each in empty]


def _leads(point: Point) -> list[str]:
    return [counted.happening.ids[0] for counted in point.counted]


def _cell(point: Point, name: TrackName) -> str:
    tally = point.tally(name)
    return f"{tally.weight:g} ({tally.count})" if tally.count else "·"


def _both(point: Point, direction: Direction) -> str:
    """The weights of deterrence and dialogue of one direction in one cell."""
    tallies = [point.tally(name, direction) for name in TRACKS]
    cells = [f"{tally.weight:g}" if tally.count else "·" for tally in tallies]
    return " / ".join(cells) if any(tally.count for tally in tallies) else "·"
