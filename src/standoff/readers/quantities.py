"""Reads figures and what they count: "more than 150,000 troops" is 150000, unit "troops", qualifier ">".

A row needs a figure and something counted: money, a share, a measure, or a noun of the parse. Times, durations, ages,
ordinals, fractions and names with a number in them ("Article 5", "NATO 2030") are left alone, and so are numbers
without a figure ("dozens", "tens of thousands"). "Nearly" and "almost" are "~", though they also say "less than"; a
span of figures ("20 to 30 tanks") is its lower end with ">=".
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from standoff.annotation import Qualifier, Quantity, Timex, Why, row_id
from standoff.document import Span
from standoff.readers.numerals import DIGITS, FIRST_WORDS, WORDS, number_of
from standoff.readers.parsing import Parse
from standoff.readers.phrases import FIGURES, Openings

READER = "quantities 1"

MEASURED = 0.95
COUNTED = 0.9
GUESSED = 0.7
"""Unit written with the figure (money, per cent, kilometres); the noun the parse gives it; the next noun in reach."""

QUALIFIERS: dict[str, Qualifier] = {
    **dict.fromkeys(("more than", "over", "well over", "above", "upwards of", "in excess of", "exceeding"), ">"),
    **dict.fromkeys(("less than", "fewer than", "under", "below", "not quite"), "<"),
    **dict.fromkeys(("at least", "no fewer than", "no less than", "not less than", "a minimum of"), ">="),
    **dict.fromkeys(("up to", "at most", "as many as", "as much as", "no more than", "a maximum of"), "<="),
    **dict.fromkeys(
        ("about", "around", "some", "roughly", "approximately", "nearly", "almost", "close to", "an estimated"), "~"
    ),
    **dict.fromkeys(("estimated", "circa", "more or less", "between"), "~"),
}
AFTER: dict[str, Qualifier] = {"or more": ">=", "or so": "~", "or fewer": "<=", "or less": "<="}

CURRENCY_SIGNS = {
    "$": "USD", "US$": "USD", "C$": "CAD", "A$": "AUD", "€": "EUR", "£": "GBP", "¥": "JPY", "₽": "RUB", "₴": "UAH",
}  # fmt: skip
UNITS = {
    "%": "%", "percent": "%", "per cent": "%", "pct": "%", "percentage points": "percentage points",
    "percentage point": "percentage points",
    "dollars": "USD", "dollar": "USD", "us dollars": "USD", "euros": "EUR", "euro": "EUR", "pounds sterling": "GBP",
    "rubles": "RUB", "roubles": "RUB", "hryvnias": "UAH", "hryvnia": "UAH", "zlotys": "PLN", "zloty": "PLN",
    "yen": "JPY", "yuan": "CNY", "usd": "USD", "eur": "EUR", "gbp": "GBP", "rub": "RUB",
    "km": "km", "kilometres": "km", "kilometers": "km", "kilometre": "km", "kilometer": "km",
    "mph": "mph", "kph": "km/h", "kg": "kg", "mw": "MW", "gw": "GW", "kt": "kt", "mm": "mm", "cm": "cm",
    "fold": "times",
}  # fmt: skip
"""Units as written, in lower case, and what they are called in a row: ISO 4217 for money."""

DURATIONS = frozenset(
    "second minute hour day night week weekend month quarter year decade century season generation o'clock".split()
)
FRACTIONS = frozenset({"third", "quarter", "half", "fifth", "thirds", "quarters"})
COUNTABLE_ALONE = frozenset(
    "kill wound injure arrest detain die hurt capture evacuate flee drown hospitalise hospitalize free release".split()
)
"""Verbs whose bare figure counts people: "at least 20 were killed"."""

COUNTABLE_BY_ONE = frozenset(
    "soldier civilian person man woman child officer policeman pilot guard fighter tank drone missile ship boat "
    "aircraft plane jet helicopter village town rocket shell brigade battalion prisoner hostage diplomat "
    "journalist".split()
)
"""Nouns that "one" counts; before others it mostly means "a certain" ("one day", "one side")."""

MEASURES = frozenset(
    "tonne ton litre liter barrel gallon kilogram gram acre hectare column convoy round package batch group unit piece "
    "shipment tranche kilometre mile metre meter".split()
)
NAMED = frozenset(
    "article chapter resolution phase level channel no no. number page room flight route section paragraph category "
    "group act title zone block decree order protocol stage grade".split()
)
"""Nouns that a number after them names rather than counts."""

LEADING = frozenset("of the its their his her our all".split())
"""Words left out at the begin of what is counted."""

_SCALE = r"(?:million|billion|trillion|thousand|hundred|dozen|bn|mn|mln|bln|tn)\b"
_SIGN = r"(?:US\$|C\$|A\$|[$€£¥₽₴])"
_NUMBER = rf"(?:{DIGITS}(?:k|m|bn|mn|mln|bln|tn)\b|{DIGITS}(?: ?{_SCALE})?|(?i:{WORDS})\b)"
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_QUALIFIER = "|".join(sorted(QUALIFIERS, key=len, reverse=True))
_BEFORE = rf"(?:(?<!\w)(?P<qualifier>(?i:{_QUALIFIER})) )?(?:the )?(?P<sign>{_SIGN} ?)?"
_REACH = max(map(len, QUALIFIERS)) + len(" the US$ ")
_BACK = re.compile(rf"{_BEFORE}\Z")
_PATTERN = re.compile(
    rf"{_BEFORE}(?<![\w/])(?<![\w.][-.,:])(?P<number>{_NUMBER})"
    rf"(?:(?: ?[-–] ?| to | and | or ){_SIGN}?(?P<upper>{_NUMBER}))?"
    rf"(?:(?: ?-?|-)(?P<unit>(?i:{_UNIT}))(?!\w))?(?![\w]|[/:.,]\d|-\d)"
    rf"(?P<after> (?i:{'|'.join(AFTER)})\b)?"
)
_NUMBERS = Openings((word, None) for word in (FIGURES, *FIRST_WORDS))
_MAX_NOUN_REACH = 5


@dataclass(frozen=True, slots=True)
class _Counted:
    """What a figure counts: the unit's name, its last token, the longer noun phrase, and how sure that is."""

    unit: str | None
    last: Token | None
    phrase: TokenSpan | None
    rule: str
    confidence: float


