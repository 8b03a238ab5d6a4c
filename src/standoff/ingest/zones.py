"""The zones of a plain text: which lines are the story and which are what a page prints around it.

Rules for any outlet, line by line (a zone is a line or a part of one; a hard-wrapped paragraph counts as one line):

1. a line that alone shows what it is (`cues`): dates, bylines, credits, captions, prompts;
2. the head: the headline is the first line without a full stop that story text follows; a standfirst stands between
   it and the byline or date;
3. the tail and boxes (`teasers`): other stories behind "Related articles", titles printed twice, trailing titles;
4. inside the story: subheads, links in capitals;
5. parts of lines: datelines, credits glued to a sentence.

When unsure, a line is body. A text that is one line, or has no line of prose, is body as a whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from standoff.document import Zone, ZoneName
from standoff.ingest.cues import SHORT, is_heading, is_slogan, line_cue
from standoff.ingest.lines import FULL_STOP, Line, split_lines
from standoff.ingest.parts import split_parts
from standoff.ingest.scripts import script_of
from standoff.ingest.teasers import find_teasers, is_title_case

Label = tuple[ZoneName, str]

HEADLINE_WORDS = range(2, 31)
HEADLINE_CHARACTERS = 220
NAME_WORDS = 3
HEAD_LINES = 12
"""A byline or a date within so many lines of the top belongs to the head: the longest heads seen have nine."""
STANDFIRST_WORDS = 60
SUBHEAD_WORDS = 12
PUNCTUATED = 0.7
"""Below this share of long lines that end as sentences do, a missing full stop says nothing about a line."""
TABLE_WORDS = 15
TABLE_SHARE = 0.4
DASHED = re.compile(r"^(?P<dash>[-–—*=])+\s.*\s(?P=dash)+$")
EXTRACTED_RULES = frozenset(
    {
        "advertisement",
        "share-prompt",
        "subscribe-prompt",
        "login-prompt",
        "consent",
        "comment-prompt",
        "read-more-prompt",
    }
    | {"click-prompt", "no-words", "image-tag", "date-line", "relative-age", "byline", "reading-time", "copyright"}
)
"""The cues that count in text that was extracted from a page already: there, leftovers are rare."""


def zone_text(text: str, *, extracted: bool = False, title: str | None = None) -> tuple[Zone, ...]:
    r"""The zones of `text`, sorted and disjoint; each character that is not white space is in exactly one.

    `extracted` says that the page around the story is gone already: then a line needs a stronger cue to leave it.
    `title` is what is known to be the headline, where the first line holds it.

    >>> [(zone.zone, zone.rule) for zone in zone_text("Talks fail\n\nVelm said no.\nAdvertisement")]
    [('headline', 'first-title'), ('body', 'prose'), ('chrome', 'advertisement')]
    """
    lines = split_lines(text)
    if not lines:
        return ()
    if len(lines) == 1:
        return tuple(split_parts(text, lines[0], ("body", "one-line"), first=True))
    headed = title is not None and " ".join(lines[0].text.split()) == title
    labels = _label(lines, extracted=extracted)
    if headed:
        labels[0] = ("headline", "given-title")
    zones: list[Zone] = []
    story = 0
    for number, (line, label) in enumerate(zip(lines, labels, strict=True)):
        following = lines[number + 1] if number + 1 < len(lines) else None
        zones += split_parts(text, line, label, first=story == 0, following=following)
        story += zones[-1].zone == "body"
    return tuple(zones)


def _label(lines: Sequence[Line], *, extracted: bool) -> list[Label]:
    labels: list[Label | None] = [_alone(line, extracted=extracted) for line in lines]
    _mark_foreign(lines, labels)
    lead = next(
        (
            i
            for i, line in enumerate(lines)
            if labels[i] is None and line.prose and not is_slogan(line.text, len(line.words))
        ),
        None,
    )
    if lead is None:
        return [
            label if label and label[0] in ("chrome", "date", "credit") else ("body", "no-prose") for label in labels
        ]
    lead = _mark_head(lines, labels, lead)
    if not extracted:
        find_teasers(lines, labels, lead)
        _mark_boxes(lines, labels, lead)
    _mark_subheads(lines, labels, lead)
    _free_bylines(lines, labels, lead)
    return [label or ("body", "prose" if line.prose else "unsure") for line, label in zip(lines, labels, strict=True)]


def _alone(line: Line, *, extracted: bool) -> Label | None:
    if is_heading(line.core):
        return None if extracted else ("chrome", "cue-heading")
    if DASHED.match(line.text) and 1 <= len(line.words) <= SUBHEAD_WORDS:
        return "subhead", "between-dashes"
    if not extracted and _is_table(line):
        return "caption", "figures"
    label = line_cue(line.core, len(line.words))
    if label is None and line.bulleted:  # "- Lakes Wire, 1920": the dash is part of the cue
        label = line_cue(" ".join(line.text[: SHORT + 1].split()), len(line.words))
    return label if label and (not extracted or label[1] in EXTRACTED_RULES) else None


def _is_table(line: Line) -> bool:
    """Whether a line is a table that lost its columns: many figures and no sentence."""
    return (
        not line.ended
        and len(line.words) >= TABLE_WORDS
        and sum(word[0].isdigit() for word in line.words) >= TABLE_SHARE * len(line.words)
    )


def _mark_foreign(lines: Sequence[Line], labels: list[Label | None]) -> None:
    """Lines in another script than the document's are chrome: placeholders and menus of the site's own language."""
    scripts = [script_of(line.text) for line in lines]
    weight: Counter[str] = Counter()
    for line, script in zip(lines, scripts, strict=True):
        if script:
            weight[script] += len(line.text)
    if not weight:
        return
    script, count = weight.most_common(1)[0]
    if count < 0.8 * sum(weight.values()):
        return
    for i, own in enumerate(scripts):
        if own and own != script:
            labels[i] = ("chrome", "foreign-script")


def _mark_head(lines: Sequence[Line], labels: list[Label | None], lead: int) -> int:
    """Label what stands before the first paragraph, the headline first of all; the number of the story's first line."""
    titles = [i for i in range(lead) if _may_be_headline(lines[i], labels[i])]
    title = next((i for i in titles if not _is_name(lines[i])), titles[0] if titles else None)
    if title is None and _asks(lines, lead):
        title, lead = lead, next(i for i in range(lead + 1, len(lines)) if labels[i] is None and lines[i].prose)
    for i in range(lead):
        if i == title:
            labels[i] = ("headline", "first-title")
        elif labels[i] is None:
            dated = i > 0 and (labels[i - 1] or ("", ""))[0] == "date"
            labels[i] = _head_label(lines, i, title, dated=dated)
    if title is None:
        return lead
    return _mark_standfirst(lines, labels, title, lead)


