import re
from pathlib import Path

import pytest

from standoff.ontology.cameo import CameoCode, cameo_codes, nearest_code
from standoff.ontology.contexts import contexts
from standoff.ontology.plover import event_types

PAGE = Path(__file__).parents[2] / "docs" / "ontology.md"
MODES = [(kind.name, mode) for kind in event_types().values() for mode in (None, *kind.modes)]
ONE_WAY = {("RETREAT", None), ("RETREAT", "resign")}
"""What CAMEO knows only as yielding, which is CONCEDE when it comes back."""


def test_the_codebook_is_whole() -> None:
    codes = cameo_codes()
    assert [code for code in codes if len(code) == 2] == [f"{root:02}" for root in range(1, 21)]
    assert list(codes) == sorted(codes)
    assert {len(code) for code in codes} == {2, 3, 4}
    assert len(codes) == 318
    for code in codes.values():
        assert code.root in codes
        assert code.base in codes


@pytest.mark.parametrize("code", cameo_codes().values(), ids=lambda code: code.code)
def test_a_code_agrees_with_plover(code: CameoCode) -> None:
    assert code.name
    assert code.name == code.name.strip().lower()
    assert code.event_type is None or code.event_type in event_types()
    assert code.mode is None or code.mode in event_types()[code.event_type or ""].modes
    assert set(code.contexts) <= set(contexts())
    assert code.scale is None or -10 <= code.scale <= 10
    if code.code == code.root:
        assert cameo_codes()[f"{code.code}0"].event_type == code.event_type


@pytest.mark.parametrize(
    ("code", "event_type", "mode"),
    [
        ("011", None, None),
        ("0256", "REQUEST", "yield"),
        ("036", "AGREE", None),
        ("043", "CONSULT", "visit"),
        ("055", "CONCEDE", None),
        ("0813", "CONCEDE", None),
        ("0871", "RETREAT", "ceasefire"),
        ("094", "ACCUSE", "investigate"),
        ("1122", "ACCUSE", "allege"),
        ("116", "SANCTION", "convict"),
        ("125", "REJECT", "meet"),
        ("1382", "THREATEN", "territory"),
        ("1431", "PROTEST", "boycott"),
        ("163", "SANCTION", None),
        ("173", "COERCE", "arrest"),
        ("191", "COERCE", "restrict"),
        ("2042", "ASSAULT", "unconventional"),
    ],
)
def test_from_cameo(code: str, event_type: str | None, mode: str | None) -> None:
    assert (cameo_codes()[code].event_type, cameo_codes()[code].mode) == (event_type, mode)


@pytest.mark.parametrize(("event_type", "mode"), MODES)
def test_every_type_and_mode_has_a_code_that_comes_back(event_type: str, mode: str | None) -> None:
    code = nearest_code(event_type, mode)
    assert code.scale is not None, "a code that GDELT does not use"
    assert (code.event_type == event_type) is ((event_type, mode) not in ONE_WAY)


def test_a_code_for_the_same_mode_is_taken_where_there_is_one() -> None:
    told = {(code.event_type, code.mode) for code in cameo_codes().values() if code.scale is not None}
    for event_type, mode in MODES:
        if mode is not None and (event_type, mode) in told:
            assert nearest_code(event_type, mode).mode == mode


def test_the_page_says_what_the_tables_say() -> None:
    page = PAGE.read_text("utf-8")
    for root in (code for code in cameo_codes().values() if code.code == code.root):
        others: dict[str | None, list[str]] = {}
        for code in cameo_codes().values():
            if code.root == root.code and code.event_type != root.event_type:
                others.setdefault(code.event_type, []).append(code.code)
        but = "; ".join(f"{', '.join(codes)} {event_type}" for event_type, codes in others.items())
        assert f"| {root.code} | {root.name} | {root.event_type or 'none'} | {but} |" in page
    for kind in event_types().values():
        modes = [f"{mode} {nearest_code(kind.name, mode).code}" for mode in kind.modes]
        assert re.search(rf"^\| {kind.name} \| {', '.join([nearest_code(kind.name).code, *modes])} \|$", page, re.M)
