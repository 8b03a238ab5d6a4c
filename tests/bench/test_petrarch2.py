"""The file of PETRARCH2's sentences: how it is read, sampled and compared with what `standoff code` prints."""

from __future__ import annotations

from pathlib import Path

import petrarch2
import pytest
import sets
from petrarch2 import Triple

FILE = """<?xml version='1.0' encoding='utf-8'?>
<Validation>
# A head that is no XML, with <EventCoding...> in it
<Sentences>
<Sentence category="AFP" date="20310505" id="ONE_1" evaluate="true"/>
<EventCoding eventcode="042" sourcecode="TRLGOV" targetcode="KRS" />
<EventCoding eventcode="043" sourcecode="KRS" targetcode="TRLGOV" />
<Text>
Tarland's president visited Karsova
&amp; Sarn.
</Text>
<Parse>
1	Tarland	Tarland	PROPN	NNP	_	2	nmod	_	_
</Parse>
</Sentence>
<Sentence category="TEST" date="1231" id="TWO_2.5" evaluate="true">
<!-- a note -->
<EventCoding noevents="True" />
<Text>
The tanks rusted.
</Text>
</Sentence>
<Sentence category="TEST" date="20310506" id="THREE" evaluate="true"/>
<EventCoding eventcode="190" sourcecode="---REB" targetcode="KRSMIL" />
<Text>
</Text>
<Parse>
1	Rebels	rebel	NOUN	NNS	_	2	nsubj	_	_
2	fired	fire	VERB	VBD	_	0	root	_	_
3	.	.	PUNCT	.	_	2	punct	_	_
</Parse></Sentence>
</Sentences>
</Validation>
"""

VISIT = Triple("TRLGOV", "KRS", "04")
HOST = Triple("KRS", "TRLGOV", "04")
SHOTS = Triple("---REB", "KRSMIL", "19")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "gold.xml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_the_file_is_read_though_it_is_no_xml(file: Path) -> None:
    visit, tanks, shots = petrarch2.sentences(file)
    assert (visit.name, visit.date, visit.codings) == ("ONE_1", "2031-05-05", {VISIT, HOST})
    assert visit.text == "Tarland's president visited Karsova & Sarn."
    assert (tanks.date, tanks.codings, tanks.file) == (None, frozenset(), "undated_TWO-2-5.txt")
    assert (shots.text, shots.codings) == ("Rebels fired.", {SHOTS})


def test_texts_are_files_with_the_date_in_their_names(file: Path, tmp_path: Path) -> None:
    petrarch2.write_texts(file, tmp_path / "texts")
    names = sorted(path.name for path in (tmp_path / "texts").iterdir())
    assert names == ["2031-05-05_ONE-1.txt", "2031-05-06_THREE.txt", "undated_TWO-2-5.txt"]


def test_a_sample_is_a_file_of_the_same_kind(file: Path, tmp_path: Path) -> None:
    copy = sets.sample(sets.by_name(petrarch2.NAME), file, 2, tmp_path / "sample")
    assert [one.name for one in petrarch2.sentences(copy)] == ["ONE_1", "TWO_2.5"]


def test_rows_are_joined_to_sentences_by_the_document_that_standoff_makes(sample_records) -> None:
    document = sample_records[0].document
    assert petrarch2.Sentence("", None, document.text, frozenset(), "").document == document.id


def test_a_sentence_is_exact_where_nothing_is_missing_and_nothing_too_much(file: Path) -> None:
    visit, _, shots = gold = petrarch2.sentences(file)
    rows = {visit.document: frozenset({VISIT}), shots.document: frozenset({Triple("---REB", "KRS", "19")})}
    figures = petrarch2.score(gold, rows)
    assert figures["full"] == {"exact": pytest.approx(1 / 3), "P": 0.5, "R": pytest.approx(1 / 3), "F1": 0.4}
    assert figures["short"] == {
        "exact": pytest.approx(2 / 3),
        "P": 1.0,
        "R": pytest.approx(2 / 3),
        "F1": pytest.approx(0.8),
    }
    assert petrarch2.score(gold, {one.document: one.codings for one in gold})["full"]["exact"] == 1.0
    assert petrarch2.score(gold, {})["full"] == {"exact": pytest.approx(1 / 3), "P": None, "R": 0.0, "F1": 0.0}


def test_the_dyad_can_be_right_where_the_root_is_wrong(file: Path) -> None:
    visit, *_ = petrarch2.sentences(file)
    rows = {visit.document: frozenset({VISIT._replace(root="03"), HOST._replace(root="03")})}
    figures = petrarch2.score([visit], rows)
    assert (figures["full dyad"]["exact"], figures["full"]["exact"]) == (1.0, 0.0)
