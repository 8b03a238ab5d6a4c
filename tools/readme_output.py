"""Put what the README's first command prints into the README.

    python tools/readme_output.py

`tests/test_docs.py` fails where the two differ; run this then, and read the change.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"(<!-- output of the first command -->\s*```[^\n]*\n).*?(^```)", re.MULTILINE | re.DOTALL)


def main() -> None:
    """Run the command on a copy of the sample, as from the root of the project."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "sample", Path(folder) / "sample")
        standoff = Path(sys.executable).with_name("standoff")
        command = [str(standoff), "read", "sample/dispatches", "--actors", "sample/actors.toml"]
        plain = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES")}
        done = subprocess.run(command, cwd=folder, env=plain, capture_output=True, encoding="utf-8", check=True)  # noqa: S603
    readme = ROOT / "README.md"
    shown = "\n".join(line.rstrip() for line in done.stdout.rstrip().split("\n"))
    readme.write_text(BLOCK.sub(lambda m: f"{m[1]}{shown}\n{m[2]}", readme.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
