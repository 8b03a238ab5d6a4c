"""Which words of a sentence name a happening: the clause with its subject, or the noun phrase with its time."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from standoff.readers.tense import auxiliaries, is_verbal


def governor_of(verb: Token) -> Token | None:
    """What an infinitive hangs on: "are |to meet", "is |expected to meet"; None for other verbs."""
    first = verb
    while first.dep_ == "conj" and is_verbal(first.head):
        first = first.head
    if "to" in auxiliaries(verb) and first.dep_ in ("xcomp", "ccomp", "acomp", "advcl", "acl") and first.head != first:
        return first.head
    return None


def clause_tokens(verb: Token) -> list[Token]:
    """The words of the clause: subject to the end, without what is coordinated, added or said around it."""
    top = governor_of(verb) or verb
    if top != verb and not (is_verbal(top) or top.lower_ == "due"):
        top = verb
    if top.lower_ == "due" and is_verbal(top.head):
        top = top.head
    subject = next((c for c in top.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is not None and subject.tag_ in ("WDT", "WP") and top.dep_ == "relcl":
        first = top.head.left_edge.i
    elif subject is not None:
        first = subject.left_edge.i
    elif top.dep_ in ("acl", "relcl", "amod") and top.head.i < top.i:
        first = top.head.left_edge.i
    else:
        own = [c.i for c in top.children if c.dep_ in ("aux", "auxpass") and c.i < top.i]
        first = min([top.i, *own])
    left_out: set[int] = set()
    for node in (top, verb):
        for child in node.children:
            apart = child.dep_ in ("advcl", "parataxis", "cc") or (child.dep_ == "conj" and is_verbal(child))
            if (apart or (child.dep_ == "ccomp" and child.i < node.i)) and verb.i not in {t.i for t in child.subtree}:
                left_out |= {t.i for t in child.subtree}
    last = max(t.i for t in verb.subtree if t.i not in left_out)
    tokens: list[Token] = []
    for token in verb.doc[first : last + 1]:
        if (token.i in left_out or token.text in ('"', ";", "\n")) and token.i > verb.i:
            break
        tokens.append(token)
    return _trimmed(tokens)


def noun_phrase(noun: Token) -> list[Token]:
    """The noun with what modifies it, up to a clause or an apposition."""
    left_out = {
        t.i
        for c in noun.children
        if c.dep_ in ("relcl", "acl", "appos", "cc", "conj", "advcl", "punct")
        for t in c.subtree
    }
    tokens = []
    for token in noun.doc[noun.left_edge.i : noun.right_edge.i + 1]:
        if token.i in left_out and token.i > noun.i:
            break
        tokens.append(token)
    return _trimmed(tokens)


def with_time(tokens: Sequence[Token], time: TokenSpan) -> list[Token]:
    """The phrase drawn out to hold the time right behind it."""
    last = max(tokens[-1].i, time[-1].i)
    return _trimmed(list(tokens[0].doc[tokens[0].i : last + 1]))


def _trimmed(tokens: list[Token]) -> list[Token]:
    while tokens and (
        (tokens[-1].is_punct and tokens[-1].text not in (")", "%"))
        or tokens[-1].is_space
        or tokens[-1].lower_ in ("and", "but")
    ):
        tokens = tokens[:-1]
    while tokens and (tokens[0].is_punct or tokens[0].is_space or tokens[0].lower_ in ("and", "but", "that")):
        tokens = tokens[1:]
    return tokens
