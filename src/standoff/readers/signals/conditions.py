"""Conditions: on what a threat, a promise or an offer depends, and which clause hangs on it.

A condition is the protasis with its mark ("if Tarland crosses the line", "in exchange for a withdrawal") or a noun
phrase that stands for one ("any further aggression" in "any further aggression will have a high price"). It is found
before or behind its consequence, and in the sentence before where a word says so plainly ("Otherwise, ..."). Whether
the consequence is a signal is decided in `signals`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from standoff.annotation import ConditionKind
from standoff.document import Span
from standoff.readers.clauses import children
from standoff.readers.parsing import Parse
from standoff.readers.signals.cues import CLASSES, CONDITION_BACK, CONDITION_MARKS, CONDITION_WORDS

LONGEST_MARK = max(len(mark.split()) for mark in (*CONDITION_MARKS, *CONDITION_BACK))

FIRST_WORDS = frozenset(mark.split()[0] for mark in (*CONDITION_MARKS, *CONDITION_BACK))

MODALS = CONDITION_WORDS["modals"]

HANGS = frozenset({"advcl", "prep", "acl", "ccomp", "relcl", "pcomp", "mark", "npadvmod", "advmod"})

PUNISHED = frozenset({"meet", "answer", "punish", "repel", "confront"})
"""Verbs whose passive makes a threat of its subject: "any attack will be answered"."""

ANYBODY = frozenset({"anyone", "anybody", "everyone"})

DEVERBAL = frozenset({"landing", "vessel", "aircraft", "plane", "ship", "soldier", "overflight", "closure", "strike"})
"""Nouns that with "any" name a case that may come, besides those of conduct."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A protasis: its span with the mark word, its kind, and `consequence`, the head of the clause that hangs on it."""

    span: Span
    kind: ConditionKind
    consequence: Token


def read_conditions(parse: Parse) -> tuple[Condition, ...]:
    """The conditions of a text, in its order; those of one sentence may nest."""
    found: list[Condition] = []
    before: TokenSpan | None = None
    for sentence in parse.sentences:
        found += _marked(parse, sentence)
        found += _backward(parse, sentence, before)
        found += _inverted(parse, sentence)
        found += _or_else(parse, sentence)
        found += _imperatives(parse, sentence)
        found += _noun_phrases(parse, sentence)
        before = sentence
    return tuple(sorted(found, key=lambda c: (c.span.start, c.span.end)))


def holding(conditions: tuple[Condition, ...], trigger: Token) -> Condition | None:
    """The condition that the clause of `trigger` hangs on: the one nearest above or below it in the tree, or None."""
    if not conditions:
        return None
    sentence = trigger.sent
    here = [c for c in conditions if sentence.start <= c.consequence.i < sentence.end]
    near = [c for c in here if not _inside(trigger, sentence, c)]
    linked = [c for c in near if c.consequence == trigger or _linked(c.consequence, trigger)]
    return min(linked, key=lambda c: (abs(c.consequence.i - trigger.i), c.span.start), default=None)


def _inside(trigger: Token, sentence: TokenSpan, condition: Condition) -> bool:
    in_same_sentence = sentence.start_char <= condition.span.start < sentence.end_char
    return in_same_sentence and condition.span.start <= trigger.idx < condition.span.end


def _linked(consequence: Token, trigger: Token) -> bool:
    """Whether one of the two stands over the other, with no clause of another subject's saying in between."""
    return trigger.is_ancestor(consequence) or (
        consequence.is_ancestor(trigger)
        and all(
            t.dep_ in {"xcomp", "conj", "ccomp", "acomp", "attr", "dobj", "advcl"} for t in _path(trigger, consequence)
        )
    )


def _path(low: Token, high: Token) -> Iterator[Token]:
    while low not in (high, low.head):
        yield low
        low = low.head


# ---- marked by a word ------------------------------------------------------------------------------------------------


def _mark_at(words: Sequence[str], at: int, marks: Mapping[str, ConditionKind]) -> tuple[int, ConditionKind] | None:
    """How many of the words the longest mark that begins at `at` has, and its kind."""
    for length in range(min(LONGEST_MARK, len(words) - at), 0, -1):
        phrase = " ".join(words[at : at + length])
        if phrase in marks:
            return length, marks[phrase]
    return None


