"""The labels of the attribution head: for each role the piece that begins a fragment (B) and those that go on (I)."""

from __future__ import annotations

from typing import Literal

Role = Literal["source", "cue", "content"]

ROLES: tuple[Role, ...] = ("source", "cue", "content")
LABELS: tuple[str, ...] = ("O", *(f"{place}-{role}" for role in ROLES for place in "BI"))
"""O, B-source, I-source, B-cue, I-cue, B-content, I-content: the order of the head's columns."""
