"""Who does what to whom in a clause; how it stands is read by `standoff.readers.standing`.

Works on any trigger, a verb or a noun of action ("attacked", "the attack on ..."), and gives back tokens: the heads of
the noun phrases. Whom a head stands for is the cast's business (`Cast.named_by`), what the trigger means is the
caller's. Every walk goes over spaCy's tree alone, so nothing here knows an actor, an event type or a date.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

from spacy.tokens import Token

from standoff.readers.parsing import tree_of

TABLE: dict[str, Any] = tomllib.loads((files("standoff") / "data" / "clauses.toml").read_text("utf-8"))

OBJECT_CONTROL = frozenset(TABLE["control"]["object"])
LIGHT_VERBS = frozenset(TABLE["light"]["verbs"])
ENTERING = frozenset(TABLE["light"]["entering"])

DEPTH = 8
"""How many steps a walk up the tree may take: deeper nesting is not read by people either, and a walk always ends."""

VERBAL = frozenset({"VERB", "AUX"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
FRAMING = frozenset(TABLE["reach"]["framing"])
"""Words that make one preposition with the next: what follows is no party to the deed."""

CLAUSE_LINKS = frozenset({"xcomp", "ccomp", "advcl", "pcomp", "acl", "conj", "relcl"})
RELATIVE_PRONOUNS = frozenset({"who", "which", "that", "whom"})


def children(token: Token, *deps: str) -> Iterator[Token]:
    """The children of `token` with one of these dependency labels, in text order."""
    doc, i = token.doc, token.i
    tree = tree_of(doc)
    labels = tree.deps
    return iter([doc[k] for k in tree.below[tree.first[i] : tree.first[i + 1]] if labels[k] in deps])


def is_verbal(token: Token) -> bool:
    """Whether the token heads a clause: a verb, or a noun-like word that spaCy hung a subject on."""
    return token.pos_ in VERBAL or any(children(token, "nsubj", "nsubjpass", "aux"))


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive: "was told", or a bare participle that modifies a noun ("troops sent by Velm")."""
    if any(children(verb, "nsubjpass", "auxpass", "agent")):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not any(children(verb, "nsubj", "aux")):
        return verb.head.tag_ == "VBN" and is_passive(verb.head)
    return verb.tag_ == "VBN" and verb.dep_ == "acl" and not any(children(verb, "nsubj", "aux"))


def is_light(verb: Token) -> bool:
    """Whether the verb can merely carry an event noun: "hold" in "held talks"."""
    return verb.lemma_.lower() in LIGHT_VERBS


def chain(token: Token) -> Iterator[Token]:
    """The token and what stands over it, nearest first: at most `DEPTH` steps."""
    for _ in range(DEPTH):
        yield token
        if token.head is token or token.head == token:
            return
        token = token.head


def subjects(verb: Token, depth: int = DEPTH) -> tuple[Token, ...]:
    """The heads of who does what `verb` says: its subject, the agent of a passive, or the subject it shares.

    Shared subjects are those of a conjoined verb, an infinitive or a participle, and the noun before a relative clause.
    """
    agents = tuple(pobj for agent in children(verb, "agent") for pobj in children(agent, "pobj"))
    if agents:
        return agents
    if is_passive(verb):
        return ()
    own = tuple(antecedent(child) for child in children(verb, "nsubj", "csubj"))
    if own:
        return own
    return _shared(verb, depth) or _stray(verb)


def _stray(verb: Token) -> tuple[Token, ...]:
    """The subject that the parser hung on a phrase before it: "On a visit to Sarn, Ana Petrov praised ..."."""
    if verb.tag_ not in FINITE or verb.dep_ not in {"ROOT", "ccomp"}:
        return ()
    at = verb.i - 1
    while at > verb.sent.start and verb.doc[at].dep_ in {"aux", "neg", "advmod", "npadvmod"}:
        at -= 1
    before = verb.doc[at]
    if at < verb.sent.start or before.pos_ not in NOMINAL or before.dep_ not in {"conj", "appos"}:
        return ()
    edge = before.left_edge.i
    return (before,) if edge and verb.doc[edge - 1].text == "," else ()


