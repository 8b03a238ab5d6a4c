"""The command `standoff`: one module per command, each thin: it takes options, calls the package, prints.

Exit codes: 0 fine, 1 nothing could be read, 2 wrong use, configuration or case file, 130 stopped by Ctrl-C, 141 the
reader of the output went away. An error is one line on standard error, beginning with `standoff:`.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from standoff import __version__
from standoff.errors import StandoffError

COMMANDS = {
    "read": "Read articles into a case, or print the record of each.",
    "timeline": "Events and signals by the day they happened.",
    "statements": "Who said what, to whom.",
    "signals": "Threats, promises, demands, offers, refusals ...",
    "ledger": "Who is bound to what, and what came later that bears on it.",
    "events": "Who did what to whom.",
    "track": "Deterrence and dialogue between two sides over time.",
    "agenda": "What was still ahead.",
    "actors": "The parties, and who speaks for them.",
    "documents": "The articles, with the number of rows in each.",
    "search": "Articles that hold the words, each with its best passage.",
    "code": "Event tables in the field's formats: PLOVER, POLECAT, ICEWS, GDELT, CAMEO.",
    "show": "A row in its paragraph, a document, or an actor.",
    "explain": "Why a row is there: its reader, the rule, what it saw.",
}
"""Each command is `command` in the module of its name, loaded when it is asked for."""

WRONG, INTERRUPTED, PIPE_CLOSED = 2, 130, 141


class Commands(click.Group):
    """The commands by name; a module is loaded when its command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order an analyst needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with this name; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"standoff.cli.{cmd_name}").command
        return found

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; when it is stopped say so, when the reader of its output goes away end quietly."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stop:
            _complain(f"stopped{stop}")
            return INTERRUPTED
        except BrokenPipeError:
            _drop_output()
            return PIPE_CLOSED

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="standoff")
def cli() -> None:
    """Read the news of an international crisis into a record, and ask it questions.

    Every row points at the exact characters it came from.

    \b
        standoff read articles/              read a folder into case.standoff and sum it up
        standoff timeline --since 2031-05    what happened
        standoff signals --act threaten      who threatened whom, and on which condition
        standoff show ID                     the sentence behind a row
    """  # noqa: D301  (click wants the backspace itself: it keeps the lines as they are)


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """The exit code of `standoff` with these arguments; errors are printed, never raised."""
    _use_utf8()
    try:
        code: int | None = cli.main(list(arguments), prog_name="standoff", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        context = error.ctx if isinstance(error, click.UsageError) else None
        usage = f" (see `{context.command_path} --help`)" if context else ""
        return _complain(f"{error.format_message().rstrip('.')}{usage}")
    except StandoffError as error:
        return _complain(str(error))
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return PIPE_CLOSED
    return code or 0


def _complain(text: str) -> int:
    print(f"standoff: {' '.join(text.split())}", file=sys.stderr)  # noqa: T201
    return WRONG


def _use_utf8() -> None:
    """Write UTF-8 whatever the locale; a terminal keeps its own, with what it cannot show replaced."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _drop_output() -> None:
    """Send what is still to be written nowhere, so that Python's own last flush stays quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
