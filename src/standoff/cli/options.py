"""The options that several commands share, and what they mean."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

from standoff.record.entries import Filters

Format = Literal["table", "json", "csv"]
FORMATS: tuple[Format, ...] = ("table", "json", "csv")

DEFAULT_CASE = Path("case.standoff")

NOTHING_READ = 1
"""The exit code of a run in which nothing could be read."""

TABLE_LIMIT = 50
"""Rows in a table when nothing else is asked for: two screens. JSON and CSV give all."""

F = TypeVar("F", bound=Callable[..., Any])


class OneOf(click.ParamType):  # type: ignore[type-arg,unused-ignore] # generic from click 8.4 on
    """A name out of a table that is loaded only when the option is used, in any case."""

    name = "name"

    def __init__(self, what: str, load: Callable[[], tuple[str, ...]]) -> None:
        self.what = what
        self.load = load

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name as the table writes it; a usage error that lists the names when it has none such."""
        known = self.load()
        meant = next((name for name in known if name.casefold() == value.casefold()), None)
        if meant is None:
            self.fail(f"no {self.what} {value!r}; there are: {', '.join(known)}", param, ctx)
        return meant


def _acts() -> tuple[str, ...]:
    from standoff.ontology.acts import ACTS  # noqa: PLC0415  (a table that most questions do not need)

    return tuple(ACTS)


def _types() -> tuple[str, ...]:
    from standoff.ontology.plover import event_types  # noqa: PLC0415  (a table that most questions do not need)

    return tuple(event_types())


FILTERS: dict[str, Callable[[F], F]] = {
    "actor": click.option(
        "--actor",
        multiple=True,
        metavar="NAME",
        help="Whose: a name, alias, id or three-letter code; a state stands for those who speak for it too.",
    ),
    "from": click.option(
        "--from", "actor", multiple=True, metavar="NAME", help="On whose behalf, as --actor elsewhere."
    ),
    "to": click.option("--to", multiple=True, metavar="NAME", help="To whom, likewise."),
    "act": click.option(
        "--act",
        multiple=True,
        type=OneOf("act", _acts),
        metavar="ACT",
        help="threaten, promise, demand, offer, reject ...",
    ),
    "type": click.option(
        "--type",
        "type",
        multiple=True,
        type=OneOf("event type", _types),
        metavar="TYPE",
        help="A PLOVER event type: CONSULT, MOBILIZE ...",
    ),
    "track": click.option(
        "--track", type=click.Choice(["deterrence", "dialogue"]), help="One side of the double track."
    ),
    "since": click.option(
        "--since", metavar="DATE", help="From this day, month or year on (2031, 2031-05, 2031-05-03)."
    ),
    "until": click.option("--until", metavar="DATE", help="Up to and with this day, month or year."),
    "outlet": click.option("--outlet", multiple=True, metavar="NAME", help="Only what this outlet printed."),
}

case_option = click.option(
    "--case",
    "case_path",
    type=click.Path(path_type=Path),
    default=DEFAULT_CASE,
    show_default=True,
    metavar="FILE",
    help="The case file.",
)
format_option = click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print."
)

row_format_option = click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to print."
)


def reading(function: F) -> F:
    """Add the options of commands that read articles: `READING`."""
    options = (
        click.option(
            "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes to read with [default: the cores]"
        ),
        click.option(
            "--actors",
            "overlays",
            multiple=True,
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="A TOML file that teaches Standoff actors and places; may be given several times.",
        ),
        click.option(
            "--published",
            metavar="DATE",
            help="The date of the articles (2031, 2031-05, 2031-05-03), whatever they say.",
        ),
        click.option("--outlet", metavar="NAME", help="Who printed the articles, whatever they say."),
        click.option("--text-field", metavar="NAME", help="The field of JSON lines that holds the text."),
        click.option("--quiet", is_flag=True, help="No progress bar and no summary."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def question(*filters: str) -> Callable[[F], F]:
    """A decorator that adds these filters and `--limit`, `--format` and `--case`; the command gets them by name."""

    def decorate(function: F) -> F:
        limit = click.option(
            "--limit",
            type=click.IntRange(min=1),
            metavar="N",
            help=f"At most so many [default: {TABLE_LIMIT} in a table]",
        )
        for option in (case_option, format_option, limit, *(FILTERS[name] for name in reversed(filters))):
            function = option(function)
        return function

    return decorate


def filters_of(form: Format, options: dict[str, Any]) -> Filters:
    """The filters that a command got; a table has a limit even where none is given."""
    limit = options.pop("limit")
    return Filters(**options, limit=TABLE_LIMIT if limit is None and form == "table" else limit)
