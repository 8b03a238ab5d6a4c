from collections.abc import Callable

import pytest

from standoff.readers.parsing import Parse
from standoff.readers.signals.conditions import holding, read_conditions

# text, then (span, kind, head of the consequence) in the order of the text
CASES = [
    ("If Tarland attacks, we will respond.", [("If Tarland attacks", "if", "respond")]),
    ("We will respond if Tarland attacks.", [("if Tarland attacks", "if", "respond")]),
    ("Unless the troops leave, Karsova will close the border.", [("Unless the troops leave", "unless", "close")]),
    ("Karsova will not negotiate until the troops leave.", [("until the troops leave", "until", "negotiate")]),
    ("When the truce holds, we will open the border.", [("When the truce holds", "when", "open")]),
    ("We will lift the sanctions once the troops leave.", [("once the troops leave", "when", "lift")]),
    ("Tarland offered gas in exchange for land.", [("in exchange for land", "in-exchange", "offered")]),
    ("In return for a truce, Karsova will free them.", [("In return for a truce", "in-exchange", "free")]),
    ("We will talk provided that the guns fall silent.", [("provided that the guns fall silent", "if", "talk")]),
    ("We will talk as long as the guns are silent.", [("as long as the guns are silent", "if", "talk")]),
    ("In case of an attack, we will respond.", [("In case of an attack", "if", "respond")]),
    ("In the event of an attack, the Compact will act.", [("In the event of an attack", "if", "act")]),
    ("Should Tarland attack, we will respond.", [("Should Tarland attack", "if", "respond")]),
    ("Leave now or face a blockade.", [("Leave now", "unless", "face")]),
    ("Tarland must leave. Otherwise, we will respond.", [("Tarland must leave", "unless", "respond")]),
    ("Tarland must leave. If not, we will respond.", [("Tarland must leave", "unless", "respond")]),
    ("Any further aggression will have a high price.", [("Any further aggression", "noun-phrase", "have")]),
    ("A violation would bring sanctions.", [("A violation", "noun-phrase", "bring")]),
    ("An attack on Karsova will be answered.", [("An attack on Karsova", "noun-phrase", "answered")]),
    ("Anyone who attacks us will regret it.", [("Anyone who attacks us", "noun-phrase", "regret")]),
    ("Crossing the river would have consequences.", [("Crossing the river", "noun-phrase", "have")]),
    # near misses
    ("He asked if the talks would go on.", []),
    ("It looks as if the talks failed.", []),
    ("When the war began, she left Velm.", []),
    ("The office is open until Friday.", []),
    ("The attack had a high price.", []),
    ("Velm or Sarn will host the talks.", []),
    ("Even if they leave, we will stay.", []),
    ("Should we leave?", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "rows"), CASES, ids=[text or "empty" for text, _ in CASES])
def test_conditions(text: str, rows: list[tuple[str, str, str]], parse_of: Callable[[str], Parse]) -> None:
    found = read_conditions(parse_of(text))
    assert [(c.span.exact, c.kind, c.consequence.text) for c in found] == rows


def test_a_condition_holds_its_own_clause_only(parse_of: Callable[[str], Parse]) -> None:
    parse = parse_of("Karsova rejected the plan. If Tarland attacks, we will respond.")
    conditions = read_conditions(parse)
    verbs = {t.text: t for t in parse.tokens}
    assert holding(conditions, verbs["rejected"]) is None
    assert holding(conditions, verbs["attacks"]) is None
    assert holding(conditions, verbs["respond"]) == conditions[0]


def test_the_sentence_before_is_a_condition_only_in_its_paragraph(parse_of: Callable[[str], Parse]) -> None:
    assert read_conditions(parse_of("Tarland must leave.\nOtherwise, nothing happened in Velm.")) == ()
