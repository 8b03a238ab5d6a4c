"""The fifteen speech acts of a signal, with their tracks and what other schemes call them.

The table is `acts.toml` beside this file, and it is the codebook: definition, example and near miss of each act. The
page `docs/acts.md` is made from it by `codebook_page`, and a test compares the two.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import cast

from standoff.errors import ConfigurationError

TRACKS = ("deterrence", "dialogue")

PAGE_HEAD = """# The acts: a codebook

A *signal* is something a party to a crisis says in order to move another: a threat, a promise, a demand, an offer.
Each row in `signals` has one of the fifteen acts below. The names follow ICBe's speech acts; `warn`, `assure` and
`deny` are ours. The states in the examples are invented.

How to choose, where two acts seem to fit:

1. What is said counts, not the verb that reports it: a minister who "warns" that he will strike back threatens.
2. The harm decides between `threaten` and `warn`: by the speaker's own side, or by somebody else.
3. Who has to act decides between `demand` and `intend`: another party, or the speaker's own side.
4. What is turned down decides between `reject` and `deny`: a proposal, or a claim.
5. Acts that an outlet reports ("Karsova threatened ...") are signals; its own judgements are none. "Tarland
   violated the truce" is an event where the outlet says so, and an accusation where a minister does.

Not a signal: an act that is denied ("did not threaten"), that might happen ("could threaten"), that is asked about,
that is told as history ("once threatened"), or that is mentioned as a thing ("the threats have stopped"). An act
that is only announced in the first person ("we will reject it") is one, with lower confidence.

A text in which "we" speaks outside quotations (a speech, a declaration) is read like one long quotation of a
speaker nobody names: its signals have no sender unless they name one.

Sarcasm and scare quotes are beyond this codebook: an act is taken as it is put. [signals.md](signals.md) says how acts
are read and what a row holds, [signals-gold.md](signals-gold.md) how texts were annotated with them.

The *track* says which side of a double policy the act belongs to: deterrence (making the other side refrain) or
dialogue (talking with it, refusals to talk included). Acts without a track serve both.
"""


@dataclass(frozen=True, slots=True)
class Act:
    """One speech act of the codebook; `plover`, `mode` and `icbe` are what other schemes call it, None for nothing."""

    name: str
    definition: str
    example: str
    near_miss: str
    because: str
    track: str | None
    plover: str | None
    mode: str | None
    icbe: str | None


def load_acts() -> Mapping[str, Act]:
    """The acts by name, in the order of the codebook.

    Raises ConfigurationError when the table lacks a key or names an unknown track.

    >>> load_acts()["threaten"].track
    'deterrence'
    """
    source = files("standoff.ontology").joinpath("acts.toml")
    acts: dict[str, Act] = {}
    for row in cast("list[dict[str, str]]", tomllib.loads(source.read_text(encoding="utf-8"))["act"]):
        try:
            act = Act(
                name=row["name"],
                definition=row["definition"],
                example=row["example"],
                near_miss=row["near_miss"],
                because=row["because"],
                track=row.get("track"),
                plover=row.get("plover"),
                mode=row.get("mode"),
                icbe=row.get("icbe"),
            )
        except KeyError as error:
            raise ConfigurationError(f"ontology/acts.toml: act {row.get('name')!r} has no key {error}") from error
        if act.track is not None and act.track not in TRACKS:
            raise ConfigurationError(f"ontology/acts.toml: act {act.name!r} has the track {act.track!r}, not {TRACKS}")
        acts[act.name] = act
    return MappingProxyType(acts)


ACTS = load_acts()
"""The acts by name, in the order of the codebook."""


def codebook_page() -> str:
    """The codebook as a Markdown page: the table of tracks and codes, then each act with its examples."""
    lines = [PAGE_HEAD, "| act | track | PLOVER | ICBe |", "|---|---|---|---|"]
    for act in ACTS.values():
        plover = f"{act.plover} ({act.mode})" if act.mode else act.plover
        lines.append(f"| [{act.name}](#{act.name}) | {act.track or '-'} | {plover or '-'} | {act.icbe or '-'} |")
    lines += [
        "",
        "PLOVER has no type for `warn` (harm by others) and `deny`, and codes an `intend` as the intended event with",
        "the modality `future`. ICBe splits `offer` by whether terms are named; here the condition of the row says so.",
    ]
    for act in ACTS.values():
        lines += [
            "",
            f"## {act.name}",
            "",
            act.definition,
            "",
            f"- Is one: {act.example}",
            f"- Is none: {act.near_miss} ({act.because})",
        ]
    return "\n".join(lines) + "\n"
