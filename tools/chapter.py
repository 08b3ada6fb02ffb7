"""Lay out a new chapter: ``python -m tools.chapter linear-algebra/vectors "Vectors"``.

It writes the notebook, the module of its exercises and that of the wrong answers to
them, and adds the chapter to the table of contents. What is there is never overwritten:
either all of it is laid out, or nothing.
"""

import argparse
import contextlib
import re
import sys
from pathlib import Path

import jupytext

from tools import notebooks

TEMPLATE = Path(__file__).parent / "template"


class ChapterError(Exception):
    """A chapter that can't be laid out; the message says why."""


def lay_out(place: str, title: str, root: Path = notebooks.ROOT) -> list[Path]:
    """Lay out the chapter ``part/name`` and return the files that were written."""
    part, name = _split(place)
    toc = root / "_toc.yml"
    before = toc.read_text("utf-8")
    files = _files(part, name, title or _sentence(name), root)
    taken = [path.relative_to(root) for path in files if path.exists()]
    if taken:
        raise ChapterError(
            f"nothing was written: {', '.join(map(str, taken))} is there"
        )
    entry = f"chapters/{part}/{name}"
    after = with_entry(before, entry, _sentence(part))
    notebook = root / f"{entry}.ipynb"
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        notebooks.store(notebook)
        notebooks.write(toc, after.encode())
    except BaseException:
        for path in files:
            path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # others' chapters stand in the folder
            notebook.parent.rmdir()
        raise
    return [*files, toc]


def _split(place: str) -> tuple[str, str]:
    word = r"[a-z0-9]+(?:-[a-z0-9]+)*"
    match = re.fullmatch(rf"({word})/({word})", place)
    if not match:
        raise ChapterError(
            f"{place!r} is no place for a chapter: give part/name in kebab-case, "
            "such as linear-algebra/vectors"
        )
    return match[1], match[2]


def _sentence(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _files(part: str, name: str, title: str, root: Path) -> dict[Path, str]:
    """Return what is to be written, and where."""
    module = f"{name.replace('-', '_')}.py"
    page = jupytext.reads(_filled("chapter.md", name, title), fmt="md:myst")
    return {
        root / f"chapters/{part}/{name}.ipynb": notebooks.text(page),
        root / "mathdl/exercises" / module: _filled("exercises.py", name, title),
        root / "tests/exercises/wrong" / module: _filled("wrong.py", name, title),
    }


def _filled(template: str, name: str, title: str) -> str:
    text = (TEMPLATE / template).read_text("utf-8")
    return text.replace("CHAPTER", name).replace("TITLE", title)


def with_entry(toc: str, entry: str, caption: str) -> str:
    """Return the table of contents with a chapter more, last in its part.

    A part that has no chapter yet comes after the last part that has one.
    """
    if re.search(rf"file: {re.escape(entry)}(?![\w-])", toc):
        raise ChapterError(f"nothing was written: _toc.yml has {entry} already")
    part = entry.rpartition("/")[0]
    same = list(re.finditer(rf"^( *)- file: {re.escape(part)}/.*$", toc, re.MULTILINE))
    if same:
        return _inserted(toc, same[-1].end(), f"{same[-1][1]}- file: {entry}")
    others = list(re.finditer(r"^( *)- file: chapters/.*$", toc, re.MULTILINE))
    captions = list(re.finditer(r"^( *)- caption: .*$", toc, re.MULTILINE))
    if not others or not captions:
        raise ChapterError("nothing was written: _toc.yml has no part with chapters")
    outer, inner = captions[0][1], others[-1][1]
    lines = f"{outer}- caption: {caption}\n{outer}  chapters:\n{inner}- file: {entry}"
    return _inserted(toc, others[-1].end(), lines)


def _inserted(text: str, place: int, lines: str) -> str:
    return f"{text[:place]}\n{lines}{text[place:]}"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser("tools.chapter", description=__doc__)
    parser.add_argument("place", help="part/name, such as linear-algebra/vectors")
    parser.add_argument("title", nargs="?", default="", help="the chapter's title")
    given = parser.parse_args(arguments)
    try:
        for path in lay_out(given.place, given.title):
            print(path.relative_to(notebooks.ROOT))
    except (ChapterError, notebooks.NotebookError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
