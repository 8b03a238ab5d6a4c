from __future__ import annotations

import pytest

from standoff.errors import CaseError, ConfigurationError
from standoff.record.days import day_range
from standoff.record.entries import Filters
from standoff.record.names import fold
from standoff.record.queries import actors, ask, documents, entry, find, find_actors, overview, short_ids
from standoff.record.search import search
from standoff.story.summary import summarise
from standoff.story.timeline import timeline


@pytest.mark.parametrize(
    "name", ["Karsova", "karsova", "KRS", "country:KRS", "Velm", "ana petrov", "  ANA   Petrov ", "person:ana-petrov"]
)
def test_an_actor_is_found_by_name_alias_id_and_code(sample_case, name):
    assert "person:ana-petrov" in find_actors(sample_case, name)


def test_a_state_stands_for_those_who_speak_for_it_and_not_the_other_way_round(sample_case):
    assert find_actors(sample_case, "Karsova") == ["country:KRS", "person:ana-petrov"]
    assert find_actors(sample_case, "Ana Petrov") == ["person:ana-petrov"]


@pytest.mark.parametrize("name", ["she", "ks"])
def test_pronouns_and_two_letters_name_nobody(sample_case, name):
    with pytest.raises(ConfigurationError, match="no actor"):
        find_actors(sample_case, name)


def test_an_unknown_name_is_told_with_the_nearest(sample_case):
    with pytest.raises(ConfigurationError, match=r"no actor 'Karsva' in this case; nearest: karsova"):
        ask(sample_case, "signals", Filters(actor="Karsva"))
    with pytest.raises(ConfigurationError, match="there are: Lakes Radio, Ostmar Post"):
        ask(sample_case, "signals", Filters(outlet="Velm Herald"))
    with pytest.raises(ConfigurationError, match="since: 'May' is no ISO 8601 date"):
        ask(sample_case, "signals", Filters(since="May"))


@pytest.mark.parametrize(
    ("filters", "acts"),
    [
        (Filters(), ["ultimatum", "reject"]),
        (Filters(actor="Karsova"), ["ultimatum"]),
        (Filters(actor="Ana Petrov"), ["ultimatum"]),
        (Filters(to="karsova"), ["reject"]),
        (Filters(act="REJECT"), ["reject"]),
        (Filters(act=("reject", "ultimatum")), ["ultimatum", "reject"]),
        (Filters(track="deterrence"), ["ultimatum"]),
        (Filters(since="2031-05-06"), ["reject"]),
        (Filters(until="2031-05-06"), ["ultimatum"]),
        (Filters(since="2031-05", until="2031"), ["ultimatum", "reject"]),
        (Filters(since="2032"), []),
        (Filters(outlet="ostmar post"), ["reject"]),
        (Filters(limit=1), ["ultimatum"]),
    ],
)
def test_filters(sample_case, filters, acts):
    answer = ask(sample_case, "signals", filters)
    assert [found.row.act for found in answer.entries] == acts
    assert answer.total == (2 if filters.limit else len(acts))


def test_parties_filter_events_and_agenda(sample_case):
    def types(**filters):
        return [found.row.event_type for found in ask(sample_case, "events", Filters(**filters)).entries]

    assert types(actor="tarland") == ["REQUEST"]
    assert types(to="tarland") == ["MOBILIZE"]
    assert types(to=("the Compact", "tarland")) == ["MOBILIZE", "REQUEST"]
    assert types(type="mobilize") == ["MOBILIZE"]
    assert ask(sample_case, "agenda", Filters(actor="karsova")).total == 0


def test_rows_come_back_as_they_were_read(sample_case, sample_records):
    expected = {row.id: row for record in sample_records for row in record.events}
    assert {found.row.id: found.row for found in ask(sample_case, "events").entries} == expected


def test_the_timeline_is_by_day_and_keeps_the_grain(sample_case):
    answer = timeline(sample_case)
    assert [(found.when.value, found.dated_by, found.kind) for found in answer.entries] == [
        ("2031-05-05", "text", "signals"),
        ("2031-05-05", "article", "events"),
        ("2031-05-06", "text", "events"),
        ("2031-05-07", "article", "signals"),
    ]
    assert {found.kind for found in timeline(sample_case, Filters(act="reject")).entries} == {"signals"}
    assert {found.kind for found in timeline(sample_case, Filters(type="REQUEST")).entries} == {"events"}
    assert timeline(sample_case, Filters(limit=1)).total == 4
    assert answer.names["country:TRL"] == "Tarland"


def test_the_agenda_has_only_its_own_dates(sample_case):
    assert [found.when and found.when.value for found in ask(sample_case, "agenda").entries] == ["2031-06", None]
    assert ask(sample_case, "agenda", Filters(since="2031-07")).total == 1


