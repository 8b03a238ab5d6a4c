"""Which way a word looks in time: whether what governs it in the parse is past or still ahead.

The tense of the nearest verb above a word decides; prepositions and nouns that look ahead by themselves ("ahead of",
"deadline", "set for") go first. "Past" and "future" are as seen by the writer, so "said they would meet" is future.
"""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Token

from standoff.readers.clauses import children

Direction = Literal["past", "future"]

WILL = frozenset({"will", "'ll", "wo", "shall"})
MODALS = frozenset({"would", "'d", "could", "can", "ca", "may", "might", "should", "must"})
PLANNED = frozenset(
    {"schedule", "plan", "set", "slate", "expect", "due", "postpone", "delay", "reschedule", "pencil", "book"}
)
"""Verbs (and "due") whose time is that of what they plan: "was scheduled for Friday" looks ahead."""

IMPLICATIVE = frozenset({"manage", "force", "begin", "start", "continue", "fail", "refuse", "compel", "oblige", "help"})
"""Verbs whose infinitive happened (or did not) when they did: "was forced to leave on Friday" is past."""

TIMETABLED = frozenset(
    "expire begin start open end close meet visit travel fly arrive leave vote elect resume come take hold go return "
    "enter host gather convene sit face depart reopen lapse finish conclude".split()
)
"""Verbs whose present tense with a time is a timetable ("the pact expires on Friday"); others tell a story in it."""

SPEECHES = frozenset({"post", "tweet", "statement", "interview", "speech", "address", "message", "video", "conference"})
"""Nouns whose time is when they were made, also inside "urged them to leave in a statement on Monday"."""

LASTING = frozenset(
    {"last", "run", "stay", "remain", "serve", "live", "work", "be", "hold", "continue", "wait", "rule"}
)

_MAX_CLIMB = 14


def is_verbal(token: Token) -> bool:
    """Whether the token is a verb or an auxiliary that stands for one."""
    return token.pos_ in ("VERB", "AUX")


def auxiliaries(verb: Token) -> tuple[str, ...]:
    """The verb's auxiliaries and "to", in lower case; those of the first verb of a conjunction where it has none."""
    own = tuple(c.lower_ for c in children(verb, "aux", "auxpass"))
    if not own and verb.dep_ == "conj" and is_verbal(verb.head) and verb.tag_ in ("VB", "VBN", "VBG"):
        return auxiliaries(verb.head)
    return own


def direction_of_verb(verb: Token) -> Direction | None:
    """Whether the verb tells of what was or what is to come; None for a gerund and other forms that do not tell."""
    aux = auxiliaries(verb)
    completed = verb.tag_ in ("VBN", "VBD") and any(a in ("have", "'ve") for a in aux)
    if any(a in WILL for a in aux):
        return "future"
    if any(a in MODALS for a in aux):
        return "past" if completed else "future"
    if "to" in aux:
        return _direction_of_infinitive(verb, completed=completed)
    if verb.lemma_.lower() in PLANNED and verb.tag_ in ("VBN", "VBD") and "had" not in aux:
        return "future"
    if any(a in ("had", "has", "have", "'ve", "was", "were", "did") for a in aux):
        return "past"
    if verb.tag_ == "VBD":
        return "past"
    if any(a in ("is", "are", "'s", "'re", "am", "'m", "be") for a in aux):
        return "future" if verb.tag_ == "VBG" else None
    if verb.tag_ == "VBN":
        return "past"
    if verb.tag_ in ("VBZ", "VBP"):
        return "future" if verb.lemma_.lower() in TIMETABLED else None
    return None


def _direction_of_infinitive(verb: Token, *, completed: bool) -> Direction | None:
    head = verb.head
    while head.dep_ == "conj" and is_verbal(head) and "to" in auxiliaries(head) and head.head != head:
        verb, head = head, head.head
    if completed:
        return "past"
    if head == verb:
        return "future"
    if verb.dep_ == "advcl" or head.lemma_.lower() in IMPLICATIVE:
        return direction_of_verb(head) if is_verbal(head) and head != verb else "future"
    return "future"


def direction_at(token: Token) -> Direction | None:
    """Which way a time expression whose last word is `token` looks; None where neither parse nor words tell.

    Past: "met on Friday", "since Friday". Future: "will meet on Friday", "set for Friday", "ahead of Friday's talks".
    """
    node, first, speech = token, True, False
    for _ in range(_MAX_CLIMB):
        head = node.head
        if is_verbal(node) and node is not token:
            found = None if speech and "to" in auxiliaries(node) else direction_of_verb(node)
            if found or node.dep_ not in ("pcomp", "advcl", "acl", "xcomp", "conj", "ccomp", "csubj", "amod"):
                return found
        elif node.lower_ == "ahead" or node.lemma_.lower() in ("upcoming", "forthcoming"):
            return "future"
        elif node.dep_ == "prep" and first:
            word = node.lower_
            if word == "since":
                return "past"
            if word == "for":
                return "future"
            if word in ("until", "till", "by"):
                return _direction_of_limit(node)
        elif node.lemma_.lower() in ("deadline", "ultimatum"):
            return _direction_of_limit(node)
        elif node.lower_ == "due":
            return "future"
        speech = speech or node.lemma_.lower() in SPEECHES
        if node.dep_ == "prep":
            first = False
        if head == node:
            return None
        node = head
    return None


def _direction_of_limit(limit: Token) -> Direction:
    """Ahead ("until Friday", "by Friday", "Friday's deadline"), unless what lasted or passed is told as done."""
    verb = limit.head
    while not is_verbal(verb) and verb.head != verb:
        verb = verb.head
    told = direction_of_verb(verb) if is_verbal(verb) else None
    done = LASTING | {"miss", "expire", "pass", "ignore", "let", "lapse"}
    past = told == "past" and ("had" in auxiliaries(verb) or verb.lemma_.lower() in done)
    return "past" if past else "future"
