"""What the patterns of the lexicon make of a sentence: the events its trigger words tell, and how these stand.

A pattern gives the type, the mode and the parties of its clause; where PLOVER says that a form of one type *is* another
(a planned visit is AGREE, an announced withdrawal CONCEDE, help ruled out REJECT), the reading has that type. What
needs two parties and names one is no event, and a stative background ("the Compact is an alliance") never is. What
becomes a row is for `decision`.

Of a mutual event ("Velm and Sarn held talks", "talks between Velm and Sarn") the side named first is the actor, the
others are the recipients.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from standoff.annotation import Attribution, Modality
from standoff.ontology.plover import EventType, event_types
from standoff.readers.actors import Cast
from standoff.readers.clauses import carrier, children, governed, patients, subjects
from standoff.readers.events.parties import PLACE_PREPOSITIONS, Parties, content_parties, inside, named, read_parties
from standoff.readers.events.triggers import Act, Trigger, find_trigger, lexicon
from standoff.readers.parsing import Parse
from standoff.readers.standing import Standing, standing

OBLIGATION = frozenset({"must", "should"})
"""What someone says another "must" do is a demand."""

DECIDED = frozenset({"announce", "order", "approve", "decide", "decision"})
"""Over a hostile act, these words tell the act itself, not a threat of it: "announced sanctions on"."""

HOSTILE = frozenset({"PROTEST", "SANCTION", "COERCE", "ASSAULT"})
"""Types whose future form, in the actor's own words, is a threat. A planned deployment stays MOBILIZE."""

DEMAND = Act("REQUEST", None, (), True, False, True)
NAMING = ("oprd", "ccomp", "attr", "acomp")
FIRST_PERSON = frozenset({"i", "we", "you"})
SAYING = frozenset(
    {"say", "tell", "insist", "stress", "add", "declare", "note", "argue", "state", "repeat", "reiterate"}
)
CONTENT_PREPOSITIONS = ("to", "for", "of", "on", "with", "against")

WARNINGS = frozenset({"warn", "warning", "caution"})
"""Words that threaten only where no third party would do the harm: "warned of a Tarlandish attack" is no threat."""

EXERCISES = frozenset({"exercise", "drill", "manoeuvre", "maneuver", "wargame", "game"})
FACING = frozenset(
    {"face", "fight", "defend", "respond", "confront", "pay", "resist", "strike", "act", "counter", "die", "win", "go"}
)
"""What one can be ready for that is no offer: "ready to face the winter"."""

FAILING = frozenset({"fail"})
"""Words that refuse only what would be cooperation: "failed to agree", not "failed to take the town"."""

SILENCE = frozenset({"comment", "confirm", "say", "answer", "elaborate", "disclose", "specify", "name"})
"""What a spokesman declines every day: no refusal towards anybody."""

TOPICAL = frozenset({"discuss", "debate"})
TOGETHER = frozenset({"under-with", "with-subject", "mutual", "between", "verb-with"})
"""Verbs whose object is what is spoken of, and the rules that find whom it is spoken of with."""

NOUNS_ALONE = frozenset({"CONSULT", "COOPERATE", "RETREAT", "ASSAULT", "COERCE", "SANCTION"})
"""Types whose nouns tell an event without a verb that carries them, where actor and recipient are both named."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A trigger with all that decides its row; `form` is the type it had before PLOVER's rule for forms, if another.

    `content`: the tokens of the triggers that say what is asked, promised, refused or threatened, and are no rows.
    """

    trigger: Trigger
    event_type: str
    mode: str | None
    parties: Parties
    standing: Standing
    modality: tuple[Modality, ...]
    form: str | None
    said: Attribution | None
    content: tuple[int, ...]


