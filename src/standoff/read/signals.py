"""Signals: what a party says to move another, from threats to thanks, as the codebook (`ontology/acts.toml`) has them.

An act is read from a word that names it ("threatened with sanctions", "an ultimatum"), in the outlet's own voice or in
what somebody says, and from the shape of what is said ("there will be consequences", "must withdraw"). Left out: acts
that are denied, supposed, asked for, planned or told as history, and what is quoted to be denied. One clause makes one
act; a verb that names an act and the speech it brings in are one row, whose span is the speech.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import cast as typed

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from standoff.annotation import Attribution, Signal, Timex, Track, When, Why, row_id
from standoff.document import Span
from standoff.ontology.acts import ACTS
from standoff.read.act_clauses import ENDS, Clause, fits, read_clause
from standoff.read.act_cues import CLASSES, CLAUSES, NOUNS, STATES, VERBS, ClauseRule, VerbCue
from standoff.read.actors import Cast
from standoff.read.clauses import children, governed, is_passive, owners, patients, standing, subjects
from standoff.read.conditions import Condition, holding, read_conditions
from standoff.read.parsing import Parse

READER = "signals 1"

NOBODY = 0.7
"""By what the confidence of a row is multiplied where it is not known who speaks."""

AHEAD = 0.7
"""The same where the act itself is only announced in the first person ("we will reject")."""

PRESUMED = 0.5
"""Confidence of an accusation that is only taken for granted."""

UNREAL = frozenset(
    {"any", "further", "future", "possible", "potential", "such", "no", "alleged", "new", "another", "more"}
)
"""Words before a noun with which the wrong it names need not have happened."""

HEADLINE = 0.8
"""The same for a headline whose capitals hide the verb from the parser."""

TITLE_WORD = 3
"""Words up to this length may stay small in a headline that is all capitals."""

FIRST_PERSON = frozenset({"i", "we", "us", "me"})
FIRST_PERSON_OWNER = frozenset({"my", "our"})
SAYING = frozenset({"say", "promise", "state", "declare", "announce", "insist", "claim", "pledge", "vow", "confirm"})
PERSONS = frozenset({"they", "he", "she", "them", "him", "her", "who", "it"})

STATEMENT_WORDS_PER_WE = 120
"""A text is itself a statement when, outside what it says others said, "we" or "I" is a subject twice, and once in so many words."""

STATEMENT_REPORTS = 2
"""... and what it reports of others is at most half of it."""

BEHIND = {
    "demand": ("from", "by", "of"),
    "appeal": ("from", "by", "of", "between"),
    "praise": ("by", "from", "of", "between"),
    "disapprove": ("by", "from"),
    "reject": ("from", "by"),
    "accept": ("from", "by"),
}
"""Behind which words the party stands that an act's object belongs to: "demanded the withdrawal of Tarlandish troops"."""

INFINITIVE_UNDER = frozenset(
    {"continue", "go", "wish", "like", "want", "be", "have", "join", "begin", "proceed", "come"}
)
"""Verbs under which an infinitive is still done: "went on to accuse", "would like to thank"."""

DEADLINE_WORDS = frozenset({"by", "until", "till", "before", "within", "deadline"})

UPGRADES = {"warn": ("threaten", "demand", "accuse", "disapprove"), "promise": ("threaten", "assure")}
"""Acts that a vaguer verb may turn out to be by what is said: who "vows to strike back" threatens."""


@dataclass(frozen=True, slots=True)
class _Voice:
    """Who speaks where a token stands: the attribution around it, its speaker and principal; `own`: the outlet."""

    attribution: Attribution | None
    speaker: str | None
    sender: str | None
    own: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """A signal before it is a row."""

    act: str
    trigger: Token
    start: int
    end: int
    sender: str | None
    voice: str | None
    recipient: str | None
    attribution: Attribution | None
    confidence: float
    rule: str
    named: bool
    covers: frozenset[int] = field(default_factory=frozenset)
    condition: Condition | None = None


def read_signals(
    parse: Parse, cast: Cast, attributions: Sequence[Attribution], times: Sequence[Timex]
) -> tuple[Signal, ...]:
    """The signals of a document, in the order of the text."""
    reading = _Reading(parse, cast, attributions)
    rows: dict[str, Signal] = {}
    for sentence in parse.sentences:
        for found in reading.settle(list(reading.candidates(sentence))):
            row = _row(parse, found, times)
            rows.setdefault(row.id, row)
    return tuple(sorted(rows.values(), key=lambda r: (r.span.start, r.span.end, r.act)))


