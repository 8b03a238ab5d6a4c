"""Reads what was still ahead when the article was printed: meetings, votes, deadlines, expiries, announced steps.

Two shapes carry them. A verb with future marking counts when a time in its clause lies ahead ("will continue this
afternoon") or when it tells of a happening by itself ("is to visit Velm", "will hold talks"). A noun for a happening
counts when a time ahead belongs to it ("talks next week") or the words say so ("ahead of the summit", "the upcoming
vote"). What is negated, conditional, only possible ("may", "wants to"), called off or long past is left out, and so are
intentions with neither a date nor a happening ("will continue to strengthen its defence").
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from standoff.annotation import AgendaItem, Timex, When, Why, row_id
from standoff.readers.actors import Cast
from standoff.readers.agenda.spans import clause_tokens, governor_of, noun_phrase, with_time
from standoff.readers.parsing import Parse
from standoff.readers.tense import TIMETABLED, WILL, auxiliaries, direction_at, is_verbal
from standoff.readers.times.arithmetic import day_of

READER = "agenda 1"

DATED_VERB = 0.9
DATED_NOUN = 0.85
ANNOUNCED_VERB = 0.75
ANNOUNCED_NOUN = 0.75
"""A verb or noun with a time ahead; one that only its words put ahead."""

HAPPENINGS = frozenset(
    "meeting summit talk talks negotiation vote election referendum deadline expiry expiration ceasefire "
    "truce exercise drill manoeuvre maneuver visit trip council session hearing trial anniversary conference "
    "consultation discussion inauguration parade ceremony ballot poll runoff debate swap handover ministerial "
    "gathering forum congress assembly rally verdict ruling call briefing inspection parley".split()
)
"""Nouns that name something that happens at a time."""

DATED_ONLY = frozenset("council exercise drill election assembly congress forum call trial debate".split())
"""Of those, the ones that are as often a body or a general matter: without a time they are not read as a happening."""

HAPPEN = frozenset("meet convene gather visit vote expire reconvene".split())
"""Verbs that tell of a happening by themselves; `CARRY` ones with a noun for one as object or subject."""

CARRY = frozenset(
    "hold host attend join open begin start resume take continue conduct chair have discuss end schedule "
    "organise organize launch stage convene".split()
)
STATES = frozenset(
    "be have remain need seem know want depend mean think see believe feel become stay keep look show help like hope "
    "get make understand require say tell warn speak increase lead grow fall rise decline cost reach cause result drop "
    "exceed double worsen improve suffer win lose change".split()
)
"""Verbs that tell of a state or a trend: with a time they predict, they do not announce."""

PLANS = frozenset("set schedule due slate expect plan pencil bill".split())
DATED_PLANS = PLANS | frozenset("agree intend prepare promise pledge decide invite arrange vow".split())
CALLED_OFF = frozenset("cancel postpone scrap abandon suspend shelve reject refuse boycott".split())
PROPOSED = frozenset("propose want offer demand urge suggest seek request hope wish consider reject".split())
"""Verbs that leave open whether what they speak of comes about."""

CONDITIONS = frozenset({"if", "unless", "whether", "would", "had", "should"})
AHEAD_WORDS = frozenset({"upcoming", "forthcoming", "looming", "impending"})
PARTICIPANTS = frozenset({"with", "between", "among", "from", "of", "against"})
OBJECT_TAKES_PART = frozenset({"meet", "visit", "host", "invite", "receive", "join"})


@dataclass(frozen=True, slots=True)
class _Item:
    tokens: Sequence[Token]
    time: Timex | None
    actors: tuple[str, ...]
    rule: str
    saw: str
    confidence: float


def read_agenda(parse: Parse, cast: Cast, times: Sequence[Timex]) -> tuple[AgendaItem, ...]:
    """What lies ahead of the day of publication, in the order of the text, at most one row for a clause.

    `what` is the clause (subject included, "he said" left out) or the noun phrase. `when` is the time in it, None where
    the text gives none or it has no value. Without a date of publication only the words can say that a time is ahead.
    """
    rows: dict[tuple[int, int], AgendaItem] = {}
    for item in _Agenda(parse, cast, times).items():
        what = parse.span(item.tokens)
        key = (what.start, what.end)
        if any(what.start < end and start < what.end for start, end in rows):
            continue
        when = When(item.time.value, item.time.grain) if item.time and item.time.value and item.time.grain else None
        rows[key] = AgendaItem(
            id=row_id(parse.document, "agenda", *key),
            confidence=item.confidence,
            reader=READER,
            why=Why(rule=item.rule, saw={"cue": item.saw} | ({"time": item.time.span.exact} if item.time else {})),
            what=what,
            when=when,
            actors=item.actors,
        )
    return tuple(rows[key] for key in sorted(rows))


class _Agenda:
    """One reading: which times belong to which verb, and what is ahead."""

    def __init__(self, parse: Parse, cast: Cast, times: Sequence[Timex]) -> None:
        self.parse, self.cast = parse, cast
        self.by_token: dict[int, Timex] = {}
        self.by_verb: dict[int, list[Timex]] = {}
        for time in times:
            tokens = parse.tokens_in(time.span)
            if not len(tokens):
                continue
            self.by_token |= {t.i: time for t in tokens}
            verb = _nearest_verb(tokens.root)
            if verb is not None and not _is_dateline(tokens[-1].i, verb):
                self.by_verb.setdefault(verb.i, []).append(time)

    def items(self) -> Iterator[_Item]:
        """Verbs first, so that a noun inside a clause already read gives no second row."""
        parse = self.parse
        verbs = [i for i, tag in enumerate(parse.pos) if tag in ("VERB", "AUX")]
        nouns = [i for i, lemma in enumerate(parse.lemmas) if lemma in HAPPENINGS]
        for find, tokens in ((self._of_verb, verbs), (self._of_noun, nouns)):
            for i in tokens:
                item = find(parse.tokens[i])
                if item is not None:
                    yield item

    def _of_verb(self, verb: Token) -> _Item | None:
        if verb.dep_ in ("aux", "auxpass"):
            return None
        cue, sure = _future_cue(verb)
        own = self.by_verb.get(verb.i, [])
        ahead = next((t for t in own if t.value and self._is_ahead(t)), None)
        if ahead is None and (not sure or any(t.value and not self._may_be_ahead(t) for t in own)):
            return None
        happening = _happening_of(verb)
        lemma = verb.lemma_.lower()
        if ahead is not None:
            announced = cue or (_timetable_cue(verb) if self._is_strictly_ahead(ahead) else "")
            if not announced or (lemma in STATES and not happening):
                return None
            if announced == "would" and not (happening or lemma in HAPPEN | CARRY | TIMETABLED):
                return None
            if not _is_barred(verb):
                return self._clause(verb, ahead, "dated-verb", announced, DATED_VERB)
        elif lemma not in STATES and (
            _happens(verb, self.cast) or (happening and happening.lemma_.lower() not in DATED_ONLY)
        ):
            vague = next((t for t in own if not t.value), None)
            if not _is_barred(verb):
                return self._clause(verb, vague, "announced-verb", cue, ANNOUNCED_VERB)
        return None

    def _of_noun(self, noun: Token) -> _Item | None:
        if noun.pos_ not in ("NOUN", "PROPN") or noun.dep_ == "compound":
            return None
        verb = _nearest_verb(noun)
        if _is_unreal(noun):
            return None
        tokens = noun_phrase(noun)
        time = self._time_of(noun, tokens)
        if time is not None:
            root = self.parse.tokens_in(time.span).root
            if time.value and self._is_strictly_ahead(time):
                return self._phrase(
                    noun, with_time(tokens, self.parse.tokens_in(time.span)), time, "dated-noun", DATED_NOUN
                )
            if self._is_ahead(time) and (direction_at(root) == "future" or _words_ahead(noun)):
                return self._phrase(
                    noun, with_time(tokens, self.parse.tokens_in(time.span)), time, "dated-noun", DATED_NOUN
                )
            return None
        own = self.by_verb.get(verb.i, []) if verb is not None else []
        if any(t.value and not self._may_be_ahead(t) for t in own):
            return None
        cue = _words_ahead(noun)
        named = len([t for t in tokens if t.pos_ in ("NOUN", "PROPN", "ADJ", "VERB")]) > 1
        return self._phrase(noun, tokens, None, "announced-noun", ANNOUNCED_NOUN, cue) if cue and named else None

    def _time_of(self, noun: Token, tokens: Sequence[Token]) -> Timex | None:
        """The time inside the noun's phrase, or right behind it."""
        own = (t for t in tokens if t.i in self.by_token and _hangs_on(t, noun))
        inside = next((self.by_token[t.i] for t in own), None)
        if inside is not None:
            return inside
        doc, at = noun.doc, tokens[-1].i + 1
        if at < len(doc) and doc[at].lower_ in ("on", "in", "for", "at", "of"):
            at += 1
        return self.by_token.get(at) if at < len(doc) and doc[at].sent == noun.sent else None

    def _clause(self, verb: Token, time: Timex | None, rule: str, cue: str, confidence: float) -> _Item | None:
        tokens = clause_tokens(verb)
        if time is not None and tokens and not any(self.by_token.get(t.i) is time for t in tokens):
            before = self.parse.tokens_in(time.span)
            if before.start < tokens[0].i and before[0].sent == verb.sent:
                tokens = [*verb.doc[before.start : tokens[0].i], *tokens]
        return _Item(tokens, time, self._takers_part(verb), rule, cue, confidence) if tokens else None

    def _phrase(
        self, noun: Token, tokens: Sequence[Token], time: Timex | None, rule: str, confidence: float, cue: str = ""
    ) -> _Item:
        places = {t.i for c in noun.children if c.dep_ == "prep" and c.lower_ in ("in", "at", "on") for t in c.subtree}
        actors = self.cast.mentioned_in([t for t in tokens if t.i not in places])
        return _Item(tokens, time, actors, rule, cue or noun.text, confidence)

    def _takers_part(self, verb: Token) -> tuple[str, ...]:
        """The actors of the subject, of an object that takes part, and of "with", "between" and their like."""
        heads: list[Token] = []
        subject = _subject(verb)
        if subject is not None:
            heads.append(subject)
            heads += _participants(subject) if subject.lemma_.lower() in HAPPENINGS else []
        for child in verb.children:
            if child.dep_ in ("dobj", "obj"):
                heads += [child] if verb.lemma_.lower() in OBJECT_TAKES_PART else []
                heads += _participants(child) if child.lemma_.lower() in HAPPENINGS else []
        heads += _participants(verb)
        named = [actor for head in heads for actor in self.cast.named_by(head)]
        return tuple(dict.fromkeys(named))

    def _is_strictly_ahead(self, time: Timex) -> bool:
        first, today = day_of(time.value, last=False), day_of(self.parse.document.published, last=True)
        return bool(first and today and first > today)

    def _may_be_ahead(self, time: Timex) -> bool:
        last, today = day_of(time.value, last=True), day_of(self.parse.document.published, last=False)
        return last is None or today is None or last >= today

    def _is_ahead(self, time: Timex) -> bool:
        """Whether the time is not over on the day of publication; where there is no date the words must say "next"."""
        if time.value and self.parse.document.published:
            return self._may_be_ahead(time)
        if time.value is None:
            return time.span.exact.lower().startswith(("next ", "tomorrow", "the coming ", "coming "))
        return False


