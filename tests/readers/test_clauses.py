from collections.abc import Callable

import pytest
from spacy.tokens import Token

from standoff.readers.clauses import between, carriers, governed, owners, patients, subjects
from standoff.readers.parsing import Parse
from standoff.readers.standing import standing

Parser = Callable[[str], Parse]


def word(parse: Parse, text: str) -> Token:
    return next(t for t in parse.tokens if t.text == text)


def texts(tokens: tuple[Token, ...]) -> list[str]:
    return [t.text for t in tokens]


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Karsova attacked the port.", "attacked", ["Karsova"]),
        ("The port was attacked by Tarland.", "attacked", ["Tarland"]),
        ("The port was attacked.", "attacked", []),
        ("Karsova wants to attack the port.", "attack", ["Karsova"]),
        ("Karsova urged Tarland to leave the port.", "leave", ["Tarland"]),
        ("Karsova accused Tarland of attacking the port.", "attacking", ["Tarland"]),
        ("Karsova crossed the river and attacked the port.", "attacked", ["Karsova"]),
        ("The soldiers who attacked the port fled.", "attacked", ["soldiers"]),
        ("Karsova fled after attacking the port.", "attacking", ["Karsova"]),
        ("Tarland was urged to leave the port.", "leave", ["Tarland"]),
        ("Karsova sanctioned Tarland for jamming the radar.", "jamming", ["Tarland"]),
    ],
)
def test_subjects(parse_of: Parser, text: str, verb: str, expected: list[str]) -> None:
    assert texts(subjects(word(parse_of(text), verb))) == expected


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Karsova attacked the port.", "attacked", ["port"]),
        ("The port was attacked by Tarland.", "attacked", ["port"]),
        ("The port that Tarland attacked burned.", "attacked", ["port"]),
        ("Karsova shelled and destroyed the port.", "shelled", ["port"]),
    ],
)
def test_patients(parse_of: Parser, text: str, verb: str, expected: list[str]) -> None:
    assert texts(patients(word(parse_of(text), verb))) == expected


def test_parties_of_a_noun(parse_of: Parser) -> None:
    noun = word(parse_of("Tarland's attack on the port was a surprise."), "attack")
    assert texts(owners(noun)) == ["Tarland"]
    assert texts(governed(noun, "on", "against")) == ["port"]
    assert texts(carriers(word(parse_of("Karsova held talks with Tarland."), "talks"))) == ["Karsova"]
    assert texts(carriers(word(parse_of("Karsova praised the talks."), "talks"))) == []
    assert texts(between(word(parse_of("Talks between Karsova and Tarland failed."), "Talks"))) == [
        "Karsova",
        "Tarland",
    ]


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Karsova attacked the port.", "attacked", {}),
        ("Karsova did not attack the port.", "attack", {"negation": "not"}),
        ("Karsova never attacked the port.", "attacked", {"negation": "never"}),
        ("Karsova refused to hold talks.", "talks", {"negation": "refused"}),
        ("Karsova held no talks.", "talks", {"negation": "no"}),
        ("Karsova will attack the port.", "attack", {"future": "will"}),
        ("Karsova plans to attack the port.", "attack", {"future": "plans"}),
        ("Karsova is set to attack the port.", "attack", {"future": "set"}),
        ("Karsova to send troops to the port", "send", {"future": "to"}),
        ("Karsova may attack the port.", "attack", {"hypothetical": "may"}),
        ("If Karsova attacks the port, we leave.", "attacks", {"hypothetical": "If"}),
        ("Tarland urged Karsova to leave the port.", "leave", {"hypothetical": "urged"}),
        ("Tarland allowed Karsova to leave the port.", "leave", {"hypothetical": "allowed"}),
        ("Tarland said Karsova would attack the port.", "attack", {"future": "would"}),
        ("Karsova previously attacked the port.", "attacked", {"past": "previously"}),
        ("Tarland did not say that Karsova attacked the port.", "attacked", {}),
    ],
)
def test_standing(parse_of: Parser, text: str, trigger: str, expected: dict[str, str]) -> None:
    found = standing(word(parse_of(text), trigger))
    cues = {name: getattr(found, name) for name in ("negation", "future", "hypothetical", "past")}
    assert {name: token.text for name, token in cues.items() if token is not None} == expected
