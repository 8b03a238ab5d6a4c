"""Files of every kind, and of no kind: each gives a document or one clear reason."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standoff.document import Document, Unreadable
from standoff.errors import ConfigurationError
from standoff.ingest import IngestOptions, iter_documents

STORY = "Talks fail in Sarn\n\nThe envoys of Karsova left the hall at noon on Tuesday.\n"


def read(*paths: object, **options: object) -> list[Document | Unreadable]:
    return list(iter_documents([str(path) for path in paths], IngestOptions(**options)))  # type: ignore[arg-type]


def one(path: Path, data: bytes, **options: object) -> Document | Unreadable:
    path.write_bytes(data)
    (found,) = read(path, **options)
    return found


def reason(path: Path, data: bytes, **options: object) -> str:
    found = one(path, data, **options)
    assert isinstance(found, Unreadable)
    return found.reason


def test_text_is_kept_as_it_came(tmp_path: Path) -> None:
    text = "Talks fail\r\n\r\nVelm\u00a0said “no” – and left.\r\n"
    found = one(tmp_path / "a", text.encode())
    assert isinstance(found, Document)
    assert (found.text, found.uri, found.title, found.notes) == (text, str(tmp_path / "a"), "Talks fail", ())


def test_folders_patterns_and_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden/d.txt", ".e.txt", "[f].txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(STORY)
    names = [Path(found.uri).name for found in read(tmp_path, tmp_path / "b*.txt", tmp_path / "[f].txt")]
    assert names == ["[f].txt", "a.txt", "b.txt", "c.txt", "b.txt", "[f].txt"]


def test_paths_without_documents(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = read(tmp_path / "none.txt", tmp_path / "empty", tmp_path / "*.txt", "https://news.example/1", "a\0b")
    assert [type(item) for item in found] == [Unreadable] * 5
    reasons = [item.reason for item in found if isinstance(item, Unreadable)]
    assert reasons[0] == "no such file or folder"
    assert reasons[1] == "a folder without files to read"
    assert reasons[2] == "no file matches this pattern"
    assert "not fetched" in reasons[3]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORY)
    path.chmod(0)
    (found,) = read(path)
    assert found == Unreadable(str(path), "cannot be opened: Permission denied")


def test_standard_input() -> None:
    (found,) = read("-", stdin=io.BytesIO(STORY.encode()))
    assert isinstance(found, Document)
    assert found.uri == "-"
    (missing,) = read("-")
    assert isinstance(missing, Unreadable)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", "\u00a0\n".encode(), b"\xef\xbb\xbf"])
def test_empty(tmp_path: Path, data: bytes) -> None:
    assert reason(tmp_path / "a.txt", data) == "empty: there is no text in it"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"PK\x03\x04....", "a zip archive"),
        (b"\x89PNG\r\n", "a PNG image"),
        (b"Velm\0said no.", "NUL"),
        (b"\x01\x02\x03\x04Velm", "control characters"),
    ],
)
def test_binary(tmp_path: Path, data: bytes, words: str) -> None:
    assert words in reason(tmp_path / "a.txt", data)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_byte_order_marks(tmp_path: Path, encoding: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    found = one(tmp_path / "a.txt", mark + STORY.encode(encoding))
    assert isinstance(found, Document)
    assert found.text == STORY


def test_western_bytes_are_read_with_a_note(tmp_path: Path) -> None:
    found = one(tmp_path / "a.txt", "The Compact said: “We will wait”.".encode("cp1252"))
    assert isinstance(found, Document)
    assert found.text == "The Compact said: “We will wait”."
    assert found.notes == ("not valid UTF-8 at byte 18; read as windows-1252",)


@pytest.mark.parametrize("data", [b"Velm \xff said", "“Velm”".encode() + b" \xff no", b"\xff\xfe\x00\xd8"])
def test_damaged_text_is_not_guessed(tmp_path: Path, data: bytes) -> None:
    assert "convert it, e.g. with iconv" in reason(tmp_path / "a.txt", data)


def test_too_long(tmp_path: Path) -> None:
    assert "too long" in reason(tmp_path / "a.txt", b"word " * 300, max_characters=1000)
    assert "too long" in reason(tmp_path / "b.txt", b"word " * 3000, max_characters=1000)
    long = json.dumps({"text": "word " * 300}).encode()
    found = read_lines(tmp_path, long + b'\n{"text": "Velm said no."}\n', max_characters=1000)
    assert "too long" in getattr(found[0], "reason", "")
    assert isinstance(found[1], Document)


def test_a_very_long_line_of_json_is_passed_over(tmp_path: Path) -> None:
    data = b'{"text": "' + b"a" * 700_000 + b'"}\n{"text": "Velm said no."}'
    found = read_lines(tmp_path, data, max_characters=1000)
    assert "line 1: too long" in getattr(found[0], "reason", "")
    assert isinstance(found[1], Document)


def read_lines(folder: Path, data: bytes, **options: object) -> list[Document | Unreadable]:
    path = folder / "records"
    path.write_bytes(data)
    return read(path, **options)


def test_json_lines(tmp_path: Path) -> None:
    rows = [
        b'{"id": "r1", "text": "Velm said no.", "date": "20310304", "publisher": "KNA", "title": "No"}',
        b"",
        b'{"text": "broken',
        b'{"url": "https://www.apnews.com/1", "body": "Sarn said yes."}',
        b'{"name": "x", "size": 3}',
        b'{"text": "half \\ud83d"}',
        b'["text"]',
        b'{"text": "The last."}',
    ]
    found = read_lines(tmp_path, b"\n".join(rows))
    uri = str(tmp_path / "records")
    first, broken, second, fieldless, surrogate, no_object, last = found
    assert isinstance(first, Document)
    assert (first.uri, first.published, first.published_from) == (f"{uri}#r1", "2031-03-04", "metadata")
    assert (first.outlet, first.title) == ("KNA", "No")
    assert isinstance(broken, Unreadable)
    assert broken.reason.startswith("line 3: broken JSON")
    assert isinstance(second, Document)
    assert (second.uri, second.outlet) == (f"{uri}#https://www.apnews.com/1", "AP")
    assert "fields seen: name, size" in getattr(fieldless, "reason", "")
    assert "lone surrogate" in getattr(surrogate, "reason", "")
    assert "no JSON object" in getattr(no_object, "reason", "")
    assert last.uri == f"{uri}#line8"


def test_a_field_of_ones_own(tmp_path: Path) -> None:
    (found,) = read_lines(tmp_path, b'{"story": "Velm said no.", "text": "other"}', text_field="story")
    assert isinstance(found, Document)
    assert found.text == "Velm said no."


PAGE = """<!DOCTYPE html><html lang="en"><head><title>Talks fail in Sarn | Lakes Wire</title>
<meta property="og:site_name" content="Lakes Wire">
<meta property="article:published_time" content="2031-03-04T10:00:00Z">
</head><body><nav><a href="/">Home</a><a href="/w">World</a></nav><article><h1>Talks fail in Sarn</h1>
<p>The envoys of Karsova left the hall at noon on Tuesday, an hour after the meeting with Tarland had begun in Sarn.</p>
<p>“We will come back when there is something to talk about,” the head of the delegation, Anna Holt, told reporters.</p>
<p>Tarland said that it regretted the step and that its own envoys would stay in the city until the end of the week.</p>
</article><footer>Copyright</footer></body></html>"""


def test_web_page(tmp_path: Path) -> None:
    found = one(tmp_path / "page", PAGE.encode())
    assert isinstance(found, Document)
    assert (found.title, found.outlet) == ("Talks fail in Sarn", "Lakes Wire")
    assert (found.published, found.published_from) == ("2031-03-04", "metadata")
    assert found.text.startswith("Talks fail in Sarn\n\nThe envoys of Karsova")
    assert found.raw == PAGE.encode()
    assert found.raw_sha256
    assert [zone.zone for zone in found.zones] == ["headline", "body", "body", "body"]


def test_web_page_without_text(tmp_path: Path) -> None:
    assert "no main text" in reason(tmp_path / "a", b"<!DOCTYPE html><html><body><script>1</script></body></html>")


def test_wrong_date_option() -> None:
    with pytest.raises(ConfigurationError, match="2031-13"):
        IngestOptions(published="2031-13")


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes(data: bytes) -> None:
    found = list(iter_documents(["-"], IngestOptions(stdin=io.BytesIO(data))))
    assert found
    for item in found:
        if isinstance(item, Document):
            item.text.encode("utf-8")
        else:
            assert item.reason
            assert "\n" not in item.reason
