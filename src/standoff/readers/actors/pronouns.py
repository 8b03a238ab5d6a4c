"""Who "he", "she", "they" and "it" are: pronouns tied to one actor, or left open between several.

A pronoun is looked for from its own sentence backwards, by gender and number. Whoever was speaking goes on speaking
("Aske said he had warned Dorin. He added ..."); then the one subject counts, unless it acts on another who would fit as
well ("Aske met Dorin. He ..."): those two stay open. Names inside quotations are not what a pronoun outside means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Token

from standoff.readers.actors.casting import Casting
from standoff.readers.actors.genders import Gender, gender_of, read_genders
from standoff.readers.actors.words import words

PRONOUN_SUBJECT, PRONOUN = 0.8, 0.65
PERSONAL = words("pronouns", "female") | words("pronouns", "male")
THEY, IT = words("pronouns", "plural"), words("pronouns", "singular")
SAYING = words("pronouns", "saying")
SENTENCES_BACK = 4  # a "he" whose man was last named five sentences ago is more often wrong than right
PARTY_SENTENCES_BACK = 1

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
        elif word in THEY or (word in IT and (_speaks(token) or word != "it")):
            pronouns.party(token)


class _Pronouns:
    """The resolver's view of one document: who is named at which token, and who is a woman or a man."""

    def __init__(self, casting: Casting) -> None:
        self.casting = casting
        self.doc = casting.doc
        self.genders: dict[str, Gender] = read_genders(casting)
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
        if len(fitting) == 1 and gender is not None:
            self.genders.setdefault(fitting[0], gender)
            self.persons[token.i] = fitting[0]
        self._tie(token, fitting)

    def party(self, token: Token) -> None:
        """Tie "they" or "it"; several persons together are "they" as well."""
        plural = token.lower_ in THEY
        heads = {i: a for i, a in self.parties.items() if plural or not self._is_plural(i)}
        fitting = self._nearest(heads, token, self._subject_of_clause(token), PARTY_SENTENCES_BACK)
        if len(fitting) > 1 and plural:
            groups = [a for a in fitting if any(self.parties[i] == a and self._is_plural(i) for i in self.parties)]
            fitting = tuple(groups) if len(groups) == 1 else fitting
        if not fitting and plural and _speaks(token):
            fitting = self._nearest(self.persons, token, self._quoting(token), PARTY_SENTENCES_BACK)
            fitting = fitting if len(fitting) > 1 else ()
        if len(fitting) == 1:
            self.parties[token.i] = fitting[0]
        self._tie(token, fitting)

    def _tie(self, token: Token, fitting: Sequence[str]) -> None:
        if len(fitting) == 1:
            self.casting.add(token.i, token.i + 1, fitting[0], "pronoun", PRONOUN_SUBJECT if _speaks(token) else PRONOUN)
        elif fitting:
            self.casting.leave_open(token, fitting)

    def _nearest(self, heads: Mapping[int, str], token: Token, barred: set[str], back: int) -> tuple[str, ...]:
        """Who the nearest sentence with a fitting name offers: one, or all between whom it does not decide."""
        here = self.number[token.i]
        inside = token.i in self.quoted
        for n in range(here, max(-1, here - back - 1), -1):
            named = {
                t.i: heads[t.i]
                for t in self.sentences[n]
                if t.i in heads
                and t.i < token.i
                and heads[t.i] not in barred
                and (inside or t.i not in self.quoted)
            }
            if named:
                return self._prominent(named)
        return ()

    def _prominent(self, named: Mapping[int, str]) -> tuple[str, ...]:
        actors = tuple(dict.fromkeys(named.values()))
        if len(actors) == 1:
            return actors
        subjects = [i for i in named if self.doc[i].dep_ in SUBJECTS]
        speaking = dict.fromkeys(named[i] for i in subjects if self.doc[i].head.lemma_ in SAYING)
        if len(speaking) == 1 and not any(c.i in named for i in subjects for c in self.doc[i].conjuncts):
            return tuple(speaking)
        acting = tuple(dict.fromkeys(named[i] for i in subjects))
        if len(acting) != 1:
            return actors if not acting else acting
        joined = [named[c.i] for i in subjects for c in self.doc[i].conjuncts if c.i in named]
        acted_on = [named[i] for i in named for s in subjects if i not in subjects and _acted_on(self.doc[i], self.doc[s])]
        return tuple(dict.fromkeys([*acting, *joined, *acted_on]))

    def _is_plural(self, index: int) -> bool:
        return self.doc[index].tag_ in ("NNS", "NNPS") and self.parties.get(index, "").startswith("group:")

    def _subject_of_clause(self, pronoun: Token) -> set[str]:
        """Who is subject of the verb whose object the pronoun is: "he assured her" names two."""
        over = pronoun.head
        if over.pos_ == "ADP":
            over = over.head
        if pronoun.dep_ in ("dobj", "dative", "pobj") and not pronoun.lower_.endswith(("self", "selves")):
            heads = {**self.parties, **self.persons}
            return {heads[c.i] for c in over.children if c.dep_ == "nsubj" and c.i in heads}
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
        return {self.persons[speaker.i]} if speaker is not None else set()


def _speaks(token: Token) -> bool:
    return token.dep_ == "nsubj" and token.head.lemma_ in SAYING


def _acted_on(other: Token, subject: Token) -> bool:
    """Whether `other` is object of the verb whose subject is `subject`, alone or after a preposition."""
    if other.dep_ in ("dobj", "dative"):
        return other.head == subject.head
    return other.dep_ == "pobj" and other.head.head == subject.head and other.head.lower_ in ("with", "by", "to")


def inside_quotes(doc: Doc) -> frozenset[int]:
    """The tokens between double quotation marks, the marks left out; a paragraph that ends closes them."""
    inside: set[int] = set()
    opened = False
    for token in doc:
        if "\n" in token.text:
            opened = False
        elif token.text == '"':
            opened = not opened
        elif opened:
            inside.add(token.i)
    return frozenset(inside)


def _heads(casting: Casting, kinds: tuple[str, ...]) -> dict[int, str]:
    """The actor of each head token of a mention of these kinds, by token index; of two, the longer mention's."""
    found = sorted(casting.found, key=lambda f: f.end - f.start)
    return {casting.doc[f.start : f.end].root.i: f.actor for f in found if casting.drafts[f.actor].kind in kinds}