def patients(verb: Token, depth: int = DEPTH) -> tuple[Token, ...]:
    """The heads of whom or what it is done to: direct and indirect objects, or the subject of a passive."""
    if is_passive(verb):
        own = tuple(antecedent(child) for child in children(verb, "nsubjpass"))
        return own + tuple(children(verb, "dobj", "dative")) or _shared(verb, depth)
    found = tuple(child for child in children(verb, "dobj", "dative") if child.pos_ != "ADP")
    found += tuple(s for clause in children(verb, "ccomp") if clause.tag_ == "VBG" for s in children(clause, "nsubj"))
    found += tuple(
        pobj for child in children(verb, "dative") if child.pos_ == "ADP" for pobj in children(child, "pobj")
    )
    if not found and verb.dep_ == "relcl" and not any(children(verb, "nsubjpass")):
        subject = next(children(verb, "nsubj"), None)
        if subject is not None and subject.lower_ not in RELATIVE_PRONOUNS and verb.head.pos_ in NOMINAL:
            return (verb.head,)
    if found:
        return tuple(antecedent(child) for child in found)
    # "X attacked and destroyed Y": the object stands with the last verb.
    later = [c for c in children(verb, "conj") if c.pos_ == "VERB" and not any(children(c, "nsubj"))]
    return patients(later[0], depth - 1) if later and depth > 0 and not any(children(verb, "prep")) else ()


def _shared(verb: Token, depth: int) -> tuple[Token, ...]:
    """Who the subject of a verb without one is (of a passive: the one it is done to)."""
    over = verb.head
    if depth <= 0 or over == verb:
        return ()
    if verb.dep_ == "conj" and is_verbal(over):
        return _of_voice(over, depth)
    if verb.dep_ in {"relcl", "acl"} and over.pos_ in NOMINAL:
        if verb.tag_ == "VB" and over.pos_ != "PROPN":  # "the plan to attack": who plans
            return owners(over) or carriers(over, depth - 1)
        return (over,)
    if verb.dep_ == "pcomp" and over.pos_ == "ADP":
        above = over.head
        if above.pos_ in NOMINAL:
            return owners(above) or carriers(above, depth - 1)
        if over.lower_ in {"for", "over"}:  # "sanctioned them for jamming": they jam
            return patients(above, depth - 1)
        return _controller(above, depth)
    if verb.dep_ in {"xcomp", "ccomp", "advcl"} and (is_verbal(over) or over.pos_ == "ADJ"):
        if verb.dep_ == "advcl" and verb.tag_ == "VBG" and over.dep_ == "advcl" and verb.nbor(-1).text == ",":
            over = (
                over.head
            )  # "Velm was slow since Sarn left, backing ...": a participle after a comma is the main verb's
        return _controller(over, depth) if verb.dep_ == "xcomp" else _of_voice(over, depth)
    return ()


def _controller(over: Token, depth: int) -> tuple[Token, ...]:
    """Who does the infinitive or gerund under `over`: its object after "urge" and the like, else its subject."""
    if over.lemma_.lower() in OBJECT_CONTROL:
        found = patients(over, depth - 1)
        found = found or tuple(head for preposition, head in obliques(over) if preposition in {"on", "upon", "to"})
        if found:
            return found
    if over.pos_ == "ADJ" and over.head != over:
        over = over.head
    return _of_voice(over, depth)


def _of_voice(verb: Token, depth: int) -> tuple[Token, ...]:
    return patients(verb, depth - 1) if is_passive(verb) else subjects(verb, depth - 1)


def antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for; any other token is given back as it is."""
    if token.lower_ in RELATIVE_PRONOUNS and token.pos_ != "NOUN":
        for over in chain(token):
            if over.dep_ == "relcl":
                return over.head
            if over.dep_ not in {"nsubj", "nsubjpass", "dobj", "pobj", "prep", "conj"}:
                break
    return token


def obliques(token: Token) -> tuple[tuple[str, Token], ...]:
    """The prepositions of a verb or noun with the heads they govern, in text order: ("against", "Tarland").

    A preposition that another one governs counts for the token too ("out of Velm"), and so do the phrases of a verb's
    conjuncts before it only where the conjunct has none itself.
    """
    return tuple((preposition, token.doc[i]) for preposition, i in _obliques(token))


def _obliques(token: Token) -> tuple[tuple[str, int], ...]:
    known = tree_of(token.doc).obliques
    if token.i not in known:
        known[token.i] = tuple((preposition.lower_, head.i) for preposition, head in _find_obliques(token))
    return known[token.i]


def _find_obliques(token: Token) -> Iterator[tuple[Token, Token]]:
    for child in children(token, "prep", "dative", "agent"):
        if child.pos_ in {"ADP", "SCONJ", "PART", "VERB", "ADV"}:
            for inner in children(child, "pobj", "prep"):
                if inner.dep_ == "pobj":
                    yield child, antecedent(inner)
                elif child.lower_ not in FRAMING:
                    yield from ((inner, antecedent(p)) for p in children(inner, "pobj"))
            for conjunct in children(child, "conj"):
                yield from ((conjunct, antecedent(p)) for p in children(conjunct, "pobj"))


def governed(token: Token, *prepositions: str) -> tuple[Token, ...]:
    """The heads that stand under one of these prepositions of `token`."""
    return tuple(token.doc[i] for preposition, i in _obliques(token) if preposition in prepositions)


def owners(noun: Token) -> tuple[Token, ...]:
    """Who an event noun is said to belong to: "Tarland's attack", "the Tarlandish attack", "the attack by Tarland"."""
    found = list(children(noun, "poss"))
    found += governed(noun, "by")
    found += [
        p for clause in children(noun, "acl") for agent in children(clause, "agent") for p in children(agent, "pobj")
    ]
    if not found:
        found += [
            c for c in children(noun, "amod", "compound", "nmod") if c.ent_type_ in {"NORP", "GPE", "ORG"} or c.is_title
        ]
    return tuple(found)


def carriers(noun: Token, depth: int = DEPTH) -> tuple[Token, ...]:
    """Who does what an event noun names by way of the verb that carries it: "Velm" in "Velm held talks"."""
    verb = carrier(noun)
    if verb is None or depth <= 0:
        return ()
    return subjects(verb, depth - 1)


def carrier(noun: Token) -> Token | None:
    """The light verb whose object (or passive subject) the noun is, also as a conjunct: "held" in "held talks"."""
    head = noun
    for _ in range(DEPTH):
        if head.dep_ == "conj" and head.head.pos_ in NOMINAL:
            head = head.head
        elif head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.pos_ == "NOUN":
            head = head.head.head  # "held a round of talks"
        else:
            break
    if head.dep_ in {"dobj", "nsubjpass"} and is_light(head.head):
        return head.head
    if head.dep_ in {"relcl", "acl"}:
        return None
    for clause in children(head, "relcl", "acl"):  # "the talks that Velm held", "talks held by Velm"
        if is_light(clause) and (is_passive(clause) or not any(children(clause, "dobj"))):
            return clause
    if head.dep_ == "pobj" and head.head.dep_ == "prep" and head.head.head.lemma_.lower() in ENTERING:
        return head.head.head  # "entered into talks"
    return None


def between(noun: Token) -> tuple[Token, ...]:
    """Both sides of "talks between Velm and Sarn": the heads under "between" or "among", conjuncts apart."""
    sides: list[Token] = []
    for head in governed(noun, "between", "among", "amongst"):
        sides += [head, *head.conjuncts]
    return tuple(sides)


def heads(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens whose head is not among them: the heads of the phrases in a run of tokens, in text order."""
    inside = {token.i for token in tokens}
    return tuple(token for token in tokens if token.head.i not in inside or token.head == token)
