import tomllib
from pathlib import Path

from spacy.pipeline import AttributeRuler

from standoff.readers.attributes import QuickRuler
from standoff.readers.parsing import load_model

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "times.toml").read_text("utf-8"))["block"]
TWO_WORDS = "I'm gonna go, y'all've got ta. C'mon, let's see 'em: there's nuthin' doin'. He ain't gotten it."
ATTRIBUTES = ["TAG", "POS", "MORPH", "LEMMA", "DEP"]


def test_every_token_gets_what_spacys_own_ruler_gives_it() -> None:
    nlp = load_model()
    quick = nlp.get_pipe("attribute_ruler")
    assert isinstance(quick, QuickRuler)
    slow = AttributeRuler(nlp.vocab)
    slow.add_patterns(quick.patterns)
    texts = [text for block in CASES for text, *_ in block["cases"]]
    with nlp.select_pipes(disable=["attribute_ruler", "lemmatizer"]):
        parsed = list(nlp.pipe(["\n".join(texts), TWO_WORDS, " \n\n", "", *texts[:20]]))
    for doc in parsed:
        ours, theirs = quick(doc.copy()), slow(doc.copy())
        assert (ours.to_array(ATTRIBUTES) == theirs.to_array(ATTRIBUTES)).all()
