"""The frame of an utterance: what its sentence says beside source, cue and content, and which of it is the cue's own.

Works on the words and their tags rather than on the tree: parsers go astray where a quotation stands in a sentence, and
a frame is what is left when it is taken out. `circumstances` reads day, occasion and addressee from it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import TypeVar

from spacy.tokens import Token

from standoff.document import Span
from standoff.readers.parsing import Parse

_TABLE = tomllib.loads((files("standoff") / "data" / "circumstances.toml").read_text("utf-8"))

T = TypeVar("T")


def words_of(table: str, key: str) -> frozenset[str]:
    """A list of `data/circumstances.toml`: the words under a key of a table.

    >>> "interview" in words_of("occasions", "in")
    True
    """
    return frozenset(_TABLE[table][key].split())


_FORMS = words_of("occasions", "in") | words_of("occasions", "at")
OCCASIONS = {
    "at": _FORMS,
    "in": _FORMS,
    "during": _FORMS | words_of("occasions", "during") | words_of("occasions", "after"),
    "on": words_of("occasions", "on"),
    "via": words_of("occasions", "on") | _FORMS,
    "after": words_of("occasions", "after"),
    "following": words_of("occasions", "after"),
    "before": words_of("occasions", "before"),
}
"""Nouns of occasions (lemmas) by the preposition that may stand before them."""

ANY_OCCASION = frozenset().union(*OCCASIONS.values())
UTTERED = words_of("occasions", "uttered")
LATER = frozenset({"after", "following"})
NOMINAL = frozenset({"NOUN", "PROPN"})

SUBORDINATORS = frozenset(
    {"who", "whom", "whose", "which", "where", "when", "while", "because", "if", "unless", "as", "although", "once"}
)
SEPARATORS = frozenset({",", "-", "–", "—", "(", ")", ":", "--"})
SENTENCE_ENDS = frozenset({".", "!", "?", ";"})
MARKS = "\"'“”„‟«»‘’‹› "
REACH = 200
"""How many words a frame may have on each side of its cue: more than any sentence, less than an endless list."""


@dataclass(frozen=True)
class Frame:
    """The words of a cue's sentence outside its content; `start` and `end` are the cue's, as token indexes."""

    tokens: tuple[Token, ...]
    start: int
    end: int

    @cached_property
    def _indexes(self) -> frozenset[int]:
        return frozenset(t.i for t in self.tokens)

    @property
    def cue(self) -> range:
        """The token indexes of the cue."""
        return range(self.start, self.end)

    @property
    def cue_tokens(self) -> tuple[Token, ...]:
        """The words of the cue."""
        return tuple(t for t in self.tokens if t.i in self.cue)

    @property
    def lemmas(self) -> frozenset[str]:
        """The lemmas of the cue's words, in lower case."""
        return frozenset(t.lemma_.lower() for t in self.cue_tokens)

    def holds(self, token: Token) -> bool:
        """Whether a token is one of the frame's."""
        return token.i in self._indexes

    @cached_property
    def segments(self) -> list[list[Token]]:
        """The frame cut at commas, dashes, brackets, and where a content stood."""
        pieces: list[list[Token]] = [[]]
        last = None
        for token in self.tokens:
            if token.text in SEPARATORS and not is_hyphen(token):
                pieces.append([])
            else:
                if last is not None and any(not t.is_space for t in token.doc[last + 1 : token.i]):
                    pieces.append([])
                pieces[-1].append(token)
            last = token.i
        return [piece for piece in pieces if piece]

    def leading(self) -> Frame | None:
        """The frame of the verb that leads a participle's: "|said on Monday that ...|, adding that ..."."""
        verb = next((t for t in self.cue_tokens if t.tag_ == "VBG"), None)
        if verb is None or verb.dep_ not in ("advcl", "conj", "xcomp") or verb.head.pos_ != "VERB":
            return None
        if not self.holds(verb.head) or verb.head.i >= self.start:
            return None
        return Frame(tuple(t for t in self.tokens if t.i < self.start), verb.head.i, verb.head.i + 1)


def first(read: Callable[[Frame], T | None], frame: Frame) -> T | None:
    """What is read in the cue's frame, else in that of the verb that leads it.

    >>> from standoff.document import Document, Zone
    >>> from standoff.readers.parsing import iter_parses, load_models
    >>> text = "Velm rejected the offer, saying that it was late."
    >>> document = Document(text=text, uri="a", zones=(Zone(0, len(text), "body"),))
    >>> parse = next(iter_parses(load_models(), [document]))
    >>> frame = frame_of(parse, document.span(25, 31), [document.span(32, 48)])
    >>> first(lambda f: "rejected" if "reject" in f.lemmas else None, frame)
    'rejected'
    """
    found = read(frame)
    if found is None and (leading := frame.leading()) is not None:
        found = read(leading)
    return found


def is_hyphen(token: Token) -> bool:
    """Whether a dash only joins two words.

    >>> import spacy
    >>> [is_hyphen(t) for t in spacy.blank("en")("well-known - or not") if t.text == "-"]
    [True, False]
    """
    joined = token.i > 0 and not token.nbor(-1).whitespace_ and not token.whitespace_
    return token.text == "-" and joined