def _marked(parse: Parse, sentence: TokenSpan) -> Iterator[Condition]:
    words = parse.lowers[sentence.start : sentence.end]
    for at, word in enumerate(words):
        match = _mark_at(words, at, CONDITION_MARKS) if word in FIRST_WORDS else None
        if match is None or _looks_back(words, at) is not None:
            continue
        length, kind = match
        token, last = sentence[at], sentence[at + length - 1]
        if at and sentence[at - 1].lower_ in CONDITION_WORDS["not_before"]:
            continue
        if any(sentence[at:].text.lower().startswith(words) for words in CONDITION_WORDS["endless"]):
            continue
        head = _protasis(token, last)
        if head is not None and _is_question(head):
            continue
        right = _right(sentence, token, head, kind)
        if right <= last.i:
            continue
        above = _above(head, token, last, sentence) if head is None or head.i <= right else head
        if kind in {"when", "until"} and not _is_ahead(kind, head, above):
            continue
        if token.lower_ == "provided" and length == 1 and (head is None or head == token or token.dep_ != "mark"):
            continue
        span = _trimmed(parse, sentence.doc[token.i : right + 1])
        if span is not None and above is not None:
            yield Condition(span, kind, above)


def _protasis(first: Token, last: Token) -> Token | None:
    """The head of what the mark begins: the verb of its clause, or the top of its own phrase; None when garbled."""
    for token in (last, first):
        if token.dep_ in {"mark", "advmod"} and token.head.i > last.i:
            return token.head
    top = first
    while top.head.i in range(first.i, last.i + 1) and top.head != top:
        top = top.head
    return top if top.right_edge.i > last.i else None


def _is_question(head: Token) -> bool:
    over = head.head
    return head.dep_ in {"ccomp", "pcomp", "csubj"} and over.lemma_.lower() in CONDITION_WORDS["asking"]


def _right(sentence: TokenSpan, mark: Token, head: Token | None, kind: ConditionKind) -> int:
    """The index of the protasis's last token: its subtree's, but never into the clause that hangs on it."""
    doc = sentence.doc
    end = head.right_edge.i if head is not None else sentence.end - 1
    end = min(end, sentence.end - 1)
    paired = sum(t.text == '"' for t in doc[mark.i : end + 1]) % 2 == 0  # words quoted inside the protasis
    for i in range(mark.i + 1, end + 1):
        token = doc[i]
        if token.text in {";", ":", ")"} or (token.text == '"' and not paired) or "\n" in token.text:
            return i - 1
        if token.text in {",", "-", "--", "\u2013", "\u2014"} and (head is None or _clause_after(doc[i + 1 : end + 1])):
            return i - 1
    return end


def _clause_after(tokens: TokenSpan) -> bool:
    """Whether the tokens begin with a clause of their own that is ahead: a subject whose verb has a modal."""
    for token in tokens:
        if token.dep_ in {"nsubj", "nsubjpass", "expl"}:
            return any(c.dep_ == "aux" and c.lower_ in MODALS for c in token.head.children)
    return False


def _above(head: Token | None, first: Token, last: Token, sentence: TokenSpan) -> Token:
    """The head of the clause that hangs on the protasis: the sentence's where the parse has no better."""
    if head is None or head.head == head or head.dep_ not in HANGS:
        over = sentence.root
        return over if over != head else first
    over = head.head
    while first.i <= over.i <= last.i and over.head != over:  # the words of the mark itself: "as long as"
        over = over.head
    return over


def _is_ahead(kind: ConditionKind, head: Token | None, above: Token) -> bool:
    """Whether "when", "once" or "until" opens a condition and tells no story: the consequence is still ahead."""
    if head is None:
        return False
    if kind == "until" and any(t.ent_type_ in {"DATE", "TIME", "CARDINAL"} for t in head.subtree):
        return False
    past = head.tag_ == "VBD" or any(c.dep_ in {"aux", "auxpass"} and c.tag_ == "VBD" for c in head.children)
    if past:  # what was still ahead when it was said: "would not sit down until they were in court"
        return any(c.dep_ == "aux" and c.lower_ in {"would", "could"} for c in above.children)
    return any(
        c.dep_ == "aux" and c.lower_ in MODALS for verb in (above, above.head) for c in verb.children
    ) or above.tag_ in {"VB", "NN", "NNS"}


