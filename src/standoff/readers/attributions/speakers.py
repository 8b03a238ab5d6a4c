"""Who a source is: from the words that name who speaks to the actor, or to the several that remain possible.

The cast says what each word of the text stands for. This module decides which words of a source count: its head and
what is joined to it, a name beside a title, the antecedent of "who", whoever is being quoted behind "we".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from standoff.document import STORY_ZONES, Span, Zone
from standoff.readers.actors import Cast
from standoff.readers.actors.words import words
from standoff.readers.parsing import Parse
from standoff.readers.quotes import Quote, read_quotes

OWN_SIDE, OWN_SELF = words("speakers", "own_side"), words("speakers", "own_self")
RELATIVES, VOICES = words("speakers", "relatives"), words("speakers", "voices")
OWN_STATE = words("speakers", "own_state")
NOBODY = words("speakers", "nobody")
PARTITIVES = words("parties", "partitives")

SUBJECTS = ("nsubj", "nsubjpass", "agent", "pobj")
PARAGRAPHS_BACK = 3  # how far a quotation that fills whole paragraphs is followed back to the one who is quoted


def name_speakers(parse: Parse, cast: Cast, source: Span, *, quoted: bool = False) -> tuple[str, ...]:
    """The ids of the actors that `source` can mean, in the order of the text.

    One when it is certain; several when they speak together, or when two or more remain possible; none when nobody can
    be named ("a senior official", "analysts"). `source` is any span of the text, whether or not it is a phrase of the
    parse. With `quoted` the source stands inside a quotation: "we" is then the side of whoever is quoted, and "I" is
    that person; outside a quotation both are nobody. Never raises.

    >>> from standoff.document import Document, Zone
    >>> from standoff.readers.actors import NameIndex, read_actors
    >>> from standoff.readers.knowledge import load_knowledge
    >>> from standoff.readers.parsing import iter_parses, load_models
    >>> text = "Poland and Latvia met in Riga. Analysts said little."
    >>> document = Document(text=text, uri="a", zones=(Zone(0, len(text), "body"),))
    >>> parse = next(iter_parses(load_models(), [document]))
    >>> cast = read_actors(parse, NameIndex(load_knowledge([])))
    >>> name_speakers(parse, cast, document.span(0, 17)), name_speakers(parse, cast, document.span(31, 39))
    (('country:POL', 'country:LVA'), ())
    """
    tokens = [t for t in parse.tokens_in(source) if not (t.is_space or t.is_punct)]
    if not tokens:
        return ()
    if tokens[0].pos_ == "PRON" and tokens[0].text != "US" and tokens[0].lower_ in OWN_SIDE | OWN_SELF:
        side = tokens[0].lower_ in OWN_SIDE
        quoting = _quoted_speaker(parse, cast, source) if quoted else ()
        return tuple(dict.fromkeys(cast.principal(a) if side else a for a in quoting))
    if (whole := _named_whole(cast, tokens)) and all(_is_somebody(cast, a) for a in whole):
        return whole
    if joint := _named_in_turn(cast, tokens):
        return joint
    within = frozenset(t.i for t in tokens)
    return tuple(dict.fromkeys(a for head in _heads(cast, tokens, within) for a in _meant(cast, head, within)))


def _named_whole(cast: Cast, tokens: Sequence[Token]) -> tuple[str, ...]:
    """The actors that the words name from the first, articles left out, to the last: "Karsovan and Meranian troops"."""
    first = next((t for t in tokens if t.pos_ != "DET"), tokens[0])
    start, end = first.idx, tokens[-1].idx + len(tokens[-1])
    return tuple(dict.fromkeys(m.actor for m in cast.mentions if (m.span.start, m.span.end) == (start, end)))


def _named_in_turn(cast: Cast, tokens: Sequence[Token]) -> tuple[str, ...]:
    """The actors of a list that names one between each two commas or "and", each alone: "Aske, the envoy, and Lind"."""
    doc = tokens[0].doc
    parts: list[list[Token]] = [[]]
    for token in doc[tokens[0].i : tokens[-1].i + 1]:
        if token.text == "," or token.lower_ == "and":
            parts.append([])
        else:
            parts[-1].append(token)
    if not any(t.lower_ == "and" for t in tokens):
        return ()
    named = [_named_whole(cast, part) for part in parts if part]
    actors = tuple(dict.fromkeys(a for some in named for a in some))
    return actors if all(named) and len(actors) > 1 and all(_is_somebody(cast, a) for a in actors) else ()


def _heads(cast: Cast, tokens: Sequence[Token], within: frozenset[int]) -> Iterator[Token]:
    """The head of the words, its conjuncts among them, each with the antecedent in place of a relative pronoun."""
    tops = [t for t in tokens if t.head.i not in within or t.head == t]
    nouns = [t for t in tops if t.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ")] or tops or tokens[-1:]
    known = next((t for t in nouns if t.i in cast.by_head or t.i in cast.candidates), nouns[0])
    broken = any(t.pos_ in ("VERB", "AUX", "PRON") for t in nouns[0].doc[nouns[0].i + 1 : known.i])
    head = nouns[0] if broken else known  # pieces of one name can hang on a verb side by side
    for token in (head, *(t for t in head.conjuncts if t.i in within)):
        yield _antecedent(token) if token.lower_ in RELATIVES else token


def _antecedent(pronoun: Token) -> Token:
    """The noun that a relative pronoun stands for: the one that its clause hangs on."""
    for token in pronoun.ancestors:
        if token.dep_ == "relcl":
            return token.head
    before = [t for t in pronoun.doc[max(pronoun.sent.start, pronoun.i - 6) : pronoun.i] if t.pos_ in ("PROPN", "NOUN")]
    return before[-1] if before else pronoun


def _meant(cast: Cast, head: Token, within: frozenset[int]) -> tuple[str, ...]:
    """Whom one head means: a person named beside it, the actor found on it, or the owner of "a statement"."""
    for token in _beside(head, within):
        named = cast.by_head.get(token.i, ())
        if named and cast.actor(named[0]).kind == "person" and not _is_unnamed(cast, named[0]):
            return named
    whole = _part_of(cast, head, within) if head.lemma_.lower() in PARTITIVES else ()
    if whole and any(role.of for role in cast.actor(whole[0]).roles):
        return whole  # "members of the Meranian parliament"
    if head.i in cast.candidates:
        return cast.candidates[head.i]
    if head.i in cast.by_head:
        counted = any(c.dep_ == "nummod" for c in head.children)
        return tuple(
            a for a in cast.by_head[head.i] if _is_somebody(cast, a) and not (counted and _is_unowned(cast, a))
        )
    lemma = head.lemma_.lower()
    if lemma in VOICES or lemma in OWN_STATE:
        for child in head.children:
            if child.dep_ in ("amod", "compound", "poss", "nmod") and (owners := cast.by_head.get(child.i, ())):
                return tuple(cast.principal(a) for a in owners) if lemma in OWN_STATE else owners
        senders = (o for p in head.children if p.lower_ in ("by", "from") for o in p.children if o.dep_ == "pobj")
        if lemma in VOICES and (named := next((n for o in senders if (n := _meant(cast, o, within))), ())):
            return named
    return _part_of(cast, head, within) if lemma in PARTITIVES or head.pos_ in ("NUM", "PRON") else ()


def _part_of(cast: Cast, head: Token, within: frozenset[int]) -> tuple[str, ...]:
    """Whose part a head is: the actors named after its "of"."""
    wholes = (o for p in head.children if p.lower_ == "of" for o in p.children if o.dep_ == "pobj")
    return next((named for whole in wholes if (named := _meant(cast, whole, within))), ())


def _beside(head: Token, within: frozenset[int]) -> Iterator[Token]:
    """The head and what stands in apposition to it, before or after: "the prime minister, |Marta Lindqvar|"."""
    yield head
    for child in head.children:
        if child.i in within and child.dep_ in ("appos", "nmod", "compound"):
            yield child
            yield from (c for c in child.children if c.dep_ == "appos")


def _is_somebody(cast: Cast, actor_id: str) -> bool:
    """Whether an actor is known as one: "officials" and "residents" of nowhere are nobody, nor is "a Polish farmer"."""
    actor = cast.actor(actor_id)
    if _is_unnamed(cast, actor_id):
        return cast.principal(actor_id) != actor_id
    if actor.kind != "group" or any(role.of for role in actor.roles):
        return True
    return actor.codes.get("plover") not in NOBODY


def _is_unowned(cast: Cast, actor_id: str) -> bool:
    """Whether an actor is a group of nobody's: "two senior officers" are whoever they are."""
    actor = cast.actor(actor_id)
    return actor.kind == "group" and not any(role.of for role in actor.roles)


