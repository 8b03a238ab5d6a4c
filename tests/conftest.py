"""A small case made by hand: four articles by three outlets about the crisis over the Ilmen Corridor."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from standoff.annotation import (
    Actor,
    AgendaItem,
    Attribution,
    Event,
    Mention,
    Place,
    Quantity,
    Record,
    Role,
    Signal,
    Timex,
    When,
    Why,
    row_id,
)
from standoff.document import Document, Span, Zone
from standoff.record.store import Case

NAMES = {
    "country:KRS": ("Karsova", "country", {"iso3": "KRS", "iso2": "KS"}),
    "country:TRL": ("Tarland", "country", {"iso3": "TRL"}),
    "country:MRN": ("Merania", "country", {"iso3": "MRN"}),
    "person:ana-petrov": ("Ana Petrov", "person", {}),
    "organisation:northern-compact": ("Northern Compact", "organisation", {}),
}
ROLES = {"person:ana-petrov": (Role("foreign minister", "country:KRS", None),)}


class Maker:
    """Builds the record of one text; a span is found by its words."""

    def __init__(self, text: str, uri: str, outlet: str | None, published: str | None) -> None:
        headline = text.index("\n")
        zones = (Zone(0, headline, "headline", "first-line"), Zone(headline + 2, len(text), "body", "prose"))
        self.document = Document(
            text=text,
            uri=uri,
            outlet=outlet,
            title=text[:headline],
            published=published,
            published_grain="day" if published else None,
            published_from="text" if published else None,
            language="en",
            zones=zones,
            notes=("read as windows-1252",),
        )
        self.record = Record(self.document)

    def span(self, words: str) -> Span:
        at = self.document.text.index(words)
        return self.document.span(at, at + len(words))

    def base(self, kind: str, *key: object) -> dict:
        own = row_id(self.document, kind, *key)
        return {"id": own, "confidence": 0.75, "reader": f"{kind} 1", "why": Why("by-hand", {"key": str(key[0])})}

    def actors(self, *ids: str) -> None:
        rows = []
        for own in ids:
            name, kind, codes = NAMES[own]
            base = {**self.base("actor", own), "id": own}
            rows.append(Actor(**base, name=name, kind=kind, codes=codes, roles=ROLES.get(own, ())))
        self.record = replace(self.record, actors=tuple(rows))

    def add(self, kind: str, *rows: object) -> None:
        self.record = replace(self.record, **{kind: (*getattr(self.record, kind), *rows)})


def ultimatum() -> Record:
    made = Maker(
        "Karsova sets deadline\n\nVELM - Karsova will close the Ilmen Corridor if Tarland does not withdraw by Friday, "
        "Foreign Minister Ana Petrov said on Monday. “We shall not wait,” she said.\n\n"
        "More than 2,000 troops have moved to the border. A summit is due in Sarn in June.",
        "wires/a.txt",
        "The Velm Courier",
        "2031-05-05",
    )
    made.actors("country:KRS", "country:TRL", "person:ana-petrov")
    made.add(
        "mentions",
        Mention(**made.base("mention", 1), actor="country:KRS", span=made.span("VELM")),
        Mention(**made.base("mention", 2), actor="person:ana-petrov", span=made.span("Ana Petrov")),
        Mention(**made.base("mention", 3), actor="person:ana-petrov", span=made.span("she")),
    )
    said = Attribution(
        **made.base("attribution", 1),
        source=made.span("Foreign Minister Ana Petrov"),
        cue=made.span("said"),
        content=(made.span("Karsova will close the Ilmen Corridor if Tarland does not withdraw by Friday"),),
        kind="indirect",
        speaker="person:ana-petrov",
        candidates=("country:KRS",),
        addressee="country:TRL",
        said_on=When("2031-05-05", "day"),
        venue="Velm",
    )
    broken = Attribution(
        **made.base("attribution", 2),
        source=made.span("she"),
        cue=None,
        content=(made.span("We shall"), made.span("not wait")),
        kind="direct",
        speaker="person:ana-petrov",
        addressee=None,
        said_on=None,
        venue=None,
    )
    made.add("attributions", said, broken)
    made.add(
        "signals",
        Signal(
            **made.base("signal", 1),
            act="ultimatum",
            sender="country:KRS",
            voice="person:ana-petrov",
            recipient="country:TRL",
            span=made.span("Karsova will close the Ilmen Corridor if Tarland does not withdraw by Friday"),
            condition=made.span("Tarland does not withdraw by Friday"),
            condition_kind="if",
            deadline=When("2031-05-09", "day"),
            deed="COERCE",
            strength="firm",
            track="deterrence",
            attribution=said.id,
        ),
    )
    made.add(
        "events",
        Event(
            **made.base("event", 1),
            event_type="MOBILIZE",
            mode="troops",
            quad="material conflict",
            intensity=-7.2,
            track="deterrence",
            trigger=made.span("moved"),
            sentence=made.span("More than 2,000 troops have moved to the border."),
            actors=("country:KRS",),
            recipients=("country:TRL", "country:MRN"),
            modality=("historical",),
            cues={"historical": made.span("have moved")},
            when=None,
            where=None,
            quantity=made.base("quantity", 1)["id"],
            attribution=None,
            evidence=(made.span("moved"), made.span("will close")),
            contexts=("territory",),
        ),
    )
    made.add(
        "times",
        Timex(**made.base("time", 1), span=made.span("Friday"), value="2031-05-09", grain="day", anchor="2031-05-05"),
    )
    made.add(
        "places",
        Place(
            **made.base("place", 1),
            span=made.span("Sarn"),
            name="Sarn",
            latitude=50.5,
            longitude=20.25,
            country="MRN",
            geonames=7,
        ),
    )
    made.add(
        "quantities",
        Quantity(
            **made.base("quantity", 1),
            span=made.span("More than 2,000 troops"),
            value=2000.0,
            qualifier=">",
            unit="troops",
            of=None,
        ),
    )
    made.add(
        "agenda",
        AgendaItem(
            **made.base("agenda", 1),
            what=made.span("A summit is due in Sarn in June."),
            when=When("2031-06", "month"),
            actors=("country:MRN",),
        ),
    )
    return made.record


def refusal() -> Record:
    made = Maker(
        "Tarland refuses\n\nTarland rejected the demand on Tuesday and asked the Compact for talks. "
        "Negotiations may follow.",
        "wires/b.txt",
        "Ostmar Post",
        "2031-05-07",
    )
    made.actors("country:TRL", "organisation:northern-compact")
    made.add(
        "mentions",
        Mention(**made.base("mention", 1), actor="organisation:northern-compact", span=made.span("the Compact")),
    )
    words = made.span("Tarland rejected the demand on Tuesday")
    made.add(
        "signals",
        Signal(
            **made.base("signal", 1),
            act="reject",
            sender="country:TRL",
            voice=None,
            recipient="country:KRS",
            span=words,
            condition=None,
            condition_kind=None,
            deadline=None,
            deed=None,
            strength=None,
            track=None,
            attribution=None,
        ),
    )
    made.add(
        "events",
        Event(
            **made.base("event", 1),
            event_type="REQUEST",
            mode=None,
            quad="verbal cooperation",
            intensity=1.5,
            track="dialogue",
            trigger=made.span("asked"),
            sentence=made.span("Tarland rejected the demand on Tuesday and asked the Compact for talks."),
            actors=("country:TRL",),
            recipients=("organisation:northern-compact",),
            modality=(),
            cues={},
            when=When("2031-05-06", "day"),
            where=None,
            quantity=None,
            attribution=None,
            evidence=(made.span("asked"),),
            contexts=(),
        ),
    )
    made.add(
        "agenda",
        AgendaItem(**made.base("agenda", 1), what=made.span("Negotiations may follow."), when=None, actors=()),
    )
    return made.record


def odd() -> Record:
    """Odd characters: NUL, an escape sequence, right-to-left marks, an emoji, a combining mark, CRLF; no date."""
    made = Maker(
        "Talks \x00 \x1b[31m negotiated\n\n\u202eVelm\u202c cafe\u0301 \U0001f54a said no.\r\nEnd.",
        "odd.txt",
        None,
        None,
    )
    made.actors("country:KRS")
    made.add("mentions", Mention(**made.base("mention", 1), actor="country:KRS", span=made.span("Velm")))
    return made.record


def quiet() -> Record:
    return Maker("A quiet day\n\nNothing happened in Sarn.", "wires/c.txt", "Lakes Radio", "2031-05").record


@pytest.fixture(scope="session")
def sample_records() -> tuple[Record, ...]:
    return ultimatum(), refusal(), odd(), quiet()


@pytest.fixture(scope="session")
def sample_path(sample_records: tuple[Record, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.standoff"
    with Case(path, create=True) as case:
        for record in sample_records:
            case.add(record)
        case.finish_run()
    return path


@pytest.fixture
def sample_case(sample_path: Path):
    with Case(sample_path) as case:
        yield case
