"""A tiny gold set's texts and marks: sentences made up here, in PolNeAR's form and in the form of a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

HARBOUR = "The harbour master said the ferry was late.\nAna Petrov denied that any ship had sunk.\n"
BRIDGE = "“The bridge is closed,” the mayor said. Drivers believe it will open in May.\n"
Said = tuple[str, str, str]
"""Source, cue and content, as words of the text."""

LATE: Said = ("The harbour master", "said", "the ferry was late")
SUNK: Said = ("Ana Petrov", "denied", "that any ship had sunk")
CLOSED: Said = ("the mayor", "said", "“The bridge is closed,”")
OPENS: Said = ("Drivers", "believe", "it will open in May")


def span(text: str, words: str) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "exact": words}


def annotation(text: str, said: Sequence[Said]) -> str:
    """Brat's lines for what an annotator marked."""
    lines = []
    for number, words in enumerate(said):
        names = [f"T{3 * number + part}" for part in (1, 2, 3)]
        for name, role, piece in zip(names, ("Source", "Cue", "Content"), words, strict=True):
            found = span(text, piece)
            lines.append(f"{name}\t{role} {found['start']} {found['end']}\t{piece}")
        source, cue, content = names
        lines.append(f"E{number + 1}\tAttribution:{cue} Source:{source} Cue:{cue} Content:{content}")
    return "".join(line + "\n" for line in lines)


def record(text: str, said: Sequence[Said], confidence: float = 0.5) -> dict[str, Any]:
    """What `standoff read` would print of a text, as far as the bench looks at it."""
    rows = [
        {
            "source": span(text, source),
            "cue": span(text, cue),
            "content": [span(text, content)],
            "confidence": confidence,
        }
        for source, cue, content in said
    ]
    return {"document": {"text": text}, "attributions": rows}
