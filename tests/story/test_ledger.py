"""The ledger: which signals are one commitment, and for each kind of link a row that is one and a near miss."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

import standoff
from standoff.errors import ConfigurationError
from standoff.ontology.plover import event_types
from standoff.record.entries import Filters
from standoff.story.deeds import deeds
from standoff.story.ledger import COMMITTING
from tests.story.conftest import COMPACT, KRS, MRN, TRL

ROOT = Path(__file__).resolve().parents[2]

SANCTIONS = "Karsova will face severe sanctions on its banks"


def kinds(crisis):
    return [kind for kind, _ in crisis.links()]


# One commitment, told in several places.


def test_copies_of_a_day_are_one_commitment_with_its_tellings(crisis):
    first = crisis.say("2031-03-04", "threaten", COMPACT, KRS, SANCTIONS, outlet="Lakeside Wire")
    crisis.say("2031-03-04", "threaten", COMPACT, None, f"{SANCTIONS} soon", outlet="Velm Gazette")
    copy = crisis.say("2031-03-05", "threaten", COMPACT, KRS, SANCTIONS, outlet="Sarn Post")
    (entry,) = crisis.ledger().entries
    assert entry.outlets == ("Lakeside Wire", "Velm Gazette", "Sarn Post")
    assert entry.tellings[0].row.id == first
    assert entry.tellings[-1].row.id == copy
    assert entry.links == ()


@pytest.mark.parametrize(
    ("act", "sender", "to", "text"),
    [
        ("threaten", MRN, KRS, SANCTIONS),
        ("threaten", COMPACT, TRL, SANCTIONS),
        ("promise", COMPACT, KRS, SANCTIONS),
        ("threaten", COMPACT, KRS, "Karsova will lose its seat in the Joint Council"),
    ],
)
def test_another_sender_recipient_family_or_matter_is_another_commitment(crisis, act, sender, to, text):
    crisis.say("2031-03-04", "threaten", COMPACT, KRS, SANCTIONS)
    crisis.say("2031-03-04", act, sender, to, text)
    assert crisis.ledger().total == 2


def test_a_minister_binds_his_side(crisis):
    crisis.say("2031-03-04", "threaten", "person:henrik-sorley", KRS, SANCTIONS)
    (entry,) = crisis.ledger(filters=Filters(actor="Northern Compact")).entries
    assert entry.sender == COMPACT


def test_conditions_tell_alike_threats_apart_and_join_unlike_ones(crisis):
    def threaten(day, text, condition):
        crisis.say(day, "threaten", COMPACT, KRS, f"{text} {condition}", condition=condition)

    threaten("2031-03-04", "Karsova will face consequences", "if it invades Merania")
    threaten("2031-03-06", "There will be dire consequences", "after any attack on Merania")
    assert kinds(crisis) == ["repeated"]
    assert "conditions name the same party" in crisis.ledger().entries[0].links[0].reason
    threaten("2031-03-08", "Karsova will face consequences", "if it jails more fishermen")
    assert crisis.ledger().total == 2


# What came later.


@pytest.mark.parametrize(
    ("later", "kind", "reason"),
    [
        ({}, "repeated", "same sender and recipient; shares 'face', 'severe', 'sanctions', 'banks'"),
        ({"strength": "grave"}, "strengthened", "strength firm -> grave"),
        ({"strength": "tentative"}, "softened", "strength firm -> tentative"),
        ({"act": "ultimatum"}, "strengthened", "act threaten -> ultimatum"),
        ({"condition": "if it moves"}, "softened", "a condition is added"),
    ],
)
def test_a_later_telling_repeats_strengthens_or_softens(crisis, later, kind, reason):
    crisis.say("2031-03-04", "threaten", COMPACT, KRS, SANCTIONS)
    own = {"act": "threaten", **later}
    again = crisis.say("2031-03-08", own.pop("act"), COMPACT, KRS, f"{SANCTIONS} if it moves", **own)
    (entry,) = crisis.ledger().entries
    (link,) = entry.links
    assert (link.kind, link.entry.row.id, link.days) == (kind, again, 4)
    assert reason in link.reason


@pytest.mark.parametrize(("voice", "kind"), [("person:henrik-sorley", "strengthened"), (None, "repeated")])
def test_a_condition_is_dropped_by_who_speaks_and_not_by_the_outlet_that_cuts_it(crisis, voice, kind):
    text = f"{SANCTIONS} if it crosses the line"
    crisis.say("2031-03-04", "threaten", COMPACT, KRS, text, condition="if it crosses the line")
    crisis.say("2031-03-08", "threaten", COMPACT, KRS, SANCTIONS, voice=voice)
    assert kinds(crisis) == [kind]


def test_an_event_bears_a_promise_out_or_contradicts_it(withdrawal):
    crisis = withdrawal()
    done = crisis.do("2031-03-09", "RETREAT", KRS, None, "Karsova pulled tanks out of the corridor", trigger="pulled")
    undone = crisis.do(
        "2031-03-11",
        "MOBILIZE",
        "group:karsovan-troops",
        None,
        "Tanks rolled into the corridor again",
        trigger="rolled",
    )
    assert crisis.links() == [("borne out by", done), ("contradicted by", undone)]


@pytest.mark.parametrize(
    "event",
    [
        ("2031-03-06", "MOBILIZE", KRS, None, "Karsova moved tanks to the corridor", {}),  # before it
        ("2031-03-07", "MOBILIZE", KRS, None, "Karsova moved tanks to the corridor", {}),  # that day, nobody knows when
        ("2031-03-11", "MOBILIZE", MRN, None, "Merania moved tanks to the corridor", {}),  # another side
        ("2031-03-11", "CONSULT", KRS, None, "Karsova spoke of tanks and the corridor", {}),  # says nothing of it
        ("2031-03-11", "MOBILIZE", KRS, None, "Karsova moved its fleet out of Brenn", {}),  # another matter
        ("2031-03-11", "MOBILIZE", KRS, MRN, "Karsova moved tanks to the Meranian border", {}),  # towards another
        ("2031-03-11", "MOBILIZE", KRS, None, "Karsova moved tanks to the corridor", {"modality": ("hypothetical",)}),
        ("2031-03-11", "MOBILIZE", KRS, None, "Karsova moved tanks to the corridor", {"modality": ("historical",)}),
    ],
)
def test_other_events_say_nothing_of_it(withdrawal, event):
    crisis = withdrawal()
    *given, more = event
    crisis.do(*given, trigger="spoke" if "spoke" in given[4] else "moved", **more)
    assert crisis.links() == []


def test_an_event_of_the_same_day_counts_where_its_text_dates_it(withdrawal):
    crisis = withdrawal()
    text = "Karsova moved tanks to the corridor on Friday"
    crisis.do("2031-03-08", "MOBILIZE", KRS, None, text, trigger="moved", when="2031-03-07")
    assert kinds(crisis) == ["contradicted by"]


def test_a_threat_is_borne_out_by_the_deed_towards_the_same_party(crisis):
    crisis.say("2031-03-04", "threaten", COMPACT, KRS, "Any move will have a high price")
    text = "The Compact imposed sanctions on Karsova"
    first = crisis.do("2031-03-12", "SANCTION", COMPACT, KRS, text, trigger="imposed", outlet="Sarn Post")
    copy = crisis.do("2031-03-12", "SANCTION", COMPACT, KRS, f"{text} today", trigger="imposed")
    crisis.do("2031-03-12", "SANCTION", COMPACT, MRN, "The Compact imposed sanctions on Merania", trigger="imposed")
    (entry,) = crisis.ledger().entries
    (link,) = entry.links
    assert (link.kind, link.entry.row.id, [each.row.id for each in link.also]) == ("borne out by", first, [copy])
    assert link.reason == "SANCTION by the sender; to the same party"


def test_what_is_ruled_out_is_contradicted_by_doing_it(crisis):
    crisis.say("2031-03-04", "assure", KRS, TRL, "Karsova is not going to attack Tarland", deed="ASSAULT")
    attack = crisis.do("2031-03-10", "ASSAULT", KRS, TRL, "Karsova attacked Tarland at dawn", trigger="attacked")
    assert crisis.links() == [("contradicted by", attack)]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("reject", "Tarland rejects the ultimatum"), "answered"),
        (("accept", "Tarland will clear the Kellin crossing of guards"), "answered"),
        (("praise", "Tarland is glad about the ultimatum and the Kellin crossing"), None),
        (("reject", "Tarland rejects the offer of talks"), None),
    ],
)
def test_an_answer_names_what_it_answers(crisis, row, kind):
    demand = "Tarland must withdraw its guards from the Kellin crossing"
    crisis.say("2031-03-06", "ultimatum", KRS, TRL, demand, deed="RETREAT")
    act, text = row
    crisis.say("2031-03-08", act, TRL, KRS, text)
    assert kinds(crisis) == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("day", "to", "sender"), [("2031-05-08", KRS, TRL), ("2031-03-08", MRN, TRL), ("2031-03-08", KRS, MRN)]
)
def test_no_answer_comes_too_late_or_to_or_by_somebody_else(crisis, day, to, sender):
    crisis.say("2031-03-06", "ultimatum", KRS, TRL, "Tarland must withdraw its guards", deed="RETREAT")
    crisis.say(day, "reject", sender, to, "Guards will stay whatever the ultimatum says")
    assert kinds(crisis) == []


def test_who_does_what_was_demanded_answers(crisis):
    crisis.say("2031-03-06", "demand", KRS, TRL, "Tarland must withdraw its guards from Kellin", deed="RETREAT")
    done = crisis.do("2031-03-09", "RETREAT", TRL, None, "Tarland withdrew the guards at noon", trigger="withdrew")
    assert crisis.links() == [("answered", done)]


def test_a_commitment_that_is_accepted_and_borne_out_is_settled(crisis):
    crisis.say("2031-03-05", "offer", MRN, TRL, "Merania offers talks in Sarn", deed="CONSULT")
    crisis.say("2031-03-06", "accept", TRL, MRN, "Tarland accepts the offer")
    assert crisis.ledger().entries[0].state == "open"
    crisis.do("2031-03-10", "CONSULT", MRN, TRL, "Merania held talks with Tarland in Sarn", trigger="held")
    assert crisis.ledger().entries[0].state == "settled"
    assert crisis.ledger(everything=False).total == 0


@pytest.mark.parametrize(
    ("act", "text", "more", "is_withdrawn"),
    [
        ("deny", "Karsova denied that it had threatened to close the pipeline", {"deed": "THREATEN"}, True),
        ("assure", "The pipeline will stay open and gas will flow", {}, True),
        ("assure", "Karsova stands by the pipeline workers", {}, False),
        ("deny", "Karsova denied having shelled Kellin", {"deed": "ASSAULT"}, False),
    ],
)
def test_a_threat_is_withdrawn_by_who_made_it(crisis, act, text, more, is_withdrawn):
    crisis.say(
        "2031-03-06", "threaten", KRS, TRL, "Karsova will close the Osk pipeline, no gas will flow", deed="COERCE"
    )
    crisis.say("2031-03-10", act, KRS, TRL, text, **more)
    first = next(entry for entry in crisis.ledger().entries if entry.signal.act == "threaten")
    assert (first.state == "withdrawn") is is_withdrawn


def test_a_threat_is_withdrawn_by_undoing_it_and_not_by_another(crisis):
    crisis.say("2031-03-06", "threaten", KRS, TRL, "Karsova will close the Osk pipeline", deed="COERCE")
    crisis.do("2031-03-09", "RETREAT", MRN, None, "Merania reopened the Osk pipeline", trigger="reopened")
    assert kinds(crisis) == []
    undone = crisis.do("2031-03-10", "RETREAT", KRS, None, "Karsova reopened the Osk pipeline", trigger="reopened")
    assert crisis.links() == [("withdrawn", undone)]


def test_a_promise_is_withdrawn_by_refusing_the_deed(withdrawal):
    crisis = withdrawal()
    refusal = crisis.say("2031-03-10", "reject", KRS, TRL, "Karsova will not withdraw", deed="RETREAT", strength=None)
    assert crisis.links() == [("withdrawn", refusal)]


@pytest.mark.parametrize(
    ("text", "condition", "kind", "event", "link"),
    [
        (
            "Karsova will pay if it crosses the ceasefire line",
            "if it crosses the ceasefire line",
            "if",
            ("MOBILIZE", KRS, "Karsova crossed the ceasefire line", "crossed"),
            [],
        ),
        (
            "There will be a high price if Karsova crosses the ceasefire line",
            "if Karsova crosses the ceasefire line",
            "if",
            ("MOBILIZE", KRS, "Karsova crossed the ceasefire line", "crossed"),
            ["condition met"],
        ),
        (
            "There will be a high price if Karsova crosses the ceasefire line",
            "if Karsova crosses the ceasefire line",
            "if",
            ("MOBILIZE", TRL, "Tarland crossed the ceasefire line", "crossed"),
            [],
        ),
        (
            "There will be a high price unless Karsova leaves the ceasefire line",
            "unless Karsova leaves the ceasefire line",
            "unless",
            ("RETREAT", KRS, "Karsova left the ceasefire line", "left"),
            ["condition met"],
        ),
        (
            "There will be a high price if Karsova does not leave the ceasefire line",
            "if Karsova does not leave the ceasefire line",
            "if",
            ("RETREAT", KRS, "Karsova left the ceasefire line", "left"),
            ["condition not met"],
        ),
    ],
)
def test_a_condition_is_met_by_the_party_it_names(crisis, text, condition, kind, event, link):
    crisis.say("2031-03-04", "threaten", COMPACT, TRL, text, condition=condition, kind=kind)
    event_type, actor, words, trigger = event
    crisis.do("2031-03-09", event_type, actor, None, words, trigger=trigger)
    assert kinds(crisis) == link


# What is asked.


def test_a_deadline_expires_on_the_day_after(crisis):
    crisis.say("2031-03-06", "promise", KRS, TRL, "Karsova will withdraw its tanks", deadline="2031-03-09")
    for day, state in (("2031-03-09", "open"), ("2031-03-10", "expired"), ("2031-03", "expired")):
        (entry,) = crisis.ledger(as_of=day).entries
        assert entry.state == state
    assert crisis.ledger(as_of="2031-03-10", everything=False).total == 0
    assert crisis.ledger().entries[0].as_of == "2031-03-06"  # the last publication


def test_what_came_after_the_day_is_left_out(withdrawal):
    crisis = withdrawal()
    crisis.do("2031-03-11", "MOBILIZE", KRS, None, "Tanks moved to the corridor", trigger="moved")
    assert crisis.ledger(as_of="2031-03-10").entries[0].links == ()
    assert crisis.ledger(as_of="2031-03-01").total == 0


def test_filters_and_order(crisis):
    crisis.say("2031-03-04", "threaten", COMPACT, KRS, SANCTIONS, strength="tentative")
    crisis.say("2031-03-05", "promise", COMPACT, TRL, "The Compact will send two battalions")
    crisis.say("2031-03-06", "ultimatum", KRS, TRL, "Tarland must withdraw its guards")
    crisis.say(None, "intend", KRS, None, "Karsova plans to hold an exercise")
    crisis.say("2031-03-06", "praise", KRS, MRN, "Karsova praises Merania")

    def acts(**filters):
        return [entry.signal.act for entry in crisis.ledger(filters=Filters(**filters)).entries]

    assert acts() == ["ultimatum", "promise", "threaten", "intend"]
    assert acts(actor="Compact") == ["promise", "threaten"]
    assert acts(to="Tarland") == ["ultimatum", "promise"]
    assert acts(actor="Karsova", to="Merania") == []
    assert acts(act="PROMISE") == ["promise"]
    assert acts(since="2031-03-05") == ["ultimatum", "promise"]
    assert acts(until="2031-03-05") == ["promise", "threaten"]
    assert acts(limit=1) == ["ultimatum"]
    assert crisis.ledger(filters=Filters(limit=1)).total == 4


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"filters": Filters(act="praise")}, "no commitment is made by the act 'praise'; there are: threaten"),
        ({"filters": Filters(actor="Karsva")}, "no actor 'Karsva' in this case; nearest: karsova"),
        ({"filters": Filters(to="Karsva")}, "no actor 'Karsva' in this case; nearest: karsova"),
        ({"filters": Filters(since="soon")}, "since: 'soon' is no ISO 8601 date"),
        ({"as_of": "soon"}, "as_of: 'soon' is no ISO 8601 date"),
    ],
)
def test_wrong_questions(withdrawal, asked, said):
    with pytest.raises(ConfigurationError, match=re.escape(said)):
        withdrawal().ledger(**asked)


def test_an_empty_case_has_an_empty_ledger(crisis):
    assert crisis.ledger() == standoff.Answer((), 0)


# The table.


def test_the_table_of_deeds_names_acts_and_types_that_there_are():
    table = tomllib.loads((files("standoff") / "data" / "bearings.toml").read_text("utf-8"))
    assert set(table["deeds"]) == set(COMMITTING) == set(table["named"])
    for act, rows in table["deeds"].items():
        assert set(rows) <= {*event_types(), "VAGUE", "ANY"}, act
        for row in rows.values():
            assert set(row) <= {"bears_out", "contradicts", "complies"}
            assert {name for names in row.values() for name in names} <= {*event_types(), "DEED"}


@pytest.mark.parametrize("act", COMMITTING)
def test_no_type_both_bears_out_and_contradicts(act):
    for deed in (None, *event_types()):
        found = deeds(act, deed)
        assert not found.bears_out & found.contradicts


def test_the_ledger_of_the_sample(tmp_path):
    """End to end: the promise to withdraw, the ultimatum and the threat of the sample, read and asked for."""
    case = tmp_path / "case.standoff"
    overlay = ROOT / "sample" / "actors.toml"
    read = [ROOT / "sample" / "dispatches", "--actors", overlay, "--case", case, "--quiet"]
    subprocess.run([sys.executable, "-m", "standoff", "read", *read], check=True)
    with standoff.open_case(case) as opened:
        entries = standoff.ledger(opened, standoff.Filters(), everything=True).entries
    found = {
        (entry.signal.act, entry.sender, link.kind, getattr(link.entry.row, "event_type", None))
        for entry in entries
        for link in entry.links
    }
    assert ("promise", KRS, "contradicted by", "MOBILIZE") in found
    assert ("promise", COMPACT, "borne out by", "MOBILIZE") in found
    assert ("threaten", COMPACT, "borne out by", "SANCTION") in found
    assert ("threaten", COMPACT, "condition met", "MOBILIZE") in found
    assert ("ultimatum", KRS, "answered", None) in found
    words = " ".join(f"{link.kind} {link.reason}" for entry in entries for link in entry.links)
    assert not re.search(r"\bbr(?:eak|oke|each)|kept\b", words)
