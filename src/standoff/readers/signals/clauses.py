"""What a clause says of its subject, in the terms that the clause rules of `data/act_cues.toml` ask about.

"Tarland will have to pay for it" is a clause with the modals will and have, the verb pay and nothing denied; whether
its subject is the speaker's own side, another party or a thing is for `act_parties` to say, which knows who speaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from spacy.tokens import Token

from standoff.annotation import Attribution
from standoff.readers.clauses import children, governed, is_passive, patients, subjects
from standoff.readers.signals.cues import CLAUSES, STATES, ClauseRule, VerbCue

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


Under = Sequence[tuple[Token, tuple[Token, ...]]]
"""Verbs, each with what stands under it without entering another clause."""


@dataclass(frozen=True)
class Clause:
    """One clause, by its finite verb `top`; the rest is read when it is first asked for.

    `own_subject` is off where the subject that the parse gives it is another clause's: then it has none.
    """

    top: Token
    own_subject: bool = True

    @cached_property
    def _chain(self) -> tuple[Token, ...]:
        """The verbs down to what happens, with the adjective that ends them."""
        return tuple(_chain(self.top))

    @cached_property
    def _state(self) -> Token | None:
        end = self._chain[-1]
        return end if len(self._chain) > 1 and end.pos_ in {"ADJ", "ADV"} else None

    @cached_property
    def _verbs(self) -> tuple[Token, ...]:
        return self._chain if self._state is None else self._chain[:-1]

    @cached_property
    def _frame(self) -> tuple[Token, ...]:
        return _shared_frame(self.top)

    @cached_property
    def _under(self) -> Under:
        return tuple((token, tuple(_near(token))) for token in self._chain)

    @cached_property
    def last(self) -> Token:
        """The verb for what happens."""
        return self._verbs[-1]

    @cached_property
    def verbs(self) -> tuple[str, ...]:
        """The lemmas of the verbs down to what happens."""
        return tuple(_lemma(t) for t in self._verbs)

    @cached_property
    def state(self) -> str | None:
        """The adjective that ends it ("is ready", "remains open"), where none goes on from there."""
        return None if self._state is None else _lemma(self._state)

    @cached_property
    def modals(self) -> frozenset[str]:
        """Its modals, "going to", "have to" and "need to" included."""
        auxiliaries = (c.lower_ for token in (*self._frame, *self._verbs) for c in children(token, "aux"))
        modals = {MODALS[word] for word in auxiliaries if word in MODALS}
        for token, following in pairwise(self._verbs):
            if following.dep_ != "xcomp" or not any(c.tag_ == "TO" for c in following.children):
                continue
            if token.lower_ == "going":
                modals.add("will")
            elif _lemma(token) in {"have", "need"} and token.pos_ in {"VERB", "AUX"}:
                modals.add(_lemma(token))
        return frozenset(modals)

    @cached_property
    def negated(self) -> bool:
        """Whether it is denied: by "not" and its like, by its subject or by its object."""
        last = self.last
        return (
            any(
                c.dep_ == "neg" or c.lower_ in {"never", "n't", "not"}
                for t in (*self._frame[:1], *self._verbs)
                for c in t.children
                if c.i < last.i or t is last
            )
            or (self._parsed_subject is not None and _is_none(self._parsed_subject))
            or any(_is_none(t) for t in self._under[len(self._verbs) - 1][1] if t.dep_ in {"dobj", "attr"})
        )

    @cached_property
    def passive(self) -> bool:
        """Whether what happens is told in the passive."""
        return is_passive(self.last)

    @cached_property
    def _parsed_subject(self) -> Token | None:
        top = self.top
        heads = patients(top) if is_passive(top) else subjects(top)
        lost = [s for aux in children(top, "aux") for s in children(aux, "nsubj", "expl")]  # hung on the auxiliary
        return next(iter([*children(top, "expl"), *lost, *heads]), None)

    @property
    def subject(self) -> Token | None:
        """The head of its subject, "there" and "it" included."""
        return self._parsed_subject if self.own_subject else None

    @cached_property
    def objects(self) -> frozenset[str]:
        """The complements as lemmas, and as pairs: "in violation", "open to", "positive sign", "out of question"."""
        return frozenset(_objects(self._under))

    @cached_property
    def addressed(self) -> tuple[Token, ...]:
        """Whom it is for: datives, and what stands under to, for, against, on, with, from."""
        return tuple(_addressed(self._under[: len(self._verbs)]))

    @cached_property
    def sufferers(self) -> tuple[Token, ...]:
        """Whom it falls on: the objects, then those it is addressed to."""
        objects = (t for verb in self._verbs for t in children(verb, "dobj") if t.pos_ != "ADP")
        return (*objects, *self.addressed)


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
    for child in children(token, *OBJECTS):
        if not (child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"}):
            yield child
            yield from _near(child)


def _objects(under: Under) -> Iterator[str]:
    for token, _ in under[1:]:
        if token.pos_ in {"ADJ", "ADV", "NOUN"}:
            yield _lemma(token)
            yield from (f"{_lemma(token)} {c.lower_}" for c in children(token, "prep"))
    for _, near in under:
        for token in near:
            lemma, word, dep = _lemma(token), token.lower_, token.dep_
            yield lemma
            if word != lemma:
                yield word
            if dep == "pobj":
                yield f"{token.head.lower_} {lemma}"
                if token.head.head.dep_ == "prep":
                    yield f"{token.head.head.lower_} {token.head.lower_} {lemma}"
            elif dep == "amod":
                yield f"{lemma} {_lemma(token.head)}"
            elif dep == "prep" and token.head.pos_ == "ADJ":
                yield f"{_lemma(token.head)} {word}"


def _addressed(under: Under) -> Iterator[Token]:
    for verb, near in under:
        yield from (t for t in children(verb, "dative") if t.pos_ != "ADP")
        supplies = _lemma(verb) in SUPPLYING  # "provide Karsova with drones"
        if supplies:
            yield from children(verb, "dobj")
        for word in near:
            if word.dep_ in {"prep", "dative"} and word.lower_ in TOWARDS and not (supplies and word.lower_ == "with"):
                yield from children(word, "pobj")


@cache
def rules_for(subject_kind: str, *, own: bool) -> tuple[ClauseRule, ...]:
    """The clause rules that hold for a subject of this kind; with `own` those that hold in the outlet's own voice."""
    return tuple(
        rule
        for rule in CLAUSES
        if (subject_kind in rule.subject or (subject_kind == "none" and not rule.subject)) and (rule.own or not own)
    )


def fits(rule: ClauseRule, clause: Clause) -> bool:
    """Whether the clause has the shape that the rule asks for, apart from the kind of its subject."""
    if rule.verb is not None and clause.verbs[-1] not in rule.verb and not _talks(rule, clause):
        return False
    if rule.modal is not None and not (clause.modals & rule.modal if rule.modal else not clause.modals):
        return False
    if rule.modal_not & clause.modals:
        return False
    if rule.also is not None and not rule.also & {*clause.verbs, clause.state}:
        return False
    if rule.negated is not None and rule.negated != clause.negated:
        return False
    if rule.passive is not None and rule.passive != clause.passive:
        return False
    if rule.object is not None and not rule.object & clause.objects:
        return False
    if rule.object_not and rule.object_not & clause.objects:
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
    """Whether the tokens are a clause with a subject of its own: speech, and no mere object of the verb.

    "What he called a breach" is an object, whatever verb stands in it.
    """
    if tokens and tokens[0].lower_ == "what":
        return False
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
