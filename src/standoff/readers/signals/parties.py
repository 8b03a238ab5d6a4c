"""Who speaks where, to whom, and whose side a subject is on: the parties of a speech act.

Everything here is asked of the cast and the attributions; which words make an act is the business of `signals`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from standoff.annotation import Attribution
from standoff.document import Span
from standoff.readers.actors import Cast
from standoff.readers.clauses import children, governed, owners, patients, subjects
from standoff.readers.parsing import Parse
from standoff.readers.signals.clauses import Clause, is_clause
from standoff.readers.signals.cues import CLASSES

FIRST_PERSON = frozenset({"i", "we", "us", "me"})
FIRST_PERSON_OWNER = frozenset({"my", "our"})
SAYING = frozenset({"say", "promise", "state", "declare", "announce", "insist", "claim", "pledge", "vow", "confirm"})
PERSONS = frozenset({"they", "he", "she", "them", "him", "her", "who", "it"})

STATEMENT_WORDS_PER_WE = 120
"""A text is itself a statement when, outside what others say in it, "we", "I", "our" or "my" stands at least once in so
many words ..."""

SPEECH_DASH = re.compile(r"(^|\.)[-\u2013\u2014] ", re.MULTILINE)
"""A dash that opens somebody's speech, as newspapers of many countries print it: such a text is a report."""

STATEMENT_REPORTS = 2
"""... and what it reports of others is at most half of it."""

CONCERNS = frozenset({"threaten", "promise", "offer", "assure", "reject"})
"""Acts whose party may stand in what they announce: "threatened to cut supplies to Tarland"."""

SIDES = frozenset({"country", "organisation"})
"""The kinds of actor that somebody speaks for."""

MEANT = frozenset({"you", "your", "yours", "they", "them", "their", "it", "its", "he", "him", "his", "she", "her"})
"""Words that may stand for a party named in an earlier sentence."""

LOOK_BACK = 2
"""As many sentences back such a party is looked for."""

WHERE = frozenset({"in", "near", "from", "inside", "outside", "across", "around", "against", "on"})
"""Behind these words a side is a place or a victim, and not the party that is meant."""

FINITE = frozenset({"MD", "VBD", "VBP", "VBZ"})

DOER = frozenset({"nsubj", "poss", "amod", "compound", "csubj"})

BEHIND = {
    "demand": ("from", "by", "of"),
    "appeal": ("from", "by", "of", "between"),
    "praise": ("by", "from", "of", "between"),
    "disapprove": ("by", "from"),
    "reject": ("from", "by", "of", "with"),
    "accept": ("from", "by", "of"),
}
"""Behind which words the party stands that an act's object belongs to: "demanded the withdrawal of their troops"."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks where a token stands: the attribution around it, its speaker and principal; `own`: the outlet."""

    attribution: Attribution | None
    speaker: str | None
    sender: str | None
    own: bool


def _is_own(attribution: Attribution) -> bool:
    """Whether the text speaks for itself: "we believe that ..." outside any quotation is no report of another."""
    source = attribution.source
    return source is not None and attribution.speaker is None and source.exact.lower() in FIRST_PERSON


