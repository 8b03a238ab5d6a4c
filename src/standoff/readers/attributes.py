"""spaCy's attribute ruler, quicker: its rules for single tokens are tried once for each kind of token.

The ruler turns tags into parts of speech, and mends some lemmas. Tried on every token, its two hundred patterns cost a
tenth of the whole parse, though nearly all of them look at nothing but one token's tag, word and dependency.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, cast

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

RULER = "standoff_ruler"

KIND = ("TAG", "LOWER", "DEP", "IS_SPACE")
"""What makes a token's kind; of its word no more than which one it is of those that a rule names."""

Kind = tuple[int, int, int, int]


class QuickRuler(AttributeRuler):
    """An attribute ruler with the same rules and the same results; what asks for more than a kind is tried as ever."""

    @cached_property
    def _rules(self) -> tuple[Matcher, Matcher, frozenset[int]]:
        """The rules that a token's kind decides, all others, and the words that the former name."""
        by_kind, others = Matcher(self.vocab), Matcher(self.vocab)
        words: set[str] = set()
        for number, rule in enumerate(self.patterns):
            patterns: Any = rule["patterns"]
            decided = all(len(pattern) == 1 and _is_of_kind(pattern[0]) for pattern in patterns)
            (by_kind if decided else others).add(str(number), patterns)
            if decided:
                words.update(word for (token,) in patterns for word in _words(token))
        return by_kind, others, frozenset(map(self.vocab.strings.add, words))

    @cached_property
    def _known(self) -> dict[Kind, list[tuple[int, int]]]:
        """The rules that match each kind of token met so far."""
        return {}

    def match(self, doc: Doc) -> list[tuple[int, int, int, int]]:
        """Each match as (number of the rule, its key, start, end); of a token's the last rule's is the last."""
        by_kind, others, words = self._rules
        found = list(self._numbered(others, doc))
        in_order = not found
        kinds = zip(*(doc.to_array(attribute).tolist() for attribute in KIND), strict=True)
        for i, (tag, lower, dep, is_space) in enumerate(kinds):
            kind = (tag, lower if lower in words else 0, dep, is_space)
            if kind not in self._known:
                matches = self._numbered(by_kind, doc[i : i + 1])
                self._known[kind] = sorted((number, key) for number, key, _, _ in matches)
            found += [(number, key, i, i + 1) for number, key in self._known[kind]]
        return found if in_order else sorted(found)

    def _numbered(self, matcher: Matcher, tokens: Doc | TokenSpan) -> Iterator[tuple[int, int, int, int]]:
        for key, start, end in matcher(tokens, allow_missing=True):
            yield int(self.vocab.strings[key]), key, start, end


def _is_of_kind(token: Mapping[str, Any]) -> bool:
    """Whether a pattern asks nothing of a token but what makes its kind."""
    word = token.get("LOWER", "")
    return token.keys() <= set(KIND) and (isinstance(word, str) or word.keys() == {"IN"})


def _words(token: Mapping[str, Any]) -> list[str]:
    word = token.get("LOWER", [])
    return [word] if isinstance(word, str) else word["IN"] if word else []


@Language.factory(RULER)
def _make_ruler(nlp: Language, name: str) -> QuickRuler:
    return QuickRuler(nlp.vocab, name)


def quicken_ruler(nlp: Language) -> None:
    """Put a `QuickRuler` with the same rules in the place of the pipeline's attribute ruler, if it has one."""
    slow = nlp.get_pipe("attribute_ruler") if nlp.has_pipe("attribute_ruler") else None
    if isinstance(slow, AttributeRuler):
        quick = cast("QuickRuler", nlp.replace_pipe("attribute_ruler", RULER))
        quick.add_patterns(slow.patterns)