def frame_of(parse: Parse, cue: Span, content: Sequence[Span]) -> Frame | None:
    """The frame of a cue: its sentence without the content; None for a cue outside the story.

    The sentence ends at its full stop, its paragraph, or a content that ends as a sentence does.

    >>> from standoff.document import Document, Zone
    >>> from standoff.readers.parsing import iter_parses, load_models
    >>> text = "It rained. On Friday Velm said it would leave. Nobody came."
    >>> document = Document(text=text, uri="a", zones=(Zone(0, len(text), "body"),))
    >>> parse = next(iter_parses(load_models(), [document]))
    >>> frame = frame_of(parse, document.span(26, 30), [document.span(31, 45)])
    >>> [t.text for t in frame.tokens]
    ['On', 'Friday', 'Velm', 'said']
    """
    at = [t.i for t in parse.tokens_in(cue) if not t.is_space]
    if not at:
        return None
    doc = parse.tokens
    said: dict[int, bool] = {}  # token of a content -> whether that content ends with it, as a sentence does
    for span in content:
        inside = [t.i for t in parse.tokens_in(span)]
        ends = span.exact.rstrip(MARKS)[-1:] in (".", "!", "?", "…")
        said |= {i: ends and i == inside[-1] for i in inside}
    said = {i: ends for i, ends in said.items() if not at[0] <= i <= at[-1]}

    def walk(steps: range) -> Iterator[Token]:
        for i in steps[:REACH]:
            token = doc[i]
            if "\n" in token.text or (i not in said and token.text in SENTENCE_ENDS):
                return
            if said.get(i):
                return
            if i not in said and not token.is_space:
                yield token

    before = reversed(list(walk(range(at[0] - 1, -1, -1))))
    return Frame((*before, *doc[at[0] : at[-1] + 1], *walk(range(at[-1] + 1, len(doc)))), at[0], at[-1] + 1)


def belongs(frame: Frame, start: int, end: int) -> bool:
    """Whether the phrase from `start` to `end` (token indexes) belongs to the cue's clause and no other.

    >>> from standoff.document import Document, Zone
    >>> from standoff.readers.parsing import iter_parses, load_models
    >>> text = "Velm, which closed the road on Friday, said at noon it would leave."
    >>> document = Document(text=text, uri="a", zones=(Zone(0, len(text), "body"),))
    >>> parse = next(iter_parses(load_models(), [document]))
    >>> frame = frame_of(parse, document.span(39, 43), [document.span(52, 66)])
    >>> on_friday, at_noon = parse.tokens_in(document.span(28, 37)), parse.tokens_in(document.span(44, 51))
    >>> belongs(frame, on_friday.start, on_friday.end), belongs(frame, at_noon.start, at_noon.end)
    (False, True)
    """
    if end > frame.start and start < frame.end:
        return True
    segments = frame.segments
    own = next((s for s in segments if any(start <= t.i < end for t in s)), [])
    low, high = (frame.end, start) if start >= frame.end else (end, frame.start)
    between = [t for s in segments for t in s if low <= t.i < high and (s is own or not _is_aside(frame, s))]
    if not any(t.i in frame.cue for t in own) and _is_participial(own, end):
        between = [t for t in between if t not in own]
    lead = [t for t in own if t.i < start and t.i not in frame.cue and t not in between]
    if any(t.i in frame.cue for t in own):
        lead = [t for t in lead if not (start >= frame.end and t.i < frame.start)]
    return not any(_blocks(t) for t in (*lead, *between))


def _is_participial(segment: Sequence[Token], end: int) -> bool:
    """Whether the verbs after a phrase are its own: "Asked on Monday |if he knew|", "in a speech |marking the day|"."""
    after = next((t for t in segment if t.i >= end), None)
    asked = any(t.lemma_ == "ask" for t in segment[:2])
    return asked or (after is not None and after.tag_ in ("VBN", "VBG"))


def _is_aside(frame: Frame, segment: Sequence[Token]) -> bool:
    """Whether words between commas can be jumped over: ", who had been ill,", ", flanked by two generals,"."""
    if any(t.i in frame.cue for t in segment):
        return False
    opens = any(t.lower_ in SUBORDINATORS | LATER | {"before"} for t in segment[:3])
    return opens or segment[0].tag_ in ("VBN", "VBG")


def _blocks(token: Token) -> bool:
    """Whether a word opens another clause: a verb that is not one of uttering, a relative or a conjunction."""
    if token.lower_ in SUBORDINATORS and token.dep_ != "prep":
        return not (token.lower_ == "when" and token.i + 1 < len(token.doc) and token.nbor().lemma_ == "ask")
    if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("amod", "compound", "prep"):
        return False
    joined = token.i > 0 and token.nbor(-1).dep_ == "cc"
    after_noun = token.i > 0 and token.nbor(-1).pos_ in NOMINAL and token.nbor(-1).lemma_.lower() in ANY_OCCASION
    fits = token.tag_ in ("VBN", "VBG") or (
        token.tag_ == "VBD" and (after_noun or token.is_sent_start or token.dep_ == "acl")
    )
    return (joined and token.tag_ != "VBN") or not (fits and token.lemma_.lower() in UTTERED)
