"""Floors: figures that a change may not fall below, each set's beside a digest of the data it was measured on.

A floor can be raised and never lowered: `raised` is the only way to a new table, and it keeps the higher of the two.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).with_name("floors.toml")

SLACK = 0.01
"""How far below the measured figure a floor is set: figures move by a few thousandths between versions of Python and
of the libraries below us, and a change that costs a whole point should not pass unseen."""

HEAD = """# Figures that may not fall: `bench/run.py --check` compares, `bench/run.py --raise` only ever raises.
# A table is named SET, or SET-quick for the sample of `--quick`; `digest` is over the gold and its scorer.
"""


@dataclass(frozen=True)
class Floor:
    """The floors of one set: figure name to value, on the data that `digest` names."""

    digest: str
    figures: Mapping[str, float] = field(default_factory=dict)


def load(path: Path = FILE) -> dict[str, Floor]:
    """The floors by name of set; empty where the file does not exist."""
    if not path.exists():
        return {}
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: Floor(table["digest"], {key: float(value) for key, value in table.items() if key != "digest"})
        for name, table in tables.items()
    }


def dump(floors: Mapping[str, Floor]) -> str:
    """The floors as TOML, sorted, so that a change shows as one line."""
    parts = [HEAD]
    for name, floor in sorted(floors.items()):
        lines = [f'"{key}" = {value:.4f}' for key, value in sorted(floor.figures.items())]
        parts.append("\n".join([f"[{name}]", f'digest = "{floor.digest}"', *lines]) + "\n")
    return "\n".join(parts)


def failures(floors: Mapping[str, Floor], name: str, measured: Floor) -> list[str]:
    """What is wrong with the figures measured for the set `name`, one line each; empty when nothing is.

    Other data than the floor's is a failure too: figures on different data cannot be compared.

    >>> old = {"plv": Floor("a1", {"recall": 0.5})}
    >>> failures(old, "plv", Floor("a1", {"recall": 0.48}))
    ['plv: recall is 0.4800, below its floor of 0.5000']
    >>> failures(old, "plv", Floor("b2", {"recall": 0.9}))
    ['plv: the data is not the data of the floors (b2, not a1)']
    >>> failures(old, "aeb", Floor("c3", {"F1": 0.1}))
    []
    """
    floor = floors.get(name)
    if floor is None:
        return []
    if floor.digest != measured.digest:
        return [f"{name}: the data is not the data of the floors ({measured.digest}, not {floor.digest})"]
    found = []
    for key, least in floor.figures.items():
        value = measured.figures.get(key)
        if value is None:
            found.append(f"{name}: {key} was not measured; its floor is {least:.4f}")
        elif value < least:
            found.append(f"{name}: {key} is {value:.4f}, below its floor of {least:.4f}")
    return found


def raised(floors: Mapping[str, Floor], name: str, measured: Floor) -> dict[str, Floor]:
    """The floors with those of the set `name` raised to `SLACK` below what was measured; none is ever lowered.

    Raises ValueError when the data differs from the floor's: a new gold set gets a new name, so that the old floor
    goes only where somebody takes it out by hand.

    >>> raised({"plv": Floor("a1", {"recall": 0.5})}, "plv", Floor("a1", {"recall": 0.4}))["plv"].figures
    {'recall': 0.5}
    """
    old = floors.get(name)
    if old is not None and old.digest != measured.digest:
        raise ValueError(f"{name}: measured on {measured.digest}, but the floors stand on {old.digest}")
    figures = dict(old.figures) if old else {}
    for key, value in measured.figures.items():
        figures[key] = max(figures.get(key, 0.0), round(value - SLACK, 4))
    return {**floors, name: Floor(measured.digest, figures)}
