"""Findings before they are rows: how far the clause of an act goes, and which findings tell the same.

One clause makes one act. A verb that names an act gives way to, or takes in, what is said under it; the same act by the
same side to the same party in a sentence is one row; what hangs together as demand and threat is an ultimatum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from standoff.annotation import Attribution
from standoff.readers.clauses import children
from standoff.readers.signals.conditions import Condition
from standoff.readers.signals.cues import CLASSES
from standoff.readers.signals.parties import lemma

DEADLINE_WORDS = frozenset({"by", "until", "till", "before", "within", "deadline"})

UPGRADES = {"warn": ("threaten", "demand", "accuse", "disapprove"), "promise": ("threaten", "assure")}
"""Acts that a vaguer verb may turn out to be by what is said: who "vows to strike back" threatens."""

OUTSIDE = frozenset({"parataxis", "mark", "cc", "punct", "preconj", "dep", "meta", "intj", "prep"})


@dataclass(frozen=True, slots=True)
class Found:
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
    runner_up: str = ""


def own_subtree(verb: Token) -> frozenset[int]:
    """The indices under a verb, without the clauses joined to it."""
    return frozenset(t.i for c in verb.children if c.dep_ not in {"conj", "parataxis", "nsubj"} for t in c.subtree) | {
        verb.i
    }


def extent(verb: Token) -> tuple[int, int]:
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


def without_nested(found: list[Found]) -> list[Found]:
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


def _tells(outer: Found, inner: Found) -> bool:
    """Whether the inner finding lies in what the outer one brings in, and is not told by somebody else."""
    return inner.trigger.i in outer.covers and inner.attribution in (None, outer.attribution)


def _harms(verb: Token) -> bool:
    """Whether what a verb of promising brings in hurts somebody: "vowed to strike back", "to ramp up sanctions"."""
    for clause in children(verb, "xcomp", "ccomp"):
        means = any(lemma(t) in CLASSES["means"] for t in children(clause, "dobj"))
        denied = any(children(clause, "neg"))
        if means and not denied and lemma(clause) not in CLASSES["ease"]:
            return True
        if lemma(clause) in CLASSES["harm"] and not means and not denied:
            return True
    return False


def joined(found: list[Found]) -> list[Found]:
    """One row for the same act by the same side to the same party in a sentence, and for clauses that overlap."""
    kept: list[Found] = []
    for found_one in sorted(found, key=lambda f: (f.trigger.i, f.start)):
        one = found_one
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


def _after(found: Found, end: int) -> Found:
    """The finding cut to begin behind another one: "concerned with ..., but will pursue ..."."""
    doc, start = found.trigger.doc, end + 1
    while start < found.trigger.i and (doc[start].is_punct or doc[start].is_space or doc[start].dep_ == "cc"):
        start += 1
    return replace(found, start=start)


def is_dated(found: Found) -> bool:
    """Whether the finding's sentence names a term: "by Friday", "within 48 hours"."""
    sentence = found.trigger.sent
    for token in sentence:
        before = sentence.doc[max(sentence.start, token.i - 3) : token.i]
        if token.ent_type_ in {"DATE", "TIME"} and any(b.lower_ in DEADLINE_WORDS for b in before):
            return True
    return False


def with_ultimatums(found: Sequence[Found]) -> list[Found]:
    """The findings of a sentence, a demand with a term and with something that is to follow made an ultimatum."""
    threats = [f for f in found if f.act == "threaten"]
    result: list[Found] = []
    taken: list[Found] = []
    for one in found:
        threat = next((t for t in threats if t.sender == one.sender and t.recipient in (None, one.recipient)), None)
        if one.act != "demand" or not is_dated(one):
            result.append(one)
        elif threat is not None:
            taken.append(threat)
            start, end = min(one.start, threat.start), max(one.end, threat.end)
            result.append(replace(one, act="ultimatum", start=start, end=end))
        elif one.condition is not None and one.condition.kind == "unless":
            result.append(replace(one, act="ultimatum"))
        else:
            result.append(one)
    whole = [f for f in result if f.act == "ultimatum"]
    return [f for f in result if f not in taken and not any(_lies_in(f, one) for one in whole)]


def _lies_in(one: Found, other: Found) -> bool:
    return one is not other and other.start <= one.start and one.end <= other.end and one.sender == other.sender