@dataclass(frozen=True)
class Scene:
    """A sentence, its triggers by token index, and what all rules look at."""

    parse: Parse
    cast: Cast
    attributions: Sequence[Attribution]
    tokens: TokenSpan
    triggers: Mapping[int, Trigger]
    mentions: Sequence[tuple[str, int, int]]
    """The actors it names: id, first token, end (exclusive); in order, of two at one place the longest first."""

    @cached_property
    def themes(self) -> frozenset[int]:
        """The tokens that are what some trigger of the sentence moves, gives or holds."""
        return frozenset(t.i for trigger in self.triggers.values() for t in trigger.themes)

    def speaker(self, token: Token) -> str | None:
        """Whom "I" stands for at a token: the speaker of the innermost words it is part of."""
        said = self.said(token)
        return said.speaker if said is not None else None

    def said(self, token: Token) -> Attribution | None:
        """The attribution with the shortest content among those whose content holds the token."""
        span = self.parse.span(token)
        holding = [a for a in self.attributions if any(content.contains(span) for content in a.content)]
        return min(holding, key=lambda a: (sum(c.end - c.start for c in a.content), a.id), default=None)

    def parties(self, trigger: Trigger) -> Parties:
        """The parties that the clause of a trigger names."""
        if trigger.act is DEMAND:
            return _demand_parties(trigger, self)
        return read_parties(trigger, self.cast, self.speaker(trigger.token), self.themes)


def read_scene(
    parse: Parse,
    cast: Cast,
    attributions: Sequence[Attribution],
    sentence: TokenSpan,
    mentions: Sequence[tuple[str, int, int]],
) -> Scene:
    """A sentence with its triggers; a noun that a verb's pattern used up is none, an obligation ("must") is one."""
    words, obliging = lexicon(), []
    found: dict[int, Trigger] = {}
    for i, lemma in enumerate(parse.lemmas[sentence.start : sentence.end], sentence.start):
        if lemma in words and (trigger := find_trigger(parse.tokens[i])) is not None:
            found[i] = trigger
        if lemma in OBLIGATION and parse.deps[i] == "aux":
            obliging.append(parse.tokens[i])
    used = {t.i for trigger in found.values() for t in trigger.used if t.pos_ in {"NOUN", "PROPN"}}
    for token in obliging:
        if not any(c.i > token.i for c in children(token.head, "nsubj", "nsubjpass")):  # as in "should Velm agree"
            found[token.i] = Trigger(token, token.lower_, DEMAND, ())
    triggers = {i: found[i] for i in sorted(found) if i not in used}
    return Scene(parse, cast, attributions, sentence, triggers, mentions)


def read_patterns(scene: Scene) -> dict[int, Reading]:
    """The readings of the triggers, by token index; what is the content of another reading is not there."""
    readings: dict[int, Reading] = {}
    absorbed: set[int] = set()
    for trigger in sorted(scene.triggers.values(), key=lambda t: (not t.act.content, t.token.i)):
        if trigger.token.i in absorbed:
            continue
        content = _content(trigger, scene.triggers) if trigger.act.content else ()
        reading = _read(trigger, content, scene)
        if reading is not None:
            readings[trigger.token.i] = reading
            absorbed.update(found.token.i for found in content)
    return {i: readings[i] for i in sorted(readings) if i not in absorbed}


def _content(trigger: Trigger, triggers: Mapping[int, Trigger]) -> tuple[Trigger, ...]:
    """The triggers that say what is asked, promised, refused or threatened: "withdraw" in "urged Velm to withdraw"."""
    token = trigger.token
    if trigger.act is DEMAND:
        clauses = [token.head]
    else:
        clauses = list(children(token, "xcomp", "ccomp", "acl"))
        clauses += [c for c in children(token, "advcl") if c.tag_ == "VB" and c.i > token.i]
        clauses += [c for prep in children(token, "prep") for c in children(prep, "pcomp")]
    clauses += [
        later for clause in clauses for later in clause.conjuncts if later.pos_ == "VERB" and later.i > clause.i
    ]
    clauses += [deeper for clause in clauses for deeper in children(clause, "xcomp")]
    nouns = [head for head in (*patients(token), *governed(token, *CONTENT_PREPOSITIONS)) if head.i in triggers]
    nouns += [t.token for t in triggers.values() if (verb := carrier(t.token)) is not None and verb in clauses]
    found = {t.i: triggers[t.i] for t in (*clauses, *nouns) if t.i in triggers and t != token}
    return tuple(found[i] for i in sorted(found))