class _Reading:
    """The state of one reading: who speaks where, and which conditions there are."""

    def __init__(self, parse: Parse, cast: Cast, attributions: Sequence[Attribution]) -> None:
        self.parse, self.cast = parse, cast
        self.attributions = attributions
        self.conditions = read_conditions(parse)
        self.said: dict[int, Attribution] = {}
        self.cued: dict[int, Attribution] = {}
        for attribution in sorted(attributions, key=lambda a: -sum(c.end - c.start for c in a.content)):
            for content in attribution.content:
                self.said.update((t.i, attribution) for t in parse.tokens_in(content))
            if attribution.cue is not None:
                self.cued.update((t.i, attribution) for t in parse.tokens_in(attribution.cue))
        self.is_statement = self._reads_as_statement()

    def _reads_as_statement(self) -> bool:
        """Whether the text is somebody's own statement and no report: "we" acts in it outside any quotation."""
        words = [
            t for s in self.parse.sentences for t in s if t.i not in self.said and not t.is_punct and not t.is_space
        ]
        acts = sum(t.lower_ in FIRST_PERSON and t.dep_ in {"nsubj", "nsubjpass"} for t in words)
        reported = len(self.said) * STATEMENT_REPORTS > len(words)
        return not reported and acts > 1 and acts * STATEMENT_WORDS_PER_WE >= len(words)

    def voice(self, token: Token) -> _Voice:
        attribution = self.said.get(token.i)
        if attribution is not None:
            speaker = attribution.speaker
            return _Voice(attribution, speaker, self.cast.principal(speaker) if speaker else None, own=False)
        return _Voice(None, None, None, own=not self.is_statement)

    def _nested(self, top: Token, around: _Voice) -> _Voice:
        """Who speaks where somebody's speech tells what another has said: "their officials have said they will leave"."""
        over = top.head
        if (
            around.own
            or top.dep_ != "ccomp"
            or _lemma(over) not in SAYING
            or self.said.get(over.i) is not around.attribution
        ):
            return around
        for head in subjects(over):
            for actor in self.cast.named_by(head):
                return _Voice(around.attribution, actor, self.cast.principal(actor), own=False)
        return around

    # ---- candidates --------------------------------------------------------------------------------------------------

    def candidates(self, sentence: TokenSpan) -> Iterator[_Found]:
        if sentence.text.rstrip(" \"')").endswith("?"):
            return
        for token in sentence:
            if token.pos_ in {"VERB", "AUX", "NOUN", "ADJ", "PROPN"}:
                named = self._verb(token) or self._noun(token) or self._state(token) or self._title_verb(token)
                if named is not None:
                    yield named
                elif token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass"}:
                    shaped = self._clause(token)
                    if shaped is not None:
                        yield shaped

    def _verb(self, verb: Token) -> _Found | None:
        if verb.pos_ == "ADJ" or (verb.pos_ in {"NOUN", "PROPN"} and verb.i not in self.cued):
            return None
        if is_passive(verb) and not any(children(verb, "agent")):
            return None
        for cue in VERBS.get(_lemma(verb), ()):
            if _fits_verb(cue, verb, self._brings_speech(verb)):
                return self._named(verb, verb, cue.act, cue.party, cue.confidence, f"verb-{cue.act}")
        return None

    def _brings_speech(self, verb: Token) -> bool:
        """Whether the verb is the cue of an attribution whose content is a clause."""
        brought = self.cued.get(verb.i)
        return brought is not None and _is_clause(self._content_clause(brought.content[0]))

    def _noun(self, noun: Token) -> _Found | None:
        cue = NOUNS.get(_lemma(noun))
        if cue is None or noun.pos_ == "VERB":
            return None
        carrier = self._cue_before(noun) or (noun.head if noun.dep_ in {"dobj", "nsubjpass"} else noun)
        if noun.dep_ == "conj" and noun.head.dep_ == "dobj":
            carrier = noun.head.head
        if carrier.pos_ != "VERB" or _lemma(carrier) not in cue.verbs or _lemma(carrier) in VERBS:
            return None
        found = self._named(carrier, noun, cue.act, cue.party, cue.confidence, f"noun-{cue.act}")
        return None if found is None or (cue.to_party and found.recipient is None) else found

    def _cue_before(self, noun: Token) -> Token | None:
        """The verb of the cue whose content begins with the noun's phrase: "made clear" in "made clear their support"."""
        around = self.said.get(noun.i)
        if around is None or around.cue is None:
            return None
        first = next((t for t in self.parse.tokens_in(around.content[0]) if t.pos_ in {"NOUN", "PROPN", "VERB"}), None)
        if first != noun:
            return None
        return next((t for t in self.parse.tokens_in(around.cue) if t.pos_ == "VERB" or t.tag_ == "VBN"), None)

    def _state(self, state: Token) -> _Found | None:
        cue = STATES.get(state.lower_)
        if cue is None:
            return None
        if state.dep_ in {"acomp", "oprd"} and state.head.pos_ in {"AUX", "VERB"}:
            top = state.head
        elif state.dep_ == "acl" and state.head.i == state.i - 1 and self._is_headline(state):
            return self._named(state, state, cue.act, cue.party, cue.confidence, f"state-{cue.act}", (state.head,))
        elif state.pos_ == "VERB" or state.dep_ == "ROOT":
            top = state
        else:
            return None
        if any(c.lower_ == "far" for c in top.head.children):
            return None
        heads = patients(state) or subjects(top)
        if not heads:
            return None
        return self._named(top, state, cue.act, cue.party, cue.confidence, f"state-{cue.act}", heads)

    def _title_verb(self, token: Token) -> _Found | None:
        """A verb that the capitals of a headline make look like a name: "Compact's Holm Warns of ..."."""
        sentence, stem = token.sent, token.lower_.removesuffix("s")
        stem = stem if stem in VERBS else stem.removesuffix("e")
        if token.pos_ not in {"PROPN", "NOUN"} or not token.is_title or stem not in VERBS or token.lower_ == stem:
            return None
        words = [t for t in sentence if t.is_alpha and len(t) > TITLE_WORD]
        if (
            token.i in (sentence.start, sentence.end - 1)
            or token.i in self.said
            or not all(t.is_title or t.is_upper for t in words)
        ):
            return None
        cue = VERBS[stem][0]
        following = token.nbor(1)
        if not (following.lower_ in cue.needs or (following.lower_ in {"to", "that"} and "clause" in cue.needs)):
            return None
        before = self.cast.mentioned_in(sentence[: token.i - sentence.start])
        if not before:
            return None
        sender = self.cast.principal(before[0])
        recipient = None
        if cue.act not in {"warn", "promise", "intend", "offer"}:
            recipient = self._other(self.cast.mentioned_in(sentence[token.i + 1 - sentence.start :]), sender)
        end = sentence.end - 1
        return _Found(
            cue.act,
            token,
            token.i,
            end,
            sender,
            before[0],
            recipient,
            None,
            cue.confidence * HEADLINE,
            "title-verb",
            True,
        )

    def _named(
        self,
        verb: Token,
        trigger: Token,
        act: str,
        party: Sequence[str],
        confidence: float,
        rule: str,
        heads: Sequence[Token] = (),
    ) -> _Found | None:
        """The signal of a word that names its act, where it is really done and there is somebody who does it."""
        voice = self.voice(verb)
        brought = self.cued.get(verb.i) if self.said.get(verb.i) is not self.cued.get(verb.i) else None
        stands = standing(verb)
        if stands.negation is not None or stands.past is not None or not _is_done(verb, brought):
            return None
        heads = heads or subjects(verb) or self._headline_subject(verb)
        first = any(_is_first_person(h) for h in heads)
        if (stands.hypothetical is not None or stands.future is not None) and not (
            first and not voice.own and _lemma(verb) != "be"
        ):
            return None
        if stands.hypothetical is not None and stands.hypothetical.lower_ not in {
            "would",
            "'d",
            "want",
            "like",
            "wish",
        }:
            return None
        if stands.hypothetical is not None or stands.future is not None:
            confidence *= AHEAD
        speaker, sender = self._who(heads, voice, brought, first)
        if speaker is None and voice.own and verb.dep_ == "conj":  # a long list of what somebody did, badly parsed
            speaker, sender = self._who(subjects(verb.sent.root), voice, brought, first)
        if speaker is None:
            if not first:
                return None
            confidence *= NOBODY
        recipient = self._party(trigger, verb, act, party, sender) or self._addressee(
            brought or voice.attribution, sender
        )
        if _lemma(verb) == "refuse" and not first and not voice.own and sender != voice.sender and brought is None:
            # Told of another party in somebody's speech, a refusal is what that party is reproached with.
            act, rule, recipient, speaker, sender = "accuse", "refuses", sender, voice.speaker, voice.sender
        covers = _own_subtree(verb)
        start, end = _extent(verb)
        attribution = voice.attribution
        if brought is not None:
            attribution = brought
            said = self._content_clause(brought.content[0])
            covers |= frozenset(t.i for t in said)
            if _is_clause(said):
                start, end = said[0].i, said[-1].i
        else:
            start, end = self._clip(verb, start, end)
        return _Found(act, trigger, start, end, sender, speaker, recipient, attribution, confidence, rule, True, covers)

    def _is_headline(self, token: Token) -> bool:
        """Whether the sentence is a headline, where "is" and "are" are left out."""
        return token.head.dep_ == "ROOT" or self.parse.document.zone_at(token.idx) == "headline"

    def _headline_subject(self, verb: Token) -> tuple[Token, ...]:
        """The actor before the verb of a headline, where the parse has lost the subject: "Compact calls on ..."."""
        if verb.dep_ == "ROOT" and verb.tag_ in {"VBZ", "VBP", "VBD"} and verb.i > verb.sent.start:
            before = verb.nbor(-1)
            if self.cast.named_by(before):
                return (before,)
        return ()

    def _who(
        self, heads: Sequence[Token], voice: _Voice, brought: Attribution | None, first: bool
    ) -> tuple[str | None, str | None]:
        """Who performs the act, and on whose behalf."""
        if first:
            return voice.speaker, voice.sender
        for head in heads:
            for actor in self.cast.named_by(head):
                return actor, self.cast.principal(actor)
        if brought is not None and brought.speaker is not None:
            return brought.speaker, self.cast.principal(brought.speaker)
        if heads and not voice.own and _lemma(heads[0]) in CLASSES["own_side"]:
            return voice.speaker, voice.sender
        return None, None

    def _clause(self, top: Token) -> _Found | None:
        """The signal that the shape of a clause makes."""
        voice = self._nested(top, self.voice(top))
        if top.dep_ in {"xcomp", "csubj", "pcomp"} or _in_protasis(top, self.conditions):
            return None
        if (
            top.tag_ in {"VBG", "VBN"}
            and top.dep_ in {"acl", "advcl", "amod"}
            and not any(children(top, "nsubj", "aux"))
        ):
            return None
        clause = read_clause(top)
        if (
            clause.subject is not None
            and self.said.get(clause.subject.i) is not self.said.get(top.i)
            and top.dep_ == "ccomp"
        ):
            clause = replace(clause, subject=None)  # what is said has lost its subject: it is not the speaker's
        kind, ids = self._subject_kind(clause.subject, voice)
        if voice.own:
            kind = "self" if ids else ""
        for rule in CLAUSES:
            if (voice.own and not rule.own) or not fits(rule, clause, kind):
                continue
            return self._shaped(rule, clause, voice, ids)
        return None if voice.own else self._presumed(clause, voice)

    def _presumed(self, clause: Clause, voice: _Voice) -> _Found | None:
        """The accusation or judgement that a clause takes for granted: "we have seen Russian aggression"."""
        if (
            clause.top.tag_ in {"VBG", "VB"}
            or clause.modals
            or clause.negated
            or _lemma(clause.top) in ENDS
            or standing(clause.top).hypothetical is not None
        ):
            return None
        if voice.attribution is None and (
            _lemma(clause.top) in CLASSES["wrong"] or clause.verbs[-1] in CLASSES["wrong"]
        ):
            start, end = self._clip(clause.top, *_extent(clause.top))
            return _Found(
                "disapprove", clause.top, start, end, None, None, None, None, PRESUMED * NOBODY, "presumed-deed", False
            )
        for noun in _nouns_of(clause.top):
            modifiers = {c.lower_ for c in children(noun, "amod", "det")}
            if modifiers & UNREAL:
                continue
            wrong = _lemma(noun) in CLASSES["wrongdoing"]
            judged = modifiers & CLASSES["bad"]
            doers = [o for o in owners(noun) if not _is_first_person(noun)]
            recipient = self._other((a for o in doers for a in self.cast.named_by(o)), voice.sender)
            if (wrong and (recipient is not None or voice.attribution is None)) or judged:
                act, rule = ("accuse", "presumed-wrong") if recipient is not None else ("disapprove", "presumed-bad")
                start, end = self._clip(clause.top, *_extent(clause.top))
                confidence = PRESUMED * (NOBODY if voice.speaker is None else 1)
                return _Found(
                    act,
                    noun,
                    start,
                    end,
                    voice.sender,
                    voice.speaker,
                    recipient,
                    voice.attribution,
                    confidence,
                    rule,
                    False,
                )
        return None

    def _shaped(self, rule: ClauseRule, clause: Clause, voice: _Voice, ids: tuple[str, ...]) -> _Found | None:
        speaker, sender = voice.speaker, voice.sender
        if voice.own:
            if standing(clause.top).hypothetical is not None:
                return None
            speaker = ids[0]
            sender = self.cast.principal(speaker)
        elif (
            not rule.modal
            and standing(clause.top).hypothetical is not None
            and rule.act in {"accuse", "disapprove", "deny"}
        ):
            return None
        recipient, act = None, rule.act
        if rule.party == "subject" and clause.passive and act == "accuse":
            doers = subjects(clause.last)
            recipient = next((r for t in doers if (r := self._other(self._ids(t), sender))), None)
        elif rule.party == "subject":
            recipient = self._other(ids, sender)
        elif rule.party is not None:
            heads = clause.sufferers if rule.party == "sufferer" else clause.addressed
            recipient = next((r for t in heads if (r := self._other(self._ids(t), sender))), None)
        if act == "threaten" and recipient is not None and ids and rule.party == "sufferer":
            # "Tarland's victory would have consequences for the Compact": who pays is not who is told to refrain.
            act = act if recipient in {self.cast.principal(i) for i in ids} else "warn"
        condition = holding(self.conditions, clause.top)
        if recipient is None and rule.act == "threaten" and condition is not None:
            recipient = self._other(self.cast.mentioned_in(condition.span), sender)
        if recipient is None and not voice.own:
            recipient = self._addressee(voice.attribution, sender)
        first, end = _extent(clause.top)
        if clause.top.dep_ == "relcl" and clause.subject == clause.top.head:
            first = min(first, clause.top.head.left_edge.i)
        start, end = self._clip(clause.top, first, end)
        confidence = rule.confidence * (NOBODY if speaker is None else 1)
        return _Found(
            act,
            clause.top,
            start,
            end,
            sender,
            speaker,
            recipient,
            voice.attribution,
            confidence,
            rule.rule,
            False,
        )

    def _subject_kind(self, head: Token | None, voice: _Voice) -> tuple[str, tuple[str, ...]]:
        """Whether the subject is the speaker's side ("self"), the one spoken to, another party or a thing; its actors."""
        if head is None:
            return "none", ()
        if _is_first_person(head):
            return "self", ()
        if head.lower_ == "you":
            return "you", ()
        ids = self._ids(head)
        if _lemma(head) in CLASSES["own_side"] and all(self.cast.principal(i) == i for i in self.cast.named_by(head)):
            return "self", ()
        if ids:
            own = {voice.speaker, voice.sender} - {None}
            return ("self" if any(i in own or self.cast.principal(i) in own for i in ids) else "other"), ids
        if head.lower_ in PERSONS or _lemma(head) in CLASSES["party"]:
            return "other", ()
        if head.lower_ in {"anyone", "those", "whoever", "anybody"}:
            return "other", ()
        return "thing", ()

    def _ids(self, head: Token) -> tuple[str, ...]:
        return self.cast.named_by(head) or tuple(a for o in owners(head) for a in self.cast.named_by(o))

    # ---- parties -----------------------------------------------------------------------------------------------------

    def _other(self, ids: Iterable[str], sender: str | None) -> str | None:
        """The first of the actors who is not the sender, or on whose behalf he acts."""
        return next((p for i in ids if (p := self.cast.principal(i)) != sender), None)

    def _addressee(self, attribution: Attribution | None, sender: str | None) -> str | None:
        """The side that is spoken to; a journalist or a broadcaster hears an act, and is not its party."""
        if attribution is None or attribution.addressee is None:
            return None
        found = self._other((attribution.addressee,), sender)
        return found if found is not None and self.cast.actor(found).kind in {"country", "organisation"} else None

    def _party(self, trigger: Token, verb: Token, act: str, places: Sequence[str], sender: str | None) -> str | None:
        """The party an act is addressed to: where the cue says it stands, else whom its content is about."""
        for place in places:
            for head in _place(trigger, verb, place):
                found = self._other(self._ids(head), sender)
                if found is not None:
                    return found
        if act in {"demand", "appeal", "accuse"}:
            for clause in children(verb, "ccomp", "xcomp"):
                for head in subjects(clause):
                    found = self._other(self.cast.named_by(head), sender)
                    if found is not None:
                        return found
        for head in (*patients(verb), *governed(verb, "for", "to", "about", "over", "at", "on")):
            for inner in governed(head, *BEHIND.get(act, ())):
                found = self._other(self._ids(inner), sender)
                if found is not None:
                    return found
        return None

    # ---- spans -------------------------------------------------------------------------------------------------------

    def _content_clause(self, content: Span) -> list[Token]:
        """The first sentence of a content, without the "that" that opens it."""
        tokens = [t for t in self.parse.tokens_in(content) if not t.is_space]
        sentence = next((t.sent for t in tokens if not t.is_punct), tokens[0].sent)
        kept = [t for t in tokens if t.sent == sentence]
        return kept[1:] if len(kept) > 1 and kept[0].lower_ == "that" and kept[0].dep_ == "mark" else kept

    def _clip(self, token: Token, start: int, end: int) -> tuple[int, int]:
        """The extent cut to the content that the token stands in."""
        around = self.said.get(token.i)
        if around is None:
            return start, end
        content = next((c for c in around.content if c.start <= token.idx < c.end), None)
        if content is None:
            return start, end
        tokens = self.parse.tokens_in(content)
        return max(start, tokens[0].i), min(end, tokens[-1].i)

    # ---- one act a clause --------------------------------------------------------------------------------------------

    def settle(self, found: list[_Found]) -> list[_Found]:
        """The findings of a sentence without those that another one already tells, each with its condition."""
        kept = _joined(_without_nested(found))
        return [self._conditioned(f) for f in _ultimatums(kept)]

    def _conditioned(self, found: _Found) -> _Found:
        condition = found.condition or holding(self.conditions, found.trigger)
        if condition is None:
            inside = [c for c in self.conditions if found.start <= c.consequence.i <= found.end]
            condition = inside[0] if inside else None
        if condition is None or found.act in {"accuse", "disapprove", "praise", "deny"}:
            return found
        tokens = self.parse.tokens_in(condition.span)
        start, end = tokens[0].i, tokens[-1].i
        if self.said.get(start) is not self.said.get(found.start):
            return replace(found, condition=condition)
        doc = self.parse.tokens
        if doc[start].sent == doc[found.start].sent:
            if end < found.start and all(t.is_punct or t.is_space for t in doc[end + 1 : found.start]):
                return replace(found, condition=condition, start=start)
            if start > found.end and all(t.is_punct or t.is_space for t in doc[found.end + 1 : start]):
                return replace(found, condition=condition, end=end)
        recipient = found.recipient
        if recipient is None and found.act in {"threaten", "warn"}:
            recipient = self._other(self.cast.mentioned_in(condition.span), found.sender)
        return replace(found, condition=condition, recipient=recipient)


