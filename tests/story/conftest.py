"""Cases made by hand for the questions of `story`: articles of a sentence, or with the rows that a test needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from standoff.annotation import Actor, Event, Mention, Record, Role, Signal, When, Why, row_id
from standoff.document import Document, Span, Zone
from standoff.ontology.acts import ACTS
from standoff.ontology.plover import event_types
from standoff.record.entries import Answer
from standoff.record.store import Case
from standoff.story.ledger import LedgerEntry, ledger
from tests.conftest import Maker

ACTORS = {
    "country:KRS": ("Karsova", "Karsovan", "Velm"),
    "country:TRL": ("Tarland", "Tarlandish", "Ostmar"),
    "country:MRN": ("Merania",),
    "organisation:northern-compact": ("Northern Compact", "Compact"),
    "person:henrik-sorley": ("Henrik Sorley", "Sorley"),
    "group:karsovan-troops": ("Karsovan troops",),
}
OFFICES = {
    "person:henrik-sorley": ("secretary general", "organisation:northern-compact"),
    "group:karsovan-troops": ("troops", "country:KRS"),
}
KRS, TRL, MRN, COMPACT = "country:KRS", "country:TRL", "country:MRN", "organisation:northern-compact"


class Crisis:
    """The articles so far; `say` and `do` add one each and give the id of its row."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.articles = 0

    def say(self, day: str | None, act: str, sender: str, to: str | None, text: str, **more: Any) -> str:
        """An article of a sentence that holds one signal: all its words, and `condition` those of its condition."""
        document, actors, mentions = self._article(day, text, more.pop("outlet", "Lakeside Wire"))
        condition = more.pop("condition", None)
        deadline = more.pop("deadline", None)
        row = Signal(
            **self._base(document, "signal"),
            act=act,
            sender=sender,
            voice=more.pop("voice", None),
            recipient=to,
            span=document.span(0, len(text)),
            condition=_span(document, condition),
            condition_kind=more.pop("kind", "if" if condition else None),
            deadline=When(deadline, "day") if deadline else None,
            deed=more.pop("deed", None),
            strength=more.pop("strength", "firm"),
            track=None,
            attribution=None,
        )
        assert not more
        self.case.add(Record(document, actors=actors, mentions=mentions, signals=(row,)))
        return row.id

    def do(self, day: str, event_type: str, actor: str, to: str | None, text: str, **more: Any) -> str:
        """An article of a sentence that tells an event; `trigger` is its word, `when` its own day."""
        document, actors, mentions = self._article(day, text, more.pop("outlet", "Lakeside Wire"))
        trigger = _span(document, more.pop("trigger"))
        assert trigger is not None
        when = more.pop("when", None)
        row = Event(
            **self._base(document, "event"),
            event_type=event_type,
            mode=None,
            quad=event_types()[event_type].quad,
            intensity=0.0,
            track=None,
            trigger=trigger,
            sentence=document.span(0, len(text)),
            actors=(actor,),
            recipients=(to,) if to else (),
            modality=more.pop("modality", ()),
            cues={},
            when=When(when, "day") if when else None,
            where=None,
            quantity=None,
            attribution=None,
            evidence=(trigger,),
            contexts=(),
        )
        assert not more
        self.case.add(Record(document, actors=actors, mentions=mentions, events=(row,)))
        return row.id

    def ledger(self, **asked: Any) -> Answer[LedgerEntry]:
        """The whole ledger."""
        return ledger(self.case, **{"everything": True, **asked})

    def links(self) -> list[tuple[str, str]]:
        """Kind and row of the links of the one commitment that was made first."""
        first = min(self.ledger().entries, key=lambda entry: entry.first.when.value if entry.first.when else "9")
        return [(link.kind, link.entry.row.id) for link in first.links]

    def _article(self, day: str | None, text: str, outlet: str) -> tuple[Document, Any, Any]:
        self.articles += 1
        document = Document(
            text=f"{text}\n\n{self.articles}",
            uri=f"{self.articles:03}.txt",
            outlet=outlet,
            published=day,
            published_grain="day" if day else None,
            published_from="text" if day else None,
            zones=(Zone(0, len(text), "body"),),
        )
        actors = tuple(
            Actor(
                **{**self._base(document, "actor", own), "id": own},
                name=names[0],
                kind=own.split(":")[0],  # type: ignore[arg-type]
                codes={},
                roles=(Role(*OFFICES[own], None),) if own in OFFICES else (),
            )
            for own, names in ACTORS.items()
        )
        mentions = tuple(
            Mention(
                **self._base(document, "mention", found.start(), own),
                actor=own,
                span=document.span(found.start(), found.end()),
            )
            for own, names in ACTORS.items()
            for found in re.finditer("|".join(names), text)
        )
        return document, actors, mentions

    @staticmethod
    def _base(document: Document, kind: str, *key: object) -> dict[str, Any]:
        own = row_id(document, kind, *key)
        return {"id": own, "confidence": 0.75, "reader": f"{kind} 1", "why": Why("by-hand")}


def _span(document: Document, words: str | None) -> Span | None:
    if words is None:
        return None
    at = document.text.index(words)
    return document.span(at, at + len(words))


@pytest.fixture
def crisis() -> Iterator[Crisis]:
    case = Case.in_memory()
    yield Crisis(case)
    case.close()


@pytest.fixture
def withdrawal(crisis: Crisis) -> Callable[[], Crisis]:
    """Karsova's promise to withdraw, of 7 March."""

    def promise() -> Crisis:
        crisis.say(
            "2031-03-07", "promise", KRS, TRL, "Karsova will withdraw its tanks from the corridor", deed="RETREAT"
        )
        return crisis

    return promise


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