def _is_unnamed(cast: Cast, actor_id: str) -> bool:
    return cast.actor(actor_id).why.rule in ("unnamed-office", "unnamed-party")


def _quoted_speaker(parse: Parse, cast: Cast, source: Span) -> tuple[str, ...]:
    """Who says the quotation that a source stands in: named beside one of the quotations of its paragraph.

    A paragraph that is all quotation goes on with the speech of the one before it.
    """
    quotes = read_quotes(parse.document)
    paragraphs = [z for z in parse.document.zones if z.zone in STORY_ZONES]
    at = next((n for n, z in enumerate(paragraphs) if z.start <= source.start < z.end), None)
    if at is None:
        return ()
    for n in range(at, max(-1, at - PARAGRAPHS_BACK), -1):
        zone = paragraphs[n]
        here = [q for q in quotes if zone.start <= q.span.start < zone.end]
        here.sort(key=lambda q: not q.span.contains(source))
        for quote in here:
            if speakers := _beside_quote(parse, cast, quote, here):
                return speakers
        if not here:  # "Lind went further." and then the quotation, on its own
            return _told_of(parse, cast, zone)
        if min(q.span.start for q in here) != zone.start:
            return ()
    return ()


def _told_of(parse: Parse, cast: Cast, zone: Zone) -> tuple[str, ...]:
    """The one person whom the last sentence of a paragraph names."""
    tokens = [t for t in parse.tokens_in(parse.document.span(zone.start, zone.end)) if not t.is_space]
    named = cast.mentioned_in([t for t in tokens if t.sent == tokens[-1].sent]) if tokens else ()
    persons = tuple(a for a in named if cast.actor(a).kind == "person")
    return persons if len(persons) == 1 else ()


def _beside_quote(parse: Parse, cast: Cast, quote: Quote, quotes: Sequence[Quote]) -> tuple[str, ...]:
    """The subject of the words that lead out of a quotation (", said Aske") or into it ("Aske was blunt:")."""
    doc = parse.tokens
    tokens = parse.tokens_in(quote.span)
    inside = {t.i for q in quotes for t in parse.tokens_in(q.span)}
    inner = quote.span.exact.rstrip("\"\u201c\u201d\u00bb\u2019' ")
    after = []
    if not inner.endswith("."):
        for token in doc[tokens.end : tokens.end + 30]:
            if "\n" in token.text or token.text in (".", ":", ";") or token.i in inside:
                break
            after.append(token)
    before: list[Token] = []
    lead = [t for t in doc[max(0, tokens.start - 30) : tokens.start] if t.i not in inside]
    if lead and (lead[-1].text in (":", ",") or not inner.endswith((".", ","))):
        before = [t for t in lead if t.sent == lead[-1].sent]
    for run in (after, before):
        within = frozenset(t.i for t in run)
        subjects = (t for t in run if t.dep_ in SUBJECTS and t.head.i not in inside)
        if named := next((found for t in subjects if (found := _meant(cast, t, within))), ()):
            return named
    return ()
