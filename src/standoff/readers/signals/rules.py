"""Signals: what a party says to move another, from threats to thanks, as the codebook (`ontology/acts.toml`) has them.

An act is read from a word that names it ("threatened with sanctions", "an ultimatum"), in the outlet's own voice or in
what somebody says, and from the shape of what is said ("there will be consequences", "must withdraw"). Left out: acts
that are denied, supposed, asked for, planned or told as history, and what is quoted to be denied. One clause makes one
act; a verb that names an act and the speech it brings in are one row, whose span is the speech.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from standoff.document import Span
from standoff.ontology.plover import event_types
from standoff.readers.clauses import children, governed, is_passive, owners, patients, subjects
from standoff.readers.events.triggers import find_trigger
from standoff.readers.signals.clauses import ENDS, Clause, fits, fits_verb, is_clause, is_done, rules_for
from standoff.readers.signals.conditions import holding, read_conditions
from standoff.readers.signals.cues import CLASSES, NOUNS, STATES, VERBS, ClauseRule
from standoff.readers.signals.findings import (
    Found,
    extent,
    joined,
    own_subtree,
    with_ultimatums,
    without_nested,
)
from standoff.readers.signals.parties import Scene, Voice, is_first_person, lemma
from standoff.readers.standing import standing

NOBODY = 0.7
"""By what the confidence of a row is multiplied where it is not known who speaks."""

AHEAD = 0.7
"""The same where the act itself is only announced in the first person ("we will reject")."""

CONDITIONAL = 0.6
"""Confidence of an act that only a condition and its consequence show."""

STATED = frozenset({"if", "unless", "until", "when", "noun-phrase"})

PRESUMED = 0.5
"""Confidence of an accusation that is only taken for granted."""

UNREAL = frozenset(
    {"any", "further", "future", "possible", "potential", "such", "no", "alleged", "new", "another", "more"}
)
"""Words before a noun with which the wrong it names need not have happened."""

HEADLINE = 0.8
"""The same for a headline whose capitals hide the verb from the parser."""

LIES_AHEAD = frozenset({"promise", "threaten", "offer"})
"""Acts whose content is still to come."""

UNLESS = ("unless", "except")
"""How a condition of that kind begins where it is a clause of its own."""

TITLE_WORD = 3
"""Words up to this length may stay small in a headline that is all capitals."""


class CueReading:
    """What the cue tables make of a document: `at` gives the signal of a word, `settle` joins those of a sentence."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.parse, self.cast = scene, scene.parse, scene.cast
        self.conditions = read_conditions(scene.parse)

    def at(self, token: Token) -> Found | None:
        """The signal that the cue tables read at a word: what it names, else what the shape of its clause makes."""
        found = self._named_by_word(token)
        if found is None and token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass"}:
            found = self._clause(token)
        return found

    def in_protasis(self, token: Token) -> bool:
        """Whether a word stands in what has to happen first: nothing is signalled there; "withdraw or face" demands."""
        return any(
            c.span.start <= token.idx < c.span.end and (c.kind != "unless" or c.span.exact[:6].lower() in UNLESS)
            for c in self.conditions
        )

    def _named_by_word(self, token: Token) -> Found | None:
        """The signal that a word names, as the cue tables have it."""
        lemma, word = self.parse.lemmas[token.i], self.parse.lowers[token.i]
        return (
            (self._verb(token) if lemma in VERBS else None)
            or (self._noun(token) if lemma in NOUNS else None)
            or (self._state(token) if word in STATES else None)
            or (self._title_verb(token) if word.endswith("s") else None)
        )

    def _verb(self, verb: Token) -> Found | None:
        if verb.pos_ == "ADJ" or (verb.pos_ in {"NOUN", "PROPN"} and verb.i not in self.scene.cued):
            return None
        if is_passive(verb) and not any(children(verb, "agent")):
            return None
        for cue in VERBS.get(lemma(verb), ()):
            if cue.act in LIES_AHEAD and self._is_participle(verb):
                continue
            if fits_verb(cue, verb, self._brings_speech(verb)):
                return self._named(verb, verb, cue.act, cue.party, cue.confidence, f"verb-{cue.act}")
        return None

    def _is_participle(self, verb: Token) -> bool:
        """Whether the parser has it before a noun of which something past is told: "promised land was sold"."""
        over = verb.head.head
        return (
            verb.dep_ == "amod"
            and verb.head.dep_ in {"nsubj", "nsubjpass"}
            and over.i > verb.head.i
            and not any(c.tag_ in {"MD", "TO"} for c in over.children)
        )

    def _brings_speech(self, verb: Token) -> bool:
        """Whether the verb is the cue of an attribution whose content is a clause."""
        brought = self.scene.cued.get(verb.i)
        return brought is not None and is_clause(self.scene.speech(verb, brought))

    def _noun(self, noun: Token) -> Found | None:
        cue = NOUNS.get(lemma(noun))
        if cue is None or noun.pos_ == "VERB":
            return None
        carrier = self._cue_before(noun) or (noun.head if noun.dep_ in {"dobj", "nsubjpass"} else noun)
        if noun.dep_ == "conj" and noun.head.dep_ == "dobj":
            carrier = noun.head.head
        if carrier.pos_ != "VERB" or lemma(carrier) not in cue.verbs or lemma(carrier) in VERBS:
            return None
        found = self._named(carrier, noun, cue.act, cue.party, cue.confidence, f"noun-{cue.act}")
        return None if found is None or (cue.to_party and found.recipient is None) else found

    def _cue_before(self, noun: Token) -> Token | None:
        """The verb of the cue whose content begins with the noun: "made clear" in "made clear their support"."""
        around = self.scene.said.get(noun.i)
        if around is None or around.cue is None:
            return None
        first = next((t for t in self.parse.tokens_in(around.content[0]) if t.pos_ in {"NOUN", "PROPN", "VERB"}), None)
        if first != noun:
            return None
        return next((t for t in self.parse.tokens_in(around.cue) if t.pos_ == "VERB" or t.tag_ == "VBN"), None)

    def _state(self, state: Token) -> Found | None:
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
        if cue.act == "praise" and any(c.tag_ == "VB" for c in children(state, "xcomp")):
            return None  # "pleased to announce"
        heads = patients(state) or subjects(top)
        if self.scene.voice(state).own and any(_is_public(h) for h in heads):
            return None
        if not heads:
            return None
        return self._named(top, state, cue.act, cue.party, cue.confidence, f"state-{cue.act}", heads)

    def _title_verb(self, token: Token) -> Found | None:
        """A verb that the capitals of a headline make look like a name: "Compact's Holm Warns of ..."."""
        if token.pos_ not in {"PROPN", "NOUN"} or not token.is_title:
            return None
        stem = token.lower_.removesuffix("s")
        stem = stem if stem in VERBS else stem.removesuffix("e")
        if stem not in VERBS:
            return None
        sentence = token.sent
        words = [t for t in sentence if t.is_alpha and len(t) > TITLE_WORD]
        if (
            token.i in (sentence.start, sentence.end - 1)
            or token.i in self.scene.said
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
        sender = self.scene.side(before[0])
        recipient = None
        if cue.act not in {"warn", "promise", "intend", "offer"}:
            recipient = self.scene.other(self.cast.mentioned_in(sentence[token.i + 1 - sentence.start :]), sender)
        end = sentence.end - 1
        return Found(
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
    ) -> Found | None:
        """The signal of a word that names its act, where it is really done and there is somebody who does it."""
        voice = self.scene.voice(verb)
        brought = self.scene.cued.get(verb.i)
        brought = None if brought is self.scene.said.get(verb.i) else brought
        stands = standing(verb)
        if stands.negation is not None or stands.past is not None or not is_done(verb, brought):
            return None
        heads = heads or subjects(verb) or self._headline_subject(verb)
        first = any(is_first_person(h) for h in heads)
        if (stands.hypothetical is not None or stands.future is not None) and not (
            first and not voice.own and lemma(verb) != "be"
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
        speaker, sender = self.scene.who(heads, voice, brought, first)
        if speaker is None and voice.own and verb.dep_ == "conj":  # a long list of what somebody did, badly parsed
            speaker, sender = self.scene.who(subjects(verb.sent.root), voice, brought, first)
        if speaker is None:
            if not first:
                return None
            confidence *= NOBODY
        recipient = self.scene.party(trigger, verb, act, party, sender) or self.scene.addressee(
            brought or voice.attribution, sender
        )
        if lemma(verb) == "refuse" and not first and not voice.own and sender != voice.sender and brought is None:
            # Told of another party in somebody's speech, a refusal is what that party is reproached with.
            act, rule, recipient, speaker, sender = "accuse", "refuses", sender, voice.speaker, voice.sender
        covers = own_subtree(verb)
        start, end = extent(verb)
        if verb.dep_ == "relcl" and verb.doc[start].tag_ in {"WDT", "WP"}:
            start = verb.head.left_edge.i  # "the talks which Velm has proposed", not "which Velm has proposed"
        attribution = voice.attribution
        if brought is not None:
            attribution = brought
            said = self.scene.speech(verb, brought)
            covers |= frozenset(t.i for t in said)
            around = bool(said) and said[0].i < verb.i < said[-1].i
            if (around or is_clause(said)) and said[0].sent == verb.sent:
                start, end = said[0].i, said[-1].i
        else:
            start, end = self.scene.clip(verb, start, end)
        return Found(act, trigger, start, end, sender, speaker, recipient, attribution, confidence, rule, True, covers)

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

    def _clause(self, top: Token) -> Found | None:
        """The signal that the shape of a clause makes."""
        voice = self.scene.nested(top, self.scene.voice(top))
        if top.dep_ in {"xcomp", "csubj", "pcomp"}:
            return None
        if (
            top.tag_ in {"VBG", "VBN"}
            and top.dep_ in {"acl", "advcl", "amod"}
            and not any(children(top, "nsubj", "aux"))
        ):
            return None
        clause = Clause(top)
        if (
            clause.subject is not None
            and self.scene.said.get(clause.subject.i) is not self.scene.said.get(top.i)
            and top.dep_ == "ccomp"
        ):
            clause = Clause(top, own_subject=False)  # what is said has lost its subject: it is not the speaker's
        kind, ids = self.scene.subject_kind(clause.subject, voice)
        if voice.own and not ids:
            return None
        for rule in rules_for("self" if voice.own else kind, own=voice.own):
            if fits(rule, clause):
                return self._shaped(rule, clause, voice, ids)
        return None if voice.own else self._conditional(clause, voice, kind) or self._presumed(clause, voice)

    def _conditional(self, clause: Clause, voice: Voice, subject: str) -> Found | None:
        """The commitment that a speaker ties to a condition where no rule knows its words: "or no gas will flow".

        It is a threat where what would follow, or what the other is to leave undone, is conflict in PLOVER's terms, or
        where something is to be withheld; a promise where cooperation would follow; else an intention.
        """
        condition = holding(self.conditions, clause.top)
        ahead = {"will", "would", "shall"} & clause.modals
        if condition is None or condition.kind not in STATED or condition.consequence != clause.top or not ahead:
            return None
        if subject not in {"self", "thing", "none"} or voice.speaker is None:
            return None
        follows = _bearing((clause.last, *clause.top.subtree), condition.span)
        depends = _bearing(self.parse.tokens_in(condition.span), None)
        if clause.negated or follows == "conflict" or (depends == "conflict" and condition.kind in {"if", "when"}):
            act, confidence = "threaten", CONDITIONAL
        elif follows == "cooperation":
            act, confidence = "promise", CONDITIONAL
        else:
            act, confidence = "intend", CONDITIONAL * AHEAD
        start, end = self.scene.clip(clause.top, *extent(clause.top))
        recipient = self.scene.doer(condition.span, voice.sender)
        return Found(
            act,
            clause.top,
            start,
            end,
            voice.sender,
            voice.speaker,
            recipient,
            voice.attribution,
            confidence,
            "conditional",
            False,
            condition=condition,
        )

    def _presumed(self, clause: Clause, voice: Voice) -> Found | None:
        """The accusation or judgement that a clause takes for granted: "we have seen Russian aggression"."""
        if (
            clause.top.tag_ in {"VBG", "VB"}
            or clause.modals
            or clause.negated
            or lemma(clause.top) in ENDS
            or standing(clause.top).hypothetical is not None
        ):
            return None
        if voice.attribution is None and {lemma(clause.top), clause.verbs[-1]} & CLASSES["wrong"]:
            doers = subjects(clause.last) if clause.passive else (() if clause.subject is None else (clause.subject,))
            recipient = next((r for t in doers if (r := self.scene.other(self.scene.ids(t), None))), None)
            return self._taken_for_granted("disapprove", "presumed-deed", clause, clause.top, recipient, voice)
        for noun in _nouns_of(clause.top):
            modifiers = {c.lower_ for c in children(noun, "amod", "det")}
            if modifiers & UNREAL:
                continue
            wrong = lemma(noun) in CLASSES["wrongdoing"]
            judged = modifiers & CLASSES["bad"]
            holders = () if is_first_person(noun) else owners(noun)
            recipient = self.scene.other((a for o in holders for a in self.cast.named_by(o)), voice.sender)
            if (wrong and (recipient is not None or voice.attribution is None)) or judged:
                act, rule = ("accuse", "presumed-wrong") if recipient is not None else ("disapprove", "presumed-bad")
                return self._taken_for_granted(act, rule, clause, noun, recipient, voice)
        return None

    def _taken_for_granted(
        self, act: str, rule: str, clause: Clause, trigger: Token, recipient: str | None, voice: Voice
    ) -> Found:
        start, end = self.scene.clip(clause.top, *extent(clause.top))
        confidence = PRESUMED * (NOBODY if voice.speaker is None else 1)
        return Found(
            act, trigger, start, end, voice.sender, voice.speaker, recipient, voice.attribution, confidence, rule, False
        )

    def _shaped(self, rule: ClauseRule, clause: Clause, voice: Voice, ids: tuple[str, ...]) -> Found | None:
        speaker, sender = voice.speaker, voice.sender
        if voice.own:
            if standing(clause.top).hypothetical is not None:
                return None
            speaker = ids[0]
            sender = self.scene.side(speaker)
        elif (
            not rule.modal
            and standing(clause.top).hypothetical is not None
            and rule.act in {"accuse", "disapprove", "deny"}
        ):
            return None
        recipient, act = None, rule.act
        if rule.party == "subject" and clause.passive and act == "accuse":
            agents = subjects(clause.last)
            recipient = next((r for t in agents if (r := self.scene.other(self.scene.ids(t), sender))), None)
        elif rule.party == "subject":
            recipient = self.scene.other(ids, sender)
        elif rule.party is not None:
            falls_on = clause.sufferers if rule.party == "sufferer" else clause.addressed
            recipient = next((r for t in falls_on if (r := self.scene.other(self.scene.ids(t), sender))), None)
        if act == "threaten" and "self" not in rule.subject and self._hurts_others(clause, ids, recipient, sender):
            act = "warn"
        condition = holding(self.conditions, clause.top)
        if recipient is None and rule.act == "threaten" and condition is not None:
            recipient = self.scene.doer(condition.span, sender)
        if recipient is None and not voice.own:
            recipient = self.scene.addressee(voice.attribution, sender)
        first, end = extent(clause.top)
        if clause.top.dep_ == "relcl" and clause.subject == clause.top.head:
            first = min(first, clause.top.head.left_edge.i)
        start, end = self.scene.clip(clause.top, first, end)
        confidence = rule.confidence * (NOBODY if speaker is None else 1)
        return Found(
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

    def _hurts_others(self, clause: Clause, ids: tuple[str, ...], recipient: str | None, sender: str | None) -> bool:
        """Whether who would pay is not who would do it, or is the speaker's own side: that is a warning."""
        for head in clause.sufferers:
            if is_first_person(head) or sender in {self.scene.side(i) for i in self.scene.ids(head)} - {None}:
                return True
        doers = ids
        if clause.subject is not None and not doers:
            doers = tuple(i for t in governed(clause.subject, "of", "by") for i in self.cast.named_by(t))
        return recipient is not None and bool(doers) and recipient not in {self.scene.side(i) for i in doers}

    def settle(self, found: list[Found]) -> list[Found]:
        """The findings of a sentence without those that another one already tells, each with its condition."""
        kept = joined(without_nested(found))
        return with_ultimatums([self._conditioned(f) for f in kept])

    def _conditioned(self, found: Found) -> Found:
        condition = found.condition or holding(self.conditions, found.trigger)
        if condition is None:
            inside = [c for c in self.conditions if found.start <= c.consequence.i <= found.end]
            condition = inside[0] if inside else None
        if condition is None or found.act in {"accuse", "disapprove", "praise", "deny"}:
            return found
        if found.act == "ultimatum" and self.scene.said.get(condition.consequence.i) is found.attribution:
            first, last = self.scene.clip(condition.consequence, *extent(condition.consequence))
            if condition.consequence.sent == found.trigger.sent:  # what will follow belongs to it
                found = replace(found, start=min(found.start, first), end=max(found.end, last))
        tokens = self.parse.tokens_in(condition.span)
        start, end = tokens[0].i, tokens[-1].i
        if self.scene.said.get(start) is not self.scene.said.get(found.start):
            return replace(found, condition=condition)
        doc = self.parse.tokens
        if doc[start].sent == doc[found.start].sent:
            if end < found.start and all(t.is_punct or t.is_space for t in doc[end + 1 : found.start]):
                return replace(found, condition=condition, start=start)
            if start > found.end and all(t.is_punct or t.is_space for t in doc[found.end + 1 : start]):
                return replace(found, condition=condition, end=end)
        recipient = found.recipient
        if recipient is None and found.act == "threaten":
            recipient = self.scene.doer(condition.span, found.sender)
        return replace(found, condition=condition, recipient=recipient)


def _is_public(head: Token) -> bool:
    """Whether a plural names people and no party: what worries "Karsovans" is the mood of a public."""
    return head.tag_ in {"NNS", "NNPS"} and lemma(head) not in CLASSES["bodies"]


def _nouns_of(verb: Token) -> Iterator[Token]:
    """The nouns that a clause is about: its subject and its objects, no further."""
    return (c for c in children(verb, "nsubj", "nsubjpass", "dobj", "attr") if c.pos_ in {"NOUN", "PROPN"})


def _bearing(tokens: Iterable[Token], without: Span | None) -> str | None:
    """Whether the first event word among the tokens is conflict or cooperation in PLOVER's terms; None without one."""
    for token in tokens:
        if without is not None and without.start <= token.idx < without.end:
            continue
        if lemma(token) in CLASSES["harm"]:
            return "conflict"
        trigger = find_trigger(token)
        if trigger is not None:
            return event_types()[trigger.act.event_type].quad.rsplit(maxsplit=1)[-1]
    return None
