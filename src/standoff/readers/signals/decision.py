"""Which candidates of a sentence are signals, and between whom: the head's word, and where its parties stand.

Words that name their act come first, then the surest; what another one already tells is left out. Where the cue tables
read the same act, its parties are theirs; elsewhere they stand where `PLACES` says that those of such an act do.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Token

from standoff.readers.clauses import children, governed, owners, subjects
from standoff.readers.encoding import Floats
from standoff.readers.signals.acts import LABELS
from standoff.readers.signals.candidates import Candidate
from standoff.readers.signals.findings import UPGRADES, Found
from standoff.readers.signals.parties import Scene
from standoff.readers.signals.rules import CueReading

LEAST, LEAST_WITHOUT_CUE, LEAST_ASKED = 0.2, 0.75, 0.9
"""An act less probable than this is no row: where the cue tables read an act too, where they do not, in a question."""

MOST_NONE = 0.5
"""In a statement, where whoever speaks judges and blames all the time, an act is a row unless none is likelier."""

SLOPE, CUED, BASE = 0.29, 1.36, -0.98
"""What the log odds of an act, and a cue, count in the confidence of a row. Fitted once by logistic regression
on rows of 208 written items and 30 articles that the head had not seen; bench/signals.py measures what it is worth."""

RELIEF = frozenset({"lift", "ease", "waive", "relax"})
"""Verbs that take a burden away: who says that he will do it threatens nobody."""

PLACES: Mapping[str, tuple[str, ...]] = {
    "threaten": ("sufferer", "subject", "condition", "addressee"),
    "ultimatum": ("subject", "sufferer", "addressee"),
    "warn": ("addressee",),
    "promise": ("addressed", "addressee", "sufferer"),
    "assure": ("addressed", "addressee", "sufferer"),
    "offer": ("addressed", "addressee", "sufferer"),
    "demand": ("subject", "sufferer", "owner", "addressee"),
    "appeal": ("subject", "sufferer", "owner", "addressee"),
    "accept": ("owner", "addressed", "addressee"),
    "reject": ("owner", "addressed", "addressee"),
    "accuse": ("subject", "agent", "owner", "named"),
    "disapprove": ("subject", "owner", "agent", "named"),
    "praise": ("subject", "sufferer", "owner", "named"),
    "intend": (),
    "deny": (),
}
"""Where the recipient of each act stands, in the order of looking."""

UNADDRESSED = frozenset({"warn", "intend", "deny"})
"""Acts that are mostly addressed to nobody who is named."""


def decide(reading: CueReading, candidates: Sequence[Candidate], said: Mapping[int, Floats]) -> list[Found]:
    """The signals of a sentence, in the order of the text; `said` has the head's word by the index of a candidate."""
    kept: list[tuple[int, str, float]] = []
    upgrades = {candidates[n].token.i: LABELS[int(odds[:-1].argmax())] for n, odds in said.items() if _is_plain(odds)}
    for n in sorted(said, key=lambda n: (not _names_act(candidates[n], said[n], upgrades), -float(said[n][:-1].max()))):
        best = int(said[n][:-1].argmax())
        if not _is_row(candidates[n], LABELS[best], said[n], reading.scene):
            continue
        if not any(_is_told(candidates[n], candidates[m]) for m, _, _ in kept):
            kept.append((n, LABELS[best], confidence(float(said[n][best]), cued=_is_cued(candidates[n], LABELS[best]))))
    return [_found(reading, candidates[n], act, sure, said[n]) for n, act, sure in sorted(kept)]


def _is_row(candidate: Candidate, act: str, odds: Floats, scene: Scene) -> bool:
    if candidate.asked:
        return float(odds.max()) >= LEAST_ASKED
    if (scene.is_statement or not scene.reports) and float(odds[-1]) < MOST_NONE:
        return True
    return float(odds[:-1].max()) >= (LEAST if _is_cued(candidate, act) else LEAST_WITHOUT_CUE)


def _is_plain(odds: Floats) -> bool:
    return float(odds[:-1].max()) >= LEAST_WITHOUT_CUE


def _names_act(candidate: Candidate, odds: Floats, plain: Mapping[int, str]) -> bool:
    """Whether a word names the act that the head sees there: what it brings in tells the same.

    Of "warned" and "promised" what is said decides, where that is plainly another act; `plain` has the act of each
    word, by its index, that is one beyond doubt.
    """
    found = candidate.found
    if found is None or not found.named or LABELS[int(odds[:-1].argmax())] not in {found.act, "ultimatum"}:
        return False
    better = UPGRADES.get(found.act, ())
    return not any(act in better for i, act in plain.items() if i in found.covers and i != candidate.token.i)


