"""Cues: the words by which a sentence gives something to a speaker, with who speaks and which tokens are said.

Works on the parse alone; the word lists with their frames are in `data/cues.toml`. Quotation marks are the business of
`attributions`, which joins cues and quotations.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from standoff.readers.clauses import children, is_passive, subjects

_TABLE = tomllib.loads((files("standoff") / "data" / "cues.toml").read_text("utf-8"))

CLAUSE = frozenset(_TABLE["clause"]["verbs"].split())
WEAK = frozenset(_TABLE["clause"]["weak"].split())
INFINITIVE = frozenset(_TABLE["infinitive"]["verbs"].split())
CONTROL = frozenset(_TABLE["infinitive"]["control"].split())
OBJECT = frozenset(_TABLE["object"]["verbs"].split())
HEARER = frozenset(_TABLE["object"]["hearer"].split())
PREPOSITIONS = {word: frozenset(verbs.split()) for word, verbs in _TABLE["prepositions"].items()}
NOUNS = frozenset(_TABLE["nouns"]["nouns"].split())
NAMING = frozenset(_TABLE["naming"]["verbs"].split())
ACCOUNTS = frozenset(_TABLE["phrases"]["words"])
VERBS = CLAUSE | INFINITIVE | CONTROL | OBJECT | frozenset().union(*PREPOSITIONS.values())

NOUN_LEFTS = frozenset({"det", "predet", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "case"})
PERSONAL, FIRST_PERSON = (frozenset(_TABLE["sources"][key].split()) for key in ("pronouns", "first_person"))
PAPERS = frozenset(_TABLE["sources"]["papers"].split())
NAMING_POS = frozenset({"PROPN", "NOUN", "ADJ", "DET", "PRON", "PART", "PUNCT"})
EMPTY_SUBJECTS = frozenset({"it", "there", "this", "that", "which", "what"})

# Confidence by rule: shares of right cues per frame as counted on the development half of PolNeAR, rounded.
SAID, SAID_WEAK, INTENDED, OBJECT_SAID, ACCORDING, NOUN, PARENTHESIS, STATED = 0.9, 0.6, 0.7, 0.65, 0.9, 0.55, 0.85, 0.6


@dataclass(frozen=True)
class Cue:
    """A cue with its parts as tokens. `source` is the head of who speaks, None where nobody is named."""

    tokens: tuple[Token, ...]
    verb: Token
    source: Token | None
    content: tuple[Token, ...]
    hearer: Token | None
    rule: str
    confidence: float


def phrase(head: Token) -> TokenSpan:
    """The noun phrase of `head` without what follows a comma or begins a relative clause, and without what it modifies.

    Conjuncts and "of" phrases stay in: "the ministers of Karsova and Tarland".
    """
    doc = head.doc
    start = head.i
    for child in reversed(list(head.lefts)):
        if child.dep_ == "punct" and child.text == "-":
            continue
        if child.dep_ not in NOUN_LEFTS:
            break
        start = child.left_edge.i
    end = head.i + 1
    last_conjunct = max((c.i for c in head.conjuncts if c.i > head.i), default=head.i)
    for child in head.rights:
        if child.dep_ in ("relcl", "acl", "advcl", "ccomp") and child.i > last_conjunct:
            break
        if child.dep_ == "punct" and child.i > last_conjunct:
            break
        if child.dep_ == "appos" and doc[child.left_edge.i - 1].text in (",", "-", "("):
            break
        end = max(end, child.right_edge.i + 1)
    while end > head.i + 1 and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return doc[start:end]


def find_cues(sentence: TokenSpan) -> Iterator[Cue]:
    """The cues of a sentence, in the order of the text; one verb can give one cue."""
    for token in sentence:
        lemma = token.lemma_.lower()
        if token.pos_ in ("VERB", "AUX") and lemma in VERBS:
            cue = _verb(token, lemma, sentence)
        elif token.lower_ == "according":
            cue = _according(token, sentence)
        elif token.pos_ == "NOUN" and lemma in NOUNS:
            cue = _noun(token)
        elif token.pos_ == "NOUN" and token.lower_ in ACCOUNTS:
            cue = _in_words(token, sentence)
        elif token.lower_ == "clear" and token.head.lemma_ == "make":
            cue = _made_clear(token)
        else:
            continue
        if cue is not None:
            yield cue


def _verb(verb: Token, lemma: str, sentence: TokenSpan) -> Cue | None:
    found = _verb_content(verb, lemma, sentence)
    if found is None or is_supposed(verb) or (verb.dep_ == "advcl" and verb.tag_ == "VBN"):
        return None  # "Asked whether ...": somebody else asked
    if verb.lower_ == "asked" and verb.i == sentence.start:
        return None
    content, rule, confidence = found
    heads = [h for h in subjects(verb) if h not in content]
    source = heads[0] if heads else None
    if rule in ("bare", "open") or source is None:
        outside = _tail(verb, lemma, sentence) or _aside(verb, lemma, sentence)
        if outside is not None:
            return outside
    if source is None and is_passive(verb) and rule != "stated":
        return None
    if source is not None and source.lower_ in EMPTY_SUBJECTS and source.pos_ in ("PRON", "DET"):
        return None if lemma != "say" or source.lower_ != "it" else _cue(verb, None, content, rule, SAID_WEAK)
    if (lemma in WEAK or rule != "clause") and source is None:
        return None
    return _cue(verb, source, content, rule, confidence)


def is_supposed(verb: Token) -> bool:
    """Whether the cue itself is only supposed: "if Velm decides", "should he say"."""
    return any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether") for c in verb.children)


def _tail(verb: Token, lemma: str, sentence: TokenSpan) -> Cue | None:
    """A sentence that ends in its attribution ("..., Dorin said in Velm."), read from the words where the parse fails.

    Between the last comma and the verb stand only the words of one name or office; after the verb only a short rest
    without a clause of its own. What stands before the comma is the content.
    """
    doc = verb.doc
    at = verb.i - 1
    while at > sentence.start and doc[at].pos_ in ("AUX", "ADV") and doc[at].head == verb:
        at -= 1
    end = at + 1
    while (
        at > sentence.start
        and end - at <= 10
        and (doc[at].pos_ in ("PROPN", "NOUN", "ADJ", "DET", "PRON", "PART") or doc[at].text == "-")
    ):
        at -= 1
    if doc[verb.i - 1].text == ",":
        at, end = _apposition(verb, sentence)
    if lemma not in CLAUSE - WEAK or verb.tag_ not in ("VBD", "VBZ", "VBP", "VBN") or end - at < 2:
        return None
    if doc[at].text != "," or at - sentence.start < 3:
        return None
    rest = [t for t in doc[verb.i + 1 : sentence.end] if not t.is_space]
    if len(rest) > 20 or any(t.pos_ in ("VERB", "AUX") and t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in rest):
        return None
    head = doc[end - 1]
    if head.pos_ not in ("PROPN", "NOUN", "PRON"):
        return None
    content = tuple(t for t in doc[sentence.start : at] if not t.is_space)
    return Cue(_words(verb), verb, head, content, None, "tail", SAID)


def _cue(verb: Token, source: Token | None, content: Sequence[Token], rule: str, confidence: float) -> Cue:
    hearer = next(iter(children(verb, "dobj", "dative")), None) if verb.lemma_.lower() in HEARER | CONTROL else None
    if hearer is not None and hearer.dep_ == "dative" and hearer.pos_ == "ADP":
        hearer = next(iter(children(hearer, "pobj")), None)
    if hearer is None:
        hearer = next(
            (
                p
                for c in children(verb, "prep")
                if c.lower_ in ("to", "on")
                for p in children(c, "pobj")
                if p not in content
            ),
            None,
        )
    return Cue(_words(verb), verb, source, tuple(content), hearer, rule, confidence)


def _words(verb: Token) -> tuple[Token, ...]:
    """The verb with the auxiliaries, negation and adverbs that stand before it, and its particle after it."""
    doc = verb.doc
    start, end = verb.i, verb.i + 1
    while start > 0 and doc[start - 1].head == verb and doc[start - 1].dep_ in ("aux", "auxpass", "neg", "advmod"):
        start -= 1
    if (
        end < len(doc)
        and doc[end].head == verb
        and (doc[end].dep_ == "prt" or (doc[end].lower_ == "on" and verb.lemma_ == "call"))
    ):
        end += 1
    return tuple(doc[start:end])


def _verb_content(verb: Token, lemma: str, sentence: TokenSpan) -> tuple[tuple[Token, ...], str, float] | None:
    """The tokens a verb gives to its subject, by the first frame that fits: (tokens, rule, confidence)."""
    if lemma in CLAUSE or lemma in CONTROL:
        for clause in children(verb, "ccomp"):
            if clause.i < verb.i and clause.pos_ not in ("VERB", "AUX") and clause.dep_ != "ccomp":
                continue
            confidence = SAID_WEAK if lemma in WEAK else SAID
            return _without(clause, verb), "clause", confidence
    if lemma in INFINITIVE | CONTROL:
        for clause in children(verb, "xcomp"):
            if any(t.lower_ == "to" for t in clause.lefts) or clause.tag_ == "VBG":
                return _without(clause, verb), "infinitive", INTENDED
    if lemma in CLAUSE and verb.dep_ in ("parataxis", "intj", "advcl", "ccomp") and _is_parenthesis(verb):
        inside = set(verb.subtree)
        return tuple(t for t in sentence if t not in inside), "parenthesis", PARENTHESIS
    for preposition in children(verb, "prep"):
        if lemma in PREPOSITIONS.get(preposition.lower_, ()):
            later = [c for c in children(verb, "xcomp", "advcl", "ccomp") if c.i > preposition.i]
            inside = {t for part in (preposition, *later) for t in part.subtree}
            return tuple(sorted(inside, key=lambda t: t.i)), f"preposition-{preposition.lower_}", OBJECT_SAID
    if lemma in OBJECT - HEARER or (
        lemma in HEARER and lemma in OBJECT and lemma not in CONTROL and not is_passive(verb)
    ):
        for thing in children(verb, "dobj"):
            party = thing.pos_ == "PROPN" and lemma in INFINITIVE  # "threatened Velm" gives no content
            if (
                thing.pos_ in ("NOUN", "PROPN")
                and not party
                and thing.ent_type_ not in ("PERSON", "DATE", "TIME", "MONEY")
            ):
                later = [c for c in children(verb, "prep") if c.i > thing.i and c.lower_ in ("of", "for", "as")]
                tokens = [*_without(thing, verb), *(t for p in later for t in p.subtree)]
                return tuple(sorted(set(tokens), key=lambda t: t.i)), "object", OBJECT_SAID
    if lemma in NAMING:
        label = next(iter(children(verb, "oprd")), None)
        labelled = next(iter(children(verb, "dobj")), None)
        if label is not None and labelled is not None and not is_passive(verb):
            return tuple(sorted({*labelled.subtree, *label.subtree}, key=lambda t: t.i)), "naming", OBJECT_SAID
    if lemma in CLAUSE and is_passive(verb) and any(children(verb, "agent")):
        subject = next(iter(children(verb, "nsubjpass")), None)
        if subject is not None and subject.lower_ in ("this", "that"):
            before = sentence.start - 1
            if before >= 0:
                return tuple(verb.doc[before].sent), "stated", STATED
    if lemma in CLAUSE - WEAK and any(t.text in (":", ",") for t in verb.children):
        return (), "open", SAID  # "Velm said:" and a quotation elsewhere
    if lemma in CLAUSE - WEAK:
        return (), "bare", SAID
    return None


def _is_parenthesis(verb: Token) -> bool:
    """Whether the verb with its subject stands between commas, or after one: "Velm, he said, would leave"."""
    start, end = verb.left_edge.i, verb.right_edge.i
    doc = verb.doc
    before = start > 0 and doc[start - 1].text in (",", "-", "\u2014", "\u2013", '"')
    after = end + 1 >= len(doc) or doc[end + 1].is_punct
    return before and after and end - start < 15 and not any(t.dep_ == "mark" for t in verb.children)


def _without(clause: Token, verb: Token) -> tuple[Token, ...]:
    """The clause's tokens; those of the verb and of its subject, where the parse wove them in, left out."""
    own = {verb, *(t for s in children(verb, "nsubj") for t in s.subtree)}
    return tuple(t for t in clause.subtree if t not in own)