def read_quantities(parse: Parse, times: Sequence[Timex]) -> tuple[Quantity, ...]:
    """The figures of the story with what they count, in the order of the text; none overlaps a time expression.

    `value` is in units of `unit` ("$1.5bn" is 1500000000.0 USD). `of` is what is counted where that says more than the
    unit: "Karsovan troops", "aid" in "$2bn in aid".
    """
    return tuple(_rows(parse, deque(time.span for time in times)))


def _figures(text: str) -> Iterator[re.Match[str]]:
    """The figures of a text with what is written around them, in order: each is looked for at a number alone."""
    end = 0
    for at, _ in _NUMBERS.iter_in(text):
        match = _PATTERN.match(text, at) if at >= end else None
        before = _BACK.search(text, max(end, at - _REACH), at) if match else None
        if before and (match := _PATTERN.match(text, before.start())):
            end = match.end()
            yield match


def _rows(parse: Parse, times: deque[Span]) -> Iterator[Quantity]:
    text = parse.text
    for match in _figures(text):
        end = match.end()
        core = parse.document.span(match.start("number"), max(match.end("number"), match.end("upper")))
        while times and times[0].end <= core.start:
            times.popleft()
        if times and core.overlaps(times[0]):
            continue
        grew = match["upper"] and text.endswith(("from ", "From "), 0, core.start)
        value = number_of(_spelt(match["upper" if grew else "number"], bool(match["sign"])))
        tokens = parse.tokens_in(core)
        if value is None or not len(tokens) or _is_name_or_age(text, tokens, match):
            continue
        counted = _counted(match, tokens)
        if counted is None:
            continue
        if counted.last is not None:
            end = max(end, counted.last.idx + len(counted.last))
        qualifier = None if grew else _qualifier(parse, match)
        first = match.start("upper") if grew else match.start("sign" if match["sign"] else "number")
        if qualifier and match["qualifier"] and not grew:
            first = match.start()
        span = parse.document.span(first, end)
        yield Quantity(
            id=row_id(parse.document, "quantity", span.start, span.end),
            confidence=counted.confidence,
            reader=READER,
            why=Why(rule=counted.rule, saw={k: v.strip() for k, v in match.groupdict().items() if v}),
            span=span,
            value=value,
            qualifier=qualifier,
            unit=counted.unit,
            of=_of(parse, counted, span),
        )


def _spelt(number: str, is_money: bool) -> str:
    """The number with letters for scale in reach of `number_of`; "m" is millions only of money."""
    return number if is_money or not re.fullmatch(rf"{DIGITS}m", number) else ""


def _qualifier(parse: Parse, match: re.Match[str]) -> Qualifier | None:
    if match["upper"]:
        return ">="
    if match["after"]:
        return AFTER[match["after"].strip().lower()]
    word = (match["qualifier"] or "").lower()
    if word in ("", "between"):
        return None
    first = parse.tokens_in(parse.document.span(match.start(), match.start() + 1))[0]
    if word in ("about", "around", "over", "above", "under", "below") and first.dep_ == "prep":
        return None  # "talks about two things", "flew over three towns"
    return QUALIFIERS[word]


def _is_name_or_age(text: str, tokens: TokenSpan, match: re.Match[str]) -> bool:
    first, last = tokens[0], tokens[-1]
    before = first.nbor(-1) if first.i else first
    if match["sign"] or (match["unit"] and match["qualifier"]):
        return False
    if before.lower_.rstrip(".") in NAMED and before.i != first.i:
        return True
    if before.lower_ in ("aged", "age") or before.text in ("#", "№"):
        return True
    if match["number"].lower() == "one" and not match["unit"]:
        head = first.head
        return first.dep_ != "nummod" or head.lemma_.lower() not in COUNTABLE_BY_ONE
    rest = text[last.idx + len(last) : last.idx + len(last) + 12]
    return bool(re.match(r"[- ]years?[- ]old|(?:st|nd|rd|th)\b|-(?:year|day|week|month|hour|minute)", rest))


