"""What the tests of the readers share: the model and the tables, loaded once, and a way from a text to its parse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from standoff.document import Document, Zone
from standoff.readers.actors import NameIndex, read_actors
from standoff.readers.attributions import read_attributions
from standoff.readers.knowledge import load_knowledge
from standoff.readers.parsing import Models, Parse, iter_parses, load_models
from standoff.readers.times import read_times

OVERLAY = Path(__file__).parents[2] / "sample" / "actors.toml"


@pytest.fixture(scope="session")
def models() -> Models:
    return load_models()


@pytest.fixture(scope="session")
def index() -> NameIndex:
    return NameIndex(load_knowledge([OVERLAY]))


@pytest.fixture(scope="session")
def parse_of(models: Models) -> Callable[[str], Parse]:
    """From a text to its parse, each line a paragraph of the body."""

    def parse(text: str) -> Parse:
        zones, at = [], 0
        for line in text.split("\n"):
            if line.strip():
                zones.append(Zone(at, at + len(line), "body"))
            at += len(line) + 1
        return next(iter_parses(models, [Document(text=text, uri="case", zones=tuple(zones))]))

    return parse


@pytest.fixture(scope="session")
def statements_of(index: NameIndex) -> Callable[[Parse], list[list[str]]]:
    """From a parse to its attributions as the cases write them: speaker, cue, content, kind.

    The cue is given without the colon that PolNeAR counts in ("said:").
    """

    def read(parse: Parse) -> list[list[str]]:
        cast = read_actors(parse, index)
        found = []
        for row in read_attributions(parse, cast, read_times(parse)):
            cue = row.cue.exact if row.cue else ""
            speaker = cast.actor(row.speaker).name if row.speaker else ""
            content = " / ".join(span.exact for span in row.content)
            found.append([speaker, cue.removesuffix(":") or cue, content, row.kind])
        return found

    return read
