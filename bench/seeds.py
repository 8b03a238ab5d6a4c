"""Print every row Standoff reads from raw articles in a form for reading by eye, and count the rows by kind.

    python bench/seeds.py PATH... [--actors FILE] [--kind signals --kind events] [--width 160]
    python bench/seeds.py --records FILE.jsonl

The paths go to `standoff read --jsonl`; `--records` takes what that has printed already. Only the JSON of the contract
is read, so that what is seen here is what a user gets. Rows of one kind stand in the order of the text.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]
KINDS = ("actors", "mentions", "attributions", "events", "signals", "times", "places", "quantities", "agenda")
QUIET = ("mentions",)
"""Kinds that are counted, and printed only when asked for."""


class Page:
    """One document's rows as lines of text, cut at `width` characters."""

    def __init__(self, record: Row, width: int) -> None:
        self.record = record
        self.width = width
        self.names = {actor["id"]: actor["name"] for actor in record["actors"]}

    def zones(self) -> Iterator[str]:
        """The zone map: one line for each zone."""
        document = self.record["document"]
        for zone in document["zones"]:
            text = document["text"][zone["start"] : zone["end"]]
            yield f"{zone['zone']:<10} {zone['start']:>6} {self.cut(text)}"

    def rows(self, kind: str) -> Iterator[str]:
        """The rows of one kind, a line for each."""
        form: Callable[[Row], str] = getattr(self, kind)
        for row in self.record[kind]:
            yield f"{row['confidence']:.2f}  {form(row)}"

    def actors(self, row: Row) -> str:
        """An actor with its roles and codes."""
        roles = "; ".join(f"{role['title']} of {self.who(role['of'])}" for role in row["roles"])
        return f"{row['id']}  {row['name']}  {row['kind']}  {roles}  {row['codes'] or ''}"

    def mentions(self, row: Row) -> str:
        """A mention and whom it names."""
        return f"{self.said(row['span'])} -> {row['actor']}"

    def attributions(self, row: Row) -> str:
        """A statement: speaker, source, cue and content."""
        content = " ... ".join(self.said(span) for span in row["content"])
        to = f" to {self.who(row['addressee'])}" if row["addressee"] else ""
        on = f" on {row['said_on']['value']}" if row["said_on"] else ""
        head = (
            f"[{row['kind']}] {self.who(row['speaker'])}{to}{on} ({self.said(row['source'])} / {self.said(row['cue'])})"
        )
        return f"{head}: {content}"

    def events(self, row: Row) -> str:
        """An event: who did what to whom, when, how it stands and by which words, and how often it is told."""
        what = row["event_type"] + (f"/{row['mode']}" if row["mode"] else "")
        parties = f"{self.all_of(row['actors'])} -> {self.all_of(row['recipients'])}"
        when = row["when"]["value"] if row["when"] else "-"
        cues = ", ".join(self.said(cue) for cue in row["cues"].values())
        modality = (",".join(row["modality"]) or "-") + (f" ({cues})" if cues else "")
        told = f"  (told {len(row['evidence'])} times)" if len(row["evidence"]) > 1 else ""
        inside = "  (attributed)" if row["attribution"] else ""
        trigger = f"{self.said(row['trigger'])} in {self.said(row['sentence'])}"
        return f"{what} {parties}  when {when}  {modality}  {row['track'] or '-'}{inside}{told}: {trigger}"

    def signals(self, row: Row) -> str:
        """A signal: act, sender, voice, recipient, words and condition."""
        condition = f"  [{row['condition_kind']}: {self.said(row['condition'])}]" if row["condition"] else ""
        parties = f"{self.who(row['sender'])} (voice {self.who(row['voice'])}) -> {self.who(row['recipient'])}"
        return f"{row['act']} {parties}  {row['track'] or '-'}: {self.said(row['span'])}{condition}"

    def times(self, row: Row) -> str:
        """A time expression, its value and its anchor."""
        return f"{self.said(row['span'])} = {row['value']} ({row['grain']}, from {row['anchor']})"

    def places(self, row: Row) -> str:
        """A toponym and what it was taken for."""
        return f"{self.said(row['span'])} = {row['name']}, {row['country']} {row['latitude']},{row['longitude']}"

    def quantities(self, row: Row) -> str:
        """A figure and what it counts."""
        return f"{self.said(row['span'])} = {row['qualifier'] or ''}{row['value']:g} {row['unit']}"

    def agenda(self, row: Row) -> str:
        """Something that was still ahead."""
        when = row["when"]["value"] if row["when"] else "-"
        return f"{when}  {self.said(row['what'])}  {self.all_of(row['actors'])}"

    def who(self, actor: str | None) -> str:
        """An actor's name by its id; the id itself where the document does not list it."""
        return "-" if actor is None else self.names.get(actor, f"?{actor}")

    def all_of(self, actors: Iterable[str]) -> str:
        """The names of several actors."""
        return ", ".join(map(self.who, actors)) or "-"

    def said(self, span: Row | None) -> str:
        """The words of a span on one line, with a mark where they are not the document's."""
        if span is None:
            return "-"
        wrong = self.record["document"]["text"][span["start"] : span["end"]] != span["exact"]
        return f"{'OFFSETS WRONG ' if wrong else ''}«{self.cut(span['exact'])}»"

    def cut(self, text: str) -> str:
        """A text on one line, its middle left out where it is longer than the page is wide."""
        line = " ".join(text.split())
        if len(line) <= self.width:
            return line
        return f"{line[: self.width * 2 // 3]} … {line[-self.width // 3 :]}"


