"""How a clause stands: denied, ahead, supposed, or recalled from long ago; and the word that says so.

Works on any trigger, a verb or a noun of action, and goes over spaCy's tree alone. The words are data, in
`data/clauses.toml`. What of it is the modality of an event is decided in `standoff.readers.events.modality`.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from standoff.readers.clauses import ENTERING, TABLE, VERBAL, carrier, chain, children, is_light, is_verbal

NEGATION_WORDS = frozenset(TABLE["negation"]["words"])
NEGATION_GOVERNORS = frozenset(TABLE["negation"]["governors"])
NEGATION_PARTICLES: dict[str, str] = TABLE["negation"]["particles"]
NEGATION_ENDINGS = frozenset(TABLE["negation"]["endings"])
DENIALS = frozenset(TABLE["negation"]["denials"])
HINDRANCES = frozenset(TABLE["negation"]["hindrances"])
FUTURE_AUXILIARIES = frozenset(TABLE["future"]["auxiliaries"])
FUTURE_GOVERNORS = frozenset(TABLE["future"]["governors"])
FUTURE_MODIFIERS = frozenset(TABLE["future"]["modifiers"])
HYPOTHETICAL_AUXILIARIES = frozenset(TABLE["hypothetical"]["auxiliaries"])
HYPOTHETICAL_MARKS = frozenset(TABLE["hypothetical"]["marks"])
HYPOTHETICAL_GOVERNORS = frozenset(TABLE["hypothetical"]["governors"])
HYPOTHETICAL_MODIFIERS = frozenset(TABLE["hypothetical"]["modifiers"])
SUPPOSING = frozenset({("det", "any"), *(("advmod", word) for word in TABLE["hypothetical"]["adverbs"])})
JUDGED_SUPPOSED = frozenset(TABLE["hypothetical"]["judged"])
GOVERNORS = NEGATION_GOVERNORS | FUTURE_GOVERNORS | HYPOTHETICAL_GOVERNORS
PAST_WORDS = frozenset(TABLE["past"]["words"])
PAST_PHRASES = frozenset(TABLE["past"]["phrases"])
MOTION = frozenset(TABLE["reach"]["motion"])
REPORTING_WOULD = frozenset({"would", "'d"})

BY_ITSELF = frozenset(TABLE["reach"]["by_itself"])
"""Governors of an infinitive that say nothing of a noun: "committed a massacre"."""

WISHES = frozenset(TABLE["reach"]["wishes"])
PROPOSALS = frozenset(TABLE["reach"]["proposals"])
PORTIONS = frozenset(TABLE["reach"]["portions"])

GOVERNED = frozenset(TABLE["reach"]["reaching"])
"""Prepositions over which a governor reaches down: "fears of an attack", but not "declined after the attack"."""

ANNOUNCING = frozenset(TABLE["reach"]["announcing"])
IN_CASE = frozenset({"case", "event"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})

DENIED = frozenset({"xcomp", "dobj", "pobj", "prep", "attr", "acl", "pcomp", "conj"})
"""Links over which a negation reaches down: "did not hold talks", but not "it is not lost on Velm that ..."."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a clause stands: for each way of not being a plain fact, the word that says so, or None."""

    negation: Token | None = None
    future: Token | None = None
    hypothetical: Token | None = None
    past: Token | None = None


