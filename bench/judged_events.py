"""Measure the precision of events: of the rows that somebody judged one by one, how many are right.

    python bench/judged_events.py [--data DIR] [--jobs 2]   read the articles, print the figures, keep them
    python bench/judged_events.py --to-judge FILE           and write the rows that nobody judged, with their sentences
    python bench/judged_events.py --add FILE                take such rows, filled in, into the gold, reading nothing
    python bench/judged_events.py --docs                    write the last figures into docs/accuracy.md

The articles are those in which rows were judged (bench/gold/events_judged.jsonl; `judgements.py` says what it holds),
and with `--articles FILE` those listed there besides, one "set/line" a line, as in tools/training/gold/held_out.txt.
Nothing is to be trained on any of them.

A printed row that was judged in just this form is right or wrong as it was judged; one that nobody judged is counted
and is in no figure. So precision can only be trusted while nearly all rows are judged: after a change of the reader,
judge the new ones. The file of `--to-judge` has sentences of news in it and is not to be committed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import judgements
import machine
import reading
import reports
import scorers
import sets
from intervals import wilson
from judgements import CAUSES, Article, Judgement, Told
from reliability import Judged, binned, equal_width, expected_error

COMMAND = "python bench/judged_events.py --docs"
NAME = "judged_events"
BAR = 0.85
BINS = 5
DIGITS = 16


class Row(NamedTuple):
    """A printed row that was judged: its type, its confidence, and what is wrong with it (None where it is right)."""

    event_type: str
    confidence: float
    wrong: str | None


@dataclass(frozen=True)
class Outcome:
    """What was printed of the judged articles: judged rows, how many nobody judged, and what is printed no more.

    `gone_right`, `gone_wrong`: judgements of rows that are no longer printed; `unread`: articles without a record.
    """

    digest: str
    articles: int
    unread: int
    rows: list[Row]
    unjudged: int
    gone_right: int
    gone_wrong: int


def compare(
    records: Mapping[Article, dict[str, Any] | None], judged: Sequence[Judgement], digest: str = ""
) -> tuple[Outcome, list[tuple[Told, str]]]:
    """The outcome for the articles' records (None: not read), and the rows that nobody judged with their sentences."""
    rows: list[Row] = []
    met: list[Told] = []
    unjudged: list[tuple[Told, str]] = []
    for article, record in records.items():
        for told, confidence, sentence in judgements.printed(record, article) if record else ():
            met.append(told)
            judgement = judgements.judgement_of(told, judged)
            if judgement is None:
                unjudged.append((told, sentence))
            else:
                rows.append(Row(told.event_type, confidence, judgement.wrong))
    gone = [one for one in judged if not any(judgements.is_same(one.told, told) for told in met)]
    right = sum(one.wrong is None for one in gone)
    unread = sum(record is None for record in records.values())
    return Outcome(digest, len(records), unread, rows, len(unjudged), right, len(gone) - right), unjudged


class Dated(NamedTuple):
    """The text of an article and the day it was printed, as the set writes it ("20220226"; "" where it does not)."""

    text: str
    day: str


def texts(data: Path, places: Iterable[tuple[str, int]]) -> dict[Article, Dated]:
    """The articles in these lines of these sets, with their texts; a text that stands twice is one article."""
    found: dict[str, tuple[Article, Dated]] = {}
    asked = sorted(places)
    for gold_set in dict.fromkeys(name for name, _ in asked):
        lines = docs(data, gold_set).read_text("utf-8").split("\n")
        for line in (number for name, number in asked if name == gold_set):
            if not 0 <= line < len(lines) or not lines[line]:
                raise SystemExit(f"{docs(data, gold_set)} has no line {line}, counted from 0")
            row = json.loads(lines[line])
            text: str = row["text"]
            sha256 = hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
            found.setdefault(sha256, (Article(gold_set, line, sha256), Dated(text, str(row.get("date", "")))))
    return dict(found.values())


def docs(data: Path, gold_set: str) -> Path:
    """Where the articles of a set lie."""
    return data / "data" / gold_set / "docs.jsonl"


def unlike(judged: Iterable[Judgement], articles: Iterable[Article]) -> list[Article]:
    """The articles whose text is no longer the one that was judged."""
    known = {article.sha256 for article in articles}
    return sorted({one.told.article for one in judged if one.told.article.sha256 not in known})