def _is_dateline(last: int, verb: Token) -> bool:
    """Whether a dash or bracket parts the time from the verb behind it: "VELM, 7 May (Press Service) - The council"."""
    return last < verb.i and any(t.text in ("-", "\u2013", "\u2014", "(") for t in verb.doc[last + 1 : verb.i])


def _hangs_on(token: Token, noun: Token) -> bool:
    """Whether the token belongs to the noun and not to a verb or another happening in its phrase."""
    between = itertools.takewhile(lambda t: t != noun, token.ancestors)
    return not any(is_verbal(t) or t.lemma_.lower() in HAPPENINGS for t in between)


def _nearest_verb(token: Token) -> Token | None:
    node = token
    while not (is_verbal(node) and node.dep_ not in ("aux", "auxpass")):
        if node.head == node:
            return None
        node = node.head
    return node


def _future_cue(verb: Token) -> tuple[str, bool]:
    """The words that put the verb ahead ("" for none), and whether they do so without a date."""
    aux = auxiliaries(verb)
    will = next((a for a in aux if a in WILL), None)
    if will:
        return will, "have" not in aux
    governor = governor_of(verb)
    if governor is not None and governor.pos_ != "NOUN":
        own, lemma = auxiliaries(governor), governor.lemma_.lower()
        if any(a in ("was", "were", "had", "been") for a in own) or governor.lower_ in ("was", "were"):
            return "", False
        subject = _subject(verb)
        if lemma == "be" and verb.dep_ != "advcl" and (subject is None or subject.lower_ not in ("this", "that")):
            return f"{governor.text} to", governor.lower_ in ("is", "are", "'s", "'re")
        if lemma == "go" and governor.tag_ == "VBG":
            return "going to", True
        present = (
            governor.tag_ in ("VBZ", "VBP")
            or any(a in ("is", "are", "'s", "'re") for a in own)
            or governor.lower_ == "due"
        )
        if lemma in PLANS and present:
            return f"{governor.text} to", True
        if lemma in DATED_PLANS and governor.tag_ != "VBG":
            return f"{governor.text} to", False
    if "would" in aux and "have" not in aux and verb.dep_ in ("ccomp", "relcl", "conj"):
        return "would", False
    return "", False


