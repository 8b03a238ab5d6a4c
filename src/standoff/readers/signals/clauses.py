"""What a clause says of its subject, in the terms that the clause rules of `data/act_cues.toml` ask about.

"Tarland will have to pay for it" is a clause with the modals will and have, the verb pay and nothing denied; whether
its subject is the speaker's own side, another party or a thing is for `act_parties` to say, which knows who speaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Token

from standoff.annotation import Attribution
from standoff.readers.clauses import children, governed, is_passive, patients, subjects
from standoff.readers.signals.cues import STATES, ClauseRule, VerbCue

MODALS = {
    "'ll": "will", "wo": "will", "will": "will", "shall": "will", "sha": "will",
    "would": "would", "'d": "would", "must": "must", "can": "can", "ca": "can", "cannot": "can",
    "could": "could", "may": "may", "might": "might", "should": "should", "ought": "should",
}  # fmt: skip
"""Auxiliaries as they are written, cut off by the tokenizer or not, and the modal each is."""

NOT = frozenset({"not", "n't", "never", "no", "neither", "nor", "nobody", "nothing"})
OBJECTS = frozenset(
    {
        "dobj",
        "attr",
        "acomp",
        "oprd",
        "pobj",
        "dative",
        "advmod",
        "npadvmod",
        "conj",
        "prep",
        "amod",
        "agent",
        "compound",
    }
)
INFINITIVE_UNDER = frozenset(
    {"continue", "go", "wish", "like", "want", "be", "have", "join", "begin", "proceed", "come"}
)
"""Verbs under which an infinitive is still done: "went on to accuse", "would like to thank"."""

SUPPLYING = frozenset({"provide", "supply", "equip", "arm", "furnish", "present"})
TOWARDS = frozenset({"to", "for", "against", "on", "upon", "with", "from"})

ENDS = frozenset(
    {"stop", "cease", "refrain", "avoid", "prevent", "halt", "end", "deny", "quit", "abstain", "unwilling", "reluctant"}
)
"""Verbs and adjectives that take back what follows: "refrained from attacking" attacks nobody."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: `top` its finite verb, `verbs` the lemmas down to what happens, `last` the token of the latter.

    `state` is the adjective that ends it ("is ready", "remains open"), where none goes on from there.
    """

    top: Token
    last: Token
    verbs: tuple[str, ...]
    state: str | None
    modals: frozenset[str]
    negated: bool
    passive: bool
    subject: Token | None
    objects: frozenset[str]
    sufferers: tuple[Token, ...]
    addressed: tuple[Token, ...]


def read_clause(top: Token) -> Clause:
    """The clause of a finite verb: its chain of verbs, modals, negation, subject and complements."""
    chain = list(_chain(top))
    states = [chain.pop()] if len(chain) > 1 and chain[-1].pos_ in {"ADJ", "ADV"} else []
    last = chain[-1]
    above = _shared_frame(top)
    modals = {MODALS[c.lower_] for token in (*above, *chain) for c in children(token, "aux") if c.lower_ in MODALS}
    lemmas = [_lemma(t) for t in chain]
    for token, following in pairwise(chain):
        if following.dep_ != "xcomp" or not any(c.tag_ == "TO" for c in following.children):
            continue
        if token.lower_ == "going":
            modals.add("will")
        elif _lemma(token) in {"have", "need"} and token.pos_ in {"VERB", "AUX"}:
            modals.add(_lemma(token))
    passive = is_passive(last)
    heads = patients(top) if is_passive(top) else subjects(top)
    lost = [s for aux in children(top, "aux") for s in children(aux, "nsubj", "expl")]  # hung on the auxiliary
    subject = next(iter([*children(top, "expl"), *lost, *heads]), None)
    objects = frozenset(_objects([*chain, *states]))
    negated = any(
        c.dep_ == "neg" or c.lower_ in {"never", "n't", "not"}
        for t in (*above[:1], *chain)
        for c in t.children
        if c.i < last.i or t is last
    )
    negated = (
        negated
        or (subject is not None and _is_none(subject))
        or any(_is_none(t) for t in _near(last) if t.dep_ in {"dobj", "attr"})
    )
    state = _lemma(states[0]) if states else None
    return Clause(
        top,
        last,
        tuple(lemmas),
        state,
        frozenset(modals),
        negated,
        passive,
        subject,
        objects,
        tuple(_sufferers(chain)),
        tuple(_addressed(chain)),
    )


def _shared_frame(verb: Token) -> tuple[Token, ...]:
    """The verbs whose auxiliaries hold for a conjoined verb without its own: "will meet and sign"."""
    found = []
    while verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        if any(children(verb, "nsubj", "nsubjpass", "expl")) or any(
            c.dep_ == "aux" and c.tag_ == "MD" for c in verb.children
        ):
            break
        if verb.tag_ in {"VBD", "VBZ", "VBP"}:
            break
        verb = verb.head
        found.append(verb)
    return tuple(found)


def _chain(top: Token) -> Iterator[Token]:
    """The verbs and adjectives from the finite verb to what happens: have to pay; are ready to sit; open to talks."""
    token = top
    for _ in range(5):
        yield token
        following = next(
            (c for c in children(token, "xcomp") if c.pos_ in {"VERB", "AUX", "ADJ"} and c.i > token.i), None
        )
        if following is None and (token.lemma_ in {"be", "remain", "stand", "stay"}):
            following = next((c for c in children(token, "acomp", "oprd") if c.pos_ in {"ADJ", "VERB", "ADV"}), None)
        if following is None and token.pos_ == "ADJ":
            preposition = next((c for c in children(token, "prep") if c.lower_ in {"to", "for"}), None)
            if preposition is not None:
                following = next(children(preposition, "pcomp"), None)
        if following is None and token.lemma_ in {"continue", "begin", "engage", "insist", "persist"}:
            preposition = next(children(token, "prep"), None)
            if preposition is not None:
                following = next(children(preposition, "pcomp"), None)
        if following is None:
            return
        token = following


def _lemma(token: Token) -> str:
    return token.lemma_.lower()


def _is_none(token: Token) -> bool:
    return token.lower_ in {"no", "nothing", "nobody", "none"} or any(
        c.dep_ == "det" and c.lower_ in {"no", "neither"} for c in token.children
    )


def _near(token: Token) -> Iterator[Token]:
    """What stands under a token without entering another clause."""
    for child in token.children:
        if child.dep_ in OBJECTS and not (child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"}):
            yield child
            yield from _near(child)


def _objects(chain: list[Token]) -> Iterator[str]:
    """The complements as lemmas, and as pairs: "in violation", "open to", "positive sign", "out of question"."""
    for token in chain[1:]:
        if token.pos_ in {"ADJ", "ADV", "NOUN"}:
            yield _lemma(token)
            yield from (f"{_lemma(token)} {c.lower_}" for c in children(token, "prep"))
    for verb in chain:
        for token in _near(verb):
            yield _lemma(token)
            if token.lower_ != _lemma(token):
                yield token.lower_
            if token.dep_ == "pobj":
                yield f"{token.head.lower_} {_lemma(token)}"
                if token.head.head.dep_ == "prep":
                    yield f"{token.head.head.lower_} {token.head.lower_} {_lemma(token)}"
            elif token.dep_ == "amod":
                yield f"{_lemma(token)} {_lemma(token.head)}"
            elif token.dep_ == "prep" and token.head.pos_ == "ADJ":
                yield f"{_lemma(token.head)} {token.lower_}"


def _sufferers(chain: list[Token]) -> Iterator[Token]:
    """Whom it falls on: the objects, then those it is addressed to."""
    for verb in chain:
        yield from (t for t in children(verb, "dobj") if t.pos_ != "ADP")
    yield from _addressed(chain)


def _addressed(chain: list[Token]) -> Iterator[Token]:
    """Whom it is for: datives, and what stands under to, for, against, on, with, from."""
    for verb in chain:
        yield from (t for t in children(verb, "dative") if t.pos_ != "ADP")
        supplies = _lemma(verb) in SUPPLYING  # "provide Karsova with drones"
        if supplies:
            yield from children(verb, "dobj")
        for word in _near(verb):
            if word.dep_ in {"prep", "dative"} and word.lower_ in TOWARDS and not (supplies and word.lower_ == "with"):
                yield from children(word, "pobj")


def fits(rule: ClauseRule, clause: Clause, subject_kind: str) -> bool:
    """Whether the clause, whose subject is of this kind, has the shape that the rule asks for."""
    if subject_kind not in rule.subject and not (subject_kind == "none" and not rule.subject):
        return False
    if rule.negated is not None and rule.negated != clause.negated:
        return False
    if rule.passive is not None and rule.passive != clause.passive:
        return False
    if rule.modal is not None and not (clause.modals & rule.modal if rule.modal else not clause.modals):
        return False
    if rule.modal_not & clause.modals:
        return False
    if rule.verb is not None and clause.verbs[-1] not in rule.verb and not _talks(rule, clause):
        return False
    if rule.also is not None and not rule.also & {*clause.verbs, clause.state}:
        return False
    if rule.object is not None and not rule.object & clause.objects:
        return False
    if rule.object_not & clause.objects:
        return False
    if rule.subject_noun is not None and (clause.subject is None or _lemma(clause.subject) not in rule.subject_noun):
        return False
    if rule.sufferer is not None and not any(_lemma(t) in rule.sufferer for t in clause.sufferers):
        return False
    return not (ENDS & set(clause.verbs[:-1]))


def _talks(rule: ClauseRule, clause: Clause) -> bool:
    """Whether what the adjective is ready for stands as a noun under "for" or "to": "ready for talks"."""
    return (
        rule.also is not None
        and rule.verb is not None
        and clause.state in rule.also
        and any(f"{p} {word}" in clause.objects for p in ("for", "to") for word in rule.verb)
    )


def fits_verb(cue: VerbCue, verb: Token, brings_speech: bool) -> bool:
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


def is_clause(tokens: Sequence[Token]) -> bool:
    """Whether the tokens are a clause with a subject of its own: speech, and no mere object of the verb."""
    inside = {t.i for t in tokens}
    tops = [t for t in tokens if t.dep_ != "advcl" and not t.is_punct and (t.head.i not in inside or t.head == t)]
    return any(any(children(t, "nsubj", "nsubjpass", "expl", "csubj")) for t in tops)


def _says(clause: Token) -> bool:
    return clause.pos_ in {"VERB", "AUX"} or any(c.tag_ == "TO" for c in clause.children)


def is_done(verb: Token, brought: Attribution | None) -> bool:
    """Whether the verb stands as something done: finite, or under a verb that leaves it done; never a bare noun."""
    if verb.tag_ in {"VBD", "VBZ", "VBP"} or verb.lower_ in STATES:
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