def read(articles: Mapping[Article, Dated], jobs: int) -> dict[Article, dict[str, Any] | None]:
    """What `standoff read` prints of each article; None where it prints no record. Files are named by the day."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "texts").mkdir()
        for article, (text, day) in articles.items():
            path = folder / "texts" / f"{day}_{article.sha256}.txt"
            path.write_text(text, encoding="utf-8", newline="")
        found = reading.read_texts(folder, jobs)
        records = [json.loads(line) for line in found.records.read_text("utf-8").split("\n") if line]
    print(f"{found.units} articles in {found.seconds:.0f} s", file=sys.stderr)
    by_digest = {record["document"]["sha256"][:DIGITS]: record for record in records if record["document"]}
    return {article: by_digest.get(article.sha256) for article in articles}


def listed(path: Path) -> list[tuple[str, int]]:
    """The articles named in a file, one "set/line" a line, remarks after # left out."""
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return [(name, int(line)) for name, _, line in (line.rpartition("/") for line in lines if line)]


def report(found: Outcome) -> str:
    """The figures in Markdown: over all rows, by type, by what is wrong, and by confidence."""
    rows = found.rows
    right = sum(row.wrong is None for row in rows)
    wrong = Counter(row.wrong for row in rows if row.wrong is not None)
    types = Counter(row.event_type for row in rows)
    true = Counter(row.event_type for row in rows if row.wrong is None)
    by_type = [
        (name, f"{count:,}", f"{true[name]:,}", str(wilson(true[name], count)))
        for name, count in sorted(types.items(), key=lambda each: (-each[1], each[0]))
    ]
    by_cause = [(cause, f"{wrong[cause]:,}", f"{wrong[cause] / len(rows):.3f}") for cause in CAUSES if wrong[cause]]
    bins = equal_width([Judged(row.confidence, row.wrong is None) for row in rows], BINS)
    unread = f" {found.unread} more could not be read." if found.unread else ""
    return (
        f"Precision {wilson(right, len(rows))}, with Wilson's 95% interval: {right:,} of {len(rows):,} judged rows of "
        f"{found.articles - found.unread} articles are right; the bar is {BAR}.{unread}\n"
        f"{found.unjudged:,} printed rows nobody judged. Of the judged rows {found.gone_right:,} right and "
        f"{found.gone_wrong:,} wrong ones are printed no more.\n\n"
        f"{reports.markdown(('type', 'judged', 'right', 'precision'), by_type, right=3)}\n"
        f"{reports.markdown(('what is wrong', 'rows', 'share of rows'), by_cause, right=2)}\n"
        f"Expected calibration error {expected_error(bins):.3f}, over {BINS} bins of equal width:\n\n{binned(bins)}"
    )


def measure(
    data: Path, articles: Mapping[Article, Dated], judged: Sequence[Judgement], jobs: int
) -> list[tuple[Told, str]]:
    """Read the articles, print the figures and keep them; the rows nobody judged come back."""
    changed = unlike(judged, articles)
    if changed:
        raise SystemExit(f"not the text that was judged: {', '.join(f'{a.gold_set}/{a.line}' for a in changed)}")
    files = [docs(data, name) for name in sorted({article.gold_set for article in articles})]
    digest = sets.digest(*(path for path in (judgements.GOLD, *files) if path.exists()))
    found, unjudged = compare(read(articles, jobs), judged, digest)
    environment = machine.environment()
    reports.keep(NAME, vars(found), environment)
    print(f"{report(found)}\n{machine.line(environment)}")
    return unjudged


def main() -> None:
    """Run the command line above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=scorers.SHARED, help="folder of gold and scorers")
    parser.add_argument("--jobs", type=int, default=2, help="processes that read (default 2)")
    parser.add_argument("--articles", type=Path, help='a file with further articles to read, one "set/line" a line')
    parser.add_argument(
        "--to-judge", type=Path, help="where to write the rows that nobody judged, with their sentences"
    )
    parser.add_argument("--add", type=Path, help="a file of such rows that was filled in, to take into the gold")
    parser.add_argument("--docs", action="store_true", help="write the last figures into docs/accuracy.md")
    options = parser.parse_args()
    if options.docs:
        content, environment = reports.loaded(NAME)
        found = Outcome(**{**content, "rows": [Row(*row) for row in content["rows"]]})
        reports.write_table(COMMAND, f"{report(found)}\nMeasured on: {machine.line(environment)}.\n")
        return
    if options.add:
        print(f"{judgements.add(options.add)} rows added to {judgements.GOLD}")
        return
    judged = judgements.load()
    places = {(one.told.article.gold_set, one.told.article.line) for one in judged}
    places.update(listed(options.articles) if options.articles else ())
    absent = [path for path in sorted({docs(options.data, name) for name, _ in places}) if not path.exists()]
    if absent:
        print(f"nothing measured: there is no {', '.join(map(str, absent))} (--data DIR says where)")
    elif not places:
        print(f"nothing measured: no row is judged in {judgements.GOLD} (--articles FILE says what to read)")
    else:
        unjudged = measure(options.data, texts(options.data, places), judged, options.jobs)
        if options.to_judge:
            lines = (judgements.to_judge(told, sentence) for told, sentence in unjudged)
            options.to_judge.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
