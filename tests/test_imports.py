"""Imports point one way along the pipeline: document <- ingest, read <- record <- story <- export <- serve, cli."""

from __future__ import annotations

import ast
import graphlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import standoff

PACKAGE = Path(standoff.__file__).parent

CORE = ("errors", "document", "annotation", "ontology")
LAYERS: dict[str, tuple[str, ...]] = {
    "errors": (),
    "ontology": ("errors",),
    "document": ("errors",),
    "annotation": ("errors", "document"),
    "ingest": CORE,
    "readers": CORE,
    "record": (*CORE, "ingest", "readers"),
    "story": (*CORE, "ingest", "readers", "record"),
    "export": (*CORE, "ingest", "readers", "record", "story"),
    "scale": (*CORE, "ingest", "readers", "record", "story", "export"),
    "serve": (*CORE, "ingest", "readers", "record", "story", "export"),
    "cli": (*CORE, "ingest", "readers", "record", "story", "export", "scale", "serve"),
}
"""Each room, and the rooms it may import besides itself. A new room gets its line here, in the order of the flow."""

FACADE = ("standoff", "standoff.__main__")
"""Modules that stand in front of the rooms and may import any of them."""


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(source: str, module: str, known: frozenset[str], *, is_package: bool = False) -> Iterator[str]:
    """The modules of the package that `source` names in an import statement, wherever it stands in the file.

    `standoff.__version__` is not a module, and is the one thing that any room may take from the front door.
    """
    package = module if is_package else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "standoff")
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([base] if base else [])])
            if base.split(".")[0] == "standoff":
                for alias in node.names:
                    if (base, alias.name) == ("standoff", "__version__"):
                        continue
                    inner = f"{base}.{alias.name}"
                    yield inner if inner in known else base


def wrong_way(module: str, target: str) -> str | None:
    """Why `module` may not import `target`; None when it may."""
    if module in FACADE:
        return None
    if target == "standoff":
        return None if module.split(".")[1] == "cli" else f"{module} imports the package's front door"
    here, there = module.split(".")[1], target.split(".")[1]
    if here not in LAYERS or there not in LAYERS:
        return f"{module} imports {target}: give both a place in LAYERS"
    if here != there and there not in LAYERS[here]:
        return f"{module} imports {target}: {here} may import only {', '.join(LAYERS[here]) or 'nothing'}"
    return None


MODULES = modules()


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_one_way(module: str) -> None:
    path = MODULES[module]
    targets = imported(path.read_text("utf-8"), module, frozenset(MODULES), is_package=path.name == "__init__.py")
    assert [problem for target in targets if (problem := wrong_way(module, target))] == []


def test_no_two_modules_need_each_other() -> None:
    graph = {}
    for module, path in MODULES.items():
        is_package = path.name == "__init__.py"
        targets = imported(path.read_text("utf-8"), module, frozenset(MODULES), is_package=is_package)
        graph[module] = {target for target in targets if target != module}
    graphlib.TopologicalSorter(graph).prepare()


@pytest.mark.parametrize(
    ("module", "source", "targets"),
    [
        ("standoff.readers.times.timexes", "from standoff.record import store", ["standoff.record.store"]),
        ("standoff.readers.times.timexes", "from standoff.cli import main", ["standoff.cli"]),
        ("standoff.readers.times.timexes", "def f():\n    import standoff.cli.read", ["standoff.cli.read"]),
        ("standoff.ingest.text", "from ..readers import parsing", ["standoff.readers.parsing"]),
        ("standoff.document", "from . import annotation", ["standoff.annotation"]),
        ("standoff.ontology.acts", "from standoff.document import Span", ["standoff.document"]),
        ("standoff.readers.times.timexes", "from standoff import __version__, open_case", ["standoff"]),
    ],
)
def test_the_check_sees_a_wrong_import(module: str, source: str, targets: list[str]) -> None:
    known = frozenset({"standoff.record.store", "standoff.readers.parsing", "standoff.annotation", "standoff.cli.read"})
    assert list(imported(source, module, known)) == targets
    assert all(wrong_way(module, target) for target in targets)


def test_the_check_lets_a_right_import_pass() -> None:
    assert wrong_way("standoff.readers.times.timexes", "standoff.document") is None
    assert wrong_way("standoff.cli.read", "standoff.record.store") is None
    assert wrong_way("standoff", "standoff.record") is None
