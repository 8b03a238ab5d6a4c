"""Who did what to whom: the events of a document as rows.

Each sentence that names an actor is read by itself: the patterns of the lexicon (`patterns`), every word that could
tell an event with everybody who could be its parties (`candidates`), what a trained head makes of them (`typer`),
and which of them are events (`decision`). An event is read wherever the story tells one, inside attributions too
(`attribution` names the innermost one). How the clause stands is a column, `modality`, with its words in `cues`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from standoff.annotation import MODALITIES, Attribution, Event, Modality, Place, Quantity, Timex, Why, row_id
from standoff.document import Span
from standoff.ontology.plover import event_types
from standoff.readers.actors import Cast
from standoff.readers.events.candidates import iter_candidates
from standoff.readers.events.circumstances import Story
from standoff.readers.events.contexts import contexts_of
from standoff.readers.events.decision import Told, decide
from standoff.readers.events.modality import read_cues
from standoff.readers.events.patterns import DEMAND, Scene, modality_of, read_patterns, read_scene
from standoff.readers.events.retelling import fold_retellings
from standoff.readers.events.triggers import Trigger
from standoff.readers.events.typer import load_typer
from standoff.readers.parsing import Parse
from standoff.readers.standing import Standing, standing

READER = "events 3"

FORMS = frozenset({"AGREE", "CONCEDE", "REJECT", "THREATEN", "REQUEST"})
"""Types that say themselves that something is ahead, asked or ruled out: "will" and "not" made them what they are."""


def read_events(
    parse: Parse,
    cast: Cast,
    attributions: Sequence[Attribution],
    times: Sequence[Timex],
    places: Sequence[Place],
    quantities: Sequence[Quantity],
) -> tuple[Event, ...]:
    """The events of a document, in the order of their triggers; one that is told several times is one row."""
    story = Story(parse, times, places, quantities)
    rows = [_row(story, scene, told) for scene in iter_scenes(parse, cast, attributions) for told in _read_scene(scene)]
    return fold_retellings(rows, story, cast)


def iter_scenes(parse: Parse, cast: Cast, attributions: Sequence[Attribution]) -> Iterator[Scene]:
    """The sentences in which an actor is named, with their triggers."""
    tokens = ((mention.actor, parse.tokens_in(mention.span)) for mention in cast.mentions)
    mentions = sorted(((actor, t.start, t.end) for actor, t in tokens), key=lambda m: (m[1], -m[2]))
    at = 0
    for sentence in parse.sentences:
        first = at
        while at < len(mentions) and mentions[at][1] < sentence.end:
            at += 1
        if first < at:
            yield read_scene(parse, cast, attributions, sentence, mentions[first:at])


def _read_scene(scene: Scene) -> list[Told]:
    candidates = list(iter_candidates(scene))
    tokens = scene.tokens
    read = scene.parse.encoding.alone(tokens.start_char, tokens.end_char) if candidates else None
    if read is None:
        return []
    return decide(scene, candidates, read_patterns(scene), read, load_typer())


def _row(story: Story, scene: Scene, told: Told) -> Event:
    parse, trigger, reading = story.parse, told.trigger, told.reading
    if reading is not None and reading.event_type != told.event_type:
        reading = None
    kind = event_types()[told.event_type]
    mode = reading.mode if reading is not None else None
    if mode is None and trigger.act.event_type == told.event_type:
        mode = trigger.act.mode
    span = _trigger_span(parse, trigger)
    dated = story.time_of(trigger.token)
    stands = Standing() if trigger.act is DEMAND else standing(trigger.token)
    cues = read_cues(story, trigger.token, stands, dated)
    open_to = reading.modality if reading is not None else _modality(stands, told.event_type)
    said = scene.said(trigger.token)
    saw = {
        "pattern": trigger.pattern,
        "recipient": told.parties.found_by,
        "form": (reading.form if reading is not None else None) or "",
        "runner-up": told.runner_up,
    }
    return Event(
        id=row_id(parse.document, "event", span.start, span.end, told.event_type),
        confidence=round(told.probability, 3),
        reader=READER,
        why=Why(
            "obligation" if trigger.act is DEMAND else "trigger" if trigger.pattern else "verb",
            {k: v for k, v in saw.items() if v},
        ),
        event_type=told.event_type,
        mode=mode,
        quad=kind.quad,
        intensity=kind.intensity_of(mode),
        track=kind.track_of(mode),
        trigger=span,
        sentence=parse.span(scene.tokens),
        actors=told.parties.actors,
        recipients=told.parties.recipients,
        modality=tuple(m for m in MODALITIES if m in cues and (m in open_to or m == "historical")),
        cues=cues,
        when=story.when_of(dated),
        where=story.where_of(trigger.token),
        quantity=story.quantity_of(trigger.token, trigger.themes, told.event_type),
        attribution=said.id if said is not None else None,
        evidence=(span,),
        contexts=contexts_of(parse, scene.tokens.start, scene.tokens.end),
    )


def _modality(stands: Standing, event_type: str) -> tuple[Modality, ...]:
    """How an event stands that no pattern reads: of a type that is a form, what made it so is no modality."""
    left = {"historical"} if event_type in FORMS else set(MODALITIES)
    return tuple(m for m in modality_of(stands) if m in left)


def _trigger_span(parse: Parse, trigger: Trigger) -> Span:
    """The trigger with the particle right after it: "carried out", "called on"."""
    after = [t for t in trigger.used if t.i == trigger.token.i + 1 and t.dep_ in {"prt", "prep", "advmod"}]
    return parse.span([trigger.token, *after])