# ---- how a cue stands ------------------------------------------------------------------------------------------------


def _lemma(token: Token) -> str:
    return token.lemma_.lower()


def _is_first_person(head: Token) -> bool:
    return head.lower_ in FIRST_PERSON or any(c.lower_ in FIRST_PERSON_OWNER for c in children(head, "poss"))


def _fits_verb(cue: VerbCue, verb: Token, brings_speech: bool) -> bool:
    """Whether what the cue needs stands beside the verb."""
    if cue.particle is not None and not any(c.lower_ == cue.particle for c in verb.children):
        return False
    if cue.without & {c.lower_ for c in children(verb, "prep")}:
        return False
    objects = [*patients(verb)]
    objects += [p for t in objects if t.pos_ in {"DET", "PRON", "NUM", "ADJ"} for p in governed(t, "of")]
    if any(_lemma(t) in cue.unless for t in objects) or any(_lemma(t) in cue.unless for t in children(verb, "xcomp")):
        return False
    if "object" in cue.needs and objects and (not cue.objects or any(_lemma(t) in cue.objects for t in objects)):
        return True
    if "clause" in cue.needs and (brings_speech or any(_says(c) for c in children(verb, "xcomp", "ccomp"))):
        return True
    if "infinitive" in cue.needs and any(c.tag_ == "VB" for c in children(verb, "xcomp")):
        return True
    if "order" in cue.needs and objects and any(c.tag_ == "VB" for c in children(verb, "xcomp", "ccomp")):
        return True
    prepositions = {
        c.lower_ for c in verb.children if c.dep_ in {"prep", "dative"} or (c.dep_ == "prt" and c.pos_ == "ADP")
    }
    if prepositions & cue.needs:
        return True
    return "any" in cue.needs


