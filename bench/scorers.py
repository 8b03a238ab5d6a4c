"""The scorers, which lie beside the gold sets and not in the project: where they are, and their functions."""

from __future__ import annotations

import importlib.util
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

import machine

SHARED = machine.ROOT.parent / "shared"
"""Where gold and scorers are looked for when no `--data` is given."""


def absent(data: Path) -> str | None:
    """What to say where there is nothing to measure with; None where the scorers are there."""
    if (data / "bench" / "score.py").exists():
        return None
    return f"nothing measured: there are no gold sets and scorers at {data} (--data DIR says where)"


def files(data: Path) -> list[Path]:
    """The scorers' files, which belong to the digest of what a figure was measured with."""
    return sorted((data / "bench").glob("*.py"))


def load(data: Path, name: str) -> ModuleType:
    """The module of one scorer (`score`, `polnear_score`), by its path; nothing is written beside it."""
    path = data / "bench" / f"{name}.py"
    loader = _NotCached(f"scorer_{name}", str(path))
    spec = importlib.util.spec_from_file_location(loader.name, path, loader=loader)
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class _NotCached(SourceFileLoader):
    """Leaves no `__pycache__` in a folder that is not ours."""

    def set_data(self, *_arguments: Any, **_options: Any) -> None:
        """Write nothing."""
