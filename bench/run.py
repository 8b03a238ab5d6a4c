"""Measure Standoff against public gold sets through its own command line, and print the table.

    python bench/run.py                     every set and the speed, as a Markdown table; results kept in bench/results
    python bench/run.py --set plv           one set (may be given again)
    python bench/run.py --sample 50         50 units of each set, evenly spread: a quick look
    python bench/run.py --check --quick     the small samples that .ci/run takes, against the floors; exit 1 below one
    python bench/run.py --raise             measure, then raise the floors where figures have risen
    python bench/run.py --docs              write the table of the last results into docs/accuracy.md, measuring nothing

Gold and scorers are read from `../shared` (or `--data DIR`, laid out alike); where there is none this says so, and
ends well: the project builds and passes its tests without it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import floors
import machine
import petrarch2
import reading
import reports
import scorers
import sets
import speed

COMMAND = "python bench/run.py --docs"


@dataclass(frozen=True)
class Result:
    """The figures of one set: by name, with the digest of the data, the units read and the seconds it took."""

    name: str
    digest: str
    units: int
    seconds: float
    figures: dict[str, float]
    score: dict[str, Any]


def measure(gold_set: sets.GoldSet, data: Path, count: int | None, jobs: int, label: str) -> Result:
    """The result of reading one set (`count` units of it, or all) and scoring what came out."""
    gold = data / "data" / gold_set.gold
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if count is not None:
            gold = sets.sample(gold_set, gold, count, folder / "gold")
        score: dict[str, Any]
        if gold_set.name == petrarch2.NAME:
            read, score = petrarch2.measure(gold, folder, jobs)
            scorer = [Path(petrarch2.__file__)]
        else:
            read = reading.read(data, gold_set.name, gold, folder, jobs)
            score = json.loads(reading.python(data / "bench" / "score.py", "score", gold_set.name, gold, read.records))
            scorer = scorers.files(data)
        figures = {figure.name: value for figure in gold_set.figures if (value := _at(score, figure.path)) is not None}
        digest = sets.digest(gold, *scorer)
        return Result(label, digest, read.units, read.seconds, figures, score)


def _at(score: Any, path: tuple[str, ...]) -> float | None:
    for key in path:
        score = score[key]
    return None if score is None else float(score)


def table(results: dict[str, Result], measured_speed: speed.Speed | None) -> str:
    """The table of accuracy and speed in Markdown: ours beside what others reach and the goal."""
    rows = []
    for gold_set in sets.SETS:
        result = results.get(gold_set.name)
        for figure in gold_set.figures if result else ():
            value = result.figures.get(figure.name) if result else None
            ours = "none found" if value is None else f"{value:.3f}"
            on = f"{gold_set.name}, {result.units if result else 0:,} {gold_set.unit}"
            rows.append((figure.name, on, figure.others, figure.goal, ours))
    if measured_speed:
        ours = f"{measured_speed.ratio:.2f} ({measured_speed.standoff:,.0f} of {measured_speed.spacy:,.0f} tokens/s)"
        on = f"{measured_speed.texts} texts, {measured_speed.tokens:,} tokens"
        rows.append(("speed on one core, ratio to spaCy", on, "parse + Citron 0.36", ">= 0.6, then 1.0", ours))
    return reports.markdown(("what", "on", "others", "goal", "Standoff"), rows)


def missing() -> str:
    """What cannot be measured yet and why, as a Markdown list."""
    return "\n".join(f"- {what}: {why}" for what, why in sets.UNMEASURED) + "\n"


def write_docs() -> None:
    """Put the table of the results in bench/results between the two marks in docs/accuracy.md."""
    results: dict[str, Result] = {}
    lines: set[str] = set()
    for gold_set in sets.SETS:
        if kept := reports.load(gold_set.name):
            results[gold_set.name] = Result(**kept[0])
            lines.add(machine.line(kept[1]))
    found = speed.load()
    if found:
        lines.add(machine.line(found[1]))
    if not lines:
        raise SystemExit("no results yet: run bench/run.py first")
    measured = table(results, found[0] if found else None)
    body = f"{measured}\nMeasured on: {'; and '.join(sorted(lines))}.\n\nNot measured yet:\n\n{missing()}"
    reports.write_table(COMMAND, body)


def main() -> int:
    """Run the command line above; 1 when a figure is below its floor, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=scorers.SHARED, help="folder of gold and scorers")
    parser.add_argument("--set", action="append", dest="names", help="a set, or speed; all of them if not given")
    parser.add_argument("--sample", type=int, help="units of each set to read; all if not given")
    parser.add_argument("--quick", action="store_true", help="the sample sizes of the -quick floors")
    parser.add_argument("--jobs", type=int, default=2, help="processes that read (default 2)")
    parser.add_argument("--minutes", type=float, help="begin no further set after so many minutes; say which are left")
    parser.add_argument("--check", action="store_true", help="fail when a figure is below its floor")
    parser.add_argument("--raise", action="store_true", dest="lift", help="raise the floors to what was measured")
    parser.add_argument("--docs", action="store_true", help="write the last results into docs/accuracy.md")
    options = parser.parse_args()
    if options.docs:
        write_docs()
        return 0
    if options.sample and (options.check or options.lift or options.quick):
        parser.error("floors stand on whole sets or on --quick, not on --sample")
    if why := scorers.absent(options.data):
        print(why)
        return 0
    return run(options)


def run(options: argparse.Namespace) -> int:
    """Measure what the options ask for, print the table, and compare with the floors or raise them."""
    environment = machine.environment()
    started = time.monotonic()
    pinned = floors.load()
    results: dict[str, Result] = {}
    wrong: list[str] = []
    names = options.names or [s.name for s in sets.SETS] + ([] if options.check else ["speed"])
    for name in names:
        if options.minutes is not None and time.monotonic() - started > options.minutes * 60:
            print(f"{name}: not measured, {options.minutes:g} minutes are over", file=sys.stderr)
            continue
        if name == "speed":
            continue
        gold_set = sets.by_name(name)
        label = f"{name}-quick" if options.quick else f"{name}-{options.sample}" if options.sample else name
        count = gold_set.quick if options.quick else options.sample
        result = results[name] = measure(gold_set, options.data, count, options.jobs, label)
        print(f"{label}: {result.units} {gold_set.unit} in {result.seconds:.0f} s", file=sys.stderr)
        reports.keep(result.name, vars(result), environment)
        floored = {figure.name for figure in gold_set.figures if figure.floored}
        kept = {name: value for name, value in result.figures.items() if name in floored}
        measured = floors.Floor(result.digest, kept)
        if options.check and label not in pinned:
            print(f"{label}: has no floors yet", file=sys.stderr)
        if options.check:
            wrong += floors.failures(pinned, label, measured)
        if options.lift:
            pinned = floors.raised(pinned, label, measured)
    found = None
    if "speed" in names:
        found, _ = speed.run(options.data)
    print(table(results, found))
    print(machine.line(environment))
    if options.lift:
        floors.FILE.write_text(floors.dump(pinned), "utf-8")
    for problem in wrong:
        print(f"FAILED {problem}")
    if options.check and not wrong:
        print(f"no figure of {', '.join(results) or 'any set'} is below a floor")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
