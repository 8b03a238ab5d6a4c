"""The way to the modules of the bench, and a tiny gold set on disk."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"
sys.path.append(str(BENCH))  # a folder of scripts, not a package

import polnear  # noqa: E402
import scorers  # noqa: E402
from toy_gold import BRIDGE, CLOSED, HARBOUR, LATE, OPENS, SUNK, annotation  # noqa: E402


@pytest.fixture(scope="session")
def data() -> Path:
    """Where the scorers lie; a test that asks for them is skipped where they do not."""
    folder = Path(os.environ.get("STANDOFF_GOLD") or scorers.SHARED)
    if scorers.absent(folder):
        pytest.skip(f"there is no scorer at {folder}: STANDOFF_GOLD may say where")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents that two people marked, the second of them differently, and one that one person marked."""
    written = {
        "harbour": (HARBOUR, {"aa": [LATE, SUNK], "bb": [LATE]}),
        "bridge": (BRIDGE, {"aa": [CLOSED, OPENS], "bb": [CLOSED, OPENS]}),
        "quay": (HARBOUR, {"aa": [LATE]}),
    }
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    for name, (text, people) in written.items():
        (tmp_path / "text" / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
        for annotator, said in people.items():
            marks = annotation(text, said)
            (tmp_path / "attributions" / f"{name}_{annotator}.ann").write_text(marks, encoding="utf-8", newline="")
    return tmp_path


@pytest.fixture
def gold(folder: Path, data: Path) -> polnear.Gold:
    """The tiny gold set with the scorer that reads it."""
    return polnear.Gold(folder, data)
