"""Cases made by hand for the questions of `story`: short articles with the rows that a test needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from standoff.annotation import Event, Record, Signal, When
from standoff.ontology.acts import ACTS
from standoff.ontology.plover import event_types
from standoff.record.store import Case
from tests.conftest import Maker

KARSOVA, TARLAND, MERANIA, PETROV = "country:KRS", "country:TRL", "country:MRN", "person:ana-petrov"


class Article:
    """An article of one outlet, and the rows it tells."""

    def __init__(self, text: str, outlet: str, published: str | None) -> None:
        head = f"Crisis over the Ilmen Corridor, {published} ({outlet})"
        self.made = Maker(f"{head}\n\n{text}", f"{outlet}/{published}.txt", outlet, published)
        self.made.actors(KARSOVA, TARLAND, MERANIA, PETROV)
        self.number = 0

    @property
    def record(self) -> Record:
        return self.made.record

    def signal(self, words: str, act: str, sender: str = KARSOVA, recipient: str | None = TARLAND) -> str:
        self.number += 1
        row = Signal(
            **self.made.base("signal", words, self.number),
            act=act,
            sender=sender,
            voice=None,
            recipient=recipient,
            span=self.made.span(words),
            condition=None,
            condition_kind=None,
            deadline=None,
            deed=None,
            strength=None,
            track=ACTS[act].track,
            attribution=None,
        )
        self.made.add("signals", row)
        return row.id

    def event(
        self,
        words: str,
        event_type: str,
        actors: tuple[str, ...] = (KARSOVA,),
        recipients: tuple[str, ...] = (TARLAND,),
        *,
        sentence: str | None = None,
        when: When | None = None,
        modality: tuple[str, ...] = (),
        saw: dict[str, str] | None = None,
    ) -> str:
        self.number += 1
        kind = event_types()[event_type]
        base = self.made.base("event", words, self.number)
        base["why"] = type(base["why"])("by-hand", saw or {})
        row = Event(
            **base,
            event_type=event_type,
            mode=None,
            quad=kind.quad,
            intensity=kind.intensity,
            track=kind.track,
            trigger=self.made.span(words),
            sentence=self.made.span(sentence or words),
            actors=actors,
            recipients=recipients,
            modality=modality,
            cues={},
            when=when,
            where=None,
            quantity=None,
            attribution=None,
            evidence=(self.made.span(words),),
            contexts=(),
        )
        self.made.add("events", row)
        return row.id


@pytest.fixture
def case_of(tmp_path: Path) -> Callable[..., Case]:
    """Makes an open case of articles."""
    opened: list[Case] = []

    def make(*articles: Article) -> Case:
        case = Case(tmp_path / f"{len(opened)}.standoff", create=True)
        opened.append(case)
        for article in articles:
            case.add(article.record)
        case.finish_run()
        return case

    yield make
    for case in opened:
        case.close()