def _is_clause(tokens: Sequence[Token]) -> bool:
    """Whether the tokens are a clause with a subject of its own: speech, and no mere object of the verb."""
    inside = {t.i for t in tokens}
    tops = [t for t in tokens if (t.head.i not in inside or t.head == t) and not t.is_punct]
    return any(any(children(t, "nsubj", "nsubjpass", "expl", "csubj")) for t in tops)


def _says(clause: Token) -> bool:
    return clause.pos_ in {"VERB", "AUX"} or clause.tag_.startswith("VB")


def _is_done(verb: Token, brought: Attribution | None) -> bool:
    """Whether the verb stands as something done: finite, or under a verb that leaves it done; never a bare noun."""
    if verb.tag_ in {"VBD", "VBZ", "VBP"}:
        return True
    aux = {c.lower_ for c in children(verb, "aux", "auxpass")}
    if verb.tag_ == "VB":
        if "to" in aux:
            return verb.dep_ == "xcomp" and _lemma(verb.head) in INFINITIVE_UNDER
        return verb.dep_ in {"ROOT", "conj", "ccomp", "xcomp"} and (
            bool(aux) or brought is not None or verb.dep_ == "ROOT"
        )
    if verb.tag_ == "VBN":
        return bool(aux) or any(children(verb, "agent")) or verb.dep_ in {"conj", "ROOT"} or brought is not None
    if verb.tag_ == "VBG":
        return bool(aux) or verb.dep_ in {"advcl", "conj"} or brought is not None
    return brought is not None or verb.pos_ in {"AUX", "ADJ"}


