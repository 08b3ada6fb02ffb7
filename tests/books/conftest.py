"""Miniature books: small enough to build in seconds, whole enough to be read."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

CONFIG = """\
title: A small book
author: someone
only_build_toc_files: true
execute: {execute_notebooks: "off", stderr_output: warn}
sphinx:
  recursive_update: true
  extra_extensions: [sphinx_proof, sphinx_exercise, mathdl_book]
  config:
    exercise_style: solution_follow_exercise
    html_use_index: false
    html_domain_indices: false
"""
STRICT = ("-W", "-n", "--keep-going")


@dataclass
class Book:
    """A book that was built: how that ended, what was said, and the pages."""

    folder: Path
    code: int
    said: str

    @property
    def html(self) -> Path:
        return self.folder / "_build" / "html"

    def page(self, name: str) -> str:
        return (self.html / f"{name}.html").read_text("utf-8")


def write(folder: Path, pages: dict[str, str]) -> Path:
    """Lay out a book; its first page is the root, the others are its chapters."""
    texts = [name for name in pages if not name.endswith(".yml")]
    root, *others = (name.rpartition(".")[0] for name in texts)
    chapters = "".join(f"\n  - file: {name}" for name in others)
    toc = f"format: jb-book\nroot: {root}\n"
    if others:
        toc += f"parts:\n- caption: Part\n  numbered: 2\n  chapters:{chapters}\n"
    files = {"_config.yml": CONFIG, "_toc.yml": toc, **pages}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def build(folder: Path, *options: str, **environment: str) -> Book:
    """Build a book as `make book` does, where no repository is named."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GITHUB_")}
    done = subprocess.run(
        [sys.executable, "-m", "mathdl_book", "build", *options, "."],
        cwd=folder,
        env={**kept, "NO_COLOR": "1", **environment},
        capture_output=True,
        text=True,
    )
    return Book(folder, done.returncode, done.stdout + done.stderr)


@pytest.fixture(scope="session")
def make_book(tmp_path_factory):
    """Write and build a book: `make_book({"intro.md": …}, "-W", NAME="value")`."""

    def make(pages: dict[str, str], *options: str, **environment: str) -> Book:
        folder = write(tmp_path_factory.mktemp("book"), pages)
        return build(folder, *options, **environment)

    return make
