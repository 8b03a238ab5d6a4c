"""The words that give an event its modality, and what of an article is history.

How a clause stands is read by `standoff.readers.clauses.standing`: one word for each way. Here that word becomes a span
with the words that belong to it ("refused to", "is suspended", "has yet to"), and an event that is recalled from the
past is told from the news of the day: by a time of its own that is long past, by "previously" and the like.
"""

from __future__ import annotations

import re

from spacy.tokens import Token

from standoff.annotation import Modality, Timex, When
from standoff.document import Span
from standoff.readers.clauses import children
from standoff.readers.events.circumstances import DATED, Story
from standoff.readers.standing import PAST_PHRASES, Standing
from standoff.readers.tense import auxiliaries

HISTORICAL_MONTHS = 12
"""An event dated this many months before the article was printed, or more, is historical (background)."""

RECALLED_MONTHS = 1
"""So is one told in the past perfect ("had seized the port in May") that is dated this many months before it."""

LONG_AGO = re.compile(
    r"(?i)\b(?:(?:years?|decades?|centur(?:y|ies)|generations?) (?:ago|earlier|before|back)|"
    r"last (?:year|decade|century)|[12]\d\d0'?s)\b"
)
"""Words that lead back a year or more whatever the day of print."""

YEARS = frozenset({"year", "season", "quarter"})
LONGEST_AFTER = 2
"""How many words after its preposition a phrase that leads back has at most: "in the past"."""

AFTER_CUE = frozenset({"to", "that", "of", "out", "off", "from", "for"})
BEFORE_CUE = frozenset({"auxpass", "aux", "neg"})


def read_cues(story: Story, trigger: Token, stands: Standing, dated: Timex | None) -> dict[Modality, Span]:
    """For each way in which an event is no plain news of the day, the words that say so.

    `dated` is the time that hangs on the event's clause. Two ways can have one cue ("without" is never two).
    """
    cues: dict[Modality, Span] = {}
    if stands.past is not None:
        cues["historical"] = _past_phrase(story, stands.past)
    elif (
        dated is not None
        and stands.future is None
        and stands.hypothetical is None
        and _is_long_ago(dated, trigger, story)
    ):
        cues["historical"] = dated.span
    if stands.future is not None:
        cues["future"] = _phrase(story, stands.future)
    if stands.hypothetical is not None:
        cues["hypothetical"] = _phrase(story, stands.hypothetical)
    if stands.negation is not None:
        cues["negation"] = _phrase(story, stands.negation)
    return cues


def _is_long_ago(dated: Timex, trigger: Token, story: Story) -> bool:
    """Whether a time is history: by its words, as a year that is over, or far enough before the day of print."""
    if LONG_AGO.search(dated.span.exact):
        return True
    when, printed = story.when_of(dated), story.printed
    if when is None or printed is None:
        return False
    if is_historical(when, printed, RECALLED_MONTHS if _is_past_perfect(trigger) else HISTORICAL_MONTHS):
        return True
    return when.grain in YEARS and when.value[:4] < printed[:4]


def is_historical(when: When, printed: str | None, months: int = HISTORICAL_MONTHS) -> bool:
    """Whether a time lies so many months before print, or more, where both are known; a year counts whole.

    >>> is_historical(When("2014", "year"), "2031-03-04"), is_historical(When("2030-12", "month"), "2031-03-04")
    (True, False)
    """
    at = DATED.match(when.value.rpartition("/")[2])
    day = DATED.match(printed or "")
    if at is None or day is None:
        return False
    latest = int(at[1]) * 12 + int(at[2] or 12)
    return int(day[1]) * 12 + int(day[2] or 1) - latest >= months


def _is_past_perfect(trigger: Token) -> bool:
    """Whether the outlet tells the deed as done before another: "had seized", but not in what somebody says."""
    return trigger.tag_ == "VBN" and "had" in auxiliaries(trigger) and trigger.dep_ != "ccomp"


def _past_phrase(story: Story, past: Token) -> Span:
    """The span of a word that leads back, with what makes it a phrase: "previously", "back then", "in the past"."""
    last = past.right_edge if past.dep_ == "prep" and past.right_edge.i - past.i <= LONGEST_AFTER else past
    if past.doc[past.i : past.i + 2].text.lower() in PAST_PHRASES:
        last = past.nbor()
    return story.parse.span(past.doc[past.left_edge.i : last.i + 1])


def _phrase(story: Story, cue: Token) -> Span:
    """The span of a cue with the words that make it one: "was suspended", "has yet to", "ruled out", "denied that"."""
    first = last = cue
    if cue.lower_ in {"yet", "longer"} and cue.i > cue.sent.start:
        first = cue.nbor(-1)
    for child in children(cue, *BEFORE_CUE):
        if cue.pos_ == "VERB" and child.i < cue.i and all(t.dep_ in BEFORE_CUE for t in cue.doc[child.i : cue.i]):
            first = child if child.i < first.i else first
    after = cue.doc[cue.i + 1] if cue.i + 1 < len(cue.doc) else cue
    goes_with = after.lower_ in AFTER_CUE and (after.lower_ != "to" or after.tag_ == "TO" or cue.pos_ != "VERB")
    if goes_with and after.sent == cue.sent and cue.dep_ not in {"aux", "neg", "mark", "det"}:
        last = after
    return story.parse.span(cue.doc[first.i : last.i + 1])