def _may_be_headline(line: Line, label: Label | None) -> bool:
    if label is not None and label[1] != "kind-label":
        return False
    if label is not None and line.prose:
        return False
    return (
        len(line.words) in HEADLINE_WORDS
        and len(line.text) <= HEADLINE_CHARACTERS
        and not FULL_STOP.search(line.text)
        and not is_slogan(line.text, len(line.words))
        and not line.text.endswith((":", ",", ";"))
        and not line.text[0].islower()
    )


def _is_name(line: Line) -> bool:
    """Whether a line is but a name: of the site, of a section, of a person."""
    return len(line.words) <= NAME_WORDS and all(word[0].isupper() for word in line.words)


def _asks(lines: Sequence[Line], lead: int) -> bool:
    """Whether the first line of prose is a headline that ends with "?" or "!"."""
    line = lines[lead]
    rest = lines[lead + 1 :]
    return (
        lead < 3
        and len(line.words) <= 15
        and line.text.rstrip("\"'”’").endswith(("?", "!"))
        and line.text[0] not in "\"'“‘«"
        and ". " not in line.text
        and bool(rest)
        and rest[0].gap
        and any(other.prose and len(other.words) >= LONG_ENOUGH for other in rest)
    )


LONG_ENOUGH = 12
"""Words of a paragraph that a headline can stand over."""


