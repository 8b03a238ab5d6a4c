"""The 78 sentences on which PETRARCH2 and UniversalPetrarch are checked: the file, and the score of CAMEO rows.

The file says of itself that it began as PETRARCH2's own output and was then corrected by hand. It is not well-formed
XML (its head is comment without marks, and many an element is closed before its content), so it is read by its marks.

A coding is source, target and code. What is compared is the *set* of codings of a sentence: a sentence is exact where
nothing is missing and nothing is too much. As for the two coders' own figures, a row in which one party is nobody
(`---`) is no coding; the gold keeps the two it has. Of the code only the root counts, its first two digits.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from reading import Reading, code

NAME = "petrarch2"
NOBODY = "---"
BEGINS = re.compile(r"(?=<Sentence\b)")


class Triple(NamedTuple):
    """Who did what to whom: the actors' codes and CAMEO's root.

    >>> Triple("TRLGOV", "IGOUNO", "04").short
    Triple(source='TRL', target='IGO', root='04')
    >>> Triple("---REB", "TRL", "19").short.source
    '---REB'
    """

    source: str
    target: str
    root: str

    @property
    def short(self) -> Triple:
        """The same with the first three letters of each actor: a state, or what is beyond states.

        Where no state is known the sector is all there is, and stays.
        """
        source, target = (code if code.startswith(NOBODY) else code[:3] for code in self.dyad)
        return Triple(source, target, self.root)

    @property
    def dyad(self) -> tuple[str, str]:
        """Source and target alone."""
        return self.source, self.target


@dataclass(frozen=True)
class Sentence:
    """One record of the file: its name, date (ISO 8601, None where it has none), text and codings."""

    name: str
    date: str | None
    text: str
    codings: frozenset[Triple]
    raw: str

    @property
    def document(self) -> str:
        """The id of the document that Standoff makes of the text."""
        return f"doc-{hashlib.sha256(self.text.encode()).hexdigest()[:16]}"

    @property
    def file(self) -> str:
        """The name of a text file for it; the date in it is the date of the document."""
        return f"{self.date or 'undated'}_{re.sub(r'[^A-Za-z0-9]+', '-', self.name)}.txt"


def sentences(gold: Path) -> list[Sentence]:
    """The sentences of the file, in order."""
    return [_sentence(raw) for raw in BEGINS.split(gold.read_text(encoding="utf-8"))[1:]]


def _sentence(raw: str) -> Sentence:
    head = _attributes(raw[: raw.index(">")])
    codings = (_attributes(found) for found in re.findall(r"<EventCoding\b([^>]*)>", raw))
    date = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", head["date"])
    return Sentence(
        head["id"],
        "-".join(date.groups()) if date else None,
        _text(raw),
        frozenset(Triple(c["sourcecode"], c["targetcode"], c["eventcode"][:2]) for c in codings if "eventcode" in c),
        raw,
    )


def _attributes(head: str) -> dict[str, str]:
    return dict(re.findall(r'(\w+)="([^"]*)"', head))


def _text(raw: str) -> str:
    """The sentence on one line; where the file has its parse alone, the words of that."""
    found = re.search(r"<Text>(.*?)</Text>", raw, re.DOTALL)
    text = " ".join(html.unescape(found[1]).split()) if found else ""
    return text or re.sub(r" (?=[.,])", "", " ".join(re.findall(r"^\d+\t([^\t]+)\t", raw, re.MULTILINE)))


def sample(gold: Path, names: Iterable[str], folder: Path) -> Path:
    """A smaller copy of the file, made in `folder`, with the sentences of these names."""
    kept = set(names)
    copy = folder / gold.name
    copy.write_text("".join(one.raw for one in sentences(gold) if one.name in kept), encoding="utf-8")
    return copy


def write_texts(gold: Path, folder: Path) -> None:
    """Each sentence as a text file of its own in `folder`, which is made."""
    folder.mkdir()
    for one in sentences(gold):
        (folder / one.file).write_text(one.text, encoding="utf-8", newline="")


def coded(lines: Iterable[str]) -> dict[str, frozenset[Triple]]:
    r"""What `standoff code --format cameo` printed, by the document's id, without the rows in which a party is nobody.

    >>> row = "20310505\tKRSMIL\tTRL\t190\tdoc-00_0-31"
    >>> coded([row, row.replace("TRL", "---")])
    {'doc-00': frozenset({Triple(source='KRSMIL', target='TRL', root='19')})}
    """
    found: dict[str, set[Triple]] = defaultdict(set)
    for line in lines:
        _, source, target, code, sentence = line.rstrip("\n").split("\t")
        if NOBODY not in (source, target):
            found[sentence.rpartition("_")[0]].add(Triple(source, target, code[:2]))
    return {document: frozenset(triples) for document, triples in found.items()}


def measure(gold: Path, folder: Path, jobs: int) -> tuple[Reading, dict[str, dict[str, float | None]]]:
    """The sentences of the file as `standoff code` codes them, and the score of that; texts and rows go to `folder`."""
    write_texts(gold, folder / "texts")
    read = code("cameo", folder, jobs)
    return read, score(sentences(gold), coded(read.records.read_text(encoding="utf-8").splitlines()))


def score(gold: Sequence[Sentence], rows: Mapping[str, frozenset[Triple]]) -> dict[str, dict[str, float | None]]:
    """The figures of whole codings and of dyads alone, by the view of them: `full`, `short`, `full dyad`, `short dyad`.

    A sentence that has no rows counts as one for which nothing was found.
    """
    pairs = [(one.codings, rows.get(one.document, frozenset())) for one in gold]
    views: dict[str, Callable[[Triple], Hashable]] = {
        "full": lambda triple: triple,
        "short": lambda triple: triple.short,
        "full dyad": lambda triple: triple.dyad,
        "short dyad": lambda triple: triple.short.dyad,
    }
    return {name: _compared(pairs, view) for name, view in views.items()}


def _compared(
    pairs: Sequence[tuple[frozenset[Triple], frozenset[Triple]]], view: Callable[[Triple], Hashable]
) -> dict[str, float | None]:
    """The share of sentences that are exact, and precision, recall and F1 of what `view` shows of the codings."""
    seen = [({view(triple) for triple in wanted}, {view(triple) for triple in found}) for wanted, found in pairs]
    hits, wanted, found = (sum(map(len, sets)) for sets in zip(*((w & f, w, f) for w, f in seen), strict=True))
    return {
        "exact": sum(w == f for w, f in seen) / len(seen),
        "P": hits / found if found else None,
        "R": hits / wanted if wanted else None,
        "F1": 2 * hits / (wanted + found) if wanted + found else None,
    }
