import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.document import Document, Zone
from standoff.readers.quotes import read_quotes

MARKS = "\"'“”„‟«»‘’‹›"


def document(text: str) -> Document:
    zones, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            zones.append(Zone(at, at + len(line), "body"))
        at += len(line) + 1
    return Document(text=text, uri="case", zones=tuple(zones))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("He said “yes, 'perhaps' yes” then.", ["“yes, 'perhaps' yes”"]),
        ('"Never closed.\nNext paragraph.', ['"Never closed.']),
        ('"Runs on.\n"And ends."', ['"Runs on.', '"And ends."']),
        ('Never opened." It went on.', ['Never opened."']),
        ("It's the states' own affair.", []),
        ("„Low and high“ and »not these».", ["„Low and high“"]),
        ('A 6" pipe burst.', []),
    ],
)
def test_cases(text: str, expected: list[str]) -> None:
    assert [q.span.exact for q in read_quotes(document(text))] == expected


def test_a_quotation_that_runs_on_says_so() -> None:
    first, second = read_quotes(document('"Runs on.\n"And ends."'))
    assert (first.closed, first.runs_on) == (False, True)
    assert (second.closed, second.runs_on) == (True, False)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from(list(MARKS + " .,\nabcdé\u00a0")), max_size=60))
def test_any_marks_at_all(text: str) -> None:
    found = read_quotes(document(text))
    for quote in found:
        assert text[quote.span.start : quote.span.end] == quote.span.exact
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))
