"""Shifts: where a series of numbers changes its level, by a published method with its parameters shown.

PELT (Killick, Fearnhead and Eckley, "Optimal detection of changepoints with a linear computational cost", JASA 2012) as
the package ruptures has it (Truong, Oudre and Vayatis, Signal Processing 2020), with the cost l2: changes of the mean.
The series is measured in units of its own noise, the standard deviation of its first differences over the root of two
(Rice 1984), so that a penalty means the same for any series; the default is 3 ln n, after the modified Schwarz
criterion (Zhang and Siegmund, Biometrics 2007), which asks more of a shift than the plain one. ruptures comes with the
extra `charts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from math import log

import numpy as np

from standoff.errors import ConfigurationError, MissingExtraError

FEWEST_PERIODS = 8
"""A shorter series has no level that could be told from its noise."""

FEWEST_TOLD = 5
"""So many periods must have something: a few alone in a long silence are no level, and no change of one."""

SHORTEST_SEGMENT = 2
"""Periods between two shifts at the least: one loud day is no new level."""

INSTALL = 'pip install "standoff[charts]"'


@dataclass(frozen=True, slots=True)
class Change:
    """Where a level ends: the index of the first period of the new one, and the mean before and after."""

    at: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Method:
    """How shifts were looked for: shown with them."""

    penalty: float
    version: str
    fewest_periods: int = FEWEST_PERIODS
    fewest_told: int = FEWEST_TOLD
    shortest_segment: int = SHORTEST_SEGMENT
    name: str = "PELT"
    cost: str = "l2"
    unit: str = "standard deviation of first differences / sqrt(2)"


def method_for(periods: int, penalty: float | None = None) -> Method:
    """The method for a series of so many periods; `penalty` None for 3 ln n.

    Raises ConfigurationError for a penalty that is not above zero, MissingExtraError where ruptures is not installed.
    """
    if penalty is not None and not 0 < penalty < float("inf"):
        raise ConfigurationError(f"penalty: {penalty:g} is not above zero")
    try:
        import ruptures  # noqa: F401, PLC0415  (an extra)
    except ImportError as error:
        raise MissingExtraError(f"shifts need ruptures: {INSTALL}") from error
    return Method(3 * log(max(periods, 2)) if penalty is None else penalty, version("ruptures"))


def find_changes(series: Sequence[float], method: Method) -> tuple[Change, ...]:
    """The changes of level in the series, first to last; none in one that is too short, nearly empty or level."""
    import ruptures  # noqa: PLC0415  (an extra; `method_for` has seen it)

    values = np.asarray(series, dtype=float)
    if len(values) < method.fewest_periods or np.count_nonzero(values) < method.fewest_told:
        return ()
    noise = float(np.std(np.diff(values)) / np.sqrt(2))
    if noise == 0:
        return ()
    pelt = ruptures.Pelt(model=method.cost, min_size=method.shortest_segment, jump=1)
    ends = pelt.fit(values.reshape(-1, 1) / noise).predict(pen=method.penalty)
    edges = [0, *(int(end) for end in ends)]
    means = [float(values[start:end].mean()) for start, end in pairwise(edges)]
    changes = zip(edges[1:-1], means, means[1:], strict=False)
    return tuple(Change(at, before, after) for at, before, after in changes)
