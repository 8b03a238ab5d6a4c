"""The sets Standoff is measured on: where each lies, how it is sampled, and which figures are read off its score.

The gold sets and the scorer are not part of the project. They lie in a folder beside the working tree (`../shared`)
or wherever `--data` says, laid out as `bench/score.py` and `data/SET`.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import petrarch2

T = TypeVar("T")

csv.field_size_limit(10**9)


@dataclass(frozen=True)
class Figure:
    """One figure of a set: its name in the table, the path to it in the score, what others reach, and the goal.

    `floored` is False where a better reader can make the figure fall: a share of what was found, among more found.
    """

    name: str
    path: tuple[str, ...]
    others: str = ""
    goal: str = ""
    floored: bool = True


@dataclass(frozen=True)
class GoldSet:
    """A gold set: its folder or file under `data/`, its unit, how many make a quick look, and its figures."""

    name: str
    gold: str
    unit: str
    quick: int
    figures: tuple[Figure, ...]


SETS: tuple[GoldSet, ...] = (
    GoldSet(
        "polnear",
        "polnear/dev",
        "articles",
        20,
        (
            Figure("attribution, overlap F1", ("attr.overlap", "f1"), "Citron .49, retrained .60", ">= .80"),
            Figure("source, exact F1", ("cofenet.source.exact", "f1"), "BiLSTM-CRF .70, BERT .83", ">= .83"),
            Figure("cue, exact F1", ("cofenet.cue.exact", "f1"), "BiLSTM-CRF .67, BERT .75", ">= .76"),
            Figure("content, exact F1", ("cofenet.content.exact", "f1"), "BiLSTM-CRF .59, BERT .73", ">= .73"),
        ),
    ),
    GoldSet(
        "plv",
        "plv/train.tsv",
        "sentences",
        250,
        (
            Figure("dyad found, recall", ("dyad recall",)),
            Figure(
                "event type end to end, F1",
                ("type, end to end", "F1"),
                "PETRARCH2 .72-.76, own gold",
                ">= .75",
            ),
            Figure("event quad end to end, F1", ("quad, end to end", "F1")),
        ),
    ),
    GoldSet(
        petrarch2.NAME,
        "petrarch2/PETR2_GSR_validation.xml",
        "sentences",
        78,
        (
            Figure(
                "CAMEO dyads and roots, exact sentences",
                ("full", "exact"),
                "PETRARCH2 .70, UniversalPetrarch .68",
                ">= .75",
            ),
            Figure("CAMEO dyads and roots, precision", ("full", "P"), floored=False),
            Figure("CAMEO dyads and roots, recall", ("full", "R")),
            Figure("CAMEO dyads and roots, F1", ("full", "F1")),
            Figure("CAMEO dyads, exact sentences", ("full dyad", "exact")),
            Figure("CAMEO dyads and roots by three letters, exact sentences", ("short", "exact")),
            Figure("CAMEO dyads and roots by three letters, F1", ("short", "F1")),
            Figure("CAMEO dyads by three letters, exact sentences", ("short dyad", "exact")),
        ),
    ),
    GoldSet(
        "cameo_ner",
        "cameo_ner/train.bio",
        "sentences",
        250,
        (
            Figure("who did it, span F1", ("who", "F1"), "", ">= .80"),
            Figure("to whom, span F1", ("whom", "F1"), "", ">= .80"),
        ),
    ),
    GoldSet(
        "unscon",
        "unscon/units.csv",
        "speeches",
        20,
        (
            Figure("accusations, F1", ("negative evaluation", "F1"), "", ">= .70"),
            Figure("accused named, share", ("target named",), "", ">= .85", floored=False),
        ),
    ),
    GoldSet(
        "geowebnews",
        "geowebnews/docs.jsonl",
        "articles",
        40,
        (
            Figure("places, exact F1", ("exact", "F1"), "spaCy .77, Google .85", ">= .85"),
            Figure("places, overlap F1", ("overlap", "F1")),
        ),
    ),
    GoldSet("aeb", "aeb", "pages", 40, (Figure("main text of HTML, F1", ("F1",), "trafilatura .96", ">= .96"),)),
)

UNMEASURED: tuple[tuple[str, str], ...] = (
    ("speaker named, share", "needs names in gold: hand-made cases only"),
    ("time values", "hand-made cases only: see tests/cases"),
    ("same story, B-cubed F1", "stories are not grouped yet"),
    ("calibration of confidence, other kinds", "only attributions and events are joined with right and wrong"),
)
"""What design asks for and this bench cannot measure yet, with the reason."""


def by_name(name: str) -> GoldSet:
    """The set called `name`. Raises SystemExit with the known names when there is none."""
    for one in SETS:
        if one.name == name:
            return one
    raise SystemExit(f"no set {name!r}; the sets are {', '.join(s.name for s in SETS)}")


def spread(items: Sequence[T], count: int) -> list[T]:
    """`count` of the items, evenly spread and in order; all of them where there are fewer.

    >>> spread("abcdefgh", 3)
    ['a', 'c', 'f']
    """
    if count >= len(items):
        return list(items)
    return [items[i * len(items) // count] for i in range(count)]


def _sample_plv(gold: Path, count: int, folder: Path) -> Path:
    with gold.open(newline="", encoding="utf-8") as source:
        head, *rows = csv.reader(source, delimiter="\t")
    with (folder / gold.name).open("w", newline="", encoding="utf-8") as target:
        csv.writer(target, delimiter="\t").writerows([head, *spread(rows, count)])
    return folder / gold.name


def _sample_petrarch2(gold: Path, count: int, folder: Path) -> Path:
    return petrarch2.sample(gold, spread([one.name for one in petrarch2.sentences(gold)], count), folder)


def _sample_cameo_ner(gold: Path, count: int, folder: Path) -> Path:
    blocks = gold.read_text(encoding="utf-8").strip().split("\n\n")
    (folder / gold.name).write_text("\n\n".join(spread(blocks, count)), encoding="utf-8")
    return folder / gold.name


def _sample_unscon(gold: Path, count: int, folder: Path) -> Path:
    with gold.open(newline="", encoding="utf-8") as source:
        head, *rows = csv.reader(source)
    column = head.index("file_id")
    kept = set(spread(list(dict.fromkeys(row[column] for row in rows)), count))
    with (folder / gold.name).open("w", newline="", encoding="utf-8") as target:
        csv.writer(target).writerows([head, *(row for row in rows if row[column] in kept)])
    return folder / gold.name


def _sample_geowebnews(gold: Path, count: int, folder: Path) -> Path:
    lines = gold.read_text(encoding="utf-8").strip().split("\n")
    (folder / gold.name).write_text("\n".join(spread(lines, count)), encoding="utf-8")
    return folder / gold.name


def _sample_aeb(gold: Path, count: int, folder: Path) -> Path:
    truth = json.loads((gold / "ground-truth.json").read_text(encoding="utf-8"))
    kept = spread(sorted(truth), count)
    (folder / "html").mkdir()
    for page in kept:
        shutil.copy(gold / "html" / f"{page}.html.gz", folder / "html")
    (folder / "ground-truth.json").write_text(json.dumps({page: truth[page] for page in kept}), encoding="utf-8")
    return folder


def copy_polnear(gold: Path, documents: Iterable[str], folder: Path) -> Path:
    """`folder`, with the texts of these documents of `gold` and what every annotator marked; it may hold others."""
    for part in ("text", "attributions"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for document in documents:
        shutil.copy(gold / "text" / f"{document}.txt", folder / "text")
        for marks in (gold / "attributions").glob(f"{document}_*.ann"):
            shutil.copy(marks, folder / "attributions")
    return folder


def _sample_polnear(gold: Path, count: int, folder: Path) -> Path:
    return copy_polnear(gold, spread(sorted(text.stem for text in (gold / "text").glob("*.txt")), count), folder)


_SAMPLERS: dict[str, Callable[[Path, int, Path], Path]] = {
    "polnear": _sample_polnear,
    "plv": _sample_plv,
    "petrarch2": _sample_petrarch2,
    "cameo_ner": _sample_cameo_ner,
    "unscon": _sample_unscon,
    "geowebnews": _sample_geowebnews,
    "aeb": _sample_aeb,
}


def sample(gold_set: GoldSet, gold: Path, count: int, folder: Path) -> Path:
    """Where a smaller copy of `gold` lies, with `count` units evenly spread over the set; made in `folder`."""
    folder.mkdir(parents=True)
    return _SAMPLERS[gold_set.name](gold, count, folder)


def digest(*paths: Path) -> str:
    """Sixteen hexadecimal digits over the names and bytes of the files at `paths`, folders entered."""
    total = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                total.update(f"{file.relative_to(path.parent).as_posix()}\0".encode())
                total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:16]