def _trimmed(parse: Parse, tokens: TokenSpan) -> Span | None:
    """The span of the tokens without punctuation and spaces around them, and conjunctions behind."""
    start, end = 0, len(tokens)
    while start < end - 1 and (tokens[start].is_punct or tokens[start].is_space):
        start += 1
    while end > 1 and (tokens[end - 1].is_punct or tokens[end - 1].is_space or tokens[end - 1].dep_ == "cc"):
        end -= 1
    kept = tokens[start:end]
    return parse.span(kept) if any(not t.is_space for t in kept) and "\n" not in kept.text else None


# ---- said by order, or by what stands before -------------------------------------------------------------------------


def _inverted(parse: Parse, sentence: TokenSpan) -> Iterator[Condition]:
    """Conditions by word order: "Should it fail to leave, ..."."""
    words = parse.lowers[sentence.start : sentence.end]
    for at, word in enumerate(words):
        if word != "should":
            continue
        token = sentence[at]
        if token.dep_ not in {"aux", "advcl"}:
            continue
        verb = token.head if token.dep_ == "aux" else token
        subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if (
            subject is None
            or subject.i < token.i
            or token.i < verb.i < subject.i
            or sentence.text.rstrip().endswith("?")
        ):
            continue
        span = _trimmed(parse, sentence.doc[token.i : _right(sentence, token, verb, "if") + 1])
        if span is not None and verb.dep_ in {"advcl", "ccomp", "relcl", "conj"}:
            yield Condition(span, "if", verb.head)


def _or_else(parse: Parse, sentence: TokenSpan) -> Iterator[Condition]:
    """Conditions of who does not do the one and gets the other: "withdraw or face a blockade"."""
    for i, word in enumerate(parse.lowers[sentence.start : sentence.end - 1], sentence.start):
        if word != "or" or parse.deps[i] != "cc":
            continue
        token = parse.tokens[i]
        other = next((c for c in token.head.children if c.dep_ == "conj" and c.i > token.i), None)
        if other is None or other.lemma_.lower() not in CONDITION_WORDS["or_else"] or token.head.pos_ != "VERB":
            continue
        if not any(t.lemma_.lower() in CLASSES["cost"] or t.lemma_ in {"war", "attack"} for t in other.subtree):
            continue
        start = next((c.i for c in token.head.children if c.tag_ == "TO" and c.i < token.head.i), token.head.i)
        span = _trimmed(parse, sentence.doc[start : token.i])
        if span is not None:
            yield Condition(span, "unless", other)


def _imperatives(parse: Parse, sentence: TokenSpan) -> Iterator[Condition]:
    """Conditions told as orders: "pull back, or we will shoot"; "stop the flights and we will stop the searches"."""
    for i, word in enumerate(parse.lowers[sentence.start + 1 : sentence.end - 1], sentence.start + 1):
        if word not in {"or", "and"} or parse.deps[i] != "cc":
            continue
        verb = parse.tokens[i].head
        if verb.tag_ != "VB" or any(children(verb, "nsubj", "nsubjpass", "aux", "expl")):
            continue
        other = next((c for c in verb.children if c.dep_ == "conj" and c.i > i), None)
        if other is None or not any(children(other, "nsubj", "nsubjpass", "expl")):
            continue
        if not any(c.dep_ == "aux" and c.lower_ in {"will", "'ll", "would", "shall"} for c in other.children):
            continue
        start = min((c.left_edge.i for c in verb.children if c.i < verb.i and c.dep_ == "neg"), default=verb.i)
        span = _trimmed(parse, sentence.doc[start:i])
        if span is not None:
            yield Condition(span, "unless" if word == "or" else "if", other)


