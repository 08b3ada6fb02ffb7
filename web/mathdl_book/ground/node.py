"""Run the programs of ``web/`` that need Node."""

import functools
import os
import re
import subprocess
import sys
from pathlib import Path

from sphinx.errors import ExtensionError

HERE = Path(__file__).resolve().parent
WEB = HERE.parents[1]
PACKAGES = WEB / "node_modules"
OLDEST = 18


def folders() -> list[str]:
    """Return where programs are looked for: on PATH, then in this environment."""
    on_path = os.environ.get("PATH", "").split(os.pathsep)
    return [*filter(None, on_path), str(Path(sys.executable).parent)]


def suits(node: Path) -> bool:
    """Return whether this is a Node that is new enough."""
    if not os.access(node, os.X_OK):
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    number = re.match(r"v(\d+)", said)
    return bool(number) and int(number[1]) >= OLDEST


@functools.cache
def executable() -> str:
    """Return the path of a Node that is new enough.

    Raises
    ------
    ExtensionError
        If there is none, with what to do about it.
    """
    for folder in folders():
        node = Path(folder) / "node"
        if suits(node):
            return str(node)
    raise ExtensionError(
        f"Node {OLDEST} or newer is needed to typeset the formulas, and none was "
        "found. Run `make book`, which installs one."
    )


def package(name: str) -> Path:
    """Return the folder of an npm package.

    Raises
    ------
    ExtensionError
        If it is not installed, with what to do about it.
    """
    folder = PACKAGES / name
    if not (folder / "package.json").is_file():
        raise ExtensionError(
            f"The npm package {name!r} is not installed. Delete web/node_modules and "
            "run `make book`, which installs all of them."
        )
    return folder


def bundle(source: str, target: Path) -> None:
    """Bundle a script with all that it imports into one minified file."""
    _esbuild("bundle.mjs", source, str(target), str(WEB))


def minified(source: str, kind: str) -> str:
    """Return a script (``"js"``) or a style sheet (``"css"``) that says it in less."""
    return _esbuild("minify.mjs", source, kind)


def _esbuild(program: str, source: str, target: str, *more: str) -> str:
    package("esbuild")
    done = subprocess.run(
        [executable(), str(HERE / program), target, *more],
        input=source,
        text=True,
        encoding="utf-8",
        capture_output=True,
    )
    if done.returncode:
        raise ExtensionError(f"{Path(target).name} can't be made:\n{done.stderr}")
    return done.stdout
