"""Which signals are one commitment, told again by other outlets or on later days, and what changed between tellings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from standoff.story.weighed import Said, days_between

FAMILIES = {
    "threaten": frozenset({"threat"}),
    "ultimatum": frozenset({"threat", "demand"}),
    "demand": frozenset({"demand"}),
    "promise": frozenset({"promise"}),
    "assure": frozenset({"promise"}),
    "offer": frozenset({"promise"}),
    "intend": frozenset({"promise"}),
}
"""The acts that commit, each with the families in which it can be told again by another act."""

THREATS = frozenset({"threaten", "ultimatum"})

FIRMNESS = {"threaten": 1, "demand": 1, "ultimatum": 2, "intend": 0, "offer": 0, "assure": 1, "promise": 1}
STRENGTHS = {"tentative": 0, "firm": 1, "grave": 2}

ALIKE, DEED_ALIKE = 0.6, 0.5
"""The share of the content words of the shorter telling that the other has too: in general, and with the same deed."""

APART = 180
"""Days after which the same words are another commitment."""

SHORT_APART = 14
"""Days within which a telling of a single content word ("had promised to withdraw") is taken for the commitment."""

FEW = 2
"""How many content words two conditions may have together and still be one ("if they invade", "if they step in")."""

AT_ONCE = 1
"""Days within which the same words are the same utterance, printed by another outlet, and not a repetition."""

CANDIDATES = 40
"""How many of the latest commitments that share a word are compared with a signal."""

Change = Literal["repeated", "strengthened", "softened"]


@dataclass
class Commitment:
    """Signals that tell one commitment: when it was made, and on later days.

    `recipient` is the first side that a telling names, `fullest` the telling with the most content words: what others
    are compared with.
    """

    first: Said
    tellings: list[Said] = field(default_factory=list)
    later: list[Said] = field(default_factory=list)
    recipient: str | None = None
    fullest: Said = field(init=False)

    def __post_init__(self) -> None:
        self.fullest = self.first
        self.add(self.first)

    def add(self, signal: Said) -> None:
        """Take a signal as a telling of the commitment as it was made, or as one of a later day."""
        days = days_between(self.first.first, signal.first)
        same = days is not None and days <= AT_ONCE and self.first.printed == signal.printed
        if days is None or days <= 0 or same:
            self.tellings.append(signal)
            self.fullest = max(self.fullest, signal, key=lambda each: len(each.words))
        else:
            self.later.append(signal)
        self.recipient = self.recipient or signal.recipient

    @property
    def parties(self) -> frozenset[str]:
        """Whom it may concern: the recipient, else those whom the tellings name."""
        if self.recipient is not None:
            return frozenset({self.recipient})
        return frozenset().union(*(each.parties for each in self.tellings))

    @property
    def act(self) -> str:
        """The act that binds most of those by which it was made."""
        return max((each.row.act for each in self.tellings), key=lambda act: FIRMNESS[act])

    @property
    def deed(self) -> str | None:
        """The deed it is about: the first that a telling names."""
        return next((each.row.deed for each in self.tellings if each.row.deed), None)

    @property
    def is_refusal(self) -> bool:
        """Whether it says what will not be done, a threat aside."""
        return self.act not in THREATS and self.fullest.is_refusal

    @property
    def made(self) -> list[Said]:
        """The tellings of the articles that came out when it was made: others recall it."""
        day = self.first.entry.origin.published
        return [each for each in self.tellings if each.entry.origin.published == day]

    @property
    def all(self) -> tuple[Said, ...]:
        """Every signal that tells it."""
        return (*self.tellings, *self.later)


def gather(signals: Iterable[Said]) -> list[Commitment]:
    """The commitments that the signals tell, by the day of their first telling; the undated come last.

    Signals are compared only within a side and family of acts, and only with the latest that share a content word.
    """
    found: list[Commitment] = []
    index: dict[tuple[str, str, str], list[Commitment]] = {}
    for signal in sorted(signals, key=_order):
        keys = [
            (signal.side, family, word)
            for family in sorted(FAMILIES[signal.row.act])
            for word in (*signal.words, signal.printed)
        ]
        near = {id(each): each for key in keys for each in index.get(key, ())[-CANDIDATES:]}
        alike = [(score, each) for each in near.values() if (score := likeness(each, signal)) > 0]
        if alike:
            commitment = max(alike, key=lambda pair: pair[0])[1]
            commitment.add(signal)
        else:
            commitment = Commitment(signal)
            found.append(commitment)
        for key in keys:
            known = index.setdefault(key, [])
            if all(each is not commitment for each in known[-CANDIDATES:]):
                known.append(commitment)
    return found


def likeness(commitment: Commitment, signal: Said) -> float:
    """How much of the shorter telling's content the other shares, 0 where the two are not one commitment."""
    if signal.recipient and commitment.recipient and signal.recipient != commitment.recipient:
        return 0.0
    latest = (commitment.later or commitment.tellings)[-1]
    days = days_between(latest.last, signal.first)
    if days is not None and days > APART:
        return 0.0
    return max(_likeness(told, signal, days) for told in (commitment.fullest, latest))


