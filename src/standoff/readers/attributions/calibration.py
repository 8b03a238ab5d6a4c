"""How sure a statement is: the head's odds made into a probability, and the share of right rows of each rule.

A row is right where PolNeAR's annotators marked the same: its cue, source and content each touch theirs. The numbers
are in `data/calibration.toml`, fitted on the development half by `bench/calibrate.py`.
"""

from __future__ import annotations

import math
import tomllib
from importlib.resources import files

from standoff.readers.attributions.head import Tagged

_TABLE = tomllib.loads((files("standoff") / "data" / "calibration.toml").read_text("utf-8"))["attributions"]
WEIGHTS: dict[str, list[float]] = _TABLE["weights"]
SHARES: dict[str, float] = _TABLE["rules"]

LEAST, MOST = 0.01, 0.99
CERTAIN = 1e-3
"""Probabilities nearer to 0 or 1 than this are taken for it: the head is surer than it is right."""


def odds_of(tagged: Tagged) -> dict[str, float]:
    """The probabilities that a statement rests on: of its cue, its weakest content, its source and its links.

    That of a source is its fragment's times its link's; without a source, that of having none.
    """
    return {
        "cue odds": tagged.cue.probability,
        "content odds": min(fragment.probability for fragment in tagged.content),
        "source odds": tagged.source_odds * (tagged.source.probability if tagged.source is not None else 1),
        "link odds": tagged.content_odds,
    }


def log_odds(probability: float) -> float:
    """The log odds of a probability, held off 0 and 1.

    >>> round(log_odds(0.5), 3), round(log_odds(1), 3)
    (0.0, 6.907)
    """
    held = min(max(probability, CERTAIN), 1 - CERTAIN)
    return math.log(held / (1 - held))


def confidence_of(tagged: Tagged, rule: str) -> float:
    """The probability that the statement is right, to three digits."""
    bias, *weights = WEIGHTS[rule]
    score = bias + sum(w * log_odds(p) for w, p in zip(weights, odds_of(tagged).values(), strict=True))
    return round(min(max(1 / (1 + math.exp(-score)), LEAST), MOST), 3)