def _is_cued(candidate: Candidate, act: str) -> bool:
    """Whether the cue tables read this act too, or a vaguer one that it may turn out to be."""
    return candidate.found is not None and act in {candidate.found.act, *UPGRADES.get(candidate.found.act, ())}


def confidence(odds: float, *, cued: bool) -> float:
    """How likely a row is right whose act the head finds this probable, with or without a cue of the act.

    >>> round(confidence(0.95, cued=True), 2), round(confidence(0.95, cued=False), 2)
    (0.77, 0.47)
    """
    held = min(max(odds, 1e-6), 1 - 1e-6)
    return 1 / (1 + math.exp(-(SLOPE * math.log(held / (1 - held)) + CUED * cued + BASE)))


def _is_told(one: Candidate, other: Candidate) -> bool:
    """Whether more than half of the shorter of two clauses lies in the other."""
    shared = min(one.end, other.end) - max(one.start, other.start) + 1
    return 2 * shared > min(one.end - one.start, other.end - other.start) + 1


def _found(reading: CueReading, candidate: Candidate, act: str, sure: float, odds: Floats) -> Found:
    if act == "ultimatum" and candidate.condition is None and candidate.found is not None:
        act = candidate.found.act  # a term alone leaves a demand what it is
    if act == "threaten" and candidate.clause.verbs[-1] in RELIEF and not candidate.clause.negated:
        act = "promise"
    rest = [(float(p), label) for p, label in zip(odds, LABELS, strict=True) if label != act]
    runner_up = max(rest)[1]
    if candidate.found is not None and candidate.found.act == act:
        found = candidate.found
        recipient = _settled(reading.scene, candidate, act, found.sender, found.recipient)
        return replace(found, recipient=recipient, confidence=sure, runner_up=runner_up)
    sender, speaker = _sides(reading.scene, candidate)
    recipient = next(_recipients(reading.scene, candidate, act, sender), None)
    recipient = _settled(reading.scene, candidate, act, sender, recipient)
    return Found(
        act,
        candidate.token,
        candidate.start,
        candidate.end,
        sender,
        speaker,
        recipient,
        candidate.voice.attribution,
        sure,
        "head",
        False,
        condition=candidate.condition,
        runner_up=runner_up,
    )


def _settled(scene: Scene, candidate: Candidate, act: str, sender: str | None, found: str | None) -> str | None:
    """The recipient that was found, or the sentence's one other side where that is nobody or an unnamed group."""
    if act in UNADDRESSED or (found is not None and scene.cast.actor(found).kind != "group"):
        return found
    return scene.counterpart(candidate.token, sender) or found


def _sides(scene: Scene, candidate: Candidate) -> tuple[str | None, str | None]:
    """On whose behalf, and who says it: what the tables found, else the speaker, else the subject the outlet names."""
    if candidate.found is not None:
        return candidate.found.sender, candidate.found.voice
    if not candidate.voice.own:
        return candidate.voice.sender, candidate.voice.speaker
    if candidate.actors:
        return scene.side(candidate.actors[0]), candidate.actors[0]
    return None, None


def _recipients(scene: Scene, candidate: Candidate, act: str, sender: str | None) -> Iterator[str]:
    """Who the act may be meant for, the likeliest first."""
    for place in PLACES[act]:
        if place == "addressee":
            found = scene.addressee(candidate.voice.attribution, sender)
        elif place == "condition":
            found = scene.doer(candidate.condition.span, sender) if candidate.condition is not None else None
        elif place == "subject" and not candidate.voice.own:
            found = scene.other(candidate.actors, sender)
        elif place == "named":
            found = scene.other(
                scene.cast.mentioned_in(candidate.token.doc[candidate.start : candidate.end + 1]), sender
            )
        else:
            ids = (i for head in _heads(candidate, place) for i in scene.ids(head))
            found = scene.other(ids, sender)
        if found is not None:
            yield found
    if candidate.found is not None and candidate.found.recipient is not None:
        yield candidate.found.recipient


def _heads(candidate: Candidate, place: str) -> Iterator[Token]:
    clause, word = candidate.clause, candidate.token
    if place == "sufferer":
        yield from clause.sufferers
    elif place == "addressed":
        yield from clause.addressed
    elif place == "agent" and clause.passive:
        yield from subjects(clause.last)
    elif place == "owner":
        for head in (*clause.sufferers, *children(word, "attr", "nsubj", "nsubjpass")):
            yield from owners(head)
            yield from governed(head, "of", "by", "from")