def _looks_back(words: Sequence[str], at: int) -> tuple[int, ConditionKind] | None:
    """The words at a place that take what stands before for their protasis: "otherwise", "if not," with its comma."""
    match = _mark_at(words, at, CONDITION_BACK)
    if match is None or words[at] in {"otherwise", "or"}:
        return match
    return match if words[at + match[0] : at + match[0] + 1] == [","] else None


def _backward(parse: Parse, sentence: TokenSpan, before: TokenSpan | None) -> Iterator[Condition]:
    """Conditions that stand before: "... Otherwise, we will respond."."""
    words = parse.lowers[sentence.start : sentence.end]
    for at, word in enumerate(words):
        match = _looks_back(words, at) if word in FIRST_WORDS else None
        if match is None:
            continue
        opening = all(t.is_punct or t.is_space or t.lower_ in {"and", "but"} for t in sentence[:at])
        if opening and before is not None and "\n" not in before.text:
            span = _trimmed(parse, before)
        elif not opening and sentence[at - 1].text in {",", ";", "-", "\u2013", "\u2014", "or", "and"}:
            span = _trimmed(parse, sentence[:at])
        else:
            continue
        below = next(
            (t for t in sentence[at + match[0] :] if t.pos_ in {"VERB", "AUX"} and t.dep_ not in {"aux", "auxpass"}),
            None,
        )
        if span is not None and below is not None:
            yield Condition(span, match[1], below)
            return


# ---- noun phrases ----------------------------------------------------------------------------------------------------


def _noun_phrases(parse: Parse, sentence: TokenSpan) -> Iterator[Condition]:
    """Conditions that are a subject: "any further aggression will cost", "anyone who attacks us will regret it"."""
    for i, tag in enumerate(parse.pos[sentence.start : sentence.end], sentence.start):
        if tag not in {"VERB", "AUX"}:
            continue
        verb = parse.tokens[i]
        modal = next((c.lower_ for c in children(verb, "aux") if c.lower_ in {"will", "would", "'ll", "should"}), None)
        subject = next(children(verb, "nsubj", "nsubjpass", "csubj", "csubjpass"), None)
        if modal is None or subject is None:
            continue
        if _is_whoever(subject) or (_threatens(verb) and _stands_for_condition(subject, modal)):
            span = _trimmed(parse, sentence.doc[subject.left_edge.i : subject.right_edge.i + 1])
            if span is not None:
                yield Condition(span, "noun-phrase", verb)


def _threatens(verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    if lemma in PUNISHED and any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children):
        return True
    if lemma in {"regret", "pay"}:
        return True
    if lemma not in CLASSES["bring"] and lemma not in {"face", "be"}:
        return False
    return any(
        t.lemma_.lower() in CLASSES["cost"]
        for t in verb.subtree
        if t.dep_ in {"dobj", "pobj", "attr", "conj"} and t.i > verb.i
    )


def _is_whoever(subject: Token) -> bool:
    """Whether a subject is anybody who does something, or any case of a thing: "whoever shoots", "any landing"."""
    if subject.left_edge.lower_ == "whoever":
        return True
    told = any(c.dep_ == "relcl" for c in subject.children)
    first = subject.left_edge.lower_
    return (told and (subject.lower_ in ANYBODY or first in {"any", "every"})) or (
        first == "any" and subject.pos_ == "NOUN" and subject.lemma_.lower() in DEVERBAL | CLASSES["conduct"]
    )


def _stands_for_condition(subject: Token, modal: str) -> bool:
    lemma = subject.lemma_.lower()
    if subject.dep_ == "csubj":  # "any further Karsovan move": the parser may take the noun for a verb
        return subject.tag_ == "VBG" or (lemma in CLASSES["conduct"] and subject.left_edge.lower_ in {"any", "every"})
    if any(c.dep_ == "relcl" for c in subject.children) and (
        lemma in CONDITION_WORDS["anyone"] or subject.lower_ in CONDITION_WORDS["anyone"]
    ):
        return True
    if lemma not in CLASSES["conduct"]:
        return False
    determiner = next((c.lower_ for c in subject.children if c.dep_ in {"det", "poss"}), "")
    return (
        modal == "would"
        or determiner not in CONDITION_WORDS["definite"]
        or "further" in {c.lower_ for c in subject.children}
    )