def records(options: argparse.Namespace) -> Iterator[Row]:
    """The records to print, from `--records` or from Standoff itself."""
    if options.records:
        lines = options.records.read_text(encoding="utf-8").split("\n")
    else:
        overlays = [part for overlay in options.actors for part in ("--actors", overlay)]
        command = [str(Path(sys.executable).with_name("standoff")), "read", *options.paths, *overlays]
        result = subprocess.run([*command, "--jsonl", "--quiet"], stdout=subprocess.PIPE, encoding="utf-8", check=True)
        lines = result.stdout.split("\n")
    return (json.loads(line) for line in lines if line)


def main() -> None:
    """Run the command line above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", help="files or folders for standoff read")
    parser.add_argument("--records", type=Path, help="what standoff read --jsonl printed, instead of paths")
    parser.add_argument("--actors", action="append", default=[], help="an overlay for standoff read")
    parser.add_argument("--kind", action="append", choices=[*KINDS, "zones"], help="print these kinds only")
    parser.add_argument("--width", type=int, default=160, help="characters shown of a span")
    options = parser.parse_args()
    if not options.paths and not options.records:
        parser.error("give files or folders, or --records FILE")
    kinds = options.kind or ["zones", *(kind for kind in KINDS if kind not in QUIET)]
    counts: Counter[str] = Counter()
    documents = 0
    for record in records(options):
        if record.get("document") is None:
            print(f"\n=== not read: {json.dumps(record, ensure_ascii=False)}")
            continue
        documents += 1
        document = record["document"]
        published = f"{document['published']} from {document['published_from']}"
        print(
            f"\n=== {document['uri']}\n{document['outlet']} | {document['title']} | {published} | {document['byline']}"
        )
        page = Page(record, options.width)
        for kind in kinds:
            lines = list(page.zones() if kind == "zones" else page.rows(kind))
            print(f"\n--- {kind} ({len(lines)})" if lines else f"\n--- {kind}: none")
            for line in lines:
                print(line)
        counts.update({kind: len(record[kind]) for kind in KINDS})
    total = sum(counts.values())
    print(f"\n=== {documents} documents, {total} rows")
    for kind in KINDS:
        print(f"{kind:<13} {counts[kind]:>6}  {counts[kind] / total if total else 0:6.1%}")


if __name__ == "__main__":
    main()
