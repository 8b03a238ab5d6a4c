"""Measure the signals: acts, parties, both halves of a condition, precision in news, and what `confidence` is worth.

    python bench/signals.py [--part test] [--data DIR] [--jobs 2]   read the gold, print the figures, keep them
    python bench/signals.py --show act                              and print what was missed, added or confused
    python bench/signals.py --docs                                  write the last figures into docs/accuracy.md

The gold is described in `signal_gold.py`. A printed row is right where it has the act of a marked signal and their
spans share a character, each with one at most (the pairs that share most first). Of right rows, sender and recipient
are counted right where both are nobody or have the same name. A condition is found in both halves where a row's span
shares a character with the marked span, and its condition with the marked condition, whatever its act.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import judged_events
import machine
import reading
import reports
import scorers
import signal_gold
from intervals import wilson
from judgements import Article
from reliability import Judged, binned, equal_width, expected_error
from signal_gold import GoldSignal, Item, Offsets

from standoff.ontology.acts import ACTS

COMMAND = "python bench/signals.py --docs"
NAME = "signals"


class Printed(NamedTuple):
    """A row of the record, its parties by name."""

    act: str
    sender: str | None
    voice: str | None
    recipient: str | None
    span: Offsets
    condition: Offsets | None
    condition_kind: str | None
    deed: str | None
    strength: str | None
    confidence: float


@dataclass(frozen=True)
class Compared:
    """A text with what was marked in it and what was printed of it, and which of the two belong together."""

    text: str
    marked: Sequence[GoldSignal]
    printed: Sequence[Printed]
    pairs: Sequence[tuple[int, int]]


def compare(text: str, marked: Sequence[GoldSignal], printed: Sequence[Printed]) -> Compared:
    """Join marked and printed signals of the same act whose spans share a character, those that share most first."""
    shared = sorted(
        (-_shared(one.span, row.span), m, p)
        for m, one in enumerate(marked)
        for p, row in enumerate(printed)
        if one.act == row.act and _shared(one.span, row.span) > 0
    )
    pairs: list[tuple[int, int]] = []
    for _, m, p in shared:
        if all(m != other and p != row for other, row in pairs):
            pairs.append((m, p))
    return Compared(text, marked, printed, sorted(pairs))


def _shared(one: Offsets, other: Offsets) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])


def printed_of(record: Mapping[str, Any]) -> list[Printed]:
    """The signals of a record in the contract's form."""
    names = {actor["id"]: actor["name"] for actor in record["actors"]}

    def offsets(span: Mapping[str, Any] | None) -> Offsets | None:
        return None if span is None else (span["start"], span["end"])

    return [
        Printed(
            row["act"],
            names.get(row["sender"]),
            names.get(row["voice"]),
            names.get(row["recipient"]),
            (row["span"]["start"], row["span"]["end"]),
            offsets(row["condition"]),
            row["condition_kind"],
            row["deed"],
            row["strength"],
            row["confidence"],
        )
        for row in record["signals"]
    ]


def same_party(one: str | None, other: str | None) -> bool:
    """Whether two names are of one party: alike, or one inside the other as whole words ("Sand", "Lea Sand")."""
    if one is None or other is None:
        return one is other
    first, second = sorted((f" {one.casefold()} ", f" {other.casefold()} "), key=len)
    return first in second


def figures(found: Sequence[Compared]) -> dict[str, Any]:
    """The figures over some texts."""
    marked = Counter(one.act for text in found for one in text.marked)
    printed = Counter(row.act for text in found for row in text.printed)
    right = Counter(text.marked[m].act for text in found for m, _ in text.pairs)
    acts = {act: _f1(right[act], printed[act], marked[act]) for act in ACTS if marked[act]}
    pairs = [(text.marked[m], text.printed[p]) for text in found for m, p in text.pairs]
    conditional = [(text, one) for text in found for one in text.marked if one.condition is not None]
    bound = [(one, row) for one, row in pairs if one.strength is not None]
    return {
        "texts": len(found),
        "marked": sum(marked.values()),
        "printed": sum(printed.values()),
        "right": len(pairs),
        "precision": _share(len(pairs), sum(printed.values())),
        "recall": _share(len(pairs), sum(marked.values())),
        "macro": round(sum(acts.values()) / len(acts), 4) if acts else 0.0,
        "acts": {act: (acts[act], marked[act], printed[act], right[act]) for act in acts},
        "sender": _share(sum(same_party(one.sender, row.sender) for one, row in pairs), len(pairs)),
        "recipient": _share(sum(same_party(one.recipient, row.recipient) for one, row in pairs), len(pairs)),
        "both": _share(
            sum(same_party(o.sender, r.sender) and same_party(o.recipient, r.recipient) for o, r in pairs), len(pairs)
        ),
        "conditions": _share(sum(_has_condition(text, one) for text, one in conditional), len(conditional)),
        "conditional": len(conditional),
        "deed": _share(sum(one.deed == row.deed for one, row in pairs), len(pairs)),
        "strength": _share(sum(one.strength == row.strength for one, row in bound), len(bound)),
        "judged": [
            (row.confidence, any(q == p for _, q in text.pairs)) for text in found for p, row in enumerate(text.printed)
        ],
    }


def _has_condition(text: Compared, one: GoldSignal) -> bool:
    return one.condition is not None and any(
        row.condition is not None and _shared(row.span, one.span) > 0 and _shared(row.condition, one.condition) > 0
        for row in text.printed
    )


