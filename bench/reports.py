"""Keep what was measured in bench/results, and write tables of it into the pages of docs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import machine

RESULTS = Path(__file__).with_name("results")
ACCURACY = machine.ROOT / "docs" / "accuracy.md"
END = "<!-- end of table -->"


def keep(name: str, content: Mapping[str, Any], environment: Mapping[str, str], folder: Path = RESULTS) -> None:
    """Write what was measured and where it was measured to bench/results/NAME.json."""
    folder.mkdir(exist_ok=True)
    text = json.dumps({**content, "environment": environment}, indent=1, ensure_ascii=False)
    (folder / f"{name}.json").write_text(text + "\n", "utf-8")


def load(name: str, folder: Path = RESULTS) -> tuple[dict[str, Any], dict[str, str]] | None:
    """What was measured last under this name, and the environment it was measured in; None where nothing was."""
    path = folder / f"{name}.json"
    if not path.exists():
        return None
    content = json.loads(path.read_text("utf-8"))
    environment = content.pop("environment")
    return content, environment


def loaded(name: str) -> tuple[dict[str, Any], dict[str, str]]:
    """As `load`, for a command that needs it. Raises SystemExit saying what to run where nothing was measured yet."""
    found = load(name)
    if found is None:
        raise SystemExit(f"nothing is kept in bench/results/{name}.json yet: measure first, without --docs")
    return found


def markdown(head: Iterable[str], rows: Iterable[Iterable[str]], right: int = 1) -> str:
    """A Markdown table whose last `right` columns are set to the right.

    >>> print(markdown(("what", "F1"), [("cue", "0.5")]), end="")
    | what | F1 |
    |---|--:|
    | cue | 0.5 |
    """
    columns = list(head)
    rule = "|---" * (len(columns) - right) + "|--:" * right + "|"
    lines = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([f"| {' | '.join(columns)} |", rule, *lines]) + "\n"


def write_table(command: str, body: str, page: Path = ACCURACY) -> None:
    """Put `body` between the mark of `command` and the end mark after it; the rest of the page stays as it is.

    Raises SystemExit when the page has no such mark.
    """
    begin = f"<!-- table: {command} -->"
    text = page.read_text("utf-8")
    before, mark, rest = text.partition(begin)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise SystemExit(f"{page} has no {begin} with {END} after it")
    page.write_text(f"{before}{begin}\n\n{body}\n{END}{after}", "utf-8")
