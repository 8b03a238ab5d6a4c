"""PLOVER's event types as Standoff uses them: quads, scores, modes and tracks, from `plover.toml` beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, get_args

from standoff.errors import ConfigurationError

Quad = Literal["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]
QUADS: tuple[Quad, ...] = get_args(Quad)

Track = Literal["deterrence", "dialogue"]


@dataclass(frozen=True, slots=True)
class Mode:
    """A finer kind of an event type: its score, and its track and future form where they differ from the type's."""

    name: str
    intensity: float
    track: Track | None
    ahead: str | None


@dataclass(frozen=True, slots=True)
class EventType:
    """One of PLOVER's sixteen types, with our meaning, an example and a near miss (and what that is instead).

    `ahead` is what the act is while only announced or planned, `refused` when it is ruled out ("will not send help");
    `asked`, `threatened`, `declined` are the modes of a REQUEST, THREATEN or REJECT whose content is this type.
    """

    name: str
    quad: Quad
    intensity: float
    track: Track | None
    recipient_required: bool
    meaning: str
    example: str
    near_miss: str
    near_miss_is: str
    ahead: str | None
    refused: str | None
    asked: str | None
    threatened: str | None
    declined: str | None
    modes: Mapping[str, Mode]

    def intensity_of(self, mode: str | None) -> float:
        """The score of the type in this mode; the type's own where the mode is None.

        >>> event_types()["RETREAT"].intensity_of("disarm"), event_types()["RETREAT"].intensity_of(None)
        (10.0, 6.5)
        """
        return self.modes[mode].intensity if mode is not None else self.intensity

    def track_of(self, mode: str | None) -> Track | None:
        """The track of the type in this mode.

        >>> event_types()["REQUEST"].track_of("meet"), event_types()["REQUEST"].track_of("yield")
        ('dialogue', None)
        """
        return (self.modes[mode].track if mode is not None else None) or self.track

    def ahead_of(self, mode: str | None) -> str | None:
        """What the act in this mode is while it is only announced; None where it stays what it is.

        >>> event_types()["RETREAT"].ahead_of("withdraw"), event_types()["RETREAT"].ahead_of("release")
        ('CONCEDE', 'AGREE')
        """
        return (self.modes[mode].ahead if mode is not None else None) or self.ahead


@cache
def event_types() -> Mapping[str, EventType]:
    """The sixteen types by name, in the order of the table.

    >>> event_types()["SANCTION"].quad
    'material conflict'
    """
    table = tomllib.loads((files("standoff.ontology") / "plover.toml").read_text("utf-8"))
    return MappingProxyType({name: _event_type(name, row) for name, row in table.items()})


def _event_type(name: str, row: Mapping[str, Any]) -> EventType:
    try:
        if row["quad"] not in QUADS:
            raise ConfigurationError(f"plover.toml: {name}.quad is {row['quad']!r}; expected one of {', '.join(QUADS)}")
        return EventType(
            name=name,
            quad=row["quad"],
            intensity=float(row["intensity"]),
            track=row.get("track"),
            recipient_required=row["recipient"] == "required",
            meaning=row["meaning"],
            example=row["example"],
            near_miss=row["near_miss"],
            near_miss_is=row["near_miss_is"],
            ahead=row.get("ahead"),
            refused=row.get("refused"),
            asked=row.get("asked"),
            threatened=row.get("threatened"),
            declined=row.get("declined"),
            modes=MappingProxyType({mode: _mode(mode, value) for mode, value in row.get("modes", {}).items()}),
        )
    except KeyError as error:
        raise ConfigurationError(f"plover.toml: {name} lacks {error}") from error


def _mode(name: str, value: float | Mapping[str, Any]) -> Mode:
    if isinstance(value, Mapping):
        return Mode(name, float(value["score"]), value.get("track"), value.get("ahead"))
    return Mode(name, float(value), None, None)