def _counted(match: re.Match[str], tokens: TokenSpan) -> _Counted | None:
    if match["sign"]:
        return _Counted(CURRENCY_SIGNS[match["sign"].strip()], None, _in_or_of(tokens), "money", MEASURED)
    if match["unit"]:
        return _Counted(UNITS[match["unit"].lower()], None, _in_or_of(tokens), "measure", MEASURED)
    number = tokens[-1]
    noun, sure = _noun(number)
    if noun is None:
        verb = number.head
        if number.dep_ in ("nsubj", "nsubjpass", "dobj") and verb.lemma_.lower() in COUNTABLE_ALONE:
            return _Counted(None, None, None, "people", GUESSED)
        return None
    lemma = noun.lemma_.lower()
    if lemma in DURATIONS or noun.lower_ in FRACTIONS or (noun.tag_ == "NN" and number_of(match["number"]) != 1):
        return None
    return _Counted(noun.lower_, noun, _phrase(number, noun), "count", COUNTED if sure else GUESSED)


def _noun(number: Token) -> tuple[Token | None, bool]:
    """The noun that the number counts, and whether the parse says so; "1,500 of its soldiers" counts soldiers."""
    doc = number.doc
    if number.i + 1 < len(doc) and doc[number.i + 1].lower_ == "times":
        return doc[number.i + 1], True
    head = number.head
    while head.like_num and head.head != head and head.i > number.i:
        head = head.head
    if (
        head.i > number.i
        and head.pos_ in ("NOUN", "PROPN")
        and head.sent == number.sent
        and _within_reach(number, head)
    ):
        return head, number.dep_ in ("nummod", "compound", "quantmod", "amod")
    if number.i + 1 < len(doc) and doc[number.i + 1].lower_ == "of":
        nouns = [c for c in doc[number.i + 1].children if c.dep_ == "pobj" and c.pos_ in ("NOUN", "PROPN")]
        return (nouns[0], True) if nouns else (None, False)
    at, found = number.i + 1, None
    while at < len(doc) and at <= number.i + _MAX_NOUN_REACH and doc[at].pos_ in ("ADJ", "NOUN", "PROPN"):
        if doc[at].tag_ in ("NNS", "NNPS"):
            found = doc[at]
        at += 1
    return found, False


def _within_reach(number: Token, head: Token) -> bool:
    between = number.doc[number.i + 1 : head.i]
    return not any(
        t.is_space or (t.pos_ in ("VERB", "AUX", "ADP", "SCONJ") and t.tag_ not in ("VBN", "VBG")) for t in between
    )


def _phrase(number: Token, noun: Token) -> TokenSpan | None:
    """What is counted, where it is more than the noun: its modifiers, what is joined to it, what it measures."""
    measured = _in_or_of(noun.doc[noun.i : noun.i + 1]) if noun.lemma_.lower() in MEASURES else None
    if measured is not None:
        return measured
    first = number.i + 1
    while first < noun.i and (noun.doc[first].lower_ in LEADING or noun.doc[first].is_punct):
        first += 1
    last = noun.i
    for joined in noun.children:
        own_number = any(c.dep_ == "nummod" for c in joined.children)
        if (
            joined.dep_ == "conj"
            and joined.pos_ in ("NOUN", "PROPN")
            and not own_number
            and joined.i - last <= _MAX_NOUN_REACH
        ):
            last = joined.i
    return noun.doc[first : last + 1] if last > first else None


def _in_or_of(tokens: TokenSpan) -> TokenSpan | None:
    """The noun phrase after "of" or "in" behind a measure: "$2bn in |aid|", "15 percent of |exports|"."""
    doc, at = tokens.doc, tokens.end
    while at < len(doc) and (doc[at].lower_ in UNITS or doc[at].lower_ in ("-", "per", "cent", "percentage", "points")):
        at += 1
    if at >= len(doc) or doc[at].lower_ not in ("of", "in", "worth"):
        return None
    if doc[at].lower_ == "worth" and at + 1 < len(doc) and doc[at + 1].lower_ == "of":
        at += 1
    preposition = doc[at]
    nouns = [c for c in preposition.children if c.dep_ == "pobj" and c.pos_ in ("NOUN", "PROPN")]
    if not nouns or (preposition.lower_ == "in" and nouns[0].ent_type_ in ("GPE", "LOC", "DATE")):
        return None
    first = at + 1
    while first < nouns[0].i and doc[first].lower_ in LEADING:
        first += 1
    return doc[first : nouns[0].i + 1]


def _of(parse: Parse, counted: _Counted, span: Span) -> Span | None:
    if counted.phrase is None:
        return None
    phrase = parse.span(counted.phrase)
    return None if phrase.exact.lower() == counted.unit or '"' in counted.phrase.text else phrase