def _apposition(verb: Token, sentence: TokenSpan) -> tuple[int, int]:
    """The comma before "its secretary general, Henrik Sorley, |said" and the end of the name; an empty run if none."""
    doc = verb.doc
    commas = [i for i in range(verb.i - 1, max(sentence.start, verb.i - 16), -1) if doc[i].text == ","][:3]
    if len(commas) < 3 or any(t.pos_ not in NAMING_POS and t.text != "-" for t in doc[commas[2] : verb.i]):
        return verb.i, verb.i
    return commas[2], commas[0]


def _aside(verb: Token, lemma: str, sentence: TokenSpan) -> Cue | None:
    """Read "The bridge, Dorin said, would close.": name and verb stand between commas, the rest is said."""
    doc = verb.doc
    end = verb.i + 1
    start = verb.i - 1
    while start > sentence.start and verb.i - start <= 10 and doc[start].text not in (",", "-", "\u2014", "\u2013"):
        start -= 1
    if (
        lemma not in CLAUSE - WEAK
        or end >= len(doc)
        or doc[end].text not in (",", "-", "\u2014", "\u2013")
        or start <= sentence.start
    ):
        return None
    named = doc[start + 1 : verb.i]
    if not 0 < len(named) <= 8 or any(t.pos_ in ("VERB", "ADP", "SCONJ", "CCONJ") for t in named):
        return None
    head = named[-1]
    if head.pos_ not in ("PROPN", "NOUN", "PRON"):
        return None
    content = tuple(t for t in sentence if not start <= t.i <= end and not t.is_space)
    return Cue(_words(verb), verb, head, content, None, "parenthesis", PARENTHESIS) if content else None