def _likeness(told: Said, signal: Said, days: int | None) -> float:
    if told.printed == signal.printed:
        return 2.0
    shared = told.words.keys() & signal.words.keys()
    if not shared:
        return 0.0
    same_condition = bool(told.condition.keys() & signal.condition.keys() or third_parties(told, signal))
    if told.condition and signal.condition and not same_condition and len(told.condition) + len(signal.condition) > FEW:
        return 0.0
    shorter = min(len(told.words), len(signal.words))
    share = len(shared) / shorter
    if told.parties and signal.parties and not told.parties & signal.parties and len(shared) <= 2 and share < 1:
        return 0.0
    same_deed = told.row.deed is not None and told.row.deed == signal.row.deed
    if told.row.deed and signal.row.deed and not same_deed and share < 1:
        return 0.0
    if (len(shared) >= 2 and share >= ALIKE) or same_condition or (same_deed and share >= DEED_ALIKE):
        return share
    return share if shorter == 1 and share == 1 and days is not None and days <= SHORT_APART else 0.0


def changes(commitment: Commitment) -> list[tuple[Change, Said, str]]:
    """Each later telling, whether it repeats, strengthens or softens the one before, and why."""
    found: list[tuple[Change, Said, str]] = []
    before: Sequence[Said] = commitment.tellings
    for signal in commitment.later:
        one = max((commitment.fullest, before[-1]), key=lambda told: len(told.words.keys() & signal.words.keys()))
        reasons = [parties_reason(commitment, signal), shared_reason(one, signal)]
        up, down, same = _differences(max(before, key=_weight), signal)
        kind: Change = "strengthened" if up and not down else "softened" if down and not up else "repeated"
        found.append((kind, signal, "; ".join(part for part in [*reasons, *up, *down, *same] if part)))
        before = [signal]
    return found


def parties_reason(commitment: Commitment, signal: Said) -> str:
    """What the two have in common of their parties, in words."""
    if signal.recipient is None or commitment.recipient is None:
        return "same sender"
    return "same sender and recipient"


def shared_reason(one: Said, other: Said) -> str:
    """The content words that two signals share, and those that their conditions share, in words."""
    if one.printed == other.printed:
        return "the same words"
    conditions = shares(one.condition, other.condition)
    parties = "conditions name the same party" if third_parties(one, other) else ""
    return "; ".join(filter(None, (shares(one.words, other.words), conditions and f"condition {conditions}", parties)))


def third_parties(one: Said, other: Said) -> frozenset[str]:
    """The parties that both conditions name, beside sender and recipient."""
    return (one.asked & other.asked) - one.sides - one.to - other.to


def shares(one: dict[str, str], other: dict[str, str]) -> str:
    """The words that both hold, as the first prints them.

    >>> shares({"gas": "gas", "flow": "flow"}, {"flow": "flows", "gas": "gas"})
    "shares 'gas', 'flow'"
    """
    shared = [word for root, word in one.items() if root in other]
    return f"shares {', '.join(repr(word) for word in shared[:5])}" if shared else ""


def _differences(before: Said, after: Said) -> tuple[list[str], list[str], list[str]]:
    """What makes the later telling stronger, what softer, and what neither, in words."""
    up: list[str] = []
    down: list[str] = []
    for name, scale, one, other in (
        ("strength", STRENGTHS, before.row.strength, after.row.strength),
        ("act", FIRMNESS, before.row.act, after.row.act),
    ):
        if one is not None and other is not None and scale[one] != scale[other]:
            (up if scale[other] > scale[one] else down).append(f"{name} {one} -> {other}")
    if before.row.condition is None and after.row.condition is not None:
        down.append("a condition is added")
    elif before.row.condition is not None and after.row.condition is None:
        if after.row.voice is None:  # an outlet that leaves a condition out does not drop it
            return up, down, ["told without the condition"]
        up.append("the condition is dropped")
    return up, down, []


def _weight(signal: Said) -> tuple[int, int, bool]:
    return (
        STRENGTHS.get(signal.row.strength or "", 0),
        FIRMNESS[signal.row.act],
        signal.row.condition is not None,
    )


def _order(signal: Said) -> tuple[bool, str, str, str, int]:
    return signal.first is None, signal.first or "", signal.last or "", signal.entry.origin.uri, signal.start
