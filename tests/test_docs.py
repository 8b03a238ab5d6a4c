"""The documentation cannot drift: links resolve, commands are described, and the README shows what is printed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import click
import pytest

from standoff.cli import cli

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    page
    for page in (*ROOT.glob("*.md"), *ROOT.glob("*/*.md"), *ROOT.glob("*/*/*.md"))
    if not any(part.startswith(".") or part in {"build", "dist"} for part in page.relative_to(ROOT).parts)
)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```\s*$", re.MULTILINE | re.DOTALL)
FIRST_OUTPUT = re.compile(r"<!-- output of the first command -->\s*```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = "<!-- ci:{} -->\\s*```sh\\n(.*?)^```"


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return FENCE.sub("", page.read_text("utf-8"))


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings give, as code hosts make them."""
    found = set()
    for heading in re.findall(r"^#+\s+(.*)$", prose(page), re.MULTILINE):
        letters = unicodedata.normalize("NFC", heading.strip().lower())
        found.add(re.sub(r"[^\w\- ]", "", letters).replace(" ", "-"))
    return found


def readme_command(marker: str) -> str:
    """The command line in the README under the comment `<!-- ci:MARKER -->`."""
    found = re.search(COMMAND.format(marker), (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert found, f"README.md has no sh block under <!-- ci:{marker} -->"
    return found[1].strip()


def commands() -> dict[str, click.Command]:
    """The commands of the command line by name."""
    context = click.Context(cli)
    assert isinstance(cli, click.Group)
    return {name: command for name in cli.list_commands(context) if (command := cli.get_command(context, name))}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_relative_links_resolve(page: Path) -> None:
    broken = []
    for groups in LINK.findall(prose(page)):
        link = next(filter(None, groups))
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("name", commands())
def test_command_and_its_options_are_documented(name: str) -> None:
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    sections = re.split(r"^(?=##+ )", page, flags=re.MULTILINE)
    section = next((part for part in sections if re.match(rf"##+ `?(standoff )?{re.escape(name)}\b", part)), None)
    assert section is not None, f"docs/cli.md has no section `standoff {name}`"
    options = {
        option
        for parameter in commands()[name].params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for option in parameter.opts
        if option.startswith("--")
    }
    assert sorted(option for option in options if not re.search(rf"{option}\b", page)) == []


def test_readme_installs_and_tests_in_one_line_each() -> None:
    install, test = readme_command("install"), readme_command("test")
    assert "\n" not in install
    assert "\n" not in test
    assert "requirements.lock" in install
    assert "pytest" in test


def test_readme_shows_what_the_first_command_prints(tmp_path: Path) -> None:
    shown = FIRST_OUTPUT.search((ROOT / "README.md").read_text("utf-8"))
    assert shown, "README.md has no block under <!-- output of the first command -->"
    command = readme_command("install").split("&&")[-1].split()
    assert command[0].endswith("/standoff"), "the first command of the README ends by running standoff"
    shutil.copytree(ROOT / "sample", tmp_path / "sample")
    done = subprocess.run(
        [Path(sys.executable).with_name("standoff"), *command[1:]],
        cwd=tmp_path,
        env={key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [line.rstrip() for line in done.stdout.rstrip().split("\n")] == [
        line.rstrip() for line in shown[1].rstrip().split("\n")
    ]
