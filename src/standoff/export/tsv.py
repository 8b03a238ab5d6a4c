"""A line of tab-separated values, as the event tables of the field are: no quoting, nothing that breaks a line."""

from __future__ import annotations

import re
from collections.abc import Iterable

BREAKING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def line(cells: Iterable[object]) -> str:
    r"""The cells as one line; an unknown one is empty, and what would break the line (tabs, controls) is a space.

    The formats have no way to escape, and their readers split at every tab and line break.

    >>> line(["Ana\tPetrov", None, -3.5])
    'Ana Petrov\t\t-3.5'
    """
    return "\t".join("" if cell is None else BREAKING.sub(" ", str(cell)) for cell in cells)