def _f1(right: int, printed: int, marked: int) -> float:
    return round(2 * right / (printed + marked), 4) if printed + marked else 0.0


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def read_items(items: Sequence[Item], jobs: int) -> list[Compared]:
    """The written items, each read as a document of its own, with the invented world as an overlay."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "texts").mkdir()
        for item in items:
            (folder / "texts" / f"{item.name}.txt").write_text(item.text, encoding="utf-8", newline="")
        records = reading.read_texts(folder, jobs, signal_gold.WORLD).records
        rows = [json.loads(line) for line in records.read_text("utf-8").split("\n") if line]
    by_name = {Path(row["document"]["uri"]).stem: row for row in rows if row["document"]}
    return [compare(item.text, item.signals, printed_of(by_name[item.name])) for item in items]


def read_news(data: Path, jobs: int) -> list[Compared]:
    """The articles of news that were marked; none where the set is not there."""
    rows = {(row["set"], row["line"]): row for row in signal_gold.rows(signal_gold.NEWS)}
    if not rows or not judged_events.docs(data, next(iter(rows))[0]).exists():
        return []
    articles = judged_events.texts(data, rows)
    changed = [a for a in articles if rows[a.gold_set, a.line]["sha256"] != a.sha256]
    if changed:
        raise SystemExit(f"not the text that was marked: {', '.join(f'{a.gold_set}/{a.line}' for a in changed)}")
    records = judged_events.read(articles, jobs)
    return [_compared(article, articles[article].text, records[article], rows) for article in articles]


def _compared(
    article: Article, text: str, record: Mapping[str, Any] | None, rows: Mapping[tuple[str, int], dict[str, Any]]
) -> Compared:
    marked = signal_gold.signals_of(rows[article.gold_set, article.line])
    return compare(text, marked, printed_of(record) if record else [])


def show(found: Sequence[Compared], part: str) -> None:
    """Print what is wrong: with `act` every row and signal that has no partner, else pairs that differ in the part."""
    for text in found:
        for m, p in text.pairs if part != "act" else ():
            one, row = text.marked[m], text.printed[p]
            want, seen = getattr(one, part), getattr(row, part)
            if not (same_party(want, seen) if part in {"sender", "recipient", "voice"} else want == seen):
                print(f"{one.act}: {want!r} read as {seen!r}: {_words(text, row.span)}")
        if part == "act":
            for m, one in enumerate(text.marked):
                if all(m != other for other, _ in text.pairs):
                    print(f"missed {one.act}: {_words(text, one.span)}")
            for p, row in enumerate(text.printed):
                if all(p != other for _, other in text.pairs):
                    print(f"added {row.act} {row.confidence}: {_words(text, row.span)}")


def _words(text: Compared, span: Offsets) -> str:
    return " ".join(text.text[span[0] : span[1]].split())


def report(found: Mapping[str, Mapping[str, Any]]) -> str:
    """The figures in Markdown."""
    written = found["written"]
    head = ("figure", *found)
    names = (
        ("texts", "texts"), ("signals marked", "marked"), ("rows printed", "printed"), ("precision", "precision"),
        ("recall", "recall"), ("macro-F1 over acts", "macro"), ("sender", "sender"), ("recipient", "recipient"),
        ("both parties", "both"), ("conditions, both halves", "conditions"), ("deed", "deed"), ("strength", "strength"),
    )  # fmt: skip
    table = [(name, *(_cell(each[key]) for each in found.values())) for name, key in names]
    acts = [
        (act, f"{f1:.3f}", f"{right / printed:.3f}" if printed else "-", f"{right / marked:.3f}", str(marked))
        for act, (f1, marked, printed, right) in written["acts"].items()
    ]
    parts = [reports.markdown(head, table, right=len(found)), reports.markdown(
        ("act, written items", "F1", "precision", "recall", "marked"), acts, right=4
    )]  # fmt: skip
    for name, each in found.items():
        bins = equal_width([Judged(*row) for row in each["judged"]], 5)
        share = wilson(each["right"], each["printed"])
        parts.append(
            f"{name}: precision {share}, with Wilson's 95% interval; expected calibration error "
            f"{expected_error(bins):.3f}, over 5 bins of equal width:\n\n{binned(bins)}"
        )
    return "\n".join(parts)


def _cell(value: float) -> str:
    return f"{value:.3f}" if isinstance(value, float) else f"{value:,}"


def main() -> int:
    """Run the command line above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=signal_gold.PARTS, default="test", help="of the written items (default test)")
    parser.add_argument("--data", type=Path, default=scorers.SHARED, help="folder of gold and scorers")
    parser.add_argument("--jobs", type=int, default=2, help="processes that read (default 2)")
    parser.add_argument("--show", help="print what differs in this part: act, sender, recipient, condition_kind, deed")
    parser.add_argument("--items-only", action="store_true", help="read the written items alone")
    parser.add_argument("--docs", action="store_true", help="write the last figures into docs/accuracy.md")
    options = parser.parse_args()
    if options.docs:
        content, environment = reports.loaded(NAME)
        reports.write_table(COMMAND, f"{report(content)}\nMeasured on: {machine.line(environment)}.\n")
        return 0
    compared = {"written": read_items(signal_gold.items(options.part), options.jobs)}
    if not options.items_only and (news := read_news(options.data, options.jobs)):
        compared["news"] = news
    if options.show:
        for each in compared.values():
            show(each, options.show)
    found = {name: figures(each) for name, each in compared.items()}
    environment = machine.environment()
    if options.part == "test":
        reports.keep(NAME, found, environment)
    print(f"{report(found)}\n{machine.line(environment)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