def standing(trigger: Token) -> Standing:
    """How the clause of `trigger` stands, with the words that say so.

    Looks at the trigger's own auxiliaries, determiners and modifiers, then up through the verbs it depends on: "refused
    to hold talks" denies the talks, "plans to" puts them ahead, "if", "would" and "urged ... to" make them supposed.
    """
    found: dict[str, Token] = {}

    def note(kind: str, token: Token) -> None:
        found.setdefault(kind, token)

    def deny(token: Token) -> None:
        """A denial of a denial is none: "failed to stop", and leaves open what is denied: "did not rule out"."""
        if "negation" not in found or (found["negation"].head.i != token.i and token.head.i != found["negation"].i):
            note("negation", token)
            return
        denied = found.pop("negation")
        if denied.lemma_.lower() not in HINDRANCES:
            note("hypothetical", denied)

    below: Token | None = None
    for step, token in enumerate(chain(trigger)):
        if below is not None:
            given = step == 1 and _is_given(trigger) and token.lemma_.lower() not in NEGATION_ENDINGS
            if given or not _passes(below, token) or _is_apart(below, token):
                break
            # A verb's own auxiliaries hold for its infinitives and shared-subject conjuncts, not for full clauses.
            lemma = token.lemma_.lower()
            if (
                below.dep_ in {"xcomp", "acl", "pcomp"}
                or token.pos_ == "ADP"
                or _is_noun_step(below)
                or _is_bare(below)
            ):
                if _denies(token, below):
                    deny(token)
                if token.lower_ == "without":
                    note("negation", token)
                if _governs_infinitive(below, token):
                    if lemma in FUTURE_GOVERNORS:
                        note("future", token)
                    if lemma in HYPOTHETICAL_GOVERNORS and (lemma not in IN_CASE or token.head.lower_ == "in"):
                        note("hypothetical", token)
            elif below.dep_ == "ccomp" and lemma in DENIALS:
                deny(token)
            elif below.dep_ == "ccomp" and (lemma in WISHES or (lemma in PROPOSALS and below.tag_ == "VB")):
                note("hypothetical", token)
            if below.dep_ == "conj" and any(children(below, "nsubj", "nsubjpass")):
                break
            if _is_noun_step(below) and _is_definite(trigger) and not _carries(token):
                break  # "will condemn the attack"
            if below.dep_ == "ccomp" and not _is_bare(below):
                break  # how it stands that somebody says so is another matter
        for child in token.children:
            word = child.lower_
            if child.i >= trigger.i and step and child.dep_ in {"aux", "neg", "det"} and token.i > trigger.i:
                continue
            if child.dep_ == "advmod" and _is_undone(child):
                note("negation", child)
            elif child.dep_ == "neg" or (
                child.dep_ in {"det", "preconj", "cc"} and word in NEGATION_WORDS and child.i < trigger.i
            ):
                if below is None or (below.dep_ in DENIED and token.pos_ in VERBAL) or child.dep_ == "det":
                    deny(child)
            elif child.dep_ == "aux" and (below is None or _shares_auxiliaries(below)):
                if word in REPORTING_WOULD and any(c.lower_ == "later" for c in children(token, "advmod")):
                    continue  # "would later seize": it did
                if word in FUTURE_AUXILIARIES:
                    note("future", child)
                elif word in REPORTING_WOULD and _is_reported(token):
                    note("future", child)  # "said it would meet": the future of reported speech
                elif word in HYPOTHETICAL_AUXILIARIES:
                    note("hypothetical", child)
                elif word == "to" and _is_headline_future(token):
                    note("future", child)
                elif word == "to" and token.dep_ == "advcl" and token.head.lemma_.lower() not in MOTION:
                    note("hypothetical", child)
            elif (
                child.dep_ in {"mark", "advmod"}
                and word in HYPOTHETICAL_MARKS
                and (below is None or _shares_auxiliaries(below))
            ):
                note("hypothetical", child)
            elif step == 0 and child.dep_ in {"amod", "compound"}:
                if child.lemma_.lower() in FUTURE_MODIFIERS or word in FUTURE_MODIFIERS:
                    note("future", child)
                elif word in HYPOTHETICAL_MODIFIERS:
                    note("hypothetical", child)
            elif child.dep_ in {"nsubj", "nsubjpass", "dobj"} and token.pos_ in VERBAL and (step == 0):
                no = next((d for d in children(child, "det") if d.lower_ in {"no", "neither"}), None)
                if no is not None:
                    note("negation", no)
            elif step == 0 and (child.dep_, word) in SUPPOSING:
                note("hypothetical", child)
            elif child.dep_ in {"advmod", "prep"} and step <= 1 and _is_long_past(child):
                note("past", child)
        if token.dep_ in {"nsubj", "nsubjpass"} and token.pos_ == "NOUN" and step == 0:
            supposed = _supposed(token)
            if supposed is not None:
                note("hypothetical", supposed)
        below = token
    return Standing(found.get("negation"), found.get("future"), found.get("hypothetical"), found.get("past"))


def _denies(token: Token, below: Token) -> bool:
    """Whether a governor says of `below` that it is not done: "refused to", "ruled out", "talks were suspended"."""
    lemma = token.lemma_.lower()
    if lemma in NEGATION_PARTICLES:
        return any(c.lower_ == NEGATION_PARTICLES[lemma] for c in children(token, "prt", "advmod"))
    if lemma in NEGATION_ENDINGS:
        return below.dep_ in {"dobj", "nsubjpass"} or (below.lower_ == "of" and token.pos_ == "NOUN")
    return lemma in NEGATION_GOVERNORS


def _is_undone(adverb: Token) -> bool:
    """Whether an adverb says that it is not done, or no more: "has yet to", "no longer"."""
    word, doc, at = adverb.lower_, adverb.doc, adverb.i
    if word == "yet":
        return at + 1 < len(doc) and doc[at + 1].lower_ == "to" and doc[at - 1].lemma_ in {"have", "be"}
    return word == "longer" and doc[at - 1].lower_ in {"no", "any"}


def _is_long_past(word: Token) -> bool:
    """Whether a word or the phrase it begins leads back: "previously", "back then", but not "sent back"."""
    if word.lower_ in PAST_WORDS:
        return word.dep_ == "advmod" and word.head.tag_ not in {"VB", "VBG"}
    words = [t.lower_ for t in word.doc[word.left_edge.i : word.left_edge.i + 3]]
    return " ".join(words[:2]) in PAST_PHRASES or " ".join(words) in PAST_PHRASES