class Scene:
    """The speakers of one document: for each token who says it, and what is known of the parties it names.

    `denied` holds the tokens of what somebody denies: no act is done there. `reports`: somebody else's words are told.
    """

    def __init__(self, parse: Parse, cast: Cast, attributions: Sequence[Attribution]) -> None:
        self.parse, self.cast = parse, cast
        self.cued = {t.i: a for a in attributions if a.cue is not None for t in parse.tokens_in(a.cue)}
        reported, by_others = (
            self._said_in(given) for given in (attributions, [a for a in attributions if not _is_own(a)])
        )
        self.is_statement = self._reads_as_statement(reported) or self._reads_as_statement(by_others)
        self.said = by_others if self.is_statement else reported
        self.reports = bool(by_others)
        self.homes = dict(self._homes(attributions))
        self.denied = frozenset(
            token.i
            for attribution in attributions
            if attribution.cue is not None and any(lemma(t) == "deny" for t in parse.tokens_in(attribution.cue))
            for content in attribution.content
            for token in parse.tokens_in(content)
        )

    def _said_in(self, attributions: Sequence[Attribution]) -> dict[int, Attribution]:
        """For each token of a content its attribution, the innermost one."""
        longest_first = sorted(attributions, key=lambda a: -sum(c.end - c.start for c in a.content))
        return {t.i: a for a in longest_first for content in a.content for t in self.parse.tokens_in(content)}

    def _reads_as_statement(self, said: Mapping[int, Attribution]) -> bool:
        """Whether the text is somebody's own statement and no report: "we" stands in it outside any quotation."""
        parse = self.parse
        acts = sum(
            word in FIRST_PERSON | FIRST_PERSON_OWNER and i not in said and parse.tokens[i].text != "US"
            for i, word in enumerate(parse.lowers)
        )
        if not acts or SPEECH_DASH.search(parse.document.text):
            return False
        words = sum(not t.is_punct and not t.is_space for t in parse.tokens if t.i not in said)
        return len(said) * STATEMENT_REPORTS <= words <= acts * STATEMENT_WORDS_PER_WE

    def _homes(self, attributions: Sequence[Attribution]) -> Iterator[tuple[str, str]]:
        """Office-holders whose state no role tells: the one side that names them, or a subject in what they say.

        "Ilmara will not host them, Foreign Minister Kallas said": Ilmara's, where he speaks of no other's doing.
        """
        subjects_of: dict[str, set[str]] = {}
        settled: set[str] = set()
        for attribution in attributions:
            speaker = attribution.speaker
            if speaker is None or self.cast.principal(speaker) != speaker or speaker in settled:
                continue
            roles = self.cast.actor(speaker).roles
            if not roles or any(role.of is not None for role in roles):
                continue
            sides = self._sides_in(attribution.source) if attribution.source is not None else []
            if len(sides) == 1:
                settled.add(speaker)
                yield speaker, sides[0]
                continue
            for content in attribution.content:
                for token in self.parse.tokens_in(content):
                    if token.dep_ in {"nsubj", "nsubjpass"} and self.said.get(token.i) is attribution:
                        others = {self.cast.principal(actor) for actor in self.cast.named_by(token)} - {speaker}
                        subjects_of.setdefault(speaker, set()).update(others)
        for speaker, told in subjects_of.items():
            if speaker not in settled and len(told) == 1 and self.cast.actor(side := next(iter(told))).kind in SIDES:
                yield speaker, side

    def _sides_in(self, span: Span) -> list[str]:
        """The states and organisations that a phrase names, or whose people it names."""
        named = (self.cast.principal(actor) for actor in self.cast.mentioned_in(span))
        return [side for side in dict.fromkeys(named) if self.cast.actor(side).kind in SIDES]

    def side(self, actor: str) -> str:
        """On whose behalf an actor acts: its principal, else the home of an office-holder, else the actor itself."""
        return self.homes.get(actor, self.cast.principal(actor))

    def voice(self, token: Token) -> Voice:
        """Who says the token: the speaker of the innermost attribution around it, else the outlet or the statement."""
        attribution = self.said.get(token.i)
        if attribution is not None:
            speaker = attribution.speaker
            if speaker is None and attribution.source is not None:
                sides = self._sides_in(attribution.source)
                return Voice(attribution, None, sides[0] if len(sides) == 1 else None, own=False)
            return Voice(attribution, speaker, self.side(speaker) if speaker else None, own=False)
        return Voice(None, None, None, own=not self.is_statement)

    def nested(self, top: Token, around: Voice) -> Voice:
        """Who speaks where somebody's speech tells what another has said: "they have said they will leave"."""
        over = top.head
        if (
            around.own
            or top.dep_ != "ccomp"
            or lemma(over) not in SAYING
            or self.said.get(over.i) is not around.attribution
        ):
            return around
        for head in subjects(over):
            for actor in self.cast.named_by(head):
                return Voice(around.attribution, actor, self.side(actor), own=False)
        return around

    def who(
        self, heads: Sequence[Token], voice: Voice, brought: Attribution | None, first: bool
    ) -> tuple[str | None, str | None]:
        """Who performs the act, and on whose behalf."""
        if first:
            return voice.speaker, voice.sender
        for head in heads:
            for actor in self.cast.named_by(head):
                return actor, self.side(actor)
        if brought is not None and brought.speaker is not None:
            return brought.speaker, self.side(brought.speaker)
        if heads and not voice.own and lemma(heads[0]) in CLASSES["own_side"]:
            return voice.speaker, voice.sender
        return None, None

    def subject_kind(self, head: Token | None, voice: Voice) -> tuple[str, tuple[str, ...]]:
        """The kind of a subject ("self", "you", "other", "thing", "none": as the clause rules have it); its actors."""
        if head is None:
            return "none", ()
        if is_first_person(head):
            return "self", ()
        if head.lower_ == "you":
            return "you", ()
        ids = self.ids(head)
        if lemma(head) in CLASSES["own_side"] and all(self.side(i) == i for i in self.cast.named_by(head)):
            return "self", ()
        if ids:
            own = {voice.speaker, voice.sender} - {None}
            return ("self" if any(i in own or self.side(i) in own for i in ids) else "other"), ids
        if head.lower_ in PERSONS or lemma(head) in CLASSES["party"]:
            return "other", ()
        if head.lower_ in {"anyone", "those", "whoever", "anybody"}:
            return "other", ()
        return "thing", ()

    def ids(self, head: Token) -> tuple[str, ...]:
        """The actors that a noun phrase names, or to whom what it names belongs."""
        return self.cast.named_by(head) or tuple(a for o in owners(head) for a in self.cast.named_by(o))

    def other(self, ids: Iterable[str], sender: str | None) -> str | None:
        """The first of the actors who is not the sender, or on whose behalf he acts."""
        return next((p for i in ids if (p := self.side(i)) != sender), None)

    def counterpart(self, token: Token, sender: str | None) -> str | None:
        """The one other side that a sentence names, not as a place; with "you" or "they", one named shortly before.

        A sentence that names two others says nothing of which is meant.
        """
        sentence = token.sent
        others = self._others(sentence, sender)
        if len(others) == 1:
            return others[0]
        if others or not any(t.lower_ in MEANT for t in sentence):
            return None
        for _ in range(LOOK_BACK):
            if sentence.start == 0:
                return None
            sentence = token.doc[sentence.start - 1].sent
            others = self._others(sentence, sender)
            if others:
                return others[0] if len(others) == 1 else None
        return None

    def _others(self, sentence: TokenSpan, sender: str | None) -> list[str]:
        named: dict[str, None] = {}
        for token in sentence:
            actor = self.cast.at(token)
            if actor is None or (token.head.dep_ == "prep" and token.head.lower_ in WHERE):
                continue
            side = self.side(actor)
            if side != sender and self.cast.actor(side).kind in SIDES:
                named[side] = None
        return list(named)

    def addressee(self, attribution: Attribution | None, sender: str | None) -> str | None:
        """The side that is spoken to; a journalist or a broadcaster hears an act, and is not its party."""
        if attribution is None or attribution.addressee is None:
            return None
        found = self.other((attribution.addressee,), sender)
        return found if found is not None and self.cast.actor(found).kind in {"country", "organisation"} else None

    def party(self, trigger: Token, verb: Token, act: str, places: Sequence[str], sender: str | None) -> str | None:
        """The party an act is addressed to: where the cue says it stands, else whom its content is about."""
        for place in places:
            for head in _place(trigger, verb, place):
                found = self.other(self.ids(head), sender)
                if found is not None:
                    return found
        if act in {"demand", "appeal", "accuse"}:
            for clause in children(verb, "ccomp", "xcomp"):
                for head in subjects(clause):
                    found = self.other(self.cast.named_by(head), sender)
                    if found is not None:
                        return found
        for head in (*patients(verb), *governed(verb, "for", "to", "about", "over", "at", "on")):
            doers = (*owners(head), *governed(head, *BEHIND[act])) if act in BEHIND else ()
            for inner in (*doers, *governed(head, *(p for p in places if p not in {"object", "dative"}))):
                found = self.other(self.ids(inner), sender)
                if found is not None:
                    return found
        for clause in children(verb, "xcomp", "ccomp") if act in CONCERNS else ():
            told = Clause(clause)
            for head in told.sufferers if act == "threaten" else told.addressed:
                found = self.other(self.cast.named_by(head), sender)
                if found is not None:
                    return found
        return None

    def doer(self, condition: Span, sender: str | None) -> str | None:
        """Who would do what a condition names: its subject, or the owner of its noun; never who would suffer it."""
        tokens = self.parse.tokens_in(condition)
        suffered = any(t.dep_ == "nsubjpass" for t in tokens)
        for token in tokens:
            actor = self.cast.at(token)
            if actor is not None and self.cast.actor(actor).kind == "group" and self.side(actor) == actor:
                continue  # "the guards": nobody knows whose
            if actor is not None and ((token.dep_ in DOER and not suffered) or token.head.dep_ == "agent"):
                found = self.other((actor,), sender)
                if found is not None:
                    return found
        return None

    def speech(self, verb: Token, brought: Attribution) -> list[Token]:
        """What a verb of a cue brings in: of a content in pieces the first clause, behind the verb if there is one.

        A subject and its verb on either side ("The talks, Velm warned, would fail") are given together.
        """
        pieces = [said for content in brought.content if (said := self.content_clause(content))]
        clauses = [said for said in pieces if is_clause(said)]
        behind = [said for said in clauses if said[0].i > verb.i and said[0].sent == verb.sent]
        for before, after in pairwise(pieces):
            if before[-1].i < verb.i < after[0].i and after[0].tag_ in FINITE and after[0].sent == before[0].sent:
                return [*before, *after]
        return next(iter([*behind, *clauses, *pieces]), [])

    def content_clause(self, content: Span) -> list[Token]:
        """The first sentence of a content, without the "that" that opens it."""
        tokens = [t for t in self.parse.tokens_in(content) if not t.is_space]
        if not tokens:
            return []
        sentence = next((t.sent for t in tokens if not t.is_punct), tokens[0].sent)
        kept = [t for t in tokens if t.sent == sentence]
        return kept[1:] if len(kept) > 1 and kept[0].lower_ == "that" and kept[0].dep_ == "mark" else kept

    def clip(self, token: Token, start: int, end: int) -> tuple[int, int]:
        """The extent cut to the content that the token stands in."""
        around = self.said.get(token.i)
        if around is None:
            return start, end
        content = next((c for c in around.content if c.start <= token.idx < c.end), None)
        if content is None:
            return start, end
        tokens = self.parse.tokens_in(content)
        return max(start, tokens[0].i), min(end, tokens[-1].i)


def lemma(token: Token) -> str:
    """The lemma in lower case, as the cue tables have it."""
    return token.lemma_.lower()


def is_first_person(head: Token) -> bool:
    """Whether a noun phrase is the speaker or the speaker's: "we", "our forces"."""
    if head.text == "US":
        return False
    return head.lower_ in FIRST_PERSON or any(c.lower_ in FIRST_PERSON_OWNER for c in children(head, "poss"))


def _place(trigger: Token, verb: Token, place: str) -> Iterator[Token]:
    if place == "object":
        yield from (t for t in patients(verb) if t != verb.head)  # not what "which" stands for: often not parsed right
    elif place == "dative":
        yield from children(verb, "dative")
    else:
        yield from governed(trigger, place)
        if trigger is not verb:
            yield from governed(verb, place)