def _timetable_cue(verb: Token) -> str:
    """For a verb with a date ahead: a present tense that is a timetable, or "is due", "planned for"."""
    aux = auxiliaries(verb)
    lemma = verb.lemma_.lower()
    if any(a in ("was", "were", "had", "has", "have", "did") for a in aux) or verb.tag_ == "VBD":
        return ""
    if lemma == "hold" and not _happening_of(verb):
        return ""
    if verb.tag_ in ("VBZ", "VBP") and (lemma in TIMETABLED or any(c.lower_ == "due" for c in verb.children)):
        return verb.text
    if verb.tag_ == "VBG" and any(a in ("is", "are", "'s", "'re") for a in aux):
        return verb.text
    if verb.tag_ == "VBN" and lemma in PLANS and any(a in ("is", "are", "'s", "'re") for a in aux):
        return verb.text
    return ""


def _is_barred(verb: Token) -> bool:
    """Negated, conditional, or called off, here or in what it hangs on."""
    node = verb
    for _ in range(6):
        for child in node.children:
            if child.dep_ == "neg" and (node == verb or governor_of(verb) == node):
                return True
            if child.dep_ == "neg" and node.lemma_.lower() in ("think", "believe", "expect", "know"):
                return True
            if child.dep_ == "mark" and child.lower_ in CONDITIONS:
                return True
            if node == verb and child.dep_ == "advcl" and any(g.lower_ in ("if", "unless") for g in child.children):
                return True
            if child.dep_ == "conj" and child.lemma_.lower() in CALLED_OFF:
                return True
        if node != verb and governor_of(verb) == node and node.lemma_.lower() in CALLED_OFF:
            return True
        if node.head == node or node.dep_ not in ("xcomp", "conj", "advcl", "ccomp", "acl", "pcomp"):
            break
        node = node.head
    return verb.lemma_.lower() in CALLED_OFF or verb.sent.text.rstrip().endswith("?")


