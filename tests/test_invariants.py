"""What always holds, for any text: through ingest, readers, case and export.

Texts are made of the stuff of news about an invented crisis, so that rows appear, and of what breaks offsets:
emoji, combining marks, soft hyphens, CRLF, NUL, right-to-left scripts, odd and missing quotation marks, page chrome.
Examples are the same in every run; `STANDOFF_EXAMPLES=2000 pytest tests/test_invariants.py` hunts among new ones.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from standoff.annotation import ROW_KINDS, Record
from standoff.document import STORY_ZONES, Document, Unreadable
from standoff.export import jsonl
from standoff.ingest import iter_documents, zone_text
from standoff.readers.pipeline import Reader
from standoff.record.store import Case

HUNT = os.environ.get("STANDOFF_EXAMPLES")
quick = settings(
    max_examples=int(HUNT or 40),
    derandomize=HUNT is None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

OVERLAY = """
[[actor]]
name = "Karsova"
kind = "country"
aliases = ["Republic of Karsova"]
adjectives = ["Karsovan"]
people = ["Karsovans"]
capital = "Velm"
codes = { iso3 = "KRS" }

[[actor]]
name = "Tarland"
kind = "country"
adjectives = ["Tarlandish"]
capital = "Ostmar"
codes = { iso3 = "TRL" }

[[actor]]
name = "Northern Compact"
kind = "organisation"
aliases = ["the Compact"]
members = ["Karsova"]

[[place]]
name = "Ilmen Corridor"
latitude = 51.0
longitude = 22.0
kind = "region"
"""

FRAGMENTS = (
    "Velm warns Ostmar over troops in the Ilmen Corridor",
    "By Ada Lind",
    "VELM, March 4 (Northwire) - ",
    "12 March 2031",
    "1 year ago",
    "Karsova said on Monday it would close the border if Tarland did not withdraw its forces by Friday.",
    "“We will not accept this,” said Foreign Minister Ada Lind. “Any further step will have a price.”",
    '"If they cross the river, we will respond," the Karsovan president told reporters in Velm.',
    "According to the Compact's secretary general, more than 12,000 troops have been deployed since 2030.",
    "Tarland accused Karsova of shelling the port of Sarn, a charge Velm denied.",
    "‘Stop the war now’, the prime minister demanded, adding that “talks “must” begin",
    "The two sides will meet in Ostmar next week, a spokeswoman said.",
    'He called the offer "a step in the right direction.',
    "Karsovan troops seized the bridge on 3 March; Tarlandish police arrested forty protesters.",
    "Lind promised that aid worth $2.5 million would reach the Corridor by the end of the month.",
    "Tarland imposed sanctions on Karsova and expelled two diplomats last year.",
    "They said she said that he knew what they had said.",
    "Photo: M. Oren / NorthwireThe minister spoke in Velm.",
    "Read more: Ten things to know about the Corridor",
    "Sign up for our newsletter",
    "© 2031 Northwire. All rights reserved.",
    "RELATED STORIES",
)
ODD = (
    "\u00a0",
    "\u00ad",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u202f",
    "\u2028",
    "\u2029",
    "\x0b",
    "\x0c",
    "\x85",
    "\x00",
    "\x1b",
    "\r",
    "\r\n",
    "\n",
    "\t",
    "e\u0301",
    "a\u0300\u0301\u0302",
    "👩\u200d👩\u200d👧",
    "🇺🇳",
    "😀",
    "ﬁ",
    "ß",
    "İ",
    "ǆ",
    "Ω",
    "שלום",
    "\u202eabc\u202c",
    "مرحبا",
    "Київ",
    "北京",
    "“",
    "”",
    "‘",
    "’",
    "„",
    "«",
    "»",
    '"',
    "'",
    "''",
    "``",
    "(",
    "]",
    "—",
    "…",
    "...",
    "-",
    "%",
    "$",
    "1,000",
    "2031-02-30",
    "31/02/2031",
    "³",
    "١٢",
    "half a million",
    "St.",
    "U.N.",
    "’s",
)
QUOTES = ('"', "“", "”", "«", "'", "‘", "''", "", " “ ")

pieces = st.one_of(
    st.sampled_from(FRAGMENTS),
    st.sampled_from(FRAGMENTS),
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
joints = st.sampled_from(["\n\n", "\n", " ", "", "\r\n", "\r\n\r\n", "\u00a0", "\u00ad", "  "])


@st.composite
def articles(draw: st.DrawFn) -> str:
    """The text of an article, more or less."""
    text = "".join(piece + draw(joints) for piece in draw(st.lists(pieces, min_size=1, max_size=9)))
    if draw(st.booleans()):
        text = text.replace(draw(st.sampled_from(["“", "”", '"', "‘", "’"])), draw(st.sampled_from(QUOTES)))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(ODD)) + text[at:]
    return text


@pytest.fixture(scope="module")
def overlay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that teaches the readers the invented states."""
    path = tmp_path_factory.mktemp("overlay") / "actors.toml"
    path.write_text(OVERLAY, "utf-8")
    return path


