"""Who "he", "she", "they" and "it" are: pronouns tied to one actor, or left open between several.

A pronoun is looked for from its own sentence backwards, by gender and number. Whoever was speaking goes on speaking
("Aske said he had warned Dorin. He added ..."); then the one subject counts, unless it acts on another who would fit as
well ("Aske met Dorin. He ..."): those two stay open. Names inside quotations are not what a pronoun outside means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from spacy.tokens import Doc, Token

from standoff.readers.actors.casting import Casting
from standoff.readers.actors.genders import Gender, gender_of, read_genders, told_genders
from standoff.readers.actors.words import words

PRONOUN_SUBJECT, PRONOUN = 0.8, 0.65
PERSONAL = words("pronouns", "female") | words("pronouns", "male")
THEY = words("pronouns", "plural")
SAYING = words("pronouns", "saying")
SENTENCES_BACK = 4  # a "he" whose man was last named five sentences ago is more often wrong than right
PARTY_SENTENCES_BACK = 1

DEALING = frozenset({"with", "by", "to", "from", "against", "beside", "alongside", "opposite"})

SUBJECTS = ("nsubj", "nsubjpass")


def resolve_pronouns(casting: Casting) -> None:
    """Tie he and she to a person, they and it to a party; leave open between several, and alone where none fits."""
    pronouns = _Pronouns(casting)
    for token in casting.doc:
        word = token.lower_
        if token.pos_ != "PRON" or casting.taken(token.i, token.i + 1):
            continue
        if word in PERSONAL:
            pronouns.person(token)
        elif word in THEY or (word == "it" and _speaks(token)):
            pronouns.party(token)


class _Pronouns:
    """The resolver's view of one document: who is named at which token, and who is a woman or a man."""

    def __init__(self, casting: Casting) -> None:
        self.casting = casting
        self.doc = casting.doc
        self.genders: dict[str, Gender] = read_genders(casting)
        self.told = told_genders(casting)
        self.persons = _heads(casting, ("person",))
        self.parties = _heads(casting, ("country", "organisation", "group"))
        self.quoted = inside_quotes(self.doc)
        self.sentences = list(self.doc.sents)
        self.number = {token.i: n for n, sentence in enumerate(self.sentences) for token in sentence}

    def person(self, token: Token) -> None:
        """Tie "he" or "she"."""
        gender = gender_of(token.text)
        barred = {a for a, g in self.genders.items() if g != gender}
        barred |= self._subject_of_clause(token) | self._quoting(token)
        fitting = self._nearest(self.persons, token, barred, SENTENCES_BACK)
        if len(shown := tuple(a for a in fitting if a in self.told)) == 1:
            fitting = shown  # "the spokeswoman" before somebody of whom the text does not tell
        if not fitting and not any(i < token.i for i in self.persons):
            fitting = self._ahead(token, barred)
        if len(fitting) == 1 and gender is not None:
            self.genders.setdefault(fitting[0], gender)
            self.persons[token.i] = fitting
        self._tie(token, fitting)

    def _ahead(self, token: Token, barred: set[str]) -> tuple[str, ...]:
        """Whom a text means that begins with "she": the one person named next, in this sentence or the one after."""
        here = self.number[token.i]
        for sentence in self.sentences[here : here + 2]:
            named = _each(self.persons.get(t.i, ()) for t in sentence if t.i > token.i and t.i not in self.quoted)
            if fitting := tuple(a for a in named if a not in barred):
                return fitting if len(fitting) == 1 else ()
        return ()

    def party(self, token: Token) -> None:
        """Tie "they" or "it"; several persons together are "they" as well."""
        plural = token.lower_ in THEY
        heads = {i: actors for i, actors in self.parties.items() if plural or not self._is_plural(i)}
        fitting = self._nearest(heads, token, self._subject_of_clause(token), PARTY_SENTENCES_BACK)
        if len(fitting) > 1 and plural:
            groups = [a for a in fitting if any(a in self.parties[i] and self._is_plural(i) for i in self.parties)]
            fitting = tuple(groups) if len(groups) == 1 else fitting
        if not fitting and plural and _speaks(token):
            fitting = self._nearest(self.persons, token, self._quoting(token), PARTY_SENTENCES_BACK)
            fitting = fitting if len(fitting) > 1 else ()
        if len(fitting) == 1:
            self.parties[token.i] = fitting
        self._tie(token, fitting)

    def _tie(self, token: Token, fitting: Sequence[str]) -> None:
        if len(fitting) == 1:
            self.casting.add(
                token.i, token.i + 1, fitting[0], "pronoun", PRONOUN_SUBJECT if _speaks(token) else PRONOUN
            )
        elif fitting:
            self.casting.leave_open(token, fitting)

    def _nearest(
        self, heads: Mapping[int, tuple[str, ...]], token: Token, barred: set[str], back: int
    ) -> tuple[str, ...]:
        """Who the nearest sentence with a fitting name offers: one, or all between whom it does not decide."""
        here = self.number[token.i]
        weak: tuple[str, ...] = ()
        inside = token.i in self.quoted
        for n in range(here, max(-1, here - back - 1), -1):
            named = {
                t.i: kept
                for t in self.sentences[n]
                if t.i < token.i
                and not _is_fronted(t, token)
                and (kept := tuple(a for a in heads.get(t.i, ()) if a not in barred))
                and (inside or t.i not in self.quoted)
            }
            if not named:
                continue
            found = self._prominent(named)
            owners = all(self.doc[i].dep_ == "poss" for i in named) and n < here
            if not owners or any(a in self.genders or not a.startswith("person:") for a in found):
                return found
            weak = weak or found  # "Dorin's visit": she may be somebody named before
        return weak

    def _prominent(self, named: Mapping[int, tuple[str, ...]]) -> tuple[str, ...]:
        """Who of those named in one sentence goes on being meant: who speaks, or acts on no other; else all."""
        doc = self.doc
        actors = _each(named.values())
        subjects = [i for i in named if _beside(doc[i]).dep_ in SUBJECTS]
        acting = _each(named[i] for i in subjects)
        speaking = _each(named[i] for i in subjects if _beside(doc[i]).head.lemma_ in SAYING)
        joined = [named[c.i] for i in subjects for c in doc[i].conjuncts if c.i in named]
        if len(actors) == 1 or not acting:
            return actors
        if len(speaking) == 1 and not joined:
            return speaking
        if len(acting) > 1:
            return acting
        objects = [named[i] for i in named if any(_acted_on(doc[i], doc[s]) for s in subjects)]
        return _each([acting, *joined, *objects])

    def _is_plural(self, index: int) -> bool:
        return self.doc[index].tag_ in ("NNS", "NNPS") and any(
            a.startswith("group:") for a in self.parties.get(index, ())
        )

    def _subject_of_clause(self, pronoun: Token) -> set[str]:
        """Who is subject of the verb whose object the pronoun is: "he assured her" names two."""
        over = pronoun.head
        if over.pos_ == "ADP":
            over = over.head
        if pronoun.dep_ in ("dobj", "dative", "pobj") and not pronoun.lower_.endswith(("self", "selves")):
            heads = {**self.parties, **self.persons}
            return {a for c in over.children if c.dep_ == "nsubj" for a in heads.get(c.i, ())}
        return set()

    def _quoting(self, token: Token) -> set[str]:
        """Who is being quoted, for a pronoun inside the quotation: "he" is not the one who says it."""
        if token.i not in self.quoted:
            return set()
        end = token.i
        while end < len(self.doc) and end in self.quoted:
            end += 1
        rest = self.doc[end : min(len(self.doc), end + 12)]
        speaker = next((t for t in rest if t.dep_ == "nsubj" and t.head.lemma_ in SAYING and t.i in self.persons), None)
        return set(self.persons[speaker.i]) if speaker is not None else set()