def _supposed(noun: Token) -> Token | None:
    """The word that makes a noun's event only thought of: "talks are possible", "an attack would be met with force"."""
    verb = noun.head
    if verb.lemma_ == "be":
        judged = next((c for c in children(verb, "acomp") if c.lower_ in JUDGED_SUPPOSED), None)
        if judged is not None:
            return judged
    if not any(d.lower_ in {"a", "an", "any", "another", "such"} for d in children(noun, "det", "amod", "predet")):
        return None
    return next((c for c in children(verb, "aux") if c.lower_ in HYPOTHETICAL_AUXILIARIES), None)


def _is_apart(below: Token, token: Token) -> bool:
    """Whether how a word stands says nothing of the event under it: "an end to the attacks", "blamed for shelling"."""
    lemma = token.lemma_.lower()
    if below.dep_ != "prep" or lemma in GOVERNORS or (lemma in NEGATION_ENDINGS and below.lower_ == "of"):
        return False
    if token.pos_ == "NOUN":
        return lemma not in PORTIONS
    return below.lower_ == "for" and any(children(below, "pcomp"))


def _is_given(noun: Token) -> bool:
    """Whether a noun takes its event for granted: "concern about Tarland's invasion", unless a verb carries it."""
    return noun.pos_ == "NOUN" and any(children(noun, "poss")) and carrier(noun) is None


def _is_definite(noun: Token) -> bool:
    return noun.pos_ == "NOUN" and any(c.dep_ == "poss" or c.lower_ in DEFINITE for c in children(noun, "det", "poss"))


def _carries(token: Token) -> bool:
    """Whether how a verb stands is how the noun under it stands: "will hold the talks"; of a noun, always."""
    return token.pos_ not in VERBAL or is_light(token) or token.lemma_.lower() in ENTERING


def _is_reported(verb: Token) -> bool:
    """Whether a clause is what somebody says or announces: "the announcement that it would meet"."""
    return verb.dep_ == "ccomp" or (verb.dep_ == "acl" and verb.head.lemma_.lower() in ANNOUNCING)


def _passes(below: Token, token: Token) -> bool:
    """Whether what stands over `below` says how `below` stands."""
    if below.dep_ in {"xcomp", "pcomp", "acl", "conj"}:
        return below.dep_ != "conj" or token.pos_ == below.pos_ or is_verbal(token)
    if below.dep_ == "ccomp":
        return True
    if below.dep_ == "prep":
        return below.lower_ in GOVERNED
    if below.dep_ in {"dobj", "nsubjpass", "pobj", "attr"}:
        return True
    return below.dep_ == "advcl" and below.tag_ == "VBG"


def _is_bare(below: Token) -> bool:
    """Whether a clause with its own subject is an infinitive all the same: "allowed Velm to leave"."""
    if below.dep_ != "ccomp" or any(c.tag_ == "MD" for c in children(below, "aux")):
        return False
    return below.tag_ == "VB" or (below.tag_ == "VBP" and below.head.lemma_ in {"help", "let", "make"})


def _is_noun_step(below: Token) -> bool:
    return below.dep_ in {"dobj", "pobj", "prep", "nsubjpass", "attr"}


def _shares_auxiliaries(below: Token) -> bool:
    """Whether the auxiliaries over `below` hold for it: "will meet and sign", "would have to leave"."""
    return below.dep_ in {"xcomp", "conj", "dobj", "nsubjpass", "pobj", "prep", "pcomp", "acl"} or _is_bare(below)


def _governs_infinitive(below: Token, token: Token) -> bool:
    """Whether `below` is what is planned or asked for: an infinitive, a gerund or noun after "of"/"for", an object."""
    if below.dep_ == "xcomp" or _is_bare(below):
        return True
    if below.dep_ == "acl":
        return below.tag_ == "VB"
    if below.dep_ in {"prep", "pcomp", "dobj", "nsubjpass"}:
        return token.pos_ in {"NOUN", "ADJ"} or (token.pos_ == "VERB" and token.lemma_.lower() not in BY_ITSELF)
    return False


def _is_headline_future(verb: Token) -> bool:
    """Whether an infinitive is the clause itself: "Velm to send troops", "is to meet"."""
    if any(c.lower_ == "for" and c.dep_ == "mark" for c in verb.children):
        return False
    if verb.dep_ == "ROOT" or (
        verb.dep_ in {"relcl", "acl"} and verb.head.dep_ == "ROOT" and verb.head.pos_ == "PROPN"
    ):
        return True
    return verb.dep_ == "xcomp" and verb.head.lemma_ == "be" and any(children(verb.head, "nsubj"))