@pytest.fixture(scope="module")
def reader(overlay: Path) -> Reader:
    """One reader for the whole module: loading the parser takes longer than the tests."""
    return Reader(overlays=[overlay])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where articles are written to be read as files."""
    return tmp_path_factory.mktemp("articles")


def ingest(folder: Path, texts: Sequence[str]) -> list[Document]:
    """The documents of texts, read from files as a user's are.

    What is refused as a file (empty, too many control characters) is given to the readers none the less, as the Python
    API would: they promise to survive any text.
    """
    for old in folder.iterdir():
        old.unlink()
    for number, text in enumerate(texts):
        (folder / f"{number:02}.txt").write_bytes(text.encode("utf-8"))
    return [
        found if isinstance(found, Document) else Document(text=text, uri=found.uri, zones=zone_text(text))
        for text, found in zip(texts, iter_documents([str(folder)]), strict=True)
    ]


def dump(record: Record) -> str:
    """The record as `standoff read --jsonl` prints it."""
    return jsonl.line(jsonl.to_json(record))


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every span in the JSON of a record, wherever it stands."""
    if isinstance(value, dict):
        if "exact" in value:
            yield value
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def check_spans(record: dict[str, Any]) -> None:
    """Every span is cut from the text, and from the story's own zones."""
    text = record["document"]["text"]
    story = {
        offset
        for zone in record["document"]["zones"]
        if zone["zone"] in STORY_ZONES
        for offset in range(zone["start"], zone["end"])
    }
    for span in spans(record):
        assert set(span) == {"start", "end", "exact"}
        assert text[span["start"] : span["end"]] == span["exact"] != ""
        outside = [i for i in range(span["start"], span["end"]) if i not in story and not text[i].isspace()]
        assert not outside, f"{span} holds {text[outside[0] : outside[-1] + 1]!r}, which is not the story's"


def check_zones(document: Document) -> None:
    """Zones are sorted, do not overlap, begin and end with print, and together hold all of it."""
    at = 0
    for zone in document.zones:
        assert at <= zone.start < zone.end <= len(document.text)
        assert document.text[at : zone.start].strip() == ""
        inside = document.text[zone.start : zone.end]
        assert inside == inside.strip()
        at = zone.end
    assert document.text[at:].strip() == ""


def check_rows(record: Record) -> None:
    """Ids are unique within a kind and rows say who made them; actors that rows name are in the record."""
    known = {actor.id for actor in record.actors}
    said = {row.id for row in record.attributions}
    for kind in ROW_KINDS:
        rows = getattr(record, kind)
        assert len({row.id for row in rows}) == len(rows), f"two {kind} with one id"
        for row in rows:
            assert 0 <= row.confidence <= 1
            assert row.reader
            assert row.why.rule
    for mention in record.mentions:
        assert mention.actor in known
    counted = {row.id for row in record.quantities}
    for event in record.events:
        assert {*event.actors, *event.recipients} <= known
        assert event.attribution is None or event.attribution in said
        assert event.quantity is None or event.quantity in counted
        assert event.evidence[0] == event.trigger
        assert len(set(event.evidence)) == len(event.evidence)
        assert set(event.modality) <= set(event.cues)
    told = [span for event in record.events for span in event.evidence]
    assert len(set(told)) == len(told), "one telling is evidence of two events"
    for signal in record.signals:
        assert {signal.sender, signal.voice, signal.recipient} - {None} <= known
        assert signal.attribution is None or signal.attribution in said
    for attribution in record.attributions:
        assert attribution.content
        assert {attribution.speaker, attribution.addressee, *attribution.candidates} - {None} <= known
    for item in record.agenda:
        assert set(item.actors) <= known