def _in_protasis(token: Token, conditions: Iterable[Condition]) -> bool:
    return any(
        c.span.start <= token.idx < c.span.end and c.kind != "unless" and c.kind != "noun-phrase" for c in conditions
    )


def _place(trigger: Token, verb: Token, place: str) -> Iterator[Token]:
    if place == "object":
        yield from patients(verb)
    elif place == "dative":
        yield from children(verb, "dative")
    else:
        yield from governed(trigger, place)
        if trigger is not verb:
            yield from governed(verb, place)


def _nouns_of(verb: Token) -> Iterator[Token]:
    """The nouns that stand in a verb's clause, those of its subject first."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr", "prep", "pobj", "agent", "appos", "conj", "dative"}:
            if child.pos_ in {"NOUN", "PROPN"}:
                yield child
            if child.pos_ not in {"VERB", "AUX"}:
                yield from _nouns_of(child)


# ---- how far a clause goes -------------------------------------------------------------------------------------------

OUTSIDE = frozenset({"parataxis", "mark", "cc", "punct", "preconj", "dep", "meta", "intj", "prep"})


def _own_subtree(verb: Token) -> frozenset[int]:
    """The indices under a verb, without the clauses joined to it."""
    return frozenset(t.i for c in verb.children if c.dep_ not in {"conj", "parataxis", "nsubj"} for t in c.subtree) | {
        verb.i
    }


def _extent(verb: Token) -> tuple[int, int]:
    """The first and last token of a verb's clause: its subject and complements, not what is joined to it."""
    left, right = verb.i, verb.i
    for child in verb.children:
        joined = child.dep_ in {"conj", "advcl"} and child.pos_ in {"VERB", "AUX"}
        if child.i < verb.i:
            if child.dep_ in OUTSIDE or joined or child.dep_ in {"ccomp", "advmod"}:
                continue
            left = min(left, child.left_edge.i)
        elif child.dep_ == "advcl" and any(children(child, "mark", "advmod", "nsubj")):
            continue
        elif child.dep_ not in {"cc", "parataxis"} and not (child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"}):
            right = max(right, child.right_edge.i)
    doc = verb.doc
    joined_on = [c for c in verb.children if c.dep_ in {"cc", "conj", "parataxis"} and c.i > verb.i]
    if joined_on:
        right = min(right, max(verb.i, joined_on[0].left_edge.i - 1))
    while right > verb.i and (doc[right].is_punct or doc[right].is_space):
        right -= 1
    while left < verb.i and (doc[left].is_punct or doc[left].is_space):
        left += 1
    return left, right


# ---- settling --------------------------------------------------------------------------------------------------------


def _without_nested(found: list[_Found]) -> list[_Found]:
    """Without what a word that names its act already tells; a vague one gives way to what is really said."""
    dropped: set[int] = set()
    result = list(found)
    for n, outer in enumerate(found):
        if not outer.named or n in dropped:
            continue
        under = [m for m, inner in enumerate(found) if m != n and _tells(outer, inner) and m not in dropped]
        better = [m for m in under if found[m].act in UPGRADES.get(outer.act, ()) and found[m].sender == outer.sender]
        if better and outer.act == "warn":
            dropped.add(n)
            continue
        if better:
            result[n] = replace(outer, act=found[better[0]].act)
        elif outer.act == "promise" and _harms(outer.trigger):
            result[n] = replace(outer, act="threaten")
        dropped.update(under)
    return [f for n, f in enumerate(result) if n not in dropped]


def _tells(outer: _Found, inner: _Found) -> bool:
    """Whether the inner finding lies in what the outer one brings in, and is not told by somebody else."""
    return inner.trigger.i in outer.covers and inner.attribution in (None, outer.attribution)


def _harms(verb: Token) -> bool:
    return any(_lemma(c) in CLASSES["harm"] and not any(children(c, "neg")) for c in children(verb, "xcomp", "ccomp"))


def _joined(found: list[_Found]) -> list[_Found]:
    """One row for the same act by the same side to the same party in a sentence, and for clauses that overlap."""
    kept: list[_Found] = []
    for one in sorted(found, key=lambda f: (f.trigger.i, f.start)):
        for n, other in enumerate(kept):
            same = (one.act, one.sender, one.attribution) == (other.act, other.sender, other.attribution)
            if same and (one.recipient == other.recipient or None in (one.recipient, other.recipient)):
                kept[n] = replace(
                    other,
                    start=min(one.start, other.start),
                    end=max(one.end, other.end),
                    recipient=other.recipient or one.recipient,
                    confidence=max(one.confidence, other.confidence),
                )
                break
            if one.attribution is not other.attribution:
                continue
            if one.start <= other.end < one.trigger.i:
                one = _after(one, other.end)
            elif one.start <= other.end and other.start <= one.end:
                kept[n] = max((other, one), key=lambda f: f.confidence)
                break
        else:
            kept.append(one)
    return kept


def _after(found: _Found, end: int) -> _Found:
    """The finding cut to begin behind another one: "concerned with ..., but will pursue ..."."""
    doc, start = found.trigger.doc, end + 1
    while start < found.trigger.i and (doc[start].is_punct or doc[start].is_space or doc[start].dep_ == "cc"):
        start += 1
    return replace(found, start=start)


def _ultimatums(found: list[_Found]) -> list[_Found]:
    return found


# ---- rows ------------------------------------------------------------------------------------------------------------


def _row(parse: Parse, found: _Found, times: Sequence[Timex]) -> Signal:
    span = _span(parse, found)
    condition = found.condition
    saw = {"trigger": found.trigger.text}
    if condition is not None:
        saw["condition"] = condition.span.exact
    return Signal(
        id=row_id(parse.document, "signal", span.start, span.end, found.act),
        confidence=round(found.confidence, 3),
        reader=READER,
        why=Why(found.rule, saw),
        act=found.act,
        sender=found.sender,
        voice=found.voice,
        recipient=found.recipient,
        span=span,
        condition=condition.span if condition else None,
        condition_kind=condition.kind if condition else None,
        deadline=_deadline(parse, span, condition, times),
        track=typed("Track | None", ACTS[found.act].track),
        attribution=found.attribution.id if found.attribution else None,
    )


def _span(parse: Parse, found: _Found) -> Span:
    doc = parse.tokens
    start, end = found.start, found.end
    while start < end and (doc[start].is_space or doc[start].is_punct):
        start += 1
    while end > start and (doc[end].is_space or doc[end].is_punct):
        end -= 1
    return parse.span(doc[start : end + 1])


def _deadline(parse: Parse, span: Span, condition: Condition | None, times: Sequence[Timex]) -> When | None:
    """The time by which something is to be done: one that stands in the act or its condition behind "by" and the like."""
    for time in times:
        inside = span.overlaps(time.span) or (condition is not None and condition.span.overlaps(time.span))
        if not inside or time.value is None or time.grain is None:
            continue
        tokens = parse.tokens_in(time.span)
        before = parse.tokens[max(0, tokens[0].i - 3) : tokens[0].i]
        words = {t.lower_ for t in before} | {tokens[0].lower_}
        if words & DEADLINE_WORDS:
            return When(time.value, time.grain)
    return None
