"""The sample crisis as its case has it: read once for all formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from standoff.annotation import Record
from standoff.ingest import IngestOptions, iter_documents
from standoff.readers.pipeline import Reader

SAMPLE = Path(__file__).parents[2] / "sample"


@pytest.fixture(scope="session")
def crisis() -> tuple[Record, ...]:
    reader = Reader([SAMPLE / "actors.toml"])
    documents = list(iter_documents([str(SAMPLE / "dispatches")], IngestOptions()))
    return tuple(reader.read(documents))