def _head_label(lines: Sequence[Line], i: int, title: int | None, *, dated: bool) -> Label | None:
    """What a line between the headline and the first paragraph is; `dated`: a date stands above it."""
    line = lines[i]
    if is_slogan(line.text, len(line.words)):
        return "chrome", "slogan"
    if title is None:
        return None
    if i < title:
        return ("chrome", "above-headline") if not line.prose else None
    if line.key == lines[title].key:
        return "chrome", "headline-again"
    if (
        i <= title + 3
        and is_title_case(line)
        and 2 <= len(line.words) <= 4
        and (dated or not line.bulleted)
        and not any(c.isdigit() for c in line.text)
    ):
        return "byline", "name-under-headline"
    return ("standfirst", "under-headline") if len(line.words) >= 5 else None


def _mark_standfirst(lines: Sequence[Line], labels: list[Label | None], title: int, lead: int) -> int:
    """Paragraphs between the headline and the byline or date are the standfirst."""
    marks = [
        i for i in range(title, min(title + HEAD_LINES, len(lines))) if (labels[i] or ("", ""))[0] in ("byline", "date")
    ]
    end = next((i for i in reversed(marks) if i > lead), None)
    if end is None:
        return lead
    between = [i for i in range(lead, end) if labels[i] is None]
    after = [i for i in range(end, len(lines)) if labels[i] is None and lines[i].prose]
    if not after or len(between) > 3 or sum(len(lines[i].words) for i in between) > STANDFIRST_WORDS:
        return lead
    for i in between:
        labels[i] = ("standfirst", "before-byline")
    return after[0]


def _free_bylines(lines: Sequence[Line], labels: list[Label | None], lead: int) -> None:
    """Give back to the body what looks like a byline in the middle of the story, with prose on both sides."""
    last = max((i for i, line in enumerate(lines) if labels[i] is None and line.prose), default=lead)
    for i in range(lead + HEAD_LINES, last):
        label = labels[i]
        if label and label[1] in ("name-and-desk", "staff-line"):
            labels[i] = None


def _mark_boxes(lines: Sequence[Line], labels: list[Label | None], lead: int) -> None:
    """Links to other stories in capitals between paragraphs."""
    for i in range(lead + 1, len(lines)):
        line = lines[i]
        capitals = [word for word in line.words if word.isupper()]
        if labels[i] is None and not FULL_STOP.search(line.text) and len(line.words) >= 4:
            letters = [c for c in line.text if c.isalpha()]
            if len(capitals) >= 3 and sum(map(str.isupper, letters)) >= 0.9 * len(letters):
                labels[i] = ("teaser", "link-in-capitals")


def _mark_subheads(lines: Sequence[Line], labels: list[Label | None], lead: int) -> None:
    """Short lines that no mark ends, between two paragraphs."""
    body = [i for i in range(lead, len(lines)) if labels[i] is None]
    long = [i for i in body if len(lines[i].words) > SUBHEAD_WORDS]
    if not long or sum(lines[i].ended for i in long) < PUNCTUATED * len(long):
        return
    for before, i, after in zip(body, body[1:], body[2:], strict=False):
        line = lines[i]
        if (
            len(line.words) <= SUBHEAD_WORDS
            and line.words
            and not line.ended
            and not line.bulleted
            and line.text[-1] not in ":,;-–—"
            and not line.text[0].islower()
            and line.text[0] not in '"“«'
            and lines[before].prose
            and not lines[before].text.endswith(":")
            and lines[after].prose
            and lines[after].gap == line.gap
        ):
            labels[i] = ("subhead", "short-line-between-paragraphs")