def _according(token: Token, sentence: TokenSpan) -> Cue | None:
    to = next((c for c in token.children if c.lower_ == "to"), None)
    source = next(iter(children(to, "pobj")), None) if to is not None else None
    if to is None or source is None:
        return None
    aside = set(token.subtree)
    main = token.head if token.head != token else sentence.root
    content = [t for t in (main.subtree if main.pos_ in ("VERB", "AUX") else sentence) if t not in aside]
    return Cue((token, to), token, source, tuple(content), None, "according-to", ACCORDING)


def _in_words(noun: Token, sentence: TokenSpan) -> Cue | None:
    """Read "In Velm's words, ...": a possessor and "in" or "by" at the head of a phrase set off by a comma."""
    owner = next(iter(children(noun, "poss")), None)
    preposition = noun.head
    if owner is None or noun.dep_ != "pobj" or preposition.lower_ not in ("in", "by"):
        return None
    aside = set(preposition.subtree)
    content = [t for t in sentence if t not in aside]
    return Cue((noun,), noun, owner, tuple(content), None, "in-words", ACCORDING) if content else None


def _noun(noun: Token) -> Cue | None:
    clause = next(
        (
            c
            for c in noun.children
            if c.dep_ in ("acl", "ccomp")
            and c.i > noun.i
            and c.pos_ in ("VERB", "AUX")
            and c.tag_ not in ("VBN", "VBG")
        ),
        None,
    )
    if clause is None or any(t.dep_ == "relcl" for t in (clause,)):
        return None
    owner = next(iter(children(noun, "poss")), None)
    if owner is None:
        owner = next(
            (
                p
                for c in children(noun, "prep")
                if c.lower_ in ("by", "of", "from") and c.i < clause.i
                for p in children(c, "pobj")
            ),
            None,
        )
    if owner is None and noun.dep_ == "dobj":
        owner = next(iter(subjects(noun.head)), None)
    if owner is None:
        return None
    return Cue((noun,), noun, owner, tuple(clause.subtree), None, "noun", NOUN)


def _made_clear(clear: Token) -> Cue | None:
    verb = clear.head
    clause = next((c for t in (verb, clear) for c in children(t, "ccomp") if c != clear and c.i > clear.i), None)
    source = next(iter(subjects(verb)), None)
    if clause is None or source is None:
        thing = next((c for c in children(verb, "dobj", "nsubj") if c.i > verb.i), None) or next(
            (c for c in children(clear, "nsubj", "dobj")), None
        )
        if source is None or thing is None or thing.pos_ not in ("NOUN", "PROPN"):
            return None
        return Cue((*_words(verb), clear), verb, source, tuple(thing.subtree), None, "made-clear", OBJECT_SAID)
    return Cue((*_words(verb), clear), verb, source, tuple(clause.subtree), None, "made-clear", SAID)