def _read(trigger: Trigger, content: Sequence[Trigger], scene: Scene) -> Reading | None:
    """The event of a trigger, or None where its parties or its standing make it none."""
    said = scene.said(trigger.token)
    parties = scene.parties(trigger)
    if trigger.token.lemma_.lower() in TOPICAL and parties.found_by not in TOGETHER:
        parties = Parties(parties.actors, (), "")  # "discussed Karsova's forces": with nobody named
        if all(scene.cast.actor(a).kind in {"person", "country"} for a in parties.actors):
            return None
    kind = event_types()[trigger.act.event_type]
    needed = (
        kind.recipient_required and not _is_meeting_body(kind, parties, scene.cast)
    ) or trigger.act.needs_recipient
    if not parties.actors or (needed and not parties.recipients):
        return None
    if _is_bare_noun(trigger) and not _tells_alone(kind, parties, content, scene.cast):
        return None
    if trigger.token.lemma_.lower() in FAILING and not any(event_types()[c.act.event_type].refused for c in content):
        return None
    if trigger.token.lemma_.lower() in WARNINGS and not _is_threat(trigger, content, parties, scene.cast):
        return None
    if kind.name == "MOBILIZE" and any(t.lemma_.lower() in EXERCISES for t in trigger.used) and _is_joint(parties):
        kind = event_types()["COOPERATE"]
        trigger = replace(trigger, act=replace(trigger.act, mode=None))
        parties = parties if parties.recipients else Parties(parties.actors[:1], parties.actors[1:], "mutual")
    if kind.name == "AGREE" and content and content[0].act.event_type in HOSTILE:
        kind = event_types()["THREATEN"]  # "pledged to strike"
    if trigger.token.lemma_.lower() == "vow" and content and _is_cooperation(content[0]):
        kind = event_types()["AGREE"]  # "vowed to help"
    if trigger.token.lemma_.lower() == "insist" and any(c.tag_ != "VB" for c in children(trigger.token, "ccomp")):
        return None  # "insists it will": no demand
    if kind.name == "CONSULT" and trigger.act.mode != "visit" and _is_place(parties):
        return None
    if trigger.token.lemma_.lower() == "call" and kind.name == "CONSULT" and any(children(trigger.token, *NAMING)):
        return None  # "called the minister a liar"
    if kind.name == "THREATEN" and trigger.token.pos_ == "NOUN" and not _is_bare_noun(trigger):
        return None  # "took the threat seriously": who makes one is told by a verb's pattern
    if kind.name == "REJECT" and any(c.lemma_.lower() in SILENCE for c in children(trigger.token, "xcomp")):
        return None
    if trigger.token.pos_ == "ADJ" and not _is_offer(trigger, kind):
        return None
    state = standing(trigger.token)
    mode = trigger.act.mode or _mode_of_content(kind, content)
    used = tuple(c.token.i for c in content)
    reading = Reading(trigger, kind.name, mode, parties, state, modality_of(state), None, said, used)
    if trigger.act is DEMAND:
        return replace(reading, modality=())
    return _by_form(reading, kind, scene.cast)


def _demand_parties(trigger: Trigger, scene: Scene) -> Parties:
    """Who says that another "must": the speaker of the words, and the subject of the verb."""
    verb = trigger.token.head
    speaker = scene.speaker(trigger.token)
    speakers: tuple[str, ...] = (speaker,) if speaker is not None else ()
    if not speakers and verb.dep_ == "ccomp" and verb.head.lemma_.lower() in SAYING:
        speakers = named(subjects(verb.head), scene.cast)
    over = subjects(verb) or patients(verb)
    obliged = named(over, scene.cast) or tuple(a for head in over for a in inside(head, scene.cast))
    if not obliged and speakers and not any(t.lower_ in FIRST_PERSON for t in over):
        obliged = content_parties(verb, scene.cast)
    of_speakers = {scene.cast.principal(a) for a in speakers}
    return Parties(speakers, tuple(a for a in obliged if scene.cast.principal(a) not in of_speakers), "obliged")


def _is_bare_noun(trigger: Trigger) -> bool:
    """Whether the trigger is a noun that no verb carries: an event only where it says itself who and to whom."""
    return trigger.token.pos_ in {"NOUN", "PROPN"} and carrier(trigger.token) is None


def _is_place(parties: Parties) -> bool:
    """Whether the recipient was found only as the place of the act."""
    return parties.found_by.partition("-")[2] in PLACE_PREPOSITIONS


def _is_cooperation(trigger: Trigger) -> bool:
    return event_types()[trigger.act.event_type].quad.endswith("cooperation")


def _is_meeting_body(kind: EventType, parties: Parties, cast: Cast) -> bool:
    """Whether those who meet are several in themselves: "the Council met", "the ministers discussed"."""
    several = bool(parties.actors) and all(cast.actor(a).kind in {"organisation", "group"} for a in parties.actors)
    return kind.name == "CONSULT" and several and not parties.recipients


