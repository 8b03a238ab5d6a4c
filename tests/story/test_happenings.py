from __future__ import annotations

import pytest

from standoff.annotation import When
from standoff.record.entries import Filters
from standoff.story.happenings import happenings
from tests.story.conftest import KARSOVA, MERANIA, PETROV, TARLAND, Article

THREAT = "Karsova will close the Osk pipeline if the border guards stay at Kellin"
CUT = "it will close the Osk pipeline"


def told(case, **filters):
    return [(each.what, len(each.tellings)) for each in happenings(case, Filters(**filters)).entries]


def test_the_same_words_in_two_outlets_are_one_happening_and_both_tellings_stay(case_of):
    one, two = Article(f"{THREAT}.", "Sarn Post", "2031-05-05"), Article(f"So {THREAT}!", "Velm Courier", "2031-05-05")
    ids = {one.signal(THREAT, "threaten"), two.signal(THREAT, "threaten")}
    (found,) = happenings(case_of(one, two)).entries
    assert set(found.ids) == ids
    assert set(found.outlets) == {"Sarn Post", "Velm Courier"}


@pytest.mark.parametrize(
    ("words", "act", "sender", "day", "count"),
    [
        (CUT, "threaten", KARSOVA, "2031-05-05", 1),  # a cut quotation
        (CUT, "threaten", PETROV, "2031-05-05", 1),  # who speaks for the same state
        (THREAT, "threaten", KARSOVA, "2031-05-06", 1),  # a reprint
        (THREAT, "threaten", KARSOVA, "2031-05-09", 2),  # said again
        (THREAT, "threaten", KARSOVA, "2031-05-04", 1),
        (CUT, "ultimatum", KARSOVA, "2031-05-05", 2),
        (CUT, "threaten", MERANIA, "2031-05-05", 2),
        ("no train will cross the Ilmen Corridor", "threaten", KARSOVA, "2031-05-05", 2),
        ("Ostmar will pay", "threaten", KARSOVA, "2031-05-05", 2),
    ],
)
def test_signals_are_one_by_act_sides_day_and_words(case_of, words, act, sender, day, count):
    one, two = Article(f"{THREAT}.", "Sarn Post", "2031-05-05"), Article(f"And {words}.", "Velm Courier", day)
    one.signal(THREAT, "threaten")
    two.signal(words, act, sender)
    assert len(happenings(case_of(one, two)).entries) == count


def test_events_are_one_by_type_sides_and_day(case_of):
    one, two = (
        Article("Karsova shelled Kellin.", "A", "2031-05-05"),
        Article("Guns fired at Ostmar.", "B", "2031-05-06"),
    )
    one.event("shelled", "ASSAULT", sentence="Karsova shelled Kellin.", when=When("2031-05-04", "day"))
    two.event("fired", "ASSAULT", sentence="Guns fired at Ostmar.", when=When("2031-05-04", "day"))
    two.event("Guns", "MOBILIZE", sentence="Guns fired at Ostmar.", when=When("2031-05-04", "day"))
    assert told(case_of(one, two)) == [("ASSAULT", 2), ("MOBILIZE", 1)]


@pytest.mark.parametrize(
    ("when", "modality", "sides"),
    [
        (When("2031-05-03", "day"), (), ((KARSOVA,), (TARLAND,))),
        (When("2031-05", "month"), (), ((KARSOVA,), (TARLAND,))),
        (When("2031-05-04", "day"), ("negation",), ((KARSOVA,), (TARLAND,))),
        (When("2031-05-04", "day"), (), ((TARLAND,), (KARSOVA,))),
    ],
)
def test_events_of_another_day_standing_or_direction_are_another_happening(case_of, when, modality, sides):
    one, two = (
        Article("Karsova shelled Kellin.", "A", "2031-05-05"),
        Article("Guns fired at Ostmar.", "B", "2031-05-06"),
    )
    one.event("shelled", "ASSAULT", when=When("2031-05-04", "day"))
    two.event("fired", "ASSAULT", *sides, when=when, modality=modality)
    assert len(told(case_of(one, two))) == 2


def test_an_event_in_the_words_of_a_signal_counts_with_it(case_of):
    words = "Tarland turned down the offer of talks"
    one, two = Article(f"{words}.", "A", "2031-05-05"), Article("Ostmar said no.", "B", "2031-05-05")
    signal = one.signal(words, "reject", TARLAND, KARSOVA)
    one.event("turned down", "REJECT", (TARLAND,), (KARSOVA,), sentence=f"{words}.")
    two.event("said no", "REJECT", (TARLAND,), (KARSOVA,))
    (found,) = happenings(case_of(one, two)).entries
    assert found.what == "reject"
    assert found.ids[0] == signal
    assert len(found.ids) == 3


def test_what_is_told_inside_an_accusation_is_another_happening(case_of):
    words = "Tarland accused Karsova of having shelled Kellin"
    one = Article(f"{words}.", "A", "2031-05-05")
    one.signal(words, "accuse", TARLAND, KARSOVA)
    one.event("shelled", "ASSAULT", sentence=f"{words}.")
    assert sorted(told(case_of(one))) == [("ASSAULT", 1), ("accuse", 1)]


def test_what_was_announced_happened_when_it_was_printed(case_of):
    one = Article("Karsova will meet Tarland on 20 May. It struck Kellin on 9 May.", "A", "2031-05-05")
    one.event("meet", "AGREE", when=When("2031-05-20", "day"), modality=("future",), saw={"form": "CONSULT"})
    one.event("struck", "ASSAULT", when=When("2031-05-09", "day"))
    found = happenings(case_of(one)).entries
    assert [(each.what, each.when.value, each.standing) for each in found] == [
        ("AGREE", "2031-05-05", ()),
        ("ASSAULT", "2031-05-05", ()),
    ]


def test_the_order_of_reading_changes_nothing(case_of):
    articles = []
    for outlet, day in (("A", "2031-05-05"), ("B", "2031-05-06"), ("C", "2031-05-05"), ("D", None)):
        made = Article(f"{outlet}: {THREAT}. Guns fired.", outlet, day)
        made.signal(THREAT, "threaten")
        made.event("fired", "ASSAULT")
        articles.append(made)
    forward, backward = happenings(case_of(*articles)).entries, happenings(case_of(*articles[::-1])).entries
    assert [each.ids for each in forward] == [each.ids for each in backward]
    assert [each.what for each in forward] == ["threaten", "ASSAULT", "threaten", "ASSAULT"]


def test_filters_and_limit(sample_case):
    assert told(sample_case, actor="Tarland") == [("REQUEST", 1), ("reject", 1)]
    answer = happenings(sample_case, Filters(limit=1))
    assert (len(answer.entries), answer.total) == (1, 4)