def test_actors(sample_case):
    answer = actors(sample_case, Filters(actor="Karsova"))
    found = {entry.id: entry for entry in answer.entries}
    assert list(found) == ["country:KRS", "person:ana-petrov"]
    assert found["person:ana-petrov"].roles == (("foreign minister", "country:KRS"),)
    assert (found["country:KRS"].documents, found["country:KRS"].signals, found["country:KRS"].events) == (2, 1, 1)
    assert actors(sample_case, Filters(outlet="Ostmar Post")).total == 2


def test_documents(sample_case):
    listed = [entry.origin.uri for entry in documents(sample_case).entries]
    assert listed == ["wires/c.txt", "wires/a.txt", "wires/b.txt", "odd.txt"]
    karsova = documents(sample_case, Filters(actor="KRS"))
    assert [entry.origin.uri for entry in karsova.entries] == ["wires/a.txt", "odd.txt"]
    assert karsova.entries[0].counts["attributions"] == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["negotiate"], {"odd.txt": ["negotiated"], "wires/b.txt": ["Negotiations"]}),
        (["withdraws"], {"wires/a.txt": ["withdraw"]}),
        (["ilmen corridor"], {"wires/a.txt": ["Ilmen Corridor"]}),
        (["corridor ilmen"], {}),
        (["CAFÉ"], {"odd.txt": ["cafe\u0301"]}),
        (["sarn", "due"], {"wires/a.txt": ["due", "Sarn"]}),
        (["demand*"], {"wires/b.txt": ["demand"]}),
        (['"velm'], {"odd.txt": ["Velm"], "wires/a.txt": ["VELM"]}),
    ],
)
def test_search_says_where_the_words_are(sample_case, words, found):
    answer = search(sample_case, words)
    texts = {record.document.uri: record.document.text for record in sample_case.records()}
    assert {hit.origin.uri: [span.exact for span in hit.matches] for hit in answer.entries} == found
    for hit in answer.entries:
        for span in (hit.passage, *hit.matches):
            assert texts[hit.origin.uri][span.start : span.end] == span.exact


def test_search_needs_a_word(sample_case):
    with pytest.raises(ConfigurationError, match="needs a word"):
        search(sample_case, ["...", "*"])


def test_find_by_the_beginning_of_an_id(sample_case, sample_records):
    signal = sample_records[0].signals[0]
    short = short_ids(sample_case, [signal.id])[signal.id]
    assert len(short) < len(signal.id)
    found, document = entry(sample_case, find(sample_case, short))
    assert found.row == signal
    assert found.when == sample_records[0].attributions[0].said_on
    assert document == sample_records[0].document
    assert find(sample_case, "person:ana").kind == "actor"
    assert find(sample_case, sample_records[1].document.id).number == 2
    with pytest.raises(ConfigurationError, match="more than one id begins with 'signal'"):
        find(sample_case, "signal")
    with pytest.raises(ConfigurationError, match="no id begins with 'signal-zz' in this case; nearest: signal-"):
        find(sample_case, "signal-zz")


def test_overview_and_summary(sample_case):
    whole = overview(sample_case)
    assert (whole.first, whole.last, whole.undated) == ("2031-05", "2031-05", 1)
    summary = summarise(sample_case)
    assert [found.row.act for found in summary.signals] == ["ultimatum", "reject"]
    assert [found.when and found.when.value for found in summary.ahead] == ["2031-06", None]


def test_a_damaged_case_is_told(tmp_path, sample_path):
    damaged = bytearray(sample_path.read_bytes())
    damaged[8192:] = b"\xff" * (len(damaged) - 8192)
    path = tmp_path / "a.standoff"
    path.write_bytes(damaged)
    from standoff.record.store import Case

    with pytest.raises(CaseError, match="cannot use the case"), Case(path) as case:
        ask(case, "signals")


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2031", ("2031-01-01", "2031-12-31")),
        ("2032-02", ("2032-02-01", "2032-02-29")),
        ("2031-Q2", ("2031-04-01", "2031-06-30")),
        ("2031-SU", ("2031-06-01", "2031-08-31")),
        ("2031-24", ("2031-12-01", "2032-02-29")),
        ("2031-W01-3", ("2031-01-01", "2031-01-01")),
        ("2031-05-03/2031-05-07", ("2031-05-03", "2031-05-07")),
        ("2031-05-03T22:30:00+02:00", ("2031-05-03", "2031-05-03")),
        ("9999-12", ("9999-12-01", "9999-12-31")),
        ("2031-13", None),
        ("P3D", None),
        ("0000", None),
        ("", None),
        (None, None),
    ],
)
def test_days(value, days):
    assert day_range(value) == days


def test_names_are_folded():
    assert fold("the") == "the"
    assert fold("Côte-d’Azur\n Radio") == "cote-d'azur radio"
