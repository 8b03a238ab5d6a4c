"""The cues by which a single line shows that it is not the story; the cues themselves stand in `cues.toml`.

What needs to see other lines (headlines, teasers, subheads) is decided in `zones` and `teasers`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from standoff.document import ZoneName
from standoff.ingest.dates import DATE, is_date_line

SHORT = 300
"""Cues are looked for in lines up to this many characters; longer lines are tried with cues for long lines alone."""
LONG_CUE_WORDS = 41
SLOGAN_WORDS = range(4, 36)

NAME = r"[^\W\d_a-z][\w.'’-]*"
PERSON = rf"{NAME}(?:\s(?:{NAME}|de|van|von|der|den|al|bin|da|di|el)){{1,4}}"
AGENCY = (
    r"(?:AP|AFP|EPA(?:-EFE)?|EFE|DPA|ANSA|PAP|PA|TASS|UPI|LETA|BNS|ELTA|BelTA|NTB|TT|ANP|APA|CTK|MTI|Reuters|REUTERS"
    r"|Xinhua|Kyodo|Anadolu|Bloomberg|Getty(?:\sImages)?|Shutterstock|iStock|Alamy|Zuma(?:\sPress)?|NurPhoto"
    r"|SOPA(?:\sImages)?|Handout|Pool|Wikimedia(?:\sCommons)?|Flickr|Unsplash|Pixabay|Associated\sPress"
    r"|Agence\sFrance-Presse|Press\sAssociation)"
)
"""Agencies and picture libraries, as photo credits name them."""
MEDIA = (
    r"(?:photos?|photograph(?:s|er)?|pictures?|images?|video|graphics?|illustrations?|map|file\s(?:photo|image|picture)"
    r"|(?:photo|image|picture|video)\scredits?|credits?|featured\simage|main\simage)"
)
PLACEHOLDERS = {"<NAME>": NAME, "<PERSON>": PERSON, "<AGENCY>": AGENCY, "<MEDIA>": MEDIA, "<DATE>": DATE}


@dataclass(frozen=True)
class Cue:
    """A cue: `rule` is its name, `zone` what it makes of a line of at most `words` words that `pattern` is found in.

    Where `needs` is not empty, one of its strings is in every line that the pattern can be found in.
    """

    rule: str
    zone: ZoneName
    words: int
    pattern: re.Pattern[str]
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Cues:
    """The table of cues, compiled."""

    lines: tuple[Cue, ...]
    long_lines: tuple[Cue, ...]
    heading: re.Pattern[str]
    slogan_word: re.Pattern[str]


@cache
def load_cues() -> Cues:
    """The cues of `cues.toml`, compiled once."""
    table = tomllib.loads((files("standoff") / "ingest" / "cues.toml").read_text(encoding="utf-8"))
    lines = tuple(_cue(**row) for row in table["cue"])
    return Cues(
        lines=lines,
        long_lines=tuple(cue for cue in lines if cue.words >= LONG_CUE_WORDS),
        heading=re.compile(rf"^(?:{'|'.join(table['headings'])})\s?[:>»…]*$", re.IGNORECASE),
        slogan_word=re.compile(rf"\b(?:{'|'.join(table['slogan_words'])})\b", re.IGNORECASE),
    )


def _cue(
    rule: str, zone: ZoneName, words: int, patterns: list[str], *, needs: Sequence[str] = (), match_case: bool = False
) -> Cue:
    joined = "|".join(patterns)
    for placeholder, pattern in PLACEHOLDERS.items():
        joined = joined.replace(placeholder, pattern)
    return Cue(rule, zone, words, re.compile(joined, 0 if match_case else re.IGNORECASE), tuple(needs))


def line_cue(text: str, words: int) -> tuple[ZoneName, str] | None:
    """The zone and the rule that one line alone decides, from its text and its number of words; None if it does not.

    >>> line_cue("Sign up for our daily newsletter", 6)
    ('chrome', 'subscribe-prompt')
    >>> line_cue("Velm said no.", 3) is None
    True
    """
    if is_date_line(text):
        return "date", "date-line"
    cues = load_cues()
    lower = text.lower()
    for cue in cues.lines if len(text) <= SHORT else cues.long_lines:
        if words > cue.words or (cue.needs and not any(need in lower for need in cue.needs)):
            continue
        if cue.pattern.search(text):
            return cue.zone, cue.rule
    return None


def is_heading(text: str) -> bool:
    """Whether a line opens a list of other stories, or of readers' comments.

    >>> is_heading("Related articles"), is_heading("Related to the talks")
    (True, False)
    """
    return len(text) <= SHORT and bool(load_cues().heading.match(text))


def is_slogan(text: str, words: int) -> bool:
    """Whether a line is what a site says of itself: at least three, and one in five, of its words are a site's words.

    >>> is_slogan("The latest news and analysis from Velm. Stay tuned for updates.", 11)
    True
    """
    if words not in SLOGAN_WORDS:
        return False
    found = {word.lower() for word in load_cues().slogan_word.findall(text)}
    return len(found) >= max(3, words // 5)