def _is_joint(parties: Parties) -> bool:
    """Whether an exercise is held together with another: then it is cooperation, not a posture."""
    return len(parties.actors) > 1 or parties.found_by in {"under-with", "with-subject"}


def _tells_alone(kind: EventType, parties: Parties, content: Sequence[Trigger], cast: Cast) -> bool:
    """Whether a noun without a verb of its own tells an event: "talks between", "the attack on", "the refusal to"."""
    if kind.name in {"MOBILIZE", "RETREAT"}:
        return True  # what is moved is material, whoever it is aimed at
    if kind.name == "CONSULT":
        multilateral = not parties.recipients and all(
            cast.actor(a).kind in {"organisation", "group"} for a in parties.actors
        )
        return multilateral or parties.found_by in {"between", "under-with"}
    if not parties.recipients or _is_place(parties):
        return False
    return kind.name in NOUNS_ALONE or bool(content)


def _is_offer(trigger: Trigger, kind: EventType) -> bool:
    """Whether being ready or willing offers something: "ready to talk", not "ready to face the winter"."""
    clauses = [*children(trigger.token, "xcomp", "ccomp", "prep")]
    clauses += [c for prep in children(trigger.token, "prep") for c in children(prep, "pcomp")]
    if kind.name == "THREATEN" or any(clause.lemma_.lower() in FACING for clause in clauses):
        return False
    return kind.name != "AGREE" or bool(clauses)


def _is_threat(trigger: Trigger, content: Sequence[Trigger], parties: Parties, cast: Cast) -> bool:
    """Whether a warning is a threat: the one who warns would do the harm, or it is not said who would."""
    doers = [a for found in content for a in read_parties(found, cast, None).actors]
    own = {cast.principal(a) for a in parties.actors}
    if any(cast.principal(a) not in own for a in doers):
        return False
    return bool(doers) or (bool(parties.recipients) and parties.found_by != "content")


def _mode_of_content(kind: EventType, content: Sequence[Trigger]) -> str | None:
    """The mode that what is asked, refused or threatened gives the act; of several, that of the first."""
    for found in content:
        inner = event_types()[found.act.event_type]
        mode = {"REQUEST": inner.asked, "REJECT": inner.declined, "THREATEN": _threat_mode(inner, found.act.mode)}.get(
            kind.name
        )
        if mode is not None:
            return mode
    return None


def _threat_mode(inner: EventType, mode: str | None) -> str | None:
    return mode if mode in event_types()["THREATEN"].modes else inner.threatened


def _by_form(reading: Reading, kind: EventType, cast: Cast) -> Reading:
    """The reading under PLOVER's rule: a future or refused form that equals another type is of that type."""
    state = reading.standing
    bare = _is_bare_noun(reading.trigger)
    if (
        not bare
        and state.negation is not None
        and (state.future is not None or state.hypothetical is not None)
        and kind.refused
    ):
        left = tuple(m for m in reading.modality if m != "negation")
        return replace(reading, event_type=kind.refused, mode=kind.declined, modality=left, form=_form(reading))
    ahead = kind.ahead_of(reading.mode)
    if state.future is None or state.negation is not None or state.hypothetical is not None or ahead is None:
        return reading
    if kind.name in HOSTILE:
        if bare or state.future.lemma_.lower() in DECIDED or not _is_own_word(reading, cast):
            return reading
        return replace(reading, event_type=ahead, mode=_threat_mode(kind, reading.mode), form=_form(reading))
    return replace(reading, event_type=ahead, mode=None, form=_form(reading))


def _form(reading: Reading) -> str:
    return " ".join(word for word in (reading.event_type, reading.mode) if word)


def _is_own_word(reading: Reading, cast: Cast) -> bool:
    """Whether the actor speaks: in the outlet's voice, or as the one on whose behalf the speaker speaks."""
    if reading.said is None or reading.said.speaker is None:
        return True
    return cast.principal(reading.said.speaker) in {cast.principal(a) for a in reading.parties.actors}


def modality_of(state: Standing) -> tuple[Modality, ...]:
    """The ways in which a clause is no plain fact."""
    found: list[Modality] = []
    if state.past is not None:
        found.append("historical")
    if state.future is not None:
        found.append("future")
    if state.hypothetical is not None:
        found.append("hypothetical")
    if state.negation is not None:
        found.append("negation")
    return tuple(found)
