"""What users install: the wheel is built, holds every file that is not Python's, and reads the sample by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the working tree with the build backend of the test extra."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder the wheel was unpacked in."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if name.startswith("standoff/")}
    paths = {path.relative_to(SOURCE) for path in (SOURCE / "standoff").rglob("*") if path.is_file()}
    hidden = {path for path in paths if any(part == "__pycache__" or part.startswith(".") for part in path.parts)}
    expected = {path.as_posix() for path in paths - hidden}
    assert inside == expected
    assert {"standoff/py.typed", "standoff/record/schema.sql"} <= inside
    assert any(name.startswith("standoff/data/") and name.endswith(".toml") for name in inside)


def test_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        licences = [name for name in archive.namelist() if name.endswith("licenses/LICENSE")]
        text = archive.read(metadata).decode()
    assert licences
    assert "License-Expression: Apache-2.0" in text
    assert "Requires-Python: <3.14,>=3.11" in text


def test_command_line_runs_from_the_unpacked_wheel(unpacked: Path, tmp_path: Path) -> None:
    script = "import standoff, sys; print(standoff.__file__, file=sys.stderr); from standoff.cli import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    arguments = [ROOT / "sample" / "dispatches", "--actors", ROOT / "sample" / "actors.toml", "--jsonl", "--quiet"]
    done = subprocess.run(
        [sys.executable, "-c", script, "read", *map(str, arguments), "--jobs", "1"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert str(unpacked) in done.stderr, "another standoff than the wheel's was run"
    records = [json.loads(line) for line in done.stdout.split("\n") if line]
    assert len(records) == len(list((ROOT / "sample" / "dispatches").iterdir()))
    assert all(record["attributions"] for record in records[:1])
    assert list(tmp_path.iterdir()) == [], "--jsonl wrote a file"