@quick
@given(text=articles())
@example(text="\n".join(FRAGMENTS))
@example(text="\r\n\r\n".join(FRAGMENTS))
@example(text="\u00ad".join("\n".join(FRAGMENTS)))
@example(text="\x00")
@example(text="“\x85If they cross the river, we will respond,“ the Karsovan president told reporters in Velm.")
@example(text="‘Stop the war now’, the prime minister demanded, adding that “talks “must“ begin")
def test_any_text_gives_rows_that_are_true_to_it(reader: Reader, folder: Path, text: str) -> None:
    for record in reader.read(ingest(folder, [text])):
        assert record.document.text in (text, text.removeprefix("\ufeff"))
        check_zones(record.document)
        check_rows(record)
        line = dump(record)
        assert "\n" not in line
        check_spans(json.loads(line))
        assert jsonl.from_json(json.loads(line)) == record


@quick
@given(text=articles())
@example(text="\n".join(FRAGMENTS))
@example(text="Velm said no.\x00 “Never,” said Ada Lind.")
def test_what_goes_into_a_case_comes_out_equal(reader: Reader, folder: Path, text: str) -> None:
    with Case.in_memory() as case:
        for record in reader.read(ingest(folder, [text])):
            assert case.add(record)
            assert not case.add(record), "the same text was stored twice"
            (stored,) = case.records()
            assert stored == record
            assert dump(stored) == dump(record)


@quick
@given(texts=st.lists(articles(), min_size=2, max_size=4))
def test_neighbours_and_order_change_nothing(reader: Reader, folder: Path, texts: list[str]) -> None:
    documents = ingest(folder, texts)
    together = [dump(record) for record in reader.read(documents)]
    alone = [dump(record) for document in documents for record in reader.read([document])]
    backwards = [dump(record) for record in reader.read(documents[::-1])]
    assert together == alone == backwards[::-1]


@quick
@given(data=st.binary(max_size=400))
@example(data=b"")
@example(data=b"\xff\xfe\x00\xd8")
@example(data=b"<html><body><p>Velm said no.</p>")
@example(data=b'{"text": "\\ud800 Velm said no."}\n')
@pytest.mark.parametrize("suffix", [".txt", ".html", ".jsonl"])
def test_any_bytes_are_read_or_refused_with_a_reason(folder: Path, suffix: str, data: bytes) -> None:
    path = folder / f"any{suffix}"
    path.write_bytes(data)
    for found in iter_documents([str(path)]):
        if isinstance(found, Unreadable):
            assert found.reason
        else:
            check_zones(found)
            assert found.id
    path.unlink()


def test_processes_and_shards_change_no_byte(overlay: Path, tmp_path: Path) -> None:
    texts = ["\n".join(FRAGMENTS[i:] + FRAGMENTS[:i]) for i in range(7)]
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_bytes(text.encode("utf-8"))
    files = sorted(map(str, tmp_path.glob("*.txt")))

    def read(paths: Sequence[str], jobs: int) -> list[str]:
        command = [Path(sys.executable).with_name("standoff"), "read", *paths, "--actors", overlay]
        done = subprocess.run(
            [*map(str, command), "--jsonl", "--quiet", "--jobs", str(jobs)], capture_output=True, check=True
        )
        return done.stdout.decode("utf-8").split("\n")[:-1]

    whole = read(files, 1)
    assert len(whole) == len(texts)
    assert read(files, 2) == whole
    assert read(files[:3], 1) + read(files[3:], 2) == whole
    assert all(json.loads(line)["attributions"] for line in whole)
