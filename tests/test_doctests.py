"""Every example in the docstrings of the installed package gives what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import standoff

MODULES = ["standoff", *(module.name for module in pkgutil.walk_packages(standoff.__path__, "standoff."))]


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("__main__")])
def test_examples(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0, f"{result.failed} of {result.attempted} examples in {name} fail (see above)"