def _speaks(token: Token) -> bool:
    return token.dep_ == "nsubj" and token.head.lemma_ in SAYING


def _beside(token: Token) -> Token:
    """The noun that a name stands beside: "his |spokesman|, Emil Lind, said"; else the name."""
    while token.dep_ == "appos" and token.head.i < token.i:
        token = token.head
    return token


def _acted_on(other: Token, subject: Token) -> bool:
    """Whether `other` is object of the verb whose subject is `subject`, alone or after a preposition."""
    if other.dep_ in ("dobj", "dative"):
        return other.head == subject.head
    return other.dep_ == "pobj" and other.head.head == subject.head and other.head.lower_ in DEALING


def _is_fronted(other: Token, pronoun: Token) -> bool:
    """Whether `other` stands in a phrase before the pronoun's own verb: "in a letter to Lind |she| wrote"."""
    if pronoun.dep_ not in SUBJECTS or other.dep_ != "pobj":
        return False
    for over in other.ancestors:
        if over == pronoun.head:
            return True
        if over.pos_ not in ("ADP", "NOUN", "PROPN"):
            return False
    return False


def inside_quotes(doc: Doc) -> frozenset[int]:
    """The tokens that begin between double quotation marks; a paragraph that ends closes them."""
    inside: set[int] = set()
    opened = False
    for token in doc:
        if opened and token.text[0] not in '"\n':
            inside.add(token.i)
        for char in token.text:
            opened = False if char == "\n" else opened != (char == '"')
    return frozenset(inside)


def _each(actors: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a for some in actors for a in some))


def _heads(casting: Casting, kinds: tuple[str, ...]) -> dict[int, tuple[str, ...]]:
    """The actors of each head token of a mention of these kinds, but those that qualify a noun ("the Lind plan")."""
    heads: dict[int, tuple[str, ...]] = {}
    lengths: dict[int, int] = {}
    for found in sorted(casting.found, key=lambda f: f.start - f.end):
        head = casting.doc[found.start : found.end].root
        qualifies = head.dep_ in ("compound", "nmod") and head.head.i >= found.end and head.head.pos_ == "NOUN"
        length = found.end - found.start
        if casting.drafts[found.actor].kind in kinds and not qualifies and lengths.setdefault(head.i, length) == length:
            heads[head.i] = (*heads.get(head.i, ()), found.actor)
    return heads