def _is_unreal(noun: Token) -> bool:
    """Whether the happening is only wished for, asked about or called off: "proposed talks", "cancelled the vote"."""
    node = noun
    while node.dep_ in ("dobj", "nsubjpass", "acl", "xcomp", "conj", "ccomp", "pobj", "prep") and node.head != node:
        if node.dep_ == "prep" and node.lower_ != "for":
            break
        node = node.head
        wishes = CALLED_OFF | PROPOSED | {"call", "ask", "appeal", "push"}
        if is_verbal(node) and node.lemma_.lower() in wishes and "will" not in auxiliaries(node):
            return True
    return noun.sent.text.rstrip().endswith("?")


def _happening_of(verb: Token) -> Token | None:
    """The noun for a happening that the verb carries: its subject ("the talks will resume") or object."""
    carries = verb.lemma_.lower() in CARRY | STATES | TIMETABLED
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") and child.lemma_.lower() in HAPPENINGS:
            back = any(c.lower_ in ("those", "these", "such", "any", "no") for c in child.children)
            if (child.dep_ == "nsubjpass" or carries) and not back:
                return child
    return None


def _happens(verb: Token, cast: Cast) -> bool:
    """Whether the verb tells of a happening by itself: "will meet" with someone, not "will meet its duties"."""
    if verb.lemma_.lower() not in HAPPEN:
        return False
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children):
        return False  # "will be met with force"
    return not objects or verb.lemma_.lower() == "visit" or any(cast.named_by(o) for o in objects)


def _subject(verb: Token) -> Token | None:
    """The verb's subject, or that of what it hangs on; for "which" the noun it stands for."""
    node: Token = verb
    for _ in range(4):
        found = next((c for c in node.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if found is not None:
            return node.head if node.dep_ == "relcl" and found.tag_ in ("WDT", "WP") else found
        if node.dep_ not in ("conj", "xcomp", "ccomp", "acomp") or node.head == node:
            return None
        node = node.head
    return None


def _participants(head: Token) -> list[Token]:
    return [
        noun
        for child in head.children
        if child.dep_ == "prep" and child.lower_ in PARTICIPANTS
        for noun in child.children
        if noun.dep_ == "pobj"
    ]


def _words_ahead(noun: Token) -> str:
    """The words that put a happening ahead without a date: "ahead of the talks", "the upcoming vote"."""
    for child in noun.children:
        if child.dep_ in ("amod", "compound") and child.lower_ in AHEAD_WORDS:
            return child.text
    node = noun
    for _ in range(3):
        if node.dep_ == "pobj" and node.head.lower_ == "of" and node.head.head.lower_ == "ahead":
            return "ahead of"
        if node.dep_ not in ("conj", "pobj") or node.head == node:
            break
        node = node.head
    return ""
