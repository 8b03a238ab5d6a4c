"""How far a figure would move on other documents: the bootstrap over documents, and Wilson's interval of a share.

Rows of one document are not independent, documents nearly are: so whole documents are drawn, with replacement, and the
figure is made again from each draw. Wilson's interval takes every row as independent.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

T = TypeVar("T")

DRAWS = 1000
SEED = 2016
SHARE = 0.95
DEVIATIONS = 1.959964
"""How many standard deviations about the mean of a normal distribution hold that share of it."""


class Interval(NamedTuple):
    """A value, and the lowest and highest it is likely to have."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


def bootstrap(
    documents: Sequence[T], figure: Callable[[Sequence[T]], float], draws: int = DRAWS, seed: int = SEED
) -> Interval:
    """The figure of the documents, and between which values 95 in 100 draws of as many documents lie.

    >>> bootstrap([1, 1, 1], lambda documents: sum(documents) / len(documents))
    Interval(value=1.0, low=1.0, high=1.0)
    """
    chance = random.Random(seed)  # noqa: S311  repeatable draws, nothing to keep secret
    values = sorted(figure(chance.choices(documents, k=len(documents))) for _ in range(draws))
    outside = int(draws * (1 - SHARE) / 2)
    return Interval(figure(documents), values[outside], values[-1 - outside])


def spanned(values: Sequence[float]) -> Interval:
    """The mean of the values, and the least and the greatest of them.

    >>> spanned([0.25, 0.75])
    Interval(value=0.5, low=0.25, high=0.75)
    """
    return Interval(sum(values) / len(values), min(values), max(values))


def wilson(hits: int, rows: int) -> Interval:
    """The share of the rows that are hits, and Wilson's 95% interval of it; everything is likely where there is no row.

    >>> print(wilson(9, 10))
    0.900 (0.596 to 0.982)
    """
    if not rows:
        return Interval(0.0, 0.0, 1.0)
    share, square = hits / rows, DEVIATIONS**2 / rows
    middle = (share + square / 2) / (1 + square)
    reach = DEVIATIONS * (share * (1 - share) / rows + square / (4 * rows)) ** 0.5 / (1 + square)
    return Interval(share, max(0.0, middle - reach), min(1.0, middle + reach))
