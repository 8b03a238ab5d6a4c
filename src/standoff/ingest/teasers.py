"""Other stories on the page: lists behind a heading, titles printed twice, titles left over after the last paragraph.

A list that a heading ("Related articles") opened goes on until the story returns: a paragraph that is no summary of
the title above it and whose names are the story's own. A list after the story's end never closes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from standoff.document import ZoneName
from standoff.ingest.lines import FULL_STOP, Line

Label = tuple[ZoneName, str]

CAPITALISED = re.compile(r"\b[^\W\d_a-z][\w’'-]{2,}")
CONTENT = re.compile(r"\b[\w’'-]{4,}")
STEM = 5
"""Names are compared by their first letters, so that a state, its people and its adjective agree."""

RESUME_WORDS = 12
RESUME_SHARED = 2
RESUME_SHARE = 0.5
SUMMARY_SHARE = 0.4
"""A paragraph that repeats this share of the words of the title above it is that title's summary."""
TITLE_WORDS = range(4, 26)

STOP = frozenset(
    "the this that these those and but for with from when while after before what which who why how there they their "
    "he she his her its our your not now here about into over under more most news read will would could should have "
    "has had monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december".split()
)


def is_title_case(line: Line) -> bool:
    """Whether most of a line's longer words begin with a capital, as in titles."""
    words = [word for word in line.words if len(word) > 3 or word.isupper()]
    return bool(words) and sum(word[0].isupper() for word in words) >= 0.75 * len(words)


def find_teasers(lines: Sequence[Line], labels: list[Label | None], lead: int) -> None:
    """Label the lines of other stories below the line `lead`, where the story begins."""
    own = _names(lines[i].text for i in range(lead + 1) if labels[i] in (None, ("headline", "first-title")))
    opened = ""
    ended = False
    last = lead
    i = lead + 1
    while i < len(lines):
        line, label = lines[i], labels[i]
        if label == ("chrome", "cue-heading"):
            opened, ended = "below-heading", ended or _has_ended(labels, last, i)
        elif _is_pair(lines, labels, i):
            opened, ended = "title-twice", ended or _has_ended(labels, last, i)
            labels[i] = labels[i + 1] = ("teaser", "title-twice")
            i += 1
        elif label is None and opened:
            if ended or not _resumes(lines, labels, i, own):
                labels[i] = ("teaser", opened)
            else:
                opened = ""
        if labels[i] is None and line.prose:
            last = i
            own |= _names([line.text])
        i += 1
    _mark_trailing(lines, labels, last)


def _names(texts: Iterable[str]) -> set[str]:
    words = (word for text in texts for word in CAPITALISED.findall(text))
    return {word[:STEM].casefold() for word in words if word.casefold() not in STOP}


def _has_ended(labels: Sequence[Label | None], last: int, i: int) -> bool:
    """Whether a line that closes stories stands between the last paragraph and line `i`."""
    return any(
        label and label[1] in ("source-line", "contributors", "byline", "staff-line") for label in labels[last + 1 : i]
    )


def _is_pair(lines: Sequence[Line], labels: Sequence[Label | None], i: int) -> bool:
    if i + 1 >= len(lines) or labels[i] is not None or labels[i + 1] is not None:
        return False
    line = lines[i]
    return len(line.words) in TITLE_WORDS and line.key == lines[i + 1].key and not FULL_STOP.search(line.text)


def _resumes(lines: Sequence[Line], labels: Sequence[Label | None], i: int, own: set[str]) -> bool:
    line = lines[i]
    if not line.prose or len(line.words) < RESUME_WORDS:
        return False
    above = lines[i - 1]
    if labels[i - 1] == ("teaser", "title-twice") or (_is_title(above) and _summarises(above, line)):
        return False
    names = _names([line.text])
    shared = names & own
    return len(shared) >= min(RESUME_SHARED, len(names)) and len(shared) >= RESUME_SHARE * len(names)


def _is_title(line: Line) -> bool:
    return len(line.words) in TITLE_WORDS and not FULL_STOP.search(line.text)


def _summarises(title: Line, line: Line) -> bool:
    wanted = {word[:STEM].casefold() for word in CONTENT.findall(title.text) if word.casefold() not in STOP}
    given = {word[:STEM].casefold() for word in CONTENT.findall(line.text)}
    return bool(wanted) and len(wanted & given) >= SUMMARY_SHARE * len(wanted)


def _mark_trailing(lines: Sequence[Line], labels: list[Label | None], last: int) -> None:
    """Titles after the last paragraph, where a caption, prompt or another title stands beside them."""
    for i in range(last + 1, len(lines)):
        line = lines[i]
        if labels[i] is None and _is_title(line) and not line.ended and not line.bulleted and is_title_case(line):
            labels[i] = ("teaser", "title-after-story")
